//! Diesel, whose `PgConnection` is libpq.

use super::conninfo::{self, Caller};
use super::{
    Asynchronous, Checked, Driver, Evidence, HandsOn, Number, Package, Registry, Speech, Switch, Told, Wish,
    libpq,
};
use crate::model::{Prepared, Since, Statements, Version};

/// How r2d2 is told things. It opens as many connections as it may have unless it is told to have fewer ready; with one
/// ready it opens another in the background as soon as that one is taken, and a program that ends meanwhile dies in
/// OpenSSL's cleaning up: 63 of 200 runs, and none of 300 with none ready.
const TOLD_POOL: &[Told] = &[
    Told::of_pool(Wish::PoolSize, "max_size({})"),
    Told::of_pool(Wish::PoolSize, "min_idle(Some(0))"),
    Told::of_pool(Wish::PoolWait, "connection_timeout(Duration::from_secs({s}))"),
    Told::of_pool(Wish::PoolRecycle, "max_lifetime(Some(Duration::from_secs({s})))"),
    Told::of_pool(Wish::PoolCheck, "test_on_check_out(true)"),
];

pub(super) static DRIVER: Driver = Driver {
    name: "diesel",
    aliases: &[],
    label: "Diesel",
    language: "Rust",
    docs: "`PgConnection::establish` hands its string to libpq as it stands, so that the string means what it means to \
           libpq; which libpq that is depends on the machine it is built on, or on the `bundled` feature of `pq-sys`. \
           Queries of the query builder are named statements that are kept for the life of their connection; \
           `sql_query` uses the unnamed statement. diesel-async has no libpq: it hands its string to tokio-postgres.",
    newest: Version(2, 3, 14),
    params: &libpq::PARAMS_18,
    system_roots: &[Since(Version(0, 0, 0), Some("sslrootcert=system"))],
    prepared: &[Since(Version(0, 0, 0), PREPARED)],
    statements_off: &[Switch {
        in_url: "",
        in_code: "connection.set_prepared_statement_cache_size(CacheSize::Disabled)",
        since: Version(2, 3, 0),
        enough: true,
        frees_in_sql: false,
    }],
    told: &[libpq::TOLD, TOLD_POOL],
    asynchronous: Asynchronous::Never("sqlx"),
    arguments: &[],
    packages: &[Package::new(Registry::Rust, "diesel[postgres]")],
    rank: Driver::RARE,
    read: |text, spelling, _| conninfo::read(text, spelling, &CALLER),
    snippet: super::snippets::diesel,
    hands_on: Some(HandsOn {
        to: &libpq::DRIVER,
        changes: "the string stays as it is, and queries become named statements",
    }),
    checked: &[
        Checked {
            version: "2.3.14 with libpq 18.6 and 15.18",
            evidence: Evidence::Run,
            on: "2026-11-24",
            how: "`PgConnection::establish` with a host address that is no address in `PGHOSTADDR`, and \
                  `PQconninfoParse` of the same libpq",
        },
        Checked {
            version: "2.3.14",
            evidence: Evidence::Run,
            on: "2026-11-23",
            how: "statements against PostgreSQL 15 and PgBouncer 1.18 and 1.24",
        },
    ],
    speech: &[Since(Version(0, 0, 0), SPEECH)],
    ..libpq::DRIVER
};

/// How it speaks.
pub(super) const SPEECH: Speech =
    Speech { number: Number { first: 0, is_hexadecimal: false, digits: 1 }, ..Speech::PLAIN };

const PREPARED: Prepared =
    Prepared { statements: Statements::Named, named_from: 1, cache_size: None, names: "__diesel_stmt_<n>" };

static CALLER: Caller = Caller::of_libpq_18(PREPARED);
