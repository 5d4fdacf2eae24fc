//! Whose message it is, by the words that its exceptions and stack frames leave.

use super::pattern::fold;
use crate::drivers::{Driver, by_name};

/// A driver, and words that stand in its messages together, in lower case. Who hands its connections on stands before
/// the driver below.
const MARKS: &[(&str, &[&str])] = &[
    ("sqlalchemy-asyncpg", &["sqlalchemy.dialects.postgresql.asyncpg"]),
    ("sqlalchemy-asyncpg", &["sqlalchemy", "asyncpg"]),
    ("sqlalchemy-psycopg", &["sqlalchemy", "psycopg."]),
    ("sqlalchemy-psycopg2", &["sqlalchemy", "psycopg2"]),
    ("sqlalchemy-pg8000", &["sqlalchemy", "pg8000"]),
    ("tortoise", &["tortoise.exceptions"]),
    ("tortoise", &["tortoise/backends"]),
    ("databases", &["databases/backends"]),
    ("piccolo", &["piccolo/engine"]),
    ("peewee", &["peewee."]),
    ("aiopg", &["aiopg/"]),
    ("django", &["django.db"]),
    ("django", &["django/db"]),
    ("asyncpg", &["asyncpg.exceptions"]),
    ("asyncpg", &["asyncpg/"]),
    ("psqlpy", &["psqlpy."]),
    ("pg8000", &["pg8000."]),
    ("psycopg2", &["psycopg2."]),
    ("psycopg", &["psycopg."]),
    ("prisma", &["prismaclient"]),
    ("prisma", &["prisma:error"]),
    ("prisma", &["@prisma/"]),
    ("typeorm", &["node_modules/typeorm"]),
    ("typeorm", &["queryfailederror"]),
    ("typeorm", &["typeormmodule"]),
    ("sequelize", &["sequelize"]),
    ("mikro-orm", &["@mikro-orm/"]),
    ("knex", &["node_modules/knex"]),
    ("kysely", &["node_modules/kysely"]),
    ("drizzle", &["drizzlequeryerror"]),
    ("drizzle", &["node_modules/drizzle-orm"]),
    ("postgres-js", &["node_modules/postgres/"]),
    ("node-postgres", &["node_modules/pg/"]),
    ("node-postgres", &["node_modules/pg-"]),
    ("efcore", &["microsoft.entityframeworkcore"]),
    ("npgsql", &["npgsql."]),
    ("r2dbc-postgresql", &["io.r2dbc.postgresql"]),
    ("hikaricp", &["com.zaxxer.hikari"]),
    ("pgjdbc", &["org.postgresql."]),
    ("activerecord", &["activerecord::"]),
    ("ruby-pg", &["pg::"]),
    ("laravel", &["illuminate\\database"]),
    ("laravel", &["vendor/laravel"]),
    ("doctrine", &["doctrine\\dbal"]),
    ("doctrine", &["vendor/doctrine"]),
    ("pdo", &["pdoexception"]),
    ("pdo", &["sqlstate["]),
    ("ecto", &["(ecto."]),
    ("ecto", &["ecto_sql"]),
    ("postgrex", &["postgrex"]),
    ("dbd-pg", &["dbd::pg"]),
    ("gorm", &["gorm.io/"]),
    ("pgx", &["jackc/pgx"]),
    ("pgx", &["failed to connect to `"]),
    ("lib-pq", &["lib/pq"]),
    ("lib-pq", &[" pq: "]),
    ("sea-orm", &["sea_orm"]),
    ("diesel", &["diesel::"]),
    ("deadpool-postgres", &["deadpool_postgres"]),
    ("sqlx", &["sqlx::"]),
    ("sqlx", &["error returned from database:"]),
    ("tokio-postgres", &["tokio_postgres"]),
    ("tokio-postgres", &["db error: error:"]),
];

/// The driver whose words stand in `message`, the highest of those that hand on to each other; `None` when no words
/// tell.
pub fn who_prints_it_so(message: &str) -> Option<&'static Driver> {
    let folded = format!(" {}", fold(message).text);
    let is_there = |words: &[&str]| words.iter().all(|word| folded.contains(word));
    MARKS.iter().find(|(_, words)| is_there(words)).and_then(|(name, _)| by_name(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mark_is_of_a_driver() {
        for (name, words) in MARKS {
            assert!(by_name(name).is_some(), "{name}");
            assert!(words.iter().all(|word| *word == word.to_ascii_lowercase()), "{words:?}");
        }
    }

    #[test]
    fn the_highest_is_named() {
        let name = |message| who_prints_it_so(message).map(|driver| driver.name);
        let wrapped = "sqlalchemy.exc.DBAPIError: (sqlalchemy.dialects.postgresql.asyncpg.Error) <class \
                       'asyncpg.exceptions.DuplicatePreparedStatementError'>: x";
        assert_eq!(name(wrapped), Some("sqlalchemy-asyncpg"));
        assert_eq!(name("asyncpg.exceptions.PostgresError: x"), Some("asyncpg"));
        assert_eq!(
            name("org.postgresql.util.PSQLException: x\n\tat com.zaxxer.hikari.pool"),
            Some("hikaricp")
        );
        assert_eq!(name("pq: x"), Some("lib-pq"));
        assert_eq!(name("ERROR: x"), None);
    }
}
