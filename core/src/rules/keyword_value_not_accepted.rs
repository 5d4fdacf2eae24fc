//! `keyword-value-not-accepted`: keyword/value text for a driver that takes URLs only.

use super::prelude::*;
use crate::parse::Spelling;
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    name: "keyword-value-not-accepted",
    group: Group::Syntax,
    severity: Severity::Error,
    divided: Divided::Silent,
    summary: "keyword/value text for a driver that takes URLs only",
    docs: "`host=db user=app dbname=shop` is libpq's own spelling, `Host=db;Username=app;Database=shop` ADO.NET's, \
           `pgsql:host=db;dbname=shop` PDO's and `dbi:Pg:host=db;dbname=shop` that of Perl's DBI. Drivers that are not built on libpq mostly take URLs only, and say that \
           the URL is invalid or that it has no host.",
    sources: &["measured: keyword/value text against the installed drivers, 2026-11-23"],
    examples: &[
        Example::good("libpq", "host=db.example.com user=app dbname=shop sslmode=verify-full"),
        Example::bad("postgres-js", "host=db.example.com user=app dbname=shop sslmode=verify-full"),
    ],
    check: Check::Connection(check),
};

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    let driver = cx.driver.driver;
    let spelling = cx.subject.spelling;
    let is_pairs =
        matches!(spelling, Spelling::KeywordValue | Spelling::AdoNet | Spelling::Pdo | Spelling::Dbi);
    if !is_pairs || driver.spellings.contains(&spelling) {
        return;
    }
    let Some(scheme) = driver.schemes.first() else { return };
    let whole = Span::new(0, cx.text().len());
    let mut finding = cx.finding(whole, format!("{} does not take {}", driver.label, spelling.described()));
    finding.notes.extend(cx.refusal_note());
    out.push(finding.help(format!("write a URL: `{scheme}://user:password@host:port/database`")));
}
