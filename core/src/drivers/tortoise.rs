//! Tortoise ORM, which expands its URL into keyword arguments for asyncpg or psycopg.

use std::borrow::Cow;

use super::asyncpg_connect::{Arguments, Complaint, number};
use super::asyncpg_pool;
use super::{
    Checked, Driver, Evidence, HandsOn, Kind, Package, Param, Place, Registry, Switch, TlsMode, Told,
    Unknown, Wish, asyncpg, fill, libpq, python_netloc,
};
use crate::model::{Fate, Given, Prepared, Reading, Setting, Since, Sourced, Statements, Tls, Version};
use crate::parse::{
    Pair, Piece, PythonUrl, Spelling, python_float, python_pairs, python_repr, python_unquoted,
    read_python_url,
};
use crate::text::{Span, has_byte};

pub(super) static DRIVER: Driver = Driver {
    name: "tortoise",
    aliases: &["tortoise-orm"],
    label: "Tortoise ORM",
    language: "Python",
    docs: "`expand_db_url` makes keyword arguments of the URL, which asyncpg gets: the password is decoded, user and \
           database are not, and what asyncpg's `connect()` does not know fails there. Numbers are converted, so that \
           `statement_cache_size=0` works in the URL; any value of `ssl`, `false` too, asks for verified TLS. \
           `postgres://` means asyncpg, `psycopg://` means psycopg.",
    newest: Version(1, 1, 9),
    schemes: &["postgres", "postgresql", "asyncpg"],
    own_schemes: &["asyncpg"],
    spellings: &[Spelling::Uri],
    params: PARAMS,
    unknown: Unknown::Refused,
    tls_modes: &[TlsMode { value: "", tls: Tls::PREFER }, TlsMode { value: "true", tls: Tls::VERIFY_FULL }],
    system_roots: &[Since(Version(0, 0, 0), Some("ssl=true"))],
    variables: &[
        ("PGHOST", "host"),
        ("PGUSER", "user"),
        ("PGPASSWORD", "password"),
        ("PGDATABASE", "database"),
        ("PGSSLMODE", "ssl"),
    ],
    statements_off: &[Switch {
        in_url: "statement_cache_size=0",
        in_code: "statement_cache_size=0",
        since: Version(0, 0, 0),
        enough: true,
        frees_in_sql: false,
    }],
    told: &[
        asyncpg::TOLD,
        &[Told::of_pool(Wish::PoolSize, "minsize=1"), Told::of_pool(Wish::PoolSize, "maxsize={}")],
    ],
    arguments: &[],
    packages: &[
        Package::new(Registry::Python, "tortoise-orm").with(&["asyncpg"]),
        Package::new(Registry::Python, "tortoise-orm[asyncpg]"),
    ],
    rank: Driver::RARE + 7,
    read: |text, _, _| read(text),
    snippet: super::snippets::tortoise,
    hands_on: Some(HandsOn {
        to: &asyncpg::DRIVER,
        changes: "every parameter of the URL becomes a keyword argument, numbers and `ssl` as Python values",
    }),
    checked: &[Checked {
        version: "1.1.9 with asyncpg 0.32.0",
        evidence: Evidence::Run,
        on: "2026-11-24",
        how: "`expand_db_url` and what `create_connection` gives to `asyncpg.create_pool`, then \
              _parse_connect_arguments",
    }],
    ..asyncpg::DRIVER
};

const CODE: Place = Place::Code("credentials");
const BOTH: Place = Place::Both("credentials");

/// Its own arguments, those of `asyncpg.create_pool()` and those of `asyncpg.connect()`.
const PARAMS: &[Param] = &[
    Param::new("host", Setting::Host).place(BOTH),
    Param::new("port", Setting::Port).kind(Kind::Integer).place(BOTH),
    Param::new("user", Setting::User).place(BOTH),
    Param::new("password", Setting::Password).place(BOTH),
    Param::new("database", Setting::Database).place(CODE),
    Param::new("schema", Setting::SearchPath).place(BOTH),
    Param::new("application_name", Setting::ApplicationName).place(BOTH).sent(),
    Param::new("ssl", Setting::TlsMode).place(BOTH),
    Param::new("minsize", Setting::Pool).kind(Kind::Integer).place(BOTH),
    Param::new("maxsize", Setting::Pool).kind(Kind::Integer).place(BOTH),
    Param::new("min_size", Setting::Pool).kind(Kind::Integer).place(BOTH),
    Param::new("max_size", Setting::Pool).kind(Kind::Integer).place(BOTH),
    Param::new("max_queries", Setting::Pool).kind(Kind::Integer).place(BOTH),
    Param::new("max_inactive_connection_lifetime", Setting::Pool).kind(Kind::Number).place(BOTH),
    Param::new("timeout", Setting::ConnectTimeout).kind(Kind::Integer).place(BOTH),
    Param::new("command_timeout", Setting::CommandTimeout).kind(Kind::Number).place(BOTH),
    Param::new("statement_cache_size", Setting::StatementCache).kind(Kind::Integer).place(BOTH),
    Param::new("max_cached_statement_lifetime", Setting::Other).kind(Kind::Integer).place(BOTH),
    Param::new("max_cacheable_statement_size", Setting::Other).kind(Kind::Integer).place(BOTH),
    Param::new("server_settings", Setting::ServerSetting).kind(Kind::Object).place(CODE),
    Param::new("passfile", Setting::PasswordFile).kind(Kind::File).place(BOTH),
    Param::new("service", Setting::Service).place(BOTH),
    Param::new("servicefile", Setting::Service).kind(Kind::File).place(BOTH),
    Param::new("target_session_attrs", Setting::TargetSession).kind(libpq::TARGET_SESSION).place(BOTH),
    Param::new("krbsrvname", Setting::Authentication).place(BOTH),
    Param::new("gsslib", Setting::Authentication).kind(Kind::OneOf(&["gssapi", "sspi"])).place(BOTH),
];

