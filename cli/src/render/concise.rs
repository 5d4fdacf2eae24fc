//! One line for each finding, as compilers write it, so that editors understand it.

use std::fmt::Write;

use super::{Outcome, Output};
use crate::terminal::printable;

pub(super) static OUTPUT: Output = Output {
    name: "concise",
    about: "one line each: path:line:column: severity: message [rule]",
    render: |outcome, _| lines(outcome),
};

/// One line for each finding.
pub fn lines(outcome: &Outcome) -> String {
    let mut out = String::new();
    for file in &outcome.files {
        for finding in &file.report.findings {
            let _ = writeln!(
                out,
                "{}:{}:{}: {}: {} [{}]",
                printable(&file.place.display()),
                finding.start.line,
                finding.start.column,
                finding.severity.name(),
                printable(&finding.message),
                finding.rule
            );
        }
    }
    out
}
