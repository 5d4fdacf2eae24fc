//! `password-line-misread`: a password that libpq reads otherwise than it is written.

use super::prelude::*;
use crate::formats::PasswordLine;
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    name: "password-line-misread",
    group: Group::Files,
    severity: Severity::Warning,
    divided: Divided::Warning,
    summary: "a password in a password file that is read otherwise than it is written",
    docs: "In a password file `:` ends the password and `\\` takes the next character as it is, so that each of them \
           that belongs to the password needs a `\\` before it. Quotes, blanks at the end and what looks like a \
           comment belong to the password.",
    sources: &["measured: psql 15.18 with each of these lines, 2026-11-29"],
    examples: &[
        Example::good("", "db.example.com:5432:shop:app:kT9\\:qL\\\\2v\n").in_file(".pgpass"),
        Example::fixed(
            "",
            "db.example.com:5432:shop:app:kT9:qL2v\n",
            "db.example.com:5432:shop:app:kT9\\:qL2v\n",
        )
        .in_file(".pgpass"),
        Example::fixed(
            "",
            "db.example.com:5432:shop:app:kT9\\qL2v\n",
            "db.example.com:5432:shop:app:kT9\\\\qL2v\n",
        )
        .in_file(".pgpass"),
        Example::bad("", "db.example.com:5432:shop:app:kT9qL2v # production\n").in_file(".pgpass"),
    ],
    check: Check::File(check),
};

const FAILS: &str =
    "authentication fails: `password authentication failed`, and `password retrieved from file`";

fn check(cx: &FileCx<'_>, out: &mut Vec<Finding>) {
    for line in &cx.document.password_lines {
        out.extend(misread(cx, line));
    }
}

fn misread(cx: &FileCx<'_>, line: &PasswordLine) -> Option<Finding> {
    let (_, password) = line.whole()?;
    if !line.has_port() {
        return None;
    }
    let all = line.secret(cx.text);
    let escape = |span: Span| [Some(cx.edit(Span::at(span.start), "\\"))];
    if let Some(rest) = line.rest {
        let mark = Span::new(rest.start, rest.start + 1);
        let finding = cx.finding(mark, "the password ends at this `:` for libpq").note(FAILS);
        return Some(finding.fix(Safety::Unsafe, "write `\\:` if it belongs to the password", escape(mark)));
    }
    if let Some(mark) =
        lone_backslash(all.of(cx.text)).map(|at| Span::new(all.start + at, all.start + at + 1))
    {
        let finding =
            cx.finding(mark, "libpq takes the character behind this `\\` and drops the `\\`").note(FAILS);
        return Some(finding.fix(Safety::Unsafe, "write `\\\\` if it belongs to the password", escape(mark)));
    }
    let text = password.text();
    let kept = text.trim_end().len();
    let (from, what) = if let Some(at) = text.find(" #") {
        (at, "what looks like a comment belongs to the password")
    } else if kept < text.len() && kept > 0 {
        (kept, "a blank at the end of the line belongs to the password")
    } else if text.len() > 1 && ["\"", "'"].iter().any(|it| text.starts_with(it) && text.ends_with(it)) {
        (0, "the quotes belong to the password")
    } else {
        return None;
    };
    let span = password.source(Span::new(from, text.len()));
    Some(cx.finding(span, what).note(FAILS).help("remove what does not belong to the password"))
}

/// A `\` before something else than `:` and `\`.
fn lone_backslash(password: &str) -> Option<usize> {
    let mut chars = password.char_indices();
    while let Some((at, c)) = chars.next() {
        if c == '\\' && !matches!(chars.next(), Some((_, ':' | '\\'))) {
            return Some(at);
        }
    }
    None
}
