//! `value-read-differently`: quotes and backslashes of an `.env` file that the loaders of Node and Python do not agree on.

use super::prelude::*;
use super::variables::entries;
use super::{DriverSource, Subject};
use crate::formats::{Entry, Quote};
use crate::parse::Spelling;
use crate::text::{Span, counted, mask_connection};

pub(super) static RULE: Rule = Rule {
    name: "value-read-differently",
    group: Group::Files,
    severity: Severity::Warning,
    divided: Divided::Warning,
    summary: "a value that Node and Python read differently from one file",
    docs: "Node's `dotenv` keeps a backslash unless `n` or `r` follows; `python-dotenv` undoes `\\\\`, `\\\"`, `\\t` and \
           others between quotes. Backticks are quotes for Node and a part of the value for Python. The same file then \
           holds two different passwords.",
    sources: &["measured: dotenv 18 and python-dotenv 1.2.4 on the same file, 2026-11-29"],
    examples: &[
        Example::good("libpq", "DB_HOST=db.example.com\nDB_PORT=5432\nDB_PASSWORD='a\\b'\n").in_file(".env"),
        // One loader alone has nobody to disagree with.
        Example::good("node-postgres", "DB_HOST=db.example.com\nDB_PORT=5432\nDB_PASSWORD=\"a\\tb\"\n")
            .in_file(".env"),
        Example::bad("asyncpg", "DATABASE_URL=`postgresql://app@db.example.com/shop`\n").in_file(".env"),
    ],
    check: Check::File(check),
};

fn check(cx: &FileCx<'_>, out: &mut Vec<Finding>) {
    if cx.format.name != "dotenv" {
        return;
    }
    for (subject, entry) in entries(cx) {
        let raw = entry.span.of(cx.text);
        let (node, python) = (in_node(raw, entry.quote), in_python(raw, entry.quote));
        let Some(severity) = severity(subject, entry).filter(|_| node != python) else { continue };
        let name = entry.name.as_ref().map_or("the value", |name| name.0.as_str());
        let at = raw.find('\\').filter(|_| entry.quote != Quote::Backtick);
        let mark = match at {
            Some(at) => Span::new(entry.span.start + at, entry.span.start + at + 1),
            None => Span::new(entry.span.start.saturating_sub(1), entry.span.start),
        };
        let is_whole = subject.spelling != Spelling::Parts;
        out.push(
            cx.finding(mark, format!("`{name}` is not the same for the loaders of Node and Python"))
                .severity(severity)
                .note(format!("Node's `dotenv` reads {}", shown(&node, is_whole)))
                .note(format!("`python-dotenv` reads {}", shown(&python, is_whole)))
                .help(match at {
                    Some(_) if is_whole => "percent-encode the backslash, or write what it stands for",
                    Some(_) => "choose a value without backslashes",
                    None => "put it between `\"` instead of backticks",
                }),
        );
    }
}

/// How bad it is; `None` where one loader alone is known to read the file and takes the value as it is meant.
fn severity(subject: &Subject, entry: &Entry) -> Option<Severity> {
    if subject.source == DriverSource::Unknown {
        return Some(Severity::Hint);
    }
    let speaks =
        |languages: &[&str]| subject.readers.iter().any(|reader| languages.contains(&reader.driver.language));
    match (speaks(&["JavaScript", "TypeScript"]), speaks(&["Python"])) {
        (true, true) => Some(Severity::Warning),
        // Python's loader keeps the backticks, and no driver finds a scheme behind one.
        (false, true) => (entry.quote == Quote::Backtick).then_some(Severity::Error),
        _ => None,
    }
}

/// What Node's `dotenv` makes of a quoted value.
fn in_node(raw: &str, quote: Quote) -> String {
    match quote {
        Quote::Double => raw.replace("\\n", "\n").replace("\\r", "\r"),
        Quote::None | Quote::Single | Quote::Backtick => raw.to_owned(),
    }
}

/// What `python-dotenv` makes of a quoted value.
fn in_python(raw: &str, quote: Quote) -> String {
    let escapes: &[(char, char)] = match quote {
        Quote::None => return raw.to_owned(),
        Quote::Backtick => return format!("`{raw}`"),
        Quote::Single => &[('\\', '\\'), ('\'', '\'')],
        Quote::Double => &[
            ('\\', '\\'),
            ('\'', '\''),
            ('"', '"'),
            ('a', '\u{7}'),
            ('b', '\u{8}'),
            ('f', '\u{c}'),
            ('n', '\n'),
            ('r', '\r'),
            ('t', '\t'),
            ('v', '\u{b}'),
        ],
    };
    let mut out = String::with_capacity(raw.len());
    let mut chars = raw.chars().peekable();
    while let Some(c) = chars.next() {
        let undone = chars.peek().and_then(|next| escapes.iter().find(|it| c == '\\' && it.0 == *next));
        if undone.is_some() {
            chars.next();
        }
        out.push(undone.map_or(c, |it| it.1));
    }
    out
}

/// A reading: a whole string without its password, of a part only how long it is.
fn shown(value: &str, is_whole: bool) -> String {
    if is_whole {
        let visible = |c: char| if c.is_control() { c.escape_default().to_string() } else { c.to_string() };
        return format!("`{}`", mask_connection(value).chars().map(visible).collect::<String>());
    }
    counted(value.chars().count(), "character")
}
