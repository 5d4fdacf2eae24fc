//! `password-in-query`: the password as a parameter of a URL.

use super::prelude::*;
use crate::parse::Spelling;

pub(super) static RULE: Rule = Rule {
    name: "password-in-query",
    group: Group::Secrets,
    severity: Severity::Hint,
    divided: Divided::Hint,
    summary: "a password in the query of a URL",
    docs: "Programs that hide passwords before they write a URL to a log look between `:` and `@`; few look into the \
           query.",
    sources: &["reading the maskers of common logging and error-reporting tools"],
    examples: &[
        Example::good("libpq", "postgresql://app:pw@db.example.com/shop?sslmode=verify-full"),
        Example::bad("libpq", "postgresql://app@db.example.com/shop?sslmode=verify-full&password=pw"),
    ],
    check: Check::Connection(check),
};

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    // A JDBC URL has no other place for it.
    if cx.subject.spelling != Spelling::Uri {
        return;
    }
    let Some((_, key, value)) = cx.written().pair(cx.text(), "password") else { return };
    if !value.is_empty() {
        out.push(
            cx.plain_finding(*key, "the password stands in the query")
                .note("most tools that hide passwords in logs do not look there")
                .help("write it in front of the host: `user:password@host`"),
        );
    }
}
