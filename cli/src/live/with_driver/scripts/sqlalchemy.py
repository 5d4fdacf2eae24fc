from sqlalchemy import create_engine, text


def open(string):
    engine = create_engine(string)
    connection = engine.connect()

    def ask(plus, number):
        with connection.begin():
            query = text(f"select cast(:number as int) + {plus}")
            return connection.execute(query, {"number": number}).scalar_one()

    def close():
        connection.close()
        engine.dispose()

    return ask, close
