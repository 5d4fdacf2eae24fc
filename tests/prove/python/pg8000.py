import tally


def ask(text, number):
    cursor.execute(text, (number,))
    return cursor.fetchone()[0]


print("version", pg8000.__version__)
tally.run("%s", ask, lambda text, number: cursor.execute(text, (number,)), connection.commit, connection.rollback)
