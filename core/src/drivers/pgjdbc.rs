//! pgjdbc, the PostgreSQL JDBC driver.

use super::{Checked, Driver, Kind, Param, Switch, TlsMode, Unknown};
use crate::model::{Prepared, Setting, Since, Statements, Tls, Version};
use crate::parse::Spelling;

pub(super) static DRIVER: Driver = Driver {
    name: "pgjdbc",
    aliases: &["jdbc"],
    label: "pgjdbc",
    language: "Java",
    docs: "Takes `jdbc:postgresql:` in lower case and nothing else. There is no user information in its URL: what \
           stands before an `@` belongs to the host, and credentials go into `user=` and `password=`. Names of \
           parameters are case-sensitive, unknown ones are dropped without a word, and `+` in a value is a space. A \
           statement is named from its fifth execution on, unless `prepareThreshold=0`.",
    newest: Version(42, 7, 7),
    schemes: &["jdbc:postgresql"],
    own_schemes: &["jdbc:postgresql"],
    spellings: &[Spelling::Jdbc],
    params: PARAMS,
    unknown: Unknown::Ignored,
    tls_modes: TLS_MODES,
    system_roots: &[Since(Version(0, 0, 0), Some("sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory"))],
    startup: STARTUP,
    prepared: &[Since(Version(0, 0, 0), PREPARED)],
    statements_off: &[
        Switch {
            in_url: "prepareThreshold=0",
            in_code: "properties.setProperty(\"prepareThreshold\", \"0\")",
            since: Version(9, 0, 0),
            enough: true,
        },
        Switch {
            in_url: "preferQueryMode=simple",
            in_code: "properties.setProperty(\"preferQueryMode\", \"simple\")",
            since: Version(9, 4, 1210),
            enough: true,
        },
    ],
    packages: &[],
    rank: 40,
    read: |text, spelling, version| super::rough::read(&DRIVER, text, spelling, version),
    snippet: super::snippets::pgjdbc,
    checked: &[
        Checked { version: "42.5.5", on: "2026-11-24", how: "`Driver.parseURL`, `PGProperty` and `SslMode`" },
        Checked {
            version: "42.7.7",
            on: "2026-11-23",
            how: "startup packet, TLS and statements against PostgreSQL 15 and PgBouncer 1.18 and 1.24",
        },
    ],
};

const PREPARED: Prepared =
    Prepared { statements: Statements::Named, named_from: 5, cache_size: Some(256), names: "S_<n>" };

/// Sent by `ConnectionFactoryImpl`; before 42.6 `extra_float_digits` as well.
const STARTUP: &[(&str, &str)] =
    &[("client_encoding", "UTF8"), ("DateStyle", "ISO"), ("TimeZone", "<time zone of the JVM>")];

const SSL_MODE: Kind = Kind::OneOf(&["disable", "allow", "prefer", "require", "verify-ca", "verify-full"]);

