//! YAML: Compose files, workflows, Kubernetes manifests, Helm values, application settings.
//!
//! Any scalar that is a connection string is found, named by its key; so is `NAME=value` of a list, as Compose writes
//! an environment, and a URL inside a command or a script. A file that is no YAML from some place on, such as a Helm
//! template, is read like plain text from there.

use saphyr_parser::{Event, Parser, ScalarStyle};

use super::{Document, Entry, Format, Quote, plain};
use crate::parse::spelling_of;
use crate::text::{Mapped, Mapper, Span};

pub(super) static FORMAT: Format = Format {
    name: "yaml",
    label: "YAML",
    has_name: |name| {
        let name = name.to_ascii_lowercase();
        name.ends_with(".yml") || name.ends_with(".yaml")
    },
    looks_like: |_| false,
    read,
    encode,
};

type Name = (String, Span);

/// A collection that is open.
enum Level {
    List {
        scope: usize,
    },
    Map {
        /// Counts the collections of the file: one set of variables each.
        scope: usize,
        /// The key whose value comes next.
        key: Option<Name>,
        /// The value of the key `name`, under which Kubernetes gives a variable's name.
        name: Option<Name>,
    },
}

struct Reader<'a> {
    text: &'a str,
    /// Offset of each character; `None` when all are one byte long.
    offsets: Option<Vec<usize>>,
    levels: Vec<Level>,
    scopes: usize,
    /// Up to where comments have been looked for.
    done: usize,
    out: Document,
}

fn read(text: &str) -> Document {
    let offsets = (!text.is_ascii()).then(|| text.char_indices().map(|it| it.0).collect());
    let out = Document { in_other_text: true, ..Document::default() };
    let mut reader = Reader { text, offsets, levels: Vec::new(), scopes: 0, done: 0, out };
    let mut parser = Parser::new_from_str(text);
    while let Some(Ok((event, place))) = parser.next_event() {
        match event {
            Event::StreamEnd => {
                reader.comments_up_to(text.len());
                return reader.out;
            }
            Event::Scalar(value, style, ..) => {
                let span = Span::new(reader.offset(place.start.index()), reader.offset(place.end.index()));
                reader.scalar(&value, style, span);
            }
            Event::SequenceStart(..) => {
                let scope = reader.next_scope();
                reader.levels.push(Level::List { scope });
            }
            Event::MappingStart(..) => {
                let scope = reader.next_scope();
                reader.levels.push(Level::Map { scope, key: None, name: None });
            }
            Event::SequenceEnd | Event::MappingEnd => {
                reader.levels.pop();
                reader.node_ended(None);
            }
            Event::Alias(_) => reader.node_ended(None),
            _ => {}
        }
    }
    let rest = reader.text.get(reader.done..).and_then(|rest| rest.find('\n'));
    let rest = Span::new(rest.map_or(reader.done, |at| reader.done + at + 1), text.len());
    plain::lines(text, rest, &mut reader.out);
    reader.out
}

impl Reader<'_> {
    fn offset(&self, index: usize) -> usize {
        let offset = match &self.offsets {
            Some(offsets) => offsets.get(index).copied(),
            None => Some(index),
        };
        offset.unwrap_or(self.text.len()).min(self.text.len())
    }

    /// A node is complete: what comes next in its mapping is a value if this was the key `name`, else a key.
    fn node_ended(&mut self, as_key: Option<Name>) {
        if let Some(Level::Map { key, .. }) = self.levels.last_mut() {
            *key = match key {
                Some(_) => None,
                None => Some(as_key.unwrap_or_else(|| (String::new(), Span::at(self.done)))),
            };
        }
    }

    fn scalar(&mut self, value: &str, style: ScalarStyle, span: Span) {
        let span = up_to_the_quote(self.text, style, span);
        self.comments_up_to(span.start);
        self.done = self.done.max(span.end);
        let is_key = matches!(self.levels.last(), Some(Level::Map { key: None, .. }));
        if is_key {
            self.node_ended(Some((value.to_owned(), span)));
            return;
        }
        if let Some(Level::Map { key: Some(key), name, .. }) = self.levels.last_mut()
            && key.0 == "name"
        {
            *name = Some((value.to_owned(), span));
        }
        match style {
            ScalarStyle::Literal | ScalarStyle::Folded => plain::lines(self.text, span, &mut self.out),
            _ => self.flow_scalar(value, style, span),
        }
        self.node_ended(None);
    }

    fn flow_scalar(&mut self, value: &str, style: ScalarStyle, span: Span) {
        let Some((mapped, inside, quote)) = mapped(self.text, value, style, span) else { return };
        let scope = self.scope();
        let entry = |name, value, span| Entry { name, scope, quote, ..Entry::new(value, span) };
        if spelling_of(value).is_some() {
            self.out.entries.push(entry(self.name(), mapped, inside));
            return;
        }
        // Inside a text only what stands there as it reads can be told apart.
        if inside.of(self.text) != value {
            return;
        }
        let verbatim = |span: Span| Mapped::verbatim(self.text, span);
        if let Some((name, behind)) = assignment(value) {
            let name = (name.to_owned(), Span::new(inside.start, inside.start + name.len()));
            let span = Span::new(inside.end - behind.len(), inside.end);
            self.out.entries.push(entry(Some(name), verbatim(span), span));
            return;
        }
        let urls = plain::urls(value).into_iter().map(|span| span.shift(inside.start));
        self.out.entries.extend(urls.map(|span| entry(None, verbatim(span), span)));
    }

    fn next_scope(&mut self) -> usize {
        self.scopes += 1;
        self.scopes
    }

    fn scope(&self) -> usize {
        match self.levels.last() {
            Some(Level::List { scope } | Level::Map { scope, .. }) => *scope,
            None => 0,
        }
    }

    /// The name of the value that comes next: its key, or the `name` beside a key `value`.
    fn name(&self) -> Option<Name> {
        match self.levels.last()? {
            Level::Map { key: Some(key), name: Some(name), .. } if key.0 == "value" => Some(name.clone()),
            Level::Map { key, .. } => key.clone().filter(|key| !key.0.is_empty()),
            Level::List { .. } => None,
        }
    }

    /// Notes the comments between the last scalar and `end`. One on the line of a value belongs to it.
    fn comments_up_to(&mut self, end: usize) {
        let mut at = self.done;
        for line in Span::new(at, end.max(at)).of(self.text).split_inclusive('\n') {
            let before = line.split('#').next().unwrap_or_default();
            let is_comment =
                before.len() < line.len() && (before.is_empty() || before.ends_with([' ', '\t']));
            if is_comment {
                let comment = Span::new(at + before.len() + 1, at + line.trim_end().len());
                self.comment(comment, at == self.done && self.done > 0);
            }
            at += line.len();
        }
        self.done = self.done.max(end);
    }

    fn comment(&mut self, comment: Span, behind_scalar: bool) {
        let last = self.out.entries.last_mut().filter(|entry| {
            behind_scalar && !Span::new(entry.span.end, comment.start).of(self.text).contains('\n')
        });
        match last {
            Some(entry) => entry.comment = Some(comment),
            None => self.out.comments.push(comment),
        }
    }
}

