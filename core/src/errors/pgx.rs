//! Texts of pgx.

use super::{Emitter, ErrorText, Mend};

pub(super) static EMITTER: Emitter =
    Emitter { name: "pgx", label: "pgx", near: &[], texts: TEXTS, source: "measured: pgx 5, 2026-11-23" };

const TEXTS: &[ErrorText] = &[
    ErrorText {
        texts: &["cannot use QueryExecModeCacheStatement with disabled statement cache"],
        cause: "`statement_cache_capacity=0` empties the cache that the mode in use needs",
        remedy: "remove it, and write `default_query_exec_mode=exec` instead",
        rules: &["statement-cache-half-disabled"],
        mend: Mend::StatementsOff,
        example: "cannot use QueryExecModeCacheStatement with disabled statement cache",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["failed to parse as URL", "failed to parse as keyword/value", "failed to parse as DSN"],
        cause: "pgx does not understand the string: mostly reserved characters of the password that were not encoded",
        remedy: "percent-encode the password, and look at the reason between the brackets",
        rules: &["password-not-encoded", "host-misread", "invalid-port"],
        follows: true,
        example: "cannot parse `app:xxxxxx@ss:w/shop`: failed to parse as keyword/value (invalid keyword/value)",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["failed to configure TLS"],
        cause: "the TLS parameters do not fit: a mode that is no mode, or a file that cannot be read",
        remedy: "correct `sslmode`, or the files of `sslrootcert`, `sslcert` and `sslkey`",
        rules: &["invalid-parameter-value", "root-certificate-system-misread"],
        example: "cannot parse `postgres://app:xxxxxx@db.example.com/shop?sslmode=bogus`: failed to configure TLS (sslmode is invalid)",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["server refused TLS connection"],
        cause: "the server or pooler has no TLS, and the string requires it",
        remedy: "check host and port; ask for less only if the network is yours",
        example: "failed to connect to `user=app database=shop`: 127.0.0.1:6432 (localhost): tls error: server refused TLS connection",
        ..ErrorText::PLAIN
    },
];
