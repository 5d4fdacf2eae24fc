//! `statement-cache-half-disabled`: a cache switched off, while statements are named all the same.

use super::named_statements_behind_pooler::{is_switched_off, may_be_off_around};
use super::prelude::*;
use crate::endpoints::{Mode, NamedStatements};
use crate::model::{Fate, Given, Setting, Statements};

pub(super) static RULE: Rule = Rule {
    name: "statement-cache-half-disabled",
    group: Group::Endpoints,
    severity: Severity::Warning,
    divided: Divided::Hint,
    summary: "a switch against prepared statements that is not enough",
    docs: "Some settings look like the switch against named statements and are not. `prepared_statement_cache_size=0` \
           empties the cache of SQLAlchemy, and asyncpg below it still names every statement; \
           `statement-cache-capacity=0` makes sqlx forget statements, not stop naming them. Behind a pooler in \
           transaction mode the names still collide, only later and with more than one process.",
    sources: &["measured: three processes through PgBouncer 1.18 in transaction mode, 2026-11-23"],
    examples: &[
        Example::good("sqlalchemy-asyncpg", "postgresql+asyncpg://app@db.example.com/shop?ssl=verify-full"),
        Example::bad(
            "sqlalchemy-asyncpg",
            "postgresql+asyncpg://app@db.example.com:6432/shop?ssl=verify-full&prepared_statement_cache_size=0",
        )
        .at("pgbouncer@1.18"),
    ],
    check: Check::Connection(check),
};

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    let Some(given) = half_switch(cx) else { return };
    let (name, driver) = (&given.key, cx.label_of_driver());
    let names = cx.reading.prepared.value.names;
    let finding = cx
        .finding(given.span, format!("`{name}={}` does not stop {driver} from naming statements", given.value))
        .severity(match cx.endpoint.named_statements() {
            NamedStatements::Lost if cx.endpoint.certain && !may_be_off_around(cx) => Severity::Warning,
            _ => Severity::Hint,
        })
        .about(cx.endpoint)
        .labelled(cx.label_of_endpoint())
        .note(format!(
            "the names (`{names}`) still meet another process's: PostgreSQL says `prepared statement already exists`"
        ));
    let enough = cx.driver.driver.statements_off.iter().find(|it| it.enough && it.since <= cx.driver.version);
    out.push(match enough {
        Some(switch) if !switch.in_code.is_empty() => {
            finding.help(format!("set `{}` as well", switch.in_code))
        }
        Some(switch) => finding.help(format!("add `{}`", switch.in_url)),
        None => finding.help("connect to a pool in session mode, or to the server itself"),
    });
}

/// A setting of the string that turns a statement cache off at a pooler that needs more than that.
pub(super) fn half_switch<'a>(cx: &Cx<'a>) -> Option<&'a Given> {
    let needs_more = cx.endpoint.endpoint.mode == Mode::Transaction
        && matches!(cx.endpoint.named_statements(), NamedStatements::Lost | NamedStatements::Unknown)
        && cx.reading.prepared.value.statements == Statements::Named
        && !is_switched_off(cx);
    cx.reading.params.iter().filter(|_| needs_more).find(|given| {
        given.setting == Some(Setting::StatementCache) && given.fate == Fate::Client && given.value == "0"
    })
}
