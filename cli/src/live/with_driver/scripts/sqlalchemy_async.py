from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine


async def open(string):
    engine = create_async_engine(string)
    connection = await engine.connect()

    async def ask(plus, number):
        async with connection.begin():
            query = text(f"select cast(:number as int) + {plus}")
            return (await connection.execute(query, {"number": number})).scalar_one()

    async def close():
        await connection.close()
        await engine.dispose()

    return ask, close
