//! `http-endpoint`: a host or scheme at which no PostgreSQL answers.

use super::prelude::*;
use crate::endpoints::Part;

pub(super) static RULE: Rule = Rule {
    name: "http-endpoint",
    group: Group::Endpoints,
    severity: Severity::Error,
    divided: Divided::Hint,
    summary: "a driver of PostgreSQL at an endpoint that speaks HTTP",
    docs: "Some platforms hand out strings for a client of their own that goes by HTTP: `prisma://` and \
           `prisma+postgres://` of Prisma Accelerate, port 443 of Neon. A driver of PostgreSQL refuses the scheme, or \
           waits for an answer in a protocol that is not spoken there.",
    sources: &["documentation of Prisma and source of Neon's proxy, 2026-11-23; not run"],
    examples: &[
        Example::good("", "DATABASE_URL=prisma+postgres://accelerate.prisma-data.net/?api_key=eyJhbGciOi\n")
            .in_file(".env"),
        Example::bad("libpq", "prisma+postgres://accelerate.prisma-data.net/?api_key=eyJhbGciOi"),
        Example::bad("node-postgres", "prisma://accelerate.prisma-data.net/?api_key=eyJhbGciOi"),
    ],
    check: Check::Connection(check),
};

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    if cx.endpoint.endpoint.speaks_postgresql {
        return;
    }
    let label = cx.endpoint.endpoint.label;
    let span = cx.written().scheme.filter(|_| by_scheme(cx)).unwrap_or_else(|| cx.endpoint_span());
    let mut finding = cx
        .finding(span, format!("{label} speaks HTTP, and {} PostgreSQL's protocol", cx.label_of_driver()))
        .severity(if cx.subject.driver_is_known() { Severity::Error } else { Severity::Hint })
        .about(cx.endpoint)
        .here(cx.evidence());
    finding.notes.extend(cx.refusal_note());
    out.push(finding.help("use the string that the platform hands out for drivers of PostgreSQL"));
}

fn by_scheme(cx: &Cx<'_>) -> bool {
    cx.endpoint.evidence.first().is_some_and(|(part, _)| *part == Part::Scheme)
}
