import sqlalchemy
import tally

print("version", sqlalchemy.__version__)
tally.run(
    ":number",
    lambda words, number: connection.scalar(text(words), {"number": number}),
    lambda words, number: connection.execute(text(words), {"number": number}),
    connection.commit,
    connection.rollback,
)
