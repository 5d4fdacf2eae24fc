<?php

return [
    'connections' => [
        'mysql' => ['driver' => 'mysql', 'host' => env('DB_HOST', '127.0.0.1'), 'port' => env('DB_PORT', '3306')],
        'pgsql' => [
            'driver' => 'pgsql',
            'url' => env('DATABASE_URL'),
            'host' => env('DB_HOST', '127.0.0.1'),
            'port' => env('DB_PORT', '5432'),
            'database' => env('DB_DATABASE', 'shop'),
            'username' => env('DB_USERNAME', 'shop'),
            'password' => env('DB_PASSWORD', ''),
            'sslmode' => 'prefer',
        ],
        'unnamed' => [
            'driver' => 'pgsql',
            'host' => 'aws-0-eu-west-2.pooler.supabase.com',
            'port' => 6543,
            'database' => 'postgres',
            'username' => 'app.qxwvutsrqponmlkjihgf',
            'password' => env('DB_PASSWORD', ''),
            'options' => [PDO::ATTR_EMULATE_PREPARES => true],
        ],
        'named' => [
            'driver' => 'pgsql',
            'host' => 'aws-0-eu-west-2.pooler.supabase.com',
            'port' => 6543,
            'database' => 'postgres',
            'username' => 'app.qxwvutsrqponmlkjihgf',
            'password' => env('DB_PASSWORD', ''),
        ],
    ],
];
