//! PlanetScale for Postgres: the port and what stands behind `|` in the user decide.

use super::{
    Endpoint, Limit, Match, NamedStatements, Part, Target, TlsOffer, behind, documented, pgbouncer,
    postgresql,
};
use crate::drivers::Checked;
use crate::model::{Since, Version};

const CHECKED: &[Checked] = &[documented("documentation of PlanetScale, 2026; not run")];

const DOCS: &str = "documentation of PlanetScale";

/// MySQL's hosts end with `.psdb.cloud` alone.
const DOMAINS: &[&str] = &[".horizon.psdb.cloud", ".pg.psdb.cloud"];

/// What stands behind `|` in the user, which a URL writes as `%7C`.
fn behind_bar<'a>(target: &Target<'a>) -> Option<&'a str> {
    let (_, behind) = target
        .user
        .split_once('|')
        .or_else(|| target.user.split_once("%7C").or_else(|| target.user.split_once("%7c")))?;
    Some(behind)
}

fn pooler(target: &Target<'_>) -> Option<Match> {
    let found = target.under(DOMAINS).filter(|_| target.dials(6432))?;
    Some(found.and(Part::Port, "6432 is its PgBouncer's port"))
}

pub(super) static SERVER: Endpoint = Endpoint {
    name: "planetscale",
    label: "PlanetScale",
    docs: "The server of a branch, port 5432. The user is a role, `.` and the branch. TLS is required, with a \
           certificate of a public authority; TLS without a question before it (`sslnegotiation=direct`) is advised.",
    matches: |target| target.under(DOMAINS),
    tls: TlsOffer::RequiredPublic,
    authority: None,
    checked: CHECKED,
    ..postgresql::ENDPOINT
};

pub(super) static REPLICA: Endpoint = Endpoint {
    name: "planetscale-replica",
    label: "a replica of PlanetScale",
    docs: "`|replica` behind the user leads to a replica of the branch, which refuses to write. In a URL the bar is \
           `%7C`.",
    matches: |target| {
        let found = target.under(DOMAINS).filter(|_| behind_bar(target) == Some("replica"))?;
        Some(found.and(Part::User, "`|replica` in the user"))
    },
    read_only: true,
    ..SERVER
};

pub(super) static POOLER: Endpoint = Endpoint {
    name: "planetscale-pgbouncer",
    label: "PlanetScale's PgBouncer",
    docs: "PgBouncer in transaction mode on port 6432, before the server that writes; `|replica` does nothing here. It \
           tracks named statements (`max_prepared_statements` is 200).",
    behind: |target| behind::at(target, 5432),
    matches: pooler,
    named_statements: &[Since(Version(0, 0, 0), NamedStatements::Tracked)],
    tls: TlsOffer::RequiredPublic,
    authority: None,
    limits: &[
        Limit::new("client connections", "100 by default", DOCS),
        Limit::new("server connections", "20 for each user and database by default", DOCS),
        Limit::new("tracked statements", "200 by default", DOCS),
    ],
    checked: CHECKED,
    ..pgbouncer::MANAGED
};

pub(super) static DEDICATED_POOLER: Endpoint = Endpoint {
    name: "planetscale-dedicated-pgbouncer",
    label: "a dedicated PgBouncer of PlanetScale",
    docs: "The name of a PgBouncer behind the user, `role.branch|name`, leads to that one, before the server that writes \
           or before replicas. In a URL the bar is `%7C`.",
    behind: behind::unknown,
    matches: |target| {
        let found = pooler(target)?;
        let name = behind_bar(target).filter(|name| !name.is_empty() && *name != "replica")?;
        Some(found.and(Part::User, format!("`|{name}` in the user")))
    },
    ..POOLER
};
