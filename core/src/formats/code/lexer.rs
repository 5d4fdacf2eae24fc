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
    /// Whether `:name` is a word of its own, as in Ruby and Elixir.
    pub has_symbols: bool,
    /// Whether a full stop joins two texts, and does not lead to a member.
    pub dot_joins: bool,
    /// Whether what is given to a call may stand behind its name without brackets.
    pub calls_without_brackets: bool,
    /// Whether braces behind a call hold more that is given to it.
    pub has_trailing_blocks: bool,
    /// Calls that fill in a text, and how it shows the places.
    pub formatters: &'static [(&'static str, Blanks)],
}

impl Syntax {
    /// A syntax with nothing but comments and texts.
    pub(super) const fn new(line_comments: &'static [&'static str], texts: &'static [TextForm]) -> Self {
        Self {
            line_comments,
            block_comments: &[],
            texts,
            prefixes: |_| None,
            line_ends_statement: false,
            has_regex: false,
            joins_texts: false,
            has_symbols: false,
            dot_joins: false,
            calls_without_brackets: false,
            has_trailing_blocks: false,
            formatters: &[],
        }
    }
}

/// How a text shows the places that a formatter fills in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Blanks {
    /// `%s`, `%d`.
    Percent,
    /// `{}`, `{name}`.
    Braces,
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
    /// What begins it.
    pub open: &'static str,
    /// What ends it.
    pub close: &'static str,
    /// How an edit inside it is spelled; [`Quote::None`] when none is made there.
    pub quote: Quote,
    /// Whether backslashes are themselves.
    pub is_raw: bool,
    /// Whether it may reach over line breaks.
    pub has_lines: bool,
    /// What opens a computed piece, closed by `}`: `${`, `#{`, `{`. A prefix may say `{` too.
    pub hole: Option<&'static str>,
    /// Whether `$name` is a computed piece.
    pub has_variables: bool,
    /// Whether what ends it stands for itself when it is doubled.
    pub doubles: bool,
    /// Whether it holds one character.
    pub is_char: bool,
    /// Whether its first and last line break are not part of it.
    pub is_block: bool,
}

impl TextForm {
    pub(super) const fn new(mark: &'static str, quote: Quote) -> Self {
        Self {
            open: mark,
            close: mark,
            quote,
            is_raw: false,
            has_lines: false,
            hole: None,
            has_variables: false,
            doubles: false,
            is_char: false,
            is_block: false,
        }
    }

    /// A character between marks.
    pub(super) const fn character(mark: &'static str) -> Self {
        Self { is_char: true, ..Self::new(mark, Quote::None) }
    }

    /// A text of several lines between lines with marks.
    pub(super) const fn block(mark: &'static str) -> Self {
        Self { is_block: true, has_lines: true, ..Self::new(mark, Quote::None) }
    }

    pub(super) const fn opened_by(self, open: &'static str) -> Self {
        Self { open, ..self }
    }

    pub(super) const fn raw(self) -> Self {
        Self { is_raw: true, ..self }
    }

    pub(super) const fn lines(self) -> Self {
        Self { has_lines: true, ..self }
    }

    pub(super) const fn hole(self, hole: &'static str) -> Self {
        Self { hole: Some(hole), ..self }
    }

    pub(super) const fn variables(self) -> Self {
        Self { has_variables: true, ..self }
    }

    pub(super) const fn doubling(self) -> Self {
        Self { doubles: true, ..self }
    }
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
    let last_close = syntax.texts.iter().map(|form| text.rfind(form.close)).collect();
    let mut lexer = Lexer { text, syntax, last_close, at: 0, out: Tokens::default() };
    while let Some(c) = lexer.rest().chars().next() {
        lexer.step(c);
    }
    lexer.out
}

