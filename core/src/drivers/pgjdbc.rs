//! pgjdbc, the PostgreSQL JDBC driver.

use super::{
    Asynchronous, Checked, Command, Disk, Driver, Evidence, Kind, Package, Packet, Param, Registry, Speech,
    Switch, TlsMode, Told, Unknown, Wish, fill,
};
use crate::model::{Fate, Host, Prepared, Reading, Setting, Since, Sourced, Statements, Tls, Version};
use crate::parse::{Pair, Parts, Piece, Spelling, ascii_digits, read_jdbc_url};
use crate::text::Span;

/// How a connection is told things.
pub(super) const TOLD: &[Told] = &[
    Told::in_url(Wish::ConnectTimeout, "connectTimeout={s}"),
    Told::in_url(Wish::Keepalive, "tcpKeepAlive=true"),
    Told::in_url(Wish::Primary, "targetServerType=primary"),
    Told::in_url(Wish::Standby, "targetServerType=preferSecondary"),
];

pub(super) static DRIVER: Driver = Driver {
    name: "pgjdbc",
    aliases: &["jdbc"],
    label: "pgjdbc",
    language: "Java",
    docs: "Takes `jdbc:postgresql:` in lower case and nothing else. There is no user information in its URL: what \
           stands before an `@` belongs to the host, and credentials go into `user=` and `password=`. Names of \
           parameters are case-sensitive, unknown ones are dropped without a word, and `+` in a value is a space. A \
           statement is named from its fifth execution on, unless `prepareThreshold=0`.",
    newest: Version(42, 7, 14),
    schemes: &["jdbc:postgresql"],
    own_schemes: &["jdbc:postgresql"],
    spellings: &[Spelling::Jdbc],
    params: PARAMS,
    unknown: Unknown::Ignored,
    tls_modes: TLS_MODES,
    system_roots: &[Since(Version(0, 0, 0), Some("sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory"))],
    startup: STARTUP,
    packet: PACKET,
    variables: &[],
    service_unknown: Some(|it| format!("Unable to parse URL {}", it.string)),
    disk: Disk::UNTOUCHED,
    prepared: &[Since(Version(0, 0, 0), PREPARED)],
    speech: &[Since(Version(0, 0, 0), SPEECH)],
    statements_off: &[
        Switch {
            in_url: "prepareThreshold=0",
            in_code: "properties.setProperty(\"prepareThreshold\", \"0\")",
            since: Version(9, 0, 0),
            enough: true,
            frees_in_sql: false,
        },
        Switch {
            in_url: "preferQueryMode=simple",
            in_code: "properties.setProperty(\"preferQueryMode\", \"simple\")",
            since: Version(9, 4, 1210),
            enough: true,
            frees_in_sql: false,
        },
    ],
    asynchronous: Asynchronous::Never("r2dbc-postgresql"),
    told: &[TOLD],
    arguments: &[],
    packages: &[Package::new(Registry::Java, "org.postgresql:postgresql")],
    rank: 40,
    read,
    snippet: super::snippets::pgjdbc,
    hands_on: None,
    checked: &[
        Checked {
            version: "42.5.5",
            evidence: Evidence::Run,
            on: "2026-11-24",
            how: "`Driver.parseURL`, `PGProperty` and `SslMode`",
        },
        Checked {
            version: "42.7.14 and 42.7.7",
            evidence: Evidence::Run,
            on: "2026-11-25",
            how: "the same, `HostRequirement` and `getParametersForStartup`",
        },
        Checked {
            version: "42.2.0 to 42.7.13",
            evidence: Evidence::Source,
            on: "2026-11-25",
            how: "since when there is a parameter (PGProperty.java) and what is sent at startup \
                  (ConnectionFactoryImpl.java)",
        },
        Checked {
            version: "42.7.7",
            evidence: Evidence::Run,
            on: "2026-11-23",
            how: "startup packet, TLS and statements against PostgreSQL 15 and PgBouncer 1.18 and 1.24",
        },
    ],
};

/// How it speaks.
pub(super) const SPEECH: Speech = Speech {
    begin: Command::Statement("BEGIN"),
    begins_with_statement: true,
    commit: Command::Batch("COMMIT"),
    rollback: Command::Batch("ROLLBACK"),
    always_in_transaction: true,
    parses: &["PBdES"],
    again: &["BES"],
    words: &[("", "org.postgresql.util.PSQLException: ERROR: {}")],
    ..Speech::PLAIN
};

