//! Texts of pgjdbc.

use super::{Emitter, ErrorText};

pub(super) static EMITTER: Emitter = Emitter {
    name: "pgjdbc",
    label: "pgjdbc",
    near: &[],
    texts: TEXTS,
    source: "measured: pgjdbc 42.5.5 and 42.7.7, 2026-11-23",
};

const TEXTS: &[ErrorText] = &[
    ErrorText {
        texts: &["No suitable driver found for", "^No suitable driver$"],
        cause: "the string does not begin with `jdbc:postgresql:`, its port is missing behind `user:password@`, or the driver is not on the class path",
        remedy: "write `jdbc:postgresql://host:port/database`, with user and password in the query or in properties",
        rules: &["credentials-in-jdbc-url", "scheme-not-accepted"],
        example: "java.sql.SQLException: No suitable driver found for postgresql://db.example.com/shop",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["Unable to parse URL"],
        cause: "the string has a `%` that is no encoding, or a port that is no number; the error shows the password",
        remedy: "percent-encode the values of the query, and check the port",
        rules: &["password-not-encoded", "invalid-port"],
        example: "org.postgresql.util.PSQLException: Unable to parse URL jdbc:postgresql://db.example.com:99999/shop",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["Invalid sslmode value:"],
        cause: "`sslmode` takes six words only",
        remedy: "write one of `disable`, `allow`, `prefer`, `require`, `verify-ca`, `verify-full`",
        rules: &["invalid-parameter-value"],
        example: "org.postgresql.util.PSQLException: Invalid sslmode value: bogus",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["The server does not support SSL."],
        cause: "the server or pooler has no TLS",
        remedy: "check host and port; ask for less only if the network is yours",
        example: "org.postgresql.util.PSQLException: The server does not support SSL.",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &[
            "The server requested SCRAM-based authentication, but no password was provided",
            "The server requested password-based authentication, but no password was provided",
        ],
        cause: "the string has no password, and none was given beside it",
        remedy: "write `password=` in the query, or set it in the properties",
        rules: &["credentials-in-jdbc-url"],
        example: "org.postgresql.util.PSQLException: The server requested SCRAM-based authentication, but no password was provided.",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &[
            "Check that the hostname and port are correct and that the postmaster is accepting TCP/IP connections",
        ],
        cause: "nothing listens on this host and port, or a firewall says no",
        remedy: "check host and port, and whether the server runs and listens on that address",
        example: "org.postgresql.util.PSQLException: Connection to 127.0.0.1:1 refused. Check that the hostname and port are correct and that the postmaster is accepting TCP/IP connections.",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["^The connection attempt failed.$"],
        cause: "the host is unknown or unreachable; the line that begins with `Caused by` says which",
        remedy: "check the host, and that user and password do not stand before it",
        rules: &["credentials-in-jdbc-url", "host-misread"],
        follows: true,
        example: "org.postgresql.util.PSQLException: The connection attempt failed.",
        ..ErrorText::PLAIN
    },
];
