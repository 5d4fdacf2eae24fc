//! `value-not-encoded`: a blank or `=` in the value of a parameter.

use super::prelude::*;
use super::probe::Change;
use super::reference::has_reference;
use crate::parse::encode;
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    name: "value-not-encoded",
    group: Group::Parameters,
    severity: Severity::Error,
    divided: Divided::Warning,
    summary: "a value with a blank or `=` that the driver refuses",
    docs: "libpq refuses a second `=` in a parameter of a URL, and from version 18 on blanks as well. It is `options` \
           that has them: `options=-csearch_path%3Dapp`.",
    sources: &["measured: `options=-c search_path=app` in a URL against the installed drivers, 2026-11-23"],
    examples: &[
        Example::good(
            "libpq",
            "postgresql://app@db.example.com/shop?sslmode=verify-full&options=-csearch_path%3Dapp",
        ),
        Example::fixed(
            "libpq",
            "postgresql://app@db.example.com/shop?sslmode=verify-full&options=-csearch_path=app",
            "postgresql://app@db.example.com/shop?sslmode=verify-full&options=-csearch_path%3Dapp",
        ),
    ],
    check: Check::Connection(check),
};

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    if !cx.subject.spelling.is_url() || cx.reading.accepted() {
        return;
    }
    for (_, key, value) in &cx.written().pairs {
        let raw = value.of(cx.text());
        let changes = repairs(raw, value.start);
        let Some(first) = changes.first().filter(|_| !has_reference(raw) && !raw.contains(['?', ';', '%']))
        else {
            continue;
        };
        let repaired = cx.read_with(&changes);
        let text = |refusal: Option<&crate::model::Refusal>| refusal.map(|it| it.text.clone());
        let is_cause =
            repaired.accepted() || text(repaired.refusal.as_ref()) != text(cx.reading.refusal.as_ref());
        let points_here =
            cx.reading.refusal.as_ref().is_some_and(|refusal| refusal.span.overlaps(key.join(*value)));
        if !is_cause || !points_here {
            continue;
        }
        let what = if first.0.of(cx.text()) == "=" { "`=`" } else { "a blank" };
        let message =
            format!("{} refuses {what} in the value of `{}`", cx.label_of_driver(), key.of(cx.text()));
        let mut finding = cx.finding(*value, message);
        finding.notes.extend(cx.refusal_note());
        let edits: Vec<_> = changes.iter().map(|(span, text)| cx.edit(*span, text)).collect();
        out.push(finding.fix(Safety::Unsafe, "percent-encode the value", edits));
    }
}

fn repairs(raw: &str, start: usize) -> Vec<Change> {
    // Blanks at the very end are not meant.
    raw.trim_end()
        .char_indices()
        .filter(|(_, c)| matches!(c, ' ' | '='))
        .map(|(at, c)| (Span::new(at, at + 1).shift(start), encode(&c.to_string())))
        .collect()
}