/// `getParametersForStartup` of ConnectionFactoryImpl.java.
pub(super) const PACKET: Packet = Packet {
    order: &[
        "user",
        "database",
        "client_encoding",
        "DateStyle",
        "TimeZone",
        "extra_float_digits",
        "application_name",
    ],
    names_database: true,
};

const PREPARED: Prepared =
    Prepared { statements: Statements::Named, named_from: 5, cache_size: Some(256), names: "S_<n>" };

/// Sent by `ConnectionFactoryImpl`; before 42.7.5 `extra_float_digits` as well.
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
    Param::new("pemKeyAlgorithm", Setting::TlsClient).since(Version(42, 7, 9)),
    Param::new("sslResponseTimeout", Setting::TlsClient).kind(Kind::Integer),
    Param::new("channelBinding", Setting::ChannelBinding)
        .kind(Kind::OneOf(&["disable", "prefer", "require"]))
        .since(Version(42, 7, 4)),
    Param::new("requireAuth", Setting::Authentication).since(Version(42, 7, 11)),
    Param::new("scramMaxIterations", Setting::Authentication).kind(Kind::Integer).since(Version(42, 7, 11)),
    Param::new("gssEncMode", Setting::Authentication)
        .kind(Kind::OneOf(&["disable", "allow", "prefer", "require"])),
    Param::new("gsslib", Setting::Authentication).kind(Kind::OneOf(&["auto", "sspi", "gssapi"])),
    Param::new("gssResponseTimeout", Setting::Authentication).kind(Kind::Integer),
    Param::new("gssUseDefaultCreds", Setting::Authentication).kind(Kind::Boolean).since(Version(42, 7, 5)),
    Param::new("jaasApplicationName", Setting::Authentication),
    Param::new("jaasLogin", Setting::Authentication).kind(Kind::Boolean),
    Param::new("kerberosServerName", Setting::Authentication),
    Param::new("sspiServiceClass", Setting::Authentication),
    Param::new("useSpnego", Setting::Authentication).kind(Kind::Boolean),
    Param::new("authenticationPluginClassName", Setting::Authentication),
    Param::new("connectTimeout", Setting::ConnectTimeout).kind(Kind::Integer),
    Param::new("loginTimeout", Setting::ConnectTimeout).kind(Kind::Integer),
    Param::new("socketTimeout", Setting::CommandTimeout).kind(Kind::Integer),
    Param::new("queryTimeout", Setting::CommandTimeout).kind(Kind::Integer).since(Version(42, 7, 9)),
    Param::new("tcpKeepAlive", Setting::Keepalive).kind(Kind::Boolean),
    Param::new("tcpNoDelay", Setting::Keepalive).kind(Kind::Boolean),
    Param::new("ApplicationName", Setting::ApplicationName),
    Param::new("options", Setting::Options).sent(),
    Param::new("currentSchema", Setting::SearchPath).sent(),
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
    Param::new("classLoaderStrategy", Setting::Other)
        .kind(Kind::OneOf(&["driver", "driver-first", "context-first"]))
        .since(Version(42, 7, 13)),
    Param::new("cleanupSavepoints", Setting::Other).kind(Kind::Boolean),
    Param::new("connectExecutor", Setting::Other).since(Version(42, 7, 13)),
    Param::new("connectExecutorArg", Setting::Other).since(Version(42, 7, 13)),
    Param::new("convertBooleanToNumeric", Setting::Other).kind(Kind::Boolean).since(Version(42, 7, 8)),
    Param::new("databaseMetadataCacheFields", Setting::Other).kind(Kind::Integer),
    Param::new("databaseMetadataCacheFieldsMiB", Setting::Other).kind(Kind::Integer),
    Param::new("defaultRowFetchSize", Setting::Other).kind(Kind::Integer),
    Param::new("disableColumnSanitiser", Setting::Other).kind(Kind::Boolean),
    Param::new("escapeSyntaxCallMode", Setting::Other).kind(Kind::OneOf(&[
        "select",
        "callIfNoReturn",
        "call",
    ])),
    Param::new("flushCacheOnDdl", Setting::StatementCache).kind(Kind::Boolean).since(Version(42, 7, 13)),
    Param::new("hideUnprivilegedObjects", Setting::Other).kind(Kind::Boolean),
    Param::new("localSocketAddress", Setting::Other),
    Param::new("loggerFile", Setting::Other),
    Param::new("loggerLevel", Setting::Other).kind(Kind::OneOf(&["OFF", "DEBUG", "TRACE"])),
    Param::new("logServerErrorDetail", Setting::Other).kind(Kind::Boolean),
    Param::new("logUnclosedConnections", Setting::Other).kind(Kind::Boolean),
    Param::new("maxResultBuffer", Setting::Other),
    Param::new("maxSendBufferSize", Setting::Other).kind(Kind::Integer).since(Version(42, 7, 4)),
    Param::new("quoteReturningIdentifiers", Setting::Other).kind(Kind::Boolean),
    Param::new("receiveBufferSize", Setting::Other).kind(Kind::Integer),
    Param::new("reWriteBatchedInserts", Setting::Other).kind(Kind::Boolean),
    Param::new("reWriteBatchedInsertsSize", Setting::Other).kind(Kind::Integer).since(Version(42, 7, 13)),
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

