//! Railway: a private network, and proxies of TCP for the world.

use super::{Endpoint, Limit, Match, Mode, Part, Target, TlsOffer, documented, pgbouncer, postgresql};
use crate::drivers::Checked;

const CHECKED: &[Checked] = &[documented("documentation of Railway, 2026; not run")];

pub(super) static PUBLIC: Endpoint = Endpoint {
    name: "railway",
    label: "Railway's public proxy",
    docs: "A server of Railway through a proxy of TCP, at a port of its own. The certificate, if there is one, is \
           self-signed. What runs at Railway goes by `railway.internal`, which costs nothing.",
    matches: |target| {
        let old = || target.host.starts_with("containers-").then(|| target.under(&[".railway.app"]))?;
        target.under(&[".proxy.rlwy.net"]).or_else(old)
    },
    tls: TlsOffer::OfferedPrivate,
    authority: None,
    checked: CHECKED,
    ..postgresql::ENDPOINT
};

fn inside(target: &Target<'_>) -> Option<Match> {
    target.under(&[".railway.internal"])
}

pub(super) static PRIVATE: Endpoint = Endpoint {
    name: "railway-internal",
    label: "Railway's private network",
    docs: "A server of Railway by its private name, without TLS. It is there while a service runs, not while it is \
           built; older environments have IPv6 only.",
    matches: inside,
    tls: TlsOffer::Unusual,
    authority: None,
    channel_binding: false,
    limits: &[Limit::new("reach", "services that run in the same environment", "documentation of Railway")],
    ..PUBLIC
};

pub(super) static POOLER: Endpoint = Endpoint {
    name: "railway-pgbouncer",
    label: "PgBouncer at Railway",
    docs: "A PgBouncer that runs as a service beside the server. Its owner chooses the mode, transaction by default.",
    matches: |target| {
        let found = inside(target)?;
        target.called(&["pgbouncer"]).map(|_| found.and(Part::Host, "`pgbouncer` in the host").unsure())
    },
    mode: Mode::Chosen,
    tls: TlsOffer::Unusual,
    authority: None,
    checked: CHECKED,
    ..pgbouncer::MANAGED
};
