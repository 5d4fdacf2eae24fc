# What one client asks, what came back, and what it was told is stored.

use strict;
use warnings;

my $ROUNDS = 50;
# Texts of different questions, so that the answer to another client's shows.
my @PLUS = map { 100_000 * $_ } 1 .. 5;

# `$ask` a text with a number and get an answer, `$store` a row likewise; every fifth time both in a transaction.
sub tally {
    my ($version, $connection, $ask, $store) = @_;
    my $client = $ENV{PROVE_CLIENT};
    my %counts = map { $_ => 0 } qw(right wrong failed committed);
    my $said;
    my $insert = "insert into stored (run, n) values ('$ENV{PROVE_RUN}', cast(? as int))";
    for my $turn (0 .. $ROUNDS - 1) {
        my $number = $client * 1000 + $turn;
        my $plus = $PLUS[($client + $turn) % @PLUS];
        my $text = "select cast(? as int) + $plus from pg_sleep(0.002)";
        my $stores = $turn % 5 == 4;
        my $done = eval {
            $connection->begin_work if $stores;
            my $answer = $ask->($text, $number);
            if ($stores) {
                $store->($insert, $number);
                $connection->commit;
                $counts{committed}++;
            }
            $counts{$answer == $number + $plus ? "right" : "wrong"}++;
            1;
        };
        next if $done;
        $counts{failed}++;
        $said //= (split /\n/, $@)[0];
        eval { $connection->rollback } unless $connection->{AutoCommit};
    }
    print join("\n", "version $version", (map { "$_ $counts{$_}" } keys %counts), $said ? "said $said" : ()), "\n";
}

1;
