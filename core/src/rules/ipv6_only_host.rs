//! `ipv6-only-host`: a host without an IPv4 address.

use super::prelude::*;
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    name: "ipv6-only-host",
    group: Group::Endpoints,
    severity: Severity::Hint,
    divided: Divided::Hint,
    summary: "a host that only IPv6 reaches",
    docs: "The direct host of a Supabase project has an IPv6 address only, unless the project pays for an IPv4 address \
           instead. Vercel, Render, GitHub Actions, Heroku and many office networks have no IPv6 to the outside: there \
           the connection fails with `Network is unreachable` or `ENETUNREACH`, or the name does not resolve at all. \
           The session pooler is reached over IPv4 and does everything that the direct host does, for as many clients \
           as its pool has connections.",
    sources: &["documentation of Supabase, 2026-11-23"],
    examples: &[
        Example::good(
            "libpq",
            "DATABASE_URL=postgresql://postgres.abcdefghijklmnopqrst@aws-0-eu-west-1.pooler.supabase.com:5432/postgres?sslmode=verify-full&sslrootcert=prod.crt",
        )
        .in_file(".env"),
        Example::bad(
            "libpq",
            "# for Vercel\nDATABASE_URL=postgresql://postgres@db.abcdefghijklmnopqrst.supabase.co:5432/postgres?sslmode=verify-full&sslrootcert=prod.crt",
        )
        .in_file(".env"),
    ],
    check: Check::Connection(check),
};

/// Platforms whose programs reach IPv4 addresses only: what to call each, words for it in a comment, and how names of
/// variables that belong to it begin.
const IPV4_ONLY: &[(&str, &[&str], &[&str])] = &[
    ("Vercel", &["Vercel", "vercel"], &["VERCEL_"]),
    ("Render", &["Render", "render.com", "onrender"], &["RENDER_"]),
    ("GitHub Actions", &["GitHub Actions", "Github Actions", "github actions"], &["GITHUB_ACTIONS"]),
    ("Heroku", &["Heroku", "heroku"], &["HEROKU_"]),
];

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    let Some(&(span, _)) = cx.written().hosts.first().filter(|_| cx.endpoint.endpoint.ipv6_only) else {
        return;
    };
    let finding =
        cx.plain_finding(span, format!("`{}` has an IPv6 address only", cx.host())).about(cx.endpoint);
    let platform = cx.file.ipv4_only.get_or_init(|| platform(cx.file)).filter(|_| !cx.is_for_migrations());
    out.push(match platform {
        Some((platform, place)) => finding
            .severity(Severity::Warning)
            .labelled(cx.file.label(place, format!("{platform} reaches IPv4 only")))
            .note(format!(
                "on {platform} the connection fails with `ENETUNREACH` or `Network is unreachable`"
            ))
            .help("use the host of the session pooler, or book an IPv4 address for the project"),
        None => finding
            .note("a network without IPv6 does not reach it, unless the project has booked an IPv4 address")
            .help("use the host of the session pooler where there is no IPv6"),
    });
}

/// The first platform that a comment or the name of a variable speaks of, and where.
fn platform(file: &FileCx<'_>) -> Option<(&'static str, Span)> {
    IPV4_ONLY.iter().find_map(|(platform, words, prefixes)| {
        let in_comment = file.all_comments().find_map(|comment| {
            let text = comment.of(file.text);
            words.iter().find_map(|word| whole_word(text, word)).map(|span| span.shift(comment.start))
        });
        let in_name = || {
            file.document
                .entries
                .iter()
                .filter_map(|entry| entry.name.as_ref())
                .find(|(name, _)| prefixes.iter().any(|prefix| name.starts_with(prefix)))
                .map(|(_, span)| *span)
        };
        in_comment.or_else(in_name).map(|span| (*platform, span))
    })
}

fn whole_word(text: &str, word: &str) -> Option<Span> {
    text.match_indices(word).map(|(at, _)| Span::new(at, at + word.len())).find(|span| {
        let before = text.get(..span.start).and_then(|it| it.chars().next_back());
        let after = text.get(span.end..).and_then(|it| it.chars().next());
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}
