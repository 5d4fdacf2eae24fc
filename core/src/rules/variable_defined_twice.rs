//! `variable-defined-twice`: one variable with two connections.

use super::prelude::*;
use super::variables::strings;

pub(super) static RULE: Rule = Rule {
    name: "variable-defined-twice",
    group: Group::Files,
    severity: Severity::Warning,
    divided: Divided::Warning,
    summary: "one variable with two different strings",
    docs: "Most loaders keep the last one, a few the first. The other one is easily edited for hours without any \
           effect.",
    sources: &["measured: dotenv 18 and python-dotenv on the same file, 2026-11-23"],
    examples: &[
        Example::good("libpq", "A=postgresql://app@a.example.com/shop?sslmode=verify-full\nB=postgresql://app@b.example.com/shop?sslmode=verify-full\n")
            .in_file(".env"),
        // Two services of one file have an environment each.
        Example::good("libpq", "a:\n  URL: postgresql://app@a.example.com/shop?sslmode=verify-full\nb:\n  URL: postgresql://app@b.example.com/shop?sslmode=verify-full\n")
            .in_file("compose.yml"),
        Example::bad("libpq", "A=postgresql://app@a.example.com/shop?sslmode=verify-full\nA=postgresql://app@b.example.com/shop?sslmode=verify-full\n")
            .in_file(".env"),
    ],
    check: Check::File(check),
};

fn check(cx: &FileCx<'_>, out: &mut Vec<Finding>) {
    let all: Vec<_> = strings(cx).collect();
    for (at, (subject, entry)) in all.iter().enumerate() {
        let Some((name, span)) = &entry.name else { continue };
        // In code a name may be given many values, each in its own place.
        if cx.document.scope(entry).is_some_and(|scope| scope.has_more) {
            continue;
        }
        let earlier = all.iter().take(at).rev().find_map(|(other, it)| {
            let (other_name, other_span) = it.name.as_ref()?;
            let is_same = other_name == name && it.scope == entry.scope;
            (is_same && other.text() != subject.text()).then_some(*other_span)
        });
        let Some(earlier) = earlier else { continue };
        out.push(
            cx.finding(*span, format!("`{name}` is defined twice, with different strings"))
                .labelled(cx.label(earlier, "first defined here"))
                .note("most loaders keep the last one, some the first")
                .help("remove one of them, or make it a comment"),
        );
    }
}
