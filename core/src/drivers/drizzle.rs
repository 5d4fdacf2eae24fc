//! Drizzle, which hands its string to node-postgres.

use super::{Checked, Driver, Evidence, HandsOn, Package, Registry, node_postgres};
use crate::model::Version;

pub(super) static DRIVER: Driver = Driver {
    name: "drizzle",
    aliases: &["drizzle-orm"],
    label: "Drizzle",
    docs: "`drizzle(url)` of `drizzle-orm/node-postgres` makes a pool of node-postgres, which reads the string. On \
           `drizzle-orm/postgres-js` everything holds that holds for postgres.js: a transaction ends with a named \
           `commit`, and behind a transaction pooler that does not track statements it is reported as committed and \
           lost.",
    newest: Version(0, 45, 4),
    arguments: &[],
    packages: &[Package::new(Registry::Node, "drizzle-orm").with(&["pg"])],
    rank: Driver::RARE + 1,
    snippet: super::snippets::drizzle,
    read: |text, spelling, _| node_postgres::read_8(text, spelling),
    hands_on: Some(HandsOn { to: &node_postgres::DRIVER, changes: "" }),
    checked: &[Checked {
        version: "0.45.4 with pg 8.23.1",
        evidence: Evidence::Run,
        on: "2026-11-24",
        how: "`drizzle(url)` of drizzle-orm/node-postgres and the options of its pool; statements through PgBouncer 1.18",
    }],
    ..node_postgres::DRIVER
};