/// `Driver.parseURL(text)`, and the checks of values that come before it dials.
fn read(text: &str, spelling: Spelling, version: Version) -> Reading {
    let mut out = Reading::empty(Tls::PREFER, PREPARED);
    fill::send(&mut out, STARTUP);
    if version < Version(42, 7, 5) {
        fill::send(&mut out, &[("extra_float_digits", "2")]);
    }
    if spelling == Spelling::Parts {
        out = fill::separate(text, out);
    } else {
        match read_jdbc_url(text) {
            Ok(parts) => configure(&mut out, text, &parts, version),
            Err(span) => out.refuse(span, refusal(text)),
        }
    }
    fill::dial_localhost(&mut out);
    out
}

/// What it says when it does not take a URL; what does not begin as its URLs do, it leaves to other drivers.
fn refusal(text: &str) -> String {
    let what = if text.starts_with("jdbc:postgresql:") {
        "Unable to parse URL"
    } else {
        "No suitable driver found for"
    };
    format!("{what} {text}")
}

fn configure(out: &mut Reading, text: &str, parts: &Parts, version: Version) {
    out.dbname = parts.dbname.as_ref().map(fill::written);
    let mut hosts: Vec<Piece> = parts.hosts.iter().map(|it| it.host.clone()).collect();
    let mut ports: Vec<Option<Piece>> = parts.hosts.iter().map(|it| it.port.clone()).collect();
    for pair in &parts.pairs {
        let pair = translated(pair);
        let given = fill::given(&pair, PARAMS, Fate::Ignored, version);
        let value = fill::value_of(&pair);
        match given.setting {
            Some(Setting::User) => out.user = Some(fill::written(&value)),
            Some(Setting::Password) => out.password = Some(fill::secret(&value)),
            Some(Setting::Database) => out.dbname = Some(fill::written(&value)),
            Some(Setting::Host) => hosts = listed(&value),
            Some(Setting::Port) => ports = listed(&value).into_iter().map(Some).collect(),
            _ => {}
        }
        let search_path = given.setting == Some(Setting::SearchPath);
        fill::push(out, given);
        if let Some((name, _)) = out.startup.last_mut().filter(|_| search_path) {
            *name = "search_path".into();
        }
    }
    assume(out, version);
    dial(out, text, hosts, ports);
    verify(out);
    target(out);
    prepare(out);
}

/// `replication` is sent to a server of 9.4 or later, and the name of the application to one of 9.0 or later, but only
/// when the string says which version it has to assume; 42.7.5 sets the name later.
fn assume(out: &mut Reading, version: Version) {
    let assumed = last(out, "assumeMinServerVersion").and_then(|given| Version::parse(&given.value));
    if assumed < Some(Version(9, 4, 0)) {
        out.startup.retain(|(name, _)| name != "replication");
    }
    if assumed < Some(Version(9, 0, 0)) || version == Version(42, 7, 5) {
        return;
    }
    for (_, value) in out.startup.iter_mut().filter(|(name, _)| name == "extra_float_digits") {
        value.value = "3".into();
    }
    let name = last(out, "ApplicationName");
    let name = name
        .map(|it| fill::written(&it))
        .unwrap_or_else(|| Sourced::default_of_driver("PostgreSQL JDBC Driver".into()));
    out.startup.push(("application_name".into(), name));
}

/// `host`, `port` and `dbname`, in any letter case, are other names of `PGHOST`, `PGPORT` and `PGDBNAME`, unless
/// there is no `=`.
fn translated(pair: &Pair) -> Pair {
    let lower = pair.key.value.to_ascii_lowercase();
    let is_part = pair.value.is_some() && matches!(lower.as_str(), "host" | "port" | "dbname");
    let value = if is_part { lower } else { pair.key.value.clone() };
    Pair { key: Piece { value, ..pair.key.clone() }, ..pair.clone() }
}

