"""pg8000 outside a transaction, through a transaction pooler."""

from sqlalchemy import create_engine

POOLER = "postgresql+pg8000://postgres.abcdefghijklmnopqrst@aws-0-eu-central-1.pooler.supabase.com:6543/postgres"
inside = create_engine(POOLER)
outside = create_engine(POOLER, isolation_level="AUTOCOMMIT")
