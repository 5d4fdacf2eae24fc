//! psycopg 3, libpq for Python.

use super::conninfo::{self, Caller};
use super::{
    ArgumentSet, Asynchronous, Checked, Disk, Driver, Evidence, Number, Package, Registry, Speech, Switch,
    Told, Unknown, Wish, libpq,
};
use crate::model::{Prepared, Since, Statements, Version};
use crate::parse::{Percent, Spelling, python_float, python_repr};

/// Packages that read the strings of a project themselves and hand pieces to psycopg or psycopg2.
pub(super) const ABOVE_LIBPQ: &[&str] =
    &["sqlalchemy", "flask-sqlalchemy", "sqlmodel", "dj-database-url", "django-environ"];

/// How `psycopg_pool` is told things. Its size is 4 to 4 unless both ends are said.
const TOLD_POOL: &[Told] = &[
    Told::of_pool(Wish::PoolSize, "min_size=1"),
    Told::of_pool(Wish::PoolSize, "max_size={}"),
    Told::of_pool(Wish::PoolWait, "timeout={s}"),
    Told::of_pool(Wish::PoolRecycle, "max_lifetime={s}"),
    Told::of_pool(Wish::PoolCheck, "check=ConnectionPool.check_connection"),
];

pub(super) static DRIVER: Driver = Driver {
    name: "psycopg",
    aliases: &["psycopg3"],
    label: "psycopg",
    language: "Python",
    docs: "Hands the string to the libpq it was built with; the packages with binaries bring libpq 18, those of 3.2 \
           libpq 17 and of 3.1 libpq 16. A query is sent \
           as an unnamed statement until its sixth execution on a connection, and as a named one from then on: behind \
           a transaction pooler that does not track statements this fails after some minutes of use. \
           `prepare_threshold=None` turns it off; 0 does the opposite and prepares at once.",
    newest: Version(3, 3, 9),
    schemes: &["postgresql", "postgres"],
    own_schemes: &[],
    spellings: &[Spelling::Uri, Spelling::KeywordValue, Spelling::Parts],
    params: &libpq::PARAMS_18,
    unknown: Unknown::Refused,
    tls_modes: libpq::TLS_MODES,
    system_roots: &[Since(Version(0, 0, 0), Some("sslrootcert=system"))],
    startup: &[],
    packet: libpq::PACKET,
    variables: libpq::VARIABLES,
    service_unknown: libpq::SERVICE_UNKNOWN,
    disk: Disk::UNTOUCHED,
    prepared: &[Since(Version(0, 0, 0), PREPARED)],
    speech: &[Since(Version(0, 0, 0), SPEECH)],
    statements_off: &[Switch {
        in_url: "",
        in_code: "prepare_threshold=None",
        since: Version(3, 0, 0),
        enough: true,
        frees_in_sql: false,
    }],
    asynchronous: Asynchronous::Both,
    told: &[libpq::TOLD, TOLD_POOL],
    arguments: &[ARGUMENTS, ArgumentSet { prefix: "kwargs.", ..OF_A_CONNECTION }],
    packages: &[Package::new(Registry::Python, "psycopg").unless(ABOVE_LIBPQ)],
    rank: 6,
    read: |text, spelling, version| conninfo::read(text, spelling, caller(version)),
    snippet: super::snippets::psycopg,
    hands_on: None,
    checked: &[
        Checked { version: "3.3.9 with libpq 18.6", evidence: Evidence::Run, on: "2026-11-24", how: HOW },
        Checked { version: "3.2.13 with libpq 17.6", evidence: Evidence::Run, on: "2026-11-24", how: HOW },
        Checked { version: "3.1.20 with libpq 16.3", evidence: Evidence::Run, on: "2026-11-24", how: HOW },
    ],
};

/// How it speaks.
pub(super) const SPEECH: Speech = Speech {
    number: Number { first: 0, is_hexadecimal: false, digits: 1 },
    always_in_transaction: true,
    forgets: Some("DEALLOCATE ALL"),
    words: &[
        ("42P05", "DuplicatePreparedStatement: {}"),
        ("26000", "InvalidSqlStatementName: {}"),
        ("08P01", "ProtocolViolation: {}"),
        ("", "OperationalError: {}"),
    ],
    ..Speech::PLAIN
};

const HOW: &str =
    "psycopg.conninfo.conninfo_to_dict and PGconn.connect_start with a host address that is no address";

/// The libpq in the packages with binaries.
pub(super) static CALLER: Caller = Caller {
    libpq: libpq::V18,
    params: &libpq::PARAMS_18,
    prefix: "",
    percent: Percent::StrictUtf8,
    timeout: Some(timeout),
    prepared: PREPARED,
};

/// `prepare_threshold=5`: the first five executions are unnamed. Each connection counts its names from 0.
pub(super) const PREPARED: Prepared =
    Prepared { statements: Statements::Named, named_from: 6, cache_size: Some(100), names: "_pg3_N" };

static CALLER_17: Caller = Caller { libpq: libpq::V17, params: &libpq::PARAMS_17, ..CALLER };
static CALLER_16: Caller = Caller { libpq: libpq::V16, params: &libpq::PARAMS_16, ..CALLER };

/// The libpq in the packages with binaries of a version, that of its last patch release.
fn caller(version: Version) -> &'static Caller {
    match version {
        Version(..=2, ..) | Version(3, ..=1, _) => &CALLER_16,
        Version(3, 2, _) => &CALLER_17,
        _ => &CALLER,
    }
}

/// Arguments of `psycopg.connect()` that are none of libpq.
const CONNECT: &[&str] =
    &["conninfo", "autocommit", "prepare_threshold", "context", "row_factory", "cursor_factory"];

/// Those of `psycopg_pool.ConnectionPool()` besides.
const POOL: &[&str] = &[
    "connection_class",
    "kwargs",
    "min_size",
    "max_size",
    "open",
    "configure",
    "check",
    "reset",
    "name",
    "close_returns",
    "timeout",
    "max_waiting",
    "max_lifetime",
    "max_idle",
    "reconnect_timeout",
    "reconnect_failed",
    "num_workers",
];

/// Keywords of one connection become keyword/value text, which libpq reads.
pub(super) const OF_A_CONNECTION: ArgumentSet = ArgumentSet { names: &[CONNECT], ..ARGUMENTS };

/// The same, and those of a pool.
const ARGUMENTS: ArgumentSet = ArgumentSet {
    prefix: "",
    names: &[CONNECT, POOL],
    takes_params: true,
    refused: Some(|name| format!("ProgrammingError: invalid connection option \"{name}\"")),
    is_complete: true,
    elsewhere: &[("database", "`dbname`")],
};

/// psycopg checks the number itself, before libpq sees it.
fn timeout(value: &str) -> Option<String> {
    let taken = python_float(value).is_some_and(|seconds| seconds.is_finite());
    (!taken).then(|| format!("bad value for connect_timeout: {}", python_repr(value)))
}
