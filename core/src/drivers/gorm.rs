//! GORM, whose PostgreSQL dialect hands its string to pgx.

use super::{Checked, Driver, Evidence, HandsOn, Package, Param, Registry, Switch, lib_pq, pgx};
use crate::model::{Reading, Setting, Since, Version};
use crate::parse::Spelling;

pub(super) static DRIVER: Driver = Driver {
    name: "gorm",
    aliases: &[],
    label: "GORM",
    language: "Go",
    docs: "`postgres.Open(dsn)` hands the string to pgx and connects through database/sql, so that pgxpool's parameters \
           `pool_*` go to the server, where login fails. `PreferSimpleProtocol` belongs into `postgres.Config`, not \
           into the string. With `PrepareStmt: true` in `gorm.Config` statements are named `stmt_<hash>`, whatever the \
           string says. `TimeZone=` is sent to the server and decides how timestamps without a zone are read.",
    newest: Version(1, 6, 0),
    params: &PARAMS,
    disk: pgx::DISK_OF_NEWEST,
    prepared: &[Since(Version(0, 0, 0), pgx::PREPARED_5)],
    // It opens connections itself, without pgx's pool.
    told: &[pgx::TOLD, lib_pq::TOLD_POOL],
    statements_off: &[
        Switch {
            in_url: "default_query_exec_mode=exec",
            in_code: "",
            since: PGX_5,
            enough: true,
            frees_in_sql: false,
        },
        Switch {
            in_url: "",
            in_code: "PreferSimpleProtocol: true",
            since: Version(1, 0, 0),
            enough: true,
            frees_in_sql: false,
        },
    ],
    arguments: &[],
    packages: &[Package::new(Registry::Go, "gorm.io/driver/postgres")],
    rank: Driver::RARE + 1,
    read,
    snippet: super::snippets::gorm,
    hands_on: Some(HandsOn { to: &pgx::DRIVER, changes: "`pool_*` goes to the server" }),
    checked: &[
        Checked {
            version: "1.6 with pgx 5.8",
            evidence: Evidence::Run,
            on: "2026-11-23",
            how: "errors, startup packet and statements against PostgreSQL 15 and PgBouncer 1.18 and 1.24",
        },
        Checked {
            version: "1.3 to 1.6",
            evidence: Evidence::Source,
            on: "2026-11-24",
            how: "postgres.go, and the version of pgx in go.mod",
        },
    ],
    ..pgx::DRIVER
};

/// The first one on pgx 5.
const PGX_5: Version = Version(1, 4, 6);

/// The parameters of pgx 5 without pgxpool's, for a driver that counts its own versions.
static PARAMS: [Param; count()] = table();

const fn is_handed_on(param: &Param) -> bool {
    param.until.is_none() && !matches!(param.setting, Setting::Pool)
}

const fn count() -> usize {
    let (mut rest, mut count) = (pgx::PARAMS, 0);
    while let Some((param, others)) = rest.split_first() {
        count += is_handed_on(param) as usize;
        rest = others;
    }
    count
}

const fn table<const N: usize>() -> [Param; N] {
    let mut out = [Param::new("", Setting::Other); N];
    let (mut rest, mut free): (_, &mut [Param]) = (pgx::PARAMS, &mut out);
    while let Some((param, others)) = rest.split_first() {
        if is_handed_on(param) && !free.is_empty() {
            let (slot, left) = free.split_at_mut(1);
            if let [slot] = slot {
                *slot = param.since(Version(0, 0, 0));
            }
            free = left;
        }
        rest = others;
    }
    out
}

/// `Dialector.Initialize` of postgres.go.
fn read(text: &str, spelling: Spelling, version: Version) -> Reading {
    if version < PGX_5 {
        return (pgx::DRIVER.read)(text, spelling, Version(4, 17, 2));
    }
    pgx::read_with(text, spelling, pgx::DRIVER.newest, &PARAMS)
}
