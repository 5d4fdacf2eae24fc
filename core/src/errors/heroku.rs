//! Texts of Heroku Postgres.

use super::{Emitter, ErrorText, Mend, NO_TLS};
use crate::model::Tls;

pub(super) static EMITTER: Emitter = Emitter {
    name: "heroku",
    label: "Heroku Postgres",
    near: &["heroku", "compute-1.amazonaws.com"],
    texts: TEXTS,
    source: "from memory, not run",
};

const TEXTS: &[ErrorText] = &[ErrorText {
    texts: &[
        "no pg_hba.conf entry for host \"{}\", user \"{}\", database \"{}\", no encryption",
        "no pg_hba.conf entry for host \"{}\", user \"{}\", database \"{}\", SSL off",
        "^SSL off$",
    ],
    cause: "Heroku takes clients over TLS only, and its certificate is of no public authority",
    remedy: "require TLS without verifying: `sslmode=require` for libpq, `sslmode=no-verify` for node-postgres",
    rules: NO_TLS,
    mend: Mend::Tls(Tls::REQUIRE),
    unverified: true,
    example: "heroku[web.1]: error: no pg_hba.conf entry for host \"203.0.113.7\", user \"app\", database \"shop\", no encryption",
    ..ErrorText::PLAIN
}];
