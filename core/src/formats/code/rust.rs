//! Rust: calls of sqlx, tokio-postgres and what stands on it, Diesel, SeaORM.

use std::collections::BTreeMap;

use super::lexer::{Blanks, Kind, Syntax, TextForm, Token, Tokens};
use super::tree::Item;
use super::{Language, Site, encode, read};
use crate::formats::{Format, Quote};

pub(in crate::formats) static FORMAT: Format = Format {
    name: "rust",
    label: "Rust",
    has_name: |name| name.ends_with(".rs"),
    looks_like: |_| false,
    read: |text| read(text, &LANGUAGE),
    encode,
};

const SQLX: &[&str] = &["sqlx"];
const TOKIO: &[&str] = &["tokio-postgres"];
const DEADPOOL: &[&str] = &["deadpool-postgres"];

pub(super) static LANGUAGE: Language = Language {
    names_of_drivers: &["Rust"],
    syntax: Syntax {
        block_comments: &[("/*", "*/")],
        formatters: &[("format", Blanks::Braces)],
        ..Syntax::new(
            &["//"],
            &[
                TextForm::new("\"##", Quote::None).raw().lines().opened_by("r##\""),
                TextForm::new("\"#", Quote::None).raw().lines().opened_by("r#\""),
                TextForm::new("\"", Quote::None).raw().lines().opened_by("r\""),
                TextForm::new("\"", Quote::Double).lines(),
                TextForm::character("'"),
            ],
        )
    },
    imports,
    sites: &[
        Site::call("sqlx.PgPool.connect", SQLX, &["0"]),
        Site::call("sqlx.PgPool.connect_lazy", SQLX, &["0"]),
        Site::call("sqlx.PgConnection.connect", SQLX, &["0"]),
        Site::call("sqlx.PgPoolOptions.new", SQLX, &["connect", "connect_lazy"]).builder(),
        Site::call("sqlx.PgConnectOptions.from_str", SQLX, &["0"]).builder(),
        Site::call("sqlx.PgConnectOptions.new", SQLX, &[]).builder(),
        Site::call("tokio_postgres.connect", TOKIO, &["0"]),
        Site::call("tokio_postgres.Config.from_str", TOKIO, &["0"]).builder(),
        Site::call("tokio_postgres.Config.new", TOKIO, &[]).builder(),
        Site::call("postgres.Client.connect", TOKIO, &["0"]),
        Site::call("postgres.Config.new", TOKIO, &[]).builder(),
        Site::call("*.PostgresConnectionManager.new_from_stringlike", TOKIO, &["0"]),
        Site::call("*.AsyncPgConnection.establish", TOKIO, &["0"]),
        Site::call("deadpool_postgres.Config.new", DEADPOOL, &["url"]).builder(),
        Site::call("*.PgConnection.establish", &["diesel"], &["0"]),
        Site::call("sea_orm.Database.connect", &["sea-orm"], &["0"]),
        Site::call("sea_orm.ConnectOptions.new", &["sea-orm"], &["0"]).builder(),
    ],
    modules: &[
        ("sqlx", SQLX),
        ("tokio_postgres", TOKIO),
        ("postgres", TOKIO),
        ("deadpool_postgres", DEADPOOL),
        ("diesel", &["diesel"]),
        ("sea_orm", &["sea-orm"]),
    ],
    has_shorthand: false,
    names: &[],
};

/// `use a::b::{c, d as e, f::{g}};`
fn imports(text: &str, tokens: &Tokens, _: &[Item]) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    let mut rest = tokens.tokens.as_slice();
    while let [token, behind @ ..] = rest {
        rest = behind;
        if matches!(token.kind, Kind::Word) && token.span.of(text) == "use" {
            note(text, behind, &mut out);
        }
    }
    out
}

/// Notes what one `use` brings; `tokens` begin behind it.
fn note(text: &str, tokens: &[Token], out: &mut BTreeMap<String, String>) {
    let mut outer: Vec<String> = Vec::new();
    let mut path = String::new();
    let mut alias: Option<&str> = None;
    let mut is_alias = false;
    let mut add = |path: &mut String, alias: &mut Option<&str>| {
        let path = std::mem::take(path);
        let full = path.trim_end_matches(".self").to_owned();
        let own = full.rsplit('.').next().unwrap_or_default();
        let name = alias.take().unwrap_or(own);
        if !name.is_empty() && name != "_" {
            out.insert(name.to_owned(), full);
        }
    };
    for token in tokens.iter().take(400) {
        let word = token.span.of(text);
        match token.kind {
            Kind::Word if is_alias => (alias, is_alias) = (Some(word), false),
            Kind::Word if word == "as" => is_alias = true,
            Kind::Word => path = if path.is_empty() { word.to_owned() } else { format!("{path}.{word}") },
            Kind::Mark(b':' | b'*') | Kind::Line => {}
            Kind::Mark(b'{') => outer.push(path.clone()),
            Kind::Mark(b',') => {
                add(&mut path, &mut alias);
                path = outer.last().cloned().unwrap_or_default();
            }
            Kind::Mark(b'}') => {
                add(&mut path, &mut alias);
                outer.pop();
            }
            _ => break,
        }
    }
    add(&mut path, &mut alias);
}
