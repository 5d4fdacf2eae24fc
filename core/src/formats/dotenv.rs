//! `.env` files.
//!
//! No two loaders read them alike, so this reader keeps what most of them agree on and notes the rest: where Node's
//! `dotenv` cuts a value at `#`, and what `dotenv-expand`, Docker Compose and the shell replace at `$`.

use super::{Document, Entry, Format, Problem, Quote};
use crate::text::{Mapped, Mapper, Span};

pub(super) static FORMAT: Format = Format {
    name: "dotenv",
    label: ".env file",
    has_name: |name| {
        let name = name.to_ascii_lowercase();
        name == ".env"
            || name.starts_with(".env.")
            || name.ends_with(".env")
            || matches!(name.as_str(), ".envrc" | "env.example" | "env.sample" | "example.env" | "sample.env")
    },
    looks_like,
    read,
    encode,
};

/// Whether the first line that says something is an assignment, and not libpq's `host=a user=b`.
fn looks_like(text: &str) -> bool {
    let first = text
        .trim_start_matches('\u{feff}')
        .lines()
        .map(str::trim)
        .find(|line| !line.is_empty() && !line.starts_with('#'));
    first.is_some_and(|line| {
        let line = line.strip_prefix("export ").unwrap_or(line);
        line.split_once('=').is_some_and(|(name, _)| is_name(name.trim_end()))
            && crate::parse::spelling_of(line).is_none()
    })
}

fn is_name(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with(|c: char| c.is_ascii_digit())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || "_.-".contains(c))
}

fn read(text: &str) -> Document {
    let mut out = Document::default();
    let mut at = if text.starts_with('\u{feff}') { 3 } else { 0 };
    while at < text.len() {
        at = line(text, at, &mut out);
    }
    out
}

/// Reads one logical line and returns where the next one begins.
fn line(text: &str, start: usize, out: &mut Document) -> usize {
    let rest = text.get(start..).unwrap_or_default();
    let line_end = start + rest.find('\n').unwrap_or(rest.len());
    let next = (line_end + 1).min(text.len());
    let line = Span::new(start, line_end).of(text);
    let trimmed = line.trim_start();
    let content = start + (line.len() - trimmed.len());
    if trimmed.trim_end().is_empty() {
        return next;
    }
    if trimmed.starts_with('#') {
        out.comments.push(Span::new(content + 1, start + line.trim_end().len()));
        return next;
    }
    let Some(equals) = trimmed.find('=') else { return next };
    let before = trimmed.get(..equals).unwrap_or_default();
    let without_export = before.strip_prefix("export").filter(|rest| rest.starts_with([' ', '\t']));
    let name_start = content + without_export.map_or(0, |rest| before.len() - rest.trim_start().len());
    let name_span = Span::new(name_start, content + before.trim_end().len());
    let name = name_span.of(text);
    if !is_name(name) {
        return next;
    }
    let after = content + equals + 1;
    let blanks = Span::new(after, line_end).of(text);
    let from = after + (blanks.len() - blanks.trim_start_matches([' ', '\t']).len());
    let name = Some((name.to_owned(), name_span));
    let quote = match text.as_bytes().get(from) {
        Some(b'"') => Quote::Double,
        Some(b'\'') => Quote::Single,
        Some(b'`') => Quote::Backtick,
        _ => Quote::None,
    };
    if quote == Quote::None || from >= line_end {
        out.entries.push(unquoted(text, name, Span::new(from.min(line_end), line_end)));
        return next;
    }
    match closing_quote(text, from) {
        Some(close) => {
            let rest = text.get(close + 1..).unwrap_or_default();
            let end = close + 1 + rest.find('\n').unwrap_or(rest.len());
            out.entries.push(quoted(text, name, Span::new(from + 1, close), quote, end));
            (end + 1).min(text.len())
        }
        None => {
            out.problems.push(Problem {
                span: Span::new(from, from + 1),
                message: format!(
                    "the quote that opens the value of `{}` is never closed",
                    name.as_ref().map_or("", |name| name.0.as_str())
                ),
                note: "loaders differ: some keep the quote as part of the value, others read on into the next lines"
                    .to_owned(),
            });
            out.entries.push(unquoted(text, name, Span::new(from, line_end)));
            next
        }
    }
}

