<?php
$pdo = new PDO("pgsql:host=127.0.0.1;port={$port};dbname=shop", "app", $password);
