//! `secret-in-client-variable`: a connection string in a variable that is built into the browser's code.

use super::prelude::*;
use super::variables::strings;
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    name: "secret-in-client-variable",
    group: Group::Secrets,
    severity: Severity::Error,
    divided: Divided::Warning,
    summary: "a connection string in a variable that is published",
    docs: "Variables with these prefixes are put into the code that browsers and phones load, where everybody can \
           read them: `NEXT_PUBLIC_`, `VITE_`, `REACT_APP_`, `EXPO_PUBLIC_`, `NUXT_PUBLIC_`, `PUBLIC_`, `GATSBY_`, \
           `VUE_APP_`, `STORYBOOK_`. A password that was published once has to be changed.",
    sources: &[
        "the documentation of Next.js, Vite, Create React App, Expo, Nuxt, SvelteKit, Astro and Gatsby",
    ],
    examples: &[
        Example::good(
            "libpq",
            "DATABASE_URL=postgresql://app:secret@db.example.com/shop?sslmode=verify-full\n",
        )
        .in_file(".env"),
        Example::bad(
            "libpq",
            "VITE_DATABASE_URL=postgresql://app:secret@db.example.com/shop?sslmode=verify-full\n",
        )
        .in_file(".env"),
    ],
    check: Check::File(check),
};

/// Prefixes, and who publishes what has them.
const PREFIXES: &[(&str, &str)] = &[
    ("NEXT_PUBLIC_", "Next.js"),
    ("VITE_", "Vite"),
    ("REACT_APP_", "Create React App"),
    ("EXPO_PUBLIC_", "Expo"),
    ("NUXT_PUBLIC_", "Nuxt"),
    ("GATSBY_", "Gatsby"),
    ("VUE_APP_", "Vue CLI"),
    ("STORYBOOK_", "Storybook"),
    ("PUBLIC_", "SvelteKit and Astro"),
];

/// Ends of names that hold a connection string, for code that only refers to the variable.
const NAMES: &[&str] =
    &["DATABASE_URL", "DB_URL", "POSTGRES_URL", "POSTGRESQL_URL", "PG_URL", "DATABASE_URI"];

fn check(cx: &FileCx<'_>, out: &mut Vec<Finding>) {
    let mut places: Vec<Span> = strings(cx)
        .filter_map(|(_, entry)| entry.name.as_ref())
        .filter(|(name, _)| publisher(name).is_some())
        .map(|(_, span)| *span)
        .collect();
    for span in referred_to(cx) {
        if !places.contains(&span) {
            places.push(span);
        }
    }
    for span in places {
        let name = span.of(cx.text).rsplit('.').next().unwrap_or_default();
        let Some((prefix, who)) = publisher(name) else { continue };
        out.push(
            cx.finding(span, format!("`{name}` is published with the code that browsers load"))
                .note(format!("{who} puts every variable that begins with `{prefix}` into it"))
                .help(format!(
                    "name it `{}`, read it on the server only, and change the password",
                    name.trim_start_matches(prefix)
                )),
        );
    }
}

fn publisher(name: &str) -> Option<(&'static str, &'static str)> {
    PREFIXES.iter().find(|(prefix, _)| name.starts_with(prefix)).copied()
}

/// Names of such variables in program code: `import.meta.env.VITE_DATABASE_URL`.
fn referred_to(cx: &FileCx<'_>) -> Vec<Span> {
    if !matches!(cx.format.name, "javascript" | "typescript") {
        return Vec::new();
    }
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let is_comment =
        |at: usize| cx.document.comments.iter().any(|comment| comment.start <= at && at < comment.end);
    ["env.", "env['", "env[\""]
        .iter()
        .flat_map(|access| cx.text.match_indices(access).map(|(at, _)| at + access.len()))
        .filter_map(|start| {
            let rest = cx.text.get(start..)?;
            let end = start + rest.find(|c: char| !is_part(c)).unwrap_or(rest.len());
            let span = Span::new(start, end);
            let name = span.of(cx.text);
            let holds_string = NAMES.iter().any(|it| name.ends_with(it));
            (holds_string && publisher(name).is_some() && !is_comment(start)).then_some(span)
        })
        .collect()
}
