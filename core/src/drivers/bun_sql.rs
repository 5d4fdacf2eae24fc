//! Bun.sql, the client that Bun has built in.

use std::collections::BTreeMap;

use compact_str::CompactString;

use super::{
    Asynchronous, Checked, Disk, Driver, Evidence, Kind, Package, Packet, Param, Place, Registry, Speech,
    Switch, TlsMode, Told, Unknown, Wish, fill, node_postgres,
};
use crate::model::{Fate, Given, Host, Prepared, Reading, Setting, Since, Sourced, Statements, Tls, Version};
use crate::parse::{Decimal, Pair, Percent, Piece, Spelling, WebUrl, decode, read_web_url};
use crate::text::{Mapped, Mapper, Span};

pub(super) static DRIVER: Driver = Driver {
    name: "bun-sql",
    aliases: &["bun"],
    label: "Bun.sql",
    language: "JavaScript",
    docs: "`new SQL(url)` reads a WHATWG URL and chooses the database by its scheme; a text without a scheme is read as \
           one behind `postgres://`. The names of its own parameters count in any letter case; what it does not know \
           goes to the server as a setting. `host`, `port`, `user`, `password` and `dbname` of the query beat the \
           rest of the URL. Without `sslmode` or `ssl` it never uses TLS; `require` verifies nothing unless a file of \
           authorities is named. Every query is a named statement; `prepare=false` in the string turns that off.",
    newest: Version(1, 4, 5),
    schemes: &["postgresql", "postgres"],
    own_schemes: &[],
    spellings: &[Spelling::Uri, Spelling::Parts],
    params: PARAMS,
    unknown: Unknown::SentToServer,
    tls_modes: TLS_MODES,
    system_roots: &[Since(Version(0, 0, 0), Some(""))],
    startup: STARTUP,
    packet: Packet { order: &["user", "database", "client_encoding", "DateStyle"], names_database: true },
    variables: VARIABLES,
    service_unknown: None,
    disk: Disk::UNTOUCHED,
    prepared: &[Since(Version(0, 0, 0), NAMED)],
    speech: &[Since(Version(0, 0, 0), SPEECH)],
    statements_off: &[Switch {
        in_url: "prepare=false",
        in_code: "prepare: false",
        since: Version(0, 0, 0),
        enough: true,
        frees_in_sql: false,
    }],
    asynchronous: Asynchronous::Always,
    told: &[&[Told::in_url(Wish::ConnectTimeout, "connect_timeout={s}")]],
    arguments: &[],
    packages: &[
        Package::new(Registry::Node, "@types/bun").unless(OTHERS),
        Package::new(Registry::Node, "bun-types").unless(OTHERS),
        Package::new(Registry::Node, "bun").unless(OTHERS),
    ],
    rank: Driver::RARE + 2,
    read: |text, spelling, _| read(text, spelling),
    snippet: super::snippets::bun_sql,
    hands_on: None,
    checked: &[Checked {
        version: "1.4.5",
        evidence: Evidence::Run,
        on: "2026-11-24",
        how: "`new SQL(url).options`, not connected; startup packet and names of statements against PostgreSQL 15; what \
              the modes verify from the source inside its program",
    }],
};

/// How it speaks.
pub(super) const SPEECH: Speech = Speech {
    parses: &["PDH", "BES"],
    again: &["BES"],
    words: &[("", "PostgresError: {}")],
    ..Speech::UNHEARD
};

/// Packages of other clients: with one of them there, Bun is but what the program runs on.
const OTHERS: &[&str] = &[
    "pg",
    "postgres",
    "@prisma/client",
    "@mikro-orm/postgresql",
    "@neondatabase/serverless",
    "@vercel/postgres",
    "pg-promise",
    "slonik",
];

/// Named from the first execution on, without end.
const NAMED: Prepared =
    Prepared { statements: Statements::Named, named_from: 1, cache_size: None, names: "P<n>" };

const STARTUP: &[(&str, &str)] = &[("client_encoding", "UTF8"), ("DateStyle", "ISO, MDY")];

