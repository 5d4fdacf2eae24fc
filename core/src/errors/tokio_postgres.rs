//! Texts of tokio-postgres.

use super::{Emitter, ErrorText, Mend};

pub(super) static EMITTER: Emitter = Emitter {
    name: "tokio-postgres",
    label: "tokio-postgres",
    near: &[],
    texts: TEXTS,
    source: "measured: tokio-postgres 0.7, 2026-11-23",
};

const TEXTS: &[ErrorText] = &[
    ErrorText {
        texts: &["no TLS implementation configured"],
        cause: "the string requires TLS, and the code connects with `NoTls`",
        remedy: "connect with `postgres-native-tls` or `tokio-postgres-rustls`",
        example: "error performing TLS handshake: no TLS implementation configured",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["invalid value for option `{}`"],
        cause: "a parameter has a value that tokio-postgres does not take: `sslmode` knows `disable`, `prefer` and `require` only, and a `port` that is none comes from a password that was not encoded",
        remedy: "correct the value, and percent-encode the password",
        rules: &["invalid-parameter-value", "password-not-encoded", "invalid-port"],
        example: "invalid connection string: invalid value for option `sslmode`",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["server did not use channel binding"],
        cause: "`channel_binding=require` goes through a pooler that does not offer it, or without TLS",
        remedy: "remove `channel_binding`",
        rules: &["channel-binding-unsupported"],
        mend: Mend::Set("channel_binding", "disable"),
        example: "authentication error: server did not use channel binding",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["invalid configuration: password missing"],
        cause: "the string has no password",
        remedy: "give it in the string",
        example: "invalid configuration: password missing",
        ..ErrorText::PLAIN
    },
];
