//! django-environ: a URL that becomes Django's settings.

use std::collections::BTreeSet;

use super::django::{self, Settings};
use super::python_netloc;
use super::{Checked, Driver, Evidence, Package, Registry, Told, Wish, fill, libpq};
use crate::model::{Fate, Given, Reading, Tls, Version};
use crate::parse::{
    Piece, Plus, PythonUrl, Spelling, encode, python_pairs, python_unquote, python_unquoted, read_python_url,
};
use crate::text::Span;

pub(super) static DRIVER: Driver = Driver {
    name: "django-environ",
    label: "django-environ",
    docs: "Splits the URL with Python's urllib and makes Django's settings of it. The host is not decoded. \
           `conn_max_age` and a few more in the query become settings of their own, in any case; everything else goes \
           into `OPTIONS` and so to psycopg, the first of several of one name. A scheme that it does not know becomes \
           the engine as it stands, without an error.",
    newest: Version(0, 14, 0),
    schemes: &["postgresql", "postgres", "psql", "pgsql", "postgis"],
    spellings: &[Spelling::Uri],
    told: &[
        libpq::TOLD,
        &[
            Told::of_pool(Wish::PoolRecycle, "CONN_MAX_AGE={s}"),
            Told::of_pool(Wish::PoolCheck, "CONN_HEALTH_CHECKS=True"),
        ],
    ],
    arguments: &[],
    packages: &[Package::new(Registry::Python, "django-environ")],
    rank: 14,
    read: |text, _, _| read(text),
    snippet: super::snippets::django_environ,
    checked: &[Checked {
        version: "0.14.0 with Django 5.2 and psycopg 3.3.9",
        evidence: Evidence::Run,
        on: "2026-11-24",
        how: "Env.db_url_config, then what Django hands to psycopg",
    }],
    ..django::DRIVER
};

/// Settings of Django that may stand in the query.
const SETTINGS: &[&str] =
    &["CONN_MAX_AGE", "ATOMIC_REQUESTS", "AUTOCOMMIT", "DISABLE_SERVER_SIDE_CURSORS", "CONN_HEALTH_CHECKS"];

fn read(text: &str) -> Reading {
    let mut out = Reading::empty(Tls::PREFER, django::PREPARED);
    let url = match split(text) {
        Ok(url) => url,
        Err((span, text)) => {
            out.refuse(span, text);
            return out;
        }
    };
    let scheme = url.scheme.value.as_str();
    if !DRIVER.schemes.contains(&scheme) {
        let span = if url.scheme.span.is_empty() { Span::new(0, text.len()) } else { url.scheme.span };
        out.refuse(span, format!("ImproperlyConfigured: '{scheme}' isn't an available database backend."));
    }
    let mut options = options(text, &url.query);
    if url.query.span == Span::new(0, text.len()) {
        place(&mut options, text);
    }
    let own: Vec<Given> = extract(&mut options);
    out.params = options;
    let settings = match settings(text, &url) {
        Ok(settings) => settings,
        Err((span, text)) => {
            out.refuse(span, text);
            Settings::default()
        }
    };
    let mut out = django::connect(out, text, &settings);
    out.params.extend(own);
    out
}

/// The URL; one without a path, or one that urllib refuses, is encoded first, and then nobody can tell the places.
fn split(text: &str) -> Result<PythonUrl, (Span, String)> {
    let again = |text: &str, whole: Span| {
        let mut url = read_python_url(&quoted(text)).map_err(|refused| (whole, refused.text))?;
        for piece in [&mut url.scheme, &mut url.netloc, &mut url.path, &mut url.query] {
            piece.span = whole;
        }
        Ok(url)
    };
    let whole = Span::new(0, text.len());
    match read_python_url(text) {
        Ok(url) if url.path.value.is_empty() => {
            // As `urlunparse` writes it: without what urllib dropped, and with the scheme in lower case.
            let clean: String = text.chars().filter(|c| !matches!(c, '\t' | '\r' | '\n')).collect();
            let rest = clean.split_once(':').map_or("", |(_, rest)| rest).trim_end_matches(['?', '#']);
            again(&format!("{}:{rest}", url.scheme.value), whole)
        }
        Ok(url) => Ok(url),
        Err(_) => again(text, whole),
    }
}

/// `urllib.parse.quote(text, safe=":/?&=@")`.
fn quoted(text: &str) -> String {
    text.split_inclusive([':', '/', '?', '&', '=', '@'])
        .map(|part| match part.chars().next_back().filter(|c| ":/?&=@".contains(*c)) {
            Some(mark) => encode(part.strip_suffix(mark).unwrap_or_default()) + &mark.to_string(),
            None => encode(part),
        })
        .collect()
}

