//! SeaORM, which hands its string to sqlx.

use super::{Checked, Driver, Evidence, HandsOn, Package, Registry, sqlx};
use crate::model::{Reading, Version};
use crate::parse::{Spelling, read_web_url};

pub(super) static DRIVER: Driver = Driver {
    name: "sea-orm",
    aliases: &["seaorm"],
    label: "SeaORM",
    language: "Rust",
    docs: "Looks at the scheme, `postgres` or `postgresql`, and hands the string to sqlx; everything that sqlx drops, \
           sends or names is dropped, sent and named here too. Pool, time-outs, `schema_search_path` and \
           `application_name` are set in `ConnectOptions`, never in the string.",
    newest: Version(2, 0, 4),
    arguments: &[],
    packages: &[Package::new(Registry::Rust, "sea-orm")],
    rank: Driver::RARE + 1,
    read,
    snippet: super::snippets::sea_orm,
    hands_on: Some(HandsOn { to: &sqlx::DRIVER, changes: "any other scheme is refused before sqlx sees it" }),
    checked: &[Checked {
        version: "2.0.4 with sqlx 0.9.0",
        evidence: Evidence::Run,
        on: "2026-11-24",
        how: "`Database::connect` with `connect_lazy(true)`, and the `PgConnectOptions` of its pool",
    }],
    ..sqlx::DRIVER
};

/// `Database::connect` of database/mod.rs.
fn read(text: &str, spelling: Spelling, version: Version) -> Reading {
    let below = if version >= Version(2, 0, 0) { sqlx::DRIVER.newest } else { Version(0, 8, 6) };
    if spelling == Spelling::Parts {
        return (sqlx::DRIVER.read)(text, spelling, below);
    }
    let url = read_web_url(text, None);
    let mut out = sqlx::read_url(text, &url, below);
    let refused = match &url {
        Err((_, span)) => Some((*span, format!("The connection string '{text}' cannot be parsed."))),
        Ok(url) if !DRIVER.schemes.contains(&url.scheme.value.as_str()) => {
            Some((url.scheme.span, format!("The connection string '{text}' has no supporting driver.")))
        }
        Ok(_) => out.refusal.take().map(|refusal| (refusal.span, refusal.text)),
    };
    if let Some((span, text)) = refused {
        out.refusal = None;
        out.refuse(span, format!("Connection Error: {text}"));
    }
    out
}
