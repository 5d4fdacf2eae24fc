//! `stray-whitespace`: blanks and line breaks that became part of the string.

use super::prelude::*;
use super::probe::{Change, same_login, same_params};
use crate::formats::Quote;
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    name: "stray-whitespace",
    group: Group::Syntax,
    severity: Severity::Error,
    divided: Divided::Warning,
    summary: "blanks or line breaks that belong to the string",
    docs: "A blank at the end becomes a part of the last value (`sslmode` is then `require` and a blank), one at the \
           start hides the scheme, and a line break inside is refused or ends up in a name.",
    sources: &["measured: blanks around a URL against the installed drivers, 2026-11-23"],
    examples: &[
        Example::good("libpq", "DATABASE_URL=\"postgresql://app@db.example.com/shop?sslmode=verify-full\"\n")
            .in_file(".env"),
        Example::fixed(
            "libpq",
            "DATABASE_URL=\" postgresql://app@db.example.com/shop?sslmode=verify-full\"\n",
            "DATABASE_URL=\"postgresql://app@db.example.com/shop?sslmode=verify-full\"\n",
        )
        .in_file(".env"),
    ],
    check: Check::Connection(check),
};

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    if !cx.subject.spelling.is_url() {
        return;
    }
    // In plain text blanks around a string are layout.
    let is_value = cx.entry().is_some_and(|entry| entry.name.is_some() || entry.quote != Quote::None);
    let strays = if is_value { strays(cx.text()) } else { Vec::new() };
    let changes: Vec<Change> = strays.iter().map(|span| (*span, String::new())).collect();
    let Some(first) = strays.first() else { return };
    let meant = cx.read_with(&changes);
    if same_login(cx.reading, &meant) && same_params(cx.reading, &meant) {
        return;
    }
    let what = if first.of(cx.text()).contains(['\n', '\r']) { "a line break" } else { "a blank" };
    let place = match (first.start, first.end) {
        (0, _) => "before",
        (_, end) if end == cx.text().len() => "behind",
        _ => "inside",
    };
    let message = format!("{what} {place} the URL belongs to the string for {}", cx.label_of_driver());
    let mut finding = cx.finding(*first, message);
    finding.notes.extend(cx.refusal_note());
    let edits = strays.iter().map(|span| cx.edit(*span, ""));
    out.push(finding.fix(Safety::Safe, "remove it", edits));
}

/// Blanks at both ends, and line breaks with the blanks around them in between.
fn strays(text: &str) -> Vec<Span> {
    let start = text.len() - text.trim_start().len();
    let end = text.trim_end().len();
    let mut out = vec![Span::new(0, start)];
    let mut at = start;
    while let Some(found) = text.get(at..end).and_then(|rest| rest.find(['\n', '\r'])) {
        let blank = |c: char| c.is_ascii_whitespace();
        let before = text.get(at..at + found).unwrap_or_default();
        let after = text.get(at + found..end).unwrap_or_default();
        let from = at + before.trim_end_matches(blank).len();
        let to = at + found + (after.len() - after.trim_start_matches(blank).len());
        out.push(Span::new(from, to));
        at = to;
    }
    out.push(Span::new(end, text.len()));
    out.retain(|span| !span.is_empty());
    out
}
