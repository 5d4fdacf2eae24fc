//! Texts of postgres.js.

use super::{Emitter, ErrorText};

pub(super) static EMITTER: Emitter = Emitter {
    name: "postgres-js",
    label: "postgres.js",
    near: &[],
    texts: TEXTS,
    source: "measured: postgres.js 3, 2026-11-23",
};

const TEXTS: &[ErrorText] = &[
    ErrorText {
        texts: &["CONNECT_TIMEOUT"],
        cause: "nobody answered in time; an endpoint that refuses is asked again and again meanwhile",
        remedy: "check host and port, and look for the endpoint's reason with another client",
        example: "Error: write CONNECT_TIMEOUT db.example.com:6432",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["CONNECTION_ENDED"],
        cause: "the client was ended, or the server ended the connection",
        remedy: "do not end the client while queries run",
        example: "Error: write CONNECTION_ENDED db.example.com:5432",
        ..ErrorText::PLAIN
    },
];
