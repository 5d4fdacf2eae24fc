//! `named-statements-behind-pooler`: prepared statements that the next transaction does not find.

use super::prelude::*;
use super::statement_cache_half_disabled::half_switch;
use crate::drivers::{Driver, Place, Switch};
use crate::endpoints::NamedStatements;
use crate::model::{Fate, Prepared, Statements};
use crate::parse::Spelling;

pub(super) static RULE: Rule = Rule {
    name: "named-statements-behind-pooler",
    group: Group::Endpoints,
    severity: Severity::Warning,
    divided: Divided::Hint,
    summary: "prepared statements through a pooler that loses them",
    docs: "Behind a pooler in transaction mode every transaction may run on another server connection. A statement \
           that the driver named and prepared on one is missing on the next, or another client's stands there under \
           the same name. PgBouncer tracks named statements since 1.21 if `max_prepared_statements` is above 0, which \
           is the default since 1.24; Neon's pooler does; Supabase's shared pooler does not. Drivers that parse an \
           unnamed statement in one round trip and run it in another are worse off: every pooler in transaction mode \
           may put another client's query in between, and the answer is wrong rows without an error. Names that each \
           connection counts for itself can do the same, because another client's first statement has the name of \
           one's own. postgres.js names `commit` as well, and reports transactions as committed that are lost.",
    sources: &[
        "measured: 20 clients with 50 queries each through PgBouncer 1.18 and 1.24.1 with 3 server connections, \
         2026-11-23: lib/pq, pgx with `describe_exec` and pg8000 with autocommit got other queries' rows in most cases, \
         drivers with counted names in up to 44 of 100; with postgres.js 334 to 353 of 1000 resolved transactions were \
         in the table",
        "documentation of Supabase and Neon, 2026-11-23; not run",
    ],
    examples: &[
        Example::good("postgres-js", "postgresql://app@db.example.com:5432/shop?ssl=verify-full"),
        Example::good("postgres-js", "postgresql://app@db.example.com/shop?ssl=verify-full")
            .at("pgbouncer@1.24"),
        Example::fixed(
            "postgres-js",
            "postgresql://app@db.example.com:6432/shop?ssl=verify-full",
            "postgresql://app@db.example.com:6432/shop?ssl=verify-full&prepare=false",
        )
        .at("pgbouncer@1.18"),
    ],
    check: Check::Connection(check),
};

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    if !cx.endpoint.endpoint.mode.may_share_transactions() || is_switched_off(cx) || half_switch(cx).is_some()
    {
        return;
    }
    let prepared = cx.reading.prepared.value;
    let fate = cx.endpoint.named_statements();
    let severity = match prepared.statements {
        Statements::Named if fate == NamedStatements::Lost => Severity::Warning,
        Statements::Named if fate == NamedStatements::Unknown => Severity::Hint,
        Statements::Named if cx.driver.frees_in_sql() => Severity::Warning,
        // Python's interface opens a transaction by itself, and inside one nobody comes in between.
        Statements::UnnamedSplit if cx.driver.driver.language == "Python" && !commits_itself(cx) => {
            Severity::Hint
        }
        Statements::UnnamedSplit => Severity::Warning,
        _ => return,
    };
    let is_certain = cx.endpoint.is_sure() && !may_be_off_around(cx);
    let severity = if is_certain { severity } else { Severity::Hint };
    let who = if cx.subject.driver_is_known() { cx.label_of_driver() } else { "the driver" };
    let label = cx.endpoint.label();
    let message = match (prepared.statements, severity) {
        (Statements::UnnamedSplit, _) => format!("{who} may get wrong rows from {label}"),
        _ if fate == NamedStatements::Tracked => {
            format!("{who} frees named statements in SQL, under names that {label} has replaced")
        }
        (_, Severity::Warning) => format!("{who} prepares named statements, which {label} loses"),
        _ => format!("{who} prepares named statements, which {label} may lose"),
    };
    let mut finding = cx
        .finding(cx.endpoint_span(), message)
        .severity(severity)
        .about(cx.endpoint)
        .here(cx.evidence())
        .note(match fate {
            NamedStatements::Tracked if prepared.statements == Statements::Named => IN_TRANSACTION.to_owned(),
            _ => what_happens(prepared),
        });
    if prepared.statements == Statements::Named && cx.subject.driver_is_known() {
        finding.notes.extend(unnoticed(cx.driver.driver).map(str::to_owned));
    }
    finding = match cx.driver.statements_off().as_slice() {
        _ if !cx.subject.driver_is_known() => {
            finding.help("turn prepared statements off in the driver, or connect to a pool in session mode")
        }
        [] => finding.help("connect to a pool in session mode, or to the server itself"),
        all => with_remedy(cx, finding, all),
    };
    out.push(finding);
}

const IN_TRANSACTION: &str = "inside a transaction the `DEALLOCATE` fails and aborts it: `current transaction is \
                              aborted, commands ignored until end of transaction block`";

fn what_happens(prepared: Prepared) -> String {
    if prepared.statements == Statements::UnnamedSplit {
        return "a statement is parsed in one round trip and run in another; outside a transaction another client's \
                query may stand there in between, and the answer is wrong rows without an error"
            .to_owned();
    }
    let name = if prepared.names.starts_with('<') { "..." } else { prepared.names };
    let from = match prepared.named_from {
        0 | 1 => String::new(),
        nth => format!(", from execution {nth} of a query on"),
    };
    format!(
        "PostgreSQL says `prepared statement \"{name}\" does not exist` or `prepared statement \"{name}\" already \
         exists`{from}"
    )
}

