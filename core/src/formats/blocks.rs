//! Files of named values in brackets and sections: JSON, TOML, Terraform, Prisma's schema. What is not understood is
//! passed over.

use super::settings::Reached;
use super::{Argument, Document, Entry, Literal, Quote, plain};
use crate::parse::spelling_of;
use crate::text::{Mapped, Mapper, Span};

/// How such a file is written.
pub(super) struct Syntax {
    /// What begins a comment that ends with its line.
    pub line_comments: &'static [&'static str],
    /// Whether a value ends with its line.
    pub has_lines: bool,
    /// Whether `[name]` on a line of its own begins a section, and `'` a text without escapes.
    pub is_toml: bool,
    /// What begins a piece that is computed, up to `}`.
    pub hole: Option<&'static str>,
}

/// Something that is open: a bracket, a section, the file.
struct Level {
    scope: usize,
    is_list: bool,
    /// The names that it stands in.
    path: String,
    /// The value of `name`, beside which `value` says what it is.
    name: Option<(String, Span)>,
}

struct Reader<'a> {
    text: &'a str,
    syntax: &'a Syntax,
    at: usize,
    levels: Vec<Level>,
    scopes: usize,
    /// The words and texts since the last value.
    words: Vec<(String, Span)>,
    /// The name of the value that comes next.
    key: Option<(String, Span)>,
    reached: Reached,
    out: Document,
}

/// Levels that are told apart. What is deeper counts to the last of them.
const DEPTH: usize = 100;

