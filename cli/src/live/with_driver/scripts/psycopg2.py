import psycopg2


def open(string):
    connection = psycopg2.connect(string)

    def ask(plus, number):
        with connection, connection.cursor() as cursor:
            cursor.execute(f"select %s::int + {plus}", (number,))
            return cursor.fetchone()[0]

    return ask, connection.close
