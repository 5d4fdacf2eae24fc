"""Asks the drivers of Python about the arguments that connlint's records name. Standard input: JSON, one set each."""

import asyncio
import inspect
import json
import sys

PORT = 1  # Nobody listens there: what is read is refused before, or the connection is.


def said(call):
    try:
        call()
    except BaseException as error:
        error = getattr(error, "orig", None) or error
        return f"{type(error).__name__}: {error}"
    return ""


def psycopg2_ways():
    import psycopg2
    from psycopg2.pool import SimpleConnectionPool

    yield lambda given: psycopg2.connect(**({"host": "127.0.0.1", "port": PORT} | given))
    yield lambda given: SimpleConnectionPool(**({"minconn": 1, "maxconn": 1, "host": "127.0.0.1", "port": PORT} | given))


def psycopg_ways():
    import psycopg
    from psycopg_pool import ConnectionPool

    yield lambda given: psycopg.connect(**({"host": "127.0.0.1", "port": PORT} | given))
    # Whether the pool has it shows before it opens.
    yield lambda given: inspect.signature(ConnectionPool).bind(**({"conninfo": ""} | given))


def asyncpg_ways():
    import asyncpg

    async def connect(given):
        await asyncpg.connect(**({"host": "127.0.0.1", "port": PORT, "timeout": 5} | given))

    async def pool(given):
        await asyncpg.create_pool(**({"host": "127.0.0.1", "port": PORT, "timeout": 5} | given))

    yield lambda given: asyncio.run(connect(given))
    yield lambda given: asyncio.run(pool(given))


def pg8000_ways():
    import pg8000.dbapi

    # `pg8000.connect()` has all but `sock`.
    yield lambda given: pg8000.dbapi.connect(**({"user": "app", "host": "127.0.0.1", "port": PORT} | given))


def sqlalchemy_ways(dialect, prefix):
    from sqlalchemy import create_engine
    from sqlalchemy.ext.asyncio import create_async_engine

    url = f"postgresql+{dialect}://app@127.0.0.1:{PORT}/shop"

    def options(given):
        return {"connect_args": given} if prefix else given

    async def connect(given):
        async with create_async_engine(url, **options(given)).connect():
            pass

    if dialect == "asyncpg":
        yield lambda given: asyncio.run(connect(given))
    else:
        yield lambda given: create_engine(url, **options(given)).connect()


def django_ways():
    yield lambda given: django_database({"OPTIONS": given}).ensure_connection()


def configure_django():
    from django.conf import settings

    if not settings.configured:
        settings.configure()


def django_database(more):
    from django.db.backends.postgresql.base import DatabaseWrapper
    from django.db.utils import ConnectionHandler

    settings = {"ENGINE": "django.db.backends.postgresql", "NAME": "shop", "HOST": "127.0.0.1", "PORT": PORT}
    return DatabaseWrapper(ConnectionHandler({"default": settings | more}).settings["default"])


def django_parameters(more):
    return django_database(more).get_connection_params()


def ways(driver, prefix):
    if driver.startswith("sqlalchemy-"):
        return list(sqlalchemy_ways(driver.removeprefix("sqlalchemy-"), prefix))
    return list(globals()[f"{driver}_ways"]())


def is_unknown(name, text):
    marks = [f"unexpected keyword argument '{name}'", f'invalid connection option "{name}"', f"Invalid argument(s) '{name}'"]
    return any(mark in text for mark in marks)


wrong, asked = [], 0
for one in json.load(sys.stdin):
    if one["driver"] == "django":
        configure_django()
    for name in one["dropped"]:
        asked += 1
        if django_parameters({}) != django_parameters({name: "1"}):
            wrong.append(f"{one['driver']} {name} counts")
    calls = ways(one["driver"], one["prefix"])
    place = f"{one['driver']} {one['prefix']}"
    for name, ours in one["refused"].items():
        asked += 1
        text = said(lambda: calls[0]({name: "1"}))
        if not text.startswith(ours):
            wrong.append(f"{place}{name}: connlint says {ours!r}, the driver {text[:200]!r}")
    for name in one["taken"]:
        asked += 1
        texts = [said(lambda: call({name: "1"})) for call in calls]
        if all(is_unknown(name, text) for text in texts):
            wrong.append(f"{place}{name}: the driver does not have it: {texts[0][:200]!r}")
print("\n".join(wrong) or f"{asked} arguments agree")
sys.exit(bool(wrong))
