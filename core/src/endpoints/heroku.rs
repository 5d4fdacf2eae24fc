//! Heroku Postgres: machines of EC2, whose names anybody may have.

use super::{Endpoint, Match, Part, Target, TlsOffer, behind, documented, pgbouncer, postgresql};
use crate::drivers::Checked;

const CHECKED: &[Checked] = &[documented("public strings of Heroku; not run")];

/// `ec2-3-4-5-6.compute-1.amazonaws.com`.
fn machine(target: &Target<'_>) -> Option<Match> {
    let found = target.under(&[".compute.amazonaws.com", ".compute-1.amazonaws.com"])?;
    target.host.starts_with("ec2-").then(|| found.unsure())
}

pub(super) static SERVER: Endpoint = Endpoint {
    name: "heroku",
    label: "Heroku Postgres",
    docs: "A server of Heroku, at a machine of EC2 or in a cluster of Aurora: the host is a guess at best, and the \
           variables `DATABASE_URL` and `HEROKU_POSTGRESQL_..._URL` tell more. TLS is required; on machines of EC2 the \
           certificate is self-signed, so that node-postgres needs `sslmode=no-verify`. The strings begin with \
           `postgres://`, which SQLAlchemy refuses.",
    matches: machine,
    tls: TlsOffer::RequiredPrivate,
    authority: None,
    checked: CHECKED,
    ..postgresql::ENDPOINT
};

pub(super) static POOLER: Endpoint = Endpoint {
    name: "heroku-pgbouncer",
    label: "Heroku's connection pooling",
    docs: "A PgBouncer in transaction mode beside a server of Heroku, in `DATABASE_CONNECTION_POOL_URL`, port 5433; not \
           for Essential plans. Whether it tracks named statements is not documented.",
    behind: |target| behind::at(target, 5432),
    matches: |target| {
        let found = machine(target).filter(|_| target.dials(5433))?;
        Some(found.and(Part::Port, "5433 is the port of Heroku's pooler"))
    },
    tls: TlsOffer::RequiredPrivate,
    authority: None,
    checked: CHECKED,
    ..pgbouncer::MANAGED
};
