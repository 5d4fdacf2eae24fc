//! Ecto, which makes options for Postgrex of a URL.

use super::postgrex::{self, UNNAMED_ONLY};
use super::{Checked, Driver, Evidence, HandsOn, Kind, Package, Param, Place, Registry, Speech, fill};
use crate::model::{Fate, Given, Host, Prepared, Reading, Setting, Since, Sourced, Statements, Tls, Version};
use crate::parse::{ElixirUrl, Pair, Percent, Piece, Spelling, decode, read_elixir_url};
use crate::text::Span;

pub(super) static DRIVER: Driver = Driver {
    name: "ecto",
    aliases: &["ecto-sql", "ecto_sql"],
    label: "Ecto",
    language: "Elixir",
    docs: "`url:` of a repository becomes options for Postgrex, whatever its scheme. The path has to be a database's \
           name, and something has to stand for the host. Of the query only Postgrex's own names count: `ssl` is \
           `true` or `false`, `timeout`, `pool_size` and `idle_interval` are whole numbers, and `sslmode`, \
           `application_name` and all else of libpq is dropped without a word. Other options of Postgrex become text \
           there, so `prepare` and `connect_timeout` belong into the configuration. Values of the query are decoded \
           twice. Every query is a named statement.",
    newest: Version(3, 14, 1),
    schemes: &["ecto", "postgres", "postgresql"],
    own_schemes: &["ecto"],
    spellings: &[Spelling::Uri, Spelling::Parts],
    params: PARAMS,
    system_roots: &[Since(Version(0, 0, 0), Some(""))],
    prepared: &[Since(Version(0, 0, 0), PREPARED)],
    statements_off: &[UNNAMED_ONLY],
    arguments: postgrex::ARGUMENTS,
    packages: &[
        Package::new(Registry::Elixir, "ecto_sql").with(&["postgrex"]),
        Package::new(Registry::Elixir, "ecto").with(&["postgrex"]),
    ],
    rank: 45,
    read: |text, spelling, _| read(text, spelling),
    snippet: super::snippets::ecto,
    hands_on: Some(HandsOn {
        to: &postgrex::DRIVER,
        changes: "the URL becomes options, and every query becomes a named statement",
    }),
    checked: &[
        Checked {
            version: "3.14.1",
            evidence: Evidence::Run,
            on: "2026-11-24",
            how: "`Ecto.Repo.Supervisor.parse_url` on Elixir 1.14, and `default_opts` of Postgrex 0.22.2",
        },
        Checked {
            version: "3.14.1 with Postgrex 0.19.3",
            evidence: Evidence::Run,
            on: "2026-11-23",
            how: "named statements against PostgreSQL 15 and PgBouncer 1.18 and 1.24",
        },
    ],
    speech: &[Since(Version(0, 0, 0), SPEECH)],
    ..postgrex::DRIVER
};

/// How it speaks.
pub(super) const SPEECH: Speech = Speech {
    parses: &["PDS", "BES"],
    again: &["BES"],
    words: &[("", "(Postgrex.Error) ERROR {code}: {}")],
    ..Speech::UNHEARD
};

const PREPARED: Prepared =
    Prepared { statements: Statements::Named, named_from: 1, cache_size: None, names: "ecto_<n>" };

const CONFIG: Place = Place::Code("the repository's configuration");

/// Options that a URL can give, and some that only the configuration can.
const PARAMS: &[Param] = &[
    Param::new("hostname", Setting::Host),
    Param::new("socket_dir", Setting::Host),
    Param::new("socket", Setting::Host),
    Param::new("port", Setting::Port).kind(Kind::Integer),
    Param::new("username", Setting::User),
    Param::new("password", Setting::Password),
    Param::new("ssl", Setting::TlsMode).kind(Kind::OneOf(&["true", "false"])),
    Param::new("timeout", Setting::CommandTimeout).kind(Kind::Integer),
    Param::new("pool_size", Setting::Pool).kind(Kind::Integer),
    Param::new("idle_interval", Setting::Pool).kind(Kind::Integer),
    Param::new("database", Setting::Database).place(CONFIG),
    Param::new("prepare", Setting::StatementCache).place(CONFIG),
    Param::new("parameters", Setting::ServerSetting).kind(Kind::Object).place(CONFIG),
    Param::new("connect_timeout", Setting::ConnectTimeout).kind(Kind::Integer).place(CONFIG),
    Param::new("queue_target", Setting::Pool).kind(Kind::Integer).place(CONFIG),
    Param::new("queue_interval", Setting::Pool).kind(Kind::Integer).place(CONFIG),
];

/// `@integer_url_query_params` of supervisor.ex.
const INTEGERS: [&str; 3] = ["timeout", "pool_size", "idle_interval"];

/// `parse_url(text)`, and what Postgrex takes of the result.
fn read(text: &str, spelling: Spelling) -> Reading {
    let mut out = Reading::empty(Tls::OFF, PREPARED);
    if spelling == Spelling::Parts {
        out = fill::separate(text, out);
    } else if !text.is_empty() {
        let url = read_elixir_url(text);
        configure(&mut out, text, &url);
        check(&mut out, text, &url);
    }
    fill::dial_localhost(&mut out);
    out
}

