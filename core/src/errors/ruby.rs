//! Texts of Ruby and Rails.

use super::{Emitter, ErrorText};

pub(super) static EMITTER: Emitter = Emitter {
    name: "ruby",
    label: "Ruby and Rails",
    near: &[],
    texts: TEXTS,
    source: "measured: pg 1.5 and ActiveRecord, 2026-11-23; pools as users quote them",
};

const TEXTS: &[ErrorText] = &[
    ErrorText {
        texts: &["bad URI(is not URI?)", "bad URI (is not URI?)"],
        cause: "reserved characters of the password were not encoded; the error shows the URL",
        remedy: "percent-encode the password",
        rules: &["password-not-encoded", "user-not-encoded"],
        example: "URI::InvalidURIError: bad URI(is not URI?): \"postgres://app:xxxxxx@db.example.com/shop\"",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["could not obtain a connection from the pool within"],
        cause: "all connections of the pool are in use",
        remedy: "set `pool` to at least the number of threads",
        example: "ActiveRecord::ConnectionTimeoutError: could not obtain a connection from the pool within 5.000 seconds (waited 5.001 seconds); all pooled connections were in use",
        ..ErrorText::PLAIN
    },
];
