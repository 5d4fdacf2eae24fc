package store

import (
	"context"

	"github.com/jackc/pgx/v4/pgxpool"
)

// A setting of pgx 4, and one of pgx 5.
func Old(ctx context.Context) (*pgxpool.Pool, error) {
	if pool, err := pgxpool.Connect(ctx, "host=db.example.com user=app dbname=shop sslmode=verify-full statement_cache_mode=describe"); err == nil {
		return pool, nil
	}
	return pgxpool.Connect(ctx, "host=db.example.com user=app dbname=shop sslmode=verify-full default_query_exec_mode=exec")
}
