//! `credentials-in-jdbc-url`: `user:password@` in a JDBC URL.

use super::prelude::*;
use crate::parse::Spelling;

pub(super) static RULE: Rule = Rule {
    name: "credentials-in-jdbc-url",
    group: Group::Syntax,
    severity: Severity::Error,
    divided: Divided::Silent,
    summary: "`user:password@` in a JDBC URL",
    docs: "The PostgreSQL driver for JDBC knows no user information: it takes everything up to the `/` for host and \
           port, and reports an unknown host or `No suitable driver`. User and password are properties of their own, \
           or parameters of the URL.",
    sources: &["measured: pgjdbc 42.7.7, 2026-11-23"],
    examples: &[
        Example::good("", "jdbc:postgresql://db.example.com/shop?user=app&sslmode=verify-full"),
        Example::bad("", "jdbc:postgresql://app:secret@db.example.com/shop?sslmode=verify-full"),
    ],
    check: Check::Connection(check),
};

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    let written = cx.written();
    let Some(user) = written.user.filter(|_| cx.subject.spelling == Spelling::Jdbc) else { return };
    let span = written.hosts.iter().fold(user, |span, host| span.join(host.0));
    let mut finding =
        cx.plain_finding(span, "JDBC takes `user:password@` for a part of the host").here("read as the host");
    finding = finding.note("the driver says `No suitable driver`, or `UnknownHostException`");
    out.push(
        finding.help("remove it, and pass `user` and `password` as properties or as parameters of the URL"),
    );
}
