//! Whose prepared statement it is, by its name on the wire.

use crate::drivers::{DRIVERS, Driver};

/// Who gives statements such names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatementName {
    /// What its users call the client.
    pub label: &'static str,
    /// What turns such statements off; empty when nothing known does.
    pub off: &'static str,
}

/// Clients without a record of their own: how their names begin.
const OTHERS: &[(&str, StatementName)] = &[
    ("lrupsc_", StatementName { label: "pgx 4 (Go)", off: "prefer_simple_protocol=true" }),
    ("stmtcache_", StatementName { label: "pgx 5 (Go)", off: "default_query_exec_mode=exec" }),
];

/// The clients that name their statements like `name`: a fixed beginning and a number. Several have the same habit;
/// empty when none is known. Compared without letter case, as messages are folded.
pub fn who_names_it_so(name: &str) -> Vec<StatementName> {
    let recorded = DRIVERS.iter().filter(|driver| !borrows_names(driver)).filter(|driver| {
        driver.prepared.iter().any(|entry| beginning(entry.1.names).is_some_and(|start| begins(name, &start)))
    });
    let recorded = recorded.map(|driver| {
        let switch = driver.statements_off.iter().find(|switch| switch.enough);
        let off = switch.map_or("", |it| if it.in_url.is_empty() { it.in_code } else { it.in_url });
        StatementName { label: driver.label, off }
    });
    let others = OTHERS.iter().filter(|(start, _)| begins(name, start)).map(|(_, who)| *who);
    recorded.chain(others).collect()
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

fn begins(name: &str, start: &str) -> bool {
    let rest =
        name.get(..start.len()).filter(|it| it.eq_ignore_ascii_case(start)).and(name.get(start.len()..));
    rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_hexdigit()))
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
        assert!(labels("S_1").to_lowercase().contains("jdbc"));
        assert!(labels("sqlx_s_1").contains("sqlx"));
        assert!(labels("pdo_stmt_00000001").contains("PDO"));
        assert!(labels("lrupsc_1_0").contains("pgx 4"));
        assert!(labels("stmtcache_a1").contains("pgx 5"));
        assert!(labels("s0").contains("Prisma") && labels("s0").contains("tokio-postgres"));
        assert_eq!(labels("mine"), "");
    }
}
