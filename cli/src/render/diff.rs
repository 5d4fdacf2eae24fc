//! What `--fix` would change, as a unified diff with passwords masked.

use std::fmt::Write;

use connlint_core::report::masked;
use similar::{ChangeTag, TextDiff};

use super::{Checked, Outcome};
use crate::terminal::{BAD, FAINT, GOOD, STRONG, printable, styled};

/// The changes of all files; empty when nothing would change.
pub fn diff(outcome: &Outcome) -> String {
    outcome.files.iter().map(diff_of).collect()
}

fn diff_of(file: &Checked) -> String {
    let Some(fixed) = &file.fixed else { return String::new() };
    let path = file.place.path();
    let mask = |text: &str| masked(text, path.as_deref());
    let (before, after) = (mask(&file.text), mask(&fixed.text));
    let name = file.place.display();
    let name = printable(&name);
    let mut out =
        format!("{}\n{}\n", styled(STRONG, &format!("--- {name}")), styled(STRONG, &format!("+++ {name}")));
    let lines = TextDiff::from_lines(&before, &after);
    for hunk in lines.unified_diff().context_radius(2).iter_hunks() {
        let _ = writeln!(out, "{}", styled(FAINT, &hunk.header().to_string()));
        for change in hunk.iter_changes() {
            let text = change.value().trim_end_matches(['\n', '\r']);
            let line = format!("{}{}", change.tag(), printable(text));
            let line = match change.tag() {
                ChangeTag::Delete => styled(BAD, &line),
                ChangeTag::Insert => styled(GOOD, &line),
                ChangeTag::Equal => line,
            };
            let _ = writeln!(out, "{line}");
        }
    }
    for (rule, title) in &fixed.applied {
        let _ = writeln!(out, "{}", styled(FAINT, &format!("# {}: {}", rule, printable(title))));
    }
    out
}
