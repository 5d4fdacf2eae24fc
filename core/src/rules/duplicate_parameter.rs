//! `duplicate-parameter`: the same parameter twice.

use super::prelude::*;
use crate::parse::Spelling;

pub(super) static RULE: Rule = Rule {
    name: "duplicate-parameter",
    group: Group::Parameters,
    severity: Severity::Warning,
    divided: Divided::Warning,
    summary: "a parameter that is given twice",
    docs: "Which of the two counts depends on the driver; in most the last one does.",
    sources: &["measured: a parameter given twice against the installed drivers, 2026-11-23"],
    examples: &[
        Example::good("libpq", "postgresql://app@db.example.com/shop?sslmode=verify-full&connect_timeout=5"),
        Example::fixed(
            "libpq",
            "postgresql://app@db.example.com/shop?connect_timeout=5&sslmode=verify-full&connect_timeout=10",
            "postgresql://app@db.example.com/shop?sslmode=verify-full&connect_timeout=10",
        ),
    ],
    check: Check::Connection(check),
};

/// Parameters that some drivers take several times on purpose.
const LISTS: &[&str] = &["host", "port", "options"];

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    if cx.subject.spelling == Spelling::Parts {
        return;
    }
    let text = cx.text();
    let pairs = &cx.written().pairs;
    for (at, (pair, key, value)) in pairs.iter().enumerate() {
        let name = key.of(text);
        let first = pairs.iter().take(at).find(|(_, earlier, _)| earlier.of(text) == name);
        let Some((earlier, _, earlier_value)) = first.filter(|_| !name.is_empty() && !LISTS.contains(&name))
        else {
            continue;
        };
        let mut finding = cx.plain_finding(*pair, format!("`{name}` is given twice"));
        if earlier_value.of(text) == value.of(text) {
            finding = finding.severity(Severity::Hint);
        }
        out.push(
            finding
                .labelled(cx.label(*earlier, "first given here"))
                .note("in most drivers the last one counts")
                .fix(Safety::Unsafe, "remove the first one", [cx.remove_pair(*earlier)]),
        );
    }
}
