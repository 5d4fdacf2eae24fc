import psycopg


def open(string):
    connection = psycopg.connect(string)

    def ask(plus, number):
        with connection.transaction():
            return connection.execute(f"select %s::int + {plus}", (number,)).fetchone()[0]

    return ask, connection.close
