//! Azure Database for PostgreSQL, and the PgBouncer built into it.

use super::{Endpoint, Limit, Mode, NamedStatements, Part, TlsOffer, UserForm, behind, pgbouncer};
use crate::drivers::{Checked, Evidence};
use crate::model::{Since, Version};

const CHECKED: &[Checked] = &[Checked {
    version: "",
    evidence: Evidence::Documentation,
    on: "2026-11-23",
    how: "documentation of Azure; not run",
}];

/// Of the public cloud, and of those of the government of the United States and of China.
const DOMAINS: &[&str] = &[
    ".postgres.database.azure.com",
    ".postgres.database.usgovcloudapi.net",
    ".postgres.database.chinacloudapi.cn",
];

const SOURCE: &str = "documentation of Azure, 2026";

pub(super) static SERVER: Endpoint = Endpoint {
    name: "azure",
    aliases: &[],
    label: "Azure Database for PostgreSQL",
    docs: "A flexible server of Azure, without a pooler. TLS is required by default, with a certificate of a public \
           authority.",
    matches: |target| target.under(DOMAINS),
    newest: Version(0, 0, 0),
    mode: Mode::Direct,
    behind: behind::unknown,
    named_statements: &[Since(Version(0, 0, 0), NamedStatements::Kept)],
    startup: &[],
    tls: TlsOffer::RequiredPublic,
    authority: None,
    user: UserForm::Any,
    ipv6_only: false,
    channel_binding: true,
    read_only: false,
    speaks_postgresql: true,
    limits: &[],
    checked: CHECKED,
};

pub(super) static POOLER: Endpoint = Endpoint {
    name: "azure-pgbouncer",
    aliases: &[],
    label: "Azure's PgBouncer",
    docs: "The PgBouncer of a flexible server, on port 6432 of the same host, in transaction mode by default. \
           `max_prepared_statements` is 0 there unless its owner changes it, whatever the version.",
    behind: |target| behind::at(target, 5432),
    matches: |target| {
        let found = target.under(DOMAINS).filter(|_| target.dials(6432))?;
        Some(found.and(Part::Port, "6432 is its PgBouncer's port"))
    },
    mode: Mode::Transaction,
    // Off by default, and the string does not show whether it was switched on.
    named_statements: &[Since(Version(0, 0, 0), NamedStatements::Unknown)],
    newest: pgbouncer::TRANSACTION.newest,
    startup: pgbouncer::TRANSACTION.startup,
    channel_binding: false,
    limits: &[
        Limit::new("client connections", "5,000 unless configured otherwise", SOURCE),
        Limit::new("server connections", "50 for each user and database unless configured otherwise", SOURCE),
        Limit::new("sizes", "not there on Burstable servers", SOURCE),
    ],
    ..SERVER
};

pub(super) static WORKERS: Endpoint = Endpoint {
    name: "azure-elastic-pgbouncer",
    label: "the PgBouncer of an elastic cluster's workers",
    docs: "Port 8432 of an elastic cluster of Azure leads to the PgBouncers of its workers; 6432 leads to that of the \
           coordinator. Both are configured alike.",
    behind: behind::unknown,
    matches: |target| {
        let found = target.under(DOMAINS).filter(|_| target.dials(8432))?;
        Some(found.and(Part::Port, "8432 is the port of its workers' PgBouncers"))
    },
    ..POOLER
};

/// `c-name.hash.postgres.cosmos.azure.com`.
const COSMOS: &[&str] = &[".postgres.cosmos.azure.com"];

pub(super) static COSMOS_SERVER: Endpoint = Endpoint {
    name: "azure-cosmos",
    label: "Azure Cosmos DB for PostgreSQL",
    docs: "Citus, run by Azure; its successors are the elastic clusters. The user is `citus`.",
    matches: |target| target.under(COSMOS),
    ..SERVER
};

pub(super) static COSMOS_POOLER: Endpoint = Endpoint {
    name: "azure-cosmos-pgbouncer",
    label: "the PgBouncer of Azure Cosmos DB",
    docs: "A PgBouncer in transaction mode on port 6432 of the same host. What it tracks is not documented.",
    matches: |target| {
        let found = target.under(COSMOS).filter(|_| target.dials(6432))?;
        Some(found.and(Part::Port, "6432 is its PgBouncer's port"))
    },
    startup: pgbouncer::MANAGED.startup,
    limits: &[],
    ..POOLER
};