pub(super) fn read(text: &str, syntax: &Syntax) -> Document {
    let file = Level { scope: 0, is_list: false, path: String::new(), name: None };
    let mut reader = Reader {
        text,
        syntax,
        at: if text.starts_with('\u{feff}') { 3 } else { 0 },
        levels: vec![file],
        scopes: 0,
        words: Vec::new(),
        key: None,
        reached: Reached::default(),
        out: Document::default(),
    };
    while let Some(c) = reader.rest().chars().next() {
        reader.step(c);
    }
    reader.reached.note(&mut reader.out);
    reader.out
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn step(&mut self, c: char) {
        let rest = self.rest();
        if let Some(mark) = self.syntax.line_comments.iter().find(|mark| rest.starts_with(**mark)) {
            let end = self.at + rest.find(['\n', '\r']).unwrap_or(rest.len());
            self.comment(Span::new(self.at + mark.len(), end));
            self.at = end;
        } else if rest.starts_with("/*") && self.syntax.line_comments.contains(&"//") {
            let end = rest.find("*/").map_or(rest.len(), |at| at + 2);
            self.out
                .comments
                .push(Span::new(self.at + 2, (self.at + end).saturating_sub(2).max(self.at + 2)));
            self.at += end;
        } else if rest.starts_with("<<") && self.syntax.hole.is_some() {
            self.at += heredoc(rest);
        } else if c == '"' || c == '\'' && self.syntax.is_toml {
            self.quoted(c);
        } else if c == '[' && self.syntax.is_toml && self.key.is_none() && self.words.is_empty() {
            self.section();
        } else if is_word(c) {
            let length = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
            let word = Span::new(self.at, self.at + length);
            self.at = word.end;
            self.word(word);
        } else {
            self.mark(c);
            self.at += c.len_utf8();
        }
    }

    fn mark(&mut self, c: char) {
        match c {
            '{' | '[' | '(' => self.open(c == '['),
            '}' | ']' | ')' => {
                if self.levels.len() > 1 {
                    self.levels.pop();
                }
                self.forget();
            }
            '=' | ':' if self.key.is_none() => {
                self.key = self.words.pop();
                self.words.clear();
            }
            ',' => self.forget(),
            '\n' if self.syntax.has_lines => self.forget(),
            _ => {}
        }
    }

    fn forget(&mut self) {
        self.words.clear();
        self.key = None;
    }

    /// A bracket opens what the key names, or the words before it: `resource "kind" "name" {`.
    fn open(&mut self, is_list: bool) {
        let key = self.key.take();
        let words = std::mem::take(&mut self.words);
        let Some(above) = self.levels.last() else { return };
        let names: Vec<String> = match key {
            Some((name, name_span)) => {
                let span = Span::at(self.at);
                let argument = Argument { name: name.clone(), name_span, value: Literal::Computed, span };
                self.reached.give(above.scope, &above.path, argument);
                vec![name]
            }
            None => words.into_iter().map(|word| word.0).collect(),
        };
        let path = joined(&above.path, &names.join("."));
        if self.levels.len() < DEPTH {
            self.scopes += 1;
            self.levels.push(Level { scope: self.scopes, is_list, path, name: None });
        } else {
            let Level { scope, .. } = *above;
            self.levels.push(Level { scope, is_list, path: String::new(), name: None });
        }
    }

    /// `[name]` or `[[name]]`.
    fn section(&mut self) {
        let rest = self.rest();
        let end = rest.find('\n').unwrap_or(rest.len());
        let name = rest.get(..end).unwrap_or_default().split('#').next().unwrap_or_default();
        let name: String = name.chars().filter(|c| !"[]\"' \t\r".contains(*c)).collect();
        self.scopes += 1;
        self.levels = vec![Level { scope: self.scopes, is_list: false, path: name, name: None }];
        self.at += end;
    }

    fn word(&mut self, span: Span) {
        let text = span.of(self.text);
        match self.key.clone() {
            Some(_) if text.starts_with(|c: char| c.is_ascii_digit()) || matches!(text, "true" | "false") => {
                self.value(Mapped::verbatim(self.text, span), span, Quote::None, true);
            }
            Some(_) => {}
            None => self.words.push((text.to_owned(), span)),
        }
    }

    /// A text: a value, or a name when no name stands before it.
    fn quoted(&mut self, mark: char) {
        let rest = self.rest();
        let tripled = format!("{mark}{mark}{mark}");
        if self.syntax.is_toml && rest.starts_with(&tripled) {
            // A text of several lines.
            let end = rest.get(3..).and_then(|rest| rest.find(&tripled)).map_or(rest.len(), |at| at + 6);
            self.at += end;
            self.forget();
            return;
        }
        let Some((value, end)) = self.unquoted(mark) else {
            self.at += mark.len_utf8();
            return;
        };
        let span = Span::new(self.at + 1, end);
        self.at = end + 1;
        // A text is a value behind a name and in a list; else it is a name itself.
        let in_list = self.levels.last().is_some_and(|level| level.is_list);
        if self.key.is_none() && !in_list {
            self.words.push((value.text().to_owned(), span));
        } else {
            let quote = if mark == '"' { Quote::Double } else { Quote::Single };
            self.value(value, span, quote, false);
        }
    }

    fn value(&mut self, value: Mapped, span: Span, quote: Quote, is_word: bool) {
        let key = self.key.take();
        let above = self.levels.len().checked_sub(2).and_then(|at| self.levels.get(at));
        let list = above.filter(|above| above.is_list).map(|above| above.scope);
        let Some(level) = self.levels.last_mut() else { return };
        let (mut name, mut scope) = (key.clone(), level.scope);
        match key.as_ref().map(|key| key.0.as_str()) {
            Some("name") => level.name = Some((value.text().to_owned(), span)),
            Some("value") if level.name.is_some() => {
                name = level.name.clone();
                scope = list.unwrap_or(scope);
            }
            _ => {}
        }
        if let Some((key, place)) = key {
            let said = match is_word {
                true => Literal::Word(value.text().to_owned()),
                false => Literal::Text(value.clone()),
            };
            let argument = Argument { name: key, name_span: place, value: said, span };
            self.reached.give(scope, &level.path, argument);
        }
        let entry = |name, value, span| Entry { name, scope, quote, ..Entry::new(value, span) };
        let urls = if spelling_of(value.text()).is_none() { plain::urls(value.text()) } else { Vec::new() };
        let parts = urls.iter().map(|url| entry(None, value.part(*url), value.source(*url)));
        self.out.entries.extend(parts);
        if urls.is_empty() {
            self.out.entries.push(entry(name, value, span));
        }
    }

    /// What the text that begins here says, and where it ends.
    fn unquoted(&self, mark: char) -> Option<(Mapped, usize)> {
        let mut out = Mapper::default();
        let mut at = self.at + 1;
        loop {
            let rest = self.text.get(at..)?;
            let c = rest.chars().next()?;
            let span = Span::new(at, at + c.len_utf8());
            if c == mark {
                break;
            }
            at = match c {
                '\n' => return None,
                '\\' if mark == '"' => self.escape(at, &mut out)?,
                _ if self.syntax.hole.is_some_and(|hole| rest.starts_with(hole)) => {
                    self.hole(at, &mut out)?
                }
                _ => {
                    out.copy(self.text, span);
                    span.end
                }
            };
        }
        let span = Span::new(self.at + 1, at);
        Some((if span.is_empty() { Mapped::verbatim(self.text, span) } else { out.finish() }, at))
    }

    fn escape(&self, at: usize, out: &mut Mapper) -> Option<usize> {
        let escaped = self.text.get(at + 1..)?.chars().next()?;
        let mut span = Span::new(at, at + 1 + escaped.len_utf8());
        match escaped {
            'n' => out.push("\n", span),
            't' => out.push("\t", span),
            'r' => out.push("\r", span),
            'u' => {
                let digits = self.text.get(at + 2..at + 6)?;
                span.end = at + 6;
                let c = u32::from_str_radix(digits, 16).ok().and_then(char::from_u32)?;
                out.push(c.encode_utf8(&mut [0; 4]), span);
            }
            _ => out.push(Span::new(at + 1, span.end).of(self.text), span),
        }
        Some(span.end)
    }

    /// Adds a computed piece: as it stands when it is a plain name, else as one between braces.
    fn hole(&self, at: usize, out: &mut Mapper) -> Option<usize> {
        let rest = self.text.get(at..)?;
        let mut depth = 0usize;
        for (offset, c) in rest.char_indices() {
            match c {
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                '\n' => return None,
                _ => continue,
            }
            if depth == 0 {
                let span = Span::new(at, at + offset + 1);
                let is_plain = |c: char| c.is_ascii_alphanumeric() || "_.-${}".contains(c);
                let shown = span.of(self.text);
                out.push(if shown.chars().all(is_plain) { shown } else { "${value}" }, span);
                return Some(span.end);
            }
        }
        None
    }

    /// A comment belongs to the value before it on the same line.
    fn comment(&mut self, span: Span) {
        let last = self.out.entries.last_mut();
        match last.filter(|entry| !Span::new(entry.span.end, span.start).of(self.text).contains('\n')) {
            Some(entry) => entry.comment = Some(span),
            None => self.out.comments.push(span),
        }
    }
}

fn joined(path: &str, name: &str) -> String {
    match (path, name) {
        ("", name) => name.to_owned(),
        (path, "") => path.to_owned(),
        _ => format!("{path}.{name}"),
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || "_-.".contains(c)
}

/// The length of a text of several lines that begins here: `<<EOT`, `<<-EOT`.
fn heredoc(rest: &str) -> usize {
    let first = rest.find('\n').unwrap_or(rest.len());
    let mark = rest.get(2..first).unwrap_or_default().trim().trim_start_matches(['-', '~']);
    let mark = mark.trim_matches(['"', '\'']);
    let mut at = first;
    for line in rest.get(first..).unwrap_or_default().split_inclusive('\n') {
        at += line.len();
        if line.trim() == mark {
            break;
        }
    }
    if mark.is_empty() { 2 } else { at }
}

/// Text that a quoted text takes as it stands.
pub(super) fn encode(text: &str, entry: &Entry) -> Option<String> {
    let is_refused = |c: char| c.is_control() || "\\\"'${}".contains(c);
    (entry.quote != Quote::None && !text.contains(is_refused)).then(|| text.to_owned())
}
