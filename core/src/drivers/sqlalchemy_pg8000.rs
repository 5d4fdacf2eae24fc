//! SQLAlchemy over pg8000.

use super::sqlalchemy::{self, Below};
use super::{
    ArgumentSet, Asynchronous, Checked, Command, Disk, Driver, Evidence, Kind, Package, Param, Place,
    Registry, Speech, Told, Unknown, Wish, pg8000, unexpected_argument,
};
use crate::model::{Setting, Since, Version};
use crate::parse::Spelling;

pub(super) static DRIVER: Driver = Driver {
    name: "sqlalchemy-pg8000",
    aliases: &[],
    label: "SQLAlchemy with pg8000",
    language: "Python",
    docs: "Every parameter of the URL becomes a keyword argument of `pg8000.connect()`, as text; `sslmode`, `connect_timeout` and `options` are unexpected there. Inside transactions, which is how SQLAlchemy runs unless told otherwise, a transaction pooler is safe; with `AUTOCOMMIT` it returns the rows of other clients.",
    newest: Version(2, 1, 9),
    schemes: &["postgresql+pg8000"],
    own_schemes: &["postgresql+pg8000"],
    spellings: &[Spelling::Uri, Spelling::Parts],
    params: PARAMS,
    unknown: Unknown::Refused,
    tls_modes: pg8000::TLS_MODES,
    system_roots: &[],
    startup: &[],
    packet: pg8000::PACKET,
    variables: &[],
    service_unknown: None,
    disk: Disk::UNTOUCHED,
    prepared: &[Since(Version(0, 0, 0), pg8000::PREPARED)],
    speech: &[Since(Version(0, 0, 0), SPEECH)],
    statements_off: &[],
    asynchronous: Asynchronous::Never("sqlalchemy-asyncpg"),
    told: &[&[Told::in_code(Wish::ConnectTimeout, "timeout={s}")], sqlalchemy::TOLD_POOL],
    arguments: &[
        sqlalchemy::ENGINE_ARGUMENTS,
        ArgumentSet {
            prefix: "connect_args.",
            names: &[],
            takes_params: false,
            refused: Some(unexpected_argument),
            is_complete: true,
            elsewhere: &[
                ("sslmode", "`ssl_context`, as an `ssl.SSLContext`"),
                ("connect_timeout", "`timeout`"),
            ],
        },
    ],
    packages: &[
        Package::new(Registry::Python, "sqlalchemy").with(&["pg8000"]),
        Package::new(Registry::Python, "flask-sqlalchemy").with(&["pg8000"]).unversioned(),
        Package::new(Registry::Python, "sqlmodel").with(&["pg8000"]).unversioned(),
        Package::new(Registry::Python, "sqlalchemy[postgresql-pg8000]"),
    ],
    rank: 21,
    read: |text, spelling, version| sqlalchemy::read(&DRIVER, Below::Pg8000, text, spelling, version),
    snippet: super::snippets::sqlalchemy_pg8000,
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
        Command::Statement("select pg_catalog.version()"),
        Command::Statement("select current_schema()"),
        Command::Statement("show transaction isolation level"),
        Command::Statement("show standard_conforming_strings"),
    ],
    words: &[("", "ProgrammingError: (pg8000.exceptions.DatabaseError) {}")],
    ..pg8000::SPEECH
};

const ARGS: Place = Place::Code("connect_args");
const BOTH: Place = Place::Both("connect_args");

const PARAMS: &[Param] = &[
    Param::new("host", Setting::Host).place(BOTH),
    Param::new("port", Setting::Port).kind(Kind::Integer).place(BOTH),
    Param::new("user", Setting::User).place(BOTH),
    Param::new("password", Setting::Password).place(BOTH),
    Param::new("database", Setting::Database).place(BOTH),
    Param::new("unix_sock", Setting::Host).kind(Kind::File).place(BOTH),
    Param::new("source_address", Setting::Other).kind(Kind::Object).place(ARGS),
    Param::new("ssl_context", Setting::TlsMode).kind(Kind::Object).place(ARGS),
    Param::new("timeout", Setting::ConnectTimeout).kind(Kind::Number).place(ARGS),
    Param::new("tcp_keepalive", Setting::Keepalive).kind(Kind::Boolean).place(ARGS),
    Param::new("application_name", Setting::ApplicationName).place(BOTH).sent(),
    Param::new("replication", Setting::Replication).place(BOTH).sent(),
    Param::new("startup_params", Setting::ServerSetting).kind(Kind::Object).place(ARGS),
];
