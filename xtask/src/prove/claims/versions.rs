//! Which version of a driver runs in the lab.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::lab::families::Family;
use crate::lab::go;
use crate::process::{finish, start};
use std::time::Duration;

/// The package that a driver is in, where it is not called like the driver.
const PACKAGES: &[(&str, &str)] = &[
    ("psycopg2", "psycopg2-binary"),
    ("sqlalchemy-", "sqlalchemy"),
    ("node-postgres", "pg"),
    ("postgres-js", "postgres"),
    ("prisma", "@prisma/adapter-pg"),
    ("drizzle", "drizzle-orm"),
    ("pgjdbc", "libpostgresql-jdbc-java"),
    ("pdo", "pdo_pgsql"),
    ("dbd-pg", "DBD::Pg"),
    ("ruby-pg", "pg"),
    ("activerecord", "activerecord"),
];

/// The version of `driver`, as it says itself.
pub fn version(family: &Family, lab: &Path, driver: &str) -> Result<String> {
    let name = driver.split('@').next().unwrap_or(driver);
    let package = PACKAGES.iter().find(|(it, _)| name.starts_with(it)).map_or(name, |(_, package)| package);
    if family.name == "go" {
        return go::version(lab, driver).with_context(|| format!("the version of {driver}"));
    }
    let python = lab.join("python/venv/bin/python").display().to_string();
    let manifest = lab.join("node/node_modules").join(package).join("package.json");
    let words = match family.name {
        "psql" => vec!["psql".to_owned(), "--version".to_owned()],
        "python" => vec![
            python,
            "-c".into(),
            format!("import importlib.metadata as it; print(it.version('{package}'))"),
        ],
        "node" => vec!["node".into(), "-p".into(), format!("require('{}').version", manifest.display())],
        "java" => ["dpkg-query", "-W", "-f", "${Version}", package].map(str::to_owned).to_vec(),
        "php" => vec!["php".into(), "-r".into(), format!("echo phpversion('{package}');")],
        "perl" => {
            vec!["perl".into(), format!("-M{package}"), "-e".into(), format!("print ${package}::VERSION")]
        }
        "ruby" => vec![
            "ruby".into(),
            "-e".into(),
            format!("gem '{package}'; puts Gem.loaded_specs['{package}'].version"),
        ],
        other => anyhow::bail!("who knows the version in {other}?"),
    };
    let mut command = Command::new(&words[0]);
    let outcome = finish(start(command.args(&words[1..]))?, Duration::from_secs(20));
    // `psql (PostgreSQL) 15.18 (Debian ...)`, `42.5.5-0+deb12u1`.
    let numbers = |word: &str| word.split(['-', '+']).next().unwrap_or_default().to_owned();
    let found = outcome.out.split_whitespace().find(|word| word.starts_with(|it: char| it.is_ascii_digit()));
    found.map(numbers).with_context(|| format!("the version of {driver}: {}", outcome.err))
}
