//! Source code as words, texts and marks. Nothing is refused: what is not understood is a mark.

use crate::formats::Quote;
use crate::text::{Mapped, Mapper, Span};

/// How a language writes comments and texts.
pub(super) struct Syntax {
    /// What begins a comment that ends with its line.
    pub line_comments: &'static [&'static str],
    /// What begins and ends a comment of several lines.
    pub block_comments: &'static [(&'static str, &'static str)],
    /// The forms of its texts, the longer openings first.
    pub texts: &'static [TextForm],
    /// Letters that may stand before a text and change its meaning: `r`, `b`, `f` in Python.
    pub prefixes: fn(&str) -> Option<Prefix>,
    /// Whether a line break outside brackets ends a statement.
    pub line_ends_statement: bool,
    /// Whether `/` may begin a regular expression.
    pub has_regex: bool,
    /// Whether texts that stand side by side are one.
    pub joins_texts: bool,
}

/// What the letters before a text say.
#[derive(Clone, Copy, Default)]
pub(super) struct Prefix {
    /// Backslashes are themselves.
    pub is_raw: bool,
    /// Pieces between braces are computed.
    pub has_holes: bool,
}

/// One form of a text.
pub(super) struct TextForm {
    /// What begins and ends it.
    pub mark: &'static str,
    /// How an edit inside it is spelled; [`Quote::None`] when none is made there.
    pub quote: Quote,
    /// Whether backslashes are themselves.
    pub is_raw: bool,
    /// Whether it may reach over line breaks.
    pub has_lines: bool,
    /// What opens a computed piece, closed by `}`: `${`, `#{`. A prefix may say `{`.
    pub hole: Option<&'static str>,
}

/// A text of the code.
#[derive(Clone, Debug)]
pub struct Literal {
    /// What it says; a computed piece is a name between braces.
    pub value: Mapped,
    /// Its place with its marks.
    pub span: Span,
    /// Its place without them.
    pub inside: Span,
    /// How an edit in it is spelled.
    pub quote: Quote,
}

#[derive(Clone, Debug)]
pub(super) enum Kind {
    /// A name, a keyword or a number.
    Word,
    /// A text: its place among the texts.
    Text(usize),
    /// A mark of one character.
    Mark(u8),
    /// A line break.
    Line,
}

#[derive(Clone, Debug)]
pub(super) struct Token {
    pub kind: Kind,
    pub span: Span,
}

/// Source code, taken apart.
#[derive(Default)]
pub(super) struct Tokens {
    pub tokens: Vec<Token>,
    pub texts: Vec<Literal>,
    /// Comments without their marks.
    pub comments: Vec<Span>,
}

pub(super) fn tokens(text: &str, syntax: &Syntax) -> Tokens {
    let mut lexer = Lexer { text, syntax, at: 0, out: Tokens::default() };
    while let Some(c) = lexer.rest().chars().next() {
        lexer.step(c);
    }
    lexer.out
}

struct Lexer<'a> {
    text: &'a str,
    syntax: &'a Syntax,
    at: usize,
    out: Tokens,
}

