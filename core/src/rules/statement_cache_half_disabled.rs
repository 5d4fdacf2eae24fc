//! `statement-cache-half-disabled`: a cache switched off, while statements are named all the same.

use super::named_statements_behind_pooler::{is_switched_off, may_be_off_around};
use super::parameter_wrong_type::is_text_only;
use super::prelude::*;
use super::reference::has_reference;
use crate::drivers::DriverAt;
use crate::endpoints::NamedStatements;
use crate::formats::Argument;
use crate::model::{Fate, Setting, Statements};
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    name: "statement-cache-half-disabled",
    group: Group::Endpoints,
    severity: Severity::Warning,
    divided: Divided::Hint,
    summary: "a switch against prepared statements that is not enough",
    docs: "Some settings look like the switch against named statements and are not. `prepared_statement_cache_size=0` \
           empties the cache of SQLAlchemy, and asyncpg below it still names every statement; so does a function for the \
           names. psycopg's `prepare_threshold=0` and pgjdbc's `prepareThreshold=-1` prepare at once; \
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
        Example::bad(
            "",
            "import psycopg\n\nconnection = psycopg.connect(\"postgresql://app@db:6432/shop\", prepare_threshold=0)\n",
        )
        .in_file("db.py")
        .at("pgbouncer@1.18"),
    ],
    check: Check::Both(check, check_call),
};

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    let Some(half) = half_switch(cx) else { return };
    let driver = cx.label_of_driver();
    let names = cx.reading.prepared.value.names;
    let message = format!("`{}` does not stop {driver} from naming statements", half.text);
    let finding = match half.place {
        Place::String(span) => cx.finding(span, message),
        Place::File(span) => Finding { driver: Some(cx.driver.display()), ..cx.file.finding(span, message) },
    };
    let finding = finding
        .severity(match cx.endpoint.named_statements() {
            NamedStatements::Lost if cx.endpoint.certain && !may_be_off_around(cx) => Severity::Warning,
            _ => Severity::Hint,
        })
        .about(cx.endpoint)
        .labelled(cx.label_of_endpoint())
        .note(format!(
            "the names (`{names}`) still meet another process's: PostgreSQL says `prepared statement \"...\" already exists`"
        ));
    out.push(with_help(finding, cx.driver));
}

/// Nothing is known of the endpoint, but who turns a cache off has a pooler in mind.
fn check_call(cx: &CallCx<'_>, out: &mut Vec<Finding>) {
    let switches = cx.driver.driver.statements_off;
    let is_enough = |it: &Argument| switches.iter().any(|switch| switch.enough && switch.is_given(it));
    let arguments = &cx.scope.arguments;
    let half = arguments.iter().find(|it| is_half(cx.driver, it));
    let Some(half) = half.filter(|_| !arguments.iter().any(is_enough)) else { return };
    let driver = cx.label_of_driver();
    let finding = cx
        .finding(
            half.name_span.join(half.span),
            format!("`{}` does not stop {driver} from naming statements", written(half)),
        )
        .severity(Severity::Hint)
        .note("behind a pooler in transaction mode the names still meet another process's");
    out.push(with_help(finding, cx.driver));
}

/// Says what is enough.
fn with_help(finding: Finding, driver: &DriverAt) -> Finding {
    match driver.driver.statements_off.iter().find(|it| it.enough && it.since <= driver.version) {
        Some(switch) if !switch.in_code.is_empty() => finding.help(format!("set `{}`", switch.in_code)),
        Some(switch) => finding.help(format!("write `{}`", switch.in_url)),
        None => finding.help("connect to a pool in session mode, or to the server itself"),
    }
}

/// Whether the argument is about statements and does not turn them off: an empty cache, names of one's own, a switch in
/// a position that only looks like "off".
fn is_half(driver: &DriverAt, argument: &Argument) -> bool {
    let setting = driver.param(argument.last_name()).map(|param| param.setting);
    let value = argument.value.text().unwrap_or_default();
    match setting {
        Some(Setting::StatementCache) if value == "0" => {
            !driver.driver.statements_off.iter().any(|switch| switch.enough && switch.is_given(argument))
        }
        Some(Setting::StatementName) => true,
        _ => is_misread(driver, argument.last_name(), value),
    }
}

fn is_misread(driver: &DriverAt, name: &str, value: &str) -> bool {
    driver.driver.statements_off.iter().any(|switch| switch.enough && switch.is_misread(name, value))
}

/// The argument as it is written; without its value when that is computed.
fn written(argument: &Argument) -> String {
    let name = argument.last_name();
    argument.value.text().map_or_else(|| name.to_owned(), |value| format!("{name}={value}"))
}

/// A setting that turns a statement cache off and is not enough.
pub(super) struct HalfSwitch {
    /// `name=value`.
    text: String,
    place: Place,
}

/// Where it stands.
enum Place {
    String(Span),
    File(Span),
}

/// A setting in the string, or among the arguments beside it, that turns a statement cache off at a pooler that needs
/// more than that.
pub(super) fn half_switch(cx: &Cx<'_>) -> Option<HalfSwitch> {
    let is_computed = cx.written().hosts.first().is_some_and(|host| has_reference(host.0.of(cx.text())));
    let may_lose = matches!(cx.endpoint.named_statements(), NamedStatements::Lost | NamedStatements::Unknown);
    let needs_more = (is_computed || cx.endpoint.endpoint.mode.may_share_transactions() && may_lose)
        && cx.reading.prepared.value.statements == Statements::Named
        && !is_switched_off(cx);
    if !needs_more {
        return None;
    }
    let in_string = cx.reading.params.iter().find(|given| {
        let is_cache = given.setting == Some(Setting::StatementCache) && given.value == "0";
        let is_read = !is_text_only(cx.driver.driver.name, &given.key);
        is_read && given.fate == Fate::Client && (is_cache || is_misread(cx.driver, &given.key, &given.value))
    });
    let in_code = || cx.arguments().iter().find(|argument| is_half(cx.driver, argument));
    match in_string {
        Some(given) => Some(HalfSwitch {
            text: format!("{}={}", given.key, given.value),
            place: Place::String(given.span),
        }),
        None => in_code().map(|argument| HalfSwitch {
            text: written(argument),
            place: Place::File(argument.name_span.join(argument.span)),
        }),
    }
}
