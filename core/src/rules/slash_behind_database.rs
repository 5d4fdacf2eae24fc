//! `slash-behind-database`: a `/` at the end that becomes a part of the database's name.

use super::prelude::*;
use super::reference::has_reference;
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    name: "slash-behind-database",
    group: Group::Syntax,
    severity: Severity::Warning,
    divided: Divided::Hint,
    summary: "a `/` behind the database, which belongs to its name",
    docs: "At the end of a web address a `/` mostly does not matter. In a connection string it is a character of the \
           database's name like any other: the server is asked for `shop/`, which hardly anybody has.",
    sources: &[
        "run: a URL that ends in `/shop/` against libpq, psycopg, asyncpg, pg, postgres.js, 2026-11-29",
    ],
    examples: &[
        Example::good("libpq", "postgresql://app@db.example.com/shop?sslmode=verify-full"),
        Example::fixed(
            "libpq",
            "postgresql://app@db.example.com/shop/?sslmode=verify-full",
            "postgresql://app@db.example.com/shop?sslmode=verify-full",
        ),
        Example::fixed(
            "node-postgres",
            "postgresql://app@db.example.com/shop/?sslmode=verify-full",
            "postgresql://app@db.example.com/shop?sslmode=verify-full",
        ),
    ],
    check: Check::Connection(check),
};

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    let Some(name) = cx.reading.dbname.as_ref().filter(|_| cx.subject.spelling.is_url()) else { return };
    let Some(span) = name.span.filter(|span| span.of(cx.text()).ends_with('/')) else { return };
    let is_name = name.value.ends_with('/') && !name.value.trim_matches('/').is_empty();
    if !is_name || has_reference(span.of(cx.text())) {
        return;
    }
    let slash = Span::new(span.end - 1, span.end);
    out.push(
        cx.finding(
            slash,
            format!("the `/` belongs to the name of the database for {}", cx.label_of_driver()),
        )
        .note(format!("PostgreSQL says `database \"{}\" does not exist`", cx.shown(span)))
        .fix(Safety::Unsafe, "remove it", [cx.edit(slash, "")]),
    );
}
