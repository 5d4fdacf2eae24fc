package store

import (
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// 77: a parameter of a pool without a pool.
var conn, err = pgx.Connect(ctx, "postgres://app@db.internal/shop?pool_max_conns=10")
var pool, err2 = pgxpool.New(ctx, "postgres://app@db.internal/shop?pool_max_conns=10")
