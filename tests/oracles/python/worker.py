"""Asks Python drivers, and libpq, what they make of a connection string. Nothing is dialled.

    worker.py --list     the drivers that are here, a JSON object a line
    worker.py DRIVER     strings in, answers out, as ../README.md says
"""

import ctypes
import ctypes.util
import importlib.util
import inspect
import json
import signal
import sys
import warnings
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

# No address: whoever resolves it has checked before what it checks before dialling, and stops.
NOWHERE = "nowhere-to-dial"


class Driver:
    """A driver: its name in connlint, its version, how it is asked, and the function that asks it."""

    def __init__(self, name, version, how, ask):
        self.name, self.version, self.how, self.ask = name, version, how, ask

    def listed(self):
        return {"driver": self.name, "version": self.version, "how": self.how}


class Refused(Exception):
    """The driver says no, in its own words; `None` when the words would be ours."""

    def __init__(self, stage, text):
        super().__init__(text)
        self.stage, self.text = stage, text


def told(error):
    """An exception as the last line of a traceback has it."""
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


class refusing:
    """What goes wrong in the block is a refusal at `stage`."""

    def __init__(self, stage):
        self.stage = stage

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if isinstance(error, Exception) and not isinstance(error, Refused):
            raise Refused(self.stage, told(error)) from error


