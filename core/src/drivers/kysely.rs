//! Kysely, which takes a pool of node-postgres.

use super::{Checked, Driver, Evidence, HandsOn, Package, Registry, node_postgres};
use crate::model::Version;

pub(super) static DRIVER: Driver = Driver {
    name: "kysely",
    aliases: &[],
    label: "Kysely",
    language: "TypeScript",
    docs: "Takes no string itself: `PostgresDialect` is given a pool of node-postgres, and that reads the string and \
           runs the queries.",
    newest: Version(0, 28, 19),
    arguments: &[],
    packages: &[Package::new(Registry::Node, "kysely").with(&["pg"])],
    rank: Driver::RARE + 1,
    snippet: super::snippets::kysely,
    read: |text, spelling, _| node_postgres::read_8(text, spelling),
    hands_on: Some(HandsOn { to: &node_postgres::DRIVER, changes: "" }),
    checked: &[Checked {
        version: "0.28.19 with pg 8.23.1",
        evidence: Evidence::Run,
        on: "2026-11-24",
        how: "the pool of a `PostgresDialect`; statements through PgBouncer 1.18",
    }],
    ..node_postgres::DRIVER
};