struct Lexer<'a> {
    text: &'a str,
    syntax: &'a Syntax,
    /// For each form of a text, the last place where one may end, so that no text is read that does not end.
    last_close: Vec<Option<usize>>,
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
        } else if let Some(length) = self.symbol(c) {
            self.push(Kind::Word, length);
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

    /// The length of `:name`, if that stands here and no `a::name` or `key:name`.
    fn symbol(&self, c: char) -> Option<usize> {
        let before = self.text.get(..self.at)?.chars().next_back();
        if c != ':' || !self.syntax.has_symbols || before.is_some_and(|c| c == ':' || is_word(c)) {
            return None;
        }
        let name = self.rest().get(1..)?;
        let length = name.find(|c| !is_word(c)).unwrap_or(name.len());
        (length > 0).then_some(1 + length)
    }

    fn word(&mut self) {
        // `r"..."` is a form of its own where letters belong to it.
        if self.literal(Prefix::default(), self.at) {
            return;
        }
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
        let forms = self.syntax.texts.iter().zip(&self.last_close);
        let mut forms = forms.filter(|(form, last)| {
            rest.starts_with(form.open) && last.is_some_and(|last| self.at + form.open.len() <= last)
        });
        let Some(literal) = forms.find_map(|(form, _)| self.read_text(form, prefix, start)) else {
            return false;
        };
        let span = literal.span;
        self.at = span.end;
        self.out.tokens.push(Token { kind: Kind::Text(self.out.texts.len()), span });
        self.out.texts.push(literal);
        true
    }

    fn read_text(&self, form: &TextForm, prefix: Prefix, start: usize) -> Option<Literal> {
        let from = self.at + form.open.len();
        let is_raw = form.is_raw || prefix.is_raw;
        let hole = if prefix.has_holes { Some("{") } else { form.hole };
        let doubles_braces = hole == Some("{");
        let doubled = |rest: &str, mark: &str| rest.strip_prefix(mark).is_some_and(|it| it.starts_with(mark));
        let mut value = Mapper::default();
        let mut at = from;
        loop {
            let rest = self.text.get(at..)?;
            let c = rest.chars().next()?;
            if form.doubles && doubled(rest, form.close) {
                value.push(form.close, Span::new(at, at + 2 * form.close.len()));
                at += 2 * form.close.len();
                continue;
            }
            if rest.starts_with(form.close) {
                break;
            }
            if c == '\n' && !form.has_lines {
                return None;
            }
            at = match c {
                '\\' if form.doubles => self.plain(at, c, &mut value),
                '\\' => self.escape(at, is_raw, &mut value)?,
                '{' | '}' if doubles_braces && doubled(rest, c.encode_utf8(&mut [0; 4])) => {
                    value.push(Span::new(at, at + 1).of(self.text), Span::new(at, at + 2));
                    at + 2
                }
                _ if hole.is_some_and(|hole| rest.starts_with(hole)) => self.hole(at, form, &mut value)?,
                '$' if form.has_variables && begins_variable(rest) => self.variable(at, &mut value),
                _ => self.plain(at, c, &mut value),
            };
        }
        let inside = Span::new(from, at);
        if form.is_char && !is_character(inside.of(self.text)) {
            return None;
        }
        let value = if inside.is_empty() { Mapped::verbatim(self.text, inside) } else { value.finish() };
        let quote = if prefix.is_raw { Quote::None } else { form.quote };
        let span = Span::new(start, at + form.close.len());
        let literal = Literal { value, span, inside, quote };
        Some(if form.is_block { without_margin(literal) } else { literal })
    }

    fn plain(&self, at: usize, c: char, out: &mut Mapper) -> usize {
        let span = Span::new(at, at + c.len_utf8());
        out.copy(self.text, span);
        span.end
    }

    /// Adds `$name`, with the member or the element behind it, as a name between braces; the offset behind it.
    fn variable(&self, at: usize, out: &mut Mapper) -> usize {
        let word_at = |from: usize| {
            let rest = self.text.get(from..).unwrap_or_default();
            from + rest.find(|c| !is_word(c)).unwrap_or(rest.len())
        };
        let name = Span::new(at + 1, word_at(at + 1));
        let rest = self.text.get(name.end..).unwrap_or_default();
        let end = match (rest.strip_prefix("->"), rest.strip_prefix('[').and_then(|it| it.find(']'))) {
            (Some(_), _) => word_at(name.end + 2),
            (_, Some(length)) if length < 60 => name.end + length + 2,
            _ => name.end,
        };
        out.push(&format!("{{{}}}", name.of(self.text)), Span::new(at, end));
        end
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
        for (offset, c) in self.text.get(at..)?.char_indices().take(LONGEST_HOLE) {
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

/// Characters of a computed piece that are followed.
const LONGEST_HOLE: usize = 1000;

fn begins_variable(rest: &str) -> bool {
    rest.chars().nth(1).is_some_and(|c| c.is_ascii_alphabetic() || c == '_')
}

/// Whether `text` is one character as code writes it: `a`, `\n`, `\u{41}`.
fn is_character(text: &str) -> bool {
    text.chars().count() == 1 || text.starts_with('\\')
}

/// The text without the blanks and line breaks around it.
fn without_margin(literal: Literal) -> Literal {
    let text = literal.value.text();
    let start = text.len() - text.trim_start().len();
    let span = Span::new(start, start + text.trim().len());
    Literal { inside: literal.value.source(span), value: literal.value.part(span), ..literal }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$'
}
