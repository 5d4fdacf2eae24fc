//! Texts of Node.

use super::{Emitter, ErrorText};

pub(super) static EMITTER: Emitter = Emitter {
    name: "node",
    label: "Node",
    near: &[],
    texts: TEXTS,
    source: "measured: Node 20 with pg, postgres.js and Prisma, 2026-11-23",
};

const TEXTS: &[ErrorText] = &[
    ErrorText {
        texts: &["ERR_INVALID_URL", "^Invalid URL$"],
        cause: "a text was taken for a URL and is none; in a connection string it is mostly a `/`, `?` or `#` of the password that was not encoded, or several hosts",
        remedy: "percent-encode the password",
        rules: &["password-not-encoded", "several-hosts-not-supported", "scheme-not-accepted"],
        example: "TypeError [ERR_INVALID_URL]: Invalid URL",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["URI malformed"],
        cause: "in a text that was taken for a URL, a `%` is not followed by two hexadecimal digits",
        remedy: "write `%25` for `%`",
        rules: &["password-not-encoded", "value-not-encoded"],
        example: "URIError: URI malformed",
        ..ErrorText::PLAIN
    },
];
