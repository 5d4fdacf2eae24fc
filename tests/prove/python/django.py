import tally


def ask(text, number):
    cursor.execute(text, [number])
    return cursor.fetchone()[0]


print("version", django.__version__)
connection.set_autocommit(False)
tally.run("%s", ask, lambda text, number: cursor.execute(text, [number]), connection.commit, connection.rollback)
