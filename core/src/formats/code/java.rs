//! Java: calls of JDBC, HikariCP, Spring, R2DBC and Flyway. Kotlin makes the same ones.

use std::collections::BTreeMap;

use super::lexer::{Blanks, Syntax, TextForm};
use super::{Language, Site, encode, read};
use crate::formats::{Format, Quote};

pub(in crate::formats) static FORMAT: Format = Format {
    name: "java",
    label: "Java",
    has_name: |name| name.ends_with(".java"),
    looks_like: |_| false,
    read: |text| read(text, &LANGUAGE),
    encode,
};

const JDBC: &[&str] = &["pgjdbc"];
const HIKARI: &[&str] = &["hikaricp"];
const R2DBC: &[&str] = &["r2dbc-postgresql"];
const URL: &[&str] = &["0", "url", "URL", "jdbcUrl"];

pub(super) static SITES: &[Site] = &[
    Site::call("*.DriverManager.getConnection", JDBC, &["0"]),
    Site::call("*.HikariConfig", HIKARI, URL).builder(),
    Site::call("*.HikariDataSource", HIKARI, URL).builder(),
    Site::call("*.PGSimpleDataSource", JDBC, URL).builder(),
    Site::call("*.PGPoolingDataSource", JDBC, URL).builder(),
    Site::call("*.PGConnectionPoolDataSource", JDBC, URL).builder(),
    Site::call("*.PGXADataSource", JDBC, URL).builder(),
    Site::call("*.BasicDataSource", JDBC, URL).builder(),
    Site::call("*.DriverManagerDataSource", JDBC, URL).builder(),
    Site::call("*.DataSourceBuilder.create", JDBC, URL).builder(),
    Site::call("*.Jdbi.create", JDBC, URL),
    Site::other("*.Database.connect", URL).with(("driver", &["com.impossibl.postgres.jdbc.PGDriver"])),
    Site::call("*.Database.connect", JDBC, URL),
    Site::call("*.Flyway.configure", JDBC, &["dataSource"]).builder().for_migrations(),
    Site::call("*.R2dbcDatabase.connect", R2DBC, URL),
    Site::call("*.ConnectionFactories.get", R2DBC, URL),
    Site::call("*.ConnectionFactoryOptions.parse", R2DBC, URL).builder(),
];

pub(super) static LANGUAGE: Language = Language {
    names_of_drivers: &["Java"],
    syntax: Syntax {
        block_comments: &[("/*", "*/")],
        formatters: &[("String.format", Blanks::Percent), ("formatted", Blanks::Percent)],
        ..Syntax::new(
            &["//"],
            &[TextForm::block("\"\"\""), TextForm::new("\"", Quote::Double), TextForm::character("'")],
        )
    },
    imports: |_, _, _| BTreeMap::new(),
    sites: SITES,
    modules: &[],
    has_shorthand: false,
    names: &[],
};
