//! Whose prepared statement it is, by its name on the wire.

use crate::drivers::{DRIVERS, Driver, DriverAt, by_name};
use crate::model::{Prepared, Since, Version};

/// Who gives statements such names.
#[derive(Clone)]
pub struct StatementName {
    /// What its users call the client, with its version where the name tells.
    pub label: String,
    /// The client, in a version that names its statements so; `None` when it is no driver.
    pub driver: Option<DriverAt>,
    /// What to do about such statements, where the driver's own switch is none against them; else empty.
    pub instead: &'static str,
}

/// Names that the records of drivers do not have, because it is not by itself that the driver gives them: how they
/// begin, who gives them, what makes it do so, and what to do where the driver's own switch does nothing.
const OTHERS: &[(&str, &str, &str, &str)] = &[
    ("__asyncpg_", "sqlalchemy-asyncpg", "with a `prepared_statement_name_func`", ""),
    ("_auto", "npgsql", "with `Max Auto Prepare`", ""),
    ("_p", "npgsql", "where code calls `Prepare()`", "do without `Prepare()` in code"),
    ("pg8000_statement_", "pg8000", "where code calls `prepare()`", "do without `prepare()` in code"),
    ("stmt_", "gorm", "with `PrepareStmt`", "set `PrepareStmt` to `false` in `gorm.Config{}`"),
    ("pgbouncer_", "", "PgBouncer itself, which tracks the statements of its clients,", ""),
];

/// The clients that name their statements like `name`: a fixed beginning and a number. Several have the same habit;
/// empty when none is known. Compared without letter case, as messages are folded.
pub fn who_names_it_so(name: &str) -> Vec<StatementName> {
    let drivers = DRIVERS.iter().filter(|driver| !borrows_names(driver));
    let recorded = drivers.filter_map(|driver| in_records(driver, name));
    let others = OTHERS.iter().filter(|(start, ..)| begins(name, start)).map(|(_, driver, how, instead)| {
        let driver = by_name(driver).map(DriverAt::newest);
        let label = driver.map_or_else(|| (*how).to_owned(), |it| format!("{} {how}", it.driver.label));
        StatementName { label, driver, instead }
    });
    recorded.chain(others).collect()
}

/// The newest version of `driver` that names its statements like `name`.
fn in_records(driver: &'static Driver, name: &str) -> Option<StatementName> {
    let is_so = |entry: &Since<Prepared>| beginning(entry.1.names).is_some_and(|start| begins(name, &start));
    let at = driver.prepared.iter().rposition(is_so)?;
    let newest = DriverAt::newest(driver);
    Some(match driver.prepared.get(at + 1) {
        None => StatementName { label: driver.label.to_owned(), driver: Some(newest), instead: "" },
        Some(Since(next, _)) => StatementName {
            label: format!("{} before {next}", driver.label),
            driver: Some(DriverAt { version: before(*next), ..newest }),
            instead: "",
        },
    })
}

/// The greatest version below `version`.
fn before(version: Version) -> Version {
    match version {
        Version(major, 0, 0) => Version(major.saturating_sub(1), u32::MAX, u32::MAX),
        Version(major, minor, 0) => Version(major, minor - 1, u32::MAX),
        Version(major, minor, patch) => Version(major, minor, patch - 1),
    }
}

/// Whether its names are those of the driver that it hands its connections to.
fn borrows_names(driver: &Driver) -> bool {
    let names_of = |driver: &Driver| driver.prepared.iter().map(|entry| entry.1.names).collect::<Vec<_>>();
    driver.hands_on.is_some_and(|below| names_of(driver) == names_of(below.to))
}

/// The fixed beginning of a pattern of names, such as `s<n>` or `_pg3_N`; `None` when it has none.
fn beginning(names: &str) -> Option<String> {
    let start = names.split(['<', 'N']).next().filter(|start| !start.is_empty())?;
    Some(start.to_ascii_lowercase())
}

/// Whether a number follows on `start`. A short beginning is that of many words, so nothing else may follow.
fn begins(name: &str, start: &str) -> bool {
    let rest =
        name.get(..start.len()).filter(|it| it.eq_ignore_ascii_case(start)).and(name.get(start.len()..));
    rest.is_some_and(|rest| match start.len() {
        ..3 => !rest.is_empty() && rest.bytes().all(|it| it.is_ascii_digit()),
        _ => rest.starts_with(|c: char| c.is_ascii_hexdigit()),
    })
}

#[cfg(test)]
mod tests {
    use super::who_names_it_so;

    #[test]
    fn a_name_betrays_the_client() {
        let labels =
            |name| who_names_it_so(name).into_iter().map(|it| it.label).collect::<Vec<_>>().join(", ");
        assert!(labels("__asyncpg_stmt_1f__").contains("asyncpg"));
        assert!(labels("_pg3_0").contains("psycopg"));
        assert!(labels("S_1").to_ascii_lowercase().contains("jdbc"));
        assert!(labels("sqlx_s_1").contains("sqlx"));
        assert!(labels("pdo_stmt_00000001").contains("PDO"));
        assert!(labels("lrupsc_1_0").contains("pgx before 5"));
        assert!(labels("stmtcache_a1").contains("pgx"));
        assert!(labels("__asyncpg_0f3d52c4-1a2b__").contains("prepared_statement_name_func"));
        assert!(labels("_auto3").contains("Npgsql"));
        assert!(labels("_p1").contains("Npgsql"));
        assert!(labels("pg8000_statement_0").contains("pg8000"));
        assert!(labels("stmt_0a1b").contains("GORM"));
        assert!(labels("PGBOUNCER_12").contains("PgBouncer"));
        assert!(labels("a1").contains("ActiveRecord") || labels("a1").contains("Rails"));
        assert!(labels("ecto_42").contains("Ecto"));
        assert!(labels("__diesel_stmt_0").to_ascii_lowercase().contains("diesel"));
        assert!(labels("dbdpg_p4711_1").contains("DBD::Pg"));
        assert!(labels("P1").contains("Bun"));
        assert!(labels("s0").contains("Prisma") && labels("s0").contains("tokio-postgres"));
        assert_eq!(labels("mine"), "");
    }
}