/// A part with its value decoded once more.
fn decoded(piece: &Piece) -> Piece {
    let value = decode(&piece.value, Percent::Lenient).unwrap_or_default();
    Piece { span: piece.span, value }
}

/// The option that the query gives; the last one of a name comes first and counts.
fn last(url: &ElixirUrl, name: &str) -> Option<Piece> {
    let pair: &Pair = url.pairs.iter().rev().find(|pair| pair.key.value == name)?;
    Some(decoded(&fill::value_of(pair)))
}

fn configure(out: &mut Reading, text: &str, url: &ElixirUrl) {
    let info = url.user_info.as_ref();
    let (user, password) = match info.and_then(|info| info.split_once(text, b':')) {
        Some((user, password)) => (Some(user), Some(password)),
        None => (info.cloned(), None),
    };
    let part = |piece: &Option<Piece>| piece.as_ref().map(decoded);
    let host = part(&url.host).filter(|host| !host.value.is_empty());
    let (user, password, port) = (part(&user), part(&password), part(&url.port));
    let written = [
        ("username", user.is_some()),
        ("password", password.is_some()),
        ("port", port.is_some()),
        ("hostname", host.is_some()),
    ];
    for pair in &url.pairs {
        let is_written = written.contains(&(pair.key.value.as_str(), true));
        fill::push(out, given(pair, is_written));
    }
    out.user = user.or_else(|| last(url, "username")).as_ref().map(fill::written);
    out.password = password.or_else(|| last(url, "password")).as_ref().map(fill::secret);
    out.dbname = Some(fill::written(&decoded(&url.path.without_first(text))));
    let port = port.or_else(|| last(url, "port")).or_else(|| default_port(url));
    let no_number = port.as_ref().filter(|port| integer(&port.value).is_none());
    out.port_text = no_number.filter(|port| !port.value.is_empty()).map(fill::written);
    let port = port.and_then(|port| Some(Sourced::written(integer(&port.value)?, port.span)));
    // A socket comes before a host.
    let host = last(url, "socket").or_else(|| last(url, "socket_dir")).or(host);
    let name = host.or_else(|| last(url, "hostname")).as_ref().map(fill::written);
    if name.is_some() || port.is_some() {
        out.hosts = vec![Host { name, port }];
    }
    if let Some(ssl) = last(url, "ssl")
        && let Some(tls) = super::tls_mode(postgrex::TLS_MODES, &ssl.value)
    {
        out.tls = Sourced::written(tls, ssl.span);
    }
}

/// A parameter that the URL itself does not say already.
fn given(pair: &Pair, is_written: bool) -> Given {
    let mut given = fill::given(pair, PARAMS, Fate::Ignored, DRIVER.newest);
    if is_written {
        (given.setting, given.fate) = (None, Fate::Ignored);
    }
    given.value = decode(&given.value, Percent::Lenient).unwrap_or_default();
    given
}

/// A number as `Integer.parse` and `String.to_integer` read it.
fn integer(text: &str) -> Option<i64> {
    text.parse().ok()
}

/// The port that Elixir knows for a scheme of the web.
fn default_port(url: &ElixirUrl) -> Option<Piece> {
    let scheme = url.scheme.as_ref()?;
    let port = match scheme.value.as_str() {
        "ftp" => "21",
        "sftp" => "22",
        "tftp" => "69",
        "http" | "ws" => "80",
        "ldap" => "389",
        "https" | "wss" => "443",
        _ => return None,
    };
    Some(Piece { span: scheme.span, value: port.into() })
}

fn check(out: &mut Reading, text: &str, url: &ElixirUrl) {
    let whole = Span::new(0, text.len());
    let invalid = |what: String| format!("Ecto.InvalidURLError: invalid URL {text}, {what}.");
    if url.host.is_none() {
        out.refuse(
            url.user_info.as_ref().map_or(whole, |info| info.span),
            invalid("host is not present".to_owned()),
        );
    }
    let database = url.path.value.strip_prefix('/').unwrap_or_default();
    if database.is_empty() || database.contains('/') {
        let span = if url.path.span.is_empty() { whole } else { url.path.span };
        out.refuse(span, invalid("path should be a database name".to_owned()));
    }
    for pair in &url.pairs {
        let (name, value) = (pair.key.value.as_str(), fill::value_of(pair));
        if INTEGERS.contains(&name) && integer(&value.value).is_none() {
            let what = format!("cannot parse value `{}` for parameter `{name}` as an integer", value.value);
            out.refuse(value.span, invalid(what));
        }
    }
    check_options(out, url);
}

/// Postgrex looks at its options when it connects, and some that are text fit none of its cases.
fn check_options(out: &mut Reading, url: &ElixirUrl) {
    if let Some(port) = last(url, "port").filter(|_| url.port.is_none())
        && integer(&port.value).is_none()
    {
        out.refuse_to_connect(port.span, "ArgumentError: not a textual representation of an integer");
    }
    let no_case = |value: &str| format!("CaseClauseError: no case clause matching: {value:?}");
    if let Some(ssl) = last(url, "ssl").filter(|it| super::tls_mode(postgrex::TLS_MODES, &it.value).is_none())
    {
        out.refuse_to_connect(ssl.span, no_case(&ssl.value));
    }
    if let Some(prepare) = last(url, "prepare") {
        out.refuse_to_connect(prepare.span, no_case(&prepare.value));
    }
}
