//! `statement-cache-disabled-without-pooler`: a switch for poolers at an endpoint that needs none.

use super::prelude::*;
use crate::endpoints::{Mode, NamedStatements};
use crate::model::{Setting, Statements};

pub(super) static RULE: Rule = Rule {
    name: "statement-cache-disabled-without-pooler",
    group: Group::Endpoints,
    severity: Severity::Hint,
    divided: Divided::Hint,
    summary: "prepared statements switched off where they work",
    docs: "`pgbouncer=true` and its kin make a driver do without prepared statements. On a direct host or in session \
           mode that costs speed and gains nothing. Where it stands on such a port, either the switch or the port is \
           not what was meant.",
    sources: &["documentation of Prisma and Supabase, 2026-11-23"],
    examples: &[
        Example::good(
            "prisma",
            "postgresql://postgres.abcdefghijklmnopqrst@aws-0-eu-west-1.pooler.supabase.com:5432/postgres?sslmode=require",
        ),
        Example::fixed(
            "prisma",
            "postgresql://postgres.abcdefghijklmnopqrst@aws-0-eu-west-1.pooler.supabase.com:5432/postgres?sslmode=require&pgbouncer=true",
            "postgresql://postgres.abcdefghijklmnopqrst@aws-0-eu-west-1.pooler.supabase.com:5432/postgres?sslmode=require",
        ),
    ],
    check: Check::Connection(check),
};

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    let works = matches!(cx.endpoint.endpoint.mode, Mode::Direct | Mode::Session)
        && cx.endpoint.named_statements() == NamedStatements::Kept;
    // A string for one's own machine is often the copy of one for a pooler.
    if !works || !cx.endpoint.certain || cx.endpoint.endpoint.name == "localhost" {
        return;
    }
    let is_named = cx.driver.prepared().statements == Statements::Named;
    let is_switch = |key: &str, value: &str| {
        let mut switches = cx.driver.driver.statements_off.iter();
        is_named && switches.any(|switch| switch.in_url.split_once('=') == Some((key, value)))
    };
    for given in &cx.reading.params {
        let flag = given.setting == Some(Setting::PgbouncerFlag) && given.value == "true";
        if !flag && !is_switch(&given.key, &given.value) {
            continue;
        }
        let label = cx.endpoint.label();
        let finding = cx
            .finding(
                given.span,
                format!(
                    "`{}={}` is for poolers in transaction mode, not for {label}",
                    given.key, given.value
                ),
            )
            .about(cx.endpoint)
            .labelled(cx.label_of_endpoint())
            .note("it works, and every query is parsed and planned anew")
            .fix(Safety::Unsafe, format!("remove `{}`", given.key), [cx.remove_pair(given.span)]);
        out.push(finding);
    }
}
