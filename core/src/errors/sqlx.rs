//! Texts of sqlx.

use super::{Emitter, ErrorText};

pub(super) static EMITTER: Emitter = Emitter {
    name: "sqlx",
    label: "sqlx",
    near: &[],
    texts: TEXTS,
    source: "measured: sqlx 0.8, 2026-11-23; its source",
};

const TEXTS: &[ErrorText] = &[
    ErrorText {
        texts: &[
            "error occurred while attempting to establish a TLS connection: server does not support TLS",
        ],
        cause: "the server or pooler has no TLS",
        remedy: "check host and port; ask for less only if the network is yours",
        example: "Error: error occurred while attempting to establish a TLS connection: server does not support TLS",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["^error with configuration:"],
        cause: "sqlx does not understand the string; the rest of the line says what",
        remedy: "percent-encode the password, and correct the parameter that the line names",
        rules: &["password-not-encoded", "invalid-port", "invalid-parameter-value"],
        follows: true,
        example: "Error: error with configuration: invalid port number",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["unknown value {} for `ssl_mode`"],
        cause: "`sslmode` takes six words only",
        remedy: "write one of `disable`, `allow`, `prefer`, `require`, `verify-ca`, `verify-full`",
        rules: &["invalid-parameter-value"],
        example: "Error: error with configuration: unknown value \"no-verify\" for `ssl_mode`",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["pool timed out while waiting for an open connection"],
        cause: "all connections of the pool are in use, or none can be made: a wrong password or host also ends so",
        remedy: "look for the reason by connecting once without the pool; then give connections back sooner, or raise the size of the pool",
        follows: true,
        example: "Error: pool timed out while waiting for an open connection",
        ..ErrorText::PLAIN
    },
];
