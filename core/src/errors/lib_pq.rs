//! Texts of lib/pq.

use super::{Emitter, ErrorText};

pub(super) static EMITTER: Emitter = Emitter {
    name: "lib-pq",
    label: "lib/pq",
    near: &[],
    texts: TEXTS,
    source: "measured: lib/pq 1.12, 2026-11-23",
};

const TEXTS: &[ErrorText] = &[
    ErrorText {
        texts: &["SSL is not enabled on the server"],
        cause: "the server or pooler has no TLS, and lib/pq requires it unless told otherwise",
        remedy: "write `sslmode=disable` if the network is yours; otherwise check host and port",
        example: "pq: SSL is not enabled on the server",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["unsupported client_encoding"],
        cause: "lib/pq takes UTF8 only",
        remedy: "remove `client_encoding`, or write `UTF8`",
        rules: &["invalid-parameter-value"],
        example: "pq: unsupported client_encoding \"latin1\": must be absent or \"UTF8\"",
        ..ErrorText::PLAIN
    },
];
