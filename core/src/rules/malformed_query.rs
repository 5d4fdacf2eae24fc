//! `malformed-query`: a query whose separators are wrong.

use super::prelude::*;
use super::reference::has_reference;
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    name: "malformed-query",
    group: Group::Syntax,
    severity: Severity::Error,
    divided: Divided::Warning,
    summary: "a query with a wrong separator",
    docs: "Parameters begin at the first `?`, and `&` stands between them. What follows a second `?` or a `;` is a \
           part of the value before it, what follows an `&` without any `?` is a part of the name of the database, \
           and `&amp;` belongs into HTML.",
    sources: &["measured: each of these against the installed drivers, 2026-11-23"],
    examples: &[
        Example::good("libpq", "postgresql://app@db.example.com/shop?sslmode=verify-full&connect_timeout=5"),
        Example::fixed(
            "libpq",
            "postgresql://app@db.example.com/shop?connect_timeout=5?sslmode=verify-full",
            "postgresql://app@db.example.com/shop?connect_timeout=5&sslmode=verify-full",
        ),
        Example::fixed(
            "libpq",
            "postgresql://app@db.example.com/shop?sslmode=verify-full&amp;connect_timeout=5",
            "postgresql://app@db.example.com/shop?sslmode=verify-full&connect_timeout=5",
        ),
    ],
    check: Check::Connection(check),
};

/// A wrong separator: where, what is said, what belongs there.
type Slip = (Span, String, &'static str);

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    if !cx.subject.spelling.is_url() {
        return;
    }
    let found = slips(cx);
    out.extend(found.into_iter().map(|(span, message, right)| {
        let help = if right.is_empty() { "remove it".to_owned() } else { format!("write `{right}`") };
        let mut finding = cx.plain_finding(span, message);
        finding.notes.extend(cx.refusal_note());
        finding.fix(Safety::Unsafe, help, [cx.edit(span, right)])
    }));
    out.extend(without_value(cx));
}

fn slips(cx: &Cx<'_>) -> Vec<Slip> {
    let text = cx.text();
    let mut out: Vec<Slip> = Vec::new();
    for (_, key, value) in &cx.written().pairs {
        if key.of(text).starts_with("amp;") {
            let span = Span::new(key.start, key.start + 4);
            out.push((span, "`&amp;` is `&` written for HTML".to_owned(), ""));
        }
        for (separator, said) in
            [('?', "a second `?` begins no parameters"), (';', "`;` does not end a parameter")]
        {
            out.extend(
                before_pair(value.of(text), separator)
                    .map(|at| (Span::new(at, at + 1).shift(value.start), said.to_owned(), "&")),
            );
        }
    }
    if let Some(dbname) = cx.written().dbname.filter(|_| cx.written().pairs.is_empty())
        && let Some(at) = before_pair(dbname.of(text), '&')
    {
        let span = Span::new(at, at + 1).shift(dbname.start);
        out.push((span, "`&` stands before any `?`".to_owned(), "?"));
    }
    out
}

/// Where `separator` stands before something like `name=`.
fn before_pair(value: &str, separator: char) -> Option<usize> {
    value.match_indices(separator).map(|(at, _)| at).find(|at| {
        let rest = value.get(at + 1..).unwrap_or_default();
        rest.split_once('=').is_some_and(|(name, _)| {
            name.len() > 2 && name.chars().all(|c| c.is_ascii_alphanumeric() || "_-".contains(c))
        })
    })
}

/// A name without a value, where the driver refuses it.
fn without_value(cx: &Cx<'_>) -> Option<Finding> {
    let refusal = cx.reading.refusal.as_ref()?;
    let text = cx.text();
    let (pair, ..) = cx.written().pairs.iter().find(|(pair, ..)| {
        !pair.of(text).contains('=') && pair.overlaps(refusal.span) && !has_reference(pair.of(text))
    })?;
    let mut finding = cx.finding(*pair, format!("the parameter `{}` has no value", cx.shown(*pair)));
    finding.notes.extend(cx.refusal_note());
    Some(finding.help("write `name=value`"))
}
