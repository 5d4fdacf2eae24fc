//! `cargo xtask rehearse [DRIVER...]`: what `connlint test --rehearse` says at every endpoint of the lab, compared with
//! what became of the real driver there, as `cargo xtask prove` recorded it. What came out is written to
//! `tests/prove/rehearsal.json`, which `docs/rehearsal.md` shows.

mod agree;
pub mod record;

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use connlint_core::generate::Connection;
use serde_json::Value;

use crate::lab::families::FAMILIES;
use crate::lab::program::{connection, request};
use crate::lab::{self, ENDPOINTS, OLD_TRANSACTION, Running, Servers};
use crate::oracle::today;
use crate::process::{finish, start};
use crate::prove::fragment::provable;
use crate::prove::record as proof;
use crate::prove::{PLAIN, crowd};
use crate::workspace::{build_connlint, connlint};
use record::{Rehearsed, Row};

/// Drivers that go wrong in different ways.
const QUICK: &[&str] = &["psycopg", "asyncpg", "node-postgres", "postgres-js", "pdo"];
const LIMIT: Duration = Duration::from_secs(90);

/// Rehearses the drivers that are named, or all, at all endpoints, and writes what came out.
pub fn run(args: &[String]) -> Result<()> {
    let names: Vec<&str> = args.iter().map(String::as_str).collect();
    judge(&rehearse(&names, &ENDPOINTS.iter().map(|it| it.name).collect::<Vec<_>>(), record::write)?)
}

/// Rehearses a few drivers at the pooler that is worst for them, and writes nothing.
pub fn quick() -> Result<()> {
    judge(&rehearse(QUICK, &[OLD_TRANSACTION], |_| Ok(()))?)
}

fn judge(rows: &[Row]) -> Result<()> {
    let real = proof::read();
    let wrong = rows.iter().flat_map(|row| match record::proved(&real, row) {
        Some(real) => record::contradictions(row, real),
        None => vec![format!("the proof has nothing of {} at {}", row.driver, row.endpoint)],
    });
    let wrong: Vec<String> = wrong.collect();
    println!("\n{} endpoints of drivers rehearsed, {} contradictions", rows.len(), wrong.len());
    if wrong.is_empty() { Ok(()) } else { bail!("{}", wrong.join("\n")) }
}

fn rehearse(drivers: &[&str], endpoints: &[&str], keep: impl Fn(&[Row]) -> Result<()>) -> Result<Vec<Row>> {
    let all: Vec<&str> = FAMILIES.iter().flat_map(provable).collect();
    let is_named = |driver: &str, name: &str| driver == name || driver.split('@').next() == Some(name);
    for name in drivers {
        ensure!(all.iter().any(|driver| is_named(driver, name)), "the proof has no driver `{name}`");
    }
    build_connlint()?;
    let servers = Servers::start(ENDPOINTS)?;
    let folder = lab::folder()?.join("rehearse");
    let mut rows = Vec::new();
    for driver in all {
        if !drivers.is_empty() && !drivers.iter().any(|name| is_named(driver, name)) {
            continue;
        }
        let here = servers.running.iter().filter(|it| endpoints.contains(&it.endpoint.name));
        let of_driver = here.map(|it| row(driver, it, &servers, &folder)).collect::<Result<Vec<_>>>()?;
        keep(&of_driver)?;
        rows.extend(of_driver);
    }
    Ok(rows)
}

/// What `connlint test --rehearse` says of a connection, whose lines are written to `file`.
pub fn ask(driver: &str, endpoint: &str, plain: &Connection, file: &Path) -> Result<Value> {
    let folder = file.parent().context("a folder")?;
    std::fs::create_dir_all(folder)?;
    std::fs::write(file, plain.env.expose())?;
    let mut command = connlint();
    command.args(["test", "--rehearse", "--output-format", "json", "--timeout", "30", "--driver", driver]);
    command.args(["--endpoint", endpoint]).arg(file).current_dir(folder);
    for (variable, _) in std::env::vars().filter(|(variable, _)| variable.starts_with("PG")) {
        command.env_remove(variable);
    }
    let outcome = finish(start(&mut command)?, LIMIT);
    serde_json::from_str(&outcome.out).with_context(|| format!("{driver}: {}", outcome.err))
}

fn row(driver: &str, running: &Running, servers: &Servers, folder: &Path) -> Result<Row> {
    let plain = connection(&request(driver, PLAIN, running.port)?)?;
    crowd::forget_statements(servers)?;
    let report = ask(driver, running.endpoint.known_as, &plain, &folder.join(".env"))?;
    let found = report["tests"]
        .as_array()
        .and_then(|it| it.iter().map(|it| &it["rehearsal"]).find(|it| it.is_object()));
    let found =
        found.with_context(|| format!("{driver} at {}: no rehearsal in {report}", running.endpoint.name))?;
    let refused = || Rehearsed {
        outcome: "refused".to_owned(),
        said: found["refused"].as_str().map(str::to_owned),
        ..Rehearsed::default()
    };
    let row = Row {
        driver: driver.to_owned(),
        endpoint: running.endpoint.name.to_owned(),
        on: today()?,
        present: agree::rehearsed(&found["present"]).context("present")?,
        recommended: agree::rehearsed(&found["recommended"]).unwrap_or_else(refused),
    };
    println!("{driver:<20} {:<27} {} -> {}", row.endpoint, row.present, row.recommended);
    Ok(row)
}
