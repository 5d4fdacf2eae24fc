//! Texts of Prisma.

use super::{Emitter, ErrorText};

pub(super) static EMITTER: Emitter = Emitter {
    name: "prisma",
    label: "Prisma",
    texts: TEXTS,
    source: "measured: Prisma 6.19 and 7.10, 2026-11-24",
};

const TEXTS: &[ErrorText] = &[
    ErrorText {
        text: "Can't reach database server at",
        cause: "nobody answers there: a wrong host, a network without IPv6, or a server that wakes up slower than five seconds",
        remedy: "check the host, and write `connect_timeout=15`",
        rules: &[],
        example: "P1001: Can't reach database server at `db.example.com`:`5432`",
    },
    ErrorText {
        text: "Authentication failed against database server",
        cause: "password or user is wrong, or reserved characters of the password were not encoded",
        remedy: "check both, and percent-encode the password in a URL",
        rules: &["password-not-encoded"],
        example: "P1000: Authentication failed against database server at `db.example.com`",
    },
    ErrorText {
        text: "Timed out fetching a new connection from the connection pool",
        cause: "`connection_limit` is lower than what runs at the same time",
        remedy: "raise `connection_limit` or `pool_timeout`",
        rules: &[],
        example: "P2024: Timed out fetching a new connection from the connection pool.",
    },
    ErrorText {
        text: "the URL must start with the protocol `prisma://`",
        cause: "a client for Accelerate got a plain PostgreSQL URL",
        remedy: "write the `prisma://` URL, or use the client without Accelerate",
        rules: &[],
        example: "Error validating datasource `db`: the URL must start with the protocol `prisma://`",
    },
    ErrorText {
        text: "Environment variable not found: {}",
        cause: "the variable is not set where Prisma runs",
        remedy: "set it, or load the file that has it",
        rules: &[],
        example: "error: Environment variable not found: DIRECT_URL.",
    },
    ErrorText {
        text: "is no longer supported in schema files",
        cause: "from version 7 on the URL stands in `prisma.config.ts`",
        remedy: "move it there",
        rules: &[],
        example: "The datasource property `url` is no longer supported in schema files.",
    },
];
