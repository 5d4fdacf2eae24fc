//! `session-feature-through-pooler`: SQL that needs a session, in code that connects to a pooler in transaction mode.

use super::prelude::*;
use super::uses::Use;
use crate::endpoints::{Endpoint, Mode};
use crate::text::{Span, sort_by_key};

pub(super) static RULE: Rule = Rule {
    name: "session-feature-through-pooler",
    group: Group::Endpoints,
    severity: Severity::Warning,
    divided: Divided::Silent,
    summary: "SQL that needs a session, beside a connection to a transaction pooler",
    docs: "Behind a pooler in transaction mode the session ends with the transaction. `LISTEN` is accepted and no \
           notification ever arrives; a lock of `pg_advisory_lock` is given to a second client as well; a temporary \
           table is missing in the next transaction and stands there for a stranger; `SET` is lost for oneself and holds \
           for others; a cursor `WITH HOLD` and a statement of `PREPARE` are gone. What belongs to a transaction works: \
           `SET LOCAL`, `pg_advisory_xact_lock`, `ON COMMIT DROP`. It is said of code whose connection strings all lead \
           to such a pooler, and of a variable that is the only one such code connects with.",
    sources: &[
        "measured: each of these with two clients through PgBouncer 1.18 and 1.24 in transaction mode, 2026-11-23",
    ],
    examples: &[
        Example::good(
            "",
            "import psycopg\n\nconnection = psycopg.connect(\"postgresql://app@db:6432/shop\", prepare_threshold=None)\n\
             connection.execute(\"SET LOCAL statement_timeout = 500\")\nconnection.execute(\"SELECT \
             pg_advisory_xact_lock(1)\")\n",
        )
        .in_file("jobs.py")
        .at("pgbouncer@1.24"),
        Example::bad(
            "",
            "import psycopg\n\nconnection = psycopg.connect(\"postgresql://app@db:6432/shop\", prepare_threshold=None)\n\
             connection.execute(\"SELECT pg_advisory_lock(1)\")\n",
        )
        .in_file("jobs.py")
        .at("pgbouncer@1.24"),
        Example::bad(
            "",
            "import psycopg\n\nconnection = psycopg.connect(\"postgresql://app@db:6432/shop\", prepare_threshold=None)\n\
             connection.execute(\"LISTEN orders\")\n",
        )
        .in_file("jobs.py")
        .at("pgbouncer@1.24"),
    ],
    check: Check::Connection(check),
};

/// SQL that needs a session, and what becomes of it.
struct Feature {
    /// How a text with it begins, in capitals.
    begins: &'static str,
    /// What must stand in the text as well, in capitals.
    with: &'static str,
    /// What makes it a thing of the transaction, in capitals.
    unless: &'static str,
    /// What happens.
    fate: &'static str,
}

impl Feature {
    const fn new(begins: &'static str, with: &'static str, unless: &'static str, fate: &'static str) -> Self {
        Self { begins, with, unless, fate }
    }
}

const LEAKS: &str = "it is lost for this client and holds for others";
const DEAF: &str = "it is accepted, and no notification ever arrives";

const FEATURES: &[Feature] = &[
    Feature::new("LISTEN ", "", "", DEAF),
    Feature::new(
        "CREATE TEMP",
        "TABLE",
        "ON COMMIT DROP",
        "the next transaction does not find the table, and another client does",
    ),
    Feature::new("SET SESSION ", "", "", LEAKS),
    Feature::new("SET SEARCH_PATH", "", "", LEAKS),
    Feature::new("SET ROLE ", "", "", LEAKS),
    Feature::new("PREPARE ", " AS ", "", "the next transaction does not find the statement"),
    Feature::new("DECLARE ", "WITH HOLD", "", "the next transaction does not find the cursor"),
];

/// Calls that need a session, wherever they stand, and what happens.
const CALLS: &[(&str, &str)] = &[
    ("pg_advisory_lock(", "a second client gets the same lock"),
    ("pg_try_advisory_lock(", "a second client gets the same lock"),
    ("pg_advisory_lock_shared(", "a second client gets the same lock"),
    ("pq.NewListener(", DEAF),
    (".add_listener(", DEAF),
];

