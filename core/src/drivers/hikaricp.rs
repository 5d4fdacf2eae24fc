//! HikariCP, the pool of Spring Boot, on pgjdbc. Its versions are pgjdbc's: that is what reads.

use super::{Checked, Driver, Evidence, HandsOn, Package, Registry, Told, Wish, pgjdbc};

/// How the pool is told things. It looks by itself whether a connection is alive.
const TOLD_POOL: &[Told] = &[
    Told::of_pool(Wish::PoolSize, "setMaximumPoolSize({})"),
    Told::of_pool(Wish::PoolWait, "setConnectionTimeout({ms})"),
    Told::of_pool(Wish::PoolRecycle, "setMaxLifetime({ms})"),
];

pub(super) static DRIVER: Driver = Driver {
    name: "hikaricp",
    aliases: &["hikari", "spring-boot"],
    label: "HikariCP",
    docs: "`jdbcUrl` goes to pgjdbc as it is; `username` and `password` are settings of the pool, which replace those of \
           the URL, and what begins with `dataSource.` is handed to pgjdbc as a property. `maxLifetime` has to be \
           shorter than the time after which a pooler or a firewall closes idle connections.",
    told: &[pgjdbc::TOLD, TOLD_POOL],
    arguments: &[],
    packages: &[
        Package::new(Registry::Java, "com.zaxxer:hikaricp").unversioned(),
        Package::new(Registry::Java, "org.springframework.boot:spring-boot-starter-jdbc").unversioned(),
        Package::new(Registry::Java, "org.springframework.boot:spring-boot-starter-data-jpa").unversioned(),
    ],
    rank: 46,
    snippet: super::snippets::hikaricp,
    hands_on: Some(HandsOn { to: &pgjdbc::DRIVER, changes: "" }),
    checked: &[Checked {
        version: "5.0",
        evidence: Evidence::Documentation,
        on: "2026-11-24",
        how: "the list of settings in its README",
    }],
    ..pgjdbc::DRIVER
};
