//! `value-cut-by-shell`: an unquoted `&`, where the shell ends the command.

use super::prelude::*;
use super::variables::strings;
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    name: "value-cut-by-shell",
    group: Group::Files,
    severity: Severity::Error,
    divided: Divided::Warning,
    summary: "an unquoted `&` in a script, where the shell ends the command",
    docs: "For a shell `&` ends a command and runs it in the background. The string lacks what stands behind, and an \
           assignment before it is not even made: it happens in a process of its own. direnv reads `.envrc` with a \
           shell, too.",
    sources: &["run: bash on `A=postgres://h/d?a=1&b=2`, `A` is not set afterwards, 2026-11-29"],
    examples: &[
        Example::good(
            "libpq",
            "psql 'postgresql://app@db.example.com/shop?sslmode=verify-full&connect_timeout=5'\n",
        )
        .in_file("load.sh"),
        // A command in the background is meant.
        Example::good("libpq", "psql postgresql://app@db.example.com/shop?sslmode=verify-full & wait\n")
            .in_file("load.sh"),
        Example::fixed(
            "libpq",
            "export DATABASE_URL=postgresql://app@db.example.com/shop?sslmode=verify-full&connect_timeout=5\n",
            "export DATABASE_URL=\"postgresql://app@db.example.com/shop?sslmode=verify-full&connect_timeout=5\"\n",
        )
        .in_file(".envrc"),
    ],
    check: Check::File(check),
};

fn check(cx: &FileCx<'_>, out: &mut Vec<Finding>) {
    for (_, entry) in strings(cx) {
        let Some(cut) = entry.cut.filter(|cut| cut.of(cx.text).starts_with('&')) else { continue };
        let whole = Span::new(entry.span.start, cut.end);
        let note = match &entry.name {
            Some((name, _)) => format!("the shell assigns `{name}` in the background, where nobody reads it"),
            None => "the command gets the string up to there, and runs in the background".to_owned(),
        };
        let mark = Span::new(cut.start, cut.start + 1);
        let finding = cx.finding(mark, "the shell ends the command at `&`").note(note);
        let is_plain = !whole.of(cx.text).contains(['"', '\'', '\\', '`']);
        let edits = [Span::at(whole.start), Span::at(whole.end)].map(|at| Some(cx.edit(at, "\"")));
        let edits = edits.into_iter().filter(|_| is_plain);
        out.push(finding.fix(Safety::Unsafe, "quote the string", edits));
    }
}
