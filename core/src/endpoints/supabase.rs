//! The host of one Supabase project: the server itself, and a PgBouncer of its own beside it.

use super::{
    Endpoint, Limit, Match, Mode, NamedStatements, Part, Target, TlsOffer, UserForm, behind, pgbouncer,
};
use crate::drivers::{Checked, Evidence};
use crate::model::{Since, Version};

const CHECKED: &[Checked] = &[Checked {
    version: "",
    evidence: Evidence::Documentation,
    on: "2026-11-23",
    how: "documentation of Supabase; not run",
}];

const COMPUTE: &str = "documentation of Supabase, compute and disk";

/// Its poolers read the same numbers, each for itself.
pub(super) const POOLER_LIMITS: &[Limit] = &[
    Limit::new(
        "client connections",
        "200 (Nano, Micro), 400 (Small), 600 (Medium), 800 (Large), 1,000 (XL) to 12,000 (16XL)",
        COMPUTE,
    ),
    Limit::new(
        "server connections",
        "the pool size of the project for each user, database and mode, 15 by default",
        "documentation of Supabase",
    ),
];

/// `db.<project>.supabase.co`, also with something that stands for the project.
fn host(target: &Target<'_>) -> Option<Match> {
    let project = target.host.strip_prefix("db.")?.strip_suffix(".supabase.co")?;
    (!project.is_empty())
        .then(|| Match::certain(Part::Host, "`db.` and `.supabase.co` in the host"))
        .flatten()
}

pub(super) static DIRECT: Endpoint = Endpoint {
    name: "supabase-direct",
    aliases: &["supabase"],
    label: "Supabase's direct host",
    docs: "The server of one project, without a pooler. Its host has an IPv6 address only, unless the project pays \
           for an IPv4 address instead. The user is a plain role. TLS with a certificate of Supabase's own authority.",
    matches: host,
    newest: Version(0, 0, 0),
    mode: Mode::Direct,
    behind: behind::unknown,
    named_statements: &[Since(Version(0, 0, 0), NamedStatements::Kept)],
    startup: &[],
    tls: TlsOffer::OfferedPrivate,
    authority: Some("the dashboard has it under Database Settings, SSL Configuration"),
    user: UserForm::WithoutProject,
    ipv6_only: true,
    channel_binding: true,
    read_only: false,
    speaks_postgresql: true,
    limits: &[
        Limit::new("connections", "60 (Nano, Micro), 90 (Small), 120 (Medium) to 500 (16XL)", COMPUTE),
        Limit::new(
            super::WRONG_PASSWORDS,
            "2 lock an address out for 30 minutes",
            "documentation of Supabase",
        ),
    ],
    checked: CHECKED,
};

pub(super) static DEDICATED_POOLER: Endpoint = Endpoint {
    name: "supabase-dedicated-pgbouncer",
    aliases: &[],
    label: "Supabase's dedicated pooler",
    docs: "A PgBouncer in transaction mode on the host of a project, port 6543, for paid plans. Its host has an IPv6 \
           address only, unless the project pays for an IPv4 address instead. The user is a plain role. Whether named \
           statements work is documented in both ways.",
    behind: |target| behind::at(target, 5432),
    matches: |target| {
        let found = host(target).filter(|_| target.port == Some(6543))?;
        Some(found.and(Part::Port, "6543 is its pooler's port"))
    },
    mode: Mode::Transaction,
    named_statements: &[Since(Version(0, 0, 0), NamedStatements::Unknown)],
    newest: pgbouncer::TRANSACTION.newest,
    startup: pgbouncer::TRANSACTION.startup,
    channel_binding: false,
    limits: POOLER_LIMITS,
    ..DIRECT
};
