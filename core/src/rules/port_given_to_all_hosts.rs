//! `port-given-to-all-hosts`: the port of one host, which the driver gives to others as well.

use super::prelude::*;
use super::several_hosts_not_supported::in_the_query;
use crate::parse::Spelling;
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    name: "port-given-to-all-hosts",
    group: Group::Syntax,
    severity: Severity::Warning,
    divided: Divided::Hint,
    summary: "several hosts, one of which is dialled at the port of another",
    docs: "To libpq `host1,host2:5433` is `host1` at 5432 and `host2` at 5433. SQLAlchemy splits the URL itself, hands \
           libpq `host1,host2` as the host and 5433 as the port, and libpq gives one port to all hosts; pgx keeps ports \
           and hosts in two lists. Such a string works as long as the host that was meant answers, and fails when the \
           other one has to step in.",
    sources: &[
        "run: SQLAlchemy 2.0.58 and 2.1.9 over psycopg2 2.9.13 and psycopg 3.3.9, 2026-11-29; `pgx.ParseConfig` 5.10, \
         2026-11-24",
    ],
    examples: &[
        Example::good(
            "libpq",
            "postgresql://app@db1.example.com,db2.example.com:5433/shop?sslmode=verify-full",
        ),
        Example::good(
            "sqlalchemy-psycopg2",
            "postgresql+psycopg2://app@/shop?host=db1.example.com:5432&host=db2.example.com:5433&sslmode=verify-full",
        ),
        Example::bad(
            "sqlalchemy-psycopg2",
            "postgresql+psycopg2://app@db1.example.com,db2.example.com:5433/shop?sslmode=verify-full",
        ),
        Example::bad("pgx", "postgres://app@db1.example.com,db2.example.com:5433/shop?sslmode=verify-full"),
    ],
    check: Check::Connection(check),
};

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    let (written, read) = (&cx.written().hosts, &cx.reading.hosts);
    if cx.subject.spelling != Spelling::Uri || written.len() < 2 || read.len() != written.len() {
        return;
    }
    let text = cx.text();
    let meant = |port: Option<Span>| port.map_or(Some(5432), |port| port.of(text).parse::<i64>().ok());
    let differs = written.iter().zip(read).find_map(|((host, port), dialled)| {
        let dialled = dialled.port.as_ref()?.value;
        (meant(*port)? != dialled).then_some((*host, dialled))
    });
    let Some((host, dialled)) = differs.filter(|_| cx.reading.accepted()) else { return };
    let finding = cx
        .finding(host, format!("{} dials `{}` at port {dialled}", cx.label_of_driver(), host.of(text)))
        .note("it gives one port to all hosts, where libpq gives it to the host before it");
    out.push(finding.help(match in_the_query(cx) {
        Some(query) => format!("write no host before the database, and `{query}` behind it"),
        None => "write a port behind each host".to_owned(),
    }));
}
