//! TypeORM, which hands `url` to node-postgres after a look of its own.

use super::{
    ArgumentSet, Checked, Command, Driver, Evidence, HandsOn, Package, Registry, Speech, node_postgres,
};
use crate::model::{Reading, Since, Version};
use crate::parse::{Percent, Spelling, decode};
use crate::text::Span;

pub(super) static DRIVER: Driver = Driver {
    name: "typeorm",
    aliases: &[],
    label: "TypeORM",
    language: "TypeScript",
    docs: "Gives `url` to node-postgres's pool as it stands, so that the string beats `host`, `username`, `ssl` and the \
           other options beside it. Before that it splits the string by hand for the name of the database: an escape \
           in user or password that cannot be decoded, such as a stray `%`, ends the program there, though \
           node-postgres would take it.",
    newest: Version(1, 1, 1),
    arguments: &[
        ArgumentSet::dropping(
            "",
            &[("rejectUnauthorized", "`ssl`"), ("sslmode", "`ssl`, or the query of `url`")],
        ),
        ArgumentSet::dropping(
            "extra.",
            &[("rejectUnauthorized", "`ssl`"), ("sslmode", "`ssl`, or the query of `url`")],
        ),
    ],
    packages: &[Package::new(Registry::Node, "typeorm").with(&["pg"])],
    rank: Driver::RARE + 1,
    snippet: super::snippets::typeorm,
    read,
    hands_on: Some(HandsOn {
        to: &node_postgres::DRIVER,
        changes: "user and password are decoded once before, so an escape that node-postgres leaves alone is refused",
    }),
    checked: &[Checked {
        version: "1.1.1 with pg 8.23.1",
        evidence: Evidence::Run,
        on: "2026-11-24",
        how: "the options that `new DataSource({ url }).initialize()` gives to a pool that does not connect; statements \
              through PgBouncer 1.18",
    }],
    speech: &[Since(Version(0, 0, 0), SPEECH)],
    ..node_postgres::DRIVER
};

/// How it speaks.
pub(super) const SPEECH: Speech = Speech {
    opens: &[Command::Query("SELECT version()"), Command::Query("SELECT * FROM current_schema()")],
    begin: Command::Query("START TRANSACTION"),
    commit: Command::Query("COMMIT"),
    rollback: Command::Query("ROLLBACK"),
    ..node_postgres::SPEECH
};

fn read(text: &str, spelling: Spelling, _: Version) -> Reading {
    let mut out = node_postgres::read_8(text, spelling);
    if spelling == Spelling::Uri
        && let Some(span) = undecodable(text)
    {
        out.refusal = None;
        out.refuse(span, "URI malformed");
    }
    out
}

/// The user or the password that JavaScript cannot decode, as `parseConnectionUrl` of DriverUtils cuts them out: from
/// the first `//` up to the next `/`, before the last `@`.
fn undecodable(text: &str) -> Option<Span> {
    let start = text.find("//").map(|at| at + 2).or_else(|| text.char_indices().nth(1).map(|(at, _)| at))?;
    let rest = text.get(start..)?;
    let at_sign = start + rest.get(..rest.find('/').unwrap_or(rest.len()))?.rfind('@')?;
    let info = Span::new(start, at_sign);
    let colon = info.of(text).find(':').map_or(at_sign, |at| start + at);
    let parts = [Span::new(start, colon), Span::new((colon + 1).min(at_sign), at_sign)];
    parts.into_iter().find(|span| decode(span.of(text), Percent::JavaScript).is_err())
}
