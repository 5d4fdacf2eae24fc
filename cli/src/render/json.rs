//! The machine contract, version 1: one object for the whole run.

use connlint_core::diag::Finding;
use connlint_core::report::Summary;
use serde::Serialize;

use super::{Outcome, Output, Screen};

pub(super) static OUTPUT: Output =
    Output { name: "json", about: "one object for programs; its version is in it", render };

#[derive(Serialize)]
struct Run<'a> {
    version: u32,
    findings: Vec<&'a Finding>,
    summary: Counts,
}

#[derive(Serialize)]
struct Counts {
    #[serde(flatten)]
    findings: Summary,
    files: usize,
    files_with_findings: usize,
    connections: usize,
    unread: usize,
    known: usize,
}

fn render(outcome: &Outcome, _: &Screen) -> String {
    let run = Run {
        version: 1,
        findings: outcome.files.iter().flat_map(|file| &file.report.findings).collect(),
        summary: Counts {
            findings: outcome.summary,
            files: outcome.files.len(),
            files_with_findings: outcome.files_with_findings(),
            connections: outcome.connections(),
            unread: outcome.unread.len(),
            known: outcome.known,
        },
    };
    to_line(&run)
}

/// Plain data with string keys always has a JSON form.
pub(super) fn to_line(value: &impl Serialize) -> String {
    serde_json::to_string(value).map(|line| line + "\n").unwrap_or_default()
}
