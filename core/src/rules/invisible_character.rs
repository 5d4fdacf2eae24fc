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
           or the password is another.",
    sources: &["measured: U+200B in a host against the installed drivers, 2026-11-23"],
    examples: &[
        Example::good("libpq", "postgresql://app@db.example.com/shop?sslmode=verify-full"),
        Example::fixed(
            "libpq",
            "postgresql://app@db.example\u{200b}.com/shop?sslmode=verify-full",
            "postgresql://app@db.example.com/shop?sslmode=verify-full",
        ),
    ],
    check: Check::Connection(check),
};

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    for (at, c) in cx.text().char_indices().filter(|(_, c)| is_invisible(*c)) {
        let span = Span::new(at, at + c.len_utf8());
        out.push(
            cx.plain_finding(
                span,
                format!("the string contains the invisible character U+{:04X}", u32::from(c)),
            )
            .note("drivers keep it as a part of the name or value it stands in")
            .fix(Safety::Unsafe, "remove it", [cx.edit(span, "")]),
        );
    }
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202f}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}