/// Something in code that needs a session.
#[derive(Clone)]
pub(super) struct NeedsSession {
    /// Where.
    pub span: Span,
    /// What it is.
    pub what: &'static str,
    /// What becomes of it.
    pub fate: &'static str,
}

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    if !cx.endpoint.certain || !loses_sessions(cx.endpoint.endpoint) {
        return;
    }
    let label = cx.endpoint.label();
    if cx.file.document.languages.is_empty() {
        out.extend(of_code_elsewhere(cx).map(|(code, needs)| {
            cx.plain_finding(
                cx.endpoint_span(),
                format!("`{}` needs a session, which {label} does not keep", needs.what),
            )
            .about(cx.endpoint)
            .here(cx.evidence())
            .note(format!("{}: {}", code.why, needs.fate))
            .help(HELP)
        }));
        return;
    }
    let first = cx.file.subjects.first();
    let leads_there = |it: &super::Subject| it.endpoint.certain && loses_sessions(it.endpoint.endpoint);
    if !first.is_some_and(|it| std::ptr::eq(it, cx.subject)) || !cx.file.subjects.iter().all(leads_there) {
        return;
    }
    for needs in needs_session(cx.file.text) {
        let written = needs.span.of(cx.file.text);
        let finding = cx
            .file
            .finding(needs.span, format!("`{written}` needs a session, which {label} does not keep"))
            .about(cx.endpoint)
            .labelled(cx.label_of_endpoint());
        out.push(finding.note(needs.fate).help(HELP));
    }
}

const HELP: &str =
    "connect to the server or to a pool in session mode for this, or keep it inside one transaction";

/// Whether all that belongs to a session is lost there; PgDog keeps some of it.
fn loses_sessions(endpoint: &Endpoint) -> bool {
    endpoint.mode == Mode::Transaction && !endpoint.name.starts_with("pgdog")
}

/// The code that reads the variable and needs a session.
fn of_code_elsewhere<'a>(cx: &Cx<'a>) -> Option<(&'a Use, &'a NeedsSession)> {
    let (variable, _) = cx.entry()?.name.as_ref()?;
    let mut uses = cx.file.options.code.iter().filter(|it| it.reads(variable));
    uses.find_map(|it| Some((it, it.needs_session.as_ref()?)))
}

/// What in `code` needs a session, in the order written.
pub(super) fn needs_session(code: &str) -> Vec<NeedsSession> {
    let mut out: Vec<NeedsSession> = code
        .match_indices(['"', '\'', '`'])
        .filter_map(|(at, _)| begun_at(code, at + 1))
        .chain(CALLS.iter().flat_map(|(call, fate)| {
            code.match_indices(call).map(|(at, _)| {
                let start = at + usize::from(call.starts_with('.'));
                let what = call.trim_matches(['.', '(']);
                NeedsSession { span: Span::new(start, start + what.len()), what, fate }
            })
        }))
        .collect();
    sort_by_key(&mut out, |it| it.span);
    out
}

/// The statement that begins in the text behind the quote before `at`.
fn begun_at(code: &str, at: usize) -> Option<NeedsSession> {
    let rest = code.get(at..)?;
    let text = rest.get(..rest.find(['"', '\'', '`', ';']).unwrap_or(rest.len()))?;
    let sql = text.trim_start();
    let upper = sql.to_ascii_uppercase();
    let feature = FEATURES.iter().find(|it| {
        let behind = upper.strip_prefix(it.begins).unwrap_or_default();
        !behind.trim().is_empty()
            && behind.contains(it.with)
            && (it.unless.is_empty() || !behind.contains(it.unless))
    })?;
    // A word that begins a sentence as well is taken in capitals only.
    let is_prose = matches!(feature.begins, "LISTEN " | "PREPARE ") && !sql.starts_with(feature.begins);
    let start = at + (text.len() - sql.len());
    let what = feature.begins.trim_end();
    let span = Span::new(start, start + what.len());
    (!is_prose).then_some(NeedsSession { span, what, fate: feature.fate })
}
