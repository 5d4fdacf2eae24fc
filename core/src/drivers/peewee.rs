//! Peewee, by the URL that `playhouse.db_url.connect` takes apart for psycopg2.

use super::conninfo::{self, Conninfo};
use super::python_netloc::{self, Netloc};
use super::{
    Asynchronous, Checked, Driver, Evidence, HandsOn, Package, Registry, Told, Wish, fill, libpq, psycopg2,
};
use crate::model::{Fate, Reading, Tls, Version};
use crate::parse::{Decimal, Piece, PythonUrl, Spelling, python_float_repr, python_pairs, read_python_url};
use crate::text::Span;

pub(super) static DRIVER: Driver = Driver {
    name: "peewee",
    aliases: &[],
    label: "Peewee",
    language: "Python",
    docs: "`playhouse.db_url.connect` splits the URL and hands the pieces and all parameters to psycopg2 as keywords. \
           Nothing of the URL itself is decoded: an encoded password is wrong unless the call says \
           `unquote_password=True`, and `unquote_user=True` for the user. `true`, `false`, `none` and numbers in the \
           query become Python values, and the query beats the URL. A database has to be named.",
    newest: Version(4, 5, 3),
    schemes: &["postgresql", "postgres", "postgresql+pool", "postgres+pool"],
    own_schemes: &["postgresql+pool", "postgres+pool"],
    spellings: &[Spelling::Uri],
    asynchronous: Asynchronous::Never("tortoise"),
    told: &[
        libpq::TOLD,
        &[
            Told::of_pool(Wish::PoolSize, "max_connections={}"),
            Told::of_pool(Wish::PoolWait, "timeout={s}"),
            Told::of_pool(Wish::PoolRecycle, "stale_timeout={s}"),
        ],
    ],
    arguments: &[],
    packages: &[Package::new(Registry::Python, "peewee")],
    rank: Driver::RARE + 8,
    read: |text, _, _| read(text),
    snippet: super::snippets::peewee,
    hands_on: Some(HandsOn {
        to: &psycopg2::DRIVER,
        changes: "the pieces of the URL become keywords as they are written, without being decoded",
    }),
    checked: &[Checked {
        version: "4.5.3 with psycopg2 2.9.13",
        evidence: Evidence::Run,
        on: "2026-11-24",
        how: "`playhouse.db_url.connect` and its call of `psycopg2.connect`, then make_dsn and a host address that is \
              no address",
    }],
    ..psycopg2::DRIVER
};

/// Parameters that Peewee keeps to itself.
const OWN: &[&str] = &[
    "autocommit",
    "autoconnect",
    "autorollback",
    "encoding",
    "field_types",
    "isolation_level",
    "operations",
    "prefer_psycopg3",
    "register_unicode",
    "thread_safe",
];

/// Those that its pool keeps.
const OF_POOL: &[&str] = &["max_connections", "stale_timeout", "timeout"];

fn read(text: &str) -> Reading {
    let mut out = Reading::empty(Tls::PREFER, psycopg2::CALLER.prepared);
    let url = match read_python_url(text) {
        Ok(url) => url,
        Err(refused) => {
            out.refuse(refused.span, refused.text);
            return out;
        }
    };
    let netloc = python_netloc::split(text, &url.netloc);
    let port = match python_netloc::port(&netloc.port) {
        Ok(port) => port.filter(|port| port.value != 0),
        Err((span, text)) => {
            out.refuse(span, text);
            None
        }
    };
    list_params(&mut out, text, &url);
    check_scheme(&mut out, text, &url.scheme);
    let mut conninfo = Conninfo::default();
    let port = port.map(|port| port.value.to_string()).unwrap_or_default();
    url_pieces(&mut conninfo, text, &netloc, port);
    database(&mut conninfo, &mut out, text, &url);
    for given in out.params.iter().filter(|given| given.setting.is_some() && given.fate != Fate::Ignored) {
        let value = Piece { span: given.value_span, value: given.value.clone() };
        conninfo.set(text, &given.key, value);
    }
    let refused = out.params.iter().find(|given| given.fate == Fate::Refused);
    if let Some((span, key)) = refused.map(|given| (given.span, given.key.clone())) {
        let text = if key == "db" {
            "TypeError: Psycopg2Adapter.connect() got multiple values for argument 'db'".to_owned()
        } else {
            format!("invalid dsn: invalid connection option \"{key}\"")
        };
        out.refuse(span, text);
    }
    conninfo.cut_at_nul(&["user", "password", "host", "port", "dbname"]);
    conninfo::finish(out, &conninfo, &psycopg2::CALLER)
}

