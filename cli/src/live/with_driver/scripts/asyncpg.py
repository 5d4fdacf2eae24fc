import asyncpg


async def open(string):
    connection = await asyncpg.connect(string)

    async def ask(plus, number):
        async with connection.transaction():
            return await connection.fetchval(f"select $1::int + {plus}", number)

    return ask, connection.close
