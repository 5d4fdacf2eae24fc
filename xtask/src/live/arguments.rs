//! What the records say of arguments and options in code, asked of the real drivers.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use connlint_core::drivers::{ArgumentSet, DRIVERS, Driver, Place};
use serde_json::{Value, json};

use crate::lab::families::Family;
use crate::process::finish;
use crate::workspace::root;

const LIMIT: Duration = Duration::from_secs(120);
/// A name that no driver has.
const NOBODYS: &str = "no_such_argument";

/// Who asks, and how: a program of `tests/live`, in the lab's folder of the family.
struct Asker {
    family: &'static str,
    language: &'static str,
    program: fn(&Path) -> PathBuf,
    script: &'static str,
}

const ASKERS: &[Asker] = &[
    Asker {
        family: "python",
        language: "Python",
        program: |home| home.join("venv/bin/python"),
        script: "arguments.py",
    },
    Asker { family: "node", language: "JavaScript", program: |_| "node".into(), script: "options.mjs" },
];

/// Asks the drivers of a family; what came out, in a line. `None` for a family that is not asked.
pub fn run(family: &Family, lab: &Path) -> Option<Result<String>> {
    let asker = ASKERS.iter().find(|it| it.family == family.name)?;
    Some(ask(asker, &lab.join(family.home)))
}

fn ask(asker: &Asker, home: &Path) -> Result<String> {
    let records = DRIVERS.iter().copied().filter(|driver| driver.language == asker.language);
    let sets: Vec<Value> =
        records.flat_map(|driver| driver.arguments.iter().map(|set| question(driver, set))).collect();
    let file = home.join("arguments.json");
    std::fs::write(&file, serde_json::to_string(&sets)?)?;
    let child = Command::new((asker.program)(home))
        .arg(root().join("tests/live").join(asker.script))
        .current_dir(home)
        .stdin(File::open(&file)?)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .context(asker.script)?;
    let outcome = finish(child, LIMIT);
    if outcome.ok { Ok(outcome.out.trim().to_owned()) } else { bail!("{}{}", outcome.out, outcome.err) }
}

/// What is claimed of a set: names that are refused, with the words; names that are dropped; names that are taken.
fn question(driver: &Driver, set: &ArgumentSet) -> Value {
    let elsewhere = || set.elsewhere.iter().map(|(name, _)| *name);
    let words = |refused: fn(&str) -> String| {
        elsewhere().chain([NOBODYS]).map(|name| (name.to_owned(), refused(name).into())).collect()
    };
    let refused: serde_json::Map<String, Value> = set.refused.map(words).unwrap_or_default();
    let dropped: Vec<&str> = elsewhere().filter(|_| set.refused.is_none()).collect();
    let in_code = driver.params.iter().filter(|param| param.place != Place::Url && set.is_complete);
    let taken: Vec<&str> = set.all_names().chain(in_code.map(|param| param.name)).collect();
    json!({ "driver": driver.name, "prefix": set.prefix, "refused": refused, "dropped": dropped, "taken": taken })
}
