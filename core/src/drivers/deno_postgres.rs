//! deno-postgres (`@db/postgres`), a client for Deno.

use super::{
    Asynchronous, Checked, Disk, Driver, Evidence, Kind, Package, Packet, Param, Place, Registry, Speech,
    TlsMode, Unknown, fill, node_postgres,
};
use crate::model::{Fate, Given, Host, Reading, Setting, Since, Sourced, Tls, Version};
use crate::parse::{Pair, Percent, Piece, Spelling, decode, web_pairs};
use crate::text::Span;

pub(super) static DRIVER: Driver = Driver {
    name: "deno-postgres",
    aliases: &["@db/postgres"],
    label: "deno-postgres",
    language: "TypeScript",
    docs: "Finds `postgres://` or `postgresql://` anywhere in the text and takes the rest apart with one expression, up \
           to the first blank. Host and password are decoded, as they stand if they cannot be; user and database never \
           are. A user, a database and, for TCP, a host have to be there, in the URL or in the environment. TLS is \
           tried by default, and when it fails for whatever reason, a certificate that is not trusted too, it goes on \
           without; `require` verifies certificate and host name. The query knows eight names and drops the others \
           without a word.",
    newest: Version(0, 19, 5),
    schemes: &["postgresql", "postgres"],
    own_schemes: &[],
    spellings: &[Spelling::Uri, Spelling::Parts],
    params: PARAMS,
    unknown: Unknown::Ignored,
    tls_modes: TLS_MODES,
    system_roots: &[Since(Version(0, 0, 0), Some(""))],
    startup: STARTUP,
    packet: Packet {
        order: &["client_encoding", "user", "database", "application_name", "options"],
        names_database: true,
    },
    variables: &[
        ("PGAPPNAME", "application_name"),
        ("PGDATABASE", "dbname"),
        ("PGHOST", "host"),
        ("PGOPTIONS", "options"),
        ("PGPASSWORD", "password"),
        ("PGPORT", "port"),
        ("PGUSER", "user"),
    ],
    service_unknown: None,
    disk: Disk::UNTOUCHED,
    prepared: &[Since(Version(0, 0, 0), node_postgres::PREPARED)],
    speech: &[Since(Version(0, 0, 0), SPEECH)],
    statements_off: &[],
    asynchronous: Asynchronous::Always,
    told: &[],
    arguments: &[],
    packages: &[
        Package::new(Registry::Node, "@db/postgres"),
        Package::new(Registry::Node, "@jsr/db__postgres"),
    ],
    rank: Driver::RARE + 3,
    read: |text, spelling, _| read(text, spelling),
    snippet: super::snippets::deno_postgres,
    hands_on: None,
    checked: &[Checked {
        version: "0.19.5",
        evidence: Evidence::Run,
        on: "2026-11-24",
        how: "`createParams(string)` of its source on Deno 2.9, not connected; TLS and statements from connection.ts",
    }],
};

/// How it speaks.
pub(super) const SPEECH: Speech = Speech { words: &[("", "PostgresError: {}")], ..Speech::UNHEARD };

const STARTUP: &[(&str, &str)] = &[("client_encoding", "'utf-8'"), ("application_name", "deno_postgres")];

const CODE: Place = Place::Code("new Client({...})");

const PARAMS: &[Param] = &[
    Param::new("sslmode", Setting::TlsMode).kind(Kind::OneOf(&[
        "disable",
        "prefer",
        "require",
        "verify-ca",
        "verify-full",
    ])),
    Param::new("ssl", Setting::TlsMode),
    Param::new("application_name", Setting::ApplicationName).sent(),
    Param::new("options", Setting::Options).sent(),
    Param::new("host", Setting::Host),
    Param::new("port", Setting::Port).kind(Kind::Integer),
    Param::new("user", Setting::User),
    Param::new("password", Setting::Password),
    Param::new("dbname", Setting::Database),
    Param::new("hostname", Setting::Host).place(CODE),
    Param::new("database", Setting::Database).place(CODE),
    Param::new("applicationName", Setting::ApplicationName).place(CODE),
    Param::new("host_type", Setting::Other).kind(Kind::OneOf(&["tcp", "socket"])).place(CODE),
    Param::new("tls", Setting::TlsMode).kind(Kind::Object).place(CODE),
    Param::new("connection", Setting::Other).kind(Kind::Object).place(CODE),
    Param::new("controls", Setting::Other).kind(Kind::Object).place(CODE),
];

/// Values of `sslmode`. Others are refused.
const TLS_MODES: &[TlsMode] = &[
    TlsMode { value: "", tls: Tls::PREFER },
    TlsMode { value: "disable", tls: Tls::OFF },
    TlsMode { value: "prefer", tls: Tls::PREFER },
    TlsMode { value: "require", tls: Tls::VERIFY_FULL },
    TlsMode { value: "verify-ca", tls: Tls::VERIFY_FULL },
    TlsMode { value: "verify-full", tls: Tls::VERIFY_FULL },
];

