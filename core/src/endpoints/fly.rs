//! Fly.io: apps that run PostgreSQL, and Managed Postgres; all of it inside a private network.

use super::{
    Checked, Endpoint, Evidence, Limit, Match, Mode, Part, Target, TlsOffer, behind, documented, pgbouncer,
    postgresql,
};

const CHECKED: &[Checked] = &[documented("documentation of Fly.io; not run")];

/// `app.flycast`, and `app-db.internal` as such apps are mostly named: others have `.internal` too.
fn app(target: &Target<'_>) -> Option<Match> {
    let nearest = || {
        let is_nearest = target.host.contains(".nearest.of.");
        target.under(&[".internal"]).filter(|_| is_nearest)
    };
    let named = || {
        let is_app = target.host.split('.').count() == 2 && target.label().ends_with("-db");
        target.under(&[".internal"]).filter(|_| is_app).map(Match::unsure)
    };
    target.under(&[".flycast"]).or_else(nearest).or_else(named)
}

pub(super) static APP: Endpoint = Endpoint {
    name: "fly",
    label: "Fly Postgres",
    docs: "An app of Fly.io that runs PostgreSQL. Port 5432 leads through a proxy to the instance that writes. The \
           private network has IPv6 only, and needs no TLS.",
    matches: app,
    tls: TlsOffer::Unusual,
    authority: None,
    channel_binding: false,
    checked: CHECKED,
    ..postgresql::ENDPOINT
};

pub(super) static INSTANCE: Endpoint = Endpoint {
    name: "fly-instance",
    label: "one instance of Fly Postgres",
    docs: "Port 5433 leads around the proxy to one instance, the nearest mostly; it may be a replica, which refuses to \
           write.",
    matches: |target| {
        let found = app(target).filter(|_| target.dials(5433))?;
        Some(found.and(Part::Port, "5433 leads around the proxy"))
    },
    ..APP
};

const MANAGED: &[&str] = &[".flympg.net"];

const SOURCE: &str = "documentation of Fly.io, 2026-08-07";

const MANAGED_CHECKED: &[Checked] = &[Checked {
    version: "",
    evidence: Evidence::Documentation,
    on: "2026-11-29",
    how: "documentation of Fly.io, 2026-08-07; not run",
}];

pub(super) static MANAGED_DIRECT: Endpoint = Endpoint {
    name: "fly-managed",
    label: "Fly Managed Postgres",
    docs: "The server of a cluster, for migrations, advisory locks and `LISTEN`. The private network has IPv6 only. TLS \
           is on by default and need not be asked for.",
    matches: |target| target.under(MANAGED),
    tls: TlsOffer::Unusual,
    authority: None,
    checked: MANAGED_CHECKED,
    ..postgresql::ENDPOINT
};

pub(super) static MANAGED_POOLER: Endpoint = Endpoint {
    name: "fly-managed-pgbouncer",
    label: "the PgBouncer of Fly Managed Postgres",
    docs: "PgBouncer before a cluster. Its owner chooses the mode: session by default, transaction for Ecto and for many \
           clients, and then named statements have to be turned off. The private network has IPv6 only.",
    behind: |target| behind::renamed(target, "pgbouncer.", "direct."),
    matches: |target| {
        let found = target.under(MANAGED).filter(|_| target.host.starts_with("pgbouncer."))?;
        Some(found.and(Part::Host, "`pgbouncer` in the host"))
    },
    mode: Mode::Chosen,
    tls: TlsOffer::Unusual,
    authority: None,
    limits: &[
        Limit::new(
            "client connections",
            "200 (Basic, Starter), 500 (Launch), 1,000 (Scale, Performance)",
            SOURCE,
        ),
        Limit::new(
            "server connections",
            "50 (Basic, Starter), 150 (Launch), 300 (Scale, Performance)",
            SOURCE,
        ),
    ],
    checked: MANAGED_CHECKED,
    ..pgbouncer::MANAGED
};
