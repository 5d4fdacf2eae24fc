import tally

transactions = []


async def ask(text, number):
    transactions.append(connection.transaction())
    await transactions[-1].start()
    return await connection.fetchval(text, number)


print("version", asyncpg.__version__)
await tally.go(
    "$1",
    ask,
    connection.execute,
    lambda: transactions.pop().commit(),
    lambda: transactions.pop().rollback(),
)