const VARIABLES: &[(&str, &str)] = &[
    ("PGHOST", "host"),
    ("PGPORT", "port"),
    ("PGUSERNAME", "user"),
    ("PGUSER", "user"),
    ("PGPASSWORD", "password"),
    ("PGDATABASE", "dbname"),
    ("PGSSLMODE", "sslmode"),
    ("PGAPPNAME", "application_name"),
    ("PGOPTIONS", "options"),
    ("PGCHANNELBINDING", "channel_binding"),
    ("PGCONNECT_TIMEOUT", "connect_timeout"),
];

const BOTH: Place = Place::Both("new SQL(url, {...})");
const CODE: Place = Place::Code("new SQL(url, {...})");

/// Names in lower case, as `readUrlQuery` compares them.
const PARAMS: &[Param] = &[
    Param::new("sslmode", Setting::TlsMode),
    Param::new("ssl-mode", Setting::TlsMode),
    Param::new("ssl_mode", Setting::TlsMode),
    Param::new("ssl", Setting::TlsMode).place(BOTH),
    Param::new("tls", Setting::TlsMode).place(BOTH),
    Param::new("sslrootcert", Setting::TlsRootCertificate).kind(Kind::File),
    Param::new("sslcert", Setting::TlsClient).kind(Kind::File),
    Param::new("sslkey", Setting::TlsClient).kind(Kind::File),
    Param::new("sslpassword", Setting::TlsClient),
    Param::new("channel_binding", Setting::ChannelBinding)
        .kind(Kind::OneOf(&["disable", "prefer", "require"])),
    Param::new("host", Setting::Host),
    Param::new("path", Setting::Host).place(BOTH),
    Param::new("socket", Setting::Host).place(BOTH),
    Param::new("port", Setting::Port).kind(Kind::Integer),
    Param::new("user", Setting::User),
    Param::new("password", Setting::Password),
    Param::new("dbname", Setting::Database),
    Param::new("max", Setting::Pool).kind(Kind::Integer).place(BOTH),
    Param::new("idle_timeout", Setting::Pool).kind(Kind::Number).place(BOTH),
    Param::new("max_lifetime", Setting::Pool).kind(Kind::Number).place(BOTH),
    Param::new("connect_timeout", Setting::ConnectTimeout).kind(Kind::Number).place(BOTH),
    Param::new("prepare", Setting::StatementCache).kind(Kind::Boolean).place(BOTH),
    Param::new("application_name", Setting::ApplicationName).sent(),
    Param::new("options", Setting::Options).sent(),
    Param::new("client_encoding", Setting::ClientEncoding).sent(),
    Param::new("search_path", Setting::SearchPath).sent(),
    Param::new("statement_timeout", Setting::ServerSetting).sent(),
    Param::new("lock_timeout", Setting::ServerSetting).sent(),
    Param::new("idle_in_transaction_session_timeout", Setting::ServerSetting).sent(),
    Param::new("TimeZone", Setting::ServerSetting).sent(),
    Param::new("replication", Setting::Replication).sent(),
    Param::new("hostname", Setting::Host).place(CODE),
    Param::new("username", Setting::User).place(CODE),
    Param::new("database", Setting::Database).place(CODE),
    Param::new("connection", Setting::ServerSetting).kind(Kind::Object).place(CODE),
];

/// Parameters of libpq that it drops (`isLibpqClientKeyword`).
const DROPPED: &[&str] = &[
    "keepalives",
    "keepalives_idle",
    "keepalives_interval",
    "keepalives_count",
    "tcp_user_timeout",
    "target_session_attrs",
    "load_balance_hosts",
    "fallback_application_name",
    "sslnegotiation",
    "sslcompression",
];

