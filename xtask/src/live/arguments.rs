//! What the records say of arguments in code, asked of the real drivers of Python.

use std::fs::File;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use connlint_core::drivers::{ArgumentSet, Driver, Place, by_name};
use serde_json::{Value, json};

use crate::process::finish;
use crate::workspace::root;

const LIMIT: Duration = Duration::from_secs(120);
/// A name that no driver has.
const NOBODYS: &str = "no_such_argument";

/// Asks about every set that refuses what it does not know; what came out, in a line.
pub fn run(drivers: &[&str], lab: &Path) -> Result<String> {
    let records = drivers.iter().filter_map(|name| by_name(name));
    let sets: Vec<Value> =
        records.flat_map(|driver| driver.arguments.iter().filter_map(|set| question(driver, set))).collect();
    let file = lab.join("python/arguments.json");
    std::fs::write(&file, serde_json::to_string(&sets)?)?;
    let child = Command::new(lab.join("python/venv/bin/python"))
        .arg(root().join("tests/live/arguments.py"))
        .stdin(File::open(&file)?)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .context("the drivers' Python")?;
    let outcome = finish(child, LIMIT);
    if outcome.ok { Ok(outcome.out.trim().to_owned()) } else { bail!("{}{}", outcome.out, outcome.err) }
}

fn question(driver: &Driver, set: &ArgumentSet) -> Option<Value> {
    // What stands in a pool's `kwargs` is the same as without it.
    let refused = set.refused.filter(|_| set.prefix != "kwargs.")?;
    let strangers = set.elsewhere.iter().map(|(name, _)| *name).chain([NOBODYS]);
    let refused: serde_json::Map<String, Value> =
        strangers.map(|name| (name.to_owned(), refused(name).into())).collect();
    let in_code = driver.params.iter().filter(|param| param.place != Place::Url && set.is_complete);
    let taken: Vec<&str> = set.all_names().chain(in_code.map(|param| param.name)).collect();
    Some(json!({ "driver": driver.name, "prefix": set.prefix, "refused": refused, "taken": taken }))
}