/// The place of a scalar without the blanks and the comment behind its closing quote, which the parser adds to it.
fn up_to_the_quote(text: &str, style: ScalarStyle, span: Span) -> Span {
    let (quote, escape) = match style {
        ScalarStyle::SingleQuoted => (b'\'', b'\''),
        ScalarStyle::DoubleQuoted => (b'"', b'\\'),
        _ => return span,
    };
    let mut bytes = span.of(text).bytes().enumerate().skip(1).peekable();
    while let Some((at, byte)) = bytes.next() {
        let next = bytes.peek().map(|it| it.1);
        if byte == escape && (escape != quote || next == Some(quote)) {
            bytes.next();
        } else if byte == quote {
            return Span::new(span.start, span.start + at + 1);
        }
    }
    span
}

/// `NAME=value`, where the value is a connection string.
fn assignment(text: &str) -> Option<(&str, &str)> {
    let (name, value) = text.split_once('=')?;
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "_.-".contains(c));
    (is_name && spelling_of(value).is_some()).then_some((name, value))
}

/// The value of a scalar on one line, with its map, its place inside the quotes, and the quotes; `None` when its parts
/// cannot be placed, as with a value that is folded over several lines.
fn mapped(text: &str, value: &str, style: ScalarStyle, span: Span) -> Option<(Mapped, Span, Quote)> {
    let written = span.of(text);
    let quote = match style {
        ScalarStyle::SingleQuoted => Quote::Single,
        ScalarStyle::DoubleQuoted => Quote::Double,
        _ => Quote::None,
    };
    let inside = match quote {
        // An anchor or a tag before the value belongs to its place.
        Quote::None => {
            let end = span.start + written.trim_end().len();
            Span::new(end.saturating_sub(value.len()).max(span.start), end)
        }
        _ if written.len() < 2 => return None,
        _ => Span::new(span.start + 1, span.end - 1),
    };
    if inside.of(text) == value {
        return Some((Mapped::verbatim(text, inside), inside, quote));
    }
    let mut out = Mapper::default();
    let mut chars = inside.of(text).char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let start = inside.start + at;
        let is_escape = matches!((quote, c), (Quote::Single, '\'') | (Quote::Double, '\\'));
        match chars.next_if(|_| is_escape) {
            Some((_, escaped)) => {
                out.push(unescape(quote, escaped)?, Span::new(start, start + 1 + escaped.len_utf8()));
            }
            None => out.copy(text, Span::new(start, start + c.len_utf8())),
        }
    }
    let out = out.finish();
    (out.text() == value).then_some((out, inside, quote))
}

fn unescape(quote: Quote, escaped: char) -> Option<&'static str> {
    Some(match (quote, escaped) {
        (Quote::Single, '\'') => "'",
        (_, '"') => "\"",
        (_, '\\') => "\\",
        (_, '/') => "/",
        (_, 'n') => "\n",
        (_, 'r') => "\r",
        (_, 't') => "\t",
        _ => return None,
    })
}

/// What would mean something else to YAML, or to those who replace variables in it first, is not written.
fn encode(text: &str, entry: &Entry) -> Option<String> {
    let is_refused = |c: char| match entry.quote {
        Quote::None => c.is_whitespace() || "#,[]{}\"'`\\".contains(c),
        _ => false,
    };
    let ends_a_key = entry.quote == Quote::None && text.ends_with(':');
    if ends_a_key || text.contains(|c: char| c.is_control() || "${".contains(c) || is_refused(c)) {
        return None;
    }
    Some(match entry.quote {
        Quote::Single => text.replace('\'', "''"),
        Quote::Double => text.replace('\\', "\\\\").replace('"', "\\\""),
        _ => text.to_owned(),
    })
}
