//! `user-missing`: a string that does not say which user.

use super::prelude::*;
use super::reference::has_reference;
use crate::parse::Spelling;

pub(super) static RULE: Rule = Rule {
    name: "user-missing",
    group: Group::Syntax,
    severity: Severity::Hint,
    divided: Divided::Silent,
    summary: "a string that names no user",
    docs: "Most drivers then take `PGUSER` or the user of the operating system: the same string connects as somebody \
           else on another machine, and as `root` in a container.",
    sources: &["measured: a URL without user against the installed drivers, 2026-11-23"],
    examples: &[
        Example::good("libpq", "postgresql://app@db.example.com/shop?sslmode=verify-full"),
        Example::bad("libpq", "postgresql://db.example.com/shop?sslmode=verify-full"),
    ],
    check: Check::Connection(check),
};

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    let Some((host, _)) = cx.written().hosts.first() else { return };
    let is_whole =
        !matches!(cx.subject.spelling, Spelling::Jdbc | Spelling::Pdo | Spelling::Dbi | Spelling::Parts);
    if cx.reading.user.is_some() || !is_whole || !cx.reading.accepted() || has_reference(cx.text()) {
        return;
    }
    out.push(
        cx.plain_finding(*host, "the string names no user")
            .note("drivers take the user of the operating system, which differs from machine to machine")
            .help("add the user"),
    );
}
