//! Source code as calls, lists of named values and texts: enough to see what is given to what. No language is parsed
//! in full; what is not understood falls apart into the pieces that are.

use super::lexer::{Kind, Literal, Syntax, Tokens};
use crate::formats::Quote;
use crate::text::{Mapper, Span};

/// A value of the code.
#[derive(Clone, Debug)]
pub(super) enum Expr {
    /// A text.
    Text(Literal),
    /// A name with those it belongs to, or a number: `os.environ`, `5432`.
    Word(String, Span),
    /// A call, or a name with values in braces behind it.
    Call(Call),
    /// What stands between brackets, and the opening one.
    Group(Vec<Item>, u8),
    /// Several values with something between them that is not followed.
    Several(Vec<Expr>),
}

#[derive(Clone, Debug)]
pub(super) struct Call {
    /// What is called: `asyncpg.connect`. The name of a method alone when it is called on something computed.
    pub callee: String,
    /// What it is called on, when that is a call itself.
    pub receiver: Option<Box<Expr>>,
    /// What is given to it.
    pub items: Vec<Item>,
}

/// A value with its name, as an argument, an entry of a map, or an assignment.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// Its name: `ssl`, `extra.timeout`.
    pub name: Option<(String, Span)>,
    pub value: Expr,
    pub span: Span,
    /// Whether it is written as an assignment, and not as an entry of a map.
    pub is_assignment: bool,
    /// Whether all entries of the value are meant: `**options`, `...options`.
    pub is_spread: bool,
}

/// How deep brackets are followed. Deeper ones are taken for marks, so that no text exhausts the stack.
const DEPTH: usize = 60;

/// How many calls in a row are followed: `a().b().c()`.
const CHAIN: usize = 200;

pub(super) fn parse(text: &str, tokens: &Tokens, syntax: &Syntax) -> Vec<Item> {
    let mut parser = Parser { text, tokens, syntax, at: 0 };
    let mut out = Vec::new();
    while parser.at < tokens.tokens.len() {
        out.extend(parser.items(0));
        // A bracket that closes nothing.
        parser.at += 1;
    }
    out
}

struct Parser<'a> {
    text: &'a str,
    tokens: &'a Tokens,
    syntax: &'a Syntax,
    at: usize,
}

/// What stands between two values.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Between {
    Nothing,
    Plus,
    /// `or`, `||`, `??`: the second value counts when there is no first one.
    Else,
    Other,
}

