//! SQLAlchemy over psycopg.

use super::sqlalchemy::{self, Below};
use super::{
    ArgumentSet, Asynchronous, Checked, Command, Disk, Driver, Evidence, Package, Registry, Speech, Switch,
    Unknown, libpq, psycopg,
};
use crate::model::{Since, Version};
use crate::parse::Spelling;

pub(super) static DRIVER: Driver = Driver {
    name: "sqlalchemy-psycopg",
    aliases: &["sqlalchemy", "sqlmodel"],
    label: "SQLAlchemy with psycopg",
    language: "Python",
    docs: "Splits the URL itself and hands the pieces and all parameters to libpq as keywords. It is what a bare `postgresql://` means from SQLAlchemy 2.1 on, also for asynchronous engines. `prepare_threshold` belongs into `connect_args`, as a number or `None`: a text from the URL fails at the first query with parameters.",
    newest: Version(2, 1, 9),
    schemes: &["postgresql+psycopg", "postgresql+psycopg_async", "postgresql"],
    own_schemes: &["postgresql+psycopg", "postgresql+psycopg_async"],
    spellings: &[Spelling::Uri, Spelling::Parts],
    params: &libpq::PARAMS_18,
    unknown: Unknown::Refused,
    tls_modes: libpq::TLS_MODES,
    system_roots: &[Since(Version(0, 0, 0), Some("sslrootcert=system"))],
    startup: &[],
    packet: libpq::PACKET,
    variables: libpq::VARIABLES,
    service_unknown: libpq::SERVICE_UNKNOWN,
    disk: Disk::UNTOUCHED,
    prepared: &[Since(Version(0, 0, 0), psycopg::PREPARED)],
    speech: &[Since(Version(0, 0, 0), SPEECH)],
    statements_off: &[Switch {
        in_url: "",
        in_code: "prepare_threshold=None",
        since: Version(2, 0, 0),
        enough: true,
        frees_in_sql: false,
    }],
    asynchronous: Asynchronous::Both,
    told: &[libpq::TOLD, sqlalchemy::TOLD_POOL],
    arguments: &[
        sqlalchemy::ENGINE_ARGUMENTS,
        ArgumentSet { prefix: "connect_args.", ..psycopg::OF_A_CONNECTION },
    ],
    packages: &[
        Package::new(Registry::Python, "sqlalchemy").with(&["psycopg", "psycopg-binary"]),
        Package::new(Registry::Python, "flask-sqlalchemy").with(&["psycopg", "psycopg-binary"]).unversioned(),
        Package::new(Registry::Python, "sqlmodel").with(&["psycopg", "psycopg-binary"]).unversioned(),
        Package::new(Registry::Python, "sqlalchemy[postgresql-psycopg]"),
        Package::new(Registry::Python, "sqlalchemy[postgresql-psycopgbinary]"),
    ],
    rank: 9,
    read: |text, spelling, version| sqlalchemy::read(&DRIVER, Below::Psycopg, text, spelling, version),
    snippet: super::snippets::sqlalchemy_psycopg,
    hands_on: None,
    checked: &[
        Checked { version: "2.1.9", evidence: Evidence::Run, on: "2026-11-24", how: sqlalchemy::HOW },
        Checked { version: "2.0.58", evidence: Evidence::Run, on: "2026-11-24", how: sqlalchemy::HOW },
    ],
};

/// How it speaks.
pub(super) const SPEECH: Speech = Speech {
    opens: &[
        Command::Query("select pg_catalog.version()"),
        Command::Query("select current_schema()"),
        Command::Query("show transaction isolation level"),
        Command::Query("show standard_conforming_strings"),
    ],
    words: &[
        ("42P05", "ProgrammingError: (psycopg.errors.DuplicatePreparedStatement) {}"),
        ("26000", "OperationalError: (psycopg.errors.InvalidSqlStatementName) {}"),
        ("", "OperationalError: (psycopg.OperationalError) {}"),
    ],
    ..psycopg::SPEECH
};
