require "./tally.pl";
tally(
    $DBD::Pg::VERSION,
    $connection,
    sub { $connection->selectrow_array($connection->prepare_cached($_[0]), undef, $_[1]) },
    sub { $connection->prepare_cached($_[0])->execute($_[1]) },
);
