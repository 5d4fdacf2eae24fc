//! Tiger Cloud (Timescale): ports differ for each service, and the database decides about the pooler's mode.

use super::{
    Endpoint, Limit, Mode, NamedStatements, Part, TlsOffer, behind, documented, pgbouncer, postgresql,
};
use crate::drivers::Checked;
use crate::model::{Since, Version};

const CHECKED: &[Checked] = &[documented("documentation of Tiger Cloud; not run")];

const DOCS: &str = "documentation of Tiger Cloud";

const DOMAINS: &[&str] = &[".tsdb.cloud.timescale.com", ".tsdb.cloud.tigerdata.com"];

pub(super) static SERVER: Endpoint = Endpoint {
    name: "tiger",
    aliases: &["timescale"],
    label: "Tiger Cloud",
    docs: "A server of Tiger Cloud, or its pooler in session mode: both have ports of their own for each service, and \
           the database `tsdb`. TLS is required, with a certificate of a public authority.",
    matches: |target| target.under(DOMAINS),
    tls: TlsOffer::RequiredPublic,
    authority: None,
    checked: CHECKED,
    ..postgresql::ENDPOINT
};

pub(super) static TRANSACTION: Endpoint = Endpoint {
    name: "tiger-transaction-pool",
    label: "the transaction pool of Tiger Cloud",
    docs: "PgBouncer in transaction mode: the port of the pooler with the database `tsdb_transaction`. Whether it tracks \
           named statements is not documented.",
    behind: |target| behind::database(target, "tsdb"),
    matches: |target| {
        let found = target.under(DOMAINS).filter(|_| target.dbname == "tsdb_transaction")?;
        Some(found.and(Part::Database, "`tsdb_transaction` is its transaction pool"))
    },
    tls: TlsOffer::RequiredPublic,
    authority: None,
    limits: &[Limit::new(
        "client connections",
        "20 for each of the server's, of which 17 are reserved",
        DOCS,
    )],
    checked: CHECKED,
    ..pgbouncer::MANAGED
};

pub(super) static SESSION: Endpoint = Endpoint {
    name: "tiger-session-pool",
    label: "the session pool of Tiger Cloud",
    docs: "PgBouncer in session mode: the port of the pooler with the database `tsdb`, which the server has too. A \
           string does not tell the two apart.",
    matches: |_| None,
    mode: Mode::Session,
    named_statements: &[Since(Version(0, 0, 0), NamedStatements::Kept)],
    limits: &[Limit::new("client connections", "those of the server less 17", DOCS)],
    ..TRANSACTION
};
