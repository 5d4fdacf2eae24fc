import tally

print("version", psycopg.__version__)
tally.run(
    "%s",
    lambda text, number: connection.execute(text, (number,)).fetchone()[0],
    lambda text, number: connection.execute(text, (number,)),
    connection.commit,
    connection.rollback,
)
