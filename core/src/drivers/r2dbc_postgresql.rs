//! r2dbc-postgresql, the reactive driver of Java: Spring's `spring.r2dbc.url`.

use super::{
    Asynchronous, Checked, Disk, Driver, Evidence, Kind, Number, Package, Packet, Param, Place, Registry,
    Speech, Switch, TlsMode, Told, Unknown, Wish, fill,
};
use crate::model::{Fate, Given, Host, Prepared, Reading, Setting, Since, Sourced, Statements, Tls, Version};
use crate::parse::{HostPort, Piece, R2dbcUrl, Spelling, read_r2dbc_url};
use crate::text::Span;

pub(super) static DRIVER: Driver = Driver {
    name: "r2dbc-postgresql",
    aliases: &["r2dbc"],
    label: "r2dbc-postgresql",
    language: "Java",
    docs: "Takes `r2dbc:postgresql:`, with user and password before the `@`, and `r2dbcs:postgresql:` for TLS that \
           verifies. Several hosts need `r2dbc:postgresql:failover:`, and then even a single one must not have a port. \
           What is no server's name to Java's URI, such as `my_db:5433` with its `_`, is looked up as one name with \
           its port in it. Without `sslMode` there is no TLS. Names of parameters are case-sensitive, unknown ones are \
           dropped without a word, and `+` is a space, in user and password as well. A statement is named from its \
           first execution on, unless `preparedStatementCacheQueries=0`.",
    newest: Version(1, 1, 2),
    schemes: SCHEMES,
    own_schemes: SCHEMES,
    spellings: &[Spelling::R2dbc],
    params: PARAMS,
    unknown: Unknown::Ignored,
    tls_modes: TLS_MODES,
    system_roots: &[Since(Version(0, 0, 0), Some(""))],
    startup: STARTUP,
    packet: Packet {
        order: &[
            "user",
            "database",
            "application_name",
            "client_encoding",
            "DateStyle",
            "extra_float_digits",
            "TimeZone",
        ],
        names_database: false,
    },
    variables: &[],
    service_unknown: None,
    disk: Disk::UNTOUCHED,
    prepared: &[Since(Version(0, 0, 0), PREPARED)],
    speech: &[Since(Version(0, 0, 0), SPEECH)],
    statements_off: &[Switch {
        in_url: "preparedStatementCacheQueries=0",
        in_code: "",
        since: Version(0, 8, 3),
        enough: true,
        frees_in_sql: false,
    }],
    asynchronous: Asynchronous::Always,
    told: &[&[Told::in_url(Wish::ConnectTimeout, "connectTimeout=PT{s}S")]],
    arguments: &[],
    packages: &[
        Package::new(Registry::Java, "org.postgresql:r2dbc-postgresql"),
        // Its name before 0.9.
        Package::new(Registry::Java, "io.r2dbc:r2dbc-postgresql"),
    ],
    rank: Driver::RARE,
    read,
    snippet: super::snippets::r2dbc_postgresql,
    hands_on: None,
    checked: &[Checked {
        version: "1.1.2, 1.0.9, 0.9.3 and 0.8.13",
        evidence: Evidence::Source,
        on: "2026-11-25",
        how: "`ConnectionUrlParser` of r2dbc-spi 1.0.0, whose split of random URLs by Java 17 was compared with this \
              one; PostgresqlConnectionFactoryProvider.java, PostgresqlConnectionConfiguration.java, \
              PostgresStartupParameterProvider.java and the statement caches",
    }],
};

/// How it speaks.
pub(super) const SPEECH: Speech = Speech {
    parses: &["PDH", "BES"],
    again: &["BES"],
    number: Number { first: 0, is_hexadecimal: false, digits: 1 },
    words: &[("", "[{code}] {}")],
    ..Speech::UNHEARD
};

const SCHEMES: &[&str] = &[
    "r2dbc:postgresql",
    "r2dbc:postgresql:failover",
    "r2dbcs:postgresql",
    "r2dbcs:postgresql:failover",
    "r2dbc:pool:postgresql",
    "r2dbc:postgres",
];

/// The version that learned `failover`.
const FAILOVER: Version = Version(1, 0, 0);

const PREPARED: Prepared =
    Prepared { statements: Statements::Named, named_from: 1, cache_size: None, names: "S_<n>" };

