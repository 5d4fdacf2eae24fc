//! Neon: one port for everything, and `-pooler` in the host decides.

use super::{
    Endpoint, InOptions, Limit, Match, Mode, NamedStatements, Others, Part, Startup, Target, TlsOffer,
    UserForm, behind,
};
use crate::drivers::{Checked, Evidence};
use crate::model::{Since, Version};

const CHECKED: &[Checked] = &[Checked {
    version: "",
    evidence: Evidence::Documentation,
    on: "2026-11-23",
    how: "documentation and source of the proxy of Neon, 2026-03-25; not run",
}];

/// What the proxy passes on; it drops every other key, whether a pooler stands behind it or not.
const PASSED_ON: &[&str] = &["application_name", "replication"];

/// Settings in `options` that Neon's pooler takes; the first three are the proxy's own.
const POOLER_OPTIONS: &[&str] = &[
    "endpoint",
    "project",
    "neon_proxy_params_compat",
    "extra_float_digits",
    "application_name",
    "client_encoding",
    "datestyle",
    "timezone",
    "standard_conforming_strings",
    "intervalstyle",
];

const VERCEL: &str = ".postgres.vercel-storage.com";
const SUFFIXES: &[&str] = &[".neon.tech", ".neon.build", VERCEL];

const DOCS: &str = "documentation of Neon, 2026-01-24";

/// The first label of a host of Neon, and the match with it: a guess when no endpoint stands there.
fn host<'a>(target: &Target<'a>) -> Option<(&'a str, Match)> {
    let suffix = SUFFIXES.iter().find(|suffix| target.host.ends_with(**suffix))?;
    let why = format!("`{}` in the host", suffix.trim_start_matches('.'));
    let label = target.host.split('.').next().unwrap_or_default();
    let found = if label.starts_with("ep-") {
        Match::certain(Part::Host, why)
    } else {
        Match::guess(Part::Host, why)
    }?;
    Some((label, found))
}

pub(super) static DIRECT: Endpoint = Endpoint {
    name: "neon-direct",
    aliases: &["neon"],
    label: "Neon",
    docs: "A server of Neon behind its proxy, without a pooler. TLS is required, with a certificate of a public \
           authority. The proxy passes on `application_name` and `options` and drops other startup parameters. It \
           finds the server by the host name in the TLS handshake. A server that slept needs some seconds to wake.",
    matches: |target| host(target).map(|(_, found)| found),
    newest: Version(0, 0, 0),
    mode: Mode::Direct,
    behind: behind::unknown,
    named_statements: &[Since(Version(0, 0, 0), NamedStatements::Kept)],
    startup: &[Since(
        Version(0, 0, 0),
        Startup {
            accepted: PASSED_ON,
            others: Others::Dropped,
            options: InOptions::Whole(Others::Forwarded),
        },
    )],
    tls: TlsOffer::RequiredPublic,
    authority: None,
    user: UserForm::Any,
    ipv6_only: false,
    channel_binding: true,
    read_only: false,
    speaks_postgresql: true,
    limits: &[
        Limit::new("connections", "104 (0.25 CU), 419 for each CU up to 4,000; 7 are reserved", DOCS),
        Limit::new("idle", "sleeps after 5 minutes, and takes seconds to wake", DOCS),
    ],
    checked: CHECKED,
};

pub(super) static POOLER: Endpoint = Endpoint {
    name: "neon-pooler",
    aliases: &[],
    label: "Neon's pooler",
    docs: "PgBouncer in transaction mode, on the same port as the server; only `-pooler` in the host tells. It tracks \
           named statements (`max_prepared_statements` is 1000), but `SET`, `LISTEN`, advisory locks and temporary \
           tables are lost, and settings in `options` are refused unless it tracks them.",
    behind: |target| behind::renamed(target, "-pooler.", "."),
    matches: |target| {
        let (_, found) = host(target).filter(|(label, _)| label.ends_with("-pooler"))?;
        Some(found.and(Part::Host, "`-pooler` in the host"))
    },
    mode: Mode::Transaction,
    named_statements: &[Since(Version(0, 0, 0), NamedStatements::Tracked)],
    startup: &[Since(
        Version(0, 0, 0),
        Startup {
            accepted: PASSED_ON,
            others: Others::Dropped,
            options: InOptions::Each {
                accepted: POOLER_OPTIONS,
                others: Others::Refused(
                    "unsupported startup parameter in options: {}. Please use unpooled connection or remove this \
                     parameter from the startup package",
                ),
            },
        },
    )],
    limits: &[
        Limit::new("client connections", "10,000", DOCS),
        Limit::new("server connections", "90 % of the server's for each user and database", DOCS),
        Limit::new("waiting", "120 s", DOCS),
    ],
    ..DIRECT
};

/// The hosts of databases that Vercel sold before they became Neon's own.
fn of_vercel(target: &Target<'_>) -> bool {
    target.host.ends_with(VERCEL)
}

pub(super) static VERCEL_DIRECT: Endpoint = Endpoint {
    name: "vercel-postgres",
    aliases: &[],
    label: "Vercel Postgres",
    docs: "A server of Neon, sold by Vercel until 2024; what holds for Neon holds here.",
    matches: |target| (DIRECT.matches)(target).filter(|_| of_vercel(target)),
    ..DIRECT
};

pub(super) static VERCEL_POOLER: Endpoint = Endpoint {
    name: "vercel-postgres-pooler",
    label: "the pooler of Vercel Postgres",
    docs: "Neon's pooler, sold by Vercel until 2024; what holds for Neon's pooler holds here.",
    matches: |target| (POOLER.matches)(target).filter(|_| of_vercel(target)),
    ..POOLER
};

pub(super) static SERVERLESS: Endpoint = Endpoint {
    name: "neon-serverless",
    aliases: &[],
    label: "Neon's HTTP endpoint",
    docs: "Port 443 of a host of Neon speaks HTTP and WebSocket, which Neon's serverless driver uses by itself; \
           PostgreSQL's protocol is not spoken there. Strings for that driver name the usual host and no port.",
    matches: |target| {
        let (label, found) = host(target)?;
        match target.port {
            Some(443) => Some(found.and(Part::Port, "443 is the port of HTTP")),
            _ if label == "api" => Match::certain(Part::Host, "`api` of Neon in the host"),
            _ => None,
        }
    },
    speaks_postgresql: false,
    limits: &[],
    ..DIRECT
};
