//! YAML: Compose files, workflows, Kubernetes manifests, Helm values, application settings.
//!
//! Any value with a key is found, and so is `NAME=value` of a list, as Compose writes an environment, and a URL inside
//! a command or a script. Where a default stands in for a variable, it is the value. A file that is no YAML from some
//! place on, such as a Helm template, is read like plain text from there.

use saphyr_parser::{Event, Parser, ScalarStyle};

use super::defaults::with_defaults;
use super::node::{Map, Node, Scalar};
use super::{Document, Entry, Format, Quote, compose, plain, secret, settings, workflow};
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
        nodes: Vec<Node>,
    },
    Map {
        /// The key whose value comes next.
        key: Option<Scalar>,
        /// The value of the key `name`, under which Kubernetes gives a variable's name.
        name: Option<Name>,
        map: Map,
    },
}

/// How deep collections are kept. What is deeper is read and forgotten, so that no text exhausts the stack.
const DEPTH: usize = 60;

struct Reader<'a> {
    text: &'a str,
    /// Offset of each character; `None` when all are one byte long.
    offsets: Option<Vec<usize>>,
    levels: Vec<Level>,
    /// Counts the collections of the file: one set of variables each.
    scopes: usize,
    /// Up to where comments have been looked for.
    done: usize,
    /// The documents of the file.
    roots: Vec<Node>,
    out: Document,
}

fn read(text: &str) -> Document {
    let offsets = (!text.is_ascii()).then(|| text.char_indices().map(|it| it.0).collect());
    let out = Document { in_other_text: true, ..Document::default() };
    let mut reader = Reader { text, offsets, levels: Vec::new(), scopes: 0, done: 0, roots: Vec::new(), out };
    let mut parser = Parser::new_from_str(text);
    while let Some(Ok((event, place))) = parser.next_event() {
        match event {
            Event::StreamEnd => {
                reader.comments_up_to(text.len());
                return reader.finish();
            }
            Event::Scalar(value, style, ..) => {
                let span = Span::new(reader.offset(place.start.index()), reader.offset(place.end.index()));
                reader.scalar(&value, style, span);
            }
            Event::SequenceStart(..) => {
                let scope = reader.next_scope();
                reader.levels.push(Level::List { scope, nodes: Vec::new() });
            }
            Event::MappingStart(anchor, _) => {
                let map = Map { scope: reader.next_scope(), anchor, ..Map::default() };
                reader.levels.push(Level::Map { key: None, name: None, map });
            }
            Event::SequenceEnd | Event::MappingEnd => reader.collection_ended(),
            Event::Alias(anchor) => reader.node_ended(Node::Alias(anchor)),
            _ => {}
        }
    }
    let rest = reader.text.get(reader.done..).and_then(|rest| rest.find('\n'));
    let rest = Span::new(rest.map_or(reader.done, |at| reader.done + at + 1), text.len());
    plain::lines(text, rest, &mut reader.out);
    reader.out
}

