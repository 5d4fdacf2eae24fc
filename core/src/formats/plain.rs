//! Plain text: one connection string, or text with URLs in it.

use super::{Document, Entry, Format};
use crate::parse::{Spelling, scheme_of, spelling_of};
use crate::text::{Mapped, Span};

pub(super) static FORMAT: Format = Format {
    name: "plain",
    label: "plain text",
    has_name: |name| name.ends_with(".txt") || name.ends_with(".url") || name.ends_with(".dsn"),
    looks_like: |_| true,
    read,
    encode: |text, _| (!text.contains(['\n', '\r'])).then(|| text.to_owned()),
};

fn read(text: &str) -> Document {
    let mut out = Document::default();
    lines(text, Span::new(0, text.len()), &mut out);
    out
}

/// Reads the lines of `text` at `span` and adds what it finds.
pub(super) fn lines(text: &str, span: Span, out: &mut Document) {
    let mut at = span.start;
    for line in span.of(text).split_inclusive('\n') {
        let start = at;
        at += line.len();
        let content = line.trim_end_matches(['\n', '\r']);
        let trimmed = content.trim_start();
        if trimmed.starts_with('#') {
            let from = start + (content.len() - trimmed.len()) + 1;
            out.comments.push(Span::new(from, start + content.len()));
            continue;
        }
        match spelling_of(content) {
            Some(_) => out.entries.push(entry(text, Span::new(start, start + content.len()))),
            None => {
                out.in_other_text |= !trimmed.is_empty();
                out.entries.extend(urls(content).into_iter().map(|span| entry(text, span.shift(start))));
            }
        }
    }
}

/// URLs inside a line of other text: from a scheme to a blank, a quote or the tag that closes an element.
pub(super) fn urls(line: &str) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    for (at, _) in line.match_indices("://") {
        if out.last().is_some_and(|last| at < last.end) {
            continue;
        }
        let before = line.get(..at).unwrap_or_default();
        let is_scheme = |c: char| c.is_ascii_alphanumeric() || "+-.:".contains(c);
        let start = before.trim_end_matches(is_scheme).len();
        if scheme_of(line.get(start..at + 1).unwrap_or_default()).is_none() {
            continue;
        }
        let rest = line.get(at..).unwrap_or_default();
        let mark = rest.find(|c: char| c.is_whitespace() || "\"'`".contains(c)).unwrap_or(rest.len());
        let end = at + rest.find("</").map_or(mark, |tag| tag.min(mark));
        let span = Span::new(start, end);
        if spelling_of(span.of(line)).is_some_and(Spelling::is_url) {
            out.push(span);
        }
    }
    out
}

fn entry(text: &str, span: Span) -> Entry {
    Entry::new(Mapped::verbatim(text, span), span)
}
