//! `ipv6-without-brackets`: an IPv6 address that runs into the port.

use super::prelude::*;
use crate::text::Span;
use std::net::Ipv6Addr;

pub(super) static RULE: Rule = Rule {
    name: "ipv6-without-brackets",
    group: Group::Syntax,
    severity: Severity::Error,
    divided: Divided::Warning,
    summary: "an IPv6 address without brackets in a URL",
    docs: "In a URL an IPv6 address stands in brackets, because its colons would begin the port: without them a driver \
           calls the port invalid, or dials another host.",
    sources: &["RFC 3986, section 3.2.2; measured against the installed drivers, 2026-11-23"],
    examples: &[
        Example::good("libpq", "postgresql://app@[2001:db8::1]:5432/shop?sslmode=verify-full"),
        Example::fixed(
            "libpq",
            "postgresql://app@2001:db8::1/shop?sslmode=verify-full",
            "postgresql://app@[2001:db8::1]/shop?sslmode=verify-full",
        ),
        Example::fixed(
            "libpq",
            "postgresql://app@2001:db8::1:5432/shop?sslmode=verify-full",
            "postgresql://app@[2001:db8::1]:5432/shop?sslmode=verify-full",
        ),
    ],
    check: Check::Connection(check),
};

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    for (host, _) in &cx.written().hosts {
        let Some(address) = address(cx, *host) else { continue };
        let text = address.of(cx.text());
        let mut finding =
            cx.plain_finding(address, format!("the IPv6 address `{text}` needs brackets in a URL"));
        match (cx.refusal_note(), cx.host_shown()) {
            (Some(refusal), _) => finding.notes.push(refusal),
            (None, Some(host)) => {
                finding = finding.note(format!("{} dials the host `{host}`", cx.label_of_driver()));
            }
            (None, None) => {}
        }
        out.push(finding.fix(
            Safety::Unsafe,
            format!("write `[{text}]`"),
            [cx.edit(Span::at(address.start), "["), cx.edit(Span::at(address.end), "]")],
        ));
    }
}

/// The bare IPv6 address that begins at `host`. Its last group is a port when it looks like one: four or five digits
/// behind an address that is complete without them.
pub(super) fn address(cx: &Cx<'_>, host: Span) -> Option<Span> {
    if !cx.subject.spelling.is_url() {
        return None;
    }
    let rest = Span::new(host.start, cx.text().len()).of(cx.text());
    let end = rest.find(['/', '?', '#', ',']).unwrap_or(rest.len());
    let all = rest.get(..end)?;
    if all.matches(':').count() < 2 {
        return None;
    }
    let is_address = |text: &str| text.parse::<Ipv6Addr>().is_ok();
    let (before, last) = all.rsplit_once(':')?;
    let looks_like_port = last.len() >= 4 && last.parse::<u16>().is_ok();
    let address = if is_address(before) && (looks_like_port || !is_address(all)) {
        before
    } else if is_address(all) {
        all
    } else {
        return None;
    };
    Some(Span::new(host.start, host.start + address.len()))
}
