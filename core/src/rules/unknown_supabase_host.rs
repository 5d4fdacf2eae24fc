//! `unknown-supabase-host`: a name under Supabase's domains at which no database answers.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "unknown-supabase-host",
    group: Group::Endpoints,
    severity: Severity::Error,
    divided: Divided::Hint,
    summary: "a host of Supabase at which no database answers",
    docs: "Databases of Supabase answer at `db.<project>.supabase.co`, shared poolers at \
           `aws-<number>-<region>.pooler.supabase.com`. Mixtures of the two do not resolve, and \
           `<project>.supabase.co` is the host of the project's HTTP interface, where PostgreSQL does not answer.",
    sources: &["documentation of Supabase, 2026-11-23"],
    examples: &[
        Example::good(
            "libpq",
            "postgresql://postgres@db.abcdefghijklmnopqrst.supabase.co:5432/postgres?sslmode=verify-full&sslrootcert=prod.crt",
        ),
        Example::bad(
            "libpq",
            "postgresql://postgres@aws-0-ca-central-1.db.supabase.com:5432/postgres?sslmode=verify-full&sslrootcert=prod.crt",
        ),
    ],
    check: Check::Connection(check),
};

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    let host = cx.host();
    let Some(&(span, _)) = cx.written().hosts.first().filter(|_| is_strange(&host.to_ascii_lowercase()))
    else {
        return;
    };
    let finding = cx
        .plain_finding(span, format!("no database of Supabase answers at `{host}`"))
        .note(
            "databases answer at `db.<project>.supabase.co`, poolers at `aws-<number>-<region>.pooler.supabase.com`; \
             any other name does not resolve, or the connection times out",
        )
        .help("copy the host from the Connect dialog of the project");
    out.push(finding);
}

fn is_strange(host: &str) -> bool {
    let under =
        |domain: &str| host == domain || host.strip_suffix(domain).is_some_and(|it| it.ends_with('.'));
    let supabase = under("supabase.com") || under("supabase.co");
    let project = host.strip_prefix("db.").and_then(|rest| rest.strip_suffix(".supabase.co"));
    supabase && !under("pooler.supabase.com") && project.is_none_or(str::is_empty)
}
