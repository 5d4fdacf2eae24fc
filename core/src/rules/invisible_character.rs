//! `invisible-character`: a character that nobody sees and every driver reads.

use super::prelude::*;
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    name: "invisible-character",
    group: Group::Syntax,
    severity: Severity::Error,
    divided: Divided::Warning,
    summary: "an invisible character in the string",
    docs: "Zero-width characters, byte order marks and blanks that do not break come along when a string is copied \
           from a chat or a web page. Drivers keep them: the host is then looked up with the character in its name, \
           or the password is another. Preparing a password for SCRAM drops some of them (U+FEFF, U+00AD), which \
           libpq, asyncpg, pg8000, node-postgres and pgjdbc do and postgres.js does not; of U+200B libpq makes a blank \
           there.",
    sources: &[
        "measured: U+200B in a host against the installed drivers, 2026-11-23",
        "run: U+200B, U+00A0, U+FEFF and U+00AD in a password, nine drivers against PostgreSQL 15, 2026-11-29",
    ],
    examples: &[
        Example::good("libpq", "postgresql://app@db.example.com/shop?sslmode=verify-full"),
        Example::fixed(
            "libpq",
            "postgresql://app@db.example\u{200b}.com/shop?sslmode=verify-full",
            "postgresql://app@db.example.com/shop?sslmode=verify-full",
        ),
        Example::fixed(
            "libpq",
            "postgresql://app:s\u{feff}ecret@db.example.com/shop?sslmode=verify-full",
            "postgresql://app:secret@db.example.com/shop?sslmode=verify-full",
        ),
    ],
    check: Check::Connection(check),
};

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    for (at, c) in cx.text().char_indices().filter(|(_, c)| is_invisible(*c)) {
        let span = Span::new(at, at + c.len_utf8());
        let message = format!("the string contains the invisible character U+{:04X}", u32::from(c));
        let finding = cx.plain_finding(span, message);
        let is_password = cx.written().password.is_some_and(|password| password.overlaps(span));
        let finding = if is_password && is_dropped_by_scram(c) {
            finding.severity(Severity::Warning).note(
                "many drivers drop it when they prepare the password for SCRAM; the others log in with another \
                 password, and are refused",
            )
        } else {
            finding.note("drivers keep it as a part of the name or value it stands in")
        };
        out.push(finding.fix(Safety::Unsafe, "remove it", [cx.edit(span, "")]));
    }
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202f}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// Whether SASLprep maps it to nothing. U+200B it also calls a blank, which is what libpq makes of it.
fn is_dropped_by_scram(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}