impl Reader<'_> {
    /// The document, with what its structure says about its values.
    fn finish(mut self) -> Document {
        for root in &self.roots {
            settings::note_scopes(root, &mut self.out);
            secret::decode(self.text, root, &mut self.out);
            compose::note(self.text, root, &mut self.out);
            workflow::note(root, &mut self.out);
        }
        self.out
    }

    fn offset(&self, index: usize) -> usize {
        let offset = match &self.offsets {
            Some(offsets) => offsets.get(index).copied(),
            None => Some(index),
        };
        offset.unwrap_or(self.text.len()).min(self.text.len())
    }

    fn collection_ended(&mut self) {
        let is_kept = self.levels.len() <= DEPTH;
        let node = match self.levels.pop() {
            Some(Level::List { nodes, .. }) if is_kept => Node::List(nodes),
            Some(Level::Map { map, .. }) if is_kept => {
                Node::Map(Map { last_scope: self.scopes.max(map.scope), ..map })
            }
            _ => Node::Unknown,
        };
        self.node_ended(node);
    }

    /// A node is complete: in a mapping it is the value of the key before it, or a key itself.
    fn node_ended(&mut self, node: Node) {
        let place = Span::at(self.done);
        match self.levels.last_mut() {
            None => self.roots.push(node),
            Some(Level::List { nodes, .. }) => nodes.push(node),
            Some(Level::Map { key, map, .. }) => match (key.take(), node) {
                (Some(key), node) => map.items.push((key, node)),
                (None, Node::Scalar(scalar)) => *key = Some(scalar),
                (None, _) => *key = Some(Scalar { text: String::new(), span: place, is_quoted: false }),
            },
        }
    }

    fn scalar(&mut self, value: &str, style: ScalarStyle, span: Span) {
        let span = up_to_the_quote(self.text, style, span);
        self.comments_up_to(span.start);
        self.done = self.done.max(span.end);
        let is_quoted = !matches!(style, ScalarStyle::Plain);
        let node = Node::Scalar(Scalar { text: value.to_owned(), span, is_quoted });
        let is_key = matches!(self.levels.last(), Some(Level::Map { key: None, .. }));
        if is_key {
            self.node_ended(node);
            return;
        }
        if let Some(Level::Map { key: Some(key), name, .. }) = self.levels.last_mut()
            && key.text == "name"
        {
            *name = Some((value.to_owned(), span));
        }
        match style {
            ScalarStyle::Literal | ScalarStyle::Folded => self.block_scalar(span),
            _ => self.flow_scalar(value, style, span),
        }
        self.node_ended(node);
    }

    fn block_scalar(&mut self, span: Span) {
        let before = self.out.entries.len();
        plain::lines(self.text, span, &mut self.out);
        let scope = self.scope();
        self.out.entries.iter_mut().skip(before).for_each(|entry| entry.scope = scope);
    }

    fn flow_scalar(&mut self, value: &str, style: ScalarStyle, span: Span) {
        let Some((mapped, inside, quote)) = mapped(self.text, value, style, span) else { return };
        let mapped = with_defaults(mapped);
        let scope = self.scope();
        let entry = |name, value, span| Entry { name, scope, quote, ..Entry::new(value, span) };
        if spelling_of(mapped.text()).is_some() {
            self.out.entries.push(entry(self.name(), mapped, inside));
            return;
        }
        let assigned = (inside.of(self.text) == value).then(|| self.assignment(value, inside)).flatten();
        if let Some((name, span)) = assigned {
            let value = with_defaults(Mapped::verbatim(self.text, span));
            self.out.entries.push(entry(Some(name), value, span));
            return;
        }
        let urls: Vec<Entry> = plain::urls(mapped.text())
            .into_iter()
            .map(|url| entry(None, mapped.part(url), mapped.source(url)))
            .collect();
        if urls.is_empty()
            && let Some(name) = self.name()
        {
            self.out.entries.push(entry(Some(name), mapped, inside));
        }
        self.out.entries.extend(urls);
    }

    /// `NAME=value` where the value is a connection string, or that stands in a list.
    fn assignment(&self, text: &str, place: Span) -> Option<(Name, Span)> {
        let (name, value) = text.split_once('=')?;
        let is_name = |also: &str| {
            !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || also.contains(c))
        };
        let is_connection =
            || spelling_of(with_defaults(Mapped::verbatim(value, Span::new(0, value.len()))).text());
        let in_list = matches!(self.levels.last(), Some(Level::List { .. }));
        if !(is_name("_.-") && is_connection().is_some() || is_name("_") && in_list) {
            return None;
        }
        let end = place.start + name.len();
        Some(((name.to_owned(), Span::new(place.start, end)), Span::new(end + 1, place.end)))
    }

    fn next_scope(&mut self) -> usize {
        self.scopes += 1;
        self.scopes
    }

    /// The set that the value that comes next belongs to: that of the list for its pairs of `name` and `value`.
    fn scope(&self) -> usize {
        match self.levels.as_slice() {
            [.., Level::List { scope, .. }, Level::Map { key: Some(key), name: Some(_), .. }]
                if key.text == "value" =>
            {
                *scope
            }
            [.., Level::List { scope, .. }] => *scope,
            [.., Level::Map { map, .. }] => map.scope,
            [] => 0,
        }
    }

    /// The name of the value that comes next: its key, or the `name` beside a key `value`.
    fn name(&self) -> Option<Name> {
        match self.levels.last()? {
            Level::Map { key: Some(key), name: Some(name), .. } if key.text == "value" => Some(name.clone()),
            Level::Map { key: Some(key), .. } if !key.text.is_empty() => Some((key.text.clone(), key.span)),
            _ => None,
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