const STARTUP: &[(&str, &str)] = &[
    ("application_name", "r2dbc-postgresql"),
    ("client_encoding", "utf8"),
    ("DateStyle", "ISO"),
    ("extra_float_digits", "2"),
    ("TimeZone", "<time zone of the JVM>"),
];

/// Values of `sslMode`, in any letter case, `_` being as good as `-`.
const TLS_MODES: &[TlsMode] = &[
    TlsMode { value: "disable", tls: Tls::OFF },
    TlsMode { value: "allow", tls: Tls::PREFER },
    TlsMode { value: "prefer", tls: Tls::PREFER },
    TlsMode { value: "require", tls: Tls::REQUIRE },
    TlsMode { value: "verify-ca", tls: Tls::VERIFY_CA },
    TlsMode { value: "verify-full", tls: Tls::VERIFY_FULL },
    TlsMode { value: "tunnel", tls: Tls::REQUIRE },
];

const SSL_MODE: Kind =
    Kind::OneOf(&["disable", "allow", "prefer", "require", "verify-ca", "verify-full", "tunnel"]);
const NEGOTIATION: Kind = Kind::OneOf(&["postgres", "direct", "tunnel"]);
const BINDING: Kind = Kind::OneOf(&["disable", "prefer", "require"]);
const LOG_LEVEL: Kind = Kind::OneOf(&["OFF", "DEBUG", "INFO", "WARN", "ERROR"]);
const TARGET: Kind = Kind::OneOf(&["any", "primary", "secondary", "preferSecondary"]);
const CODE: Place = Place::Code("ConnectionFactoryOptions.builder().option(...)");

/// Durations are milliseconds, or have a unit (`5s`), or are of ISO 8601 (`PT5S`).
const PARAMS: &[Param] = &[
    Param::new("ssl", Setting::TlsMode).kind(Kind::Boolean),
    Param::new("sslMode", Setting::TlsMode).kind(SSL_MODE),
    Param::new("sslmode", Setting::TlsMode).kind(SSL_MODE).since(Version(0, 8, 13)),
    Param::new("sslNegotiation", Setting::TlsNegotiation).kind(NEGOTIATION).since(Version(1, 1, 0)),
    Param::new("sslnegotiation", Setting::TlsNegotiation).kind(NEGOTIATION).since(Version(1, 1, 0)),
    Param::new("sslRootCert", Setting::TlsRootCertificate).kind(Kind::File),
    Param::new("sslCert", Setting::TlsClient).kind(Kind::File),
    Param::new("sslKey", Setting::TlsClient).kind(Kind::File),
    Param::new("sslPassword", Setting::TlsClient),
    Param::new("sslHostnameVerifier", Setting::TlsClient),
    Param::new("sslSni", Setting::TlsClient).kind(Kind::Boolean).since(Version(1, 0, 5)),
    Param::new("sslContextBuilderCustomizer", Setting::TlsClient).kind(Kind::Object).place(CODE),
    Param::new("channelBinding", Setting::ChannelBinding).kind(BINDING).since(Version(1, 1, 2)),
    Param::new("channel_binding", Setting::ChannelBinding).kind(BINDING).since(Version(1, 1, 2)),
    Param::new("socket", Setting::Host),
    Param::new("connectTimeout", Setting::ConnectTimeout),
    Param::new("tcpKeepAlive", Setting::Keepalive).kind(Kind::Boolean),
    Param::new("tcpNoDelay", Setting::Keepalive).kind(Kind::Boolean),
    Param::new("applicationName", Setting::ApplicationName).sent(),
    Param::new("options", Setting::ServerSetting).sent(),
    Param::new("currentSchema", Setting::SearchPath).sent(),
    Param::new("schema", Setting::SearchPath).sent(),
    Param::new("statementTimeout", Setting::ServerSetting).sent(),
    Param::new("lockWaitTimeout", Setting::ServerSetting).sent(),
    Param::new("timeZone", Setting::ServerSetting).sent().since(FAILOVER),
    Param::new("targetServerType", Setting::TargetSession).kind(TARGET).since(FAILOVER),
    Param::new("hostRecheckTime", Setting::TargetSession).since(FAILOVER),
    Param::new("loadBalanceHosts", Setting::LoadBalance).kind(Kind::Boolean).since(FAILOVER),
    Param::new("preparedStatementCacheQueries", Setting::StatementCache).kind(Kind::Integer),
    Param::new("compatibilityMode", Setting::Other).kind(Kind::Boolean),
    Param::new("fetchSize", Setting::Other).kind(Kind::Integer),
    Param::new("forceBinary", Setting::Other).kind(Kind::Boolean),
    Param::new("preferAttachedBuffers", Setting::Other).kind(Kind::Boolean),
    Param::new("maxMessageSize", Setting::Other).kind(Kind::Integer).since(Version(1, 1, 2)),
    Param::new("autodetectExtensions", Setting::Other).kind(Kind::Boolean),
    Param::new("errorResponseLogLevel", Setting::Other).kind(LOG_LEVEL),
    Param::new("noticeLogLevel", Setting::Other).kind(LOG_LEVEL),
    Param::new("extensions", Setting::Other).kind(Kind::Object).place(CODE),
    Param::new("loopResources", Setting::Other).kind(Kind::Object).place(CODE),
    // Read by r2dbc-pool behind `r2dbc:pool:`.
    Param::new("initialSize", Setting::Pool).kind(Kind::Integer),
    Param::new("maxSize", Setting::Pool).kind(Kind::Integer),
    Param::new("minIdle", Setting::Pool).kind(Kind::Integer),
    Param::new("acquireRetry", Setting::Pool).kind(Kind::Integer),
    Param::new("maxAcquireTime", Setting::Pool),
    Param::new("maxCreateConnectionTime", Setting::Pool),
    Param::new("maxIdleTime", Setting::Pool),
    Param::new("maxLifeTime", Setting::Pool),
    Param::new("maxValidationTime", Setting::Pool),
    Param::new("backgroundEvictionInterval", Setting::Pool),
    Param::new("poolName", Setting::Pool),
    Param::new("registerJmx", Setting::Pool).kind(Kind::Boolean),
    Param::new("validationQuery", Setting::Pool),
    Param::new("validationDepth", Setting::Pool).kind(Kind::OneOf(&["LOCAL", "REMOTE"])),
];

