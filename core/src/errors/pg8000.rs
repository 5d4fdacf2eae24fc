//! Texts of pg8000.

use super::{Emitter, ErrorText};

pub(super) static EMITTER: Emitter = Emitter {
    name: "pg8000",
    label: "pg8000",
    near: &[],
    texts: TEXTS,
    source: "measured: pg8000 1.31, 2026-11-23",
};

const TEXTS: &[ErrorText] = &[
    ErrorText {
        texts: &["Server refuses SSL"],
        cause: "the server or pooler has no TLS",
        remedy: "check host and port; ask for less only if the network is yours",
        example: "pg8000.exceptions.InterfaceError: Server refuses SSL",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["Can't create a connection to host {} and port {}"],
        cause: "nothing listens there, the host is unknown, or a firewall says no; the error below says which",
        remedy: "check host and port",
        example: "pg8000.exceptions.InterfaceError: Can't create a connection to host 127.0.0.1 and port 1 (timeout is None and source_address is None).",
        ..ErrorText::PLAIN
    },
];