fn read(text: &str, spelling: Spelling) -> Reading {
    let mut out = Reading::empty(Tls::PREFER, node_postgres::PREPARED);
    fill::send(&mut out, STARTUP);
    if spelling == Spelling::Parts {
        let mut out = fill::separate(text, out);
        dial_default(&mut out, "127.0.0.1");
        return out;
    }
    if let Err((span, message)) = configure(&mut out, text) {
        out.refuse(span, message);
    }
    dial_default(&mut out, "/tmp");
    out
}

/// The host that it dials when it is told none.
fn dial_default(out: &mut Reading, host: &str) {
    let default = || Some(Sourced::default_of_driver(host.into()));
    match out.hosts.first_mut() {
        Some(host) if host.name.is_none() => host.name = default(),
        Some(_) => {}
        None => out.hosts.push(Host { name: default(), port: None }),
    }
}

type Step<T> = Result<T, (Span, String)>;

/// `createParams`, in its order.
fn configure(out: &mut Reading, text: &str) -> Step<()> {
    let unparsed = |span, why: String| (span, format!("Could not parse the connection string: {why}"));
    let uri = Uri::read(text)
        .ok_or_else(|| unparsed(Span::new(0, text.len()), "Could not parse the provided URL".to_owned()))?;
    if let Some(port) = uri.port.filter(|it| number(it.of(text)).is_none()) {
        let why = format!("The provided port \"{}\" is not a valid number", port.of(text));
        return Err(unparsed(port, why));
    }
    let pairs = uri.query.map_or(Vec::new(), |query| web_pairs(text, query));
    for pair in &pairs {
        push(out, pair);
    }
    if !["postgres", "postgresql"].contains(&uri.scheme.of(text)) {
        return Err((uri.scheme, format!("Supplied DSN has invalid driver: {}.", uri.scheme.of(text))));
    }
    let query = |name: &str| {
        let pair = pairs.iter().rev().find(|pair| pair.key.value == name);
        pair.map(fill::value_of).filter(|it| !it.value.is_empty())
    };
    let raw = |span: Option<Span>| {
        let span = span.filter(|span| !span.is_empty())?;
        Some(Piece { span, value: span.of(text).into() })
    };
    let decoded = |span: Option<Span>| {
        raw(span).map(|piece| match decode(&piece.value, Percent::JavaScript) {
            Ok(value) => Piece { value, ..piece },
            Err(_) => piece,
        })
    };
    out.user = raw(uri.user).or_else(|| query("user")).map(|it| fill::written(&it));
    out.password = decoded(uri.password).or_else(|| query("password")).map(|it| fill::secret(&it));
    out.dbname = raw(uri.path).or_else(|| query("dbname")).map(|it| fill::written(&it));
    let host = decoded(Some(uri.host)).or_else(|| query("host"));
    let is_socket = host.as_ref().is_none_or(|it| it.value.starts_with('/'));
    let port = raw(uri.port).or_else(|| query("port"));
    if let Some(options) = query("options") {
        check_options(&options)?;
    }
    let has_tls = tls(out, &pairs)?;
    let port = match port {
        Some(port) => Some(Sourced::written(port_number(&port)?, port.span)),
        None => None,
    };
    let name = host.map(|it| fill::written(&it));
    if name.is_some() || port.is_some() {
        out.hosts = vec![Host { name, port }];
    }
    if let Some(span) = has_tls.filter(|_| is_socket) {
        return Err((span, "No TLS options are allowed when host type is set to \"socket\"".to_owned()));
    }
    if is_socket {
        out.tls = Sourced::default_of_driver(Tls::OFF);
    }
    let unnamed = pairs.iter().rev().find(|pair| pair.key.value == "application_name");
    missing(out, text, unnamed.is_some_and(|pair| fill::value_of(pair).value.is_empty()))
}

/// `assertRequiredOptions`: an empty application name is missing, though none at all is not.
fn missing(out: &Reading, text: &str, has_no_name: bool) -> Step<()> {
    let wanted =
        [("applicationName", has_no_name), ("database", out.dbname.is_none()), ("user", out.user.is_none())];
    let missing: Vec<&str> = wanted.into_iter().filter(|it| it.1).map(|it| it.0).collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err((Span::new(0, text.len()), format!("Missing connection parameters: {}", missing.join(", "))))
}

/// A number as JavaScript's `Number` reads letters and digits, in decimal.
fn number(text: &str) -> Option<i64> {
    text.trim().parse().ok()
}

fn port_number(port: &Piece) -> Step<i64> {
    number(&port.value)
        .filter(|number| *number != 0)
        .ok_or_else(|| (port.span, format!("\"{}\" is not a valid port number", port.value)))
}

fn push(out: &mut Reading, pair: &Pair) {
    let mut given: Given = fill::given(pair, PARAMS, Fate::Ignored, DRIVER.newest);
    if given.fate == Fate::Startup && given.value.is_empty() {
        given.fate = Fate::Client;
    }
    fill::push(out, given);
}

