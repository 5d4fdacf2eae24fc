//! `scheme-not-accepted`: the scheme is another driver's.

use super::prelude::*;
use super::scheme_misspelled::correction;

pub(super) static RULE: Rule = Rule {
    name: "scheme-not-accepted",
    group: Group::Syntax,
    severity: Severity::Error,
    divided: Divided::Silent,
    summary: "a scheme that the driver does not take",
    docs: "Drivers take the schemes they know, letter for letter. SQLAlchemy knows `postgresql` and its own \
           `postgresql+driver` and has dropped `postgres`; everybody else takes `postgresql` but not \
           `postgresql+driver`: libpq reads that as keyword/value text and prints the whole string, password \
           included, in its error.",
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
    let is_url = cx.subject.spelling.is_url();
    if !is_url
        || !driver.spellings.contains(&cx.subject.spelling)
        || driver.schemes.contains(&scheme)
        || cx.reading.accepted()
        || correction(scheme).is_some()
    {
        return;
    }
    let mut finding = cx.finding(span, format!("{} does not take the scheme `{scheme}`", driver.label));
    finding.notes.extend(cx.refusal_note());
    if let Some(preferred) = driver.schemes.first() {
        finding = finding.fix(Safety::Safe, format!("write `{preferred}://`"), [cx.edit(span, preferred)]);
    }
    out.push(finding);
}
