//! Entity Framework Core with Npgsql's provider.

use super::{Checked, Driver, Evidence, HandsOn, Package, Registry, npgsql};
use crate::model::Version;

pub(super) static DRIVER: Driver = Driver {
    name: "efcore",
    aliases: &["ef-core", "entity-framework-core"],
    label: "Entity Framework Core",
    docs: "`UseNpgsql(...)` takes what Npgsql takes: ADO.NET's pairs, mostly from `ConnectionStrings` in \
           appsettings.json. Migrations take a lock and run in transactions, so they want the server itself or a pool \
           in session mode.",
    newest: Version(10, 0, 0),
    arguments: &[],
    packages: &[Package::new(Registry::DotNet, "npgsql.entityframeworkcore.postgresql")],
    rank: 43,
    snippet: super::snippets::efcore,
    hands_on: Some(HandsOn { to: &npgsql::DRIVER, changes: "" }),
    checked: &[Checked {
        version: "10.0",
        evidence: Evidence::Documentation,
        on: "2026-11-24",
        how: "the documentation of `UseNpgsql` in Npgsql.EntityFrameworkCore.PostgreSQL",
    }],
    ..npgsql::DRIVER
};
