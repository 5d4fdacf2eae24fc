//! `scheme-not-accepted`: a scheme that the driver does not take.

use super::prelude::*;
use crate::parse::Spelling;

pub(super) static RULE: Rule = Rule {
    name: "scheme-not-accepted",
    group: Group::Syntax,
    severity: Severity::Error,
    divided: Divided::Hint,
    summary: "a scheme that the driver does not take",
    docs: "The word before `://` decides whether a driver takes a string for a URL at all. `postgresql+asyncpg://` is \
           SQLAlchemy's; libpq reads it as keyword/value text and prints the whole string, password included, in its \
           error.",
    sources: &["measured: schemes against the installed drivers, 2026-11-23"],
    examples: &[
        Example::good("libpq", "postgresql://app@db.example.com/shop?sslmode=verify-full"),
        Example::fixed(
            "libpq",
            "postgresql+asyncpg://app@db.example.com/shop?sslmode=verify-full",
            "postgresql://app@db.example.com/shop?sslmode=verify-full",
        ),
    ],
    check: Check::Connection(check),
};

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    let Some(span) = cx.written().scheme else { return };
    let (scheme, driver) = (span.of(cx.text()), cx.driver.driver);
    if cx.subject.spelling != Spelling::Uri || driver.schemes.contains(&scheme) || cx.reading.accepted() {
        return;
    }
    let mut finding = cx.finding(span, format!("{} does not take the scheme `{scheme}`", driver.label));
    if let Some(refusal) = &cx.reading.refusal {
        finding = finding.note(format!("the driver says `{}`", refusal.masked(cx.text())));
    }
    if let Some(preferred) = driver.schemes.first() {
        finding = finding.fix(Safety::Safe, format!("write `{preferred}://`"), [cx.edit(span, preferred)]);
    }
    out.push(finding);
}
