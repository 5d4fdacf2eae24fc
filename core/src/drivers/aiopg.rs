//! aiopg, psycopg2 for asyncio.

use super::{Checked, Driver, Evidence, HandsOn, Package, Registry, psycopg2};
use crate::model::Version;

pub(super) static DRIVER: Driver = Driver {
    name: "aiopg",
    aliases: &[],
    label: "aiopg",
    language: "Python",
    docs: "Hands the string and all keywords to psycopg2's asynchronous connections; `timeout`, an argument of \
           `connect()` and `create_pool()`, is its own. As below, nothing is ever prepared.",
    newest: Version(1, 4, 0),
    arguments: &[],
    packages: &[Package::new(Registry::Python, "aiopg")],
    rank: Driver::RARE + 3,
    snippet: super::snippets::aiopg,
    hands_on: Some(HandsOn { to: &psycopg2::DRIVER, changes: "" }),
    checked: &[Checked {
        version: "1.4.0 with psycopg2 2.9.13",
        evidence: Evidence::Run,
        on: "2026-11-24",
        how: "`aiopg.connect` up to its call of `psycopg2.connect`, then parse_dsn and a host address that is no address",
    }],
    ..psycopg2::DRIVER
};