/// The texts among them that asyncpg looks at.
const TEXTS: &[&str] = &["target_session_attrs", "krbsrvname", "gsslib"];

/// `minsize` and `maxsize` when the URL has none.
const SIZES: (i64, i64) = (1, 5);

fn read(text: &str) -> Reading {
    let mut out = Reading::empty(Tls::PREFER, asyncpg::PREPARED);
    fill::send(&mut out, asyncpg::DRIVER.startup);
    let quoted = with_brackets_hidden(text);
    let url = match read_python_url(&quoted) {
        Ok(url) => url,
        Err(refused) => {
            out.refuse(refused.span, refused.text);
            return out;
        }
    };
    list_params(&mut out, &quoted, &url.query);
    let mut arguments = Arguments::default();
    let checks = [
        check_scheme(text, &url.scheme),
        check_casts(&out),
        gather(&mut arguments, &mut out, &quoted, &url),
        check_arguments(&out),
    ];
    for (span, text) in checks.into_iter().filter_map(Result::err) {
        out.refuse(span, text);
    }
    arguments.settle(&mut out, asyncpg::DRIVER.newest);
    out
}

/// What stands for `[` and `]` in the user information, which `_quote_url_userinfo` encodes before urllib sees them;
/// one byte each, so that places stay.
const HIDDEN: [(char, char, &str); 2] = [('[', '\u{1}', "%5B"), (']', '\u{2}', "%5D")];

fn with_brackets_hidden(text: &str) -> Cow<'_, str> {
    if !has_byte(text, |byte| matches!(byte, b'[' | b']')) {
        return Cow::Borrowed(text);
    }
    let information = text.find("://").and_then(|at| {
        let from = at + 3;
        let length = text.get(from..)?.find('@')?;
        Some(Span::new(from, from + length))
    });
    let Some(Span { start, end }) = information else { return Cow::Borrowed(text) };
    let hidden = |c: char| HIDDEN.iter().find(|it| it.0 == c).map_or(c, |it| it.1);
    let inside: String = Span::new(start, end).of(text).chars().map(hidden).collect();
    Cow::Owned([Span::new(0, start).of(text), &inside, Span::new(end, text.len()).of(text)].concat())
}

/// The user information as urllib gives it back.
fn shown(piece: Piece) -> Piece {
    if !piece.value.contains(HIDDEN.map(|(_, mark, _)| mark)) {
        return piece;
    }
    let value = HIDDEN.iter().fold(piece.value, |text, (_, mark, code)| text.replace(*mark, code).into());
    Piece { span: piece.span, value }
}

fn check_scheme(text: &str, scheme: &Piece) -> Result<(), Complaint> {
    let span = if scheme.span.is_empty() { Span::new(0, text.len()) } else { scheme.span };
    match scheme.value.as_str() {
        "postgres" | "postgresql" | "asyncpg" => Ok(()),
        "psycopg" => Err((span, "the scheme names another driver, psycopg".to_owned())),
        other @ ("sqlite" | "mysql" | "mssql" | "oracle") => {
            Err((span, format!("the scheme names another database, {other}")))
        }
        other => Err((span, format!("ConfigurationError: Unknown DB scheme: {other}"))),
    }
}

