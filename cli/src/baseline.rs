//! Findings that are known already: the report of an earlier `check --output-format json`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use connlint_core::diag::Finding;
use serde::Deserialize;

use crate::Usage;
use crate::files::{reason_of, shown_path};

/// The findings of an earlier run that were not met again yet, and how often each was there.
pub struct Baseline(BTreeMap<Known, usize>);

/// What makes a finding the same as an earlier one. Its line does not count, because lines move.
#[derive(Deserialize, PartialEq, Eq, PartialOrd, Ord)]
struct Known {
    path: Option<String>,
    rule: String,
    variable: Option<String>,
    message: String,
}

#[derive(Deserialize)]
struct Run {
    version: u32,
    findings: Vec<Known>,
}

impl Baseline {
    /// Reads the report in `path`; a file that is none is a wrong use.
    pub fn read(path: &Path) -> Result<Self, Usage> {
        let wrong = |reason: &str| {
            Usage(format!(
                "{}: {reason}\n`connlint check --output-format json` writes a report that can be the baseline",
                shown_path(path)
            ))
        };
        let text = fs::read_to_string(path).map_err(|error| wrong(&reason_of(&error)))?;
        let run: Run = serde_json::from_str(&text)
            .map_err(|error| wrong(&format!("it is no report, as line {} shows", error.line().max(1))))?;
        if run.version != 1 {
            return Err(wrong("it is a report of another version of connlint"));
        }
        let mut out = BTreeMap::new();
        for finding in run.findings {
            *out.entry(finding).or_insert(0) += 1;
        }
        Ok(Self(out))
    }

    /// Whether `finding` was there in the earlier run. Each finding of it counts once.
    pub fn knows(&mut self, finding: &Finding) -> bool {
        let known = Known {
            path: finding.path.clone(),
            rule: finding.rule.clone(),
            variable: finding.variable.clone(),
            message: finding.message.clone(),
        };
        match self.0.get_mut(&known) {
            Some(left) if *left > 0 => {
                *left -= 1;
                true
            }
            _ => false,
        }
    }

    /// How many findings of the earlier run are gone from the files in `read`.
    pub fn gone(&self, read: &BTreeSet<String>) -> usize {
        let was_read = |known: &Known| known.path.as_ref().is_some_and(|path| read.contains(path));
        self.0.iter().filter(|(known, _)| was_read(known)).map(|(_, left)| left).sum()
    }
}
