<?php

// What one client asks, what came back, and what it was told is stored.

const ROUNDS = 50;
// Texts of different questions, so that the answer to another client's shows.
const PLUS = [100_000, 200_000, 300_000, 400_000, 500_000];

/** `$ask` a text with a number and get an answer; every fifth time in a transaction, with a row to `$store`. */
function tally(string $version, PDO $connection, callable $ask, callable $store): void
{
    $client = (int) getenv("PROVE_CLIENT");
    $counts = ["right" => 0, "wrong" => 0, "failed" => 0, "committed" => 0];
    $said = null;
    $insert = "insert into stored (run, n) values ('" . getenv("PROVE_RUN") . "', cast(? as int))";
    for ($turn = 0; $turn < ROUNDS; $turn++) {
        $number = $client * 1000 + $turn;
        $plus = PLUS[($client + $turn) % count(PLUS)];
        $text = "select cast(? as int) + $plus from pg_sleep(0.002)";
        $stores = $turn % 5 === 4;
        try {
            if ($stores) {
                $connection->beginTransaction();
            }
            $answer = $ask($text, $number);
            if ($stores) {
                $store($insert, $number);
                $connection->commit();
            }
            $counts[(int) $answer === $number + $plus ? "right" : "wrong"]++;
            $counts["committed"] += (int) $stores;
        } catch (Throwable $error) {
            $counts["failed"]++;
            $said ??= get_class($error) . ": " . strtok($error->getMessage(), "\n");
            if ($connection->inTransaction()) {
                $connection->rollBack();
            }
        }
    }
    echo "version $version\n";
    foreach ($counts as $name => $count) {
        echo "$name $count\n";
    }
    echo $said === null ? "" : "said $said\n";
}
