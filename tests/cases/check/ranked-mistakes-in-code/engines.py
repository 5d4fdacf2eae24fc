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
