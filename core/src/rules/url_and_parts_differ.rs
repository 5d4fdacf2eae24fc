//! `url-and-parts-differ`: a URL and separate variables that do not agree.

use super::Subject;
use super::prelude::*;
use super::reference::has_reference;
use super::variables::strings;
use crate::parse::Spelling;
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    name: "url-and-parts-differ",
    group: Group::Files,
    severity: Severity::Hint,
    divided: Divided::Hint,
    summary: "a URL and separate variables that name different connections",
    docs: "When a file has both `DATABASE_URL` and `DB_HOST` with its kin, different parts of a program may read \
           different ones, and then talk to different servers.",
    sources: &["connlint"],
    examples: &[
        Example::good("libpq", "DATABASE_URL=postgresql://app@localhost:5432/shop\nDB_HOST=localhost\nDB_PORT=5432\nDB_USER=app\nDB_NAME=shop\n")
            .in_file(".env"),
        // Two services of one file have an environment each.
        Example::good("libpq", "web:\n  DATABASE_URL: postgresql://app@localhost:5432/shop\njobs:\n  DB_HOST: localhost\n  DB_PORT: 5432\n  DB_NAME: store\n")
            .in_file("values.yml"),
        Example::bad("libpq", "DATABASE_URL=postgresql://app@localhost:5432/shop\nDB_HOST=localhost\nDB_PORT=5432\nDB_USER=app\nDB_NAME=store\n")
            .in_file(".env"),
    ],
    check: Check::File(check),
};

fn check(cx: &FileCx<'_>, out: &mut Vec<Finding>) {
    let parts = cx.subjects.iter().filter(|subject| subject.spelling == Spelling::Parts);
    for parts in parts {
        let scope = cx.document.entries.get(parts.entry).map(|entry| entry.scope);
        for (url, entry) in strings(cx).filter(|(url, _)| url.spelling == Spelling::Uri) {
            if scope != Some(entry.scope) {
                continue;
            }
            let Some((name, _)) =
                entry.name.as_ref().filter(|name| name.0 == "DATABASE_URL" || name.0 == "DB_URL")
            else {
                continue;
            };
            out.extend(differences(url, parts).into_iter().map(|(what, here, there)| {
                cx.finding(parts.value.source(there), format!("this {what} is not the one in `{name}`"))
                    .labelled(cx.label(url.value.source(here), format!("another {what}")))
                    .help("keep one of them, or make them agree")
            }));
        }
    }
}

/// What both say, and say differently.
fn differences(url: &Subject, parts: &Subject) -> Vec<(&'static str, Span, Span)> {
    let host = |subject: &Subject| subject.written.hosts.first().map(|host| host.0);
    let port = |subject: &Subject| subject.written.hosts.first().and_then(|host| host.1);
    let pairs = [
        ("host", host(url), host(parts)),
        ("port", port(url), port(parts)),
        ("user", url.written.user, parts.written.user),
        ("database", url.written.dbname, parts.written.dbname),
    ];
    let differs = |(what, a, b): (&'static str, Option<Span>, Option<Span>)| {
        let (a, b) = (a?, b?);
        let (here, there) = (a.of(url.text()), b.of(parts.text()));
        let concrete = !here.is_empty() && !there.is_empty() && !has_reference(here) && !has_reference(there);
        (concrete && here != there).then_some((what, a, b))
    };
    pairs.into_iter().filter_map(differs).collect()
}
