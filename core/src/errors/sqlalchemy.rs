//! Texts of SQLAlchemy.

use super::{Emitter, ErrorText};

pub(super) static EMITTER: Emitter = Emitter {
    name: "sqlalchemy",
    label: "SQLAlchemy",
    near: &[],
    texts: TEXTS,
    source: "measured: SQLAlchemy 1.4, 2.0 and 2.1, 2026-11-23",
};

const TEXTS: &[ErrorText] = &[
    ErrorText {
        texts: &["Can't load plugin: sqlalchemy.dialects:{}"],
        cause: "the scheme is none of SQLAlchemy's: it takes `postgresql` and `postgresql+driver` in lower case",
        remedy: "write `postgresql://` or `postgresql+psycopg://`",
        rules: &["scheme-not-accepted"],
        example: "sqlalchemy.exc.NoSuchModuleError: Can't load plugin: sqlalchemy.dialects:postgres",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["connect() got an unexpected keyword argument '{}'"],
        cause: "SQLAlchemy hands each parameter of the URL to the driver's `connect()`, which does not have this one",
        remedy: "remove it from the URL, and give what the driver takes in `connect_args`",
        rules: &["unknown-parameter", "unknown-argument"],
        example: "TypeError: connect() got an unexpected keyword argument 'sslmode'",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["Could not parse SQLAlchemy URL from"],
        cause: "the text is no URL: quotes or blanks around it, or no scheme",
        remedy: "remove what stands around the URL",
        rules: &["quotes-in-value", "stray-whitespace"],
        example: "sqlalchemy.exc.ArgumentError: Could not parse SQLAlchemy URL from given URL string",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["The asyncio extension requires an async driver to be used"],
        cause: "`create_async_engine()` got a URL of a driver that is not asynchronous",
        remedy: "write `postgresql+asyncpg://` or `postgresql+psycopg://`",
        example: "sqlalchemy.exc.InvalidRequestError: The asyncio extension requires an async driver to be used. The loaded 'psycopg2' is not async.",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["greenlet_spawn has not been called"],
        cause: "`create_engine()` got a URL of an asynchronous driver",
        remedy: "call `create_async_engine()`, or write a driver that is not asynchronous",
        example: "sqlalchemy.exc.MissingGreenlet: greenlet_spawn has not been called; can't call await_() here.",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["QueuePool limit of size {} overflow {} reached, connection timed out"],
        cause: "all connections of the pool are in use",
        remedy: "give connections back sooner, or raise the size of the pool",
        example: "sqlalchemy.exc.TimeoutError: QueuePool limit of size 5 overflow 10 reached, connection timed out, timeout 30.00",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["invalid interpolation syntax in"],
        cause: "Alembic's configuration takes `%` for a reference",
        remedy: "write `%%` for `%`, or `.replace('%', '%%')` in code",
        example: "ValueError: invalid interpolation syntax in 'postgresql://app:p%40ss@h/d' at position 18",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["Invalid argument(s) {} sent to create_engine()"],
        cause: "a setting of the driver was given to `create_engine()` itself",
        remedy: "pass it in `connect_args`",
        rules: &["unknown-argument", "misplaced-argument"],
        example: "TypeError: Invalid argument(s) 'statement_cache_size' sent to create_engine(), using configuration PGDialect_asyncpg/AsyncAdaptedQueuePool/Engine.",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["you can't specify both 'database' and 'dbname' arguments"],
        cause: "the database stands in the query as well, under the name of the other driver",
        remedy: "write it in the path of the URL only",
        rules: &["query-overrides-url"],
        example: "TypeError: you can't specify both 'database' and 'dbname' arguments",
        ..ErrorText::PLAIN
    },
];
