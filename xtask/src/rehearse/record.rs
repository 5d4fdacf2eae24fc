//! What was rehearsed: `tests/prove/rehearsal.json`, and the page that compares it with the proof.

use std::collections::BTreeMap;
use std::fmt;
use std::fmt::Write as _;
use std::path::PathBuf;

use anyhow::Result;
use serde::{Deserialize, Serialize};

use super::agree::contradiction;
use crate::prove::record as proof;
use crate::workspace::root;

/// A driver at an endpoint.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Row {
    /// Its name.
    pub driver: String,
    /// The endpoint of the lab.
    pub endpoint: String,
    /// The day.
    pub on: String,
    /// With the settings as they are.
    pub present: Rehearsed,
    /// With those that are recommended.
    pub recommended: Rehearsed,
}

/// What came of one way to connect, in the words of `connlint test --output-format json`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Rehearsed {
    /// In a word; `refused` when nothing is recommended.
    pub outcome: String,
    #[serde(default)]
    pub asked: usize,
    #[serde(default)]
    pub right: usize,
    #[serde(default)]
    pub wrong: usize,
    #[serde(default)]
    pub committed: usize,
    #[serde(default)]
    pub lost: usize,
    /// How often the server gave which SQLSTATE.
    #[serde(default)]
    pub codes: BTreeMap<String, usize>,
    /// The first error, or why it is refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said: Option<String>,
}

impl fmt::Display for Rehearsed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { outcome, asked, right, wrong, committed, lost, .. } = self;
        match outcome.as_str() {
            "works" | "refused" => return write!(f, "{outcome}"),
            "wrong-answers" => write!(f, "wrong answers: {wrong} of {asked}, {right} right")?,
            "lost-commits" => write!(f, "lost commits: {lost} of {committed}, {right} of {asked} answered")?,
            _ => write!(f, "{outcome}: {right} of {asked} answered")?,
        }
        match &self.said {
            Some(said) => write!(f, "; `{said}`"),
            None => Ok(()),
        }
    }
}

/// What the proof has about the same driver at the same endpoint.
pub fn proved<'a>(rows: &'a [proof::Row], row: &Row) -> Option<&'a proof::Row> {
    rows.iter().find(|it| it.driver == row.driver && it.endpoint == row.endpoint)
}

/// How a row contradicts the proof.
pub fn contradictions(row: &Row, real: &proof::Row) -> Vec<String> {
    let here = format!("{} at {}", row.driver, row.endpoint);
    let pairs =
        [("as it is", &real.default, &row.present), ("as generated", &real.generated, &row.recommended)];
    let found =
        pairs.into_iter().filter_map(|(what, real, rehearsed)| Some((what, contradiction(real, rehearsed)?)));
    found.map(|(what, why)| format!("{here}, {what}: {why}")).collect()
}

fn path() -> PathBuf {
    root().join("tests/prove/rehearsal.json")
}

/// Every row, in the order in which they were written.
fn read() -> Vec<Row> {
    let text = std::fs::read_to_string(path()).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}

/// Puts new rows in the place of the old ones, or behind all, and writes the page.
pub fn write(new: &[Row]) -> Result<()> {
    let mut rows = read();
    for row in new.iter().cloned() {
        match rows.iter().position(|it| it.driver == row.driver && it.endpoint == row.endpoint) {
            Some(at) => rows[at] = row,
            None => rows.push(row),
        }
    }
    std::fs::write(path(), serde_json::to_string_pretty(&rows)? + "\n")?;
    std::fs::write(root().join("docs/rehearsal.md"), page())?;
    Ok(())
}

const HEAD: &str = "\
<!-- Written by `cargo xtask rehearse`; the servers decide what it says. -->

# Rehearsal

`connlint test --rehearse` speaks to a server as the user's driver does, and says what the driver will meet there. Here
is what it said at each endpoint of the lab, beside what became of the [real driver](proof.md) there, with the settings
as they are and with those that connlint recommends.

The two agree when both work, both are kept out, both hang, both end with errors, or both run statements of other
clients without an error, and when the rehearsal meets the SQLSTATE of the driver's first error. Wrong answers and lost
commits are one class here: a statement that runs in the place of another does either, and which of the two depends on
the moment. When fewer than one question in twenty is concerned, they come in one run and not in the next, of the driver
as of the rehearsal; such a run agrees with one that has errors alone.

`cargo xtask wire` listens to the real drivers and to the rehearsal of each, message by message, and compares the two.
";

/// The page, from the recorded rows.
pub fn page() -> String {
    let mut out = HEAD.to_owned();
    let real = proof::read();
    let (mut driver, mut compared, mut agreed) = (String::new(), 0, 0);
    let mut tables = String::new();
    for row in read() {
        let Some(real) = proved(&real, &row) else { continue };
        if row.driver != driver {
            driver.clone_from(&row.driver);
            let _ = write!(tables, "\n## {} {}\n\n", real.label, real.version);
            tables.push_str(
                "| endpoint | settings | the driver | the rehearsal | agree |\n|---|---|---|---|---|\n",
            );
        }
        let pairs = [
            ("as they are", &real.default, &row.present),
            ("recommended", &real.generated, &row.recommended),
        ];
        for (what, real_trial, rehearsed) in pairs {
            let agrees = contradiction(real_trial, rehearsed).is_none();
            compared += 1;
            agreed += usize::from(agrees);
            let real_text = match real_trial.outcome {
                proof::Outcome::Refused => "refused".to_owned(),
                _ => real_trial.to_string(),
            };
            let cells = [
                format!("{}, {}", real.server, real.what),
                what.to_owned(),
                real_text,
                rehearsed.to_string(),
            ];
            let cells = cells.map(|it| it.replace('|', "\\|")).join(" | ");
            let _ = writeln!(tables, "| {cells} | {} |", if agrees { "yes" } else { "**no**" });
        }
    }
    let _ = writeln!(out, "\nOf {compared} comparisons, {agreed} agree.");
    out + &tables
}
