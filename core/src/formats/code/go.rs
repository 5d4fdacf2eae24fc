//! Go: calls of pgx, lib/pq, database/sql, GORM and what stands on them.

use std::collections::BTreeMap;

use super::lexer::{Blanks, Syntax, TextForm, Tokens};
use super::tree::{Expr, Item};
use super::{Language, Site, encode, read};
use crate::formats::{Format, Quote};

pub(in crate::formats) static FORMAT: Format = Format {
    name: "go",
    label: "Go",
    has_name: |name| name.ends_with(".go"),
    looks_like: |_| false,
    read: |text| read(text, &LANGUAGE),
    encode,
};

/// What lib/pq registers with database/sql.
const PQ: &[&str] = &["postgres"];
/// What pgx registers with database/sql.
const PGX: &[&str] = &["pgx", "pgx/v5"];

pub(super) static LANGUAGE: Language = Language {
    names_of_drivers: &["Go"],
    syntax: Syntax {
        block_comments: &[("/*", "*/")],
        line_ends_statement: true,
        formatters: &[("fmt.Sprintf", Blanks::Percent)],
        ..Syntax::new(
            &["//"],
            &[
                TextForm::new("\"", Quote::Double),
                TextForm::new("`", Quote::Backtick).raw().lines(),
                TextForm::character("'"),
            ],
        )
    },
    imports,
    sites: &[
        Site::call("pgx.Connect", &["pgx"], &["1"]).without_pool(),
        Site::call("pgx.ConnectWithOptions", &["pgx"], &["1"]).without_pool(),
        Site::call("pgx.ParseConfig", &["pgx"], &["0"]).without_pool().builder(),
        Site::call("pgx.ParseConfigWithOptions", &["pgx"], &["0"]).without_pool().builder(),
        Site::call("pgxpool.New", &["pgx"], &["1"]),
        Site::call("pgxpool.ParseConfig", &["pgx"], &["0"]).builder(),
        Site::call("pgconn.Connect", &["pgx"], &["1"]).without_pool(),
        Site::call("pgconn.ParseConfig", &["pgx"], &["0"]).without_pool().builder(),
        Site::call("pgx@4.Connect", &["pgx@4"], &["1"]).without_pool(),
        Site::call("pgx@4.ParseConfig", &["pgx@4"], &["0"]).without_pool().builder(),
        Site::call("pgxpool@4.Connect", &["pgx@4"], &["1"]),
        Site::call("pgxpool@4.ParseConfig", &["pgx@4"], &["0"]).builder(),
        Site::call("pq.NewConnector", &["lib-pq"], &["0"]),
        Site::call("pq.NewListener", &["lib-pq"], &["0"]),
        Site::call("pq.Open", &["lib-pq"], &["0"]),
        Site::call("sql.Open", &["lib-pq"], &["1"]).with(("0", PQ)),
        Site::call("sql.Open", &["pgx@4"], &["1"]).with(("0", PGX)).without_pool().beside("stdlib@4"),
        Site::call("sql.Open", &["pgx"], &["1"]).with(("0", PGX)).without_pool(),
        Site::call("sqlx.Open", &["lib-pq"], &["1"]).with(("0", PQ)),
        Site::call("sqlx.MustOpen", &["lib-pq"], &["1"]).with(("0", PQ)),
        Site::call("sqlx.Connect", &["lib-pq"], &["1"]).with(("0", PQ)),
        Site::call("sqlx.MustConnect", &["lib-pq"], &["1"]).with(("0", PQ)),
        Site::call("sqlx.ConnectContext", &["lib-pq"], &["2"]).with(("1", PQ)),
        Site::call("sqlx.Open", &["pgx"], &["1"]).with(("0", PGX)).without_pool(),
        Site::call("sqlx.MustOpen", &["pgx"], &["1"]).with(("0", PGX)).without_pool(),
        Site::call("sqlx.Connect", &["pgx"], &["1"]).with(("0", PGX)).without_pool(),
        Site::call("sqlx.MustConnect", &["pgx"], &["1"]).with(("0", PGX)).without_pool(),
        Site::call("sqlx.ConnectContext", &["pgx"], &["2"]).with(("1", PGX)).without_pool(),
        // GORM before its second version.
        Site::call("gorm.Open", &["lib-pq"], &["1"]).with(("0", PQ)),
        Site::call("gorm/postgres.Open", &["gorm"], &["0"]),
        Site::call("gorm/postgres.New", &["gorm"], &["DSN"]),
        Site::other("pgdriver.WithDSN", &["0"]),
        Site::other("pg.ParseURL", &["0"]),
        // It keeps `x-...` to itself.
        Site::other("migrate.New", &["1"]),
    ],
    modules: &[
        ("pgx", &["pgx"]),
        ("pgxpool", &["pgx"]),
        ("stdlib", &["pgx"]),
        ("pgx@4", &["pgx@4"]),
        ("pgxpool@4", &["pgx@4"]),
        ("stdlib@4", &["pgx@4"]),
        ("pq", &["lib-pq"]),
        ("gorm/postgres", &["gorm"]),
        // Whoever reads the text then, the call will show.
        ("migrate", &[]),
        ("ent", &[]),
    ],
    has_shorthand: false,
    names: &[],
};

/// `import "a/b"`, `import ( c "a/b" )`: what the file calls a package, and the name that the sites have for it.
fn imports(_: &str, _: &Tokens, items: &[Item]) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    for item in items {
        match &item.value {
            Expr::Several(values) => match values.as_slice() {
                [Expr::Word(keyword, _), path @ ..] if keyword == "import" => note(path, &mut out),
                _ => {}
            },
            Expr::Call(call) if call.callee == "import" => note_all(&call.items, &mut out),
            _ => {}
        }
    }
    out
}

fn note_all(items: &[Item], out: &mut BTreeMap<String, String>) {
    for item in items {
        match &item.value {
            Expr::Several(values) => note(values, out),
            value => note(std::slice::from_ref(value), out),
        }
    }
}

fn note(values: &[Expr], out: &mut BTreeMap<String, String>) {
    let (alias, path) = match values {
        [Expr::Text(path)] => (None, path),
        [Expr::Word(alias, _), Expr::Text(path)] => (Some(alias.as_str()), path),
        _ => return,
    };
    let path = path.value.text();
    let name = name_of(path);
    let own = name.rsplit('/').next().unwrap_or_default();
    let own = own.split('@').next().unwrap_or_default();
    // What is imported for its effect has no name of its own.
    let alias = alias.map_or(own, |alias| if alias == "_" { path } else { alias });
    out.insert(alias.to_owned(), name);
}

/// The name that the sites have for the package at `path`: its last part, with the major version of an old pgx.
fn name_of(path: &str) -> String {
    let mut parts: Vec<&str> = path.split('/').collect();
    let is_version = |part: &&str| {
        part.strip_prefix('v')
            .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
    };
    let version = parts.iter().position(is_version).map(|at| parts.remove(at));
    let last = parts.last().copied().unwrap_or_default();
    match (path, version) {
        ("gorm.io/driver/postgres", _) => "gorm/postgres".to_owned(),
        (_, Some("v4")) if parts.contains(&"jackc") => format!("{last}@4"),
        (_, None) if parts.contains(&"jackc") && parts.contains(&"pgx") => format!("{last}@3"),
        _ => last.to_owned(),
    }
}
