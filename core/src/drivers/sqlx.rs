//! sqlx.

use super::{Checked, Driver, Kind, Package, Param, Registry, TlsMode, Unknown};
use crate::model::{Prepared, Setting, Since, Statements, Tls, Version};
use crate::parse::Spelling;

pub(super) static DRIVER: Driver = Driver {
    name: "sqlx",
    aliases: &["sea-orm"],
    label: "sqlx",
    language: "Rust",
    docs: "Reads the string as a WHATWG URL with any scheme. Unknown parameters are dropped with a line in the log. It \
           always sends `extra_float_digits` at startup, which PgBouncer refuses unless it is told to ignore it. Every \
           query is a named statement, and no parameter changes that: with `statement-cache-capacity=0` they are still \
           named, and `.persistent(false)` splits the unnamed statement over two round trips.",
    newest: Version(0, 9, 0),
    schemes: &["postgresql", "postgres"],
    own_schemes: &[],
    spellings: &[Spelling::Uri, Spelling::Parts],
    params: PARAMS,
    unknown: Unknown::Ignored,
    tls_modes: TLS_MODES,
    system_roots: &[Since(Version(0, 0, 0), Some(""))],
    startup: STARTUP,
    prepared: &[Since(Version(0, 0, 0), PREPARED)],
    statements_off: &[],
    packages: &[
        Package { registry: Registry::Rust, name: "sqlx" },
        Package { registry: Registry::Rust, name: "sqlx-postgres" },
        Package { registry: Registry::Rust, name: "sea-orm" },
    ],
    rank: 10,
    read: |text, spelling, version| super::rough::read(&DRIVER, text, spelling, version),
    snippet: super::snippets::sqlx,
    checked: &[
        Checked {
            version: "0.9.0",
            on: "2026-11-24",
            how: "`PgConnectOptions::from_str`, not connected; establish.rs of sqlx-postgres",
        },
        Checked {
            version: "0.8.6",
            on: "2026-11-23",
            how: "startup packet, TLS and statements against PostgreSQL 15 and PgBouncer 1.18 and 1.24",
        },
    ],
};

const PREPARED: Prepared =
    Prepared { statements: Statements::Named, named_from: 1, cache_size: Some(100), names: "sqlx_s_<n>" };

/// Sent by establish.rs.
const STARTUP: &[(&str, &str)] = &[
    ("DateStyle", "ISO, MDY"),
    ("client_encoding", "UTF8"),
    ("TimeZone", "UTC"),
    ("extra_float_digits", "2"),
];

const SSL_MODE: Kind = Kind::OneOf(&["disable", "allow", "prefer", "require", "verify-ca", "verify-full"]);

/// `parse_from_url` of options/parse.rs; `options[name]` is there too, under any name.
const PARAMS: &[Param] = &[
    Param::new("sslmode", Setting::TlsMode).kind(SSL_MODE),
    Param::new("ssl-mode", Setting::TlsMode).kind(SSL_MODE),
    Param::new("sslrootcert", Setting::TlsRootCertificate).kind(Kind::File),
    Param::new("ssl-root-cert", Setting::TlsRootCertificate).kind(Kind::File),
    Param::new("ssl-ca", Setting::TlsRootCertificate).kind(Kind::File),
    Param::new("sslcert", Setting::TlsClient).kind(Kind::File),
    Param::new("ssl-cert", Setting::TlsClient).kind(Kind::File),
    Param::new("sslkey", Setting::TlsClient).kind(Kind::File),
    Param::new("ssl-key", Setting::TlsClient).kind(Kind::File),
    Param::new("statement-cache-capacity", Setting::StatementCache).kind(Kind::Integer),
    Param::new("host", Setting::Host),
    Param::new("hostaddr", Setting::HostAddress),
    Param::new("port", Setting::Port).kind(Kind::Integer),
    Param::new("dbname", Setting::Database),
    Param::new("user", Setting::User),
    Param::new("password", Setting::Password),
    Param::new("application_name", Setting::ApplicationName).sent(),
    Param::new("options", Setting::Options).sent(),
];

/// Values of `sslmode`, in any letter case. `prefer` is only what it says when a TLS feature of the crate is on.
const TLS_MODES: &[TlsMode] = &[
    TlsMode { value: "prefer", tls: Tls::PREFER },
    TlsMode { value: "disable", tls: Tls::OFF },
    TlsMode { value: "allow", tls: Tls::PREFER },
    TlsMode { value: "require", tls: Tls::REQUIRE },
    TlsMode { value: "verify-ca", tls: Tls::VERIFY_CA },
    TlsMode { value: "verify-full", tls: Tls::VERIFY_FULL },
];
