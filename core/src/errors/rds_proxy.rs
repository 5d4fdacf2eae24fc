//! Texts of Amazon RDS Proxy.

use super::{Emitter, ErrorText, Mend, NAMED_STATEMENTS, NO_TLS, WRONG_PASSWORD};
use crate::model::Tls;

pub(super) static EMITTER: Emitter = Emitter {
    name: "rds-proxy",
    label: "Amazon RDS Proxy",
    near: &[".proxy-", "rds proxy", "rds-proxy"],
    texts: TEXTS,
    source: "documentation of Amazon RDS, and messages that users quote; not run",
};

const TEXTS: &[ErrorText] = &[
    ErrorText {
        texts: &["This RDS Proxy requires TLS connections"],
        cause: "the proxy takes clients over TLS only; with `sslmode=prefer` this second error hides the first one",
        remedy: "require TLS, such as by `sslmode=require` or stronger, and read the first error",
        rules: NO_TLS,
        mend: Mend::Tls(Tls::REQUIRE),
        example: "FATAL:  This RDS Proxy requires TLS connections",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["The password that was provided for the role {} is wrong"],
        cause: "the client's password is not the one of the secret in Secrets Manager",
        remedy: "make both the same",
        rules: WRONG_PASSWORD,
        example: "FATAL:  The password that was provided for the role app is wrong.",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["The IAM authentication failed for the role {}"],
        cause: "the token is older than 15 minutes, made for another host, or not percent-encoded in the URL",
        remedy: "make a token for the proxy's own endpoint, and encode it in a URL",
        rules: WRONG_PASSWORD,
        example: "FATAL:  The IAM authentication failed for the role app. Check the IAM token for this role and try again.",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &[
            "IAM is allowed only with SSL connections",
            "IAM authentication is allowed only with SSL connections",
        ],
        cause: "a token came without TLS",
        remedy: "require TLS, such as by `sslmode=require` or stronger",
        rules: NO_TLS,
        mend: Mend::Tls(Tls::REQUIRE),
        example: "FATAL:  IAM authentication is allowed only with SSL connections.",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["The IAM authentication failed because of too many competing requests"],
        cause: "too many clients log in with tokens at once",
        remedy: "keep connections and use them again",
        example: "FATAL:  The IAM authentication failed because of too many competing requests.",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["The maximum number of client connections to the proxy exceeded"],
        cause: "more clients than the proxy takes",
        remedy: "lower the sizes of client pools",
        example: "FATAL:  The maximum number of client connections to the proxy exceeded 1000.",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["Rate of connection to proxy exceeded"],
        cause: "clients connect more often than the proxy takes",
        remedy: "keep connections in a pool in the client",
        example: "FATAL:  Rate of connection to proxy exceeded 100.",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["Timed-out waiting to acquire database connection"],
        cause: "no server connection came free within the proxy's borrow time-out: sessions are pinned, or the share of connections is too small",
        remedy: "remove what pins sessions (named statements, `SET`, temporary tables), or raise the proxy's maximum connections",
        rules: NAMED_STATEMENTS,
        mend: Mend::StatementsOff,
        example: "FATAL:  Timed-out waiting to acquire database connection",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["^Request returned an error:"],
        cause: "the proxy hands on an error of the database; the rest of the line says which",
        remedy: "mend what the database says",
        follows: true,
        example: "Request returned an error: the database is not available",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["This RDS proxy has no credentials for the role"],
        cause: "no secret for this role is registered with the proxy",
        remedy: "register a secret with the role's user and password",
        example: "FATAL:  This RDS proxy has no credentials for the role app. Check the credentials for this role and try again.",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["RDS Proxy currently {} support command-line options"],
        cause: "the client sends `options`, which the proxy refuses",
        remedy: "remove `options`, and set it for the role by `ALTER ROLE`, or in the proxy's initialization query",
        rules: &["startup-parameter-refused"],
        example: "FATAL:  Feature not supported: RDS Proxy currently doesn't support command-line options.",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["RDS Proxy currently {} support the option {}"],
        cause: "the client sends this setting at startup, which the proxy refuses",
        remedy: "remove it, and set it for the role by `ALTER ROLE`",
        rules: &["startup-parameter-refused"],
        example: "FATAL:  Feature not supported: RDS Proxy currently doesn't support the option statement_timeout.",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["RDS Proxy currently {} support streaming replication mode"],
        cause: "the client asks for replication",
        remedy: "remove `replication`, or use the host of the instance itself",
        example: "FATAL:  Feature not supported: RDS Proxy currently doesn't support streaming replication mode.",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["The client session was pinned to the database connection"],
        cause: "the proxy's log: the session keeps one server connection for itself, so that pooling is lost; the reason is in the line, such as a prepared statement or a `SET`",
        remedy: "turn named statements off in the driver, and do without `SET`, temporary tables, `LISTEN` and advisory locks",
        rules: NAMED_STATEMENTS,
        mend: Mend::StatementsOff,
        example: "WARN  The client session was pinned to the database connection [dbConnection=42] for the remainder of the session. The proxy can't reuse this connection until the session ends. Reason: A parse message was detected.",
        ..ErrorText::PLAIN
    },
];
