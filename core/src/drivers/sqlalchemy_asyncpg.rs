//! SQLAlchemy over asyncpg.

use super::sqlalchemy::{self, Below};
use super::{
    ArgumentSet, Asynchronous, Checked, Command, Disk, Driver, Evidence, Kind, Package, Param, Place,
    Registry, Speech, Switch, Unknown, asyncpg, libpq, unexpected_argument,
};
use crate::model::{Prepared, Setting, Since, Statements, Version};
use crate::parse::Spelling;

pub(super) static DRIVER: Driver = Driver {
    name: "sqlalchemy-asyncpg",
    aliases: &[],
    label: "SQLAlchemy with asyncpg",
    language: "Python",
    docs: "Every parameter of the URL becomes a keyword argument of `asyncpg.connect()`, as text: `sslmode`, `channel_binding` and `application_name` are unexpected there, `ssl=require` is right, and `statement_cache_size=0` has the wrong type. Every query is a named statement; `statement_cache_size=0` in `connect_args` turns that off with asyncpg 0.31 or later. `prepared_statement_cache_size=0` alone does not.",
    newest: Version(2, 1, 9),
    schemes: &["postgresql+asyncpg"],
    own_schemes: &["postgresql+asyncpg"],
    spellings: &[Spelling::Uri, Spelling::Parts],
    params: PARAMS,
    unknown: Unknown::Refused,
    tls_modes: libpq::TLS_MODES,
    system_roots: &[],
    startup: asyncpg::DRIVER.startup,
    packet: asyncpg::PACKET,
    variables: asyncpg::VARIABLES,
    service_unknown: None,
    disk: Disk::UNTOUCHED,
    prepared: &[Since(Version(0, 0, 0), PREPARED)],
    speech: &[Since(Version(0, 0, 0), SPEECH)],
    statements_off: &[
        Switch {
            in_url: "",
            in_code: "statement_cache_size=0",
            since: Version(1, 4, 0),
            enough: true,
            frees_in_sql: false,
        },
        Switch {
            in_url: "prepared_statement_cache_size=0",
            in_code: "prepared_statement_cache_size=0",
            since: Version(1, 4, 0),
            enough: false,
            frees_in_sql: false,
        },
    ],
    asynchronous: Asynchronous::Always,
    told: &[asyncpg::TOLD, sqlalchemy::TOLD_POOL],
    arguments: &[
        sqlalchemy::ENGINE_ARGUMENTS,
        ArgumentSet {
            prefix: "connect_args.",
            names: &[&["dsn", "loop", "connection_class", "record_class", "async_creator_fn"]],
            takes_params: false,
            refused: Some(unexpected_argument),
            is_complete: true,
            elsewhere: asyncpg::NOT_ARGUMENTS,
        },
    ],
    packages: &[
        Package::new(Registry::Python, "sqlalchemy").with(&["asyncpg"]),
        Package::new(Registry::Python, "flask-sqlalchemy").with(&["asyncpg"]).unversioned(),
        Package::new(Registry::Python, "sqlmodel").with(&["asyncpg"]).unversioned(),
        Package::new(Registry::Python, "sqlalchemy[postgresql-asyncpg]"),
    ],
    rank: 20,
    read: |text, spelling, version| sqlalchemy::read(&DRIVER, Below::Asyncpg, text, spelling, version),
    snippet: super::snippets::sqlalchemy_asyncpg,
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
    words: &[
        ("42P05", "ProgrammingError: (sqlalchemy.dialects.postgresql.asyncpg.ProgrammingError) {}"),
        ("", "DBAPIError: (sqlalchemy.dialects.postgresql.asyncpg.Error) {}"),
    ],
    unnamed_again: &["PBES"],
    ..asyncpg::SPEECH
};

/// The cache is SQLAlchemy's own, on top of asyncpg's.
const PREPARED: Prepared = Prepared {
    statements: Statements::Named,
    named_from: 1,
    cache_size: Some(100),
    names: "__asyncpg_stmt_N__",
};

const ARGS: Place = Place::Code("connect_args");
const BOTH: Place = Place::Both("connect_args");

/// Keyword arguments of `asyncpg.connect()` that text will do for, those that it will not, and SQLAlchemy's own.
const PARAMS: &[Param] = &[
    Param::new("host", Setting::Host).place(BOTH),
    Param::new("port", Setting::Port).kind(Kind::Integer).place(BOTH),
    Param::new("user", Setting::User).place(BOTH),
    Param::new("password", Setting::Password).place(BOTH),
    Param::new("database", Setting::Database).place(BOTH),
    Param::new("passfile", Setting::PasswordFile).kind(Kind::File).place(BOTH),
    Param::new("service", Setting::Service).place(BOTH),
    Param::new("servicefile", Setting::Service).kind(Kind::File).place(BOTH),
    Param::new("ssl", Setting::TlsMode).kind(libpq::SSL_MODE).place(BOTH),
    Param::new("direct_tls", Setting::TlsNegotiation).kind(Kind::Boolean).place(ARGS),
    Param::new("timeout", Setting::ConnectTimeout).kind(Kind::Number).place(ARGS),
    Param::new("command_timeout", Setting::CommandTimeout).kind(Kind::Number).place(BOTH),
    Param::new("statement_cache_size", Setting::StatementCache).kind(Kind::Integer).place(ARGS),
    Param::new("max_cached_statement_lifetime", Setting::Other).kind(Kind::Integer).place(ARGS),
    Param::new("max_cacheable_statement_size", Setting::Other).kind(Kind::Integer).place(ARGS),
    Param::new("server_settings", Setting::ServerSetting).kind(Kind::Object).place(ARGS),
    Param::new("target_session_attrs", Setting::TargetSession).kind(libpq::TARGET_SESSION).place(BOTH),
    Param::new("krbsrvname", Setting::Authentication).place(BOTH),
    Param::new("gsslib", Setting::Authentication).kind(Kind::OneOf(&["gssapi", "sspi"])).place(BOTH),
    Param::new("prepared_statement_cache_size", Setting::StatementCache).kind(Kind::Integer).place(BOTH),
    Param::new("prepared_statement_name_func", Setting::StatementName)
        .kind(Kind::Object)
        .place(ARGS)
        .since(Version(2, 0, 0)),
];
