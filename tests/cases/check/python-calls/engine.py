"""Engines: the URL comes from the environment, with a default for development."""

import os

from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

DATABASE_URL = os.getenv(
    "DATABASE_URL",
    "postgresql+asyncpg://app:s3cr3t@aws-0-eu-central-1.pooler.supabase.com:6543/postgres",
)
options = {"application_name": "shop", "command_timeout": 10}
options["prepared_statement_cache_size"] = 0

engine = create_async_engine(DATABASE_URL, poolclass=NullPool, connect_args=options)