/// Lists the fields; those without a value are none, and the last of a name counts.
fn list_params(out: &mut Reading, text: &str, query: &Piece) {
    let pairs = if query.value.is_empty() { Vec::new() } else { python_pairs(text, query) };
    let has_value = |pair: &Pair| pair.value.as_ref().is_some_and(|it| !it.value.is_empty());
    let last = fill::last_of_each(&pairs, has_value);
    for (index, pair) in pairs.iter().enumerate() {
        let mut given = fill::given(pair, PARAMS, Fate::Refused, DRIVER.newest);
        let is_replaced = last.get(given.key.as_str()).is_some_and(|last| *last > index);
        // The path of the URL is the database, also when it is empty.
        if given.value.is_empty() || is_replaced || given.key == "database" {
            given.fate = Fate::Ignored;
        }
        if given.fate == Fate::Client && given.key == "schema" {
            out.startup.push(("search_path".into(), Sourced::written(given.value.clone(), given.value_span)));
        }
        fill::push(out, given);
    }
}

fn counted<'r>(out: &'r Reading, name: &str) -> Option<&'r Given> {
    out.params.iter().find(|given| given.key == name && given.fate != Fate::Ignored)
}

fn piece_of(given: &Given) -> Piece {
    Piece { span: given.value_span, value: given.value.clone() }
}

/// Numbers, as `expand_db_url` and `BasePostgresClient` convert them.
fn check_casts(out: &Reading) -> Result<(), Complaint> {
    let here = out.params.iter().filter(|given| given.fate == Fate::Client);
    for given in here {
        match (
            given.key.as_str(),
            PARAMS.iter().find(|param| param.name == given.key).map(|param| param.kind),
        ) {
            ("port", _) => {}
            (_, Some(Kind::Integer)) => {
                number(&piece_of(given))?;
            }
            ("max_inactive_connection_lifetime", _) if python_float(&given.value).is_none() => {
                let text =
                    format!("ValueError: could not convert string to float: {}", python_repr(&given.value));
                return Err((given.value_span, text));
            }
            _ => {}
        }
    }
    Ok(())
}

fn gather(
    arguments: &mut Arguments,
    out: &mut Reading,
    text: &str,
    url: &PythonUrl,
) -> Result<(), Complaint> {
    let netloc = python_netloc::split(text, &url.netloc);
    asyncpg_pool::port(arguments, &netloc.port, |_| "ConfigurationError: Port is not an integer".to_owned())?;
    asyncpg_pool::host(arguments, netloc.host);
    let database = url.path.without_first(text);
    let pieces = [
        ("user", shown(netloc.user)),
        ("password", python_unquoted(shown(netloc.password))),
        ("database", database),
    ];
    for (name, piece) in pieces {
        if !piece.value.is_empty() {
            arguments.set(name, piece);
        }
    }
    for given in out.params.iter_mut().filter(|given| given.fate == Fate::Client) {
        let piece = piece_of(given);
        match given.key.as_str() {
            "host" if arguments.hosts.is_empty() => arguments.hosts.push(piece),
            "port" if arguments.ports.is_empty() => {
                // 0 is as good as none to asyncpg.
                arguments.ports.extend(Some(number(&piece)?).filter(|port| port.number != 0));
            }
            "user" | "password" if !arguments.has(&given.key) => {
                arguments.set(&given.key, piece);
            }
            "host" | "port" | "user" | "password" => given.fate = Fate::Ignored,
            // `bool("false")` is true, and `ssl=True` verifies.
            "ssl" => {
                let mode = Piece { span: piece.span, value: "verify-full".into() };
                arguments.set("sslmode", mode);
            }
            "statement_cache_size" if number(&piece)?.number == 0 => {
                out.prepared = Sourced::written(WITHOUT_CACHE, piece.span);
            }
            name if TEXTS.contains(&name) => {
                arguments.set(&given.key, piece);
            }
            _ => {}
        }
    }
    Ok(())
}

const WITHOUT_CACHE: Prepared =
    Prepared { statements: Statements::Unnamed, named_from: 0, cache_size: Some(0), names: "" };

/// What asyncpg has against the arguments.
fn check_arguments(out: &Reading) -> Result<(), Complaint> {
    let size = |one: &str, other: &str| counted(out, one).or_else(|| counted(out, other)).map(piece_of);
    let (least, most) = (size("min_size", "minsize"), size("max_size", "maxsize"));
    asyncpg_pool::check_sizes(least.as_ref(), most.as_ref(), SIZES)?;
    if let Some(given) = out.params.iter().find(|given| given.fate == Fate::Refused) {
        let text = if given.key == "server_settings" {
            "AttributeError: 'str' object has no attribute 'copy'".to_owned()
        } else {
            format!("TypeError: connect() got an unexpected keyword argument '{}'", given.key)
        };
        return Err((given.span, text));
    }
    match counted(out, "command_timeout") {
        Some(given) if !python_float(&given.value).is_some_and(|seconds| seconds.is_positive()) => {
            let value = python_repr(&given.value);
            let text = format!(
                "ValueError: invalid command_timeout value: expected greater than 0 float (got {value})"
            );
            Err((given.value_span, text))
        }
        _ => Ok(()),
    }
}
