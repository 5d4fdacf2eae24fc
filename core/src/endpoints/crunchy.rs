//! Crunchy Bridge, now Snowflake Postgres: the port decides.

use super::{Endpoint, Limit, Part, TlsOffer, behind, documented, pgbouncer, postgresql};
use crate::drivers::Checked;

const CHECKED: &[Checked] = &[documented("documentation of Snowflake Postgres, 2026; not run")];

const DOMAIN: &[&str] = &[".db.postgresbridge.com"];

pub(super) static SERVER: Endpoint = Endpoint {
    name: "crunchy-bridge",
    label: "Crunchy Bridge",
    docs: "A server of Crunchy Bridge, port 5432; `postgres` is a superuser. TLS is required; the certificate is of the \
           team's own authority.",
    matches: |target| target.under(DOMAIN),
    tls: TlsOffer::RequiredPrivate,
    authority: None,
    checked: CHECKED,
    ..postgresql::ENDPOINT
};

pub(super) static POOLER: Endpoint = Endpoint {
    name: "crunchy-bridge-pgbouncer",
    label: "the PgBouncer of Crunchy Bridge",
    docs: "PgBouncer in transaction mode on port 5431. Every database needs the pooler's extension; without it the \
           connection is refused with `bouncer config error`. Superusers and roles for replication are refused. \
           Whether statements are tracked is documented for Snowflake Postgres only, where they are.",
    behind: |target| behind::at(target, 5432),
    matches: |target| {
        let found = target.under(DOMAIN).filter(|_| target.dials(5431))?;
        Some(found.and(Part::Port, "5431 is its PgBouncer's port"))
    },
    tls: TlsOffer::RequiredPrivate,
    authority: None,
    limits: &[Limit::new(
        "tracked statements",
        "250 at Snowflake Postgres",
        "documentation of Snowflake Postgres",
    )],
    checked: CHECKED,
    ..pgbouncer::MANAGED
};