/// `ConnectionFactories.get(text)`.
fn read(text: &str, spelling: Spelling, version: Version) -> Reading {
    let mut out = Reading::empty(Tls::OFF, PREPARED);
    fill::send(&mut out, STARTUP);
    if spelling == Spelling::Parts {
        return fill::separate(text, out);
    }
    match read_r2dbc_url(text) {
        Ok(url) => configure(&mut out, text, &url, version),
        Err(refused) => out.refuse(refused.span, refused.text),
    }
    out
}

/// `fromConnectionFactoryOptions` of PostgresqlConnectionFactoryProvider.java, whose order decides which of several
/// complaints is heard.
fn configure(out: &mut Reading, text: &str, url: &R2dbcUrl, version: Version) {
    out.user = url.parts.user.as_ref().map(fill::written);
    out.password = url.parts.password.as_ref().map(fill::secret);
    out.dbname = url.parts.dbname.as_ref().map(fill::written);
    let Some(protocol) = protocol(out, text, url) else { return };
    let is_pooled = url.driver.of(text) == POOL;
    let is_failover = protocol == "failover" && version >= FAILOVER;
    collect(out, url, version, is_pooled, is_failover);
    let socket = last(out, "socket").filter(|_| !is_failover);
    match (&socket, url.parts.hosts.first()) {
        (Some(socket), _) => {
            out.hosts = vec![Host { name: Some(fill::written(socket)), port: None }];
        }
        (None, None) => out.refuse(Span::new(url.protocol.end, text.len()), "No value found for host"),
        (None, Some(host)) if is_failover => dial_several(out, text, host),
        (None, Some(host)) => dial(out, host),
    }
    if socket.is_none() {
        encrypt(out, url);
    }
    for (name, value) in CHECKS {
        if let Some(given) = last(out, name)
            && let Err(why) = value.check(&given.value)
        {
            out.refuse(given.span, why);
        }
    }
    send(out);
    prepare(out);
    if out.user.is_none() {
        out.refuse(Span::new(0, text.len()), "No value found for user");
    }
}

/// What r2dbc-pool is called in a URL; the driver below it stands where other drivers have their protocol.
const POOL: &str = "pool";