def text(value):
    """A value as it would be written."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value)


def answer(parts, **more):
    """An answer of keywords as libpq has them. It dials the address when there is no host."""
    parts = dict(parts)
    parts["host"] = parts.get("host") or parts.get("hostaddr")
    out = {name: text(parts.pop(name, None)) for name in ("host", "port", "user", "password", "dbname")}
    out["params"] = {name: text(value) for name, value in parts.items() if value is not None}
    return {**out, **more}


# libpq, and what hands its string to it


def nowhere(parts):
    """As many addresses as libpq counts hosts, none of them one."""
    given = parts.get("hostaddr") or parts.get("host") or ""
    return ",".join([NOWHERE] * (given.count(",") + 1))


def check(message):
    """Refuses for what is complained of besides the address that is none."""
    lines = [line for line in message.splitlines() if line.strip() and NOWHERE not in line]
    if lines:
        raise Refused("options", "\n".join(lines))


class Option(ctypes.Structure):
    """`PQconninfoOption` of libpq-fe.h."""

    _fields_ = [(name, ctypes.c_char_p) for name in ("keyword", "envvar", "compiled", "val", "label", "dispchar")]
    _fields_.append(("dispsize", ctypes.c_int))


class Libpq:
    """libpq itself, from a shared library."""

    def __init__(self, path):
        self.lib = ctypes.CDLL(path)
        pointer = ctypes.c_void_p
        texts = ctypes.POINTER(ctypes.c_char_p)
        for name, result, arguments in (
            ("PQlibVersion", ctypes.c_int, []),
            ("PQconninfoParse", ctypes.POINTER(Option), [ctypes.c_char_p, ctypes.POINTER(pointer)]),
            ("PQconninfoFree", None, [ctypes.POINTER(Option)]),
            ("PQfreemem", None, [pointer]),
            ("PQconnectStartParams", pointer, [texts, texts, ctypes.c_int]),
            ("PQerrorMessage", ctypes.c_char_p, [pointer]),
            ("PQfinish", None, [pointer]),
        ):
            function = getattr(self.lib, name)
            function.restype, function.argtypes = result, arguments

    def version(self):
        number = self.lib.PQlibVersion()
        return f"{number // 10000}.{number % 10000}"

    def parse(self, string):
        if "\0" in string:
            raise Refused("read", None)
        complaint = ctypes.c_void_p()
        options = self.lib.PQconninfoParse(string.encode(), ctypes.byref(complaint))
        if not options:
            message = ctypes.string_at(complaint.value).decode("utf-8", "replace")
            self.lib.PQfreemem(complaint)
            raise Refused("read", message)
        out = {}
        for option in options:
            if not option.keyword:
                break
            if option.val is not None:
                out[option.keyword.decode()] = text(option.val)
        self.lib.PQconninfoFree(options)
        return out

    def ask(self, string):
        parts = self.parse(string)
        names = (ctypes.c_char_p * 3)(b"dbname", b"hostaddr", None)
        values = (ctypes.c_char_p * 3)(string.encode(), nowhere(parts).encode(), None)
        connection = self.lib.PQconnectStartParams(names, values, 1)
        message = text(self.lib.PQerrorMessage(connection))
        self.lib.PQfinish(connection)
        check(message)
        return answer(parts)


LIBPQ_HOW = "PQconninfoParse, then PQconnectStartParams with an address that is none"


def libpq():
    """The one that psycopg brings: the newest."""
    package = importlib.util.find_spec("psycopg_binary")
    if package is None:
        return None
    (path,) = Path(package.origin).parent.with_name("psycopg_binary.libs").glob("libpq-*")
    return libpq_at(str(path), "libpq")


def system_libpq():
    """The one of the system, under its major version."""
    path = ctypes.util.find_library("pq")
    if path is None:
        return None
    major = Libpq(path).version().split(".")[0]
    return libpq_at(path, f"libpq@{major}")


def libpq_at(path, name):
    lib = Libpq(path)
    return Driver(name, lib.version(), LIBPQ_HOW, lib.ask)


def check_psycopg2(parts):
    import psycopg2

    try:
        psycopg2.connect(**{**parts, "hostaddr": nowhere(parts)}).close()
    except psycopg2.OperationalError as error:
        check(str(error))


def psycopg2():
    from psycopg2.extensions import parse_dsn

    def ask(string):
        with refusing("read"):
            parts = parse_dsn(string)
        check_psycopg2(parts)
        return answer(parts)

    return Driver("psycopg2", version("psycopg2-binary"), "parse_dsn, then connect() with an address that is none", ask)


def check_psycopg(parts):
    from psycopg import pq
    from psycopg.conninfo import make_conninfo, timeout_from_conninfo

    with refusing("options"):
        timeout_from_conninfo(parts)
    info = make_conninfo("", **{**parts, "hostaddr": nowhere(parts)})
    connection = pq.PGconn.connect_start(info.encode())
    message = connection.get_error_message()
    connection.finish()
    check(message)


def psycopg():
    from psycopg.conninfo import conninfo_to_dict

    def ask(string):
        with refusing("read"):
            parts = conninfo_to_dict(string)
        check_psycopg(parts)
        return answer(parts)

    how = "conninfo_to_dict, timeout_from_conninfo, then PGconn.connect_start with an address that is none"
    return Driver("psycopg", version("psycopg"), how, ask)


# asyncpg

# What asyncpg dials when nobody says where.
ASYNCPG_EVERYWHERE = ["/run/postgresql", "/var/run/postgresql", "/tmp", "/private/tmp", "localhost"]


def ask_asyncpg(**arguments):
    """`_parse_connect_arguments`, with the defaults that `connect()` gives to everything else."""
    import asyncpg
    from asyncpg.connect_utils import _parse_connect_arguments as parse

    asyncpg.connect(**arguments).close()  # a coroutine that is never run: it only takes its arguments
    given = inspect.signature(asyncpg.connect).bind(**arguments)
    given.apply_defaults()
    wanted = inspect.signature(parse).parameters
    addresses, params, _ = parse(**{name: given.arguments.get(name) for name in wanted})
    hosts, ports = [], []
    for address in addresses:
        host, port = address.rsplit("/.s.PGSQL.", 1) if isinstance(address, str) else address
        hosts.append(text(host))
        ports.append(text(port))
    anywhere = hosts == ASYNCPG_EVERYWHERE
    return {
        "host": None if anywhere else ",".join(hosts),
        "port": ports[0] if anywhere else ",".join(ports),
        "user": text(params.user),
        "password": text(params.password),
        "dbname": text(params.database),
        "to_server": {name: text(value) for name, value in (params.server_settings or {}).items()},
    }


def asyncpg():
    def ask(string):
        with refusing("read"):
            return ask_asyncpg(dsn=string)

    return Driver("asyncpg", version("asyncpg"), "_parse_connect_arguments of connect_utils.py", ask)


# SQLAlchemy


def ask_sqlalchemy(string, below, engine_of):
    """The keyword arguments that SQLAlchemy hands to the driver below. A bare scheme means the driver asked for."""
    from sqlalchemy.engine import make_url

    with refusing("read"):
        url = make_url(string)
        if url.drivername == "postgresql":
            url = url.set(drivername=f"postgresql+{below}")
        engine = engine_of(url)
        positional, arguments = engine.dialect.create_connect_args(engine.url)
    if engine.dialect.driver.removesuffix("_async") != below:
        raise Refused("read", None)
    arguments = dict(arguments)
    if positional and positional[0]:
        arguments["dsn"] = positional[0]
    return arguments


def sqlalchemy(below, call, engine_of=None):
    def ask(string):
        import sqlalchemy

        arguments = ask_sqlalchemy(string, below, engine_of or sqlalchemy.create_engine)
        with refusing("arguments"):
            return call(arguments)

    how = "create_engine and create_connect_args, then the arguments against the driver below"
    return Driver(f"sqlalchemy-{below}", version("sqlalchemy"), how, ask)


def call_psycopg2(arguments):
    from psycopg2.extensions import make_dsn, parse_dsn

    own = ("connection_factory", "cursor_factory", "async", "async_")
    parts = parse_dsn(make_dsn(**{name: value for name, value in arguments.items() if name not in own}))
    check_psycopg2(parts)
    return answer(parts)


def call_psycopg(arguments):
    import psycopg
    from psycopg.conninfo import conninfo_to_dict, make_conninfo

    own = inspect.signature(psycopg.Connection.connect).parameters
    parts = conninfo_to_dict(make_conninfo("", **{name: it for name, it in arguments.items() if name not in own}))
    check_psycopg(parts)
    return answer(parts)


def call_asyncpg(arguments):
    # Taken out by AsyncAdapt_asyncpg_dbapi.connect().
    for own in (
        "async_creator_fn",
        "async_fallback",
        "prepared_statement_cache_size",
        "prepared_statement_name_func",
    ):
        arguments.pop(own, None)
    return ask_asyncpg(**arguments)


def call_pg8000(arguments):
    from unittest.mock import patch

    import pg8000.dbapi

    with patch("pg8000.dbapi.Connection"):  # whose making dials
        pg8000.dbapi.connect(**arguments)
    arguments["dbname"] = arguments.pop("database", None)
    if socket := arguments.pop("unix_sock", None):
        arguments.update(host=socket, port=None)
    to_server = {name: text(arguments[name]) for name in ("application_name", "replication") if arguments.get(name)}
    return {**answer(arguments, to_server=to_server), "params": None}


def sqlalchemy_asyncpg():
    from sqlalchemy.ext.asyncio import create_async_engine

    return sqlalchemy("asyncpg", call_asyncpg, create_async_engine)


# Django


def through_django(config):
    """What Django's backend hands to psycopg for settings."""
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.db.backends.postgresql.base import DatabaseWrapper
    from psycopg.conninfo import conninfo_to_dict, make_conninfo

    if not settings.configured:
        settings.configure(USE_TZ=False)
    # The backend of GeoDjango makes the same connection, and needs a library to be loaded.
    if config.get("ENGINE") not in ("django.db.backends.postgresql", "django.contrib.gis.db.backends.postgis"):
        raise Refused("django", None)
    defaults = dict.fromkeys(("NAME", "USER", "PASSWORD", "HOST", "PORT"), "")
    defaults.update(TIME_ZONE=None, CONN_MAX_AGE=0, CONN_HEALTH_CHECKS=False, AUTOCOMMIT=True)
    defaults.update(ATOMIC_REQUESTS=False, OPTIONS={}, TEST={})
    try:
        arguments = DatabaseWrapper({**defaults, **config}, "default").get_connection_params()
    except ImproperlyConfigured as error:
        raise Refused("django", told(error)) from error
    # Arguments of psycopg that do not go to libpq.
    own = ("cursor_factory", "prepare_threshold", "server_side_binding", "context", "autocommit", "row_factory")
    with refusing("arguments"):
        kept = {name: it for name, it in arguments.items() if name not in own}
        parts = conninfo_to_dict(make_conninfo("", **kept))
    check_psycopg(parts)
    return answer(parts)


