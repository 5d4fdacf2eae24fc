//! postgres.js (`postgres`).

use super::{
    ArgumentSet, Asynchronous, Checked, Command, Disk, Driver, Evidence, Kind, Package, Packet, Param, Place,
    Recovery, Registry, Speech, Switch, TlsMode, Told, Unknown, Wish, fill, node_postgres,
};
use crate::model::{Fate, Host, Prepared, Reading, Setting, Since, Sourced, Statements, Tls, Version};
use crate::parse::{Percent, Piece, Spelling, WebUrl, decode, read_web_url};
use crate::text::{Mapped, Mapper, Span, has_byte};

pub(super) static DRIVER: Driver = Driver {
    name: "postgres-js",
    aliases: &["postgres.js"],
    label: "postgres.js",
    language: "JavaScript",
    docs: "Cuts several hosts out by hand and gives the rest to Node's URL parser. Its own options can stand in the \
           query; everything else there goes to the server as a setting. Every query is a named statement, `commit` \
           too: behind a transaction pooler that does not track statements a transaction is then reported as \
           committed and lost. `prepare=false` in the string turns that off.",
    newest: Version(3, 4, 9),
    schemes: &["postgresql", "postgres"],
    own_schemes: &[],
    spellings: &[Spelling::Uri, Spelling::Parts],
    params: PARAMS,
    unknown: Unknown::SentToServer,
    tls_modes: TLS_MODES,
    system_roots: &[Since(Version(0, 0, 0), Some(""))],
    startup: STARTUP,
    packet: PACKET,
    variables: VARIABLES,
    service_unknown: None,
    disk: Disk::UNTOUCHED,
    prepared: &[Since(Version(0, 0, 0), PREPARED)],
    speech: &[Since(Version(0, 0, 0), SPEECH)],
    statements_off: &[Switch {
        in_url: "prepare=false",
        in_code: "prepare: false",
        since: Version(0, 0, 0),
        enough: true,
        frees_in_sql: false,
    }],
    asynchronous: Asynchronous::Always,
    told: &[&[
        Told::in_url(Wish::ConnectTimeout, "connect_timeout={s}"),
        Told::in_url(Wish::Keepalive, "keep_alive={s}"),
        Told::in_url(Wish::Primary, "target_session_attrs=read-write"),
        Told::in_url(Wish::Standby, "target_session_attrs=prefer-standby"),
        Told::in_url(Wish::PoolSize, "max={}"),
        Told::in_url(Wish::PoolRecycle, "max_lifetime={s}"),
    ]],
    arguments: &[ArgumentSet::dropping("", &[("rejectUnauthorized", "`ssl`"), ("ca", "`ssl`")])],
    packages: &[Package::new(Registry::Node, "postgres")],
    rank: 6,
    read: |text, spelling, _| read(text, spelling),
    snippet: super::snippets::postgres_js,
    hands_on: None,
    checked: &[Checked {
        version: "3.4.9",
        evidence: Evidence::Run,
        on: "2026-11-24",
        how: "`postgres(string).options` on Node 20.20, not connected; TLS, startup packet and statements against \
              PostgreSQL 15 and PgBouncer 1.18 and 1.24",
    }],
};

/// What it asks first, to know which arrays there are.
const ARRAY_TYPES: &str = "select b.oid, b.typarray from pg_catalog.pg_type a left join pg_catalog.pg_type b \
                           on b.oid = a.typelem where a.typcategory = 'A' group by b.oid, b.typarray order by b.oid";

/// How it speaks.
pub(super) const SPEECH: Speech = Speech {
    opens: &[Command::Batch(ARRAY_TYPES)],
    begin: Command::Query("begin"),
    commit: Command::Batch("commit"),
    rollback: Command::Batch("rollback"),
    unnamed: &["PDH", "BES"],
    parses: &["PDH", "BES"],
    again: &["BES"],
    batch: &["PDBES"],
    recovery: Recovery::RetriesMissing,
    words: &[("", "PostgresError: {}")],
    ..Speech::PLAIN
};

/// `StartupMessage` of connection.js.
const PACKET: Packet =
    Packet { order: &["user", "database", "client_encoding", "application_name"], names_database: true };

