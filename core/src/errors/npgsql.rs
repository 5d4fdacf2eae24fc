//! Texts of Npgsql.

use super::{Emitter, ErrorText};

pub(super) static EMITTER: Emitter = Emitter {
    name: "npgsql",
    label: "Npgsql",
    near: &[],
    texts: TEXTS,
    source: "source of Npgsql 10; not run",
};

const TEXTS: &[ErrorText] = &[
    ErrorText {
        texts: &["Keyword not supported: {}", "^Couldn't set {} (Parameter '"],
        cause: "the string has a keyword or a value that Npgsql does not know; a URL is refused in the same way",
        remedy: "write pairs such as `Host=db.example.com;Username=app`, with Npgsql's own names",
        rules: &["unknown-parameter", "url-not-accepted", "invalid-parameter-value"],
        example: "System.ArgumentException: Keyword not supported: 'pgbouncer' (Parameter 'keyword')",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["Format of the initialization string does not conform to specification"],
        cause: "the text is no list of pairs: mostly a URL, or a `;` in the password",
        remedy: "write `Host=...;Username=...;Password=...;Database=...`, and quote a password with `;`",
        rules: &["url-not-accepted", "password-not-encoded"],
        example: "System.ArgumentException: Format of the initialization string does not conform to specification starting at index 0.",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["The connection pool has been exhausted"],
        cause: "all `Maximum Pool Size` connections are in use",
        remedy: "give connections back sooner, or raise `Maximum Pool Size`",
        example: "Npgsql.NpgsqlException: The connection pool has been exhausted, either raise 'Max Pool Size' (currently 100) or 'Timeout' (currently 15 seconds)",
        ..ErrorText::PLAIN
    },
];