/// Values of `sslmode`, in any letter case. Others are refused.
const TLS_MODES: &[TlsMode] = &[
    TlsMode { value: "", tls: Tls::OFF },
    TlsMode { value: "disable", tls: Tls::OFF },
    TlsMode { value: "disabled", tls: Tls::OFF },
    TlsMode { value: "allow", tls: Tls::PREFER },
    TlsMode { value: "prefer", tls: Tls::PREFER },
    TlsMode { value: "preferred", tls: Tls::PREFER },
    TlsMode { value: "require", tls: Tls::REQUIRE },
    TlsMode { value: "required", tls: Tls::REQUIRE },
    TlsMode { value: "verify-ca", tls: Tls::VERIFY_CA },
    TlsMode { value: "verify_ca", tls: Tls::VERIFY_CA },
    TlsMode { value: "verify-full", tls: Tls::VERIFY_FULL },
    TlsMode { value: "verify_full", tls: Tls::VERIFY_FULL },
    TlsMode { value: "verify-identity", tls: Tls::VERIFY_FULL },
    TlsMode { value: "verify_identity", tls: Tls::VERIFY_FULL },
];

/// `new SQL(text)`.
fn read(text: &str, spelling: Spelling) -> Reading {
    let mut out = Reading::empty(Tls::OFF, NAMED);
    fill::send(&mut out, STARTUP);
    fill::read_for_node(out, text, spelling, configure)
}

type Step<T> = Result<T, (Span, String)>;

/// `parseOptions`, in its order.
fn configure(out: &mut Reading, text: &str) -> Step<()> {
    known_scheme(text)?;
    let (url, has_host) = url_of(text)?;
    let query = Query::read(out, &url)?;
    hosts(out, &url, has_host, &query)?;
    let said = |given: Option<Piece>, written: &Piece| match given {
        Some(given) => Ok(given),
        None => component(written),
    };
    let user = said(query.value("user"), &url.user)?;
    out.user = (!user.value.is_empty()).then(|| fill::written(&user));
    let password = match (query.value("password"), &url.password) {
        (None, Some(written)) => Some(component(written)?),
        (given, _) => given,
    };
    out.password = password.as_ref().map(fill::secret);
    let dbname = said(query.value("dbname"), &url.path.without_first(text))?;
    out.dbname = (!dbname.value.is_empty()).then(|| fill::written(&dbname));
    query.check_numbers()?;
    if let Some(off) = query.value("prepare").filter(|it| matches!(it.value.as_str(), "false" | "0")) {
        out.prepared = Sourced::written(node_postgres::PREPARED, off.span);
    }
    if let Some(binding) = query.value("channel_binding")
        && !["disable", "prefer", "require"].contains(&binding.value.as_str())
    {
        let must = format!("must be one of: disable, prefer, require. Received '{}'", binding.value);
        return Err((binding.span, format!("The argument 'channelBinding' {must}")));
    }
    query.settle_tls(out);
    Ok(())
}

/// `schemeOf` and `adapterFromScheme`. Another database that it knows is read in the same way.
fn known_scheme(text: &str) -> Step<()> {
    let start = text.get(..7.min(text.len())).unwrap_or_default().to_ascii_lowercase();
    let end = text.find("://").unwrap_or(0);
    let scheme = text.get(..end).unwrap_or_default().trim().to_ascii_lowercase();
    let known = ["", "http", "https", "ftp", "postgres", "postgresql", "mysql", "mysql2", "mariadb"];
    if start.starts_with("sqlite:") || start.starts_with("file:") || known.contains(&scheme.as_str()) {
        return Ok(());
    }
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+.-".contains(c));
    let named = if is_scheme { scheme.as_str() } else { "[REDACTED]" };
    let message = format!(
        "Unsupported protocol: {named}. Supported adapters: \"postgres\", \"sqlite\", \"mysql\", \"mariadb\""
    );
    Err((Span::new(0, end), message))
}

/// The URL, and whether its host counts: one without a host gets another try with one put in.
fn url_of(text: &str) -> Step<(WebUrl, bool)> {
    let mut whole = Mapper::default();
    if !text.contains("://") {
        whole.push("postgres://", Span::at(0));
    }
    whole.copy(text, Span::new(0, text.len()));
    let whole = whole.finish();
    let place = |span| whole.source(span);
    let failed = match read_web_url(whole.text(), None) {
        Ok(url) => return Ok((url.placed(place), true)),
        Err((_, span)) => (place(span), "Invalid URL".to_owned()),
    };
    let with_host = with_host(whole.text()).ok_or_else(|| failed.clone())?;
    let url = read_web_url(with_host.text(), None).map_err(|_| failed)?;
    Ok((url.placed(|span| place(with_host.source(span))), false))
}

