//! `value-expanded`: a `$` in a password that loaders take for a variable.

use super::prelude::*;
use super::variables::{entries, password_place};
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    name: "value-expanded",
    group: Group::Files,
    severity: Severity::Warning,
    divided: Divided::Warning,
    summary: "a `$` in a password that begins a variable for some loaders",
    docs: "Next.js, Vite and everything else with `dotenv-expand`, Docker Compose and the shell replace `$name` by a \
           variable, mostly one that does not exist, so that a piece of the password is gone. In a URL `%24` is a `$` \
           for every driver and nothing for a loader.",
    sources: &["measured: dotenv-expand on `$word` in passwords, single-quoted ones included, 2026-11-23"],
    examples: &[
        Example::good(
            "libpq",
            "DATABASE_URL=postgresql://app:${DB_PASSWORD}@db.example.com/shop?sslmode=verify-full\n",
        )
        .in_file(".env"),
        Example::fixed(
            "libpq",
            "DATABASE_URL=postgresql://app:pa$word@db.example.com/shop?sslmode=verify-full\n",
            "DATABASE_URL=postgresql://app:pa%24word@db.example.com/shop?sslmode=verify-full\n",
        )
        .in_file(".env"),
    ],
    check: Check::File(check),
};

fn check(cx: &FileCx<'_>, out: &mut Vec<Finding>) {
    for (subject, entry) in entries(cx) {
        let Some(place) = password_place(subject).filter(|place| entry.span.contains(*place)) else {
            continue;
        };
        for expansion in entry.expansions.iter().copied().filter(|span| place.contains(*span)) {
            if is_meant(cx, expansion, place) {
                continue;
            }
            let mark = Span::new(expansion.start, expansion.start + 1);
            let finding = cx
                .finding(mark, "`$` in the password begins a variable for some loaders")
                .note("`dotenv-expand`, Docker Compose and the shell put a variable in its place");
            out.push(if subject.spelling.has_user_info() {
                finding.fix(Safety::Unsafe, "write `$` as `%24`", [Some(cx.edit(mark, "%24"))])
            } else {
                finding.help("write `\\$`, or choose a password without `$`")
            });
        }
    }
}

/// Whether a variable is what the author meant: in braces, or one that the file defines, or in capitals and all there
/// is.
fn is_meant(cx: &FileCx<'_>, expansion: Span, place: Span) -> bool {
    let name = expansion.of(cx.text).trim_start_matches('$');
    let is_defined =
        cx.document.entries.iter().any(|entry| entry.name.as_ref().is_some_and(|it| it.0 == name));
    let in_capitals = name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
    name.starts_with('{') || is_defined || in_capitals && expansion == place
}
