//! `ambiguous-dialect`: a bare `postgresql://` under SQLAlchemy.

use super::prelude::*;
use super::sync_and_async_mixed::says;
use crate::model::Version;

pub(super) static RULE: Rule = Rule {
    name: "ambiguous-dialect",
    group: Group::Syntax,
    severity: Severity::Hint,
    divided: Divided::Silent,
    summary: "a SQLAlchemy URL that does not name its driver",
    docs: "SQLAlchemy picks the driver of a bare `postgresql://` itself: psycopg2 up to 2.0, psycopg from 2.1 on. The \
           two take different parameters and treat prepared statements differently. Where the version is known and the \
           project has another driver than the one it picks, the engine cannot be made.",
    sources: &["measured: `create_engine` of SQLAlchemy 1.4, 2.0 and 2.1, 2026-11-24"],
    examples: &[
        Example::good("libpq", "postgresql://app@db.example.com/shop?sslmode=verify-full"),
        Example::bad("sqlalchemy-psycopg2", "postgresql://app@db.example.com/shop?sslmode=verify-full"),
        Example::bad("sqlalchemy-psycopg2@2.1", "postgresql://app@db.example.com/shop?sslmode=verify-full"),
    ],
    check: Check::Connection(check),
};

/// The first version that picks psycopg.
const V2_1: Version = Version(2, 1, 0);

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    let Some(span) = cx.written().scheme else { return };
    let at = cx.driver;
    let below = at.driver.name.strip_prefix("sqlalchemy-");
    let (Some(below), Some(own)) = (below, at.driver.own_schemes.first()) else { return };
    // What cannot be used is worse than what is not named.
    if span.of(cx.text()) != "postgresql" || !cx.reading.accepted() || says(cx).is_some() {
        return;
    }
    let picked = if at.version < V2_1 { "psycopg2" } else { "psycopg" };
    let finding = if at.version_known && picked != below {
        let version = at.version;
        cx.finding(span, format!("the scheme makes SQLAlchemy {version} load {picked}, not {below}"))
            .severity(Severity::Warning)
    } else {
        cx.finding(span, "the scheme leaves the choice of the driver to SQLAlchemy")
            .note("SQLAlchemy 2.0 picks psycopg2, SQLAlchemy 2.1 picks psycopg")
    };
    out.push(finding.fix(Safety::Unsafe, format!("write `{own}`"), [cx.edit(span, own)]));
}
