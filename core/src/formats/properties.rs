//! Properties of Java: settings of Spring, Quarkus, Hibernate, Flyway.

use super::defaults::with_defaults;
use super::settings::Reached;
use super::{Argument, Document, Entry, Format, Literal};
use crate::text::{Mapped, Mapper, Span};
use std::collections::BTreeMap;

pub(super) static FORMAT: Format = Format {
    name: "properties",
    label: "Java properties",
    has_name: |name| name.ends_with(".properties"),
    looks_like: |_| false,
    read,
    // A backslash begins an escape, and what is not Latin-1 is read in more than one way.
    encode: |text, _| {
        let is_plain = |c: char| c.is_ascii_graphic() && !matches!(c, '\\' | '$' | '{' | '}');
        text.chars().all(is_plain).then(|| text.to_owned())
    },
};

fn read(text: &str) -> Document {
    let mut out = Document::default();
    let mut reached = Reached::default();
    // One set for all the names with the same beginning.
    let mut sets: BTreeMap<String, usize> = BTreeMap::from([(String::new(), 0)]);
    let mut at = if text.starts_with('\u{feff}') { 3 } else { 0 };
    while at < text.len() {
        let line = logical_line(text, at);
        at = line.end;
        let content = line.of(text);
        let start = line.start + (content.len() - content.trim_start().len());
        let content = Span::new(start, line.end).of(text).trim_end_matches(['\n', '\r']);
        if content.starts_with(['#', '!']) {
            out.comments.push(Span::new(start + 1, start + content.trim_end().len()));
            continue;
        }
        let Some((name, value)) = split(content) else { continue };
        let name_span = Span::new(start, start + name.len());
        let span = Span::new(start + value, start + content.len());
        let (path, last) = name.rsplit_once('.').unwrap_or(("", name));
        let next = sets.len();
        let scope = *sets.entry(path.to_owned()).or_insert(next);
        let value = with_defaults(unescaped(text, span));
        let said = Literal::Text(value.clone());
        let argument = Argument { name: last.to_owned(), name_span, value: said, span };
        reached.give(scope, path, argument);
        out.entries.push(Entry {
            name: Some((name.to_owned(), name_span)),
            scope,
            ..Entry::new(value, span)
        });
    }
    reached.note(&mut out);
    out
}

/// The line at `at`, with those that a backslash at the end joins to it.
fn logical_line(text: &str, at: usize) -> Span {
    let mut end = at;
    for line in text.get(at..).unwrap_or_default().split_inclusive('\n') {
        end += line.len();
        let content = line.trim_end_matches(['\n', '\r']);
        let backslashes = content.len() - content.trim_end_matches('\\').len();
        let is_comment = content.trim_start().starts_with(['#', '!']) && end == at + line.len();
        if backslashes % 2 == 0 || is_comment {
            break;
        }
    }
    Span::new(at, end)
}

/// The name, and where the value begins: behind `=`, `:` or a blank that no backslash stands before.
fn split(line: &str) -> Option<(&str, usize)> {
    let mut escaped = false;
    let end = line.find(|c: char| {
        let ends = !escaped && (matches!(c, '=' | ':') || c.is_whitespace());
        escaped = c == '\\' && !escaped;
        ends
    })?;
    let name = line.get(..end).filter(|name| !name.is_empty())?;
    let rest = line.get(end..)?;
    let behind = rest.trim_start();
    let value = behind.strip_prefix(['=', ':']).unwrap_or(behind).trim_start();
    Some((name, line.len() - value.len()))
}

/// A value without its escapes and line breaks.
fn unescaped(text: &str, span: Span) -> Mapped {
    let written = span.of(text);
    if !written.contains('\\') {
        return Mapped::verbatim(text, span);
    }
    let mut out = Mapper::default();
    let mut at = 0;
    while let Some(c) = written.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = written.get(at + c.len_utf8()..).unwrap_or_default();
        let place = |length: usize| Span::new(span.start + at, span.start + at + length);
        let length = match (c, rest.chars().next()) {
            ('\\', Some('\n' | '\r')) => {
                let behind = rest.trim_start_matches(['\n', '\r']).trim_start_matches([' ', '\t']);
                1 + rest.len() - behind.len()
            }
            ('\\', Some('u')) => {
                let digits = rest.get(1..5).and_then(|it| u32::from_str_radix(it, 16).ok());
                match digits.and_then(char::from_u32) {
                    Some(c) => {
                        out.push(c.encode_utf8(&mut [0; 4]), place(6));
                        6
                    }
                    None => 2,
                }
            }
            ('\\', Some(escaped)) => {
                let length = 1 + escaped.len_utf8();
                match escaped {
                    't' => out.push("\t", place(length)),
                    'n' => out.push("\n", place(length)),
                    'r' => out.push("\r", place(length)),
                    'f' => out.push("\u{c}", place(length)),
                    _ => out.push(escaped.encode_utf8(&mut [0; 4]), place(length)),
                }
                length
            }
            ('\\', None) => 1,
            _ => {
                out.copy(text, place(c.len_utf8()));
                c.len_utf8()
            }
        };
        at += length;
    }
    out.finish()
}

#[cfg(test)]
mod tests {
    use super::FORMAT;

    #[test]
    fn lines_are_read_as_java_does() {
        let text =
            "# said\n! and said\na.b=c\n d : e\nf\\=g h\nurl=jdbc\\:postgresql\\://h\\\n   /d\\u0041\nlast\n";
        let document = (FORMAT.read)(text);
        let said: Vec<_> = document
            .entries
            .iter()
            .map(|it| (it.name.as_ref().map_or("", |name| name.0.as_str()), it.value.text()))
            .collect();
        assert_eq!(said, [("a.b", "c"), ("d", "e"), ("f\\=g", "h"), ("url", "jdbc:postgresql://h/dA")]);
        assert_eq!(document.comments.len(), 2);
    }

    #[test]
    fn names_with_one_beginning_are_one_set() {
        let text = "spring.flyway.url=jdbc:postgresql://h/d\nspring.flyway.user=a\nother=b\n";
        let document = (FORMAT.read)(text);
        let scopes: Vec<_> = document.entries.iter().map(|it| it.scope).collect();
        assert_eq!(scopes, [1, 1, 0]);
        assert!(document.scopes.get(1).is_some_and(|scope| scope.is_for_migrations));
    }
}
