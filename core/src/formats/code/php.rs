//! PHP: PDO, the functions of its PostgreSQL extension, Laravel's settings, Doctrine.

use std::collections::BTreeMap;

use super::lexer::{Blanks, Syntax, TextForm};
use super::{Language, Site, encode, read};
use crate::formats::{Format, Quote};

pub(in crate::formats) static FORMAT: Format = Format {
    name: "php",
    label: "PHP",
    has_name: |name| name.ends_with(".php"),
    looks_like: |_| false,
    read: |text| read(text, &LANGUAGE),
    encode,
};

pub(super) static LANGUAGE: Language = Language {
    names_of_drivers: &["PHP"],
    syntax: Syntax {
        block_comments: &[("/*", "*/")],
        dot_joins: true,
        formatters: &[("sprintf", Blanks::Percent)],
        ..Syntax::new(
            &["//", "#"],
            &[
                TextForm::new("\"", Quote::Double).variables().hole("{$"),
                TextForm::new("'", Quote::Single).raw(),
            ],
        )
    },
    imports: |_, _, _| BTreeMap::new(),
    sites: &[
        Site::call("*.PDO", &["pdo"], &["0", "dsn"]),
        Site::call("*.PDO.connect", &["pdo"], &["0", "dsn"]),
        Site::call("pg_connect", &["libpq"], &["0"]),
        Site::call("pg_pconnect", &["libpq"], &["0"]),
        Site::call("*.DriverManager.getConnection", &["doctrine"], &["url"]),
        Site::options(("driver", &["pgsql"]), &["laravel"], &["url"]),
    ],
    modules: &[],
    has_shorthand: false,
    names: &[],
};
