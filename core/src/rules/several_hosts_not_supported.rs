//! `several-hosts-not-supported`: a list of hosts for a driver that takes it for one name.

use super::prelude::*;
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    name: "several-hosts-not-supported",
    group: Group::Syntax,
    severity: Severity::Error,
    divided: Divided::Warning,
    summary: "several hosts for a driver that takes one",
    docs: "`host1,host2` is a list for libpq and the drivers that follow it. Others take it for the name of one host, \
           which does not exist, or refuse the URL. SQLAlchemy wants each host as a parameter of its own: \
           `?host=host1:5432&host=host2:5432`.",
    sources: &[
        "measured: two hosts in a URL against the installed drivers, 2026-11-23",
        "run: SQLAlchemy 2.0.58 and 2.1.9 over asyncpg, psycopg and psycopg2 with several hosts in the URL and in its \
         query, 2026-11-29",
    ],
    examples: &[
        Example::good("libpq", "postgresql://app@db1.example.com,db2.example.com/shop?sslmode=verify-full"),
        Example::good(
            "libpq",
            "postgresql://app@[2001:db8::1]:5432,[2001:db8::2]:5433/shop?sslmode=verify-full",
        ),
        Example::bad(
            "node-postgres",
            "postgresql://app@db1.example.com,db2.example.com/shop?sslmode=verify-full",
        ),
        Example::good(
            "sqlalchemy-asyncpg",
            "postgresql+asyncpg://app@/shop?host=db1.example.com:5432&host=db2.example.com:5433&ssl=verify-full",
        ),
        Example::bad(
            "sqlalchemy-asyncpg",
            "postgresql+asyncpg://app@db1.example.com,db2.example.com:5433/shop?ssl=verify-full",
        ),
    ],
    check: Check::Connection(check),
};

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    let hosts = &cx.written().hosts;
    let (Some(first), Some(last)) = (hosts.first(), hosts.last()) else { return };
    let (read, written) = (cx.reading.hosts.len(), hosts.len());
    // Names are not compared: brackets of an IPv6 address go, and a password may have been cut into the first one.
    if written < 2 || first.0.is_empty() || read >= written {
        return;
    }
    // A password that was cut can leave commas where the hosts are thought to be; that is another rule's business.
    let only_first = cx.read_with(&[(
        Span::new(first.1.unwrap_or(first.0).end, last.1.unwrap_or(last.0).end),
        String::new(),
    )]);
    if !only_first.accepted() && !cx.reading.accepted() && only_first.hosts.len() == read {
        return;
    }
    let span = last.1.unwrap_or(last.0).join(first.0);
    let mut finding = cx.finding(span, format!("{} takes one host, not a list", cx.label_of_driver()));
    match cx.host_shown().filter(|_| cx.reading.accepted()) {
        Some(host) => finding = finding.note(format!("it looks up the host `{host}`")),
        None => finding.notes.extend(cx.refusal_note()),
    }
    let help = match in_the_query(cx) {
        Some(query) => format!("write no host before the database, and `{query}` behind it"),
        None => "name one host, such as one that always leads to the primary".to_owned(),
    };
    out.push(finding.help(help));
}

/// The hosts as parameters of their own, where the driver takes several in that way.
pub(super) fn in_the_query(cx: &Cx<'_>) -> Option<String> {
    let text = cx.text();
    let host = |(host, port): &(Span, Option<Span>)| {
        let port = port.map(|port| port.of(text)).filter(|port| !port.is_empty());
        format!("host={}:{}", host.of(text), port.unwrap_or("5432"))
    };
    let hosts: Vec<String> = cx.written().hosts.iter().map(host).collect();
    let takes_them =
        ["sqlalchemy-asyncpg", "sqlalchemy-psycopg", "sqlalchemy-psycopg2"].contains(&cx.driver.driver.name);
    let is_v6 = hosts.iter().any(|host| host.contains('['));
    (takes_them && !is_v6).then(|| format!("?{}", hosts.join("&")))
}
