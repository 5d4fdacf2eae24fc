//! `sync-and-async-mixed`: SQLAlchemy's engine with `await` over a driver without it, or the other way round.

use super::prelude::*;
use crate::model::Version;

pub(super) static RULE: Rule = Rule {
    name: "sync-and-async-mixed",
    group: Group::Syntax,
    severity: Severity::Error,
    divided: Divided::Silent,
    summary: "a driver that SQLAlchemy's engine cannot use, because one awaits and the other does not",
    docs: "`create_engine()` takes `postgresql+asyncpg://` without a word, and fails when it connects; only wrapped into \
           `AsyncEngine` it works. `create_async_engine()` refuses psycopg2, which is what a bare `postgresql://` means \
           up to SQLAlchemy 2.0; 2.1 picks psycopg, which does both.",
    sources: &["run: both kinds of engine of SQLAlchemy 2.0.58 and 2.1.9 over each driver, connected, 2026-11-29"],
    examples: &[
        Example::good(
            "",
            "from sqlalchemy import create_engine\n\nengine = create_engine(\"postgresql+psycopg://app@db/shop\")\n",
        )
        .in_file("db.py"),
        Example::good(
            "",
            "from sqlalchemy import create_engine\nfrom sqlalchemy.ext.asyncio import AsyncEngine\n\nengine = \
             AsyncEngine(create_engine(\"postgresql+asyncpg://app@db/shop\"))\n",
        )
        .in_file("env.py"),
        Example::bad(
            "",
            "from sqlalchemy import create_engine\n\nengine = create_engine(\"postgresql+asyncpg://app@db/shop\")\n",
        )
        .in_file("db.py"),
        Example::fixed(
            "",
            "from sqlalchemy.ext.asyncio import create_async_engine\n\nengine = \
             create_async_engine(\"postgresql://app@db/shop\")\n",
            "from sqlalchemy.ext.asyncio import create_async_engine\n\nengine = \
             create_async_engine(\"postgresql+asyncpg://app@db/shop\")\n",
        )
        .in_file("db.py"),
    ],
    check: Check::Connection(check),
};

/// The first version for which a bare `postgresql://` means psycopg, and no longer psycopg2.
const V2_1: Version = Version(2, 1, 0);

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    let (Some(scheme), Some(says)) = (cx.written().scheme, says(cx)) else { return };
    // An engine that is wrapped later on is made in the same file.
    if !cx.reading.accepted() || cx.file.text.contains("AsyncEngine(") {
        return;
    }
    let call = cx.scope().and_then(|scope| scope.consumer.as_ref()).map_or("SQLAlchemy", |it| &it.why);
    let below = loaded(cx);
    let finding =
        cx.finding(scheme, format!("{call} cannot use {below}")).note(format!("SQLAlchemy says `{says}`"));
    if is_bare(cx) {
        let is_known = cx.driver.version_known;
        let own = cx.driver.driver.own_schemes.first().copied().unwrap_or_default();
        let finding = finding.severity(if is_known { Severity::Error } else { Severity::Warning }).note(
            "a bare `postgresql://` means psycopg2 up to SQLAlchemy 2.0; 2.1 picks psycopg, which works if it is installed",
        );
        out.push(finding.fix(Safety::Unsafe, format!("write `{own}`"), [cx.edit(scheme, own)]));
    } else {
        out.push(finding.help("write `postgresql+psycopg`, or make an asynchronous engine"));
    }
}

/// What the call says of the driver that the scheme makes SQLAlchemy load, if the two do not go together.
pub(super) fn says(cx: &Cx<'_>) -> Option<&'static str> {
    let below = loaded(cx);
    cx.scope()?.unusable.iter().find(|(name, _)| *name == below).map(|(_, says)| *says)
}

/// The driver below that the scheme makes SQLAlchemy load.
fn loaded<'a>(cx: &Cx<'a>) -> &'a str {
    let scheme = cx.written().scheme.map_or("", |span| span.of(cx.text()));
    match scheme.split_once('+') {
        Some((_, below)) => below,
        None if cx.driver.version_known && cx.driver.version >= V2_1 => "psycopg",
        None => "psycopg2",
    }
}

fn is_bare(cx: &Cx<'_>) -> bool {
    cx.written().scheme.is_some_and(|span| span.of(cx.text()) == "postgresql")
}
