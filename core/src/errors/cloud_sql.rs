//! Texts of Google Cloud SQL.

use super::{Emitter, ErrorText, Mend, NO_TLS};
use crate::model::Tls;

pub(super) static EMITTER: Emitter = Emitter {
    name: "cloud-sql",
    label: "Google Cloud SQL",
    near: &["/cloudsql/", "cloudsql", "cloud sql", "cloud-sql"],
    texts: TEXTS,
    source: "from memory, not run",
};

const TEXTS: &[ErrorText] = &[
    ErrorText {
        texts: &[
            "dial unix /cloudsql/{}: connect: no such file or directory",
            "dial unix /cloudsql/{}: connect: connection refused",
            "connection to server on socket \"/cloudsql/{}\" failed: No such file or directory",
            "connection to server on socket \"/cloudsql/{}\" failed: Connection refused",
        ],
        cause: "there is no socket at this path: it is misspelled, longer than 107 characters, or the instance is not attached to the service",
        remedy: "write `host=/cloudsql/PROJECT:REGION:INSTANCE`, and add the instance to the service",
        unverified: true,
        example: "failed to connect: dial unix /cloudsql/acme:europe-west1:shop/.s.PGSQL.5432: connect: no such file or directory",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &[
            "Cloud SQL IAM user authentication failed",
            "Cloud SQL IAM service account authentication failed",
        ],
        cause: "the account may not log in to the instance, or its token is old",
        remedy: "grant it the roles of a Cloud SQL client and instance user, or let the connector make the tokens",
        unverified: true,
        example: "FATAL:  Cloud SQL IAM user authentication failed for user \"app@acme.iam\"",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &[
            "pg_hba.conf rejects connection for host \"{}\", user \"{}\", database \"{}\", no encryption",
            "connection requires a valid client certificate",
        ],
        cause: "the instance takes TLS only, or trusted client certificates only",
        remedy: "require TLS, give a client certificate, or connect through the connector, which does both",
        rules: NO_TLS,
        mend: Mend::Tls(Tls::REQUIRE),
        unverified: true,
        example: "cloudsqlproxy: FATAL:  pg_hba.conf rejects connection for host \"203.0.113.7\", user \"app\", database \"shop\", no encryption",
        ..ErrorText::PLAIN
    },
];
