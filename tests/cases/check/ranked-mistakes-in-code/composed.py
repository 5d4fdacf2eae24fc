"""72: a URL put together of parts."""

import os

from sqlalchemy import create_engine

user = os.environ["DB_USER"]
password = os.environ["DB_PASSWORD"]
engine = create_engine(f"postgresql+psycopg://{user}:{password}@db.internal/shop")