impl Parser<'_> {
    fn mark(&self, ahead: usize) -> Option<u8> {
        match self.tokens.tokens.get(self.at + ahead)?.kind {
            Kind::Mark(mark) => Some(mark),
            _ => None,
        }
    }

    fn marks(&self, marks: &str) -> bool {
        let mut before = None;
        marks.bytes().enumerate().all(|(ahead, mark)| {
            let touches = before.is_none_or(|end| self.span(ahead).start == end);
            before = Some(self.span(ahead).end);
            touches && self.mark(ahead) == Some(mark)
        })
    }

    fn span(&self, ahead: usize) -> Span {
        self.tokens.tokens.get(self.at + ahead).map_or(Span::at(self.text.len()), |token| token.span)
    }

    fn is_line(&self) -> bool {
        matches!(self.tokens.tokens.get(self.at).map(|token| &token.kind), Some(Kind::Line))
    }

    fn word(&self, ahead: usize) -> Option<&str> {
        let token = self.tokens.tokens.get(self.at + ahead)?;
        matches!(token.kind, Kind::Word).then(|| token.span.of(self.text))
    }

    /// What stands up to the bracket that closes, which is left.
    fn items(&mut self, depth: usize) -> Vec<Item> {
        let mut out = Vec::new();
        while self.at < self.tokens.tokens.len() && !self.closes() {
            let before = self.at;
            match self.mark(0) {
                Some(b',' | b';') => self.at += 1,
                _ if self.is_line() => self.at += 1,
                _ => out.extend(self.item(depth)),
            }
            // Whatever stands here, it is passed.
            if self.at == before {
                self.at += 1;
            }
        }
        out
    }

    fn closes(&self) -> bool {
        matches!(self.mark(0), Some(b')' | b']' | b'}'))
    }

    fn item(&mut self, depth: usize) -> Option<Item> {
        let start = self.span(0).start;
        let is_spread = self.spread();
        let mut value = self.expr(depth);
        let mut name = None;
        let mut is_assignment = false;
        while let Some(length) = self.separator() {
            is_assignment = self.marks(":=") || self.marks("=") && !self.marks("=>");
            self.at += length;
            // `name: type = value`
            name = name.or(value.as_ref().and_then(name_of));
            let next = self.expr(depth);
            value = match (name.is_some(), value) {
                (false, Some(left)) => {
                    Some(Expr::Several([Some(left), next].into_iter().flatten().collect()))
                }
                (_, left) => next.or(left),
            };
        }
        let end = self
            .at
            .checked_sub(1)
            .and_then(|last| self.tokens.tokens.get(last))
            .map_or(start, |it| it.span.end);
        Some(Item { name, value: value?, span: Span::new(start, end), is_spread, is_assignment })
    }

    fn spread(&mut self) -> bool {
        for marks in ["...", "**"] {
            if self.marks(marks) {
                self.at += marks.len();
                return true;
            }
        }
        false
    }

    /// The length of what separates a name from its value, if that stands here.
    fn separator(&self) -> Option<usize> {
        if self.marks("==") || self.marks("::") {
            return None;
        }
        for marks in ["=>", ":=", "=", ":"] {
            if self.marks(marks) {
                return Some(marks.len());
            }
        }
        None
    }

    /// A value up to what ends it; `None` when nothing stands here.
    fn expr(&mut self, depth: usize) -> Option<Expr> {
        let mut values: Vec<(Between, Expr)> = Vec::new();
        let mut between = Between::Nothing;
        let mut broken = false;
        let mut questions = 0usize;
        while let Some(token) = self.tokens.tokens.get(self.at) {
            match token.kind {
                Kind::Line if depth == 0 && self.syntax.line_ends_statement => break,
                Kind::Line => {
                    broken = true;
                    self.at += 1;
                    continue;
                }
                Kind::Mark(b',' | b';' | b')' | b']' | b'}') => break,
                Kind::Mark(b'?') if !self.marks("?.") && !self.marks("??") => {
                    questions += 1;
                    between = Between::Other;
                    self.at += 1;
                    continue;
                }
                Kind::Mark(b':') if questions > 0 => {
                    questions -= 1;
                    between = Between::Other;
                    self.at += 1;
                    continue;
                }
                Kind::Mark(_) if self.separator().is_some() => break,
                Kind::Mark(mark) if !matches!(mark, b'(' | b'[' | b'{') => {
                    between = self.operator(mark);
                    continue;
                }
                _ => {}
            }
            if let Some(word) = self.word(0)
                && let Some(operator) = word_operator(word)
                && !self.is_name_here()
            {
                self.at += 1;
                between = if operator == Between::Nothing { between } else { operator };
                continue;
            }
            // Two values with a line break and nothing else between them are two statements.
            let both_texts = self.syntax.joins_texts
                && matches!(token.kind, Kind::Text(_))
                && matches!(values.last(), Some((_, Expr::Text(_))));
            if broken && between == Between::Nothing && !values.is_empty() && !both_texts {
                break;
            }
            let Some(value) = self.value(depth) else { break };
            let how = match between {
                Between::Nothing if both_texts => Between::Plus,
                between => between,
            };
            values.push((how, value));
            between = Between::Nothing;
            broken = false;
        }
        combined(values)
    }

    /// Whether the word here is the name of what comes behind it, whatever it means elsewhere: `default="..."`.
    fn is_name_here(&self) -> bool {
        self.mark(1).is_some_and(|mark| matches!(mark, b'=' | b':' | b',' | b')' | b'.'))
    }

    fn operator(&mut self, mark: u8) -> Between {
        for marks in ["||", "??"] {
            if self.marks(marks) {
                self.at += marks.len();
                return Between::Else;
            }
        }
        for marks in ["===", "!==", "==", "!=", "<=", ">=", "->"] {
            if self.marks(marks) {
                self.at += marks.len();
                return Between::Other;
            }
        }
        self.at += 1;
        // A full stop joins texts in PHP.
        if matches!(mark, b'+' | b'.') { Between::Plus } else { Between::Other }
    }

    /// One value with what is called on it.
    fn value(&mut self, depth: usize) -> Option<Expr> {
        let token = self.tokens.tokens.get(self.at)?;
        let mut value = match token.kind {
            Kind::Text(index) => {
                self.at += 1;
                Expr::Text(self.tokens.texts.get(index)?.clone())
            }
            Kind::Word => {
                self.at += 1;
                Expr::Word(token.span.of(self.text).to_owned(), token.span)
            }
            Kind::Mark(open) if depth < DEPTH => Expr::Group(self.bracket(depth)?, open),
            _ => {
                self.at += 1;
                return Some(Expr::Several(Vec::new()));
            }
        };
        for _ in 0..CHAIN {
            let is_text = matches!(value, Expr::Text(_));
            if let Some((length, word)) = self.member().filter(|it| !is_text || !it.1.starts_with('$')) {
                let span = self.span(length);
                self.at += length + 1;
                value = member(value, &word, span);
            } else if depth >= DEPTH {
                break;
            } else if self.mark(0) == Some(b'[') && !matches!(value, Expr::Group(..) | Expr::Text(_)) {
                let items = self.bracket(depth)?;
                value = match items.as_slice() {
                    [Item { name: None, value: Expr::Text(key), .. }] => {
                        member(value, key.value.text(), key.inside)
                    }
                    _ => Expr::Several(vec![value, Expr::Group(items, b'[')]),
                };
            } else if self.mark(0) == Some(b'(') && !matches!(value, Expr::Group(..) | Expr::Text(_))
                || self.mark(0) == Some(b'{') && is_type_name(&value)
            {
                let items = self.bracket(depth)?;
                value = called(value, items);
            } else {
                break;
            }
        }
        Some(value)
    }

    /// `.name`, `?.name`, `::name`, `->name`: how many marks stand before the name.
    fn member(&self) -> Option<(usize, String)> {
        for marks in ["?.", "!.", "::", "->", "."] {
            if self.marks(marks)
                && let Some(word) = self.word(marks.len())
            {
                return Some((marks.len(), word.to_owned()));
            }
        }
        None
    }

    /// What stands between the bracket here and the one that closes it.
    fn bracket(&mut self, depth: usize) -> Option<Vec<Item>> {
        self.at += 1;
        let items = self.items(depth + 1);
        if self.closes() {
            self.at += 1;
        }
        Some(items)
    }
}

