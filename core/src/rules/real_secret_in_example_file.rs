//! `real-secret-in-example-file`: a password that looks real in a file that is made to be shared.

use super::prelude::*;
use super::reference::has_reference;
use super::variables::password_place;
use crate::text::is_placeholder;

pub(super) static RULE: Rule = Rule {
    name: "real-secret-in-example-file",
    group: Group::Secrets,
    severity: Severity::Hint,
    divided: Divided::Hint,
    summary: "a password that looks real in an example file",
    docs: "Files such as `.env.example` are committed. A password that was committed once has to be changed, as it \
           stays in the history.",
    sources: &["connlint"],
    examples: &[
        Example::good(
            "libpq",
            "DATABASE_URL=postgresql://app:password@db.example.com/shop?sslmode=verify-full\n",
        )
        .in_file(".env.example"),
        Example::bad(
            "libpq",
            "DATABASE_URL=postgresql://app:k7Qz2mXw9Lp4@db.example.com/shop?sslmode=verify-full\n",
        )
        .in_file(".env.example"),
    ],
    check: Check::File(check),
};

/// Pieces of words that no generated password has.
const MADE_UP: &[&str] = &[
    "pass", "secret", "example", "change", "your", "postgres", "test", "dev", "admin", "user", "local",
    "xxx", "1234",
];

fn check(cx: &FileCx<'_>, out: &mut Vec<Finding>) {
    let name =
        cx.path.and_then(|path| path.rsplit(['/', '\\']).next()).unwrap_or_default().to_ascii_lowercase();
    if !["example", "sample", "template", "dist"].iter().any(|word| name.contains(word)) {
        return;
    }
    for subject in cx.subjects {
        let password = subject.written.password.map_or("", |span| span.of(subject.text()));
        let Some(place) = password_place(subject).filter(|_| looks_real(password)) else { continue };
        out.push(
            cx.finding(place, "the password in this example file looks real")
                .help("put a placeholder there, and change the password if it is in use"),
        );
    }
}

/// Long enough, of letters and digits, and without any of the words that people put into examples.
fn looks_real(password: &str) -> bool {
    let lower = password.to_ascii_lowercase();
    password.chars().count() >= 10
        && password.contains(|c: char| c.is_ascii_digit())
        && password.contains(|c: char| c.is_ascii_alphabetic())
        && !has_reference(password)
        && !is_placeholder(password)
        && !MADE_UP.iter().any(|word| lower.contains(word))
}
