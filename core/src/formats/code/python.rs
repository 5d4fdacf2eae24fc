//! Python: calls of drivers and of SQLAlchemy, Django's settings.

use std::collections::BTreeMap;

use super::lexer::{Kind, Prefix, Syntax, TextForm, Tokens};
use super::tree::Item;
use super::{Language, Site, encode, read};
use crate::formats::{Format, Quote};

pub(in crate::formats) static FORMAT: Format = Format {
    name: "python",
    label: "Python",
    has_name: |name| name.ends_with(".py") || name.ends_with(".pyi"),
    looks_like: |_| false,
    read: |text| read(text, &LANGUAGE),
    encode,
};

/// SQLAlchemy's dialects, the default one first.
const SQLALCHEMY: &[&str] =
    &["sqlalchemy-psycopg2", "sqlalchemy-psycopg", "sqlalchemy-asyncpg", "sqlalchemy-pg8000"];
const SQLALCHEMY_ASYNC: &[&str] = &["sqlalchemy-asyncpg", "sqlalchemy-psycopg"];
/// What an engine without `await` says when it connects.
const WITHOUT_AWAIT: &[(&str, &str)] = &[("asyncpg", GREENLET), ("psycopg_async", GREENLET)];
/// What follows is another function in SQLAlchemy 2.1 than in 2.0.
const GREENLET: &str = "MissingGreenlet: greenlet_spawn has not been called";
/// What an engine that wants `await` says when it is made.
const WITH_AWAIT: &[(&str, &str)] = &[(
    "psycopg2",
    "InvalidRequestError: The asyncio extension requires an async driver to be used. The loaded 'psycopg2' is not async.",
)];
const POSTGRESQL: &[&str] = &[
    "django.db.backends.postgresql",
    "django.db.backends.postgresql_psycopg2",
    "django.contrib.gis.db.backends.postgis",
    "django_prometheus.db.backends.postgresql",
    "psqlextra.backend",
];

pub(super) static LANGUAGE: Language = Language {
    names_of_drivers: &["Python"],
    syntax: Syntax {
        prefixes,
        line_ends_statement: true,
        joins_texts: true,
        ..Syntax::new(
            &["#"],
            &[
                TextForm::new("\"\"\"", Quote::None).lines(),
                TextForm::new("'''", Quote::None).lines(),
                TextForm::new("\"", Quote::Double),
                TextForm::new("'", Quote::Single),
            ],
        )
    },
    imports,
    sites: &[
        Site::call("asyncpg.connect", &["asyncpg"], &["0", "dsn"]),
        Site::call("asyncpg.create_pool", &["asyncpg"], &["0", "dsn"]),
        Site::call("psycopg2.connect", &["psycopg2"], &["0", "dsn"]),
        Site::call("psycopg2.SimpleConnectionPool", &["psycopg2"], &["2", "dsn"]),
        Site::call("psycopg2.ThreadedConnectionPool", &["psycopg2"], &["2", "dsn"]),
        Site::call("psycopg.connect", &["psycopg"], &["0", "conninfo"]),
        Site::call("psycopg_pool.ConnectionPool", &["psycopg"], &["0", "conninfo"]).parts("kwargs."),
        Site::call("psycopg_pool.AsyncConnectionPool", &["psycopg"], &["0", "conninfo"]).parts("kwargs."),
        Site::call("psycopg_pool.NullConnectionPool", &["psycopg"], &["0", "conninfo"]).parts("kwargs."),
        Site::call("psycopg_pool.AsyncNullConnectionPool", &["psycopg"], &["0", "conninfo"]).parts("kwargs."),
        Site::call("aiopg.connect", &["aiopg"], &["0", "dsn"]),
        Site::call("aiopg.create_pool", &["aiopg"], &["0", "dsn"]),
        Site::call("pg8000.connect", &["pg8000"], &[]),
        Site::call("pg8000.Connection", &["pg8000"], &[]),
        Site::call("psqlpy.ConnectionPool", &["psqlpy"], &["0", "dsn"]),
        Site::call("databases.Database", &["databases"], &["0", "url"]),
        Site::call("sqlalchemy.create_engine", SQLALCHEMY, &["0", "url"])
            .parts("connect_args.")
            .unusable(WITHOUT_AWAIT),
        Site::call("sqlmodel.create_engine", SQLALCHEMY, &["0", "url"])
            .parts("connect_args.")
            .unusable(WITHOUT_AWAIT),
        Site::call("sqlalchemy.create_async_engine", SQLALCHEMY_ASYNC, &["0", "url"])
            .parts("connect_args.")
            .unusable(WITH_AWAIT),
        Site::call("peewee.PostgresqlDatabase", &["peewee"], &[]),
        Site::call("playhouse.PooledPostgresqlDatabase", &["peewee"], &[]),
        Site::call("playhouse.PostgresqlExtDatabase", &["peewee"], &[]),
        Site::call("playhouse.connect", &["peewee"], &["0"]),
        Site::call("piccolo.PostgresEngine", &["piccolo"], &["config.dsn"]).parts("config."),
        Site::call("tortoise.init", &["tortoise"], &["db_url", "config.connections.default"]),
        Site::call("dj_database_url.parse", &["dj-database-url"], &["0"]),
        Site::call("dj_database_url.config", &["dj-database-url"], &["default"]),
        Site::call("*.set_main_option", SQLALCHEMY, &["1"])
            .with(("0", &["sqlalchemy.url"]))
            .interpolated()
            .for_migrations(),
        Site::assigned(("DATABASES", "OPTIONS"), &["django"]).parts("OPTIONS."),
        Site::assigned(("", "SQLALCHEMY_ENGINE_OPTIONS"), SQLALCHEMY),
        Site::options(("ENGINE", POSTGRESQL), &["django"], &[]).sure(),
    ],
    modules: &[
        ("asyncpg", &["asyncpg"]),
        ("psycopg2", &["psycopg2"]),
        ("psycopg", &["psycopg"]),
        ("psycopg_pool", &["psycopg"]),
        // Whoever reads the text then, the call will show.
        ("sqlalchemy", &[]),
        ("sqlmodel", &[]),
        ("databases", &[]),
    ],
    has_shorthand: false,
    names: &[("SQLALCHEMY_DATABASE_URI", SQLALCHEMY)],
};

