//! The steps of a walk, for people.

use std::fmt::Write as _;

use crate::live::{Step, Walk};
use crate::terminal::{self, BAD, FAINT, GOOD, STRONG, hang, printable, styled, wrap};

/// A screen that nobody reads any more is no reason to stop half-way.
pub fn show(step: &Step) {
    let _ = terminal::print(&line(step));
}

/// Why the walk ended before it arrived, and what to do.
pub fn explanation(walk: &Walk) -> String {
    let mut out = String::new();
    let known = walk.explanations.first();
    let cause = walk.cause.as_deref().or(known.map(|it| it.cause));
    let remedy = walk.remedy.as_deref().or(known.map(|it| it.remedy));
    let changes =
        known.iter().flat_map(|it| &it.changes).map(|it| ("edit", format!("{}: {}", it.label, it.advice)));
    let rows = cause.map(|it| ("why", it.to_owned())).into_iter();
    for (name, row) in rows.chain(remedy.map(|it| ("do", it.to_owned()))).chain(changes) {
        let row = hang(&wrap(&printable(&row), terminal::width().saturating_sub(8)), 8);
        let _ = writeln!(out, "  {}{row}", styled(STRONG, &format!("{name:<6}")));
    }
    out
}

fn line(step: &Step) -> String {
    let (mark, style) = if step.ok { ("ok  ", GOOD) } else { ("FAIL", BAD) };
    let head = format!("{:<13}{:>7.1} ms  ", step.step.label(), step.milliseconds);
    let width = terminal::width().saturating_sub(31);
    let said = hang(&wrap(&printable(&step.said), width), 31);
    let mut out = format!("  {} {head}{said}\n", styled(style, mark));
    for note in &step.notes {
        let note = hang(&wrap(&printable(note), width), 31);
        let _ = writeln!(out, "{}{}", " ".repeat(31), styled(FAINT, &note));
    }
    out
}