/// The protocol, if the URL is one of this driver's.
fn protocol<'t>(out: &mut Reading, text: &'t str, url: &R2dbcUrl) -> Option<&'t str> {
    let (named, rest) = (url.driver.of(text), url.protocol.of(text));
    let is_pool = named == POOL;
    let (driver, protocol) = if is_pool { rest.split_once(':').unwrap_or((rest, "")) } else { (named, rest) };
    if matches!(driver, "postgresql" | "postgres") {
        return Some(protocol);
    }
    // Java lists the options that it has, in no order, where the URL is quoted here.
    let why = match (is_pool, rest.trim().is_empty()) {
        (true, true) => "No value found for protocol".to_owned(),
        (true, false) => format!("Could not find delegating driver [{driver}]"),
        (false, _) => {
            format!("Unable to create a ConnectionFactory for '{text}'. Available drivers: [ postgresql ]")
        }
    };
    out.refuse(if is_pool { url.protocol } else { url.driver }, why);
    None
}

/// Every pair with its fate. Of several with one name the last one counts, and of two names of one thing the one that
/// stands first in the source.
fn collect(out: &mut Reading, url: &R2dbcUrl, version: Version, is_pooled: bool, is_failover: bool) {
    for pair in &url.parts.pairs {
        let mut given = fill::given(pair, PARAMS, Fate::Ignored, version);
        let is_read = match given.setting {
            Some(Setting::Pool) => is_pooled,
            Some(Setting::TargetSession | Setting::LoadBalance) => is_failover,
            _ => given.key != "socket" || !is_failover,
        };
        if pair.value.is_none() || !is_read {
            given.fate = Fate::Ignored;
        }
        out.params.push(given);
    }
    fill::keep_one_of_each(&mut out.params, false);
    let has = |name: &str| url.parts.pairs.iter().any(|pair| pair.key.value == name && pair.value.is_some());
    let has_socket = has("socket") && !is_failover;
    for given in &mut out.params {
        let is_tls = matches!(
            given.setting,
            Some(
                Setting::TlsMode | Setting::TlsNegotiation | Setting::TlsClient | Setting::TlsRootCertificate
            )
        );
        let is_alias = ALIASES.iter().any(|(name, alias)| given.key == *alias && has(name));
        if is_alias || is_tls && has_socket {
            given.fate = Fate::Ignored;
        }
    }
}

/// Names, each with the one that is only looked for without it.
const ALIASES: &[(&str, &str)] = &[
    ("sslMode", "sslmode"),
    ("sslNegotiation", "sslnegotiation"),
    ("channelBinding", "channel_binding"),
    ("currentSchema", "schema"),
];

/// The value that counts under this name.
fn last(out: &Reading, key: &str) -> Option<Piece> {
    let given = out.params.iter().find(|given| given.key == key && given.fate != Fate::Ignored)?;
    Some(value_of(given))
}

fn value_of(given: &Given) -> Piece {
    Piece { span: given.value_span, value: given.value.clone() }
}

fn dial(out: &mut Reading, host: &HostPort) {
    let port =
        host.port.as_ref().and_then(|port| Some(Sourced::written(port.value.parse().ok()?, port.span)));
    out.hosts = vec![Host { name: Some(fill::written(&host.host)), port }];
    if host.host.value.is_empty() {
        let why = "Connection is configured for socket connections and not for host usage";
        out.refuse_to_connect(host.host.span, why);
    }
}

/// Several hosts, each with its port behind a `:`. Where Java's URI has found a port, it is one for a single host, which
/// does not go with them.
fn dial_several(out: &mut Reading, text: &str, host: &HostPort) {
    let mut hosts = fill::split_list(text, &host.host);
    while hosts.len() > 1 && hosts.last().is_some_and(|host| host.value.is_empty()) {
        hosts.pop();
    }
    for host in hosts {
        let mut parts = host.value.split(':');
        let (name, port) = (parts.next().unwrap_or_default(), parts.next().filter(|port| !port.is_empty()));
        let name = if port.is_some() { name } else { host.value.as_str() };
        let number = port.map(str::parse::<i32>);
        match number {
            Some(Err(_)) => out.refuse(host.span, number_format(port.unwrap_or_default())),
            _ if name.is_empty() => out.refuse(host.span, "host must not be null and not empty"),
            Some(Ok(number)) if !(0..65535).contains(&number) => {
                out.refuse(host.span, "port must be in a valid range (0-65534)");
            }
            _ => {}
        }
        let port = number.and_then(Result::ok).map(|it| Sourced::written(i64::from(it), host.span));
        out.hosts.push(Host { name: Some(Sourced::written(name.into(), host.span)), port });
    }
    if let Some(port) = &host.port {
        let why = "Cannot configure single-host properties because the builder is already configured with a \
                   multi-host configuration.";
        out.refuse(port.span, why);
    }
}