/// Drivers that lose more than statements, and what no error tells.
const UNNOTICED: &[(&[&str], &str)] = &[
    (
        &[
            "asyncpg",
            "pdo",
            "pgjdbc",
            "postgrex",
            "psqlpy",
            "psycopg",
            "sqlalchemy-asyncpg",
            "sqlalchemy-psycopg",
            "sqlx",
            "tortoise",
        ],
        "each connection counts its names for itself; where another client's statement has the same one, the answer is \
         wrong rows without an error",
    ),
    (
        &["postgres-js"],
        "`commit` is a named statement too: transactions of `sql.begin()` are reported as committed and are lost",
    ),
];

/// What goes wrong without an error, for this driver or the one that it hands the string to.
fn unnoticed(driver: &'static Driver) -> Option<&'static str> {
    let chain = std::iter::successors(Some(driver), |it| it.hands_on.map(|hands_on| hands_on.to));
    let mut of_each = chain.filter_map(|it| UNNOTICED.iter().find(|(names, _)| names.contains(&it.name)));
    of_each.next().map(|(_, what)| *what)
}

/// Whether code asks for a transaction of its own around each statement, so that others come in between.
fn commits_itself(cx: &Cx<'_>) -> bool {
    cx.arguments().iter().any(|it| {
        let is = |value| it.value.text() == Some(value);
        it.last_name() == "isolation_level" && is("AUTOCOMMIT")
            || it.last_name() == "autocommit" && is("True")
    })
}

/// Whether the string turns prepared statements off, or the arguments beside it do, or a comment says that code does.
pub(super) fn is_switched_off(cx: &Cx<'_>) -> bool {
    if cx.subject.statements_off || is_off_in_code(cx) {
        return true;
    }
    let written = |switch: &&Switch| {
        switch.in_url.split_once('=').is_some_and(|(name, value)| {
            let mut params = cx.reading.params.iter();
            params.any(|given| given.key == name && given.value == value && given.fate == Fate::Client)
        })
    };
    let in_arguments = |switch: &&Switch| cx.arguments().iter().any(|it| switch.is_given(it));
    let mut enough = cx.driver.driver.statements_off.iter().filter(|switch| switch.enough);
    enough.any(|switch| written(&switch) || in_arguments(&switch))
}

/// Whether all code of the project that may read this variable with this driver turns them off.
fn is_off_in_code(cx: &Cx<'_>) -> bool {
    let Some((variable, _)) = cx.entry().and_then(|entry| entry.name.as_ref()) else { return false };
    let uses = || cx.file.options.code.iter().filter(|it| it.may_read(variable, cx.driver.driver));
    uses().next().is_some() && uses().all(|it| it.statements_off)
}

/// Whether the string stands in code that names a switch against prepared statements: what it sets there is not known.
pub(super) fn may_be_off_around(cx: &Cx<'_>) -> bool {
    let has_more = cx.file.document.in_other_text || cx.scope().is_some_and(|scope| scope.has_more);
    let Some(entry) = cx.entry().filter(|_| has_more) else { return false };
    let text = cx.file.text;
    let around = [text.get(..entry.span.start), text.get(entry.span.end..)];
    let is_around = |name: &str| around.iter().flatten().any(|code| has_word(code, name));
    cx.driver.driver.statements_off.iter().any(|it| {
        let names = [it.in_url, it.in_code].map(Switch::name);
        names.into_iter().filter(|name| !name.is_empty()).any(is_around)
    })
}

fn has_word(text: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    !word.is_empty()
        && text.match_indices(word).any(|(at, _)| {
            let (before, rest) = text.split_at_checked(at).unwrap_or_default();
            let after = rest.strip_prefix(word).unwrap_or_default();
            !before.ends_with(is_part) && !after.starts_with(is_part)
        })
}

fn with_remedy(cx: &Cx<'_>, finding: Finding, switches: &[&'static Switch]) -> Finding {
    let takes_url = cx.subject.spelling != Spelling::Parts;
    if let [Switch { in_url, .. }] = switches
        && !in_url.is_empty()
        && takes_url
    {
        let edit = cx.set_pair(in_url);
        return finding.fix(Safety::Unsafe, format!("add `{in_url}`"), [edit]);
    }
    let said: Vec<String> = switches
        .iter()
        .map(|switch| match (switch.in_code, place_of(cx, switch.in_code)) {
            ("", _) => format!("add `{}`", switch.in_url),
            (code, Some(place)) => format!("set `{code}` in `{place}`"),
            (code, None) => format!("set `{code}` in code"),
        })
        .collect();
    finding
        .help(said.join(", and "))
        .note("once code does so, a comment `connlint: statements=off` says it here")
}

/// Where a setting of this driver is given in code.
pub(super) fn place_of(cx: &Cx<'_>, code: &str) -> Option<&'static str> {
    let name = code.split(['=', ':', ' ']).next().unwrap_or_default();
    cx.driver.param(name).and_then(|param| match param.place {
        Place::Code(place) | Place::Both(place) => Some(place),
        Place::Url => None,
    })
}