fn prefixes(word: &str) -> Option<Prefix> {
    let lower = word.to_ascii_lowercase();
    matches!(lower.as_str(), "r" | "b" | "u" | "f" | "rb" | "br" | "rf" | "fr" | "t" | "rt" | "tr")
        .then(|| Prefix { is_raw: lower.contains('r'), has_holes: lower.contains(['f', 't']) })
}

/// `import a.b as c`, `from a.b import c as d, e`.
fn imports(text: &str, tokens: &Tokens, _: &[Item]) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    let mut starts_line = true;
    let mut rest = tokens.tokens.as_slice();
    while let [token, behind @ ..] = rest {
        let word = token.span.of(text);
        if starts_line && matches!(word, "import" | "from") {
            let statement = statement(text, tokens, behind);
            note(word, &statement, &mut out);
        }
        starts_line = matches!(token.kind, Kind::Line);
        rest = behind;
    }
    out
}

/// The words of a statement; a comma is one.
fn statement<'a>(text: &'a str, _: &Tokens, tokens: &[super::lexer::Token]) -> Vec<&'a str> {
    let mut out = Vec::new();
    let mut is_open = false;
    for token in tokens.iter().take(400) {
        match token.kind {
            Kind::Line if is_open => {}
            Kind::Line | Kind::Text(_) => break,
            Kind::Mark(b'(') => is_open = true,
            Kind::Mark(b')' | b';') => break,
            Kind::Mark(b'\\') => is_open = true,
            _ => out.push(token.span.of(text)),
        }
    }
    out
}

fn note(keyword: &str, words: &[&str], out: &mut BTreeMap<String, String>) {
    let (module, names) = match (keyword, words.iter().position(|word| *word == "import")) {
        ("from", Some(at)) => {
            (words.get(..at).unwrap_or_default().concat(), words.get(at + 1..).unwrap_or_default())
        }
        _ => (String::new(), words),
    };
    for name in names.split(|word| *word == ",") {
        let at = name.iter().position(|word| *word == "as").unwrap_or(name.len());
        let path = name.get(..at).unwrap_or_default().concat();
        let alias = name.get(at + 1).copied();
        let full = if module.is_empty() { path.clone() } else { format!("{module}.{path}") };
        match alias {
            Some(alias) => out.insert(alias.to_owned(), full),
            // `import a.b` makes `a` known.
            None if module.is_empty() => {
                let first = path.split('.').next().unwrap_or_default().to_owned();
                out.insert(first.clone(), first)
            }
            None => out.insert(path, full),
        };
    }
}
