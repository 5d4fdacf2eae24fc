//! `host-misread`: a host that the driver cuts, or takes together with its port.

use std::net::Ipv6Addr;

use super::prelude::*;
use super::reference::has_reference;
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    name: "host-misread",
    group: Group::Syntax,
    severity: Severity::Error,
    divided: Divided::Silent,
    summary: "a host that the driver does not read as one",
    docs: "Some drivers know hosts of fewer kinds than a URL has: postgres.js ends the host at the first `:`, which \
           leaves `[2001` of an IPv6 address in brackets, and to R2DBC, which asks Java, `my_db:5433` with its `_` is one \
           name. What is looked up then exists nowhere.",
    sources: &[
        "measured: IPv6 addresses against the installed drivers, 2026-11-24",
        "measured: `java.net.URI` of Java 17, 2026-11-25",
    ],
    examples: &[
        Example::good("libpq", "postgresql://app@[2001:db8::1]:5432/shop?sslmode=verify-full"),
        Example::bad("postgres-js", "postgresql://app@[2001:db8::1]:5432/shop?sslmode=verify-full"),
        Example::bad("r2dbc-postgresql", "r2dbc:postgresql://app@my_db:5433/shop?sslMode=verify-full"),
        Example::good("r2dbc-postgresql", "r2dbc:postgresql://app@my-db:5433/shop?sslMode=verify-full"),
    ],
    check: Check::Connection(check),
};

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    let [(host, port)] = cx.written().hosts.as_slice() else { return };
    let text = cx.text();
    let name = cx.reading.hosts.first().and_then(|read| read.name.as_ref()).map(|name| name.value.as_str());
    if !cx.subject.spelling.is_url() || has_reference(host.of(text)) {
        return;
    }
    let port = port.filter(|port| port.of(text).parse::<u16>().is_ok());
    let with_port = port.map(|port| host.join(port));
    let takes_port = with_port.is_some_and(|both| Some(both.of(text)) == name);
    let driver = cx.label_of_driver();
    if let Some(both) = with_port.filter(|_| takes_port && cx.reading.accepted()) {
        let finding = cx.finding(both, format!("{driver} takes host and port for one name"));
        let finding = finding.note(format!("it looks up the host `{}`", cx.shown(both)));
        out.push(finding.help("name a host of letters, digits and hyphens"));
    } else if is_cut(cx, *host, name) {
        let mut finding = cx.finding(*host, format!("{driver} does not read an IPv6 address in brackets"));
        match cx.host_shown().filter(|_| cx.reading.accepted()) {
            Some(host) => finding = finding.note(format!("it looks up the host `{host}`")),
            None => finding.notes.extend(cx.refusal_note()),
        }
        out.push(finding.help("give the host apart from the string, or a name that has the address"));
    }
}

/// Whether the driver stops inside the brackets of an address: it reads a piece of it, or complains of one.
fn is_cut(cx: &Cx<'_>, host: Span, name: Option<&str>) -> bool {
    let inner = host.of(cx.text()).strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    if inner.is_none_or(|inner| inner.parse::<Ipv6Addr>().is_err()) {
        return false;
    }
    match &cx.reading.refusal {
        Some(refusal) => host.contains(refusal.span) && refusal.span.len() < host.len(),
        None => name.is_some_and(|name| name.starts_with('[') && !name.ends_with(']')),
    }
}
