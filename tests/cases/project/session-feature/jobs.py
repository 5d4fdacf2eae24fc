import os

import psycopg

with psycopg.connect(os.environ["JOBS_URL"], prepare_threshold=None) as connection:
    connection.execute("LISTEN orders")
