//! `quotes-in-value`: quotes that became part of the string.

use super::prelude::*;
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    name: "quotes-in-value",
    group: Group::Syntax,
    severity: Severity::Error,
    divided: Divided::Warning,
    summary: "quotes that belong to the string",
    docs: "Quotes inside quotes, or in a place that knows none (`docker run --env-file`, a field of a web page), are \
           given to the driver, which no longer sees a scheme. So are the curly quotes of word processors and chats, which \
           no loader takes for quotes.",
    sources: &["measured: a quoted URL against the installed drivers, 2026-11-23"],
    examples: &[
        Example::good("libpq", "DATABASE_URL=\"postgresql://app@db.example.com/shop?sslmode=verify-full\"\n")
            .in_file(".env"),
        Example::fixed(
            "libpq",
            "DATABASE_URL='\"postgresql://app@db.example.com/shop?sslmode=verify-full\"'\n",
            "DATABASE_URL='postgresql://app@db.example.com/shop?sslmode=verify-full'\n",
        )
        .in_file(".env"),
        Example::fixed(
            "libpq",
            "DATABASE_URL=\u{201c}postgresql://app@db.example.com/shop?sslmode=verify-full\u{201d}\n",
            "DATABASE_URL=postgresql://app@db.example.com/shop?sslmode=verify-full\n",
        )
        .in_file(".env"),
    ],
    check: Check::Connection(check),
};

/// Pairs of quotes, those of word processors included.
const QUOTES: &[(char, char)] = &[
    ('"', '"'),
    ('\'', '\''),
    ('`', '`'),
    ('\u{201c}', '\u{201d}'),
    ('\u{201d}', '\u{201d}'),
    ('\u{2018}', '\u{2019}'),
    ('\u{2019}', '\u{2019}'),
];

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    let text = cx.text();
    let is_url = cx.subject.spelling.is_url();
    let pair = QUOTES.iter().find(|(open, close)| text.starts_with(*open) && text.ends_with(*close));
    let Some((open, close)) = pair.filter(|_| is_url && text.chars().count() > 1) else { return };
    let first = Span::new(0, open.len_utf8());
    let last = Span::new(text.len() - close.len_utf8(), text.len());
    let bare = cx.read_with(&[(first, String::new()), (last, String::new())]);
    if bare.accepted() == cx.reading.accepted() && cx.reading.accepted() {
        return;
    }
    let mut finding =
        cx.finding(first, format!("the quotes belong to the string for {}", cx.label_of_driver()));
    finding.notes.extend(cx.refusal_note());
    out.push(finding.labelled(cx.label(last, "and here")).fix(
        Safety::Safe,
        "remove the inner quotes",
        [cx.edit(first, ""), cx.edit(last, "")],
    ));
}
