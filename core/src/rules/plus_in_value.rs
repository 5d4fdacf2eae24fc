//! `plus-in-value`: `+` meant as a blank, for a driver that keeps it.

use super::prelude::*;
use crate::model::Setting;
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    name: "plus-in-value",
    group: Group::Parameters,
    severity: Severity::Error,
    divided: Divided::Warning,
    summary: "`+` meant as a blank, for a driver that keeps it",
    docs: "`+` is a blank in the queries of HTML forms, and so for many URL libraries, but not for libpq and \
           tokio-postgres. `%20` is a blank for everybody.",
    sources: &["measured: `options=-c+...` against the installed drivers, 2026-11-23"],
    examples: &[
        Example::good(
            "libpq",
            "postgresql://app@db.example.com/shop?sslmode=verify-full&options=-c%20jit%3Doff",
        ),
        Example::fixed(
            "libpq",
            "postgresql://app@db.example.com/shop?sslmode=verify-full&options=-c+jit%3Doff",
            "postgresql://app@db.example.com/shop?sslmode=verify-full&options=-c%20jit%3Doff",
        ),
    ],
    check: Check::Connection(check),
};

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    if !cx.subject.spelling.is_url() {
        return;
    }
    for given in &cx.reading.params {
        // Elsewhere a plus may be meant as one.
        if given.setting != Some(Setting::Options) || !given.value.contains('+') {
            continue;
        }
        let raw = given.value_span.of(cx.text());
        let pluses: Vec<Span> = raw
            .match_indices('+')
            .map(|(at, _)| Span::new(at, at + 1).shift(given.value_span.start))
            .collect();
        let Some(first) = pluses.first() else { continue };
        let edits: Vec<_> = pluses.iter().map(|span| cx.edit(*span, "%20")).collect();
        out.push(
            cx.finding(*first, format!("{} does not take `+` for a blank", cx.label_of_driver()))
                .note(format!("the server gets `{}`", given.value))
                .fix(Safety::Unsafe, "write `%20`", edits),
        );
    }
}
