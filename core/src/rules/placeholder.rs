//! `placeholder`: a part that is yet to be filled in.

use super::prelude::*;
use crate::text::is_placeholder;

pub(super) static RULE: Rule = Rule {
    name: "placeholder",
    group: Group::Secrets,
    severity: Severity::Hint,
    divided: Divided::Hint,
    summary: "a part of the string that is yet to be filled in",
    docs: "Dashboards hand out strings with `[YOUR-PASSWORD]` in them. Most drivers take the brackets for a part of \
           the password, and authentication fails; to asyncpg on a present Python they are a broken IPv6 address.",
    sources: &["the connection strings that dashboards of hosted PostgreSQL show"],
    examples: &[
        Example::good("libpq", "postgresql://app:s3cr3t@db.example.com/shop?sslmode=verify-full"),
        Example::bad("libpq", "postgresql://app:[YOUR-PASSWORD]@db.example.com/shop?sslmode=verify-full"),
    ],
    check: Check::Connection(check),
};

/// Words that stand for a password and are never one.
const WORDS: &[&str] =
    &["changeme", "change-me", "change_me", "your-password", "your_password", "yourpassword", "xxxx", "****"];

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    let Some(span) = cx.written().password else { return };
    let password = span.of(cx.text());
    let is_reference = password.starts_with('$');
    let is_word = WORDS.iter().any(|word| password.eq_ignore_ascii_case(word))
        || !password.is_empty() && password.chars().all(|c| c == '*');
    if is_word || is_placeholder(password) && !is_reference {
        out.push(
            cx.plain_finding(span, "the password is a placeholder")
                .help("put the password there, brackets included, and percent-encode it"),
        );
    }
}
