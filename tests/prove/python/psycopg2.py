import tally


def ask(text, number):
    cursor.execute(text, (number,))
    return cursor.fetchone()[0]


print("version", psycopg2.__version__.split()[0])
tally.run("%s", ask, lambda text, number: cursor.execute(text, (number,)), connection.commit, connection.rollback)
