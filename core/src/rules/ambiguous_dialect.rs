//! `ambiguous-dialect`: a bare `postgresql://` under SQLAlchemy.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "ambiguous-dialect",
    group: Group::Syntax,
    severity: Severity::Hint,
    divided: Divided::Silent,
    summary: "a SQLAlchemy URL that does not name its driver",
    docs: "SQLAlchemy picks the driver of a bare `postgresql://` itself: psycopg2 up to 2.0, psycopg from 2.1 on. The \
           two take different parameters and treat prepared statements differently.",
    sources: &["measured: `create_engine` of SQLAlchemy 2.0 and 2.1, 2026-11-23"],
    examples: &[
        Example::good("libpq", "postgresql://app@db.example.com/shop?sslmode=verify-full"),
        Example::bad("sqlalchemy-psycopg2", "postgresql://app@db.example.com/shop?sslmode=verify-full"),
    ],
    check: Check::Connection(check),
};

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    let Some(span) = cx.written().scheme else { return };
    let driver = cx.driver.driver;
    let own = driver.own_schemes.first().filter(|scheme| scheme.contains('+'));
    let Some(own) = own.filter(|_| span.of(cx.text()) == "postgresql" && cx.reading.accepted()) else {
        return;
    };
    out.push(
        cx.finding(span, "the scheme leaves the choice of the driver to SQLAlchemy")
            .note("SQLAlchemy 2.0 picks psycopg2, SQLAlchemy 2.1 picks psycopg")
            .fix(Safety::Unsafe, format!("write `{own}`"), [cx.edit(span, own)]),
    );
}
