//! pg-connection-string: the parser of node-postgres, used by others alone.

use super::{Checked, Driver, Kind, Package, Param, Place, Registry, TlsMode, Unknown, node_postgres};
use crate::model::{Setting, Since, Tls, Version};
use crate::parse::Spelling;

pub(super) static DRIVER: Driver = Driver {
    name: "pg-connection-string",
    aliases: &[],
    label: "pg-connection-string",
    language: "JavaScript",
    docs: "The parser that node-postgres uses, and with it Knex, Drizzle, Sequelize and Kysely. It makes an options \
           object of a WHATWG URL with any scheme; `host`, `port`, `user` and `password` of the query beat the \
           authority, `database` and `dbname` do not. Files named by `sslcert`, `sslkey` and `sslrootcert` are read \
           while parsing.",
    newest: Version(2, 14, 1),
    schemes: &["postgresql", "postgres"],
    own_schemes: &[],
    spellings: &[Spelling::Uri, Spelling::Parts],
    params: PARAMS,
    unknown: Unknown::Ignored,
    tls_modes: TLS_MODES,
    system_roots: &[Since(Version(0, 0, 0), Some(""))],
    startup: node_postgres::STARTUP,
    prepared: &[Since(Version(0, 0, 0), node_postgres::PREPARED)],
    statements_off: &[],
    packages: &[Package { registry: Registry::Node, name: "pg-connection-string" }],
    rank: 30,
    read: |text, spelling, version| super::rough::read(&DRIVER, text, spelling, version),
    snippet: super::snippets::node_postgres,
    checked: &[Checked {
        version: "2.14.1",
        on: "2026-11-24",
        how: "`toClientConfig(parse(string))` on Node 20.20",
    }],
};

const CLIENT: Place = Place::Code("new Client({...})");
const POOL: Place = Place::Code("new Pool({...})");

/// Names that node-postgres looks at in the options that pg-connection-string makes (connection-parameters.js), and
/// options that it takes in code only (client.js, pg-pool).
pub(super) const PARAMS: &[Param] = &[
    Param::new("host", Setting::Host),
    Param::new("port", Setting::Port).kind(Kind::Integer),
    Param::new("user", Setting::User),
    Param::new("password", Setting::Password),
    Param::new("sslmode", Setting::TlsMode).kind(Kind::OneOf(&[
        "disable",
        "prefer",
        "require",
        "verify-ca",
        "verify-full",
        "no-verify",
    ])),
    Param::new("ssl", Setting::TlsMode).place(Place::Both("new Client({...})")),
    Param::new("sslcert", Setting::TlsClient).kind(Kind::File),
    Param::new("sslkey", Setting::TlsClient).kind(Kind::File),
    Param::new("sslrootcert", Setting::TlsRootCertificate).kind(Kind::File),
    Param::new("uselibpqcompat", Setting::Other).kind(Kind::Boolean),
    Param::new("sslnegotiation", Setting::TlsNegotiation)
        .kind(Kind::OneOf(&["postgres", "direct"]))
        .place(Place::Both("new Client({...})")),
    Param::new("application_name", Setting::ApplicationName).place(Place::Both("new Client({...})")).sent(),
    Param::new("fallback_application_name", Setting::ApplicationName)
        .place(Place::Both("new Client({...})"))
        .sent(),
    Param::new("options", Setting::Options).place(Place::Both("new Client({...})")).sent(),
    Param::new("client_encoding", Setting::ClientEncoding).place(Place::Both("new Client({...})")),
    Param::new("replication", Setting::Replication).place(Place::Both("new Client({...})")).sent(),
    Param::new("statement_timeout", Setting::ServerSetting)
        .kind(Kind::Integer)
        .place(Place::Both("new Client({...})"))
        .sent(),
    Param::new("lock_timeout", Setting::ServerSetting)
        .kind(Kind::Integer)
        .place(Place::Both("new Client({...})"))
        .sent(),
    Param::new("idle_in_transaction_session_timeout", Setting::ServerSetting)
        .kind(Kind::Integer)
        .place(Place::Both("new Client({...})"))
        .sent(),
    Param::new("query_timeout", Setting::CommandTimeout)
        .kind(Kind::Integer)
        .place(Place::Both("new Client({...})")),
    Param::new("binary", Setting::Other).kind(Kind::Boolean).place(Place::Both("new Client({...})")),
    Param::new("database", Setting::Database).place(CLIENT),
    Param::new("connectionTimeoutMillis", Setting::ConnectTimeout).kind(Kind::Integer).place(CLIENT),
    Param::new("enableChannelBinding", Setting::ChannelBinding).kind(Kind::Boolean).place(CLIENT),
    Param::new("keepAlive", Setting::Keepalive).kind(Kind::Boolean).place(CLIENT),
    Param::new("keepAliveInitialDelayMillis", Setting::Keepalive).kind(Kind::Integer).place(CLIENT),
    Param::new("types", Setting::Other).kind(Kind::Object).place(CLIENT),
    Param::new("stream", Setting::Other).kind(Kind::Object).place(CLIENT),
    Param::new("max", Setting::Pool).kind(Kind::Integer).place(POOL),
    Param::new("min", Setting::Pool).kind(Kind::Integer).place(POOL),
    Param::new("idleTimeoutMillis", Setting::Pool).kind(Kind::Integer).place(POOL),
    Param::new("maxUses", Setting::Pool).kind(Kind::Integer).place(POOL),
    Param::new("maxLifetimeSeconds", Setting::Pool).kind(Kind::Integer).place(POOL),
    Param::new("allowExitOnIdle", Setting::Pool).kind(Kind::Boolean).place(POOL),
];

/// Values of `sslmode`. Every other value verifies fully as well.
pub(super) const TLS_MODES: &[TlsMode] = &[
    TlsMode { value: "", tls: Tls::OFF },
    TlsMode { value: "disable", tls: Tls::OFF },
    TlsMode { value: "allow", tls: Tls::VERIFY_FULL },
    TlsMode { value: "prefer", tls: Tls::VERIFY_FULL },
    TlsMode { value: "require", tls: Tls::VERIFY_FULL },
    TlsMode { value: "verify-ca", tls: Tls::VERIFY_FULL },
    TlsMode { value: "verify-full", tls: Tls::VERIFY_FULL },
    TlsMode { value: "no-verify", tls: Tls::REQUIRE },
];
