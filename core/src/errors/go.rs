//! Texts of Go.

use super::{Emitter, ErrorText};

pub(super) static EMITTER: Emitter = Emitter {
    name: "go",
    label: "Go",
    near: &[],
    texts: TEXTS,
    source: "measured: Go 1.27 with pgx and lib/pq, 2026-11-23",
};

const TEXTS: &[ErrorText] = &[
    ErrorText {
        texts: &["invalid userinfo"],
        cause: "user or password holds a character that a URL does not take there, such as a blank, `[` or `<`",
        remedy: "percent-encode it, or replace what is yet to be filled in",
        rules: &["password-not-encoded", "user-not-encoded", "placeholder"],
        example: "parse \"postgres://app:xxxxxx@db.example.com/shop\": net/url: invalid userinfo",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["invalid URL escape \"{}\""],
        cause: "a `%` is not followed by two hexadecimal digits, or the host is encoded",
        remedy: "write `%25` for `%`",
        rules: &["password-not-encoded", "value-not-encoded"],
        example: "parse \"postgres://app:xxxxxx@db.example.com/shop\": invalid URL escape \"%ss\"",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["invalid port \"{}\" after host"],
        cause: "reserved characters of the password were not encoded, so that a part of it was taken for the port",
        remedy: "percent-encode the password",
        rules: &["password-not-encoded", "invalid-port"],
        example: "parse \"postgres://app:xxxxxx@ss:w/shop\": invalid port \":w\" after host",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["no such host"],
        cause: "the host does not exist as seen from here: a typing error, a name of a private network, or a part of a password that was not encoded",
        remedy: "check the host, and percent-encode the password",
        rules: &["password-not-encoded", "host-misread"],
        example: "failed to connect: hostname resolving error: lookup db.example.internal on 10.0.0.2:53: no such host",
        ..ErrorText::PLAIN
    },
];
