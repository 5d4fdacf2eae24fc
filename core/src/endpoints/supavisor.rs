//! Supavisor, the shared pooler of Supabase: one host for both modes, and the port decides.

use super::{
    Endpoint, InOptions, Limit, Match, Mode, NamedStatements, Others, Part, Startup, Target, TlsOffer,
    UserForm, behind, supabase,
};
use crate::drivers::{Checked, Evidence};
use crate::model::{Since, Version};

const TRANSACTION_PORT: u16 = 6543;

/// Everything else is taken and dropped, because the pool opens the server's connections itself.
pub(super) const STARTUP: &[Since<Startup>] = &[Since(
    Version(0, 0, 0),
    Startup {
        accepted: &["application_name", "search_path"],
        others: Others::Dropped,
        options: InOptions::Each {
            accepted: &["reference", "search_path", "jit", "log_level"],
            others: Others::Dropped,
        },
    },
)];

const CHECKED: &[Checked] = &[Checked {
    version: "2.9.7",
    evidence: Evidence::Documentation,
    on: "2026-11-23",
    how: "source of Supavisor and the documentation of Supabase; not run",
}];

fn host(target: &Target<'_>) -> Option<Match> {
    (target.host.ends_with(".pooler.supabase.com") || target.host == "pooler.supabase.com")
        .then(|| Match::certain(Part::Host, "`pooler.supabase.com` in the host"))
        .flatten()
}

pub(super) static TRANSACTION: Endpoint = Endpoint {
    name: "supavisor-transaction",
    aliases: &["supavisor"],
    label: "Supabase's transaction pooler",
    docs: "Supavisor on port 6543. A client has a server connection for one transaction only; named statements are \
           off by default and are lost. The user is `role.project`. Startup parameters other than `application_name` \
           and `search_path` are taken and dropped. Reached over IPv4; TLS with a certificate of Supabase's own \
           authority; no channel binding.",
    matches: |target| {
        let found = host(target).filter(|_| target.port == Some(TRANSACTION_PORT))?;
        Some(found.and(Part::Port, "6543 is its transaction port"))
    },
    newest: Version(0, 0, 0),
    mode: Mode::Transaction,
    behind: |target| behind::at(target, 5432),
    named_statements: &[Since(Version(0, 0, 0), NamedStatements::Lost)],
    startup: STARTUP,
    tls: TlsOffer::OfferedPrivate,
    authority: Some("the dashboard has it under Database Settings, SSL Configuration"),
    user: UserForm::WithProject,
    ipv6_only: false,
    channel_binding: false,
    read_only: false,
    speaks_postgresql: true,
    limits: supabase::POOLER_LIMITS,
    checked: CHECKED,
};

pub(super) static SESSION: Endpoint = Endpoint {
    name: "supavisor-session",
    aliases: &[],
    label: "Supabase's session pooler",
    docs: "Supavisor on port 5432. A client keeps its server connection until it leaves, so that everything of a \
           session works, but no more clients get in than the pool has connections. The user is `role.project`. \
           Startup parameters other than `application_name` and `search_path` are taken and dropped.",
    matches: |target| {
        let found = host(target)?;
        Some(match target.port {
            Some(port) => found.and(Part::Port, format!("{port} is not its transaction port")),
            None => found,
        })
    },
    mode: Mode::Session,
    named_statements: &[Since(Version(0, 0, 0), NamedStatements::Kept)],
    limits: &[Limit::new(
        "client connections",
        "the pool size of the project for each user and database, 15 by default",
        "documentation of Supabase",
    )],
    ..TRANSACTION
};

/// `postgres.` and a tenant, at a host of nobody known.
fn of_tenant(target: &Target<'_>, port: u16) -> Option<Match> {
    let is_tenant = target.user.strip_prefix("postgres.").is_some_and(|tenant| !tenant.is_empty());
    let found = Match::guess(Part::User, "`postgres.` and a tenant as user")?;
    (is_tenant && target.dials(port)).then(|| found.and(Part::Port, format!("{port} is its usual port")))
}

pub(super) static OWN_TRANSACTION: Endpoint = Endpoint {
    name: "supavisor-self-hosted",
    aliases: &[],
    label: "Supavisor",
    docs: "Supavisor in transaction mode, run by oneself: port 6543 of a self-hosted Supabase. The user is \
           `postgres.` and the tenant's name. Whether it rewrites named statements depends on its flag \
           `named_prepared_statements`, which is off by default.",
    matches: |target| of_tenant(target, TRANSACTION_PORT),
    named_statements: &[Since(Version(0, 0, 0), NamedStatements::Unknown)],
    tls: TlsOffer::Configured,
    authority: None,
    limits: &[],
    ..TRANSACTION
};

pub(super) static OWN_SESSION: Endpoint = Endpoint {
    name: "supavisor-self-hosted-session",
    label: "Supavisor in session mode",
    docs: "Supavisor in session mode, run by oneself: port 5432 of a self-hosted Supabase, where the server itself is \
           not published. The user is `postgres.` and the tenant's name.",
    matches: |target| of_tenant(target, 5432),
    mode: Mode::Session,
    named_statements: &[Since(Version(0, 0, 0), NamedStatements::Kept)],
    ..OWN_TRANSACTION
};
