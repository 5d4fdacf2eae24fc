//! asyncpg, a client of its own for Python's asyncio.

use super::{Checked, Driver, Kind, Package, Param, Place, Registry, Switch, Unknown, libpq};
use crate::model::{Prepared, Setting, Since, Statements, Version};
use crate::parse::Spelling;

pub(super) static DRIVER: Driver = Driver {
    name: "asyncpg",
    aliases: &[],
    label: "asyncpg",
    language: "Python",
    docs: "Splits the URL with Python's urllib, and sends every parameter that it does not know to the server as a \
           setting. Every query with arguments is a named statement from its first execution on, with names that \
           count up per process; `statement_cache_size=0` as an argument of `connect()` or `create_pool()` turns \
           that off, in a URL it does not work.",
    newest: Version(0, 32, 0),
    schemes: &["postgresql", "postgres"],
    own_schemes: &[],
    spellings: &[Spelling::Uri, Spelling::Parts],
    params: PARAMS,
    unknown: Unknown::SentToServer,
    tls_modes: libpq::TLS_MODES,
    system_roots: &[],
    startup: &[("client_encoding", "'utf-8'")],
    prepared: &[Since(Version(0, 0, 0), PREPARED)],
    statements_off: &[Switch {
        in_url: "",
        in_code: "statement_cache_size=0",
        since: Version(0, 0, 0),
        enough: true,
    }],
    packages: &[Package { registry: Registry::Python, name: "asyncpg" }],
    rank: 5,
    read: |text, spelling, version| super::rough::read(&DRIVER, text, spelling, version),
    snippet: super::snippets::asyncpg,
    checked: &[
        Checked {
            version: "0.32.0",
            on: "2026-11-24",
            how: "_parse_connect_arguments of connect_utils.py, run",
        },
        Checked {
            version: "0.27.0 to 0.31.0",
            on: "2026-11-24",
            how: "connect_utils.py and connection.py, read",
        },
    ],
};

pub(super) const PREPARED: Prepared = Prepared {
    statements: Statements::Named,
    named_from: 1,
    cache_size: Some(100),
    names: "__asyncpg_stmt_N__",
};

const CONNECT: Place = Place::Code("asyncpg.connect(...)");
const BOTH: Place = Place::Both("asyncpg.connect(...)");
const V29: Version = Version(0, 29, 0);
const V30: Version = Version(0, 30, 0);
const V31: Version = Version(0, 31, 0);

const PARAMS: &[Param] = &[
    Param::new("host", Setting::Host).place(BOTH),
    Param::new("port", Setting::Port).kind(Kind::Integer).place(BOTH),
    Param::new("user", Setting::User).place(BOTH),
    Param::new("password", Setting::Password).place(BOTH),
    Param::new("database", Setting::Database).place(BOTH),
    Param::new("dbname", Setting::Database),
    Param::new("passfile", Setting::PasswordFile).kind(Kind::File).place(BOTH),
    Param::new("service", Setting::Service).place(BOTH).since(V31),
    Param::new("servicefile", Setting::Service).kind(Kind::File).place(CONNECT).since(V31),
    Param::new("sslmode", Setting::TlsMode).kind(libpq::SSL_MODE),
    Param::new("ssl", Setting::TlsMode).kind(Kind::Object).place(CONNECT),
    Param::new("direct_tls", Setting::TlsNegotiation).kind(Kind::Boolean).place(CONNECT),
    Param::new("sslnegotiation", Setting::TlsNegotiation)
        .kind(Kind::OneOf(&["postgres", "direct"]))
        .since(V30),
    Param::new("sslrootcert", Setting::TlsRootCertificate).kind(Kind::File),
    Param::new("sslcert", Setting::TlsClient).kind(Kind::File),
    Param::new("sslkey", Setting::TlsClient).kind(Kind::File),
    Param::new("sslcrl", Setting::TlsClient).kind(Kind::File),
    Param::new("sslpassword", Setting::TlsClient),
    Param::new("ssl_min_protocol_version", Setting::TlsClient),
    Param::new("ssl_max_protocol_version", Setting::TlsClient),
    Param::new("target_session_attrs", Setting::TargetSession)
        .kind(libpq::TARGET_SESSION)
        .place(BOTH)
        .since(V29),
    Param::new("krbsrvname", Setting::Authentication).place(BOTH).since(V30),
    Param::new("gsslib", Setting::Authentication)
        .kind(Kind::OneOf(&["gssapi", "sspi"]))
        .place(BOTH)
        .since(V30),
    Param::new("timeout", Setting::ConnectTimeout).kind(Kind::Number).place(CONNECT),
    Param::new("command_timeout", Setting::CommandTimeout).kind(Kind::Number).place(CONNECT),
    Param::new("statement_cache_size", Setting::StatementCache).kind(Kind::Integer).place(CONNECT),
    Param::new("max_cached_statement_lifetime", Setting::Other).kind(Kind::Integer).place(CONNECT),
    Param::new("max_cacheable_statement_size", Setting::Other).kind(Kind::Integer).place(CONNECT),
    Param::new("server_settings", Setting::ServerSetting).kind(Kind::Object).place(CONNECT),
    Param::new("application_name", Setting::ApplicationName).sent(),
    Param::new("client_encoding", Setting::ClientEncoding).sent(),
    Param::new("search_path", Setting::SearchPath).sent(),
    Param::new("options", Setting::Options).sent(),
    Param::new("replication", Setting::Replication).sent(),
    Param::new("TimeZone", Setting::ServerSetting).sent(),
    Param::new("timezone", Setting::ServerSetting).sent(),
    Param::new("DateStyle", Setting::ServerSetting).sent(),
    Param::new("datestyle", Setting::ServerSetting).sent(),
    Param::new("IntervalStyle", Setting::ServerSetting).sent(),
    Param::new("statement_timeout", Setting::ServerSetting).sent(),
    Param::new("lock_timeout", Setting::ServerSetting).sent(),
    Param::new("idle_in_transaction_session_timeout", Setting::ServerSetting).sent(),
    Param::new("default_transaction_isolation", Setting::ServerSetting).sent(),
    Param::new("default_transaction_read_only", Setting::ServerSetting).sent(),
    Param::new("jit", Setting::ServerSetting).sent(),
    Param::new("role", Setting::ServerSetting).sent(),
    Param::new("work_mem", Setting::ServerSetting).sent(),
];