/// `setupSsl`: `ssl` is overruled by `sslMode`.
fn encrypt(out: &mut Reading, url: &R2dbcUrl) {
    let scheme = Span::new(0, url.driver.start.saturating_sub(1));
    match last(out, "ssl") {
        Some(ssl) if ssl.value.eq_ignore_ascii_case("true") => {
            out.tls = Sourced::written(Tls::VERIFY_FULL, ssl.span);
        }
        Some(ssl) => out.tls = Sourced::written(Tls::OFF, ssl.span),
        None if url.is_secure => out.tls = Sourced::written(Tls::VERIFY_FULL, scheme),
        None => {}
    }
    let Some(mode) = last(out, "sslMode").or_else(|| last(out, "sslmode")) else { return };
    let folded = mode.value.to_ascii_lowercase().replace('_', "-");
    match super::tls_mode(TLS_MODES, &folded) {
        Some(tls) => out.tls = Sourced::written(tls, mode.span),
        None => out.refuse(mode.span, invalid("ssl mode", &mode.value, SSL_MODE)),
    }
}

fn invalid(what: &str, value: &str, kind: Kind) -> String {
    let Kind::OneOf(words) = kind else { return String::new() };
    format!("Invalid {what} value: {value}. Supported values are: [{}]", words.join(", "))
}

/// What Java says of a text that is no `int`.
fn number_format(text: &str) -> String {
    format!("For input string: \"{text}\"")
}

/// How the value of a parameter is checked.
#[derive(Clone, Copy)]
enum Value {
    /// One of these words, in any letter case; what it is the value of.
    Word(&'static str, Kind),
    /// A kind of server.
    Target,
    /// A level of logging.
    Level,
    /// A number that is not below this one, and what is said of one that is.
    Number(i32, &'static str),
    /// A time.
    Duration,
    /// Settings, `name=value;name=value`.
    Settings,
}

/// In the order of the source.
const CHECKS: &[(&str, Value)] = &[
    ("hostRecheckTime", Value::Duration),
    ("targetServerType", Value::Target),
    ("sslNegotiation", Value::Word("ssl negotiation", NEGOTIATION)),
    ("sslnegotiation", Value::Word("ssl negotiation", NEGOTIATION)),
    ("channelBinding", Value::Word("channel binding mode", BINDING)),
    ("channel_binding", Value::Word("channel binding mode", BINDING)),
    ("connectTimeout", Value::Duration),
    ("errorResponseLogLevel", Value::Level),
    ("fetchSize", Value::Number(0, "fetch size must be greater or equal zero")),
    ("lockWaitTimeout", Value::Duration),
    ("maxMessageSize", Value::Number(1, "maxMessageSize must be greater than zero")),
    ("noticeLogLevel", Value::Level),
    ("options", Value::Settings),
    ("preparedStatementCacheQueries", Value::Number(i32::MIN, "")),
    ("statementTimeout", Value::Duration),
];

impl Value {
    fn check(self, value: &str) -> Result<(), String> {
        let is_one_of = |kind: Kind| matches!(kind, Kind::OneOf(words) if words.iter().any(|word| word.eq_ignore_ascii_case(value)));
        match self {
            Self::Word(_, kind) if is_one_of(kind) => Ok(()),
            Self::Word(what, kind) => Err(invalid(what, value, kind)),
            Self::Target if is_one_of(TARGET) || value.eq_ignore_ascii_case("prefer_secondary") => Ok(()),
            Self::Target => Err(format!("Cannot resolve '{value}' to a valid TargetServerType.")),
            Self::Level if is_one_of(LOG_LEVEL) => Ok(()),
            Self::Level => {
                let name = value.to_ascii_uppercase();
                Err(format!("No enum constant io.r2dbc.postgresql.util.LogLevel.{name}"))
            }
            Self::Number(least, why) => match value.parse::<i32>() {
                Ok(number) if number >= least => Ok(()),
                Ok(_) => Err(why.to_owned()),
                Err(_) => Err(number_format(value)),
            },
            Self::Duration => milliseconds(value).map(|_| ()),
            Self::Settings => settings(value).map(|_| ()),
        }
    }
}

/// A duration in milliseconds (`DurationStyle`): a number with or without a unit, or one of ISO 8601.
fn milliseconds(text: &str) -> Result<i64, String> {
    if text.trim_start_matches(['+', '-']).starts_with('P') {
        return iso_milliseconds(text).ok_or_else(|| format!("'{text}' is not a valid ISO-8601 duration"));
    }
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = text.get(digits.len()..).unwrap_or_default();
    if unit.len() > 2 || !digits.trim_start_matches(['+', '-']).bytes().all(|it| it.is_ascii_digit()) {
        return Err(format!("'{text}' is not a valid duration"));
    }
    let number = digits.parse::<i64>().ok().and_then(|number| match unit.to_ascii_lowercase().as_str() {
        "ns" => Some(number / 1_000_000),
        "us" => Some(number / 1_000),
        "" | "ms" => Some(number),
        "s" => number.checked_mul(1_000),
        "m" => number.checked_mul(60_000),
        "h" => number.checked_mul(3_600_000),
        "d" => number.checked_mul(86_400_000),
        _ => None,
    });
    number.ok_or_else(|| format!("'{text}' is not a valid simple duration"))
}

/// `PnDTnHnMn.nS`, each number with a sign of its own.
fn iso_milliseconds(text: &str) -> Option<i64> {
    let upper = text.to_ascii_uppercase();
    let (sign, rest) = match upper.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, upper.strip_prefix('+').unwrap_or(&upper)),
    };
    let days = rest.strip_prefix('P').filter(|rest| !rest.is_empty())?;
    let (mut days, mut time) = days.split_once('T').map_or((days, "0S"), |(days, time)| (days, time));
    if time.is_empty() {
        return None;
    }
    let mut total = taken(&mut days, 'D', 86_400_000)?;
    for (unit, factor) in [('H', 3_600_000), ('M', 60_000), ('S', 1_000)] {
        total = total.checked_add(taken(&mut time, unit, factor)?)?;
    }
    (days.is_empty() && time.is_empty()).then_some(sign * total)
}