/// The text with a host where there is none between `@` or `://` and the port or the path.
fn with_host(text: &str) -> Option<Mapped> {
    let start = text.find("://")? + 3;
    let rest = text.get(start..)?;
    let end = start + rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let at = text.get(start..end)?.rfind('@').map_or(start, |at| start + at + 1);
    let is_empty = end > start && (at == end || text.get(at..)?.starts_with(':'));
    let mut out = Mapper::default();
    out.copy(text, Span::new(0, at));
    out.push("localhost", Span::at(at));
    out.copy(text, Span::new(at, text.len()));
    is_empty.then(|| out.finish())
}

fn component(piece: &Piece) -> Step<Piece> {
    let value = decode(&piece.value, Percent::JavaScript);
    let value = value.map_err(|_| (piece.span, "URI error".to_owned()))?;
    Ok(Piece { span: piece.span, value })
}

fn hosts(out: &mut Reading, url: &WebUrl, has_host: bool, query: &Query<'_>) -> Step<()> {
    let written = url.host.as_ref().filter(|it| has_host && !it.value.is_empty());
    let written = match written {
        Some(host) if host.value.starts_with("%2F") || host.value.starts_with("%2f") => {
            Some(component(host)?)
        }
        other => other.cloned(),
    };
    let port = match query.value("port").or(url.port.clone()) {
        Some(port) => Some(Sourced::written(port_number(&port)?, port.span)),
        None => None,
    };
    let name = query.value("path").or(query.value("socket")).or(query.value("host")).or(written);
    let name = name.map(|it| fill::written(&it));
    if name.is_some() || port.is_some() {
        out.hosts = vec![Host { name, port }];
    }
    Ok(())
}

fn port_number(port: &Piece) -> Step<i64> {
    let number = number(&port.value);
    match number.as_ref().filter(|it| it.is_whole() && (1..=65535).contains(&it.floor())) {
        Some(number) => Ok(number.floor()),
        None => {
            let received = number.map_or("NaN".to_owned(), |it| it.to_string());
            let must = format!("must be a non-negative integer between 1 and 65535. Received {received}");
            Err((port.span, format!("The argument 'port' {must}")))
        }
    }
}

/// A number as JavaScript's `Number` reads it, in decimal.
fn number(text: &str) -> Option<Decimal> {
    let text = text.trim();
    let is_plain = text.chars().all(|c| c.is_ascii_digit() || "+-.eE".contains(c));
    Decimal::read(if text.is_empty() { "0" } else { text }).filter(|_| is_plain)
}

/// The query. A name that is given twice has both values with a comma between.
struct Query<'a> {
    pairs: Vec<(CompactString, &'a Pair, Piece)>,
}

impl<'a> Query<'a> {
    /// `readUrlQuery`.
    fn read(out: &mut Reading, url: &'a WebUrl) -> Step<Self> {
        let mut query = Self { pairs: Vec::new() };
        let mut places: BTreeMap<&str, usize> = BTreeMap::new();
        for pair in &url.pairs {
            let lower = pair.key.value.to_ascii_lowercase();
            fill::push(out, given(pair, &lower));
            let value = fill::value_of(pair);
            let place = *places.entry(&pair.key.value).or_insert(query.pairs.len());
            match query.pairs.get_mut(place) {
                Some((_, _, joined)) => {
                    joined.value.push(',');
                    joined.value.push_str(&value.value);
                    joined.span = value.span;
                }
                None => query.pairs.push((lower, pair, value)),
            }
        }
        let modes = query.pairs.iter().filter(|(name, _, _)| is_mode(name) || is_switch(name));
        for (name, _, value) in modes {
            let lower = value.value.to_ascii_lowercase();
            let is_known = is_switch(name) && ["true", "false", "1", "0"].contains(&lower.as_str());
            if !is_known && super::tls_mode(TLS_MODES, &lower).is_none() {
                let modes = "disable, allow, prefer, require, verify-ca, verify-full";
                let must = format!("must be one of: {modes}. Received '{lower}'");
                return Err((value.span, format!("The argument 'sslmode' {must}")));
            }
        }
        Ok(query)
    }

