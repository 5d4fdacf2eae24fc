//! dj-database-url: a URL that becomes Django's settings.

use std::collections::{BTreeMap, BTreeSet};

use super::django::{self, Settings};
use super::python_netloc::{self, Netloc};
use super::{Checked, Driver, Evidence, Package, Registry, Told, Wish, libpq};
use crate::model::{Fate, Given, Reading, Tls, Version};
use crate::parse::{Pair, Piece, PythonUrl, Spelling, python_pairs, python_unquoted, read_python_url};
use crate::text::Span;

pub(super) static DRIVER: Driver = Driver {
    name: "dj-database-url",
    label: "dj-database-url",
    docs: "Splits the URL with Python's urllib and makes Django's settings of it: schemes in any case, numbers and \
           `true` in the query as Python values, `currentSchema` as `search_path` in `options`, everything else into \
           `OPTIONS` and so to psycopg, which refuses what libpq does not have. `conn_max_age` and \
           `disable_server_side_cursors` are arguments of its functions and not parameters.",
    newest: Version(3, 1, 2),
    schemes: &["postgresql", "postgres", "pgsql", "postgis"],
    spellings: &[Spelling::Uri],
    told: &[
        libpq::TOLD,
        &[
            Told::of_pool(Wish::PoolRecycle, "conn_max_age={s}"),
            Told::of_pool(Wish::PoolCheck, "conn_health_checks=True"),
        ],
    ],
    arguments: &[],
    packages: &[Package::new(Registry::Python, "dj-database-url")],
    rank: 13,
    read: |text, _, _| read(text),
    snippet: super::snippets::dj_database_url,
    checked: &[Checked {
        version: "3.1.2 with Django 5.2 and psycopg 3.3.9",
        evidence: Evidence::Run,
        on: "2026-11-24",
        how: "dj_database_url.parse, then what Django hands to psycopg",
    }],
    ..django::DRIVER
};

/// Schemes of engines for PostgreSQL; urllib has them in lower case whatever was written.
const SCHEMES: &[&str] = &["postgres", "postgresql", "pgsql", "postgis", "timescale", "timescalegis"];

const NOT_A_URL: &str = "ParseError: This string is not a valid url, possibly because some of its parts is not \
                         properly urllib.parse.quote()'ed.";

fn read(text: &str) -> Reading {
    let mut out = Reading::empty(Tls::PREFER, django::PREPARED);
    let url = match read_python_url(text) {
        Ok(url) => url,
        Err(refused) => {
            out.refuse(refused.span, NOT_A_URL);
            return out;
        }
    };
    if !SCHEMES.contains(&url.scheme.value.as_str()) {
        let span = if url.scheme.span.is_empty() { Span::new(0, text.len()) } else { url.scheme.span };
        out.refuse(span, format!("UnknownSchemeError: Scheme '{}://' is unknown.", url.scheme.value));
    }
    let netloc = python_netloc::split(text, &url.netloc);
    if let Err((span, _)) = python_netloc::port(&netloc.port) {
        out.refuse(span, NOT_A_URL);
    }
    out.params = options(text, &url.query);
    let settings = settings(text, &url, netloc);
    django::connect(out, text, &settings)
}

fn settings(text: &str, url: &PythonUrl, netloc: Netloc) -> Settings {
    let number = netloc.port.value.parse::<i64>().ok().filter(|port| *port != 0);
    Settings {
        name: python_unquoted(url.path.without_first(text)),
        user: python_unquoted(netloc.user),
        password: python_unquoted(netloc.password),
        host: python_unquoted(netloc.host),
        port: Piece {
            span: netloc.port.span,
            value: number.map_or_else(String::new, |number| number.to_string()).into(),
        },
    }
}

/// The entries of `OPTIONS`: fields without a value are dropped, several of one name are a list.
fn options(text: &str, query: &Piece) -> Vec<Given> {
    let pairs: Vec<Pair> = if query.value.is_empty() { Vec::new() } else { python_pairs(text, query) };
    let mut values: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for pair in &pairs {
        let value = pair.value.iter().map(|it| it.value.as_str()).filter(|it| !it.is_empty());
        values.entry(&pair.key.value).or_default().extend(value);
    }
    let mut out: Vec<Given> = Vec::with_capacity(pairs.len());
    let mut used = BTreeSet::new();
    for pair in &pairs {
        let value = super::fill::value_of(pair);
        let key = pair.key.value.as_str();
        let dropped = value.value.is_empty() || !used.insert(key);
        let all = values.get(key).filter(|_| !dropped);
        let mut given = Given {
            key: key.into(),
            key_span: pair.key.span,
            value: all.map_or(value.value, |all| python_value(all).into()),
            value_span: value.span,
            span: pair.span,
            setting: None,
            fate: if dropped { Fate::Ignored } else { Fate::Client },
        };
        if given.key == "currentSchema" && !dropped {
            used.insert("options");
            given.key = "options".into();
            given.value = format!("-c search_path={}", given.value).into();
        }
        out.push(given);
    }
    out
}

/// What psycopg makes of the value that dj-database-url gives it, as text.
fn python_value(values: &[&str]) -> String {
    let one = |text: &str| {
        if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
            let digits = text.trim_start_matches('0');
            return (if digits.is_empty() { "0" } else { digits }).to_owned();
        }
        match text.to_ascii_lowercase().as_str() {
            "true" => "True".to_owned(),
            "false" => "False".to_owned(),
            _ => text.to_owned(),
        }
    };
    match values {
        [] => String::new(),
        [text] => one(text),
        several => {
            let shown = several.iter().map(|text| {
                let value = one(text);
                let is_text = value == **text && !value.bytes().all(|byte| byte.is_ascii_digit());
                if is_text { crate::parse::python_repr(&value) } else { value }
            });
            format!("[{}]", shown.collect::<Vec<_>>().join(", "))
        }
    }
}
