//! lib/pq.

use super::lib_pq_config::Config;
use super::{
    Asynchronous, Checked, Command, Disk, Driver, Evidence, Kind, Package, Packet, Param, Registry, Speech,
    Switch, TlsMode, Told, Unknown, Wish, fill, libpq,
};
use crate::model::{Prepared, Reading, Setting, Since, Statements, Tls, Version};
use crate::parse::Spelling;

/// How database/sql is told things of its pool, which keeps two idle connections unless it is said.
pub(super) const TOLD_POOL: &[Told] = &[
    Told::of_pool(Wish::NoPool, "SetMaxIdleConns(0)"),
    Told::of_pool(Wish::PoolSize, "SetMaxOpenConns({})"),
    Told::of_pool(Wish::PoolSize, "SetMaxIdleConns({})"),
    Told::of_pool(Wish::PoolRecycle, "SetConnMaxLifetime({s} * time.Second)"),
];

pub(super) static DRIVER: Driver = Driver {
    name: "lib-pq",
    aliases: &["lib/pq"],
    label: "lib/pq",
    language: "Go",
    docs: "`postgres://` and `postgresql://` in lower case are split by Go's net/url and written anew as keyword/value \
           text, sorted: what the authority and the query both say is decided by the alphabet. What it does not know \
           is sent to the server as a setting, so a slip of the fingers fails at login. TLS is required by default, \
           which the release after 1.12 is going to relax to `prefer`; before 1.12 it knows neither `prefer` nor \
           `allow`, and before 1.11 only one host. A query with arguments is an unnamed statement, parsed in one round \
           trip and run in another, unless `binary_parameters=yes`: behind a pooler in transaction mode another \
           client's rows come back without an error.",
    newest: Version(1, 12, 3),
    schemes: &["postgres", "postgresql"],
    own_schemes: &[],
    spellings: &[Spelling::Uri, Spelling::KeywordValue, Spelling::Parts],
    params: PARAMS,
    unknown: Unknown::SentToServer,
    tls_modes: TLS_MODES,
    system_roots: &[Since(Version(0, 0, 0), Some(""))],
    startup: STARTUP,
    packet: PACKET,
    variables: VARIABLES,
    service_unknown: Some(|it| format!("pq: definition of service \"{}\" not found", it.name)),
    disk: Disk::UNTOUCHED,
    prepared: &[Since(Version(0, 0, 0), PREPARED)],
    speech: &[Since(Version(0, 0, 0), SPEECH)],
    statements_off: &[Switch {
        in_url: "binary_parameters=yes",
        in_code: "",
        since: Version(1, 0, 0),
        enough: true,
        frees_in_sql: false,
    }],
    asynchronous: Asynchronous::Always,
    told: &[&[Told::in_url(Wish::ConnectTimeout, "connect_timeout={s}")], TOLD_POOL],
    arguments: &[],
    packages: &[Package::new(Registry::Go, "github.com/lib/pq")],
    rank: Driver::RARE,
    read,
    snippet: super::snippets::lib_pq,
    hands_on: None,
    checked: &[
        Checked {
            version: "1.11.0, 1.11.2, 1.12.0 and 1.12.3",
            evidence: Evidence::Run,
            on: "2026-11-24",
            how: "`pq.NewConfig` with Go 1.27, not connected",
        },
        Checked {
            version: "1.12.3",
            evidence: Evidence::Run,
            on: "2026-11-23",
            how: "startup packet, TLS and statements against PostgreSQL 15 and PgBouncer 1.18 and 1.24",
        },
        Checked {
            version: "1.10.9",
            evidence: Evidence::Run,
            on: "2026-11-29",
            how: "twenty clients at once at PostgreSQL 15, and startup packet at PgBouncer 1.18 and 1.24, with Go 1.27",
        },
        Checked {
            version: "1.10.7",
            evidence: Evidence::Run,
            on: "2026-11-24",
            how: "`pq.NewConnector` with Go 1.19, not connected; what it checks when it connects read in conn.go and \
                  ssl.go",
        },
    ],
};

