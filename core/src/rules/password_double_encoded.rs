//! `password-double-encoded`: a password that was percent-encoded twice.

use super::prelude::*;
use crate::parse::{Percent, decode};
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    name: "password-double-encoded",
    group: Group::Syntax,
    severity: Severity::Warning,
    divided: Divided::Hint,
    summary: "a password that was percent-encoded twice",
    docs: "`%2540` is `%40` once decoded, and no driver decodes twice: the server gets `%40` where `@` was meant, and \
           authentication fails.",
    sources: &["RFC 3986, section 2.4"],
    examples: &[
        Example::good("libpq", "postgresql://app:p%40ss@db.example.com/shop?sslmode=verify-full"),
        Example::good("libpq", "postgresql://app:p%25ss@db.example.com/shop?sslmode=verify-full"),
        Example::fixed(
            "libpq",
            "postgresql://app:p%2540ss@db.example.com/shop?sslmode=verify-full",
            "postgresql://app:p%40ss@db.example.com/shop?sslmode=verify-full",
        ),
    ],
    check: Check::Connection(check),
};

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    let Some(span) = cx.written().password.filter(|_| cx.subject.spelling.has_user_info()) else { return };
    let twice: Vec<Span> =
        encoded_twice(span.of(cx.text())).into_iter().map(|at| at.shift(span.start)).collect();
    let Some(first) = twice.first() else { return };
    // Only the `25` of `%2540` goes.
    let edits = twice.iter().map(|at| cx.edit(Span::new(at.start + 1, at.start + 3), ""));
    out.push(
        cx.plain_finding(*first, "the password is percent-encoded twice")
            .note("drivers decode once, so the server gets the escape instead of the character")
            .fix(Safety::Unsafe, "encode it once: write `%25` as `%`", edits),
    );
}

/// Where `%25XX` stands, with `XX` a character that needs encoding.
fn encoded_twice(text: &str) -> Vec<Span> {
    text.match_indices("%25")
        .map(|(at, _)| Span::new(at, at + 5))
        .filter(|span| {
            let inner = format!("%{}", Span::new(span.start + 3, span.end).of(text));
            let decoded = decode(&inner, Percent::Strict).unwrap_or_default();
            inner.len() == 3
                && decoded.chars().all(|c| c.is_ascii_punctuation() || c == ' ')
                && !decoded.is_empty()
        })
        .collect()
}
