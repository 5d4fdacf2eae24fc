//! Piccolo, an ORM on asyncpg.

use super::{Checked, Driver, Evidence, HandsOn, Package, Registry, asyncpg};
use crate::model::Version;

pub(super) static DRIVER: Driver = Driver {
    name: "piccolo",
    aliases: &[],
    label: "Piccolo",
    language: "Python",
    docs: "The `config` of its `PostgresEngine` is the arguments of `asyncpg.connect()`: a string goes into `dsn`, and \
           `statement_cache_size`, `ssl` and `server_settings` are other entries of it. It looks at none of them \
           itself.",
    newest: Version(1, 38, 0),
    told: &[asyncpg::TOLD, asyncpg::TOLD_SIZE],
    arguments: &[],
    packages: &[
        Package::new(Registry::Python, "piccolo[postgres]"),
        Package::new(Registry::Python, "piccolo[all]"),
        Package::new(Registry::Python, "piccolo").with(&["asyncpg"]),
    ],
    rank: Driver::RARE + 4,
    // Its version says nothing about asyncpg's.
    read: |text, spelling, _| (asyncpg::DRIVER.read)(text, spelling, asyncpg::DRIVER.newest),
    snippet: super::snippets::piccolo,
    hands_on: Some(HandsOn { to: &asyncpg::DRIVER, changes: "" }),
    checked: &[Checked {
        version: "1.38.0 with asyncpg 0.32.0",
        evidence: Evidence::Run,
        on: "2026-11-24",
        how: "`PostgresEngine.get_new_connection` up to its call of `asyncpg.connect`, then _parse_connect_arguments",
    }],
    ..asyncpg::DRIVER
};
