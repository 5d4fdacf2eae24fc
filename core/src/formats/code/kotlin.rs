//! Kotlin: the calls that Java makes, with texts that hold values and blocks behind calls.

use std::collections::BTreeMap;

use super::java::SITES;
use super::lexer::{Blanks, Syntax, TextForm};
use super::{Language, encode, read};
use crate::formats::{Format, Quote};

pub(in crate::formats) static FORMAT: Format = Format {
    name: "kotlin",
    label: "Kotlin",
    has_name: |name| name.ends_with(".kt") || name.ends_with(".kts"),
    looks_like: |_| false,
    read: |text| read(text, &LANGUAGE),
    encode,
};

pub(super) static LANGUAGE: Language = Language {
    names_of_drivers: &["Java"],
    syntax: Syntax {
        block_comments: &[("/*", "*/")],
        line_ends_statement: true,
        has_trailing_blocks: true,
        formatters: &[("String.format", Blanks::Percent), ("format", Blanks::Percent)],
        ..Syntax::new(
            &["//"],
            &[
                TextForm::block("\"\"\"").raw().variables().hole("${"),
                TextForm::new("\"", Quote::Double).variables().hole("${"),
                TextForm::character("'"),
            ],
        )
    },
    imports: |_, _, _| BTreeMap::new(),
    sites: SITES,
    modules: &[],
    has_shorthand: false,
    names: &[],
};