/// How it speaks.
pub(super) const SPEECH: Speech = Speech {
    begin: Command::Query("BEGIN READ WRITE"),
    unnamed: &["PBDES"],
    words: &[("", "pq: {}")],
    ..Speech::PLAIN
};

/// `startup` of conn.go; what else there is follows in no order that lasts.
const PACKET: Packet = Packet {
    order: &["user", "database", "options", "application_name", "client_encoding", "datestyle"],
    names_database: false,
};

/// The tag `env` of `Config` in connector.go.
const VARIABLES: &[(&str, &str)] = &[
    ("PGSERVICE", "service"),
    ("PGHOST", "host"),
    ("PGHOSTADDR", "hostaddr"),
    ("PGPORT", "port"),
    ("PGDATABASE", "dbname"),
    ("PGUSER", "user"),
    ("PGPASSWORD", "password"),
    ("PGPASSFILE", "passfile"),
    ("PGOPTIONS", "options"),
    ("PGAPPNAME", "application_name"),
    ("PGSSLMODE", "sslmode"),
    ("PGSSLNEGOTIATION", "sslnegotiation"),
    ("PGSSLCERT", "sslcert"),
    ("PGSSLKEY", "sslkey"),
    ("PGSSLROOTCERT", "sslrootcert"),
    ("PGSSLSNI", "sslsni"),
    ("PGKRBSRVNAME", "krbsrvname"),
    ("PGCONNECT_TIMEOUT", "connect_timeout"),
    ("PGTZ", "tz"),
    ("PGGEQO", "geqo"),
    ("PGTARGETSESSIONATTRS", "target_session_attrs"),
    ("PGLOADBALANCEHOSTS", "load_balance_hosts"),
    ("PGMINPROTOCOLVERSION", "min_protocol_version"),
    ("PGMAXPROTOCOLVERSION", "max_protocol_version"),
];

pub(super) const V1_11: Version = Version(1, 11, 0);
pub(super) const V1_12: Version = Version(1, 12, 0);

/// Measured on the wire: `Parse, Describe, Sync`, then `Bind, Execute, Sync`.
const PREPARED: Prepared =
    Prepared { statements: Statements::UnnamedSplit, named_from: 0, cache_size: None, names: "" };

/// Sent by `startup` of conn.go since 1.12.3.
const STARTUP: &[(&str, &str)] = &[("client_encoding", "UTF8"), ("datestyle", "ISO, MDY")];

/// Values of `sslmode`; nothing given means `require`.
pub(super) const TLS_MODES: &[TlsMode] = &[
    TlsMode { value: "require", tls: Tls::REQUIRE },
    TlsMode { value: "disable", tls: Tls::OFF },
    TlsMode { value: "allow", tls: Tls::PREFER },
    TlsMode { value: "prefer", tls: Tls::PREFER },
    TlsMode { value: "verify-ca", tls: Tls::VERIFY_CA },
    TlsMode { value: "verify-full", tls: Tls::VERIFY_FULL },
];

