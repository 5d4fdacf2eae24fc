//! Texts of asyncpg.

use super::{Emitter, ErrorText, Mend, NAMED_STATEMENTS};

pub(super) static EMITTER: Emitter = Emitter {
    name: "asyncpg",
    label: "asyncpg",
    near: &[],
    texts: TEXTS,
    source: "measured: asyncpg 0.32.0, 2026-11-23",
};

const TEXTS: &[ErrorText] = &[
    ErrorText {
        texts: &["invalid DSN: scheme is expected to be either \"postgresql\" or \"postgres\", got {}"],
        cause: "the scheme belongs to SQLAlchemy or to another client",
        remedy: "write `postgresql://`",
        rules: &["scheme-not-accepted"],
        example: "asyncpg.exceptions._base.ClientConfigurationError: invalid DSN: scheme is expected to be either \"postgresql\" or \"postgres\", got 'postgresql+asyncpg'",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &[
            "`sslmode` parameter must be one of: disable, allow, prefer, require, verify-ca, verify-full",
        ],
        cause: "the value given for `ssl` or `sslmode` is no mode",
        remedy: "write one of the modes, such as `require`",
        rules: &["invalid-parameter-value"],
        example: "asyncpg.exceptions._base.InterfaceError: `sslmode` parameter must be one of: disable, allow, prefer, require, verify-ca, verify-full",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["rejected SSL upgrade"],
        cause: "the server or pooler has no TLS, or something else listens on the port",
        remedy: "check host and port, and ask for less only if the network is yours",
        example: "ConnectionError: PostgreSQL server at \"127.0.0.1:6432\" rejected SSL upgrade",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["cannot perform operation: another operation is in progress"],
        cause: "two tasks use one connection at the same time",
        remedy: "take a connection from a pool for each task",
        example: "asyncpg.exceptions._base.InterfaceError: cannot perform operation: another operation is in progress",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &[
            "pgbouncer with pool_mode set to \"transaction\" or \"statement\" does not support prepared statements properly",
        ],
        cause: "asyncpg met a named statement of another client behind a transaction pooler",
        remedy: "pass `statement_cache_size=0` to `asyncpg.connect()` or `create_pool()`",
        rules: NAMED_STATEMENTS,
        mend: Mend::StatementsOff,
        follows: true,
        example: "HINT:  pgbouncer with pool_mode set to \"transaction\" or \"statement\" does not support prepared statements properly.",
        ..ErrorText::PLAIN
    },
];
