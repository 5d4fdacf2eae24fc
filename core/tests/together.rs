//! Several things wrong with one string: each is found, no secret shows, and the fixes get along.

use connlint_core::diag::{Finding, Safety, Severity};
use connlint_core::{Options, fix, lint};

const ENV: &str =
    "DATABASE_URL=postgresql+asyncpg://app:p@ss@db.example.com:6543/shop?pgbouncer=true&sslmode=require\n";

fn errors() -> Vec<Finding> {
    let findings = lint(ENV, None, &Options::default()).findings;
    findings.into_iter().filter(|finding| finding.severity == Severity::Error).collect()
}

fn place(finding: &Finding) -> &str {
    ENV.get(finding.start.offset..finding.end.offset).unwrap_or_default()
}

#[test]
fn each_error_is_found_at_its_place() {
    let errors = errors();
    let found: Vec<(&str, &str)> = errors.iter().map(|it| (it.rule.as_str(), place(it))).collect();
    assert_eq!(
        found,
        [
            ("password-not-encoded", "p@ss"),
            ("unknown-parameter", "pgbouncer=true"),
            ("unknown-parameter", "sslmode=require"),
        ]
    );
}

#[test]
fn the_password_does_not_show_in_the_host_that_it_became() {
    let errors = errors();
    let notes = errors.iter().flat_map(|it| &it.notes).cloned().collect::<Vec<_>>().join("\n");
    assert!(notes.contains("`**@db.example.com`"), "{notes}");
    assert!(!notes.contains("ss@"), "{notes}");
}

#[test]
fn all_fixes_together_leave_nothing_to_fix() {
    let fixed = fix::fix(ENV, None, &Options::default(), Safety::Unsafe);
    assert!(fixed.text.contains("app:p%40ss@db.example.com:6543/shop?ssl=require"), "{}", fixed.text);
    let left = lint(&fixed.text, None, &Options::default()).findings;
    let left: Vec<_> =
        left.iter().filter(|it| it.fix.as_ref().is_some_and(|fix| fix.safety != Safety::Shown)).collect();
    assert!(left.is_empty(), "{left:?}");
}
