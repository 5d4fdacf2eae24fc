//! Prisma on its driver adapter for node-postgres, in any version of Prisma.

use super::{Checked, Command, Driver, Evidence, HandsOn, Package, Registry, Speech, node_postgres};
use crate::model::{Since, Version};

pub(super) static DRIVER: Driver = Driver {
    name: "prisma-adapter-pg",
    aliases: &["@prisma/adapter-pg"],
    label: "Prisma with adapter-pg",
    language: "TypeScript",
    docs: "The client of Prisma 7, and of Prisma 6 where the adapter is installed. node-postgres reads the string; \
           Prisma's own parameters (`pgbouncer`, `connection_limit`, `schema`, `sslaccept`, ...) do nothing there. The \
           schema is an option of the adapter, the size of the pool one of node-postgres's pool.",
    newest: Version(7, 10, 1),
    arguments: &[],
    packages: &[Package::new(Registry::Node, "@prisma/adapter-pg")],
    rank: Driver::RARE + 1,
    snippet: super::snippets::prisma_adapter_pg,
    read: |text, spelling, _| node_postgres::read_8(text, spelling),
    hands_on: Some(HandsOn { to: &node_postgres::DRIVER, changes: "" }),
    checked: &[Checked {
        version: "7.10.1 with pg 8.23.1",
        evidence: Evidence::Run,
        on: "2026-11-24",
        how: "the options that `PrismaPg` gives to its pool; 7.10.0 and 6.19.3 against PostgreSQL 15 and PgBouncer",
    }],
    speech: &[Since(Version(0, 0, 0), SPEECH)],
    ..node_postgres::DRIVER
};

/// How it speaks.
pub(super) const SPEECH: Speech = Speech {
    begin: Command::Query("BEGIN"),
    commit: Command::Query("COMMIT"),
    rollback: Command::Query("ROLLBACK"),
    words: &[("", "Raw query failed. Code: `{code}`. Message: `{}`")],
    ..node_postgres::SPEECH
};
