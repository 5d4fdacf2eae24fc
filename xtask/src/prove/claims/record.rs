//! What was seen: `tests/prove/claims.json`, which the pages of the rules quote. What was claimed stands in the tables
//! alone; the record knows a claim by its fingerprint, so that one that is changed has to be seen again.

use std::path::PathBuf;

use anyhow::Result;
use serde::{Deserialize, Serialize};

use super::table::{self, Claim};
use crate::lab::DIRECT;
use crate::workspace::root;

/// A claim that held.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Seen {
    /// The rule.
    pub rule: String,
    /// Of what was claimed.
    pub fingerprint: String,
    /// The driver's name for people, with its version.
    pub with: String,
    /// What answered, with its version, and how it is set up.
    pub server: String,
    /// Whether what the rule's fix makes of it was run, and works.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub mended: bool,
    /// The day.
    pub on: String,
}

impl Seen {
    /// Whether it was this that was seen.
    pub fn is_of(&self, claim: &Claim) -> bool {
        self.fingerprint == fingerprint(claim)
    }
}

/// A number that changes with the claim (FNV-1a).
pub fn fingerprint(claim: &Claim) -> String {
    let text = serde_json::to_string(claim).unwrap_or_default();
    let add = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    format!("{:016x}", text.bytes().fold(0xcbf2_9ce4_8422_2325, add))
}

fn path() -> PathBuf {
    root().join("tests/prove/claims.json")
}

/// All of it.
pub fn read() -> Vec<Seen> {
    let text = std::fs::read_to_string(path()).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}

/// Keeps what was seen of claims that still stand, in their order, with the new in place of the old.
pub fn write(new: &[Seen]) -> Result<()> {
    let old = read();
    let latest = |claim: &Claim| new.iter().chain(&old).find(|it| it.is_of(claim)).cloned();
    let all: Vec<Seen> = table::read()?.iter().filter_map(latest).collect();
    std::fs::write(path(), serde_json::to_string_pretty(&all)? + "\n")?;
    Ok(())
}

/// What was seen of each rule, a line for each claim.
pub fn lines() -> Result<Vec<(String, String)>> {
    let seen = read();
    let line = |claim: Claim| {
        let seen = seen.iter().find(|it| it.is_of(&claim))?;
        Some((claim.rule.clone(), line(&claim, seen)))
    };
    Ok(table::read()?.into_iter().filter_map(line).collect())
}

fn line(claim: &Claim, seen: &Seen) -> String {
    let Seen { with, server, mended, on, .. } = seen;
    let at = if claim.at == DIRECT { String::new() } else { format!(" at {server}") };
    let mended = if *mended { "; as fixed it works" } else { "" };
    let said = claim.said.replace('\n', " ");
    let (open, close) = if said.contains('`') { ("`` ", " ``") } else { ("`", "`") };
    format!("{with}{at}, {on}: {}, {open}{said}{close}{mended}", claim.outcome.words())
}