/// What `ssl=true` or `sslmode` say, and where.
fn tls(out: &mut Reading, pairs: &[Pair]) -> Step<Option<Span>> {
    let last = |name: &str| pairs.iter().rev().find(|pair| pair.key.value == name).map(fill::value_of);
    if let Some(ssl) = last("ssl").filter(|it| it.value == "true") {
        out.tls = Sourced::written(Tls::VERIFY_FULL, ssl.span);
        return Ok(Some(ssl.span));
    }
    let Some(mode) = last("sslmode") else { return Ok(None) };
    let known = super::tls_mode(TLS_MODES, &mode.value).filter(|_| !mode.value.is_empty());
    let tls =
        known.ok_or_else(|| (mode.span, format!("Supplied DSN has invalid sslmode '{}'", mode.value)))?;
    out.tls = Sourced::written(tls, mode.span);
    Ok(Some(mode.span))
}

/// `parseOptionsArgument`: `-c name=value` and `--name=value`, and nothing else.
fn check_options(options: &Piece) -> Step<()> {
    let bad = |message: String| Err((options.span, message));
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let mut words = options.value.split(' ');
    while let Some(word) = words.next() {
        let pair = if let Some(long) = word.strip_prefix("--").filter(|it| it.starts_with(is_word)) {
            long
        } else if word == "-c" {
            match words.next() {
                Some(pair) => pair,
                None => return bad("No provided value for \"-c\" in options parameter".to_owned()),
            }
        } else if word.strip_prefix('-').is_some_and(|it| it.starts_with(is_word)) {
            return bad(format!("Argument \"{word}\" is not supported in options parameter"));
        } else {
            return bad(format!("Value \"{word}\" is not a valid options argument"));
        };
        match pair.split_once('=') {
            Some((key, value)) if !key.is_empty() && !value.is_empty() => {
                if !key.chars().all(is_word) {
                    return bad(format!("The \"{key}\" key in the options argument is invalid"));
                }
            }
            _ => return bad(format!("Value \"{pair}\" is not a valid options argument")),
        }
    }
    Ok(())
}

/// The groups of the expression in `parseConnectionUri`.
struct Uri {
    scheme: Span,
    user: Option<Span>,
    password: Option<Span>,
    host: Span,
    port: Option<Span>,
    path: Option<Span>,
    query: Option<Span>,
}

impl Uri {
    fn read(text: &str) -> Option<Self> {
        let scheme = scheme(text)?;
        let start = scheme.end + 3;
        let until = |from: usize, is_end: fn(char) -> bool| {
            let rest = text.get(from..).unwrap_or_default();
            Span::new(from, from + rest.find(is_end).unwrap_or(rest.len()))
        };
        let authority = until(start, |c| matches!(c, '/' | '?' | '#') || c.is_whitespace());
        let (user, password, full_host) = user_info(text, authority);
        let (host, port) = host_and_port(text, full_host);
        let behind = |at: usize, mark: char| text.get(at..).is_some_and(|rest| rest.starts_with(mark));
        let path = behind(authority.end, '/')
            .then(|| until(authority.end + 1, |c| matches!(c, '?' | '#') || c.is_whitespace()));
        let end = path.map_or(authority.end, |path| path.end);
        let query = behind(end, '?').then(|| until(end + 1, |c| c == '#' || c.is_whitespace()));
        Some(Self { scheme, user, password, host, port, path, query })
    }
}

/// The first word in front of a `://`.
fn scheme(text: &str) -> Option<Span> {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    text.match_indices("://").find_map(|(end, _)| {
        let start = text.get(..end)?.trim_end_matches(is_word).len();
        (start < end).then(|| Span::new(start, end))
    })
}

/// User, password and the rest. The user ends at the first `:` or `@`; a password goes up to the last `@`.
fn user_info(text: &str, authority: Span) -> (Option<Span>, Option<Span>, Span) {
    let none = (None, None, authority);
    let all = authority.of(text);
    let at = |offset: usize| authority.start + offset;
    let rest = |from: usize| Span::new(from, authority.end);
    let first = all.char_indices().skip(1).find(|(_, c)| matches!(c, ':' | '@'));
    let password_from = |colon: usize| {
        let last = Span::new(at(colon + 1), authority.end).of(text).rfind('@')?;
        Some(Span::new(at(colon + 1), at(colon + 1 + last)))
    };
    if all.starts_with(':') {
        return password_from(0).map_or(none, |span| (None, Some(span), rest(span.end + 1)));
    }
    match first {
        Some((offset, '@')) => (Some(Span::new(at(0), at(offset))), None, rest(at(offset + 1))),
        Some((offset, _)) if password_from(offset).is_some() => {
            let password = password_from(offset).unwrap_or_default();
            (Some(Span::new(at(0), at(offset))), Some(password), rest(password.end + 1))
        }
        _ if all.starts_with('@') => (None, None, rest(at(1))),
        _ => none,
    }
}

/// Host and port: behind the last `:` letters, digits and `_` alone are a port.
fn host_and_port(text: &str, span: Span) -> (Span, Option<Span>) {
    let all = span.of(text);
    let host = all.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '_');
    match host.strip_suffix(':') {
        Some(host) => {
            let end = span.start + host.len();
            let port = Span::new(end + 1, span.end);
            (Span::new(span.start, end), (!port.is_empty()).then_some(port))
        }
        None => (span, None),
    }
}
