//! postgres.js (`postgres`).

use super::{Checked, Driver, Kind, Package, Param, Place, Registry, Switch, TlsMode, Unknown};
use crate::model::{Prepared, Setting, Since, Statements, Tls, Version};
use crate::parse::Spelling;

pub(super) static DRIVER: Driver = Driver {
    name: "postgres-js",
    aliases: &["postgres.js"],
    label: "postgres.js",
    language: "JavaScript",
    docs: "Cuts several hosts out by hand and gives the rest to Node's URL parser. Its own options can stand in the \
           query; everything else there goes to the server as a setting. Every query is a named statement, `commit` \
           too: behind a transaction pooler that does not track statements a transaction is then reported as \
           committed and lost. `prepare=false` in the string turns that off.",
    newest: Version(3, 4, 9),
    schemes: &["postgresql", "postgres"],
    own_schemes: &[],
    spellings: &[Spelling::Uri, Spelling::Parts],
    params: PARAMS,
    unknown: Unknown::SentToServer,
    tls_modes: TLS_MODES,
    system_roots: &[Since(Version(0, 0, 0), Some(""))],
    startup: STARTUP,
    prepared: &[Since(Version(0, 0, 0), PREPARED)],
    statements_off: &[Switch {
        in_url: "prepare=false",
        in_code: "prepare: false",
        since: Version(0, 0, 0),
        enough: true,
    }],
    packages: &[Package { registry: Registry::Node, name: "postgres" }],
    rank: 6,
    read: |text, spelling, version| super::rough::read(&DRIVER, text, spelling, version),
    snippet: super::snippets::postgres_js,
    checked: &[Checked {
        version: "3.4.9",
        on: "2026-11-24",
        how: "`postgres(string).options` on Node 20.20, not connected; TLS, startup packet and statements against \
              PostgreSQL 15 and PgBouncer 1.18 and 1.24",
    }],
};

const PREPARED: Prepared = Prepared {
    statements: Statements::Named,
    named_from: 1,
    cache_size: None,
    names: "<random text of the connection><n>",
};

/// Sent by `StartupMessage` of connection.js.
const STARTUP: &[(&str, &str)] = &[("client_encoding", "UTF8"), ("application_name", "postgres.js")];

const BOTH: Place = Place::Both("postgres(url, {...})");
const CODE: Place = Place::Code("postgres(url, {...})");

/// `parseOptions` of index.js: its defaults can stand in the query, and what is sent is named here when the server
/// knows it.
const PARAMS: &[Param] = &[
    Param::new("sslmode", Setting::TlsMode),
    Param::new("ssl", Setting::TlsMode).place(BOTH),
    Param::new("sslnegotiation", Setting::TlsNegotiation)
        .kind(Kind::OneOf(&["postgres", "direct"]))
        .place(BOTH),
    Param::new("max", Setting::Pool).kind(Kind::Integer).place(BOTH),
    Param::new("idle_timeout", Setting::Pool).kind(Kind::Number).place(BOTH),
    Param::new("max_lifetime", Setting::Pool).kind(Kind::Number).place(BOTH),
    Param::new("connect_timeout", Setting::ConnectTimeout).kind(Kind::Number).place(BOTH),
    Param::new("keep_alive", Setting::Keepalive).kind(Kind::Number).place(BOTH),
    Param::new("prepare", Setting::StatementCache).kind(Kind::Boolean).place(BOTH),
    Param::new("target_session_attrs", Setting::TargetSession)
        .kind(Kind::OneOf(&["read-write", "read-only", "primary", "standby", "prefer-standby"]))
        .place(BOTH),
    Param::new("fetch_types", Setting::Other).kind(Kind::Boolean).place(BOTH),
    Param::new("max_pipeline", Setting::Other).kind(Kind::Integer).place(BOTH),
    Param::new("backoff", Setting::Other).kind(Kind::Number).place(BOTH),
    Param::new("debug", Setting::Other).kind(Kind::Boolean).place(BOTH),
    Param::new("publications", Setting::Other).place(BOTH),
    Param::new("application_name", Setting::ApplicationName).sent(),
    Param::new("options", Setting::Options).sent(),
    Param::new("client_encoding", Setting::ClientEncoding).sent(),
    Param::new("search_path", Setting::SearchPath).sent(),
    Param::new("replication", Setting::Replication).sent(),
    Param::new("statement_timeout", Setting::ServerSetting).sent(),
    Param::new("lock_timeout", Setting::ServerSetting).sent(),
    Param::new("idle_in_transaction_session_timeout", Setting::ServerSetting).sent(),
    Param::new("TimeZone", Setting::ServerSetting).sent(),
    Param::new("host", Setting::Host).place(CODE),
    Param::new("port", Setting::Port).kind(Kind::Integer).place(CODE),
    Param::new("path", Setting::Host).place(CODE),
    Param::new("database", Setting::Database).place(CODE),
    Param::new("username", Setting::User).place(CODE),
    Param::new("password", Setting::Password).place(CODE),
    Param::new("connection", Setting::ServerSetting).kind(Kind::Object).place(CODE),
    Param::new("types", Setting::Other).kind(Kind::Object).place(CODE),
    Param::new("transform", Setting::Other).kind(Kind::Object).place(CODE),
];

/// Values of `ssl`, which `sslmode` is another name for. Every other value verifies fully.
const TLS_MODES: &[TlsMode] = &[
    TlsMode { value: "", tls: Tls::OFF },
    TlsMode { value: "disable", tls: Tls::OFF },
    TlsMode { value: "false", tls: Tls::OFF },
    TlsMode { value: "allow", tls: Tls::REQUIRE },
    TlsMode { value: "prefer", tls: Tls::PREFER },
    TlsMode { value: "require", tls: Tls::REQUIRE },
    TlsMode { value: "verify-ca", tls: Tls::VERIFY_FULL },
    TlsMode { value: "verify-full", tls: Tls::VERIFY_FULL },
    TlsMode { value: "true", tls: Tls::VERIFY_FULL },
];
