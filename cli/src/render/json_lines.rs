//! The findings of the machine contract, one object on each line.

use super::json::to_line;
use super::{Outcome, Output, Screen};

pub(super) static OUTPUT: Output =
    Output { name: "json-lines", about: "one object for each finding, on a line of its own", render };

fn render(outcome: &Outcome, _: &Screen) -> String {
    outcome.files.iter().flat_map(|file| &file.report.findings).map(to_line).collect()
}
