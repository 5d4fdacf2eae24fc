//! Prisma Postgres, and Accelerate, which speaks HTTP.

use super::{Endpoint, Limit, Match, Part, TlsOffer, behind, documented, pgbouncer, postgresql};
use crate::drivers::Checked;

const CHECKED: &[Checked] = &[documented("documentation of Prisma, 2026; not run")];

const DOCS: &str = "documentation of Prisma, connection pooling";

pub(super) static DIRECT: Endpoint = Endpoint {
    name: "prisma-postgres",
    label: "Prisma Postgres",
    docs: "A database of Prisma, for migrations and tools; `pooled.db.prisma.io` leads to its pooler with the same \
           user. TLS is required, with a certificate of a public authority.",
    matches: |target| {
        (target.host == "db.prisma.io").then(|| Match::certain(Part::Host, "`db.prisma.io` as host"))?
    },
    tls: TlsOffer::RequiredPublic,
    authority: None,
    limits: &[Limit::new("connections", "10 (Free, Starter), 50 (Pro), 100 (Business)", DOCS)],
    checked: CHECKED,
    ..postgresql::ENDPOINT
};

pub(super) static POOLER: Endpoint = Endpoint {
    name: "prisma-postgres-pooler",
    label: "the pooler of Prisma Postgres",
    docs: "PgBouncer in transaction mode before a database of Prisma. Whether it tracks named statements is not \
           documented.",
    behind: |target| behind::renamed(target, "pooled.", ""),
    matches: |target| {
        (target.host == "pooled.db.prisma.io")
            .then(|| Match::certain(Part::Host, "`pooled.db.prisma.io` as host"))?
    },
    tls: TlsOffer::RequiredPublic,
    authority: None,
    limits: &[
        Limit::new("client connections", "50 (Free, Starter), 250 (Pro), 500 (Business)", DOCS),
        Limit::new("idle connections", "cut after 60 minutes", DOCS),
    ],
    checked: CHECKED,
    ..pgbouncer::MANAGED
};

pub(super) static ACCELERATE: Endpoint = Endpoint {
    name: "prisma-accelerate",
    label: "Prisma Accelerate",
    docs: "A pool behind HTTP: `prisma://` and `prisma+postgres://` with an `api_key` in the query, at \
           `accelerate.prisma-data.net` or at the `localhost` of `prisma dev`. Prisma's client alone speaks to it; \
           drivers of PostgreSQL do not.",
    matches: |target| match target.scheme {
        "prisma" | "prisma+postgres" => Match::certain(Part::Scheme, format!("`{}://`", target.scheme)),
        _ => (target.host == "accelerate.prisma-data.net")
            .then(|| Match::certain(Part::Host, "`accelerate.prisma-data.net` as host"))?,
    },
    speaks_postgresql: false,
    limits: &[],
    ..DIRECT
};
