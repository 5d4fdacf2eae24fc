import psycopg


async def open(string):
    connection = await psycopg.AsyncConnection.connect(string)

    async def ask(plus, number):
        async with connection.transaction():
            cursor = await connection.execute(f"select %s::int + {plus}", (number,))
            return (await cursor.fetchone())[0]

    return ask, connection.close
