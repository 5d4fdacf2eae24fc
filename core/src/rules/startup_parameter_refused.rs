//! `startup-parameter-refused`: a setting at startup that the pooler does not take.

use super::parameters::{Verdict, verdict};
use super::prelude::*;
use crate::endpoints::Others;

pub(super) static RULE: Rule = Rule {
    name: "startup-parameter-refused",
    group: Group::Endpoints,
    severity: Severity::Error,
    divided: Divided::Hint,
    summary: "a setting sent at startup that the pooler refuses",
    docs: "A driver sends user, database and settings when it connects. PostgreSQL takes any setting it has; PgBouncer \
           takes the few that it can follow for each client (`application_name`, `client_encoding`, `DateStyle`, \
           `TimeZone`, `standard_conforming_strings`, `IntervalStyle` since 1.20) and refuses the connection because \
           of any other, unless its owner lists it in `ignore_startup_parameters`, which drops it. `options` is \
           refused as a whole before 1.20 and setting by setting since then. RDS Proxy refuses `options` and settings \
           too. What drivers send by themselves counts: sqlx and older pgjdbc send `extra_float_digits`.",
    sources: &[
        "measured: PgBouncer 1.18 and 1.24.1, 2026-11-23",
        "run: asyncpg, postgres.js and libpq with a setting each, and pgjdbc 42.5, 2026-11-29",
        "source of Neon's proxy, 2026-03-25, and public transcripts of RDS Proxy; not run",
    ],
    examples: &[
        Example::good(
            "libpq",
            "postgresql://app@db.example.com/shop?sslmode=verify-full&options=-c%20timezone%3DUTC",
        )
        .at("pgbouncer@1.24"),
        Example::fixed(
            "libpq",
            "postgresql://app@db.example.com/shop?sslmode=verify-full&options=-c%20search_path%3Dapp",
            "postgresql://app@db.example.com/shop?sslmode=verify-full",
        )
        .at("pgbouncer@1.24"),
        Example::fixed(
            "postgres-js",
            "postgresql://app@db.example.com/shop?ssl=verify-full&prepare=false&work_mem=64MB",
            "postgresql://app@db.example.com/shop?ssl=verify-full&prepare=false",
        )
        .at("pgbouncer@1.24"),
    ],
    check: Check::Connection(check),
};

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    for sent in cx.sent_at_startup() {
        let (text, severity, refuses) = match sent.fate {
            Others::Refused(text) => (text, cx.severity_of_refusal(), "refuses"),
            Others::PerhapsRefused(text) => (text, Severity::Hint, "may refuse"),
            Others::Forwarded | Others::Dropped => continue,
        };
        let label = cx.endpoint.label();
        let says = format!("it says `{}`", text.replace("{}", &sent.setting));
        let finding = match sent.given {
            // Neither its driver nor the server knows it; `unknown-parameter` and its like speak of that.
            Some(given) if !matches!(verdict(cx, given), Verdict::Known) => continue,
            Some(given) => cx
                .finding(given.span, format!("{label} {refuses} the setting `{}` at startup", sent.setting))
                .labelled(cx.label_of_endpoint())
                .note(says)
                .note("`ALTER ROLE ... SET` gives the same setting to every connection of a role")
                .fix(Safety::Unsafe, format!("remove `{}`", given.key), [cx.remove_pair(given.span)]),
            None => cx
                .finding(
                    cx.endpoint_span(),
                    format!(
                        "{} always sends `{}`, which {label} {refuses}",
                        cx.label_of_driver(),
                        sent.setting
                    ),
                )
                .here(cx.evidence())
                .note(says)
                .help(format!("list `{}` in `ignore_startup_parameters` of the pooler", sent.setting)),
        };
        out.push(finding.severity(severity).about(cx.endpoint));
    }
}
