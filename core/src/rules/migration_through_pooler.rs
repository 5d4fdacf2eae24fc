//! `migration-through-pooler`: a string for migrations that leads to a pooler in transaction mode.

use super::prelude::*;
use crate::endpoints::Mode;

pub(super) static RULE: Rule = Rule {
    name: "migration-through-pooler",
    group: Group::Endpoints,
    severity: Severity::Warning,
    divided: Divided::Hint,
    summary: "a string for migrations that leads to a transaction pooler",
    docs: "Tools that change the schema, dump or restore want one session: they take advisory locks, set `search_path` \
           and prepare statements. Through a pooler in transaction mode locks are taken on one server connection and \
           released on another, and settings stay behind for strangers. Variables such as `DIRECT_URL` and \
           `POSTGRES_URL_NON_POOLING` are there to lead around the pooler.",
    sources: &["documentation of Prisma, Supabase, Neon and PgBouncer, 2026-11-23"],
    examples: &[
        Example::good(
            "libpq",
            "DIRECT_URL=postgresql://app@ep-cool-rain-123456.eu-central-1.aws.neon.tech/shop?sslmode=verify-full&sslrootcert=system\n",
        )
        .in_file(".env"),
        Example::bad(
            "libpq",
            "DIRECT_URL=postgresql://app@ep-cool-rain-123456-pooler.eu-central-1.aws.neon.tech/shop?sslmode=verify-full&sslrootcert=system\n",
        )
        .in_file(".env"),
    ],
    check: Check::Connection(check),
};

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    if !cx.endpoint.endpoint.mode.may_share_transactions() || !cx.is_for_migrations() {
        return;
    }
    let name = cx.entry().and_then(|entry| entry.name.as_ref()).map_or("", |(name, _)| name.as_str());
    let mode = if cx.endpoint.endpoint.mode == Mode::Chosen { "perhaps " } else { "" };
    let label = cx.endpoint.label();
    let finding = cx
        .plain_finding(cx.endpoint_span(), format!("`{name}` leads to {label}, {mode}in transaction mode"))
        .severity(if cx.endpoint.is_sure() { Severity::Warning } else { Severity::Hint })
        .about(cx.endpoint)
        .here(cx.evidence())
        .note("migrations take advisory locks and change settings of the session, which are lost between transactions");
    let port = cx.written().hosts.first().and_then(|host| host.1);
    out.push(match (cx.endpoint.endpoint.name, port) {
        ("supavisor-transaction", Some(port)) => {
            finding.fix(Safety::Unsafe, "use port 5432, the session pooler", [cx.edit(port, "5432")])
        }
        ("neon-pooler", _) => finding.help("use the host without `-pooler`"),
        _ => finding.help("use the host and port of the server itself"),
    });
}