fn closing_quote(text: &str, open: usize) -> Option<usize> {
    let quote = *text.as_bytes().get(open)?;
    let mut escaped = false;
    text.bytes().enumerate().skip(open + 1).find_map(|(at, byte)| {
        let closes = byte == quote && !escaped;
        escaped = byte == b'\\' && !escaped && quote == b'"';
        closes.then_some(at)
    })
}

fn unquoted(text: &str, name: Option<(String, Span)>, span: Span) -> Entry {
    let all = span.of(text);
    // Every loader ends the value at a `#` after a blank; Node's `dotenv` ends it at any `#`.
    let hashes: Vec<usize> = all.match_indices('#').map(|(at, _)| at).collect();
    let after_blank =
        |at: usize| all.get(..at).is_some_and(|before| before.is_empty() || before.ends_with([' ', '\t']));
    let comment = hashes.iter().copied().find(|at| after_blank(*at));
    let value = all.get(..comment.unwrap_or(all.len())).unwrap_or_default().trim_end();
    let value_span = Span::new(span.start, span.start + value.len());
    let cut = hashes.first().filter(|at| **at < value.len());
    Entry {
        name,
        value: Mapped::verbatim(text, value_span),
        span: value_span,
        quote: Quote::None,
        comment: comment.map(|at| Span::new(span.start + at + 1, span.start + all.trim_end().len())),
        cut: cut.map(|at| Span::new(span.start + at, value_span.end)),
        expansions: expansions(text, value_span),
    }
}

fn quoted(text: &str, name: Option<(String, Span)>, span: Span, quote: Quote, line_end: usize) -> Entry {
    let mut value = Mapper::default();
    let mut chars = span.of(text).char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let start = span.start + at;
        let escape = (c == '\\' && quote == Quote::Double).then(|| chars.peek().copied()).flatten();
        match escape.and_then(|(_, escaped)| unescape(escaped).map(|text| (escaped, text))) {
            Some((escaped, decoded)) => {
                chars.next();
                value.push(decoded, Span::new(start, start + 1 + escaped.len_utf8()));
            }
            None => value.copy(text, Span::new(start, start + c.len_utf8())),
        }
    }
    let behind = Span::new(span.end + 1, line_end).of(text);
    let comment =
        behind.find('#').map(|at| Span::new(span.end + 2 + at, span.end + 1 + behind.trim_end().len()));
    Entry {
        name,
        value: if span.is_empty() { Mapped::verbatim(text, span) } else { value.finish() },
        span,
        quote,
        comment,
        cut: None,
        expansions: if quote == Quote::Single { Vec::new() } else { expansions(text, span) },
    }
}

fn unescape(c: char) -> Option<&'static str> {
    Some(match c {
        'n' => "\n",
        'r' => "\r",
        't' => "\t",
        '"' => "\"",
        '\\' => "\\",
        '$' => "$",
        _ => return None,
    })
}

/// `$name` and `${name}`; not `\$name`, not `$$`, not a `$` before something that cannot be a name.
fn expansions(text: &str, span: Span) -> Vec<Span> {
    let value = span.of(text);
    let mut out = Vec::new();
    for (at, _) in value.match_indices('$') {
        if value.get(..at).is_some_and(|before| before.ends_with(['\\', '$'])) {
            continue;
        }
        let rest = value.get(at + 1..).unwrap_or_default();
        let len = match rest.strip_prefix('{') {
            Some(inner) => inner.find('}').map(|close| close + 2),
            None if rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') => {
                Some(rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(rest.len()))
            }
            None => None,
        };
        if let Some(len) = len {
            out.push(Span::new(span.start + at, span.start + at + 1 + len));
        }
    }
    out
}

fn encode(text: &str, entry: &Entry) -> Option<String> {
    let refused = match entry.quote {
        Quote::None => text.contains([' ', '\t', '#', '"', '\'', '`', '\\', '$']),
        Quote::Single => text.contains('\''),
        Quote::Backtick => text.contains('`'),
        Quote::Double => text.contains('$'),
    };
    if refused || text.contains(['\n', '\r']) {
        return None;
    }
    Some(match entry.quote {
        Quote::Double => text.replace('\\', "\\\\").replace('"', "\\\""),
        _ => text.to_owned(),
    })
}