impl<'a> Lexer<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn step(&mut self, c: char) {
        if c == '\n' {
            self.push(Kind::Line, 1);
        } else if c.is_whitespace() {
            self.at += c.len_utf8();
        } else if let Some(comment) = self.comment() {
            self.at = comment;
        } else if is_word(c) {
            self.word();
        } else if let Some(end) = self.regex(c) {
            self.at = end;
        } else if !self.literal(Prefix::default(), self.at) {
            self.push(Kind::Mark(u8::try_from(c).unwrap_or(b'?')), c.len_utf8());
        }
    }

    fn push(&mut self, kind: Kind, length: usize) {
        self.out.tokens.push(Token { kind, span: Span::new(self.at, self.at + length) });
        self.at += length;
    }

    /// Notes the comment that begins here; its end.
    fn comment(&mut self) -> Option<usize> {
        let rest = self.rest();
        let start = self.at;
        let (open, length, close) = self
            .syntax
            .line_comments
            .iter()
            .filter(|mark| rest.starts_with(**mark))
            .map(|mark| (mark.len(), rest.find('\n').unwrap_or(rest.len()), 0))
            .next()
            .or_else(|| {
                let (open, close) =
                    self.syntax.block_comments.iter().find(|(open, _)| rest.starts_with(*open))?;
                let body = rest.get(open.len()..)?;
                let length = body.find(close).map_or(rest.len(), |end| open.len() + end + close.len());
                Some((open.len(), length, close.len()))
            })?;
        let end = start + length;
        self.out.comments.push(Span::new(start + open, end.saturating_sub(close)));
        Some(end)
    }

    fn word(&mut self) {
        let rest = self.rest();
        let length = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
        let word = rest.get(..length).unwrap_or_default();
        let prefix = (self.syntax.prefixes)(word);
        if let Some(prefix) = prefix {
            let start = self.at;
            self.at += length;
            if self.literal(prefix, start) {
                return;
            }
            self.at = start;
        }
        self.push(Kind::Word, length);
    }

    /// Reads the text that begins here, if one does and if it ends.
    fn literal(&mut self, prefix: Prefix, start: usize) -> bool {
        let rest = self.rest();
        let forms = || self.syntax.texts.iter().filter(|form| rest.starts_with(form.mark));
        let Some(literal) = forms().find_map(|form| self.read_text(form, prefix, start)) else {
            return false;
        };
        let span = literal.span;
        self.at = span.end;
        self.out.tokens.push(Token { kind: Kind::Text(self.out.texts.len()), span });
        self.out.texts.push(literal);
        true
    }

    fn read_text(&self, form: &TextForm, prefix: Prefix, start: usize) -> Option<Literal> {
        let from = self.at + form.mark.len();
        let is_raw = form.is_raw || prefix.is_raw;
        let hole = if prefix.has_holes { Some("{") } else { form.hole };
        let mut value = Mapper::default();
        let mut at = from;
        loop {
            let rest = self.text.get(at..)?;
            let c = rest.chars().next()?;
            if rest.starts_with(form.mark) {
                break;
            }
            if c == '\n' && !form.has_lines {
                return None;
            }
            let next = match c {
                '\\' => self.escape(at, is_raw, &mut value)?,
                _ if hole.is_some_and(|hole| rest.starts_with(hole)) => {
                    let doubled = prefix.has_holes && rest.starts_with("{{");
                    if doubled {
                        value.push("{", Span::new(at, at + 2));
                        at + 2
                    } else {
                        self.hole(at, form, &mut value)?
                    }
                }
                '}' if prefix.has_holes && rest.starts_with("}}") => {
                    value.push("}", Span::new(at, at + 2));
                    at + 2
                }
                _ => {
                    value.copy(self.text, Span::new(at, at + c.len_utf8()));
                    at + c.len_utf8()
                }
            };
            at = next;
        }
        let inside = Span::new(from, at);
        let value = if inside.is_empty() { Mapped::verbatim(self.text, inside) } else { value.finish() };
        let quote = if is_raw { Quote::None } else { form.quote };
        Some(Literal { value, span: Span::new(start, at + form.mark.len()), inside, quote })
    }

    /// Adds what the backslash at `at` and the character behind it say; the offset behind them.
    fn escape(&self, at: usize, is_raw: bool, out: &mut Mapper) -> Option<usize> {
        let escaped = self.text.get(at + 1..)?.chars().next()?;
        let span = Span::new(at, at + 1 + escaped.len_utf8());
        match escaped {
            _ if is_raw => out.copy(self.text, span),
            // A line that goes on.
            '\n' => {}
            'n' => out.push("\n", span),
            't' => out.push("\t", span),
            'r' => out.push("\r", span),
            '\\' | '\'' | '"' | '`' | '/' | '$' | '#' => {
                out.push(Span::new(at + 1, span.end).of(self.text), span);
            }
            // What it stands for differs between languages; it is kept as it is.
            _ => out.copy(self.text, span),
        }
        Some(span.end)
    }

    /// Adds a computed piece as a name between braces; the offset behind it.
    fn hole(&self, at: usize, form: &TextForm, out: &mut Mapper) -> Option<usize> {
        let mut depth = 0usize;
        for (offset, c) in self.text.get(at..)?.char_indices() {
            match c {
                '{' => depth += 1,
                '}' => {
                    depth = depth.saturating_sub(1);
                    if depth == 0 {
                        let span = Span::new(at, at + offset + 1);
                        let written = span.of(self.text);
                        let is_plain = |c: char| c.is_ascii_alphanumeric() || "_.()[]{}$#".contains(c);
                        let shown = if written.chars().all(is_plain) { written } else { "{value}" };
                        out.push(shown, span);
                        return Some(span.end);
                    }
                }
                '\n' if !form.has_lines => return None,
                _ => {}
            }
        }
        None
    }

    /// The end of the regular expression that begins here.
    fn regex(&self, c: char) -> Option<usize> {
        let begins = match self.out.tokens.last() {
            None => true,
            Some(token) => match token.kind {
                Kind::Line => true,
                Kind::Mark(mark) => !matches!(mark, b')' | b']' | b'}'),
                Kind::Word => matches!(token.span.of(self.text), "return" | "typeof" | "case"),
                Kind::Text(_) => false,
            },
        };
        if c != '/' || !self.syntax.has_regex || !begins {
            return None;
        }
        let (mut escaped, mut in_class) = (false, false);
        for (offset, c) in self.rest().char_indices().skip(1) {
            match c {
                '\n' => return None,
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '[' => in_class = true,
                ']' => in_class = false,
                '/' if !in_class => return Some(self.at + offset + 1),
                _ => {}
            }
        }
        None
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$'
}