/// `PGProperty`. Seconds unless a name says otherwise.
const PARAMS: &[Param] = &[
    Param::new("user", Setting::User),
    Param::new("password", Setting::Password),
    Param::new("PGHOST", Setting::Host),
    Param::new("PGPORT", Setting::Port).kind(Kind::Integer),
    Param::new("PGDBNAME", Setting::Database),
    Param::new("host", Setting::Host),
    Param::new("port", Setting::Port).kind(Kind::Integer),
    Param::new("dbname", Setting::Database),
    Param::new("sslmode", Setting::TlsMode).kind(SSL_MODE),
    Param::new("ssl", Setting::TlsMode).kind(Kind::Boolean),
    Param::new("sslNegotiation", Setting::TlsNegotiation)
        .kind(Kind::OneOf(&["postgres", "direct"]))
        .since(Version(42, 7, 4)),
    Param::new("sslrootcert", Setting::TlsRootCertificate).kind(Kind::File),
    Param::new("sslcert", Setting::TlsClient).kind(Kind::File),
    Param::new("sslkey", Setting::TlsClient).kind(Kind::File),
    Param::new("sslpassword", Setting::TlsClient),
    Param::new("sslpasswordcallback", Setting::TlsClient),
    Param::new("sslfactory", Setting::TlsClient),
    Param::new("sslfactoryarg", Setting::TlsClient),
    Param::new("sslhostnameverifier", Setting::TlsClient),
    Param::new("sslResponseTimeout", Setting::TlsClient).kind(Kind::Integer),
    Param::new("channelBinding", Setting::ChannelBinding)
        .kind(Kind::OneOf(&["disable", "prefer", "require"]))
        .since(Version(42, 7, 5)),
    Param::new("gssEncMode", Setting::Authentication)
        .kind(Kind::OneOf(&["disable", "allow", "prefer", "require"])),
    Param::new("gsslib", Setting::Authentication).kind(Kind::OneOf(&["auto", "sspi", "gssapi"])),
    Param::new("gssResponseTimeout", Setting::Authentication).kind(Kind::Integer),
    Param::new("jaasApplicationName", Setting::Authentication),
    Param::new("jaasLogin", Setting::Authentication).kind(Kind::Boolean),
    Param::new("kerberosServerName", Setting::Authentication),
    Param::new("sspiServiceClass", Setting::Authentication),
    Param::new("useSpnego", Setting::Authentication).kind(Kind::Boolean),
    Param::new("authenticationPluginClassName", Setting::Authentication),
    Param::new("connectTimeout", Setting::ConnectTimeout).kind(Kind::Integer),
    Param::new("loginTimeout", Setting::ConnectTimeout).kind(Kind::Integer),
    Param::new("socketTimeout", Setting::CommandTimeout).kind(Kind::Integer),
    Param::new("tcpKeepAlive", Setting::Keepalive).kind(Kind::Boolean),
    Param::new("tcpNoDelay", Setting::Keepalive).kind(Kind::Boolean),
    Param::new("ApplicationName", Setting::ApplicationName).sent(),
    Param::new("options", Setting::Options).sent(),
    Param::new("currentSchema", Setting::SearchPath),
    Param::new("replication", Setting::Replication).sent(),
    Param::new("readOnly", Setting::Other).kind(Kind::Boolean),
    Param::new("readOnlyMode", Setting::Other).kind(Kind::OneOf(&["ignore", "transaction", "always"])),
    Param::new("targetServerType", Setting::TargetSession).kind(Kind::OneOf(&[
        "any",
        "primary",
        "master",
        "slave",
        "secondary",
        "preferSlave",
        "preferSecondary",
        "preferPrimary",
    ])),
    Param::new("hostRecheckSeconds", Setting::TargetSession).kind(Kind::Integer),
    Param::new("loadBalanceHosts", Setting::LoadBalance).kind(Kind::Boolean),
    Param::new("prepareThreshold", Setting::StatementCache).kind(Kind::Integer),
    Param::new("preparedStatementCacheQueries", Setting::StatementCache).kind(Kind::Integer),
    Param::new("preparedStatementCacheSizeMiB", Setting::StatementCache).kind(Kind::Integer),
    Param::new("preferQueryMode", Setting::StatementCache).kind(Kind::OneOf(&[
        "extended",
        "extendedForPrepared",
        "extendedCacheEverything",
        "simple",
    ])),
    Param::new("service", Setting::Service),
    Param::new("protocolVersion", Setting::Protocol).kind(Kind::Integer),
    Param::new("assumeMinServerVersion", Setting::Protocol),
    Param::new("groupStartupParameters", Setting::Protocol).kind(Kind::Boolean),
    Param::new("allowEncodingChanges", Setting::ClientEncoding).kind(Kind::Boolean),
    Param::new("autosave", Setting::Other).kind(Kind::OneOf(&["always", "never", "conservative"])),
    Param::new("adaptiveFetch", Setting::Other).kind(Kind::Boolean),
    Param::new("adaptiveFetchMaximum", Setting::Other).kind(Kind::Integer),
    Param::new("adaptiveFetchMinimum", Setting::Other).kind(Kind::Integer),
    Param::new("binaryTransfer", Setting::Other).kind(Kind::Boolean),
    Param::new("binaryTransferDisable", Setting::Other),
    Param::new("binaryTransferEnable", Setting::Other),
    Param::new("cancelSignalTimeout", Setting::Other).kind(Kind::Integer),
    Param::new("cleanupSavepoints", Setting::Other).kind(Kind::Boolean),
    Param::new("databaseMetadataCacheFields", Setting::Other).kind(Kind::Integer),
    Param::new("databaseMetadataCacheFieldsMiB", Setting::Other).kind(Kind::Integer),
    Param::new("defaultRowFetchSize", Setting::Other).kind(Kind::Integer),
    Param::new("disableColumnSanitiser", Setting::Other).kind(Kind::Boolean),
    Param::new("escapeSyntaxCallMode", Setting::Other).kind(Kind::OneOf(&[
        "select",
        "callIfNoReturn",
        "call",
    ])),
    Param::new("hideUnprivilegedObjects", Setting::Other).kind(Kind::Boolean),
    Param::new("localSocketAddress", Setting::Other),
    Param::new("loggerFile", Setting::Other),
    Param::new("loggerLevel", Setting::Other).kind(Kind::OneOf(&["OFF", "DEBUG", "TRACE"])),
    Param::new("logServerErrorDetail", Setting::Other).kind(Kind::Boolean),
    Param::new("logUnclosedConnections", Setting::Other).kind(Kind::Boolean),
    Param::new("maxResultBuffer", Setting::Other),
    Param::new("quoteReturningIdentifiers", Setting::Other).kind(Kind::Boolean),
    Param::new("receiveBufferSize", Setting::Other).kind(Kind::Integer),
    Param::new("reWriteBatchedInserts", Setting::Other).kind(Kind::Boolean),
    Param::new("sendBufferSize", Setting::Other).kind(Kind::Integer),
    Param::new("socketFactory", Setting::Other),
    Param::new("socketFactoryArg", Setting::Other),
    Param::new("stringtype", Setting::Other).kind(Kind::OneOf(&["unspecified", "varchar"])),
    Param::new("unknownLength", Setting::Other).kind(Kind::Integer),
    Param::new("xmlFactoryFactory", Setting::Other),
];

/// Values of `sslmode`, in any letter case; `ssl=true` without it is `verify-full`.
const TLS_MODES: &[TlsMode] = &[
    TlsMode { value: "prefer", tls: Tls::PREFER },
    TlsMode { value: "disable", tls: Tls::OFF },
    TlsMode { value: "allow", tls: Tls::PREFER },
    TlsMode { value: "require", tls: Tls::REQUIRE },
    TlsMode { value: "verify-ca", tls: Tls::VERIFY_CA },
    TlsMode { value: "verify-full", tls: Tls::VERIFY_FULL },
];
