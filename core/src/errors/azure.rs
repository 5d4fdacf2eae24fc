//! Texts of Azure Database for PostgreSQL.

use super::{Emitter, ErrorText, Mend, NO_TLS};
use crate::model::Tls;

pub(super) static EMITTER: Emitter = Emitter {
    name: "azure",
    label: "Azure Database for PostgreSQL",
    near: &[".database.azure.com", "azure"],
    texts: TEXTS,
    source: "documentation of Azure, and from memory; not run",
};

const TEXTS: &[ErrorText] = &[
    ErrorText {
        texts: &["Invalid Username specified. Please check the Username and retry connection"],
        cause: "the retired Single Server wanted the user as `user@server`",
        remedy: "move to a Flexible Server, and write the plain user there",
        unverified: true,
        example: "FATAL:  Invalid Username specified. Please check the Username and retry connection. The Username should be in <username@hostname> format.",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["SSL connection is required. Please specify SSL options and retry"],
        cause: "the server takes clients over TLS only",
        remedy: "require TLS, such as by `sslmode=require` or stronger",
        rules: NO_TLS,
        mend: Mend::Tls(Tls::REQUIRE),
        unverified: true,
        example: "FATAL:  SSL connection is required. Please specify SSL options and retry.",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["unsupported startup parameter: {}"],
        cause: "the built-in PgBouncer on port 6432 takes no setting that it does not track; `extra_float_digits` is sent by drivers of their own accord",
        remedy: "set `pgbouncer.ignore_startup_parameters` of the server to its name, or use port 5432",
        rules: &["startup-parameter-refused", "unknown-parameter"],
        example: "shop.postgres.database.azure.com:6432: FATAL:  unsupported startup parameter: extra_float_digits",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &[
            "The provided token is expired",
            "Access token{}expired",
            "Access token{}invalid",
            "Microsoft Entra{}authentication failed",
        ],
        cause: "the token that serves as the password is old or not for this server",
        remedy: "make a new token, and let the pool ask for one for each connection",
        unverified: true,
        example: "FATAL:  The provided token is expired.",
        ..ErrorText::PLAIN
    },
];
