//! SQLAlchemy over psycopg2.

use super::sqlalchemy::{self, Below};
use super::{
    ArgumentSet, Asynchronous, Checked, Command, Disk, Driver, Evidence, Package, Registry, Speech, Unknown,
    libpq, psycopg2,
};
use crate::model::{Since, Version};
use crate::parse::Spelling;

pub(super) static DRIVER: Driver = Driver {
    name: "sqlalchemy-psycopg2",
    aliases: &[],
    label: "SQLAlchemy with psycopg2",
    language: "Python",
    docs: "Splits the URL itself and hands the pieces and all parameters to libpq as keywords. `postgres://` is refused since 1.4; a bare `postgresql://` means psycopg2 up to 2.0 and psycopg from 2.1 on. Several hosts are written `?host=a:5432&host=b:5432`.",
    newest: Version(2, 1, 9),
    schemes: &["postgresql+psycopg2", "postgresql"],
    own_schemes: &["postgresql+psycopg2"],
    spellings: &[Spelling::Uri, Spelling::Parts],
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
    asynchronous: Asynchronous::Never("sqlalchemy-psycopg"),
    told: &[libpq::TOLD, sqlalchemy::TOLD_POOL],
    arguments: &[
        sqlalchemy::ENGINE_ARGUMENTS,
        ArgumentSet { prefix: "connect_args.", ..psycopg2::OF_A_CONNECTION },
    ],
    packages: &[
        Package::new(Registry::Python, "sqlalchemy").with(&["psycopg2", "psycopg2-binary"]),
        Package::new(Registry::Python, "flask-sqlalchemy")
            .with(&["psycopg2", "psycopg2-binary"])
            .unversioned(),
        Package::new(Registry::Python, "sqlmodel").with(&["psycopg2", "psycopg2-binary"]).unversioned(),
        Package::new(Registry::Python, "sqlalchemy[postgresql]"),
        Package::new(Registry::Python, "sqlalchemy[postgresql-psycopg2]"),
        Package::new(Registry::Python, "sqlalchemy[postgresql-psycopg2binary]"),
    ],
    rank: 4,
    read: |text, spelling, version| sqlalchemy::read(&DRIVER, Below::Psycopg2, text, spelling, version),
    snippet: super::snippets::sqlalchemy_psycopg2,
    hands_on: None,
    checked: &[
        Checked { version: "2.1.9", evidence: Evidence::Run, on: "2026-11-24", how: sqlalchemy::HOW },
        Checked { version: "2.0.58", evidence: Evidence::Run, on: "2026-11-24", how: sqlalchemy::HOW },
        Checked { version: "1.4.54", evidence: Evidence::Run, on: "2026-11-24", how: sqlalchemy::HOW },
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
    words: &[("", "OperationalError: (psycopg2.OperationalError) {}")],
    ..psycopg2::SPEECH
};
