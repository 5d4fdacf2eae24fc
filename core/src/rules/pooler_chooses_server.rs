//! `pooler-chooses-server`: a wish for a kind of server where a pooler chooses.

use super::prelude::*;
use crate::endpoints::Mode;
use crate::model::{Fate, Setting};

pub(super) static RULE: Rule = Rule {
    name: "pooler-chooses-server",
    group: Group::Endpoints,
    severity: Severity::Hint,
    divided: Divided::Silent,
    summary: "`target_session_attrs` towards a pooler",
    docs: "`target_session_attrs` makes a driver try one host after the other until one is of the kind that it wants. A \
           pooler is one host, and its configuration says which server is behind it: what is asked once, when the \
           connection is made, says nothing about the server of the next transaction, and where the pooler leads to \
           another kind of server the connection is refused.",
    sources: &[
        "run: psycopg 3.3.9 and asyncpg 0.32 with each value, against PostgreSQL 15 and through PgBouncer 1.18 in \
         transaction mode, 2026-11-29",
    ],
    examples: &[
        Example::good(
            "psycopg",
            "postgresql://app@db1.example.com,db2.example.com/shop?sslmode=verify-full&target_session_attrs=read-write",
        ),
        Example::bad(
            "pgx",
            "postgres://app@db.example.com:6432/shop?sslmode=verify-full&default_query_exec_mode=exec&target_session_attrs=read-write",
        )
        .at("pgbouncer@1.18"),
    ],
    check: Check::Connection(check),
};

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    let pools = matches!(cx.endpoint.endpoint.mode, Mode::Session | Mode::Transaction | Mode::Pinning);
    if !pools || !cx.endpoint.certain || cx.reading.hosts.len() > 1 {
        return;
    }
    let is_wish = |it: &&crate::model::Given| {
        it.setting == Some(Setting::TargetSession) && it.fate == Fate::Client && it.value != "any"
    };
    let Some(wish) = cx.reading.params.iter().find(is_wish) else { return };
    let label = cx.endpoint.label();
    let finding = cx
        .finding(wish.span, format!("`{}` chooses nothing: {label} chooses the server", wish.key))
        .about(cx.endpoint)
        .labelled(cx.label_of_endpoint())
        .note("it is asked once, when the connection is made, and refuses the connection if the answer is another");
    out.push(finding.fix(Safety::Unsafe, "remove it", [cx.remove_pair(wish.span)]));
}
