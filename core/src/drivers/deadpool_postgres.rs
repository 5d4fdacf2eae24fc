//! deadpool-postgres, a pool that hands its string to tokio-postgres.

use super::{Checked, Driver, Evidence, HandsOn, Package, Registry, Told, Wish, tokio_postgres};
use crate::model::{Reading, Stage, Version};
use crate::parse::Spelling;
use crate::text::Span;

/// How the pool is told things.
const TOLD_POOL: &[Told] = &[
    Told::of_pool(Wish::PoolSize, "limits.max_size = {}"),
    Told::of_pool(Wish::PoolWait, "limits.timeouts.wait = Some(Duration::from_secs({s}))"),
    Told::of_pool(Wish::PoolCheck, "manager.recycling_method = RecyclingMethod::Verified"),
];

pub(super) static DRIVER: Driver = Driver {
    name: "deadpool-postgres",
    aliases: &["deadpool"],
    label: "deadpool-postgres",
    language: "Rust",
    docs: "The `url` of its `Config` is read by tokio-postgres; the other fields of `Config` beat what the string says, \
           except that hosts add up. A database has to be named, in the string or in `dbname`. Without a host it looks \
           for the server's socket in `/run/postgresql`, `/var/run/postgresql` and `/tmp`. With its `serde` feature \
           `Config` is filled from variables such as `PG__HOST`. Statements of `prepare_cached` are kept for the life \
           of their connection.",
    newest: Version(0, 14, 2),
    told: &[tokio_postgres::TOLD, TOLD_POOL],
    arguments: &[],
    packages: &[Package::new(Registry::Rust, "deadpool-postgres")],
    rank: Driver::RARE + 2,
    read,
    snippet: super::snippets::deadpool_postgres,
    hands_on: Some(HandsOn {
        to: &tokio_postgres::DRIVER,
        changes: "a string that names no database is refused",
    }),
    checked: &[
        Checked {
            version: "0.14.2 with tokio-postgres 0.7.18",
            evidence: Evidence::Run,
            on: "2026-11-24",
            how: "`Config { url, .. }` through `create_pool` and `get_pg_config`, not connected",
        },
        Checked {
            version: "0.14.2",
            evidence: Evidence::Run,
            on: "2026-11-23",
            how: "`prepare_cached` against PostgreSQL 15 and PgBouncer 1.18 and 1.24",
        },
    ],
    ..tokio_postgres::DRIVER
};

/// `Config::create_pool` of config.rs. What tokio-postgres has against a string is not repeated.
fn read(text: &str, spelling: Spelling, _: Version) -> Reading {
    let mut out = (tokio_postgres::DRIVER.read)(text, spelling, tokio_postgres::DRIVER.newest);
    if let Some(refusal) = out.refusal.as_mut().filter(|it| it.stage == Stage::Read) {
        refusal.text =
            "Config: configuration property \"url\" is invalid: invalid connection string".to_owned();
        return out;
    }
    match out.dbname.as_ref().map(|dbname| (dbname.value.is_empty(), dbname.span)) {
        None => out.refuse(Span::new(0, text.len()), "Config: configuration property \"dbname\" not found"),
        Some((true, span)) => out.refuse(
            span.unwrap_or_default(),
            "Config: configuration property \"dbname\" contains an empty string",
        ),
        Some((false, _)) => {}
    }
    out
}
