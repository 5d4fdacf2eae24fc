//! Texts of psycopg and psycopg2.

use super::{Emitter, ErrorText};

pub(super) static EMITTER: Emitter = Emitter {
    name: "psycopg",
    label: "psycopg and psycopg2",
    near: &[],
    texts: TEXTS,
    source: "measured: psycopg 3.3 and psycopg2 2.9, 2026-11-23",
};

const TEXTS: &[ErrorText] = &[
    ErrorText {
        texts: &["couldn't get a connection after {} sec"],
        cause: "the pool could not connect in time: all connections are in use, or none can be made, such as for a wrong password; the log of `psycopg.pool` has the reason",
        remedy: "look into that log, then give connections back sooner or raise `max_size`",
        follows: true,
        example: "psycopg_pool.PoolTimeout: couldn't get a connection after 30.00 sec",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["failed to resolve host '{}': [Errno {}]"],
        cause: "the host does not exist as seen from here: a typing error, a name of a private network, or a part of a password that was not encoded",
        remedy: "check the host, and percent-encode the password",
        rules: &["password-not-encoded", "host-misread"],
        example: "psycopg.OperationalError: failed to resolve host 'ss@db.example.com': [Errno -2] Name or service not known",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["PoolError: connection pool exhausted"],
        cause: "all connections of psycopg2's pool are in use",
        remedy: "give connections back by `putconn()`, or raise its size",
        example: "psycopg2.pool.PoolError: connection pool exhausted",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["psycopg{}'>=' not supported between instances of 'int' and 'str'"],
        cause: "`prepare_threshold` stands in the string, where it is text",
        remedy: "pass it as a number to `psycopg.connect()`",
        rules: &["parameter-wrong-type", "misplaced-parameter"],
        example: "  File \"/srv/shop/.venv/lib/python3.12/site-packages/psycopg/_preparing.py\", line 71, in get\n    if value >= self.prepare_threshold:\nTypeError: '>=' not supported between instances of 'int' and 'str'",
        ..ErrorText::PLAIN
    },
];
