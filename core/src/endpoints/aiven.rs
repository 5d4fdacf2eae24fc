//! Aiven: every service has ports of its own, so that only the database may betray a pool.

use super::{Endpoint, Limit, Mode, Part, TlsOffer, documented, pgbouncer, postgresql};
use crate::drivers::Checked;

const CHECKED: &[Checked] = &[documented("documentation of Aiven; not run")];

const DOMAIN: &[&str] = &[".aivencloud.com"];

pub(super) static SERVICE: Endpoint = Endpoint {
    name: "aiven",
    label: "Aiven",
    docs: "A server of Aiven, at a port of its own; its pools have the same host, another port, and their names in \
           place of the database, so that a string does not tell them apart. TLS is required; the certificate is of \
           the project's own authority.",
    matches: |target| target.under(DOMAIN),
    tls: TlsOffer::RequiredPrivate,
    authority: Some("`avn project ca-get` and the service's overview have it"),
    checked: CHECKED,
    ..postgresql::ENDPOINT
};

pub(super) static POOL: Endpoint = Endpoint {
    name: "aiven-pool",
    label: "a connection pool of Aiven",
    docs: "A PgBouncer at another port than the server. Each pool has a mode of its own, transaction by default, and \
           the database in the string is the name of the pool.",
    matches: |target| {
        let found = target.under(DOMAIN).filter(|_| target.dbname.to_ascii_lowercase().contains("pool"))?;
        Some(found.and(Part::Database, "the database sounds like a pool").unsure())
    },
    mode: Mode::Chosen,
    tls: TlsOffer::RequiredPrivate,
    authority: Some("`avn project ca-get` and the service's overview have it"),
    limits: &[Limit::new(
        "client connections",
        "500 for each GB of memory, from 5,000 to 50,000",
        "documentation of Aiven",
    )],
    checked: CHECKED,
    ..pgbouncer::MANAGED
};
