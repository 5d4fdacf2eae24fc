//! Code that connects, for each driver, as its users would write it.
//!
//! A snippet is a whole program: it takes the connection from the environment, never from its own text, runs one
//! query and prints the answer. Every one of them is run against a real server, directly and through a pooler
//! (`cargo xtask live`).

mod alembic;
mod django;
mod dotnet;
mod elixir;
mod go;
mod java;
mod libpq;
mod node;
mod node_orm;
mod perl;
mod php;
mod prisma;
mod psycopg;
mod python;
mod python_orm;
mod ruby;
mod rust;
mod rust_orm;
mod sqlalchemy;

pub(crate) use alembic::alembic_env;
pub(super) use django::{dj_database_url, django, django_environ};
pub(super) use dotnet::{efcore, npgsql};
pub(super) use elixir::{ecto, postgrex};
pub(super) use go::{gorm, lib_pq, pgx};
pub(super) use java::{hikaricp, pgjdbc, r2dbc_postgresql};
pub(super) use libpq::libpq;
pub(super) use node::{bun_sql, deno_postgres, node_postgres, postgres_js};
pub(super) use node_orm::{drizzle, knex, kysely, mikro_orm, neon_serverless, sequelize, typeorm};
pub(super) use perl::dbd_pg;
pub(super) use php::{doctrine, laravel, pdo};
pub(super) use prisma::{prisma, prisma_adapter_pg};
pub(super) use psycopg::{psycopg, psycopg2};
pub(super) use python::{asyncpg, pg8000};
pub(super) use python_orm::{aiopg, databases, peewee, piccolo, psqlpy, tortoise};
pub(super) use ruby::{activerecord, ruby_pg};
pub(super) use rust::{deadpool_postgres, sqlx, tokio_postgres};
pub(super) use rust_orm::{diesel, sea_orm};
pub(super) use sqlalchemy::{
    asyncpg as sqlalchemy_asyncpg, pg8000 as sqlalchemy_pg8000, psycopg as sqlalchemy_psycopg,
    psycopg2 as sqlalchemy_psycopg2,
};

use serde::Serialize;

use crate::model::{Encryption, Tls, Verification, Version};
use crate::parse::Spelling;

/// What a snippet has to say. What the string says already is not in here.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The variable that holds the string; for a driver that takes no string, what the names of the variables for
    /// its parts begin with, such as `PG`.
    pub variable: String,
    /// How the string is spelled.
    pub spelling: Spelling,
    /// Settings to give in code, spelled as the driver's users write them: `statement_cache_size=0`.
    pub settings: Vec<String>,
    /// The same for the pool: `pool_size=5`. Empty when nothing is asked of it; a snippet that can do without a pool has
    /// one only then.
    pub pool: Vec<String>,
    /// Encryption and verification wanted; `None` when the driver's default will do.
    pub tls: Option<Tls>,
    /// Whether the string says all of it.
    pub tls_in_string: bool,
    /// File with the certificates of the authorities to trust; the system's when there is none.
    pub root_certificate: Option<String>,
    /// Name to show in `pg_stat_activity`, when the string cannot say it.
    pub application_name: Option<String>,
    /// Whether the code shall not block, where the driver has both kinds.
    pub is_async: bool,
    /// Whether a pooler in transaction mode answers.
    pub pooled: bool,
    /// Version of the driver.
    pub version: Version,
}

impl Plan {
    /// The variable that holds one part: `PGHOST` for `HOST`.
    pub(super) fn part(&self, part: &str) -> String {
        format!("{}{part}", self.variable)
    }

    /// The settings as arguments of `place`.
    pub(super) fn arguments(&self, place: &'static str) -> Vec<Argument> {
        arguments(&self.settings, place)
    }

    /// What is asked of the pool, as arguments of `place`.
    pub(super) fn pool_arguments(&self, place: &'static str) -> Vec<Argument> {
        arguments(&self.pool, place)
    }

    /// TLS that code has to ask for, because the string does not say it.
    pub(super) fn tls_in_code(&self) -> Option<Tls> {
        self.tls.filter(|_| !self.tls_in_string)
    }
}

fn arguments(settings: &[String], place: &'static str) -> Vec<Argument> {
    let argument = |setting: &String| {
        let (name, value) = split_setting(setting);
        Argument::new(place, name, value)
    };
    settings.iter().map(argument).collect()
}

/// Name and value of a setting in any language: `a=1`, `a: 1`, `A => 1`.
fn split_setting(setting: &str) -> (&str, &str) {
    let (name, value) =
        ["=>", "=", ": "].iter().find_map(|sign| setting.split_once(sign)).unwrap_or((setting, ""));
    (name.trim(), value.trim())
}

/// `sslmode` of libpq for a level.
fn sslmode(tls: Tls) -> &'static str {
    match (tls.encryption, tls.verification) {
        (Encryption::Never, _) => "disable",
        (Encryption::IfOffered, _) => "prefer",
        (Encryption::Required, Verification::None) => "require",
        (Encryption::Required, Verification::Authority) => "verify-ca",
        (Encryption::Required, Verification::Full) => "verify-full",
    }
}

/// A setting of a connection: what, which value of which type, and where it goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Argument {
    /// Name.
    pub name: String,
    /// Value, as it is written there.
    pub value: String,
    /// Type of the value, in the language of the place.
    pub kind: &'static str,
    /// Where it goes: "the string", `asyncpg.connect()`.
    pub place: &'static str,
}

impl Argument {
    /// An argument whose value shows its type.
    pub fn new(place: &'static str, name: impl Into<String>, value: impl Into<String>) -> Self {
        let value = value.into();
        Self { name: name.into(), kind: kind_of(&value), value, place }
    }

    /// The same, of a type that the value does not show.
    pub(super) fn kind(self, kind: &'static str) -> Self {
        Self { kind, ..self }
    }
}

fn kind_of(value: &str) -> &'static str {
    match value {
        "None" | "null" => "none",
        "true" | "false" | "True" | "False" => "boolean",
        _ if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) => "integer",
        _ => "text",
    }
}

/// Why `label` cannot verify a certificate without being told whom to trust.
fn needs_a_certificate(label: &str) -> Impossible {
    Impossible::new(
        format!("{label} verifies a certificate only against a file, and none is named"),
        "name the file with the certificates of the authorities to trust",
    )
}

/// Code that connects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Snippet {
    /// Arguments or options that belong into code.
    pub connect_args: Vec<Argument>,
    /// The program, and the files it needs beside it; the first one is run.
    pub files: Vec<CodeFile>,
    /// How to install what it needs.
    pub install: &'static str,
    /// How to run it.
    pub run: &'static str,
}

/// A file of code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CodeFile {
    /// Its path in the project.
    pub path: &'static str,
    /// What is in it.
    pub text: String,
}

impl Snippet {
    /// A snippet of one file, to be run as `run` says.
    pub(super) fn of(path: &'static str, text: String, install: &'static str, run: &'static str) -> Self {
        Self { connect_args: Vec::new(), files: vec![CodeFile { path, text }], install, run }
    }

    /// The same, with these arguments.
    pub(super) fn with(self, connect_args: Vec<Argument>) -> Self {
        Self { connect_args, ..self }
    }
}

/// Why something that was asked for cannot be had, and the nearest thing that can.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Impossible {
    /// The reason.
    pub why: String,
    /// What works instead.
    pub instead: String,
}

impl Impossible {
    /// Puts the two together.
    pub fn new(why: impl Into<String>, instead: impl Into<String>) -> Self {
        Self { why: why.into(), instead: instead.into() }
    }
}
