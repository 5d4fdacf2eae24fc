//! Azure Database for PostgreSQL, and the PgBouncer built into it.

use super::{Endpoint, Match, Mode, NamedStatements, Part, Target, TlsOffer, UserForm, pgbouncer};
use crate::drivers::{Checked, Evidence};
use crate::model::{Since, Version};

const CHECKED: &[Checked] = &[Checked {
    version: "",
    evidence: Evidence::Documentation,
    on: "2026-11-23",
    how: "documentation of Azure; not run",
}];

fn host(target: &Target<'_>) -> Option<Match> {
    target
        .host
        .ends_with(".postgres.database.azure.com")
        .then(|| Match::certain(Part::Host, "`postgres.database.azure.com` in the host"))
        .flatten()
}

pub(super) static SERVER: Endpoint = Endpoint {
    name: "azure",
    aliases: &[],
    label: "Azure Database for PostgreSQL",
    docs: "A flexible server of Azure, without a pooler. TLS is required by default, with a certificate of a public \
           authority.",
    matches: host,
    newest: Version(0, 0, 0),
    mode: Mode::Direct,
    named_statements: &[Since(Version(0, 0, 0), NamedStatements::Kept)],
    startup: &[],
    tls: TlsOffer::RequiredPublic,
    user: UserForm::Any,
    ipv6_only: false,
    channel_binding: true,
    checked: CHECKED,
};

pub(super) static POOLER: Endpoint = Endpoint {
    name: "azure-pgbouncer",
    aliases: &[],
    label: "Azure's PgBouncer",
    docs: "The PgBouncer of a flexible server, on port 6432 of the same host, in transaction mode by default. \
           `max_prepared_statements` is 0 there unless its owner changes it, whatever the version.",
    matches: |target| {
        let found = host(target).filter(|_| target.port == Some(6432))?;
        Some(found.and(Part::Port, "6432 is its PgBouncer's port"))
    },
    mode: Mode::Transaction,
    // Off by default, and the string does not show whether it was switched on.
    named_statements: &[Since(Version(0, 0, 0), NamedStatements::Unknown)],
    newest: pgbouncer::TRANSACTION.newest,
    startup: pgbouncer::TRANSACTION.startup,
    channel_binding: false,
    ..SERVER
};
