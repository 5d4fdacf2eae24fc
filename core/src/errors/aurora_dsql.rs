//! Texts of Amazon Aurora DSQL.

use super::{Emitter, ErrorText};

pub(super) static EMITTER: Emitter = Emitter {
    name: "aurora-dsql",
    label: "Amazon Aurora DSQL",
    near: &[".dsql.", "dsql"],
    texts: TEXTS,
    source: "documentation of Aurora DSQL, and from memory; not run",
};

const TEXTS: &[ErrorText] = &[
    ErrorText {
        texts: &["setting configuration parameter \"{}\" not supported"],
        cause: "Aurora DSQL takes few settings of a session, and this one is none of them",
        remedy: "remove it from the string",
        rules: &["startup-parameter-refused"],
        example: "ERROR:  setting configuration parameter \"search_path\" not supported",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &[
            "unable to accept connection, access denied",
            "^Access denied$",
            "^token expired$",
            "^token is expired$",
            "^token has expired$",
        ],
        cause: "the IAM token that serves as the password is wrong or old",
        remedy: "make a new one with `aws dsql generate-db-connect-auth-token`, or its form for `admin`",
        unverified: true,
        example: "FATAL:  unable to accept connection, access denied",
        ..ErrorText::PLAIN
    },
];
