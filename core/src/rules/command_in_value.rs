//! `command-in-value`: a command with a connection string in it, where the string alone belongs.

use super::prelude::*;
use crate::formats::Entry;
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    name: "command-in-value",
    group: Group::Files,
    severity: Severity::Error,
    divided: Divided::Silent,
    summary: "`psql '...'` where a connection string belongs",
    docs: "Dashboards offer the string inside a command for the terminal. Copied as a whole into a variable, it begins \
           with `psql`, and no driver finds the scheme behind it.",
    sources: &[
        "run: libpq 18, asyncpg 0.32 and SQLAlchemy 2.1.9 refuse it, pg 8.23.1 dials a host `base`, 2026-11-29",
    ],
    examples: &[
        Example::good("libpq", "DATABASE_URL='postgresql://app@db.example.com/shop?sslmode=verify-full'\n")
            .in_file(".env"),
        Example::good(
            "libpq",
            "BACKUP_COMMAND=\"psql 'postgresql://app@db.example.com/shop?sslmode=verify-full'\"\n",
        )
        .in_file(".env"),
        Example::fixed(
            "libpq",
            "DATABASE_URL=\"psql 'postgresql://app@db.example.com/shop?sslmode=verify-full'\"\n",
            "DATABASE_URL=\"postgresql://app@db.example.com/shop?sslmode=verify-full\"\n",
        )
        .in_file(".env"),
    ],
    check: Check::File(check),
};

fn check(cx: &FileCx<'_>, out: &mut Vec<Finding>) {
    if cx.document.in_other_text || !cx.document.languages.is_empty() {
        return;
    }
    for entry in cx.document.entries.iter().filter(|entry| is_for_a_string(entry)) {
        let text = entry.value.text();
        let Some(url) = url_of_command(text) else { continue };
        let (before, after) = (Span::new(0, url.start), Span::new(url.end, text.len()));
        let name = entry.name.as_ref().map_or("", |(name, _)| name);
        let edits = [before, after].into_iter().filter(|span| !span.is_empty());
        let edits = edits.map(|span| Some(cx.edit(entry.value.source(span), "")));
        out.push(
            cx.finding(entry.value.source(before), format!("`{name}` holds a command, not a connection string"))
                .note("no driver finds the scheme behind the command: most refuse the value, node-postgres dials a host `base`")
                .fix(Safety::Unsafe, "keep the string alone", edits),
        );
    }
}

/// Whether the variable holds a connection string, going by its name.
fn is_for_a_string(entry: &Entry) -> bool {
    let name = entry.name.as_ref().map(|(name, _)| name.to_ascii_uppercase()).unwrap_or_default();
    name.split(['_', '.', '-']).any(|word| matches!(word, "URL" | "URI" | "DSN"))
}

/// The URL that is given to `psql`.
fn url_of_command(text: &str) -> Option<Span> {
    let rest = text.trim_start().strip_prefix("psql ")?;
    let start = text.len() - rest.trim_start_matches([' ', '"', '\'']).len();
    let url = text.get(start..).filter(|url| url.starts_with("postgres"))?;
    let end = url.find([' ', '"', '\'']).unwrap_or(url.len());
    Some(Span::new(start, start + end))
}
