//! The scripts: how a program opens a connection with each driver, and asks.

use super::interpreter::Language::{self, Node, Python};

/// A driver's script.
pub struct Trial {
    /// What core calls who reads the string.
    pub driver: &'static str,
    /// `asynchronous`, where there are both kinds; else empty.
    pub kind: &'static str,
    /// The driver below it.
    pub below: Option<&'static str>,
    /// What runs it.
    pub language: Language,
    /// What is imported, and the package that brings it.
    pub packages: &'static [(&'static str, &'static str)],
    /// The script, which defines `open`: given the string, it gives what asks and what closes.
    pub source: &'static str,
}

const PSYCOPG2: (&str, &str) = ("psycopg2", "psycopg2-binary");
const PSYCOPG: (&str, &str) = ("psycopg", "psycopg[binary]");
const ASYNCPG: (&str, &str) = ("asyncpg", "asyncpg");
const PG8000: (&str, &str) = ("pg8000", "pg8000");
const SQLALCHEMY: (&str, &str) = ("sqlalchemy", "SQLAlchemy");
/// What SQLAlchemy's asynchronous half stands on.
const GREENLET: (&str, &str) = ("greenlet", "greenlet");
const PG: (&str, &str) = ("pg", "pg");

const SQLALCHEMY_SYNC: &str = include_str!("scripts/sqlalchemy.py");
const SQLALCHEMY_ASYNC: &str = include_str!("scripts/sqlalchemy_async.py");

/// All of them.
pub const TRIALS: &[Trial] = &[
    python("psycopg2", "", None, &[PSYCOPG2], include_str!("scripts/psycopg2.py")),
    python("psycopg", "", None, &[PSYCOPG], include_str!("scripts/psycopg.py")),
    python("psycopg", "asynchronous", None, &[PSYCOPG], include_str!("scripts/psycopg_async.py")),
    python("asyncpg", "", None, &[ASYNCPG], include_str!("scripts/asyncpg.py")),
    python("sqlalchemy-psycopg2", "", Some("psycopg2"), &[SQLALCHEMY, PSYCOPG2], SQLALCHEMY_SYNC),
    python("sqlalchemy-psycopg", "", Some("psycopg"), &[SQLALCHEMY, PSYCOPG], SQLALCHEMY_SYNC),
    python(
        "sqlalchemy-psycopg",
        "asynchronous",
        Some("psycopg"),
        &[SQLALCHEMY, GREENLET, PSYCOPG],
        SQLALCHEMY_ASYNC,
    ),
    python("sqlalchemy-asyncpg", "", Some("asyncpg"), &[SQLALCHEMY, GREENLET, ASYNCPG], SQLALCHEMY_ASYNC),
    python("sqlalchemy-pg8000", "", Some("pg8000"), &[SQLALCHEMY, PG8000], SQLALCHEMY_SYNC),
    node("node-postgres", None, &[PG], include_str!("scripts/node_postgres.mjs")),
    node("postgres-js", None, &[("postgres", "postgres")], include_str!("scripts/postgres_js.mjs")),
    node(
        "drizzle",
        Some("node-postgres"),
        &[("drizzle-orm", "drizzle-orm"), PG],
        include_str!("scripts/drizzle.mjs"),
    ),
    node("knex", Some("node-postgres"), &[("knex", "knex"), PG], include_str!("scripts/knex.mjs")),
    node("kysely", Some("node-postgres"), &[("kysely", "kysely"), PG], include_str!("scripts/kysely.mjs")),
    node(
        "typeorm",
        Some("node-postgres"),
        &[("typeorm", "typeorm"), ("reflect-metadata", "reflect-metadata"), PG],
        include_str!("scripts/typeorm.mjs"),
    ),
    node(
        "sequelize",
        Some("node-postgres"),
        &[("sequelize", "sequelize"), PG],
        include_str!("scripts/sequelize.mjs"),
    ),
];

const fn python(
    driver: &'static str,
    kind: &'static str,
    below: Option<&'static str>,
    packages: &'static [(&'static str, &'static str)],
    source: &'static str,
) -> Trial {
    Trial { driver, kind, below, language: Python, packages, source }
}

const fn node(
    driver: &'static str,
    below: Option<&'static str>,
    packages: &'static [(&'static str, &'static str)],
    source: &'static str,
) -> Trial {
    Trial { driver, kind: "", below, language: Node, packages, source }
}
