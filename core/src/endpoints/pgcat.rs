//! PgCat, a pooler of PostgresML.

use super::{Endpoint, InOptions, Limit, Others, Startup, TlsOffer, UserForm, pgbouncer, sourced};
use crate::model::{Since, Version};

const SOURCE: &str = "source of PgCat, 2025-02-27";

pub(super) static ENDPOINT: Endpoint = Endpoint {
    name: "pgcat",
    label: "PgCat",
    docs: "A pooler in transaction mode by default. It tracks named statements if `prepared_statements_cache_size` is \
           above 0, which it is not by default. What it cannot follow for a client it takes at startup and drops. \
           Clients are asked for MD5. Quiet since February 2025.",
    matches: |target| target.called(&["pgcat"]),
    startup: &[Since(
        Version(0, 0, 0),
        Startup {
            accepted: &[
                "application_name",
                "client_encoding",
                "datestyle",
                "timezone",
                "standard_conforming_strings",
            ],
            others: Others::Dropped,
            options: InOptions::Whole(Others::Dropped),
        },
    )],
    tls: TlsOffer::Configured,
    authority: None,
    user: UserForm::Any,
    limits: &[Limit::new("server connections", "`pool_size` for each user, 15 by default", SOURCE)],
    checked: &[sourced("0.2.5", SOURCE)],
    ..pgbouncer::MANAGED
};