fn listed(list: &Piece) -> Vec<Piece> {
    list.value.split(',').map(|value| Piece { span: list.span, value: value.into() }).collect()
}

/// Every host has a port, and every port is one: else the URL is not taken.
fn dial(out: &mut Reading, text: &str, hosts: Vec<Piece>, mut ports: Vec<Option<Piece>>) {
    let number = |port: &Piece| ascii_digits(&port.value).parse::<i64>().ok();
    let is_port = |port: &&Option<Piece>| {
        port.as_ref().is_none_or(|it| number(it).is_some_and(|port| (1..=65535).contains(&port)))
    };
    let span =
        |ports: &[Option<Piece>]| ports.iter().flatten().next_back().map_or(Span::default(), |it| it.span);
    if let Some(Some(bad)) = ports.iter().find(|port| !is_port(port)) {
        out.refuse(bad.span, refusal(text));
    } else if hosts.len().max(1) != ports.len().max(1) {
        out.refuse(span(&ports), refusal(text));
    }
    ports.resize(hosts.len().max(1), None);
    let written = |port: &Piece| Some(Sourced::written(number(port)?, port.span));
    let mut ports = ports.iter().map(|port| port.as_ref().and_then(written));
    if hosts.is_empty() {
        out.hosts.extend(ports.next().flatten().map(|port| Host { name: None, port: Some(port) }));
        return;
    }
    // Before a port an empty name means `localhost`; without one it stays empty, and Java dials this machine too.
    let named = |host: &Piece| (!host.value.is_empty()).then(|| fill::written(host));
    out.hosts = hosts.iter().map(|host| Host { name: named(host), port: ports.next().flatten() }).collect();
}

fn last(out: &Reading, key: &str) -> Option<Piece> {
    let given = out.params.iter().rev().find(|given| given.key == key)?;
    Some(Piece { span: given.value_span, value: given.value.clone() })
}

fn verify(out: &mut Reading) {
    if let Some(mode) = last(out, "sslmode") {
        match super::tls_mode(TLS_MODES, &mode.value.to_ascii_lowercase()) {
            Some(tls) => out.tls = Sourced::written(tls, mode.span),
            None => out.refuse(mode.span, format!("Invalid sslmode value: {}", mode.value)),
        }
    } else if let Some(ssl) =
        last(out, "ssl").filter(|it| matches!(it.value.to_ascii_lowercase().as_str(), "" | "true"))
    {
        out.tls = Sourced::written(Tls::VERIFY_FULL, ssl.span);
    }
}

fn target(out: &mut Reading) {
    let Some(wanted) = last(out, "targetServerType") else { return };
    let names = PARAMS.iter().find(|param| param.name == "targetServerType").map(|param| param.kind);
    if let Some(Kind::OneOf(names)) = names
        && !names.contains(&wanted.value.as_str())
    {
        out.refuse(wanted.span, format!("Invalid targetServerType value: {}", wanted.value));
    }
}

fn prepare(out: &mut Reading) {
    if let Some(size) = last(out, "preparedStatementCacheQueries")
        && let Ok(queries) = size.value.parse()
    {
        let prepared = Prepared { cache_size: Some(queries), ..out.prepared.value };
        out.prepared = Sourced::written(prepared, size.span);
    }
    if let Some(threshold) = last(out, "prepareThreshold") {
        let named_from = match threshold.value.parse::<i32>() {
            Ok(0) => 0,
            Ok(from) => u32::try_from(from).unwrap_or(1),
            Err(_) => {
                let text = format!(
                    "prepareThreshold parameter value must be an integer but was: {}",
                    threshold.value
                );
                return out.refuse_to_connect(threshold.span, text);
            }
        };
        let prepared = match named_from {
            0 => Prepared { statements: Statements::Unnamed, named_from, cache_size: None, names: "" },
            _ => Prepared { named_from, ..out.prepared.value },
        };
        out.prepared = Sourced::written(prepared, threshold.span);
    }
    if let Some(mode) = last(out, "preferQueryMode").filter(|it| it.value == "simple") {
        let prepared =
            Prepared { statements: Statements::Simple, named_from: 0, cache_size: None, names: "" };
        out.prepared = Sourced::written(prepared, mode.span);
    }
}
