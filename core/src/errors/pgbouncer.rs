//! Texts of PgBouncer.

use super::{Emitter, ErrorText};

pub(super) static EMITTER: Emitter = Emitter {
    name: "pgbouncer",
    label: "PgBouncer",
    texts: TEXTS,
    source: "measured: PgBouncer 1.18 and 1.24.1, 2026-11-23; its source up to 1.25",
};

const TEXTS: &[ErrorText] = &[
    ErrorText {
        text: "unsupported startup parameter: {}",
        cause: "the driver sends a setting at startup that PgBouncer does not track",
        remedy: "remove it from the string, set it for the role by `ALTER ROLE`, or add it to `ignore_startup_parameters`",
        rules: &["unknown-parameter"],
        example: "asyncpg.exceptions.ProtocolViolationError: unsupported startup parameter: pgbouncer",
    },
    ErrorText {
        text: "unsupported startup parameter in options: {}",
        cause: "`options` sets something that PgBouncer does not track",
        remedy: "remove it from `options` and set it for the role by `ALTER ROLE`",
        rules: &[],
        example: "FATAL:  unsupported startup parameter in options: search_path",
    },
    ErrorText {
        text: "unsupported options startup parameter: only",
        cause: "`options` is not in the form `-c name=value`",
        remedy: "write `-c name=value`, or remove it",
        rules: &[],
        example: "FATAL:  unsupported options startup parameter: only '-c config=val' is allowed",
    },
    ErrorText {
        text: "no such database: {}",
        cause: "no entry of `[databases]` has this name; at some providers the name is that of the pool",
        remedy: "write the name of the pool as the database",
        rules: &[],
        example: "FATAL:  no such database: shop",
    },
    ErrorText {
        text: "no such user",
        cause: "the user is neither in `auth_file` nor found by `auth_query`",
        remedy: "add the user to PgBouncer",
        rules: &[],
        example: "FATAL:  no such user: app",
    },
    ErrorText {
        text: "no more connections allowed (max_client_conn)",
        cause: "there are more clients than `max_client_conn` allows",
        remedy: "lower the sizes of client pools, or raise it",
        rules: &[],
        example: "FATAL:  no more connections allowed (max_client_conn)",
    },
    ErrorText {
        text: "query_wait_timeout",
        cause: "no server connection came free in time: all are in transactions",
        remedy: "shorten transactions, or raise the size of the pool",
        rules: &[],
        example: "psycopg.errors.ProtocolViolation: query_wait_timeout",
    },
    ErrorText {
        text: "server login has been failing, cached error: {} (server_login_retry)",
        cause: "PgBouncer itself cannot log in to the server; the cached error says why",
        remedy: "mend what the cached error says",
        rules: &[],
        example: "FATAL:  server login has been failing, cached error: connect failed (server_login_retry)",
    },
    ErrorText {
        text: "server login has been failing, try again later (server_login_retry)",
        cause: "PgBouncer itself cannot log in to the server",
        remedy: "look into PgBouncer's log for the error of the server",
        rules: &[],
        example: "FATAL:  server login has been failing, try again later (server_login_retry)",
    },
    ErrorText {
        text: "SSL required",
        cause: "PgBouncer takes clients over TLS only",
        remedy: "require TLS, such as by `sslmode=require` or stronger",
        rules: &["tls-disabled"],
        example: "FATAL:  SSL required",
    },
    ErrorText {
        text: "SASL authentication failed",
        cause: "the password is wrong, or the user is unknown: PgBouncer does not say which",
        remedy: "check both, and percent-encode the password in a URL",
        rules: &["password-not-encoded"],
        example: "asyncpg.exceptions.ProtocolViolationError: SASL authentication failed",
    },
    ErrorText {
        text: "prepared statement did not exist",
        cause: "the client executes a statement that this PgBouncer never saw being prepared, as after `DEALLOCATE`",
        remedy: "turn named statements off in the driver, and reconnect",
        rules: &[],
        example: "FATAL:  prepared statement did not exist",
    },
    ErrorText {
        text: "transaction blocks not allowed in statement pooling mode",
        cause: "the pool is in statement mode, which takes single statements only",
        remedy: "use a pool in transaction mode",
        rules: &[],
        example: "psycopg.errors.ProtocolViolation: transaction blocks not allowed in statement pooling mode",
    },
];