fn check_scheme(out: &mut Reading, text: &str, scheme: &Piece) {
    let span = if scheme.span.is_empty() { Span::new(0, text.len()) } else { scheme.span };
    let name = scheme.value.as_str();
    match name.split('+').next().unwrap_or_default() {
        _ if DRIVER.schemes.contains(&name) => {}
        "psycopg3" => out.refuse(span, "the scheme names another driver, psycopg"),
        other @ ("mysql" | "sqlite") => {
            out.refuse(span, format!("the scheme names another database, {other}"));
        }
        _ => out.refuse(span, format!("RuntimeError: Unrecognized or unsupported scheme: \"{name}\".")),
    }
}

/// `parseresult_to_dict`: what is empty is left out, nothing is decoded.
fn url_pieces(conninfo: &mut Conninfo, text: &str, netloc: &Netloc, port: String) {
    let port = Piece { span: netloc.port.span, value: port.into() };
    let pieces =
        [("user", &netloc.user), ("password", &netloc.password), ("host", &netloc.host), ("port", &port)];
    for (name, piece) in pieces {
        if !piece.value.is_empty() {
            conninfo.set(text, name, piece.clone());
        }
    }
}

/// The path, unless the query names a `database`; `dbname` there beats both, but is not enough.
fn database(conninfo: &mut Conninfo, out: &mut Reading, text: &str, url: &PythonUrl) {
    let path = url.path.without_first(text);
    let queried = out.params.iter().rev().find(|given| given.key == "database");
    let named = queried.map_or(path, |given| Piece { span: given.value_span, value: given.value.clone() });
    if named.value.is_empty() {
        let scheme = &url.scheme.value;
        let complaint = format!(
            "ValueError: \"{text}\" has no database name. Local databases take three slashes (\"{scheme}:///dbname\"), \
             remote ones \"{scheme}://host/dbname\"."
        );
        out.refuse(url.path.span, complaint);
    }
    conninfo.set(text, "dbname", named);
}

/// Lists the fields, empty ones too; the last of a name counts, and what is `None` is left out.
fn list_params(out: &mut Reading, text: &str, url: &PythonUrl) {
    let pairs = if url.query.value.is_empty() { Vec::new() } else { python_pairs(text, &url.query) };
    let last = fill::last_of_each(&pairs, |_| true);
    let is_pool = url.scheme.value.ends_with("+pool");
    for (index, pair) in pairs.iter().enumerate() {
        let mut given = fill::given(pair, DRIVER.params, Fate::Refused, psycopg2::CALLER.libpq);
        let is_replaced = last.get(given.key.as_str()).is_some_and(|last| *last > index);
        let is_nothing = pair.span.is_empty();
        let key = given.key.as_str();
        if OWN.contains(&key) || is_pool && OF_POOL.contains(&key) || key == "database" {
            given.fate = Fate::Client;
        }
        match python_value(&given.value) {
            Some(value) => given.value = value.into(),
            None => given.fate = Fate::Ignored,
        }
        if is_replaced || is_nothing {
            given.fate = Fate::Ignored;
        }
        fill::push(out, given);
    }
}

/// The text that psycopg2 makes of the Python value; `None` for Python's.
fn python_value(text: &str) -> Option<String> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    Some(match text.to_ascii_lowercase().as_str() {
        "true" => "True".to_owned(),
        "false" => "False".to_owned(),
        "null" | "none" => return None,
        _ if digits(text) => {
            let number = text.trim_start_matches('0');
            (if number.is_empty() { "0" } else { number }).to_owned()
        }
        _ => match text.split_once('.') {
            Some((whole, part)) if digits(whole) && digits(part) => {
                Decimal::read(text).map_or_else(|| text.to_owned(), |number| python_float_repr(&number))
            }
            _ => text.to_owned(),
        },
    })
}
