//! `pgbouncer-flag-without-need`: Prisma's switch for poolers where the pooler, or Prisma itself, has no need of it.

use super::prelude::*;
use crate::endpoints::{Mode, NamedStatements};
use crate::model::{Setting, Statements};

pub(super) static RULE: Rule = Rule {
    name: "pgbouncer-flag-without-need",
    group: Group::Endpoints,
    severity: Severity::Hint,
    divided: Divided::Silent,
    summary: "`pgbouncer=true` where nothing is gained by it",
    docs: "`pgbouncer=true` makes the engine of Prisma up to 6 do without named statements. Neon's pooler and PgBouncer \
           from 1.21 on with `max_prepared_statements` keep them, so that it only costs: every query is parsed and \
           planned anew, and Prisma advises against it there. From Prisma 7 on node-postgres reads the string, which \
           names no statements and does not know the parameter.",
    sources: &[
        "documentation of Prisma, \"PgBouncer\", and of Neon, 2026-11-23; the engine was not run",
        "run: Prisma 7.10 with adapter-pg through PgBouncer, with and without the parameter, 2026-11-23",
    ],
    examples: &[
        Example::good(
            "prisma@6",
            "postgresql://app@ep-cool-rain-123456-pooler.eu-central-1.aws.neon.tech/shop?sslmode=require&sslaccept=strict",
        ),
        Example::fixed(
            "prisma@6",
            "postgresql://app@ep-cool-rain-123456-pooler.eu-central-1.aws.neon.tech/shop?sslmode=require&sslaccept=strict&pgbouncer=true",
            "postgresql://app@ep-cool-rain-123456-pooler.eu-central-1.aws.neon.tech/shop?sslmode=require&sslaccept=strict",
        ),
        Example::good("prisma@6", "postgresql://app@db.example.com:6432/shop?sslmode=require&pgbouncer=true")
            .at("pgbouncer@1.18"),
        Example::bad("prisma@6", "postgresql://app@db.example.com:6432/shop?sslmode=require&pgbouncer=true")
            .at("pgbouncer@1.24"),
        Example::bad("prisma@7", "postgresql://app@db.example.com/shop?sslmode=verify-full&pgbouncer=true"),
    ],
    check: Check::Connection(check),
};

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    if cx.driver.driver.name != "prisma" {
        return;
    }
    let flag =
        cx.reading.params.iter().find(|it| it.setting == Some(Setting::PgbouncerFlag) && it.value == "true");
    let Some(flag) = flag else { return };
    let finding = if cx.driver.prepared().statements != Statements::Named {
        // Without a version the engine that needs it may be meant.
        if !cx.driver.version_known {
            return;
        }
        cx.finding(flag.span, format!("Prisma {} does not read `pgbouncer`", cx.driver.version))
            .note("its adapter gives the string to node-postgres, which names no statements")
    } else if is_tracked(cx) {
        let label = cx.endpoint.label();
        cx.finding(
            flag.span,
            format!("`pgbouncer=true` is for poolers that lose statements; {label} keeps them"),
        )
        .about(cx.endpoint)
        .labelled(cx.label_of_endpoint())
        .note("it works, and every query is parsed and planned anew")
    } else {
        return;
    };
    out.push(finding.fix(Safety::Unsafe, "remove `pgbouncer`", [cx.remove_pair(flag.span)]));
}

fn is_tracked(cx: &Cx<'_>) -> bool {
    let endpoint = cx.endpoint;
    endpoint.certain
        && endpoint.endpoint.mode == Mode::Transaction
        && endpoint.named_statements() == NamedStatements::Tracked
}
