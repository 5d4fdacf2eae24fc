<?php
// Don't stop at an apostrophe.
$host = getenv('DB_HOST') ?: 'db.example.com';
$pooler = 'pgsql:host=aws-0-eu-west-2.pooler.supabase.com;port=6543;dbname=postgres;sslmode=verify-full';

$unnamed = new PDO($pooler, 'app.qxwvutsrqponmlkjihgf', $secret, [
    PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION,
    PDO::ATTR_EMULATE_PREPARES => true,
]);
$named = new \PDO($pooler, 'app.qxwvutsrqponmlkjihgf', 'R7mNq2xYbT', [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION]);

// What is filled in is not known, what is written is.
$filled = new PDO("pgsql:host=$host;port={$port};dbname=$names[shop];charset=utf8", $user, $secret);
$joined = new PDO('pgsql:host=' . $host . ';port=' . env('DB_PORT', '5432') . ';database=shop', $user, $secret);
$plain = pg_connect("host={$this->host} port=$port dbname=shop user=app password=$secret") or die('it is down');
$other = new PDO('mysql:host=localhost;dbname=shop;charset=utf8', $user, $secret);
?>
<p>Don't stop here either.</p>