/// `parseOptions` of index.js.
const VARIABLES: &[(&str, &str)] = &[
    ("PGHOST", "host"),
    ("PGPORT", "port"),
    ("PGUSERNAME", "user"),
    ("PGUSER", "user"),
    ("PGDATABASE", "database"),
    ("PGPASSWORD", "password"),
    ("PGAPPNAME", "application_name"),
    ("PGSSL", "ssl"),
    ("PGSSLNEGOTIATION", "sslnegotiation"),
    ("PGTARGETSESSIONATTRS", "target_session_attrs"),
    ("PGMAX", "max"),
    ("PGIDLE_TIMEOUT", "idle_timeout"),
    ("PGCONNECT_TIMEOUT", "connect_timeout"),
    ("PGMAX_LIFETIME", "max_lifetime"),
    ("PGKEEP_ALIVE", "keep_alive"),
    ("PGPREPARE", "prepare"),
];

const PREPARED: Prepared = Prepared {
    statements: Statements::Named,
    named_from: 1,
    cache_size: None,
    names: "<random text of the connection><n>",
};

/// Sent by `StartupMessage` of connection.js.
const STARTUP: &[(&str, &str)] = &[("client_encoding", "UTF8"), ("application_name", "postgres.js")];

const BOTH: Place = Place::Both("postgres(url, {...})");
const CODE: Place = Place::Code("postgres(url, {...})");

/// `parseOptions` of index.js: its defaults can stand in the query, and what is sent is named here when the server
/// knows it.
const PARAMS: &[Param] = &[
    // They go to the server behind the user and the database in front, and win there.
    Param::new("user", Setting::User),
    Param::new("database", Setting::Database),
    Param::new("sslmode", Setting::TlsMode),
    Param::new("ssl", Setting::TlsMode).place(BOTH),
    Param::new("sslnegotiation", Setting::TlsNegotiation)
        .kind(Kind::OneOf(&["postgres", "direct"]))
        .place(BOTH),
    Param::new("max", Setting::Pool).kind(Kind::Integer).place(BOTH),
    Param::new("idle_timeout", Setting::Pool).kind(Kind::Number).place(BOTH),
    Param::new("max_lifetime", Setting::Pool).kind(Kind::Number).place(BOTH),
    Param::new("connect_timeout", Setting::ConnectTimeout).kind(Kind::Number).place(BOTH),
    Param::new("keep_alive", Setting::Keepalive).kind(Kind::Number).place(BOTH),
    Param::new("prepare", Setting::StatementCache).kind(Kind::Boolean).place(BOTH),
    Param::new("target_session_attrs", Setting::TargetSession)
        .kind(Kind::OneOf(&["read-write", "read-only", "primary", "standby", "prefer-standby"]))
        .place(BOTH),
    Param::new("fetch_types", Setting::Other).kind(Kind::Boolean).place(BOTH),
    Param::new("max_pipeline", Setting::Other).kind(Kind::Integer).place(BOTH),
    Param::new("backoff", Setting::Other).kind(Kind::Number).place(BOTH),
    Param::new("debug", Setting::Other).kind(Kind::Boolean).place(BOTH),
    Param::new("publications", Setting::Other).place(BOTH),
    Param::new("application_name", Setting::ApplicationName).sent(),
    Param::new("options", Setting::Options).sent(),
    Param::new("client_encoding", Setting::ClientEncoding).sent(),
    Param::new("search_path", Setting::SearchPath).sent(),
    Param::new("replication", Setting::Replication).sent(),
    Param::new("statement_timeout", Setting::ServerSetting).sent(),
    Param::new("lock_timeout", Setting::ServerSetting).sent(),
    Param::new("idle_in_transaction_session_timeout", Setting::ServerSetting).sent(),
    Param::new("TimeZone", Setting::ServerSetting).sent(),
    Param::new("host", Setting::Host).place(CODE),
    Param::new("port", Setting::Port).kind(Kind::Integer).place(CODE),
    Param::new("path", Setting::Host).place(CODE),
    Param::new("database", Setting::Database).place(CODE),
    Param::new("username", Setting::User).place(CODE),
    Param::new("password", Setting::Password).place(CODE),
    Param::new("connection", Setting::ServerSetting).kind(Kind::Object).place(CODE),
    Param::new("types", Setting::Other).kind(Kind::Object).place(CODE),
    Param::new("transform", Setting::Other).kind(Kind::Object).place(CODE),
];

