//! psycopg2, libpq for Python.

use super::conninfo::{self, Caller};
use super::{
    ArgumentSet, Asynchronous, Checked, Disk, Driver, Evidence, Package, Registry, Speech, Told, Unknown,
    Wish, libpq,
};
use crate::model::{Since, Version};
use crate::parse::{Percent, Spelling};

/// How `psycopg2.pool` is told things. It fails at once when no connection is free, and replaces none.
const TOLD_POOL: &[Told] =
    &[Told::of_pool(Wish::PoolSize, "minconn=1"), Told::of_pool(Wish::PoolSize, "maxconn={}")];

pub(super) static DRIVER: Driver = Driver {
    name: "psycopg2",
    aliases: &["psycopg2-binary"],
    label: "psycopg2",
    language: "Python",
    docs: "Hands the string to the libpq it was built with; the packages with binaries bring libpq 17, before \
           2.9.11 libpq 16. Values are put \
           into queries by the client and sent as simple text, so nothing is ever prepared and every pooler will do.",
    newest: Version(2, 9, 13),
    schemes: &["postgresql", "postgres"],
    own_schemes: &[],
    spellings: &[Spelling::Uri, Spelling::KeywordValue, Spelling::Parts],
    params: &libpq::PARAMS_17,
    unknown: Unknown::Refused,
    tls_modes: libpq::TLS_MODES,
    system_roots: &[Since(Version(0, 0, 0), Some("sslrootcert=system"))],
    startup: &[],
    packet: libpq::PACKET,
    variables: libpq::VARIABLES,
    service_unknown: libpq::SERVICE_UNKNOWN,
    disk: Disk::UNTOUCHED,
    prepared: &[Since(Version(0, 0, 0), libpq::PREPARED)],
    speech: &[Since(Version(0, 0, 0), SPEECH)],
    statements_off: &[],
    asynchronous: Asynchronous::Never("psycopg"),
    told: &[libpq::TOLD, TOLD_POOL],
    arguments: &[ARGUMENTS],
    packages: &[
        Package::new(Registry::Python, "psycopg2").unless(super::psycopg::ABOVE_LIBPQ),
        Package::new(Registry::Python, "psycopg2-binary").unless(super::psycopg::ABOVE_LIBPQ),
    ],
    rank: 2,
    read: |text, spelling, version| conninfo::read(text, spelling, caller(version)),
    snippet: super::snippets::psycopg2,
    hands_on: None,
    checked: &[
        Checked { version: "2.9.13 with libpq 17.11", evidence: Evidence::Run, on: "2026-11-24", how: HOW },
        Checked { version: "2.9.9 with libpq 16.0", evidence: Evidence::Run, on: "2026-11-24", how: HOW },
    ],
};

/// How it speaks.
pub(super) const SPEECH: Speech =
    Speech { always_in_transaction: true, words: &[("", "OperationalError: {}")], ..Speech::PLAIN };

const HOW: &str = "psycopg2.extensions.parse_dsn and psycopg2.connect with a host address that is no address";

/// The libpq in the packages with binaries.
pub(super) static CALLER: Caller = Caller {
    libpq: libpq::V17,
    params: &libpq::PARAMS_17,
    prefix: "invalid dsn: ",
    percent: Percent::StrictUtf8,
    timeout: None,
    prepared: libpq::PREPARED,
};

/// Arguments of `psycopg2.connect()` that are none of libpq.
const CONNECT: &[&str] = &["dsn", "database", "connection_factory", "cursor_factory", "async", "async_"];

/// Keywords of one connection become keyword/value text, which libpq reads.
pub(super) const OF_A_CONNECTION: ArgumentSet = ArgumentSet { names: &[CONNECT], ..ARGUMENTS };

/// The same, and those of a pool.
const ARGUMENTS: ArgumentSet = ArgumentSet {
    prefix: "",
    names: &[CONNECT, &["minconn", "maxconn"]],
    takes_params: true,
    refused: Some(|name| format!("ProgrammingError: invalid dsn: invalid connection option \"{name}\"")),
    is_complete: true,
    elsewhere: &[],
};

static CALLER_16: Caller = Caller { libpq: libpq::V16, params: &libpq::PARAMS_16, ..CALLER };

/// The libpq in the packages with binaries of a version: 17 since 2.9.11. Older ones than 2.9.9 brought older ones.
fn caller(version: Version) -> &'static Caller {
    if version >= Version(2, 9, 11) { &CALLER } else { &CALLER_16 }
}
