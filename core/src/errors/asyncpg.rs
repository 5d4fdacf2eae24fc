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
    ErrorText {
        texts: &["connection was closed in the middle of operation"],
        cause: "something in between ended the connection; what follows on the colon is its reason",
        remedy: "let the pool check connections before use, and read the reason",
        follows: true,
        example: "asyncpg.exceptions.ConnectionDoesNotExistError: connection was closed in the middle of operation",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["asyncpg{}'<' not supported between instances of 'str' and 'int'"],
        cause: "`statement_cache_size` or another number stands in the string, where it is text",
        remedy: "pass it as a number to `asyncpg.connect()` or in `connect_args`",
        rules: &["parameter-wrong-type", "misplaced-parameter"],
        example: "  File \"/srv/shop/.venv/lib/python3.12/site-packages/asyncpg/connect_utils.py\", line 804, in _check\n    if statement_cache_size < 0:\nTypeError: '<' not supported between instances of 'str' and 'int'",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["server_settings is expected to be None or a Dict[str, str]"],
        cause: "a value of `server_settings` is no text, or the whole stands in the URL",
        remedy: "pass a dictionary of texts in code",
        rules: &["misplaced-parameter"],
        example: "asyncpg.exceptions._base.ClientConfigurationError: server_settings is expected to be None or a Dict[str, str]",
        ..ErrorText::PLAIN
    },
];
