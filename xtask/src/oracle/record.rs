//! Writing what a driver said to tests/conformance, where a test holds us to it that needs no driver.
//!
//! The strings of a file stay, and get the driver's new answers. So do the reasons why the linter is silent about one:
//! they are written by people. Strings that we get wrong are left out, because the bench has them.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use connlint_core::diag::Severity;
use connlint_core::drivers::DriverAt;
use connlint_core::{Options, lint};
use serde::{Deserialize, Serialize};

use super::answer::Parts;
use super::compare::{What, differences, parts};
use super::families::home;
use super::report::today;
use super::worker::{Answer, Listed};
use crate::workspace::root;

/// A file, as the test reads it.
#[derive(Deserialize)]
struct Recorded {
    cases: Vec<OldCase>,
}

#[derive(Deserialize)]
struct OldCase {
    s: String,
    #[serde(default)]
    silent: Option<String>,
}

#[derive(Serialize)]
struct Case<'a> {
    s: &'a str,
    accepted: bool,
    host: Option<String>,
    port: Option<String>,
    user: Option<String>,
    password: Option<String>,
    dbname: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    silent: Option<&'a str>,
}

/// The file of a driver.
fn path(driver: &str) -> PathBuf {
    root().join("tests/conformance").join(format!("{}.json", driver.replace('@', "-")))
}

/// The strings that are recorded for a driver, with the reasons why the linter is silent about them.
pub fn recorded(driver: &str) -> Result<Vec<(String, Option<String>)>> {
    let path = path(driver);
    if !path.exists() {
        return Ok(Vec::new());
    }
    let file: Recorded =
        serde_json::from_str(&fs::read_to_string(&path)?).with_context(|| path.display().to_string())?;
    Ok(file.cases.into_iter().map(|case| (case.s, case.silent)).collect())
}

/// How many strings of each kind a file gets on top of those that it has.
const SAMPLE: usize = 60;

/// Writes the file of a driver: the strings that it has, and the first of `common` and of `own`.
pub fn record(
    listed: &Listed,
    driver: &DriverAt,
    nobody: &str,
    old: &[(String, Option<String>)],
    [common, own]: [&[Answer]; 2],
    again: &[Answer],
) -> Result<()> {
    let silent: BTreeMap<&str, &str> =
        old.iter().filter_map(|(s, why)| Some((s.as_str(), why.as_deref()?))).collect();
    let sample = common.iter().take(SAMPLE).chain(own.iter().take(SAMPLE));
    let mut cases: Vec<Case> = Vec::new();
    let mut left_out = 0;
    for answer in again.iter().chain(sample) {
        if cases.iter().any(|case| case.s == answer.s) {
            continue;
        }
        let case = case(driver, answer, nobody, silent.get(answer.s.as_str()).copied());
        match case {
            Some(case) => cases.push(case),
            None => left_out += 1,
        }
    }
    let lines: Vec<String> = cases.iter().map(serde_json::to_string).collect::<Result<_, _>>()?;
    let head = serde_json::json!({ "driver": listed.driver, "version": listed.version, "how": listed.how, "on": today()? });
    let head = serde_json::to_string(&head)?;
    let head = head.trim_end_matches('}');
    let path = path(&listed.driver);
    fs::write(&path, format!("{head},\"cases\":[\n{}\n]}}\n", lines.join(",\n")))
        .with_context(|| path.display().to_string())?;
    println!("  recorded {} cases, left out {left_out}", cases.len());
    Ok(())
}

/// An answer as a case; `None` when we read the string otherwise, or the linter does not say what it should.
fn case<'a>(
    driver: &DriverAt,
    answer: &'a Answer,
    nobody: &str,
    silent: Option<&'a str>,
) -> Option<Case<'a>> {
    let differences = differences(driver, answer, nobody);
    if differences.iter().any(|it| it.what != What::Wording)
        || silent.is_none() && is_misjudged(driver, answer)
    {
        return None;
    }
    let parts = if answer.ok { parts(answer).settled(Some(nobody)) } else { Parts::default() };
    Some(Case {
        s: &answer.s,
        accepted: answer.ok,
        host: parts.host,
        port: parts.port,
        user: parts.user,
        password: parts.password,
        dbname: parts.dbname,
        error: answer.error.as_deref().filter(|_| differences.is_empty()).map(homeless),
        silent,
    })
}

/// Whether the linter is silent about what the driver refuses, or says that it refuses what it takes.
fn is_misjudged(driver: &DriverAt, answer: &Answer) -> bool {
    let options = Options { driver: Some(*driver), ..Options::default() };
    let findings = lint(&answer.s, Some("string.txt"), &options).findings;
    let has_error = findings.iter().any(|finding| finding.severity == Severity::Error);
    if answer.ok { findings.iter().any(|it| it.rule == "string-refused") } else { !has_error }
}

/// A text without the path of the home that drivers have here.
fn homeless(text: &str) -> String {
    text.replace(&home().to_string_lossy().into_owned(), "~")
}
