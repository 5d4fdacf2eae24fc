//! psqlpy, a client for Python in Rust, with a fork of tokio-postgres.

use super::{Checked, Driver, Evidence, Kind, Package, Param, Registry, TlsMode, Told, Wish, tokio_postgres};
use crate::model::{Setting, Since, Tls, Version};
use crate::parse::Spelling;

pub(super) static DRIVER: Driver = Driver {
    name: "psqlpy",
    aliases: &[],
    label: "psqlpy",
    language: "Python",
    docs: "Reads the string as tokio-postgres does, without `sslnegotiation`, and with `verify-ca` and `verify-full`, \
           which do not mean what they say: it goes on in plain text when the server offers no TLS. Without \
           `ssl_mode=SslMode.Require` or `ca_file` in code it cannot speak TLS at all, so that `prefer` never asks for it \
           and `require` fails. Every query is a named statement, also with `prepared=False`.",
    newest: Version(0, 13, 1),
    spellings: &[Spelling::Uri, Spelling::KeywordValue],
    params: PARAMS,
    tls_modes: TLS_MODES,
    system_roots: &[Since(Version(0, 0, 0), None)],
    statements_off: &[],
    told: &[tokio_postgres::TOLD, &[Told::of_pool(Wish::PoolSize, "max_db_pool_size={}")]],
    arguments: &[],
    packages: &[Package::new(Registry::Python, "psqlpy")],
    rank: Driver::RARE + 5,
    read: |text, spelling, version| tokio_postgres::read_with(&DRIVER, text, spelling, version),
    snippet: super::snippets::psqlpy,
    checked: &[Checked {
        version: "0.13.1",
        evidence: Evidence::Run,
        on: "2026-11-24",
        how: "`ConnectionPool(dsn=...)`, not connected; TLS and the startup packet against a listener on loopback",
    }],
    ..tokio_postgres::DRIVER
};

/// As without code: with a file of authorities `prefer` asks for TLS as well.
const TLS_MODES: &[TlsMode] = &[
    TlsMode { value: "prefer", tls: Tls::OFF },
    TlsMode { value: "disable", tls: Tls::OFF },
    TlsMode { value: "allow", tls: Tls::OFF },
    TlsMode { value: "require", tls: Tls::REQUIRE },
    TlsMode { value: "verify-ca", tls: Tls::PREFER },
    TlsMode { value: "verify-full", tls: Tls::PREFER },
];

/// Those of tokio-postgres 0.7.10, whose fork it uses, with more values of `sslmode`.
const PARAMS: &[Param] = &[
    Param::new("user", Setting::User),
    Param::new("password", Setting::Password),
    Param::new("dbname", Setting::Database),
    Param::new("host", Setting::Host),
    Param::new("hostaddr", Setting::HostAddress),
    Param::new("port", Setting::Port).kind(Kind::Integer),
    Param::new("sslmode", Setting::TlsMode).kind(Kind::OneOf(&[
        "disable",
        "allow",
        "prefer",
        "require",
        "verify-ca",
        "verify-full",
    ])),
    Param::new("channel_binding", Setting::ChannelBinding)
        .kind(Kind::OneOf(&["disable", "prefer", "require"])),
    Param::new("application_name", Setting::ApplicationName).sent(),
    Param::new("options", Setting::Options).sent(),
    Param::new("connect_timeout", Setting::ConnectTimeout).kind(Kind::Integer),
    Param::new("tcp_user_timeout", Setting::Keepalive).kind(Kind::Integer),
    Param::new("keepalives", Setting::Keepalive).kind(Kind::Integer),
    Param::new("keepalives_idle", Setting::Keepalive).kind(Kind::Integer),
    Param::new("keepalives_interval", Setting::Keepalive).kind(Kind::Integer),
    Param::new("keepalives_retries", Setting::Keepalive).kind(Kind::Integer),
    Param::new("target_session_attrs", Setting::TargetSession).kind(Kind::OneOf(&[
        "any",
        "read-write",
        "read-only",
    ])),
    Param::new("load_balance_hosts", Setting::LoadBalance).kind(Kind::OneOf(&["disable", "random"])),
];