/// Values of `ssl`, which `sslmode` is another name for. Every other value verifies fully.
const TLS_MODES: &[TlsMode] = &[
    TlsMode { value: "", tls: Tls::OFF },
    TlsMode { value: "disable", tls: Tls::OFF },
    TlsMode { value: "false", tls: Tls::OFF },
    TlsMode { value: "prefer", tls: Tls::PREFER },
    TlsMode { value: "require", tls: Tls::REQUIRE },
    TlsMode { value: "allow", tls: Tls::REQUIRE },
    TlsMode { value: "verify-full", tls: Tls::VERIFY_FULL },
    TlsMode { value: "verify-ca", tls: Tls::VERIFY_FULL },
    TlsMode { value: "true", tls: Tls::VERIFY_FULL },
];

/// `postgres(text)`.
fn read(text: &str, spelling: Spelling) -> Reading {
    let mut out = Reading::empty(Tls::OFF, PREPARED);
    fill::send(&mut out, STARTUP);
    fill::read_for_node(out, text, spelling, configure)
}

type Step<T> = Result<T, (Span, String)>;

fn configure(out: &mut Reading, text: &str) -> Step<()> {
    let authority = authority(text)?;
    let url = match with_first_host(text, &authority.value) {
        None => read_web_url(text, None).map_err(|(_, span)| span),
        Some(one) => match read_web_url(one.text(), None) {
            Ok(url) => Ok(url.placed(|span| one.source(span))),
            Err((_, span)) => Err(one.source(span)),
        },
    };
    let url = url.map_err(|span| (span, "Invalid URL".to_owned()))?;
    let user = component(&url.user)?;
    let password = url.password.as_ref().map(component).transpose()?;
    out.user = (!user.value.is_empty()).then(|| fill::written(&user));
    out.password = password.as_ref().map(fill::secret);
    let path = url.path.without_first(text);
    out.dbname = (!path.value.is_empty()).then(|| fill::written(&path));
    query(out, &url);
    // A port that is no number is found when it connects, after everything else.
    let dialled = hosts(out, &url, &authority);
    target(out)?;
    dialled
}

fn component(piece: &Piece) -> Step<Piece> {
    let malformed = |_| (piece.span, "URI malformed".to_owned());
    let value = decode(&piece.value, Percent::JavaScript).map_err(malformed)?;
    Ok(Piece { span: piece.span, value })
}

/// What it takes for the hosts: behind the first `://` (or two characters in), up to a `/` or `?`, behind the
/// **first** `@`, decoded.
fn authority(text: &str) -> Step<Piece> {
    let slashes = text.as_bytes().windows(3).position(|three| three == b"://");
    let start = slashes
        .map_or_else(|| text.char_indices().nth(2).map_or(text.len(), |(at, _)| at), |colon| colon + 3);
    let all = Span::new(start, text.len()).until(text, |byte| matches!(byte, b'?' | b'/'));
    let info = all.until(text, |byte| byte == b'@');
    let span = if info == all { all } else { Span::new(info.end + 1, all.end) };
    component(&Piece { span, value: span.of(text).into() })
}

/// The text with all hosts but the first cut out: `text.replace(hosts, first)`, which replaces the first place where
/// `hosts` stands, and to which `$` patterns in `first` mean something. `None` when that changes nothing.
fn with_first_host(text: &str, hosts: &str) -> Option<Mapped> {
    if !has_byte(hosts, |byte| matches!(byte, b',' | b'$')) {
        return None;
    }
    let first = hosts.split(',').next().unwrap_or_default();
    let at = text.find(hosts)?;
    let found = Span::new(at, at + hosts.len());
    let mut out = Mapper::default();
    out.copy(text, Span::new(0, at));
    if first.contains('$') {
        let before = text.get(..at).unwrap_or_default();
        let after = text.get(found.end..).unwrap_or_default();
        out.push(&expanded(first, hosts, before, after), found);
    } else {
        out.copy(text, Span::new(at, at + first.len()));
    }
    out.copy(text, Span::new(found.end, text.len()));
    Some(out.finish())
}

