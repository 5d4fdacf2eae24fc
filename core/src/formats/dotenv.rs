//! `.env` files.
//!
//! No two loaders read them alike, so this reader keeps what most of them agree on and notes the rest: where Node's
//! `dotenv` cuts a value at `#`, what `dotenv-expand`, python-dotenv, Docker Compose and the shell replace at `$`, and
//! lines that some of them drop. Compared line by line with python-dotenv 1.2, Node's `dotenv` 18 with
//! `dotenv-expand`, and `node --env-file` on 2026-11-24.

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
            || name.ends_with(".vars")
            || matches!(name.as_str(), "env.example" | "env.sample" | "example.env" | "sample.env")
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
            && !line.starts_with(|c: char| c.is_ascii_digit())
            && crate::parse::spelling_of(line).is_none()
    })
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "_.-".contains(c))
}

fn read(text: &str) -> Document {
    let mut out = Document::default();
    let mut at = if text.starts_with('\u{feff}') { 3 } else { 0 };
    while at < text.len() {
        at = line(text, at, &mut out);
    }
    out
}

/// Reads one logical line and returns where the next one begins. A lone carriage return ends a line too.
fn line(text: &str, start: usize, out: &mut Document) -> usize {
    let line_end = end_of_line(text, start);
    let next = (line_end + 1).min(text.len());
    let line = Span::new(start, line_end).of(text);
    let trimmed = line.trim_start();
    let content = start + (line.len() - trimmed.len());
    if trimmed.starts_with('#') {
        out.comments.push(Span::new(content + 1, start + line.trim_end().len()));
        return next;
    }
    let Some((name, after)) = assignment(text, Span::new(content, line_end), out) else { return next };
    let blanks = Span::new(after, line_end).of(text);
    let from = after + (blanks.len() - blanks.trim_start().len());
    let quote = match text.as_bytes().get(from) {
        Some(b'"') => Quote::Double,
        Some(b'\'') => Quote::Single,
        Some(b'`') => Quote::Backtick,
        _ => Quote::None,
    };
    let name = Some(name);
    if quote == Quote::None || from >= line_end {
        out.entries.push(unquoted(text, name, Span::new(from.min(line_end), line_end)));
        return next;
    }
    let close = closing_quote(text, from).map(|close| (close, end_of_line(text, close)));
    let is_comment = |span: Span| matches!(span.of(text).trim_start().chars().next(), None | Some('#'));
    match close.filter(|(close, end)| *close < line_end || is_comment(Span::new(close + 1, *end))) {
        Some((close, end)) => {
            let behind = Span::new(close + 1, end);
            if !is_comment(behind) {
                out.problems.push(text_behind_quote(text, &name, behind));
            }
            out.entries.push(quoted(text, name, Span::new(from + 1, close), quote, end));
            (end + 1).min(text.len())
        }
        None => {
            out.problems.push(never_closed(&name, from));
            out.entries.push(unquoted(text, name, Span::new(from, line_end)));
            next
        }
    }
}

fn end_of_line(text: &str, from: usize) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    from + rest.find(['\n', '\r']).unwrap_or(rest.len())
}

/// The name that a line assigns to, and where what stands behind the `=` begins.
fn assignment(text: &str, line: Span, out: &mut Document) -> Option<((String, Span), usize)> {
    let content = line.of(text);
    let colon = content.find(':').filter(|at| {
        let rest = content.get(at + 1..).unwrap_or_default();
        rest.starts_with([' ', '\t']) && content.get(..*at).is_some_and(is_name)
    });
    let mark = colon.or_else(|| content.find('='))?;
    let before = content.get(..mark)?.trim_end();
    let name = match before.strip_prefix("export") {
        Some(rest) if rest.starts_with([' ', '\t']) => rest.trim_start(),
        _ => before,
    };
    if !is_name(name) {
        return None;
    }
    let span = Span::new(line.start + before.len() - name.len(), line.start + before.len());
    let is_connection = crate::parse::spelling_of(content.get(mark + 1..)?).is_some();
    if colon.is_some() && is_connection {
        out.problems.push(Problem {
            span: Span::new(line.start + mark, line.start + mark + 1),
            message: format!("`{name}` is assigned with `:`, which only some loaders take for `=`"),
            note: "Node's `dotenv` and Docker Compose read the line; python-dotenv and `node --env-file` skip it"
                .to_owned(),
        });
    }
    Some(((name.to_owned(), span), line.start + mark + 1))
}

