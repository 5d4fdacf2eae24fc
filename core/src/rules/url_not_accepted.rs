//! `url-not-accepted`: a URL for a driver that takes another spelling.

use super::prelude::*;
use crate::parse::Spelling;
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    name: "url-not-accepted",
    group: Group::Syntax,
    severity: Severity::Error,
    divided: Divided::Silent,
    summary: "a URL for a driver that takes none",
    docs: "Some drivers know no URLs at all: Npgsql wants `Host=...;Username=...;Database=...`, PDO wants \
           `pgsql:host=...;dbname=...`. URLs of JDBC and R2DBC are read by their own \
           drivers only.",
    sources: &["the documentation of Npgsql; measured: PDO, 2026-11-23"],
    examples: &[
        Example::good("libpq", "postgresql://app@db.example.com/shop?sslmode=verify-full"),
        Example::bad("libpq", "jdbc:postgresql://db.example.com/shop?user=app&sslmode=verify-full"),
    ],
    check: Check::Connection(check),
};

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    let (driver, spelling) = (cx.driver.driver, cx.subject.spelling);
    if !spelling.is_url() || driver.spellings.contains(&spelling) {
        return;
    }
    let what = match spelling {
        Spelling::Jdbc => "JDBC URLs",
        Spelling::R2dbc => "R2DBC URLs",
        _ => "URLs",
    };
    let whole = Span::new(0, cx.text().len());
    let mut finding = cx.finding(whole, format!("{} does not take {what}", driver.label));
    finding.notes.extend(cx.refusal_note());
    let instead = match (driver.schemes.first(), driver.spellings.first()) {
        (Some(scheme), _) => format!("write `{scheme}://user:password@host:port/database`"),
        (None, Some(Spelling::KeywordValue)) => "write `host=... user=... dbname=...`".to_owned(),
        (None, Some(Spelling::AdoNet)) => "write `Host=...;Username=...;Database=...`".to_owned(),
        (None, _) => "give host, port, user, password and database one by one".to_owned(),
    };
    out.push(finding.help(instead));
}
