//! `pooler-port-missing`: no port for a pooler whose port says which mode it is in.

use super::prelude::*;
use crate::parse::Spelling;

pub(super) static RULE: Rule = Rule {
    name: "pooler-port-missing",
    group: Group::Endpoints,
    severity: Severity::Hint,
    divided: Divided::Hint,
    summary: "a string for Supabase's shared pooler that leaves its mode to a default",
    docs: "On Supabase's shared pooler the port decides: 5432 is session mode, 6543 is transaction mode. A string without \
           a port, as in some snippets for .NET, gets 5432, and with it as many clients as the pool has connections.",
    sources: &["documentation of Supabase and Npgsql, 2026-11-23"],
    examples: &[
        Example::good(
            "npgsql",
            "Host=aws-0-eu-west-1.pooler.supabase.com;Port=5432;Username=postgres.abcdefghijklmnopqrst;Database=postgres;SSL Mode=VerifyFull",
        ),
        Example::bad(
            "npgsql",
            "Host=aws-0-eu-west-1.pooler.supabase.com;Username=postgres.abcdefghijklmnopqrst;Database=postgres;SSL Mode=VerifyFull",
        ),
    ],
    check: Check::Connection(check),
};

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    let Some((host, None)) = cx.written().hosts.first() else { return };
    // Separate variables may leave the port to code.
    let has_place =
        cx.subject.spelling != Spelling::Parts && cx.endpoint.certain && !cx.endpoint.evidence.is_empty();
    if cx.endpoint.endpoint.name != "supavisor-session" || !has_place {
        return;
    }
    out.push(
        cx.plain_finding(*host, "no port is named, and the pooler's mode depends on it")
            .about(cx.endpoint)
            .here(cx.evidence())
            .note("without one it is 5432, session mode, where no more clients get in than the pool has connections")
            .help("name the port that is meant: 5432 for session mode, 6543 for transaction mode"),
    );
}
