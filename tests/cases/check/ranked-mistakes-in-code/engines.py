"""The ranked mistakes that show in SQLAlchemy's calls."""

from sqlalchemy import create_engine
from sqlalchemy.ext.asyncio import create_async_engine

# 26: a driver that awaits in an engine that does not, and the other way round.
reports = create_engine("postgresql+asyncpg://app@db.internal/shop")
orders = create_async_engine("postgresql://app@db.internal/shop")
stock = create_async_engine("postgresql+psycopg2://app@db.internal/shop")
works = create_async_engine("postgresql+psycopg://app@db.internal/shop")

# 33: text where psycopg wants a number.
prices = create_engine("postgresql+psycopg://app@db.internal/shop?prepare_threshold=0")

# 65: several hosts, as libpq has them.
replicas = create_engine("postgresql+psycopg2://app@db1.internal,db2.internal:5433/shop")

# 55: one pool of 30 where 15 clients get in.
POOLER = "postgresql+psycopg2://postgres.abcdefghijklmnopqrst@aws-0-eu-central-1.pooler.supabase.com:5432/postgres"
busy = create_engine(POOLER, pool_size=10, max_overflow=20)

# 3: names of one's own, while the names still collide.
named = create_async_engine(
    "postgresql+asyncpg://postgres.abcdefghijklmnopqrst@aws-0-eu-central-1.pooler.supabase.com:6543/postgres",
    connect_args={"prepared_statement_name_func": lambda: f"__asyncpg_{uuid4()}__"},
)