def django_how(function):
    return f"{function} with Django {version('django')}, its backend's get_connection_params, then psycopg"


def dj_database_url():
    import dj_database_url as reader

    def ask(string):
        with refusing("read"):
            config = reader.parse(string)
        return through_django(config)

    return Driver("dj-database-url", version("dj-database-url"), django_how("dj_database_url.parse"), ask)


def django_environ():
    import environ

    def ask(string):
        with refusing("read"):
            config = environ.Env.db_url_config(string)
        return through_django(config)

    return Driver("django-environ", version("django-environ"), django_how("Env.db_url_config"), ask)


MAKERS = (
    libpq,
    system_libpq,
    psycopg2,
    psycopg,
    asyncpg,
    lambda: sqlalchemy("psycopg2", call_psycopg2),
    lambda: sqlalchemy("psycopg", call_psycopg),
    sqlalchemy_asyncpg,
    lambda: sqlalchemy("pg8000", call_pg8000),
    dj_database_url,
    django_environ,
)


def drivers():
    """The drivers that are installed here."""
    for make in MAKERS:
        try:
            driver = make()
        except (ImportError, PackageNotFoundError):
            continue
        if driver is not None:
            yield driver


def serve(driver):
    for line in sys.stdin:
        string = json.loads(line)["s"]
        out = {"s": string, "ok": True, "error": None, "stage": None}
        try:
            out.update(driver.ask(string))
        except Refused as refused:
            out.update(ok=False, stage=refused.stage, error=refused.text)
        except Exception as error:  # what a driver did not mean to raise is an answer too
            out.update(ok=False, stage="crash", error=told(error))
        print(json.dumps(out), flush=True)


def main():
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    warnings.simplefilter("ignore")
    (wanted,) = sys.argv[1:]
    for driver in drivers():
        if wanted == "--list":
            print(json.dumps(driver.listed()))
        elif driver.name == wanted:
            return serve(driver)
    return None if wanted == "--list" else f"{wanted} is not here"


if __name__ == "__main__":
    sys.exit(main())