/// The number before `unit`, times `factor`, taken off the start of `rest`; 0 when there is none.
fn taken(rest: &mut &str, unit: char, factor: i64) -> Option<i64> {
    let Some((number, behind)) = rest.split_once(unit) else { return Some(0) };
    *rest = behind;
    let (whole, fraction) = match number.split_once(['.', ',']) {
        Some((whole, fraction)) if unit == 'S' => (whole, fraction),
        Some(_) => return None,
        None => (number, ""),
    };
    let places = format!("{:0<3}", fraction.get(..3).unwrap_or(fraction)).parse::<i64>().ok()?;
    let sign = if whole.starts_with('-') { -1 } else { 1 };
    whole.parse::<i64>().ok()?.checked_mul(factor)?.checked_add(sign * places)
}

/// The settings of `options`. Java's `split` leaves out empty texts at the end, so `name=` is no pair.
fn settings(text: &str) -> Result<Vec<(&str, &str)>, String> {
    let pairs = text.trim_end_matches(';');
    if pairs.is_empty() && !text.is_empty() {
        return Ok(Vec::new());
    }
    let setting = |pair| {
        let mut items = str::trim_end_matches(pair, '=').split('=');
        match (items.next(), items.next(), items.next()) {
            (Some(name), Some(value), None) => Ok((name, value)),
            _ => Err(format!("Provided options pair is not a valid name=value pair: {pair}")),
        }
    };
    pairs.split(';').map(setting).collect()
}

/// What goes to the server: two defaults replaced, then `options`, then what has parameters of its own.
fn send(out: &mut Reading) {
    for (name, key) in [("application_name", "applicationName"), ("TimeZone", "timeZone")] {
        if let Some(given) = last(out, key)
            && let Some((_, value)) = out.startup.iter_mut().find(|(sent, _)| sent == name)
        {
            *value = fill::written(&given);
        }
    }
    if let Some(given) = last(out, "options") {
        for (name, value) in settings(&given.value).unwrap_or_default() {
            out.startup.push((name.into(), Sourced::written(value.into(), given.span)));
        }
    }
    for (name, key) in [("statement_timeout", "statementTimeout"), ("lock_timeout", "lockWaitTimeout")] {
        if let Some(given) = last(out, key)
            && let Ok(number) = milliseconds(&given.value)
        {
            out.startup.push((name.into(), Sourced::written(number.to_string().into(), given.span)));
        }
    }
    let schema = last(out, "currentSchema").or_else(|| last(out, "schema"));
    if let Some(schema) = schema.filter(|schema| !schema.value.is_empty()) {
        out.startup.push(("search_path".into(), fill::written(&schema)));
    }
}

