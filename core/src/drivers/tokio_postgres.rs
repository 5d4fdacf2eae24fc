//! tokio-postgres, and deadpool-postgres and bb8-postgres with it.

use super::{Checked, Driver, Kind, Package, Param, Registry, Switch, TlsMode, Unknown};
use crate::model::{Prepared, Setting, Since, Statements, Tls, Version};
use crate::parse::Spelling;

pub(super) static DRIVER: Driver = Driver {
    name: "tokio-postgres",
    aliases: &["rust-postgres", "deadpool-postgres"],
    label: "tokio-postgres",
    language: "Rust",
    docs: "A reader of its own, close to libpq's: `postgres://` and `postgresql://` in lower case, everything else is \
           keyword/value text. An unknown parameter is refused; `sslmode` knows `disable`, `prefer` and `require` only. \
           What is verified is up to the TLS connector given in code: the usual ones verify fully, and with `NoTls` \
           `require` fails. Every query prepares a named statement and closes it again; `query_typed` does not.",
    newest: Version(0, 7, 18),
    schemes: &["postgresql", "postgres"],
    own_schemes: &[],
    spellings: &[Spelling::Uri, Spelling::KeywordValue, Spelling::Parts],
    params: PARAMS,
    unknown: Unknown::Refused,
    tls_modes: TLS_MODES,
    system_roots: &[Since(Version(0, 0, 0), Some(""))],
    startup: STARTUP,
    prepared: &[Since(Version(0, 0, 0), PREPARED)],
    statements_off: &[Switch {
        in_url: "",
        in_code: "client.query_typed(...)",
        since: Version(0, 7, 11),
        enough: true,
    }],
    packages: &[
        Package { registry: Registry::Rust, name: "tokio-postgres" },
        Package { registry: Registry::Rust, name: "deadpool-postgres" },
        Package { registry: Registry::Rust, name: "bb8-postgres" },
        Package { registry: Registry::Rust, name: "postgres" },
    ],
    rank: 14,
    read: |text, spelling, version| super::rough::read(&DRIVER, text, spelling, version),
    snippet: super::snippets::tokio_postgres,
    checked: &[Checked {
        version: "0.7.18",
        on: "2026-11-24",
        how: "`Config::from_str`, not connected; statements against PgBouncer 1.18 and 1.24",
    }],
};

const PREPARED: Prepared =
    Prepared { statements: Statements::Named, named_from: 1, cache_size: None, names: "s<n>" };

/// Sent by `connect_raw`.
const STARTUP: &[(&str, &str)] = &[("client_encoding", "UTF8")];

/// `Config::param` of config.rs.
const PARAMS: &[Param] = &[
    Param::new("user", Setting::User),
    Param::new("password", Setting::Password),
    Param::new("dbname", Setting::Database),
    Param::new("host", Setting::Host),
    Param::new("hostaddr", Setting::HostAddress),
    Param::new("port", Setting::Port).kind(Kind::Integer),
    Param::new("sslmode", Setting::TlsMode).kind(Kind::OneOf(&["disable", "prefer", "require"])),
    Param::new("sslnegotiation", Setting::TlsNegotiation)
        .kind(Kind::OneOf(&["postgres", "direct"]))
        .since(Version(0, 7, 11)),
    Param::new("channel_binding", Setting::ChannelBinding)
        .kind(Kind::OneOf(&["disable", "prefer", "require"])),
    Param::new("application_name", Setting::ApplicationName).sent(),
    Param::new("options", Setting::Options).sent(),
    Param::new("connect_timeout", Setting::ConnectTimeout).kind(Kind::Integer),
    Param::new("tcp_user_timeout", Setting::Keepalive).kind(Kind::Integer).since(Version(0, 7, 8)),
    Param::new("keepalives", Setting::Keepalive).kind(Kind::Integer),
    Param::new("keepalives_idle", Setting::Keepalive).kind(Kind::Integer),
    Param::new("keepalives_interval", Setting::Keepalive).kind(Kind::Integer).since(Version(0, 7, 8)),
    Param::new("keepalives_retries", Setting::Keepalive).kind(Kind::Integer).since(Version(0, 7, 8)),
    Param::new("target_session_attrs", Setting::TargetSession).kind(Kind::OneOf(&[
        "any",
        "read-write",
        "read-only",
    ])),
    Param::new("load_balance_hosts", Setting::LoadBalance)
        .kind(Kind::OneOf(&["disable", "random"]))
        .since(Version(0, 7, 10)),
];

/// Values of `sslmode` with a TLS connector that verifies, as those of native-tls, rustls and openssl do unless told
/// otherwise.
const TLS_MODES: &[TlsMode] = &[
    TlsMode { value: "prefer", tls: Tls::PREFER },
    TlsMode { value: "disable", tls: Tls::OFF },
    TlsMode { value: "require", tls: Tls::VERIFY_FULL },
];
