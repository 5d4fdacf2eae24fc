import asyncpg
import psycopg
from sqlalchemy import create_engine

EXAMPLE = """
Connect with postgresql://user:p@ss@host/db
"""


async def pool(settings):
    return await asyncpg.create_pool(
        dsn=settings.database_url, min_size=1, max_size=4, statement_cache_size=0, ssl="require"
    )


def copy(target):
    with psycopg.connect(target, autocommit=True, prepare_threshold=None, connect_timeout=5) as connection:
        print(f"copied to {connection.info.host}", "postgresql://".upper())


def engine(url):
    return create_engine(url.replace("postgres://", "postgresql://"), connect_args={"application_name": "shop", "keepalives": 1})
