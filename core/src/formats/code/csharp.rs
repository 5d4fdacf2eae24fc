//! C#: calls of Npgsql and Entity Framework Core.

use std::collections::BTreeMap;

use super::lexer::{Blanks, Syntax, TextForm};
use super::{Language, Site, encode, read};
use crate::formats::{Format, Quote};

pub(in crate::formats) static FORMAT: Format = Format {
    name: "csharp",
    label: "C#",
    has_name: |name| name.ends_with(".cs") || name.ends_with(".csx"),
    looks_like: |_| false,
    read: |text| read(text, &LANGUAGE),
    encode,
};

const NPGSQL: &[&str] = &["npgsql"];
const STRING: &[&str] = &["0", "connectionString"];

pub(super) static LANGUAGE: Language = Language {
    names_of_drivers: &[".NET"],
    syntax: Syntax {
        block_comments: &[("/*", "*/")],
        formatters: &[("string.Format", Blanks::Braces), ("String.Format", Blanks::Braces)],
        ..Syntax::new(
            &["//", "#"],
            &[
                TextForm::block("\"\"\"").raw(),
                TextForm::block("\"\"\"").raw().opened_by("$\"\"\"").hole("{"),
                TextForm::new("\"", Quote::None).raw().lines().doubling().opened_by("@\""),
                TextForm::new("\"", Quote::None).raw().lines().doubling().opened_by("$@\"").hole("{"),
                TextForm::new("\"", Quote::None).raw().lines().doubling().opened_by("@$\"").hole("{"),
                TextForm::new("\"", Quote::Double).opened_by("$\"").hole("{"),
                TextForm::new("\"", Quote::Double),
                TextForm::character("'"),
            ],
        )
    },
    imports: |_, _, _| BTreeMap::new(),
    sites: &[
        Site::call("*.UseNpgsql", &["efcore"], STRING),
        Site::call("*.AddNpgsql", &["efcore"], STRING),
        Site::call("*.NpgsqlConnection", NPGSQL, STRING),
        Site::call("*.NpgsqlDataSource.Create", NPGSQL, STRING),
        Site::call("*.NpgsqlDataSourceBuilder", NPGSQL, STRING),
        Site::call("*.NpgsqlSlimDataSourceBuilder", NPGSQL, STRING),
        Site::call("*.NpgsqlConnectionStringBuilder", NPGSQL, STRING),
        Site::call("*.AddNpgsqlDataSource", NPGSQL, STRING),
        Site::call("*.UsePostgreSqlStorage", NPGSQL, STRING),
        Site::call("*.AddNpgSql", NPGSQL, STRING),
        // The code takes the URL apart itself.
        Site::other("*.Uri", &["0"]),
        Site::other("*.SqlConnection", STRING),
        Site::other("*.UseSqlServer", STRING),
        Site::other("*.UseMySql", STRING),
        Site::other("*.MySqlConnection", STRING),
    ],
    modules: &[],
    has_shorthand: false,
    names: &[],
};
