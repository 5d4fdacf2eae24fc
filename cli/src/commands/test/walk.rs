//! The steps of a walk, for people.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicBool, Ordering};

use connlint_core::report::Explanation;

use crate::live::{Step, Told, Wait, Walk, waiting};
use crate::terminal::{self, BAD, FAINT, GOOD, STRONG, hang, printable, styled, wrap};

/// People see each step when it is taken, and what is waited for.
pub const TOLD: Told = Told { taken: show, waits: Some(wait) };

/// After so many seconds people want to know why.
const LONG: u64 = 3;

/// Whether the step that is being taken has been explained already.
static IS_EXPLAINED: AtomicBool = AtomicBool::new(false);

/// A screen that nobody reads any more is no reason to stop half-way.
fn show(step: &Step) {
    terminal::clear_progress();
    let _ = terminal::print(&line(step));
}

/// Shows that a step takes its time, and says once what that mostly means.
fn wait(wait: &Wait) {
    if wait.seconds == LONG
        && wait.limit > LONG + 1
        && let Some((cause, remedy)) = waiting(wait.step)
    {
        IS_EXPLAINED.store(true, Ordering::Relaxed);
        terminal::clear_progress();
        let head = format!("  {} {:<13}{:>7} s   ", styled(FAINT, "..  "), wait.step.label(), wait.seconds);
        let said = format!("no answer yet; this waits for {} s in all", wait.limit);
        let said = hang(&wrap(&said, terminal::width().saturating_sub(32)), 32);
        let _ = terminal::print(&format!("{head}{said}\n{}", rows(&[("why", cause), ("do", remedy)])));
    }
    terminal::progress(&format!("  ..   {}: {} s of {} s", wait.step.label(), wait.seconds, wait.limit));
}

/// Why the walk ended before it arrived, and what to do.
pub fn explanation(walk: &Walk) -> String {
    let expected = walk.steps.last().and_then(|step| waiting(step.step)).map(|it| it.0);
    let is_explained = IS_EXPLAINED.swap(false, Ordering::Relaxed);
    if is_explained && walk.cause.as_deref() == expected {
        // It stands above, since the step began to take long.
        return String::new();
    }
    reasons(walk.cause.as_deref(), walk.remedy.as_deref(), &walk.explanations)
}

/// Why something failed, and what to do: what is known of the place, else what the tables know of its words.
pub fn reasons(cause: Option<&str>, remedy: Option<&str>, explanations: &[Explanation]) -> String {
    let known = explanations.first();
    // Where the place itself tells why, the table speaks of another time-out.
    let table = known.filter(|_| cause.is_none());
    let cause = cause.or(known.map(|it| it.cause));
    let remedy = remedy.or(known.map(|it| it.remedy));
    let changes =
        table.iter().flat_map(|it| &it.changes).map(|it| ("edit", format!("{}: {}", it.label, it.advice)));
    let said = cause.map(|it| ("why", it.to_owned())).into_iter();
    let all: Vec<_> = said.chain(remedy.map(|it| ("do", it.to_owned()))).chain(changes).collect();
    rows(&all)
}

fn rows<T: AsRef<str>>(rows: &[(&str, T)]) -> String {
    let mut out = String::new();
    for (name, row) in rows {
        let row = hang(&wrap(&printable(row.as_ref()), terminal::width().saturating_sub(8)), 8);
        let _ = writeln!(out, "  {}{row}", styled(STRONG, &format!("{name:<6}")));
    }
    out
}

fn line(step: &Step) -> String {
    let (mark, style) = if step.ok { ("ok  ", GOOD) } else { ("FAIL", BAD) };
    let head = format!("{:<13}{:>7.1} ms  ", step.step.label(), step.milliseconds);
    let width = terminal::width().saturating_sub(32);
    let said = hang(&wrap(&printable(&step.said), width), 32);
    let mut out = format!("  {} {head}{said}\n", styled(style, mark));
    for note in &step.notes {
        let note = hang(&wrap(&printable(note), width), 32);
        let _ = writeln!(out, "{}{}", " ".repeat(32), styled(FAINT, &note));
    }
    out
}
