//! Postgrex, a client in pure Elixir.

use super::{
    ArgumentSet, Asynchronous, Checked, Disk, Driver, Evidence, Kind, Package, Packet, Param, Place,
    Registry, Speech, Switch, TlsMode, Told, Unknown, Wish, fill,
};
use crate::model::{Prepared, Reading, Setting, Since, Statements, Tls, Version};
use crate::parse::Spelling;

pub(super) static DRIVER: Driver = Driver {
    name: "postgrex",
    aliases: &[],
    label: "Postgrex",
    language: "Elixir",
    docs: "Takes options and no URL. A database has to be named. Without `ssl:` it never uses TLS, and with it it never \
           falls back; from 0.21 on `ssl: true` verifies certificate and host name against the authorities of the \
           system, before that nothing. A plain query is an unnamed statement in one piece; what is prepared, and \
           every query of Ecto, is named unless `prepare: :unnamed` is given.",
    newest: Version(0, 22, 2),
    schemes: &[],
    own_schemes: &[],
    spellings: &[Spelling::Parts],
    params: PARAMS,
    unknown: Unknown::Ignored,
    tls_modes: TLS_MODES,
    system_roots: SYSTEM_ROOTS,
    startup: &[],
    packet: PACKET,
    variables: VARIABLES,
    service_unknown: None,
    disk: Disk::UNTOUCHED,
    prepared: &[Since(Version(0, 0, 0), UNNAMED)],
    speech: &[Since(Version(0, 0, 0), SPEECH)],
    statements_off: &[UNNAMED_ONLY],
    asynchronous: Asynchronous::Always,
    told: &[
        &[Told::in_code(Wish::ConnectTimeout, "connect_timeout: {ms}")],
        &[Told::of_pool(Wish::PoolSize, "pool_size: {}")],
    ],
    arguments: ARGUMENTS,
    packages: &[Package::new(Registry::Elixir, "postgrex").unless(&["ecto_sql", "ecto"])],
    rank: 46,
    read: |text, _, _| {
        let mut out = fill::separate(text, Reading::empty(Tls::OFF, UNNAMED));
        fill::dial_localhost(&mut out);
        out
    },
    snippet: super::snippets::postgrex,
    hands_on: None,
    checked: &[
        Checked {
            version: "0.22.2",
            evidence: Evidence::Source,
            on: "2026-11-24",
            how: "utils.ex, protocol.ex and messages.ex",
        },
        Checked {
            version: "0.19.3",
            evidence: Evidence::Run,
            on: "2026-11-23",
            how: "options, startup packet, TLS and statements against PostgreSQL 15 and PgBouncer 1.18 and 1.24",
        },
    ],
};

/// How it speaks.
pub(super) const SPEECH: Speech = Speech {
    parses: &["PDS", "BES"],
    again: &["BES"],
    words: &[("", "(Postgrex.Error) ERROR {code}: {}")],
    ..Speech::UNHEARD
};

const UNNAMED: Prepared =
    Prepared { statements: Statements::Unnamed, named_from: 0, cache_size: None, names: "" };

/// For what is prepared.
pub(super) const UNNAMED_ONLY: Switch = Switch {
    in_url: "",
    in_code: "prepare: :unnamed",
    since: Version(0, 0, 0),
    enough: true,
    frees_in_sql: false,
};

/// `startup` of protocol.ex.
const PACKET: Packet = Packet { order: &["user", "database", "*"], names_database: false };

/// `default_opts` of utils.ex.
const VARIABLES: &[(&str, &str)] = &[
    ("PGHOST", "hostname"),
    ("PGPORT", "port"),
    ("PGUSER", "username"),
    ("PGPASSWORD", "password"),
    ("PGDATABASE", "database"),
];

/// From this version on `ssl: true` verifies.
pub(super) const VERIFIES: Version = Version(0, 21, 0);

const SYSTEM_ROOTS: &[Since<Option<&str>>] = &[Since(Version(0, 0, 0), None), Since(VERIFIES, Some(""))];

/// Values of `ssl`.
pub(super) const TLS_MODES: &[TlsMode] = &[
    TlsMode { value: "", tls: Tls::OFF },
    TlsMode { value: "false", tls: Tls::OFF },
    TlsMode { value: "true", tls: Tls::VERIFY_FULL },
];

pub(super) const START: Place = Place::Code("Postgrex.start_link(...)");

/// Options are a list that takes any name, and nobody looks for those that others have.
pub(super) const ARGUMENTS: &[ArgumentSet] = &[ArgumentSet::dropping(
    "",
    &[("host", "`hostname`"), ("user", "`username`"), ("dbname", "`database`"), ("pass", "`password`")],
)];

/// What `start_link` takes.
const PARAMS: &[Param] = &[
    Param::new("hostname", Setting::Host).place(START),
    Param::new("socket_dir", Setting::Host).place(START),
    Param::new("socket", Setting::Host).place(START),
    Param::new("endpoints", Setting::Host).kind(Kind::Object).place(START),
    Param::new("port", Setting::Port).kind(Kind::Integer).place(START),
    Param::new("database", Setting::Database).place(START),
    Param::new("username", Setting::User).place(START),
    Param::new("password", Setting::Password).place(START),
    Param::new("ssl", Setting::TlsMode).place(START),
    Param::new("parameters", Setting::ServerSetting).kind(Kind::Object).place(START),
    Param::new("prepare", Setting::StatementCache).place(START),
    Param::new("timeout", Setting::CommandTimeout).kind(Kind::Integer).place(START),
    Param::new("connect_timeout", Setting::ConnectTimeout).kind(Kind::Integer).place(START),
    Param::new("handshake_timeout", Setting::ConnectTimeout).kind(Kind::Integer).place(START),
    Param::new("target_server_type", Setting::TargetSession).place(START),
    Param::new("socket_options", Setting::Keepalive).kind(Kind::Object).place(START),
    Param::new("pool_size", Setting::Pool).kind(Kind::Integer).place(START),
    Param::new("idle_interval", Setting::Pool).kind(Kind::Integer).place(START),
];
