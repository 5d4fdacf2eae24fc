//! Texts of Amazon RDS and Aurora.

use super::{Emitter, ErrorText, Mend, NO_TLS, WRONG_PASSWORD};
use crate::model::Tls;

pub(super) static EMITTER: Emitter = Emitter {
    name: "rds",
    label: "Amazon RDS and Aurora",
    near: &[".rds.amazonaws.com", "rds_iam", "rdsadmin"],
    texts: TEXTS,
    source: "from memory, not run",
};

const TEXTS: &[ErrorText] = &[
    ErrorText {
        texts: &["PAM authentication failed for user"],
        cause: "the IAM token is wrong, older than 15 minutes or made for another host; or the role lacks `rds_iam`",
        remedy: "make a new token, percent-encode it in a URL, and `GRANT rds_iam` to the role",
        rules: WRONG_PASSWORD,
        unverified: true,
        example: "connection to server at \"shop.abc.eu-central-1.rds.amazonaws.com\" failed: FATAL:  PAM authentication failed for user \"app\"",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &[
            "no pg_hba.conf entry for host \"{}\", user \"{}\", database \"{}\", no encryption",
            "no pg_hba.conf entry for host \"{}\", user \"{}\", database \"{}\", SSL off",
        ],
        cause: "`rds.force_ssl` is on, as it is by default from PostgreSQL 15 on, and the client came without TLS",
        remedy: "require TLS: `sslmode=verify-full` with the bundle of Amazon's authorities, or at least `require`",
        rules: NO_TLS,
        mend: Mend::Tls(Tls::REQUIRE),
        unverified: true,
        example: "connection to server at \"shop.abc.eu-central-1.rds.amazonaws.com\" failed: FATAL:  no pg_hba.conf entry for host \"10.0.0.2\", user \"app\", database \"shop\", no encryption",
        ..ErrorText::PLAIN
    },
];
