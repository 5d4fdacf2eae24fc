//! `quote-not-closed`: a value whose quote is never closed.

use super::prelude::*;
use super::variables::entries;

pub(super) static RULE: Rule = Rule {
    name: "quote-not-closed",
    group: Group::Files,
    severity: Severity::Error,
    divided: Divided::Warning,
    summary: "a value whose quote is never closed",
    docs: "Some loaders then keep the quote as a part of the value, others read on into the next lines: either way the \
           program does not get the string.",
    sources: &["measured: dotenv 18 and python-dotenv on the same file, 2026-11-23"],
    examples: &[
        Example::good("libpq", "DB_HOST=db.example.com\nDB_PORT=5432\nDB_PASSWORD='ab'\n").in_file(".env"),
        Example::bad("libpq", "DB_HOST=db.example.com\nDB_PORT=5432\nDB_PASSWORD='ab\n").in_file(".env"),
    ],
    check: Check::File(check),
};

fn check(cx: &FileCx<'_>, out: &mut Vec<Finding>) {
    for problem in &cx.document.problems {
        // Other values of the file are nobody's business here.
        if entries(cx).iter().any(|(_, entry)| entry.span.contains(problem.span)) {
            out.push(
                cx.finding(problem.span, problem.message.clone())
                    .note(problem.note.clone())
                    .help("close the quote"),
            );
        }
    }
}
