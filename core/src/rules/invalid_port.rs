//! `invalid-port`: a port that cannot be one.

use super::ipv6_without_brackets::address;
use super::prelude::*;
use super::reference::has_reference;
use crate::parse::decode_utf8;
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    name: "invalid-port",
    group: Group::Syntax,
    severity: Severity::Error,
    divided: Divided::Warning,
    summary: "a port that is no number from 1 to 65535",
    docs: "Some drivers refuse such a port when they read the string; libpq and asyncpg take 99999 and fail when they \
           dial.",
    sources: &["measured: ports 0, 65536 and text against the installed drivers, 2026-11-23"],
    examples: &[
        Example::good("libpq", "postgresql://app@db.example.com:6432/shop?sslmode=verify-full"),
        Example::good("libpq", "postgresql://app@db.example.com:${PORT}/shop?sslmode=verify-full"),
        Example::good("libpq", "postgresql://app@db.example.com:543%32/shop?sslmode=verify-full"),
        Example::bad("libpq", "postgresql://app@db.example.com:54320000/shop?sslmode=verify-full"),
        Example::bad("libpq", "host=db.example.com port=5432a user=app dbname=shop sslmode=verify-full"),
    ],
    check: Check::Connection(check),
};

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    for (host, port) in &cx.written().hosts {
        let Some(port) = port.filter(|_| address(cx, *host).is_none()) else { continue };
        for one in each(cx.text(), port) {
            let text = one.of(cx.text());
            let has_reference = has_reference(text) || has_reference(host.of(cx.text()));
            if text.is_empty() || is_port(text) || has_reference || is_decoded(cx, text) {
                continue;
            }
            let mut finding = cx.plain_finding(one, format!("`{}` is no port", cx.shown(one)));
            let is_about_it = cx.reading.refusal.as_ref().is_some_and(|refusal| refusal.span.overlaps(one));
            finding.notes.extend(cx.refusal_note().filter(|_| is_about_it));
            out.push(finding.help("write a number from 1 to 65535; PostgreSQL listens on 5432"));
        }
    }
}

/// Whether the driver decodes `text`, such as `543%32`, to a port; libpq does.
fn is_decoded(cx: &Cx<'_>, text: &str) -> bool {
    let decoded = decode_utf8(text).ok().filter(|decoded| decoded != text && is_port(decoded));
    let port = decoded.and_then(|port| port.trim().parse::<i64>().ok());
    let mut dialled = cx.reading.hosts.iter().filter_map(|host| host.port.as_ref());
    cx.reading.accepted() && port.is_some_and(|port| dialled.any(|it| it.value == port))
}

/// Ports of several hosts, as keyword/value text has them: `5432,5433`.
fn each(text: &str, span: Span) -> Vec<Span> {
    let mut at = span.start;
    span.of(text)
        .split(',')
        .map(|one| {
            let start = at;
            at += one.len() + 1;
            Span::new(start, start + one.len())
        })
        .collect()
}

fn is_port(text: &str) -> bool {
    text.trim().parse::<u16>().is_ok_and(|port| port > 0)
}
