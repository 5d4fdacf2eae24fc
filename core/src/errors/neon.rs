//! Texts of Neon.

use super::{Emitter, ErrorText};

pub(super) static EMITTER: Emitter =
    Emitter { name: "neon", label: "Neon", texts: TEXTS, source: "documentation and source of Neon's proxy" };

const TEXTS: &[ErrorText] = &[
    ErrorText {
        text: "connection is insecure (try using `sslmode=require`)",
        cause: "Neon takes clients over TLS only",
        remedy: "require TLS, such as by `sslmode=require` or stronger",
        rules: &["tls-required-by-endpoint"],
        example: "ERROR: connection is insecure (try using `sslmode=require`)",
    },
    ErrorText {
        text: "Endpoint ID is not specified",
        cause: "the client did not say which host it wants during the TLS handshake (SNI)",
        remedy: "upgrade the client library, or write `options=endpoint%3D` and the first part of the host",
        rules: &[],
        example: "ERROR: Endpoint ID is not specified. Either please upgrade the postgres client library (libpq) for SNI support or pass the endpoint ID",
    },
    ErrorText {
        text: "Inconsistent project name inferred from SNI",
        cause: "`options=endpoint=...` names another endpoint than the host",
        remedy: "make both the same, or remove the option",
        rules: &[],
        example: "ERROR: Inconsistent project name inferred from SNI ('ep-a') and project option ('ep-b')",
    },
    ErrorText {
        text: "password authentication failed for user '{}'",
        cause: "password or user is wrong, or the endpoint belongs to another branch",
        remedy: "copy the string again from the console",
        rules: &[],
        example: "ERROR: password authentication failed for user 'neondb_owner'",
    },
    ErrorText {
        text: "Control plane request failed: endpoint cannot be found",
        cause: "the endpoint was removed or renamed, or the region is wrong",
        remedy: "copy the string again from the console",
        rules: &[],
        example: "ERROR: Control plane request failed: endpoint cannot be found",
    },
    ErrorText {
        text: "Please use unpooled connection or remove this parameter from the startup package",
        cause: "a setting was sent through the pooled endpoint, which does not take it",
        remedy: "remove it, or use the host without `-pooler`",
        rules: &[],
        example: "ERROR: unsupported startup parameter in options: search_path. Please use unpooled connection or remove this parameter from the startup package",
    },
];