/// `StatementCache.fromPreparedStatementCacheQueries`.
fn prepare(out: &mut Reading) {
    let Some(size) = last(out, "preparedStatementCacheQueries") else { return };
    let prepared = match size.value.parse::<i32>() {
        Ok(0) => Prepared { statements: Statements::Unnamed, named_from: 0, cache_size: None, names: "" },
        Ok(size) => Prepared { cache_size: u32::try_from(size).ok(), ..PREPARED },
        Err(_) => return,
    };
    out.prepared = Sourced::written(prepared, size.span);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(text: &str) -> Reading {
        read(text, Spelling::R2dbc, DRIVER.newest)
    }

    fn refusal(text: &str) -> String {
        reading(text).refusal.map_or_else(String::new, |refusal| refusal.text)
    }

    fn hosts(text: &str) -> Vec<(String, Option<i64>)> {
        let host =
            |it: Host| (it.name.map_or_else(String::new, |it| it.value.into()), it.port.map(|it| it.value));
        reading(text).hosts.into_iter().map(host).collect()
    }

    #[test]
    fn a_host_that_java_does_not_know_keeps_its_port() {
        assert_eq!(hosts("r2dbc:postgresql://u@db:5433/d"), [("db".to_owned(), Some(5433))]);
        assert_eq!(hosts("r2dbc:postgresql://u@my_db:5433/d"), [("my_db:5433".to_owned(), None)]);
        assert_eq!(hosts("r2dbc:postgresql://u@[::1]:5433/d"), [("[::1]".to_owned(), Some(5433))]);
        assert_eq!(hosts("r2dbc:postgresql://u@a:1,b/d"), [("a:1,b".to_owned(), None)]);
    }

    #[test]
    fn failover_splits_hosts() {
        let both = [("a".to_owned(), Some(1)), ("b".to_owned(), None)];
        assert_eq!(hosts("r2dbc:postgresql:failover://u@a:1,b/d"), both);
        assert!(reading("r2dbc:pool:postgresql:failover://u@a:1,b/d").accepted());
        assert!(refusal("r2dbc:postgresql:failover://u@a:1/d").starts_with("Cannot configure single-host"));
        assert_eq!(refusal("r2dbc:postgresql:failover://u@a:x,b/d"), "For input string: \"x\"");
    }

    #[test]
    fn what_is_sent_and_what_tls_means() {
        let out = reading(
            "r2dbcs:postgresql://u:a+b%2B@h/d?options=a=b;c=d&statementTimeout=PT1M0.5S&schema=s&sslMode=VERIFY_CA",
        );
        let sent: Vec<_> =
            out.startup.iter().skip(5).map(|(name, value)| (name.as_str(), value.value.as_str())).collect();
        assert_eq!(sent, [("a", "b"), ("c", "d"), ("statement_timeout", "60500"), ("search_path", "s")]);
        assert_eq!(out.tls.value, Tls::VERIFY_CA);
        assert_eq!(out.password.map(|it| it.value.expose().to_owned()).as_deref(), Some("a b+"));
        assert_eq!(reading("r2dbcs:postgresql://u@h/d").tls.value, Tls::VERIFY_FULL);
    }

    #[test]
    fn refusals_are_java_s() {
        for (text, why) in [
            ("r2dbc:postgresql://h/d", "No value found for user"),
            ("r2dbc:postgresql:///d", "No value found for host"),
            (
                "r2dbc:postgresql://u@h/d?user=v",
                "URL r2dbc:postgresql://u@h/d?user=v must not declare option user in the query string",
            ),
            ("r2dbc:postgresql://u:p%@h/d", "Malformed escape pair at index 11: r2dbc://u:p%@h/d"),
            ("r2dbc:postgresql://u@h/a b", "Illegal character in path at index 13: r2dbc://u@h/a b"),
            ("r2dbc:postgresql://u@h/d?options=a", "Provided options pair is not a valid name=value pair: a"),
            ("r2dbc:postgresql://u@h/d?statementTimeout=5x", "'5x' is not a valid simple duration"),
            ("postgresql://u@h/d", "URL postgresql://u@h/d does not start with the r2dbc scheme"),
            ("r2dbc://u@h/d", "Invalid URL: r2dbc://u@h/d"),
        ] {
            assert_eq!(refusal(text), why);
        }
    }
}
