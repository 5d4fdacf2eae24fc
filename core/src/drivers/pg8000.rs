//! pg8000, a client in pure Python.

use super::{
    ArgumentSet, Asynchronous, Checked, Command, Disk, Driver, Evidence, Kind, Package, Packet, Param, Place,
    Registry, Speech, TlsMode, Told, Unknown, Wish, fill, unexpected_argument,
};
use crate::model::{Prepared, Reading, Setting, Since, Statements, Tls, Version};
use crate::parse::Spelling;

pub(super) static DRIVER: Driver = Driver {
    name: "pg8000",
    aliases: &[],
    label: "pg8000",
    language: "Python",
    docs: "Takes keyword arguments and no URL. A query is an unnamed statement, but parsed, described and executed in \
           three round trips: outside a transaction a transaction pooler may put another client's statement in \
           between, and that client's rows come back without an error, whatever the pooler tracks.",
    newest: Version(1, 31, 6),
    schemes: &[],
    own_schemes: &[],
    spellings: &[Spelling::Parts],
    params: PARAMS,
    unknown: Unknown::Refused,
    tls_modes: TLS_MODES,
    system_roots: &[],
    startup: &[],
    packet: PACKET,
    variables: &[],
    service_unknown: None,
    disk: Disk::UNTOUCHED,
    prepared: &[Since(Version(0, 0, 0), PREPARED)],
    speech: &[Since(Version(0, 0, 0), SPEECH)],
    statements_off: &[],
    asynchronous: Asynchronous::Never("asyncpg"),
    told: &[&[Told::in_code(Wish::ConnectTimeout, "timeout={s}")]],
    arguments: &[ArgumentSet {
        prefix: "",
        names: &[&["sock"]],
        takes_params: false,
        refused: Some(unexpected_argument),
        is_complete: true,
        elsewhere: &[
            ("sslmode", "`ssl_context`, as an `ssl.SSLContext`"),
            ("connect_timeout", "`timeout`"),
            ("dbname", "`database`"),
        ],
    }],
    packages: &[Package::new(Registry::Python, "pg8000")],
    rank: 30,
    read: |text, _, _| fill::separate(text, Reading::empty(Tls::PREFER, PREPARED)),
    snippet: super::snippets::pg8000,
    hands_on: None,
    checked: &[Checked {
        version: "1.31.6",
        evidence: Evidence::Run,
        on: "2026-11-24",
        how: "the signature of pg8000.connect; statements recorded on the wire",
    }],
};

/// How it speaks.
pub(super) const SPEECH: Speech = Speech {
    begin: Command::Query("begin transaction"),
    commit: Command::Statement("commit"),
    rollback: Command::Statement("rollback"),
    always_in_transaction: true,
    split: &["PH", "S", "DH", "S", "BH", "EH", "S"],
    words: &[("", "DatabaseError: {}")],
    ..Speech::PLAIN
};

/// `Connection.__init__` of core.py.
pub(super) const PACKET: Packet =
    Packet { order: &["user", "database", "application_name", "replication"], names_database: false };

/// Measured on the wire: `Parse, Sync`, `Describe, Sync`, `Bind, Execute, Sync`.
pub(super) const PREPARED: Prepared =
    Prepared { statements: Statements::UnnamedSplit, named_from: 0, cache_size: None, names: "" };

/// `ssl_context`: nothing given means TLS if the server offers it, not verified.
pub(super) const TLS_MODES: &[TlsMode] = &[
    TlsMode { value: "", tls: Tls::PREFER },
    TlsMode { value: "False", tls: Tls::OFF },
    TlsMode { value: "True", tls: Tls::REQUIRE },
];

const CONNECT: Place = Place::Code("pg8000.dbapi.connect(...)");

const PARAMS: &[Param] = &[
    Param::new("host", Setting::Host).place(CONNECT),
    Param::new("port", Setting::Port).kind(Kind::Integer).place(CONNECT),
    Param::new("user", Setting::User).place(CONNECT),
    Param::new("password", Setting::Password).place(CONNECT),
    Param::new("database", Setting::Database).place(CONNECT),
    Param::new("unix_sock", Setting::Host).kind(Kind::File).place(CONNECT),
    Param::new("source_address", Setting::Other).kind(Kind::Object).place(CONNECT),
    Param::new("ssl_context", Setting::TlsMode).kind(Kind::Object).place(CONNECT),
    Param::new("timeout", Setting::ConnectTimeout).kind(Kind::Number).place(CONNECT),
    Param::new("tcp_keepalive", Setting::Keepalive).kind(Kind::Boolean).place(CONNECT),
    Param::new("application_name", Setting::ApplicationName).place(CONNECT).sent(),
    Param::new("replication", Setting::Replication).place(CONNECT).sent(),
    Param::new("startup_params", Setting::ServerSetting)
        .kind(Kind::Object)
        .place(CONNECT)
        .since(Version(1, 31, 3)),
];
