package store

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

const shop = "postgres://app.qxwvutsrqponmlkjihgf:R7mNq2xYbT@aws-0-eu-west-2.pooler.supabase.com:6543/postgres?sslmode=verify-full"

// Named statements, which the pooler loses.
func Default(ctx context.Context) (*pgxpool.Pool, error) {
	return pgxpool.New(ctx, shop)
}

// The same without them.
func Unnamed(ctx context.Context) (*pgxpool.Pool, error) {
	config, err := pgxpool.ParseConfig(shop)
	if err != nil {
		return nil, err
	}
	config.MaxConns = 8
	config.ConnConfig.DefaultQueryExecMode = pgx.QueryExecModeExec
	return pgxpool.NewWithConfig(ctx, config)
}

// A parameter of Prisma goes to the server.
func Flag(ctx context.Context) (*pgx.Conn, error) {
	return pgx.Connect(ctx, "postgres://app:R7mNq2xYbT@db.example.com:5432/shop?sslmode=verify-full&connection_limit=5")
}