fn settings(text: &str, url: &PythonUrl) -> Result<Settings, (Span, String)> {
    let netloc = python_netloc::split(text, &url.netloc);
    let path = url.path.without_first(text);
    let name = Piece { span: path.span, value: python_unquote(&path.value, Plus::Space) };
    let behind_at = url.netloc.value.rsplit('@').next().unwrap_or_default();
    let hosts = python_unquote(behind_at, Plus::Literal);
    let (host, port) = if hosts.contains(',') {
        cluster(&hosts, netloc.host.span)
    } else {
        let number = python_netloc::port(&netloc.port)?.map_or(0, |port| port.value);
        let port = if number == 0 { String::new() } else { number.to_string() };
        (netloc.host, Piece { span: netloc.port.span, value: port.into() })
    };
    let mut out = Settings {
        name,
        user: python_unquoted(netloc.user),
        password: python_unquoted(netloc.password),
        host,
        port,
    };
    // The directory of a socket stands before the name.
    if out.name.value.starts_with('/')
        && let Some((directory, name)) = out.name.value.clone().rsplit_once('/')
    {
        out.host = Piece { span: out.name.span, value: directory.into() };
        out.name.value = name.into();
    }
    Ok(out)
}

/// Several hosts, and the ports that are written.
fn cluster(hosts: &str, span: Span) -> (Piece, Piece) {
    let one = |host: &'_ str| -> (String, String) {
        let cut = if host.starts_with('[') {
            host.split_once(']').and_then(|(name, rest)| Some((format!("{name}]"), rest.strip_prefix(':')?)))
        } else {
            host.rsplit_once(':')
                .filter(|(_, port)| !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()))
                .map(|(name, port)| (name.to_owned(), port))
        };
        cut.map_or_else(|| (host.to_owned(), String::new()), |(name, port)| (name, port.to_owned()))
    };
    let (names, ports): (Vec<String>, Vec<String>) = hosts.split(',').map(one).unzip();
    let ports: Vec<String> = ports.into_iter().filter(|port| !port.is_empty()).collect();
    (Piece { span, value: names.join(",").into() }, Piece { span, value: ports.join(",").into() })
}

/// The entries of the query: the first of a name counts, fields without a value are dropped.
fn options(text: &str, query: &Piece) -> Vec<Given> {
    let mut out: Vec<Given> = Vec::new();
    let pairs = if query.value.is_empty() { Vec::new() } else { python_pairs(text, query) };
    let mut used = BTreeSet::new();
    for pair in &pairs {
        let value = fill::value_of(pair);
        let dropped = value.value.is_empty() || !used.insert(pair.key.value.as_str());
        let digits = !value.value.is_empty() && value.value.bytes().all(|byte| byte.is_ascii_digit());
        let number = value.value.trim_start_matches('0');
        out.push(Given {
            key: pair.key.value.clone(),
            key_span: pair.key.span,
            value: match number {
                "" if digits => "0".into(),
                number if digits => number.into(),
                _ => value.value.clone(),
            },
            value_span: value.span,
            span: pair.span,
            setting: None,
            fate: if dropped { Fate::Ignored } else { Fate::Client },
        });
    }
    out
}

/// Finds the entries of a URL that was encoded first: their names come out as they stand in `text`. An edit at the
/// place of the whole string would throw the rest of it away.
fn place(options: &mut [Given], text: &str) {
    let Some(question) = text.find('?') else { return };
    let mut options = options.iter_mut().peekable();
    let mut at = question + 1;
    for field in text.get(at..).unwrap_or_default().split('&') {
        let span = Span::new(at, at + field.len());
        at = span.end + 1;
        let (key, _) = field.split_once('=').unwrap_or((field, ""));
        if let Some(given) = options.next_if(|given| given.key == key) {
            given.span = span;
            given.key_span = Span::new(span.start, span.start + key.len());
            given.value_span = Span::new((given.key_span.end + 1).min(span.end), span.end);
        }
    }
}

/// Takes Django's own settings out of the entries.
fn extract(options: &mut Vec<Given>) -> Vec<Given> {
    let is_own = |given: &Given| SETTINGS.contains(&given.key.to_ascii_uppercase().as_str());
    let (mut own, others): (Vec<Given>, Vec<Given>) = options.drain(..).partition(is_own);
    *options = others;
    for given in &mut own {
        given.setting = Some(crate::model::Setting::Other);
    }
    own
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drivers::DriverAt;

    #[test]
    fn entries_of_an_encoded_url_keep_their_places() {
        let text = "postgresql://app:p[ss@db.example.com/shop?zzz&application_name=a&SSLMode=disable";
        let reading = DriverAt::newest(&DRIVER).read(text, Spelling::Uri);
        let places: Vec<&str> = reading.params.iter().map(|given| given.span.of(text)).collect();
        assert_eq!(places.last(), Some(&"SSLMode=disable"), "{places:?}");
        assert!(!places.contains(&text));
    }
}
