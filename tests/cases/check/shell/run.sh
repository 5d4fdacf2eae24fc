#!/usr/bin/env bash
set -euo pipefail
export PGHOST=localhost PGUSER=postgres
DATABASE_URL="postgres://${POSTGRES_USER}:${POSTGRES_PASSWORD}@${POSTGRES_HOST:-localhost}:5432/${POSTGRES_DB}?sslmode=disable"
psql "$DATABASE_URL" -c "select 1"
psql postgresql://postgres:postgres@localhost/x?pgbouncer=true <<SQL
select 'postgres://a:b@c/d';
SQL
if [ -z "${DATABASE_URL:-}" ]; then echo "Set DATABASE_URL, e.g. postgres://user:pass@localhost:5432/db"; exit 1; fi
docker run --name pg -e POSTGRES_PASSWORD=secret -p 5432:5432 -d postgres:16
until pg_isready -h db -p 5432; do sleep 1; done
