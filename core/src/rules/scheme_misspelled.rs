//! `scheme-misspelled`: a scheme that is nobody's, but close to one.

use super::prelude::*;
use crate::drivers::DRIVERS;
use crate::text::{Span, nearest};

pub(super) static RULE: Rule = Rule {
    name: "scheme-misspelled",
    group: Group::Syntax,
    severity: Severity::Error,
    divided: Divided::Warning,
    summary: "a scheme that is not spelled right",
    docs: "A string that does not begin with a scheme the driver knows, followed by `://`, is not read as a URL: \
           libpq takes it for keyword/value text and repeats it in its error, password included.",
    sources: &["measured: misspelled schemes against the installed drivers, 2026-11-23"],
    examples: &[
        Example::good("libpq", "postgres://app@db.example.com/shop?sslmode=verify-full"),
        Example::fixed(
            "libpq",
            "posgresql://app@db.example.com/shop?sslmode=verify-full",
            "postgresql://app@db.example.com/shop?sslmode=verify-full",
        ),
        Example::fixed(
            "libpq",
            "postgresql:/app@db.example.com/shop?sslmode=verify-full",
            "postgresql://app@db.example.com/shop?sslmode=verify-full",
        ),
        Example::fixed(
            "libpq",
            "postgresql//app@db.example.com/shop?sslmode=verify-full",
            "postgresql://app@db.example.com/shop?sslmode=verify-full",
        ),
    ],
    check: Check::Connection(check),
};

/// Schemes of databases and tools that speak PostgreSQL but belong to no driver in the table.
const OTHERS: &[&str] = &["postgis", "psql", "pgsql", "pg", "cockroachdb", "redshift"];

/// The scheme that was probably meant by `scheme`; `None` when some driver takes it as it is, or nothing is near.
pub(super) fn correction(scheme: &str) -> Option<&'static str> {
    let known = || DRIVERS.iter().flat_map(|driver| driver.schemes.iter().copied());
    if known().any(|it| it == scheme) || OTHERS.contains(&scheme) {
        return None;
    }
    nearest(scheme, known())
}

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    let Some(span) = cx.written().scheme else { return };
    if !cx.subject.spelling.is_url() {
        return;
    }
    let text = cx.text();
    let behind = Span::new(span.end, text.len()).of(text);
    if let Some(insertion) = missing_mark(behind) {
        let scheme = span.of(text);
        let at = Span::at(span.end + usize::from(insertion == "/"));
        // A driver that takes it as it is, as WHATWG's URL parser does, reads something else afterwards.
        let safety = if cx.reading.accepted() { Safety::Unsafe } else { Safety::Safe };
        out.push(
            cx.plain_finding(
                Span::new(span.start, span.end + 2),
                format!("`{scheme}` is not followed by `://`"),
            )
            .fix(safety, format!("write `{scheme}://`"), [cx.edit(at, insertion)]),
        );
        return;
    }
    let scheme = span.of(text);
    let Some(meant) = correction(scheme).filter(|_| !cx.reading.accepted()) else { return };
    let mut finding =
        cx.finding(span, format!("{} does not know the scheme `{scheme}`", cx.label_of_driver()));
    finding.notes.extend(cx.refusal_note());
    out.push(finding.fix(Safety::Safe, format!("write `{meant}`"), [cx.edit(span, meant)]));
}

/// What is missing between the scheme and the rest: `:` or one `/`.
fn missing_mark(behind: &str) -> Option<&'static str> {
    if behind.starts_with("//") {
        Some(":")
    } else if behind.starts_with(":/") && !behind.starts_with("://") && behind.len() > 2 {
        Some("/")
    } else {
        None
    }
}
