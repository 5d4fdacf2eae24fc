//! Elixir: settings of Ecto's repositories, calls of Postgrex.

use std::collections::BTreeMap;

use super::lexer::{Syntax, TextForm};
use super::{Language, Site, encode, read};
use crate::formats::{Format, Quote};

pub(in crate::formats) static FORMAT: Format = Format {
    name: "elixir",
    label: "Elixir",
    has_name: |name| name.ends_with(".ex") || name.ends_with(".exs"),
    looks_like: |_| false,
    read: |text| read(text, &LANGUAGE),
    encode,
};

pub(super) static LANGUAGE: Language = Language {
    names_of_drivers: &["Elixir"],
    syntax: Syntax {
        line_ends_statement: true,
        has_symbols: true,
        calls_without_brackets: true,
        ..Syntax::new(
            &["#"],
            &[
                TextForm::block("\"\"\"").hole("#{"),
                TextForm::block("'''").hole("#{"),
                TextForm::new("\"", Quote::Double).hole("#{"),
                TextForm::new("'", Quote::Single).hole("#{"),
            ],
        )
    },
    imports: |_, _, _| BTreeMap::new(),
    sites: &[
        Site::call("config", &["ecto"], &["url"]).with(("1", &["*Repo"])),
        Site::call("*.Repo.start_link", &["ecto"], &["url"]),
        Site::call("Postgrex.start_link", &["postgrex"], &[]),
    ],
    modules: &[],
    has_shorthand: false,
    names: &[],
};
