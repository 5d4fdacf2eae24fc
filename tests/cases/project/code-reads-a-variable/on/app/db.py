import os

import asyncpg


async def pool():
    return await asyncpg.create_pool(os.environ["DATABASE_URL"])
