//! Google Cloud: Cloud SQL and AlloyDB, which are mostly reached by addresses that tell nothing.

use super::{Endpoint, Limit, Match, Part, Target, TlsOffer, behind, documented, pgbouncer, postgresql};
use crate::drivers::Checked;

const CHECKED: &[Checked] = &[documented("documentation of Google Cloud, 2025 and 2026; not run")];

const DOCS: &str = "documentation of Google Cloud, managed connection pooling";

const LIMITS: &[Limit] = &[Limit::new("pools", "one for each user and database, in each pooler", DOCS)];

/// A name under one of `domains`, which may end with a dot, at the pooler's port.
fn pooler(target: &Target<'_>, domains: &[&str]) -> Option<Match> {
    let found = target.under(domains).filter(|_| target.dials(6432))?;
    Some(found.and(Part::Port, "6432 is its pooler's port"))
}

const CLOUD_SQL: &[&str] = &[".sql.goog", ".sql.goog."];
const ALLOYDB: &[&str] = &[".alloydb.goog", ".alloydb.goog.", ".alloydb-psc.goog", ".alloydb-psc.goog."];

pub(super) static SOCKET: Endpoint = Endpoint {
    name: "cloud-sql-socket",
    label: "Cloud SQL through a socket",
    docs: "The Unix socket that Cloud Run, App Engine and the Auth Proxy put under `/cloudsql/`, one for each instance: \
           `/cloudsql/project:region:instance`. The connection behind it is encrypted already. In a URL the folder \
           stands in `?host=`.",
    matches: |target| {
        let folder = target.host.replace("%2f", "/").replace("%3a", ":");
        folder.starts_with("/cloudsql/").then(|| Match::certain(Part::Host, "a socket in `/cloudsql`"))?
    },
    tls: TlsOffer::Unusual,
    authority: None,
    channel_binding: false,
    limits: &[Limit::new("path of the socket", "107 bytes", "a bound of Unix sockets")],
    checked: CHECKED,
    ..postgresql::ENDPOINT
};

pub(super) static SERVER: Endpoint = Endpoint {
    name: "cloud-sql",
    label: "Cloud SQL",
    docs: "A server of Cloud SQL by its name; most strings have its address, which tells nothing. Whether TLS is \
           required is set for each instance; the certificate is of an authority of Google's own.",
    matches: |target| target.under(CLOUD_SQL),
    tls: TlsOffer::OfferedPrivate,
    authority: Some("`gcloud sql ssl server-ca-certs list --format=\"value(cert)\"` has it"),
    checked: CHECKED,
    ..postgresql::ENDPOINT
};

pub(super) static POOLER: Endpoint = Endpoint {
    name: "cloud-sql-pooler",
    label: "Cloud SQL's pooler",
    docs: "The managed pooler of Cloud SQL on port 6432, for instances of Enterprise Plus. Transaction mode unless \
           `pool_mode` says session; `max_prepared_statements` is a setting of it too.",
    behind: |target| behind::at(target, 5432),
    matches: |target| pooler(target, CLOUD_SQL),
    tls: TlsOffer::OfferedPrivate,
    authority: Some("`gcloud sql ssl server-ca-certs list --format=\"value(cert)\"` has it"),
    limits: LIMITS,
    checked: CHECKED,
    ..pgbouncer::MANAGED
};

pub(super) static ALLOYDB_SERVER: Endpoint = Endpoint {
    name: "alloydb",
    label: "AlloyDB",
    docs: "A server of AlloyDB by its name; most strings have its address, which tells nothing. TLS is required by \
           default, with a certificate of an authority of Google's own.",
    matches: |target| target.under(ALLOYDB),
    ..SERVER
};

pub(super) static ALLOYDB_POOLER: Endpoint = Endpoint {
    name: "alloydb-pooler",
    label: "AlloyDB's pooler",
    docs: "The managed pooler of AlloyDB on port 6432, off by default. Transaction mode unless `pool_mode` says \
           session.",
    matches: |target| pooler(target, ALLOYDB),
    ..POOLER
};
