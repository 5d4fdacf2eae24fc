require "tally.php";
$run = function (string $text, int $number) use ($connection) {
    $statement = $connection->prepare($text);
    $statement->execute([$number]);
    return $statement;
};
$ask = fn($text, $number) => $run($text, $number)->fetchColumn();
tally(phpversion("pdo_pgsql"), $connection, $ask, $run);
