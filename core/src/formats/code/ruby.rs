//! Ruby: calls of the pg gem and of ActiveRecord.

use std::collections::BTreeMap;

use super::lexer::{Blanks, Syntax, TextForm};
use super::{Language, Site, encode, read};
use crate::formats::{Format, Quote};

pub(in crate::formats) static FORMAT: Format = Format {
    name: "ruby",
    label: "Ruby",
    has_name: |name| {
        name.ends_with(".rb") || name.ends_with(".rake") || matches!(name, "Rakefile" | "config.ru")
    },
    looks_like: |_| false,
    read: |text| read(text, &LANGUAGE),
    encode,
};

const ADAPTERS: &[&str] = &["postgresql", "postgis"];

pub(super) static LANGUAGE: Language = Language {
    names_of_drivers: &["Ruby"],
    syntax: Syntax {
        block_comments: &[("=begin", "=end")],
        line_ends_statement: true,
        has_regex: true,
        joins_texts: true,
        has_symbols: true,
        calls_without_brackets: true,
        formatters: &[("format", Blanks::Percent), ("sprintf", Blanks::Percent)],
        ..Syntax::new(
            &["#"],
            &[
                TextForm::new("\"", Quote::Double).hole("#{"),
                TextForm::new("'", Quote::Single).raw(),
                TextForm::new("`", Quote::None).hole("#{"),
            ],
        )
    },
    imports: |_, _, _| BTreeMap::new(),
    sites: &[
        Site::call("PG.connect", &["ruby-pg"], &["0"]),
        Site::call("PG.Connection.new", &["ruby-pg"], &["0"]),
        Site::call("PG.Connection.open", &["ruby-pg"], &["0"]),
        Site::call("*.establish_connection", &["activerecord"], &["0", "url"]).with(("adapter", ADAPTERS)),
        // Without an adapter the parts may belong to any database.
        Site::call("*.establish_connection", &["activerecord"], &["0", "url"]).parts("-"),
        Site::other("Sequel.connect", &["0"]),
    ],
    modules: &[],
    has_shorthand: false,
    names: &[],
};