/// `and` and the like: words that stand between values.
fn word_operator(word: &str) -> Option<Between> {
    match word {
        "or" => Some(Between::Else),
        "and" | "if" | "else" | "in" | "is" | "not" | "for" | "as" | "instanceof" => Some(Between::Other),
        // Words before a value that change nothing here.
        "new" | "await" | "return" | "yield" | "const" | "let" | "var" | "val" | "export" | "default"
        | "static" | "public" | "private" | "protected" | "final" | "readonly" | "async" | "mut" => {
            Some(Between::Nothing)
        }
        _ => None,
    }
}

/// Whether braces behind `value` hold what is given to it, as in `pgx.ConnConfig{...}`, and no block.
fn is_type_name(value: &Expr) -> bool {
    let Expr::Word(name, _) = value else { return false };
    let last = name.rsplit('.').next().unwrap_or_default();
    last.starts_with(|c: char| c.is_ascii_uppercase()) && name.contains('.')
}

fn name_of(value: &Expr) -> Option<(String, Span)> {
    match value {
        Expr::Text(text) => Some((text.value.text().to_owned(), text.inside)),
        Expr::Word(name, span) => Some((name.clone(), *span)),
        // `String url`
        Expr::Several(values) if values.iter().all(|it| matches!(it, Expr::Word(..))) => {
            values.last().and_then(name_of)
        }
        _ => None,
    }
}

fn member(value: Expr, name: &str, span: Span) -> Expr {
    match value {
        Expr::Word(path, start) => Expr::Word(format!("{path}.{name}"), start.join(span)),
        other => {
            Expr::Call(Call { callee: name.to_owned(), receiver: Some(Box::new(other)), items: Vec::new() })
        }
    }
}

fn called(value: Expr, items: Vec<Item>) -> Expr {
    match value {
        Expr::Word(callee, _) => Expr::Call(Call { callee, receiver: None, items }),
        // A method that was not called yet.
        Expr::Call(call) if call.receiver.is_some() && call.items.is_empty() => {
            Expr::Call(Call { items, ..call })
        }
        other => Expr::Call(Call { callee: String::new(), receiver: Some(Box::new(other)), items }),
    }
}

/// The value of several with something between them.
fn combined(mut values: Vec<(Between, Expr)>) -> Option<Expr> {
    if values.len() < 2 {
        return values.pop().map(|it| it.1);
    }
    let behind_first = || values.iter().skip(1).map(|it| it.0);
    if behind_first().all(|it| it == Between::Plus) && values.iter().any(|it| matches!(it.1, Expr::Text(_))) {
        return Some(joined(values.into_iter().map(|it| it.1).collect()));
    }
    // What counts when the first is missing is the value, as far as it is known.
    if behind_first().all(|it| it == Between::Else) && matches!(values.last(), Some((_, Expr::Text(_)))) {
        return values.pop().map(|it| it.1);
    }
    Some(Expr::Several(values.into_iter().map(|it| it.1).collect()))
}

/// Texts with a `+` between them; what is computed is a name between braces.
fn joined(values: Vec<Expr>) -> Expr {
    let mut out = Mapper::default();
    let mut span: Option<Span> = None;
    for value in values {
        match value {
            Expr::Text(text) => {
                out.append(&text.value);
                span = Some(span.map_or(text.span, |span| span.join(text.span)));
            }
            _ => out.push("{value}", Span::at(span.map_or(0, |span| span.end))),
        }
    }
    let span = span.unwrap_or_default();
    Expr::Text(Literal { value: out.finish(), span, inside: span, quote: Quote::None })
}
