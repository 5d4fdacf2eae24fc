//! What was proved: `tests/prove/proof.json`, and the page that shows it.

use std::fmt;
use std::fmt::Write as _;
use std::path::PathBuf;

use anyhow::Result;
use serde::{Deserialize, Serialize};

use super::tally::Tally;
use crate::workspace::root;

/// A driver at an endpoint.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Row {
    /// Its name.
    pub driver: String,
    /// Its name for people.
    pub label: String,
    /// Its version.
    pub version: String,
    /// The endpoint of the lab.
    pub endpoint: String,
    /// What answers there, with its version.
    pub server: String,
    /// How it is set up.
    pub what: String,
    /// The day.
    pub on: String,
    /// What comes of the driver as it is.
    pub default: Trial,
    /// What comes of what is generated for the endpoint.
    pub generated: Trial,
    /// What comes of that when it verifies the server by TLS.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verified: Option<Trial>,
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { driver, endpoint, default, generated, .. } = self;
        let with_tls = self.with_tls();
        write!(f, "{driver:<20} {endpoint:<27} {default} -> {generated}; with TLS verified: {with_tls}")
    }
}

impl Row {
    /// What comes of TLS. A reason that was given before is not given again.
    fn with_tls(&self) -> String {
        match &self.verified {
            Some(it) if it.outcome == Outcome::Refused && it.said == self.generated.said => {
                "refused".to_owned()
            }
            Some(it) => it.to_string(),
            None => "not tried".to_owned(),
        }
    }
}

/// What came of one way to connect.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Trial {
    /// In a word.
    pub outcome: Outcome,
    /// Questions with their own answer, of how many.
    pub right: usize,
    pub asked: usize,
    /// Questions with another's answer.
    pub wrong: usize,
    /// Transactions reported as committed, and the rows that they left.
    pub committed: usize,
    pub stored: usize,
    /// The first error, or why it is refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub said: Option<String>,
}

/// The worst that happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    Works,
    Fails,
    Hangs,
    WrongAnswers,
    LostCommits,
    /// Nothing is generated.
    Refused,
}

impl Trial {
    /// What a tally comes to. A wrong answer is worse than an error, and a lost commit as bad.
    pub fn of(tally: &Tally) -> Self {
        let outcome = match tally {
            _ if tally.stored < tally.committed => Outcome::LostCommits,
            _ if tally.wrong > 0 => Outcome::WrongAnswers,
            _ if tally.hung > 0 => Outcome::Hangs,
            _ if tally.right < tally.asked => Outcome::Fails,
            _ => Outcome::Works,
        };
        let Tally { right, asked, wrong, committed, stored, .. } = *tally;
        Self { outcome, right, asked, wrong, committed, stored, said: tally.said.clone() }
    }

    /// Nothing to try.
    pub fn refused(why: &str) -> Self {
        let said = Some(why.to_owned());
        Self { said, ..Self::of(&Tally::default()) }.with(Outcome::Refused)
    }

    fn with(self, outcome: Outcome) -> Self {
        Self { outcome, ..self }
    }
}

impl fmt::Display for Trial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { right, asked, wrong, committed, stored, .. } = self;
        match self.outcome {
            Outcome::Works => return write!(f, "works"),
            Outcome::Refused => write!(f, "refused")?,
            Outcome::Fails => write!(f, "fails: {right} of {asked} answered")?,
            Outcome::Hangs => write!(f, "hangs: {right} of {asked} answered")?,
            Outcome::WrongAnswers => write!(f, "wrong answers: {wrong} of {asked}, {right} right")?,
            Outcome::LostCommits => {
                write!(f, "lost commits: {stored} stored of {committed}, {right} of {asked} answered")?;
            }
        }
        match &self.said {
            Some(why) if self.outcome == Outcome::Refused => write!(f, ": {why}"),
            Some(said) => write!(f, "; `{said}`"),
            None => Ok(()),
        }
    }
}

fn path() -> PathBuf {
    root().join("tests/prove/proof.json")
}

/// Every row, in the order in which they were written.
pub fn read() -> Vec<Row> {
    let text = std::fs::read_to_string(path()).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}

/// Puts new rows in the place of the old ones of their drivers, or behind all, and writes the page.
pub fn write(new: Vec<Row>) -> Result<()> {
    let mut rows = read();
    for row in new {
        let same = |it: &Row| it.driver == row.driver && it.endpoint == row.endpoint;
        match rows.iter().position(same) {
            Some(at) => rows[at] = row,
            None => rows.push(row),
        }
    }
    std::fs::write(path(), serde_json::to_string_pretty(&rows)? + "\n")?;
    std::fs::write(root().join("docs/proof.md"), page())?;
    Ok(())
}

const HEAD: &str = "\
<!-- Written by `cargo xtask prove`; the drivers decide what it says. -->

# Proof

For each driver and each endpoint, twenty clients ran at once in the real driver, each with fifty questions of five
texts: once with the driver as it is, once with what `connlint generate` writes for that endpoint. Every answer was
checked to belong to its question, and the transactions that the driver reported as committed were compared with the
rows in the table. The poolers in transaction mode had three server connections.
With TLS verified is what `connlint generate --tls verify-full` writes with the certificate of the lab's own authority,
tried by eight clients.

- **works**: every answer is right, every commit is stored.
- **fails**: the driver reports errors. **hangs**: clients that never come to an end.
- **wrong answers**: another client's answer comes back without an error.
- **lost commits**: a transaction is reported as committed and its row is not there.
- **refused**: nothing is generated, because nothing would work.
";

/// The page, from the recorded rows.
pub fn page() -> String {
    let mut out = HEAD.to_owned();
    let mut driver = String::new();
    for row in read() {
        if row.driver != driver {
            driver.clone_from(&row.driver);
            let _ = write!(out, "\n## {} {}\n\n", row.label, row.version);
            out.push_str("| endpoint | as it is | as generated | with TLS verified | tried on |\n");
            out.push_str("|---|---|---|---|---|\n");
        }
        let Row { server, what, on, default, generated, .. } = &row;
        let trials = [default.to_string(), generated.to_string(), row.with_tls()];
        let trials = trials.map(|it| it.replace('|', "\\|")).join(" | ");
        let _ = writeln!(out, "| {server}, {what} | {trials} | {on} |");
    }
    out
}
