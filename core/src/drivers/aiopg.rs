//! aiopg, psycopg2 for asyncio.

use super::{Asynchronous, Checked, Driver, Evidence, HandsOn, Package, Registry, Told, Wish, psycopg2};
use crate::model::Version;

/// libpq heeds no `connect_timeout` when a connection is made step by step. `pool_recycle` is about idle connections.
const TOLD: &[&[Told]] = &[
    &[
        Told::in_code(Wish::ConnectTimeout, "timeout={s}"),
        Told::in_url(Wish::Keepalive, "keepalives_idle={s}"),
        Told::in_url(Wish::Primary, "target_session_attrs=read-write"),
        Told::in_url(Wish::Standby, "target_session_attrs=prefer-standby"),
    ],
    &[Told::of_pool(Wish::PoolSize, "minsize=1"), Told::of_pool(Wish::PoolSize, "maxsize={}")],
];

pub(super) static DRIVER: Driver = Driver {
    name: "aiopg",
    aliases: &[],
    label: "aiopg",
    language: "Python",
    docs: "Hands the string and all keywords to psycopg2's asynchronous connections; `timeout`, an argument of \
           `connect()` and `create_pool()`, is its own. As below, nothing is ever prepared.",
    newest: Version(1, 4, 0),
    asynchronous: Asynchronous::Always,
    told: TOLD,
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
