//! PgDog, a pooler that shards.

use super::{Endpoint, Limit, NamedStatements, pgbouncer, sourced};
use crate::model::{Since, Version};

const SOURCE: &str = "source of PgDog, 2026-08-22";

pub(super) static ENDPOINT: Endpoint = Endpoint {
    name: "pgdog",
    label: "PgDog",
    docs: "A pooler in transaction mode by default. It follows any setting of a client, at startup, in `options` and by \
           `SET`, and tracks named statements unless told not to; `PREPARE` in SQL needs `prepared_statements = \"full\"`. \
           `LISTEN` works once it is configured.",
    matches: |target| target.called(&["pgdog"]),
    named_statements: &[Since(Version(0, 0, 0), NamedStatements::Tracked)],
    startup: &[],
    limits: &[
        Limit::new(
            "server connections",
            "`default_pool_size` for each user and database, 10 by default",
            SOURCE,
        ),
        Limit::new("waiting", "`checkout_timeout`, 5 s by default", SOURCE),
    ],
    checked: &[sourced("0.1", SOURCE)],
    ..pgbouncer::MANAGED
};