/// The replacement text of JavaScript's `String.prototype.replace`.
fn expanded(pattern: &str, matched: &str, before: &str, after: &str) -> String {
    let mut out = String::new();
    let mut rest = pattern;
    while let Some((head, tail)) = rest.split_once('$') {
        out.push_str(head);
        let meaning = match tail.chars().next() {
            Some('$') => Some("$"),
            Some('&') => Some(matched),
            Some('`') => Some(before),
            Some('\'') => Some(after),
            _ => None,
        };
        out.push_str(meaning.unwrap_or("$"));
        rest = if meaning.is_some() { tail.get(1..).unwrap_or_default() } else { tail };
    }
    out + rest
}

fn query(out: &mut Reading, url: &WebUrl) {
    for pair in &url.pairs {
        fill::push(out, fill::given(pair, PARAMS, Fate::Startup, DRIVER.newest));
    }
    fill::send_last_of_each(out);
    // `StartupMessage` leaves out what is empty.
    out.startup.retain(|(_, value)| !value.value.is_empty());
    let last = |name: &str| {
        let pair = url.pairs.iter().rev().find(|pair| pair.key.value == name);
        pair.map(fill::value_of)
    };
    let mode = last("sslmode").filter(|it| !it.value.is_empty()).or(last("ssl"));
    if let Some(root) = last("sslrootcert").filter(|it| it.value == "system") {
        out.tls = Sourced::written(Tls::VERIFY_FULL, root.span);
    } else if let Some(mode) = mode {
        let tls = super::tls_mode(TLS_MODES, &mode.value).unwrap_or(Tls::VERIFY_FULL);
        out.tls = Sourced::written(tls, mode.span);
    }
    if let Some(off) = last("prepare").filter(|it| matches!(it.value.as_str(), "false" | "disable" | "")) {
        out.prepared = Sourced::written(node_postgres::PREPARED, off.span);
    }
}

fn hosts(out: &mut Reading, url: &WebUrl, authority: &Piece) -> Step<()> {
    let default = url.port.as_ref().and_then(number);
    let host = url.host.as_ref().filter(|host| !host.value.is_empty());
    let (names, span) = match host {
        _ if authority.value.contains(',') => (authority.value.as_str(), authority.span),
        Some(host) => (host.value.as_str(), host.span),
        None => {
            out.hosts.extend(default.map(|port| Host { name: None, port: Some(port) }));
            return Ok(());
        }
    };
    if names.contains('/') {
        let name = Some(Sourced::written(names.into(), span));
        out.hosts.push(Host { name, port: default });
        return Ok(());
    }
    let mut at = span.start;
    for one in names.split(',') {
        let mut words = one.split(':');
        let name = words.next().unwrap_or_default();
        // Places are known unless something was decoded on the way.
        let place = |from: usize, len: usize| {
            if names.len() == span.len() { Span::new(from, from + len) } else { span }
        };
        let port = match words.next().filter(|it| !it.is_empty()) {
            Some(port) => {
                let span = place(at + name.len() + 1, port.len());
                let number = fill::parse_int(port).ok_or_else(|| (span, fill::NO_PORT.to_owned()))?;
                Some(Sourced::written(number, span))
            }
            None => default.clone(),
        };
        out.hosts.push(Host { name: Some(Sourced::written(name.into(), place(at, name.len()))), port });
        at += one.len() + 1;
    }
    Ok(())
}

fn number(port: &Piece) -> Option<Sourced<i64>> {
    port.value.parse().ok().map(|number| Sourced::written(number, port.span))
}

/// The first `target_session_attrs` counts, though the last one of every other parameter does.
fn target(out: &Reading) -> Step<()> {
    let Some(given) = out.params.iter().find(|it| it.key == "target_session_attrs") else { return Ok(()) };
    let known = ["", "read-write", "read-only", "primary", "standby", "prefer-standby"];
    if known.contains(&given.value.as_str()) {
        return Ok(());
    }
    Err((given.value_span, format!("target_session_attrs {} is not supported", given.value)))
}