    /// The first value of a parameter that is not empty, whatever the letter case of its name.
    fn value(&self, name: &str) -> Option<Piece> {
        let mut named =
            self.pairs.iter().filter(|(lower, _, value)| lower == name && !value.value.is_empty());
        named.next().map(|(_, _, value)| value.clone())
    }

    fn check_numbers(&self) -> Step<()> {
        let numbers = [
            ("idle_timeout", "options.idle_timeout"),
            ("connect_timeout", "options.connection_timeout"),
            ("max_lifetime", "options.max_lifetime"),
            ("max", "options.max"),
        ];
        for (name, option) in numbers {
            let Some(value) = self.value(name) else { continue };
            let (least, range) =
                if name == "max" { (1, "between 1 and 2^31") } else { (0, "less than 2^31") };
            let number = number(&value.value);
            let most = 1 << 31;
            let is_within =
                |it: &Decimal| (least..=most).contains(&it.floor()) && (it.floor() < most || it.is_whole());
            if !number.as_ref().is_some_and(is_within) {
                let received = number.map_or("NaN".to_owned(), |it| it.to_string());
                let must = format!("must be a non-negative integer {range}. Received {received}");
                return Err((value.span, format!("The property '{option}' {must}")));
            }
        }
        Ok(())
    }

    /// The mode that was named last; `ssl=true` and every file raise it to `require`, and a file of authorities to
    /// `verify-full`. A socket has no TLS.
    fn settle_tls(&self, out: &mut Reading) {
        let mut mode: Option<(Tls, Span)> = None;
        let mut asked: Option<Span> = None;
        for (name, _, value) in &self.pairs {
            let lower = value.value.to_ascii_lowercase();
            if is_switch(name) && matches!(lower.as_str(), "true" | "1") {
                asked = asked.or(Some(value.span));
            } else if is_switch(name) && matches!(lower.as_str(), "false" | "0") {
                mode = Some((Tls::OFF, value.span));
            } else if is_mode(name) || is_switch(name) && !lower.is_empty() {
                mode = super::tls_mode(TLS_MODES, &lower).map(|tls| (tls, value.span));
            } else if name.starts_with("ssl") && !is_switch(name) && is_file(name) && !lower.is_empty() {
                asked = asked.or(Some(value.span));
            }
        }
        let roots = self.value("sslrootcert").map(|it| it.span);
        let (mut tls, mut span) = mode.map_or((Tls::OFF, None), |(tls, span)| (tls, Some(span)));
        if let Some(asked) = asked.filter(|_| tls < Tls::REQUIRE) {
            (tls, span) = (Tls::REQUIRE, Some(asked));
        }
        if let Some(roots) = roots.filter(|_| tls == Tls::REQUIRE) {
            (tls, span) = (Tls::VERIFY_FULL, Some(roots));
        }
        let host = out.hosts.first().and_then(|host| host.name.as_ref());
        if host.is_some_and(|name| name.value.starts_with('/')) {
            tls = Tls::OFF;
        }
        if let Some(span) = span {
            out.tls = Sourced::written(tls, span);
        }
    }
}

fn is_mode(name: &str) -> bool {
    matches!(name, "sslmode" | "ssl-mode" | "ssl_mode")
}

fn is_switch(name: &str) -> bool {
    matches!(name, "ssl" | "tls")
}

fn is_file(name: &str) -> bool {
    matches!(name, "sslrootcert" | "sslcert" | "sslkey" | "sslpassword")
}

/// A pair with its fate, by its name in lower case; what goes to the server keeps its own letters.
fn given(pair: &Pair, lower: &str) -> Given {
    let is_dropped = DROPPED.contains(&lower)
        || lower == "gssencmode" && fill::value_of(pair).value != "require"
        || lower == "foundrows";
    let unknown = if is_dropped { Fate::Ignored } else { Fate::Startup };
    let mut given = fill::given(pair, PARAMS, unknown, DRIVER.newest);
    if let Some(param) = fill::param_of(PARAMS, lower, DRIVER.newest).filter(|param| !param.sent) {
        (given.setting, given.fate) = (Some(param.setting), Fate::Client);
    }
    given
}
