"""53: what needs a session, through a pooler that keeps none."""

import psycopg

connection = psycopg.connect(
    "postgresql://postgres.abcdefghijklmnopqrst@aws-0-eu-central-1.pooler.supabase.com:6543/postgres?sslmode=verify-full",
    prepare_threshold=None,
)
connection.execute("SET LOCAL statement_timeout = 500")
connection.execute("SELECT pg_advisory_xact_lock(7)")
connection.execute("SELECT pg_advisory_lock(7)")
connection.execute("SET search_path TO shop")
connection.execute("CREATE TEMP TABLE basket (id int)")
connection.execute("CREATE TEMP TABLE cart (id int) ON COMMIT DROP")
connection.execute("LISTEN orders")
connection.execute("PREPARE price AS SELECT 1")
connection.execute("DECLARE rows CURSOR WITH HOLD FOR SELECT 1")
