//! `string-refused`: the driver does not take the string, and no other rule has said why.

use super::prelude::*;
use super::reference::has_reference;
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    name: "string-refused",
    group: Group::Syntax,
    severity: Severity::Error,
    divided: Divided::Silent,
    summary: "a string that the driver refuses",
    docs: "The driver stops before it dials anything. Its own text is shown. This rule speaks only where none of the \
           more particular ones has an error for the same string.",
    sources: &["the driver's own error text"],
    examples: &[
        Example::good("libpq", "host=db.example.com user=app dbname=shop sslmode=verify-full"),
        Example::bad("libpq", "host=db.example.com user=app dbname=my shop sslmode=verify-full"),
    ],
    check: Check::ConnectionLast(check),
};

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    let Some(refusal) = &cx.reading.refusal else { return };
    let needs_user = refusal.quoted(cx.text()).contains("No value found for user");
    if has_reference(cx.text()) || is_filled_in(cx) || is_explained(cx) || needs_user && may_name_user(cx) {
        return;
    }
    // Drivers point at different places; where several read the string, one place has to do for all.
    let span = if cx.subject.driver_is_known() && !refusal.span.is_empty() {
        refusal.span
    } else {
        Span::new(0, cx.text().len())
    };
    let finding = cx.finding(span, format!("{} refuses this string", cx.label_of_driver()));
    out.push(finding.note(format!("the driver says {}", refusal.quoted(cx.text()))));
}

/// Whether the shell puts variables into it.
fn is_filled_in(cx: &Cx<'_>) -> bool {
    cx.file.document.in_other_text && cx.entry().is_some_and(|entry| !entry.expansions.is_empty())
}

/// Whether the user is given beside the string, or may be.
fn may_name_user(cx: &Cx<'_>) -> bool {
    let is_user = |name: &str| matches!(name.to_ascii_lowercase().as_str(), "user" | "username");
    cx.scope().is_some_and(|scope| scope.has_more)
        || cx.arguments().iter().any(|argument| is_user(argument.last_name()))
}

/// Whether another rule has said it. Where the driver is not known, what would be an error is said more quietly.
fn is_explained(cx: &Cx<'_>) -> bool {
    let all = cx.subject.value.source(Span::new(0, cx.text().len()));
    let least = if cx.subject.driver_is_known() { Severity::Error } else { Severity::Hint };
    cx.file
        .found
        .iter()
        .any(|it| it.severity >= least && it.start.offset <= all.end && all.start <= it.end.offset)
}
