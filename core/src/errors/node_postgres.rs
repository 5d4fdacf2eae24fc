//! Texts of node-postgres (pg).

use super::{CERTIFICATE, Emitter, ErrorText};

pub(super) static EMITTER: Emitter = Emitter {
    name: "node-postgres",
    label: "node-postgres (pg)",
    near: &["node_modules", "tlssocket", "node:"],
    texts: TEXTS,
    source: "measured: pg 8.23.1, 2026-11-23; pools as users quote them",
};

const TEXTS: &[ErrorText] = &[
    ErrorText {
        texts: &["Cannot use 'in' operator to search for 'key' in"],
        cause: "the string says `ssl=false` or another text for `ssl`, which turns TLS on and then fails",
        remedy: "write `sslmode=disable`, or the mode that is meant",
        rules: &["ssl-false-enables-tls"],
        example: "TypeError: Cannot use 'in' operator to search for 'key' in false",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["The server does not support SSL connections"],
        cause: "the server or pooler has no TLS, and no mode of node-postgres goes on without",
        remedy: "write `sslmode=disable` if the network is yours; otherwise check host and port",
        example: "Error: The server does not support SSL connections",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["client password must be a string"],
        cause: "no password was given: the string has none, and the object's is lost beside it",
        remedy: "write the password in the string, or give all parts in the object",
        example: "Error: SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &[
            "The SSL modes 'prefer', 'require', and 'verify-ca' are treated as aliases for 'verify-full'",
        ],
        cause: "today these modes verify fully, and from the next major version on they will not",
        remedy: "write `sslmode=verify-full` to keep the meaning",
        rules: &["tls-mode-means-more"],
        example: "(node:1) Warning: SECURITY WARNING: The SSL modes 'prefer', 'require', and 'verify-ca' are treated as aliases for 'verify-full'.",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["self-signed certificate in certificate chain"],
        cause: "the provider's authority is its own, and the system does not know it",
        remedy: "give the provider's certificate in `ssl: { ca }`, without `sslmode` in the string, which would win",
        rules: CERTIFICATE,
        example: "Error: self-signed certificate in certificate chain\n    at TLSSocket.onConnectSecure (node:_tls_wrap:1674:34)",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["no such file or directory, open 'system'"],
        cause: "`sslrootcert=system` is a word of libpq only; node-postgres reads a file of this name",
        remedy: "remove it: the authorities of the system are the default",
        rules: &["root-certificate-system-misread"],
        example: "Error: ENOENT: no such file or directory, open 'system'",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["Prepared statements must be unique"],
        cause: "one name was given to two different queries on one client",
        remedy: "give each query a name of its own, or none",
        example: "Error: Prepared statements must be unique - 'by_id' was used for a different statement",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["Connection terminated unexpectedly"],
        cause: "something in between ended the connection: an idle limit, a restart, or a port that wants TLS",
        remedy: "listen for `error` on the pool, and let idle connections live shorter than the limit",
        follows: true,
        example: "Error: Connection terminated unexpectedly",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["timeout exceeded when trying to connect"],
        cause: "the pool had no connection free in time, or none could be made",
        remedy: "give clients back by `release()`, or raise `max` or `connectionTimeoutMillis`",
        example: "Error: timeout exceeded when trying to connect",
        ..ErrorText::PLAIN
    },
];