fn never_closed(name: &Option<(String, Span)>, quote: usize) -> Problem {
    Problem {
        span: Span::new(quote, quote + 1),
        message: format!("the quote that opens the value of `{}` is never closed", name_of(name)),
        note: "loaders differ: Node's `dotenv` keeps the quote as part of the value, python-dotenv skips the line"
            .to_owned(),
    }
}

fn text_behind_quote(text: &str, name: &Option<(String, Span)>, behind: Span) -> Problem {
    let trimmed = behind.of(text).trim();
    let start = behind.start + (behind.len() - behind.of(text).trim_start().len());
    Problem {
        span: Span::new(start, start + trimmed.len()),
        message: format!("text behind the closing quote of the value of `{}`", name_of(name)),
        note: "loaders differ: python-dotenv skips the line, Node's `dotenv` keeps quotes and all as the value, \
               `node --env-file` drops the text"
            .to_owned(),
    }
}

fn name_of(name: &Option<(String, Span)>) -> &str {
    name.as_ref().map_or("", |name| name.0.as_str())
}

/// The quote that closes the one at `open`; a backslash before a quote keeps it from closing, whichever quote it is.
fn closing_quote(text: &str, open: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let quote = *bytes.get(open)?;
    let mut escaped = false;
    let inner = bytes.get(open + 1..)?.iter().position(|byte| {
        let closes = *byte == quote && !escaped;
        escaped = *byte == b'\\' && !escaped;
        closes
    });
    inner.map(|at| open + 1 + at)
}

fn unquoted(text: &str, name: Option<(String, Span)>, span: Span) -> Entry {
    let all = span.of(text);
    // Every loader ends the value at a `#` after a blank; Node's `dotenv` ends it at any `#`.
    let first_hash = all.find('#');
    let comment = all.match_indices('#').map(|(at, _)| at).find(|at| {
        all.get(..*at).is_some_and(|before| before.is_empty() || before.ends_with(char::is_whitespace))
    });
    let value = all.get(..comment.unwrap_or(all.len())).unwrap_or_default().trim_end();
    let value_span = Span::new(span.start, span.start + value.len());
    let cut = first_hash.filter(|at| *at < value.len());
    Entry {
        name,
        comment: comment.map(|at| Span::new(span.start + at + 1, span.start + all.trim_end().len())),
        cut: cut.map(|at| Span::new(span.start + at, value_span.end)),
        expansions: expansions(text, value_span, Quote::None),
        ..Entry::new(Mapped::verbatim(text, value_span), value_span)
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
    let value = if span.is_empty() { Mapped::verbatim(text, span) } else { value.finish() };
    Entry { name, quote, comment, expansions: expansions(text, span, quote), ..Entry::new(value, span) }
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

/// `$name`, `${name}` and `${name:-default}`; not `\$name`, not `$$`, not a `$` before something that cannot be a
/// name. Inside single quotes only `${name}` counts: python-dotenv and `dotenv-expand` replace it even there.
pub(super) fn expansions(text: &str, span: Span, quote: Quote) -> Vec<Span> {
    let value = span.of(text);
    let last_brace = value.rfind('}').unwrap_or(0);
    let mut out: Vec<Span> = Vec::new();
    for (at, _) in value.match_indices('$') {
        let is_inside = out.last().is_some_and(|last| span.start + at < last.end);
        let before = value.get(..at).unwrap_or_default();
        if is_inside || before.ends_with(['\\', '$']) {
            continue;
        }
        let rest = value.get(at + 1..).unwrap_or_default();
        let len = match rest.strip_prefix('{') {
            Some(inner) if at < last_brace && name_len(inner) > 0 => inner.find('}').map(|close| close + 2),
            None if quote != Quote::Single && name_len(rest) > 0 => Some(name_len(rest)),
            _ => None,
        };
        if let Some(len) = len {
            out.push(Span::new(span.start + at, span.start + at + 1 + len));
        }
    }
    out
}

/// Length of the variable's name at the start of `text`; 0 when there is none.
fn name_len(text: &str) -> usize {
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        return 0;
    }
    text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(text.len())
}

/// Only text that every loader reads back as it stands: Node's `dotenv` undoes no backslash but that of `\n`.
fn encode(text: &str, entry: &Entry) -> Option<String> {
    let special: &[char] = match entry.quote {
        Quote::None => &['#', '"', '\'', '`'],
        Quote::Single => &['\''],
        Quote::Double => &['"'],
        Quote::Backtick => &['`'],
    };
    let is_refused = |c: char| {
        special.contains(&c)
            || matches!(c, '\\' | '$')
            || c.is_control()
            || entry.quote == Quote::None && c.is_whitespace()
    };
    (!text.contains(is_refused)).then(|| text.to_owned())
}
