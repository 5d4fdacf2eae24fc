//! `fragment-in-url`: `#` behind the host.

use super::prelude::*;
use super::reference::has_reference;
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    name: "fragment-in-url",
    group: Group::Syntax,
    severity: Severity::Warning,
    divided: Divided::Warning,
    summary: "`#` behind the host of a URL",
    docs: "What follows a `#` is dropped by drivers that follow the URL standard, and is a part of the database or of \
           the last value for the others.",
    sources: &["measured: a fragment in a URL against the installed drivers, 2026-11-23"],
    examples: &[
        Example::good(
            "libpq",
            "postgresql://app@db.example.com/shop?application_name=a%23b&sslmode=verify-full",
        ),
        Example::fixed(
            "libpq",
            "postgresql://app@db.example.com/shop?sslmode=verify-full&application_name=worker#2",
            "postgresql://app@db.example.com/shop?sslmode=verify-full&application_name=worker%232",
        ),
    ],
    check: Check::Connection(check),
};

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    let Some((host, _)) = cx.written().hosts.last() else { return };
    if !cx.subject.spelling.is_url() || has_reference(cx.text()) {
        return;
    }
    let rest = Span::new(host.end, cx.text().len()).of(cx.text());
    let Some(at) = rest.find('#').map(|at| host.end + at) else { return };
    let mark = Span::new(at, at + 1);
    out.push(
        cx.plain_finding(
            Span::new(at, cx.text().trim_end().len()),
            "`#` begins a fragment, which some drivers drop",
        )
        .note("others take it for a part of the name or value before it")
        .fix(Safety::Unsafe, "write `#` as `%23` or remove what follows it", [cx.edit(mark, "%23")]),
    );
}