/// The fields of `Config` in connector.go in their order, which is that of its checks; then what it sends and the
/// server has. Words stand in the order in which it lists them.
const PARAMS: &[Param] = &[
    Param::new("host", Setting::Host),
    Param::new("hostaddr", Setting::HostAddress).since(V1_11),
    Param::new("port", Setting::Port).kind(Kind::Integer),
    Param::new("dbname", Setting::Database),
    Param::new("database", Setting::Database).since(Version(1, 11, 2)),
    Param::new("user", Setting::User),
    Param::new("password", Setting::Password),
    Param::new("passfile", Setting::PasswordFile).kind(Kind::File).since(V1_11),
    Param::new("options", Setting::Options).sent(),
    Param::new("application_name", Setting::ApplicationName).sent(),
    Param::new("fallback_application_name", Setting::ApplicationName),
    Param::new("sslmode", Setting::TlsMode)
        .kind(Kind::OneOf(&["disable", "allow", "prefer", "require", "verify-full", "verify-ca"]))
        .since(V1_12),
    Param::new("sslmode", Setting::TlsMode)
        .kind(Kind::OneOf(&["disable", "require", "verify-full", "verify-ca"]))
        .until(V1_12),
    Param::new("sslnegotiation", Setting::TlsNegotiation)
        .kind(Kind::OneOf(&["postgres", "direct"]))
        .since(V1_11),
    Param::new("sslcert", Setting::TlsClient).kind(Kind::File),
    Param::new("sslkey", Setting::TlsClient).kind(Kind::File),
    Param::new("sslrootcert", Setting::TlsRootCertificate).kind(Kind::File),
    Param::new("sslsni", Setting::TlsClient).kind(Kind::Boolean),
    Param::new("ssl_min_protocol_version", Setting::TlsClient).kind(TLS_VERSION).since(V1_12),
    Param::new("ssl_max_protocol_version", Setting::TlsClient).kind(TLS_VERSION).since(V1_12),
    Param::new("sslinline", Setting::TlsClient).kind(Kind::Boolean),
    Param::new("krbsrvname", Setting::Authentication),
    Param::new("krbspn", Setting::Authentication),
    Param::new("connect_timeout", Setting::ConnectTimeout).kind(Kind::Integer),
    Param::new("binary_parameters", Setting::StatementCache).kind(Kind::Boolean),
    Param::new("disable_prepared_binary_result", Setting::Other).kind(Kind::Boolean),
    Param::new("client_encoding", Setting::ClientEncoding).sent(),
    Param::new("datestyle", Setting::ServerSetting).sent(),
    Param::new("tz", Setting::Other).since(V1_11),
    Param::new("geqo", Setting::Other).since(V1_11),
    Param::new("target_session_attrs", Setting::TargetSession).kind(libpq::TARGET_SESSION).since(V1_11),
    Param::new("load_balance_hosts", Setting::LoadBalance)
        .kind(Kind::OneOf(&["disable", "random"]))
        .since(V1_11),
    Param::new("min_protocol_version", Setting::Protocol).kind(PROTOCOL).since(V1_12),
    Param::new("max_protocol_version", Setting::Protocol).kind(PROTOCOL).since(V1_12),
    Param::new("service", Setting::Service).since(V1_12),
    Param::new("search_path", Setting::SearchPath).sent(),
    Param::new("replication", Setting::Replication).sent(),
    Param::new("timezone", Setting::ServerSetting).sent(),
    Param::new("TimeZone", Setting::ServerSetting).sent(),
    Param::new("statement_timeout", Setting::ServerSetting).sent(),
    Param::new("lock_timeout", Setting::ServerSetting).sent(),
    Param::new("idle_in_transaction_session_timeout", Setting::ServerSetting).sent(),
    Param::new("default_transaction_read_only", Setting::ServerSetting).sent(),
];

const TLS_VERSION: Kind = Kind::OneOf(&["TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3"]);
const PROTOCOL: Kind = Kind::OneOf(&["3.0", "3.2", "latest"]);

fn read(text: &str, spelling: Spelling, version: Version) -> Reading {
    let mut out = Reading::empty(default_tls(version), PREPARED);
    fill::send(&mut out, startup(version));
    if spelling == Spelling::Parts {
        return fill::separate(text, out);
    }
    Config::new(text, version, PARAMS, out).read()
}

/// One release tried the default of libpq.
fn default_tls(version: Version) -> Tls {
    if version == V1_12 { Tls::PREFER } else { Tls::REQUIRE }
}

fn startup(version: Version) -> &'static [(&'static str, &'static str)] {
    match version {
        version if version < V1_11 => {
            &[("client_encoding", "UTF8"), ("datestyle", "ISO, MDY"), ("extra_float_digits", "2")]
        }
        version if version < Version(1, 12, 3) => &[("client_encoding", "UTF8")],
        _ => STARTUP,
    }
}
