//! Source code as calls, lists of named values and texts: enough to see what is given to what. No language is parsed
//! in full; what is not understood falls apart into the pieces that are.

use super::lexer::{Blanks, Kind, Literal, Syntax, Tokens};
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
    /// Whether that stands in braces: `Config{Host: "db"}`.
    pub has_braces: bool,
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

impl Item {
    fn alone(value: Expr, span: Span) -> Self {
        Self { name: None, value, span, is_assignment: false, is_spread: false }
    }
}

/// How deep brackets are followed. Deeper ones are taken for marks, so that no text exhausts the stack.
const DEPTH: usize = 60;

/// How many calls in a row are followed: `a().b().c()`.
const CHAIN: usize = 200;

pub(super) fn parse(text: &str, tokens: &Tokens, syntax: &Syntax) -> Vec<Item> {
    let mut parser = Parser { text, tokens, syntax, at: 0, commands: 0 };
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
    /// How many calls without brackets stand around.
    commands: usize,
}

/// What stands between two values.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Between {
    Nothing,
    Plus,
    /// `or`, `||`, `??`, `?:`: the second value counts when there is no first one.
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
                Kind::Mark(b'?') if !["?.", "??", "?:"].iter().any(|marks| self.marks(marks)) => {
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
            if self.syntax.calls_without_brackets
                && matches!(self.word(0), Some("do" | "end" | "then"))
                && !self.is_name_here()
            {
                break;
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
        for marks in ["||", "??", "?:"] {
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
        let is_new = self.is_new();
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
            let is_callable = !matches!(value, Expr::Group(..) | Expr::Text(_));
            if let Some((length, word)) = self.member().filter(|it| !is_text || !it.1.starts_with('$')) {
                let span = self.span(length);
                self.at += length + 1;
                value = member(value, &word, span);
            } else if depth >= DEPTH {
                break;
            } else if self.mark(0) == Some(b'[') && is_callable {
                let items = self.bracket(depth)?;
                value = match items.as_slice() {
                    [Item { name: None, value: Expr::Text(key), .. }] => {
                        member(value, key.value.text(), key.inside)
                    }
                    _ => Expr::Several(vec![value, Expr::Group(items, b'[')]),
                };
            } else if self.mark(0) == Some(b'(') && is_callable {
                let items = self.bracket(depth)?;
                value = self.called(value, items);
            } else if self.marks("!(") && matches!(value, Expr::Word(..)) {
                // A macro, or a word that is not empty.
                self.at += 1;
            } else if self.mark(0) == Some(b'{') && (is_new || is_type_name(&value)) && is_callable {
                let items = self.bracket(depth)?;
                value = with_more(value, items, true);
            } else if self.mark(0) == Some(b'{') && self.syntax.has_trailing_blocks && is_callable {
                let start = self.span(0).start;
                let block = Expr::Group(self.bracket(depth)?, b'{');
                value =
                    with_more(value, vec![Item::alone(block, Span::new(start, self.span(0).start))], false);
            } else {
                break;
            }
        }
        if let Expr::Word(name, _) = &value
            && self.begins_arguments(token.span.end, name)
        {
            let items = self.arguments_without_brackets(depth);
            value = self.called(value, items);
        }
        Some(value)
    }

    /// Whether the word before this one is `new`.
    fn is_new(&self) -> bool {
        let before = self.at.checked_sub(1).and_then(|at| self.tokens.tokens.get(at));
        before.is_some_and(|token| matches!(token.kind, Kind::Word) && token.span.of(self.text) == "new")
    }

    /// Whether what is given to `callee`, which ends before `end` or behind it, stands here without brackets:
    /// `connect "..."`, `config :shop`, `connect host: "..."`.
    fn begins_arguments(&self, end: usize, callee: &str) -> bool {
        if !self.syntax.calls_without_brackets || self.commands >= DEPTH || self.span(0).start <= end {
            return false;
        }
        let is_keyword = matches!(callee, "when" | "case" | "while" | "until" | "elsif" | "raise" | "unless");
        let Some(token) = self.tokens.tokens.get(self.at) else { return false };
        let begins = match token.kind {
            Kind::Text(_) => true,
            Kind::Word => {
                let word = token.span.of(self.text);
                // `connect url`, where a method is called, and no keyword comes behind it.
                let is_value = callee.contains('.') && word_operator(word).is_none() && !is_block_word(word);
                is_value
                    || word.starts_with(':')
                    || self.mark(1) == Some(b':') && self.span(1).start == token.span.end
            }
            _ => false,
        };
        begins && !is_keyword
    }

    fn arguments_without_brackets(&mut self, depth: usize) -> Vec<Item> {
        self.commands += 1;
        let mut out = Vec::new();
        loop {
            let before = self.at;
            out.extend(self.item(depth));
            if self.mark(0) != Some(b',') || self.at == before {
                break;
            }
            self.at += 1;
            while self.is_line() {
                self.at += 1;
            }
        }
        self.commands -= 1;
        out
    }

    /// `.name`, `?.name`, `::name`, `->name`, also on the next line: how many marks stand before the name.
    fn member(&self) -> Option<(usize, String)> {
        let is_line = |ahead: usize| {
            matches!(self.tokens.tokens.get(self.at + ahead).map(|it| &it.kind), Some(Kind::Line))
        };
        let lines = (0..).take_while(|ahead| is_line(*ahead)).count();
        let marks_here = |marks: &str| {
            let mut bytes = marks.bytes().enumerate();
            bytes.all(|(ahead, mark)| self.mark(lines + ahead) == Some(mark))
                && (marks.len() < 2 || self.span(lines).end == self.span(lines + 1).start)
        };
        for marks in ["?.", "!.", "::", "->", "."] {
            let behind = lines + marks.len();
            if (marks == "." && self.syntax.dot_joins) || !marks_here(marks) {
                continue;
            }
            let more = (behind..).take_while(|ahead| is_line(*ahead)).count();
            if let Some(word) = self.word(behind + more) {
                return Some((behind + more, word.to_owned()));
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

    /// `value` with `items` given to it; a text that a formatter fills in is a text with holes.
    fn called(&self, value: Expr, items: Vec<Item>) -> Expr {
        let call = called(value, items);
        let blanks = match &call {
            Expr::Call(call) => self.syntax.formatters.iter().find(|it| it.0 == call.callee).map(|it| it.1),
            _ => None,
        };
        let (Some(blanks), Expr::Call(it)) = (blanks, &call) else { return call };
        match (it.receiver.as_deref(), it.items.as_slice()) {
            (Some(Expr::Text(text)), _) | (None, [Item { value: Expr::Text(text), name: None, .. }, ..]) => {
                Expr::Text(with_holes(text, blanks))
            }
            _ => call,
        }
    }
}

/// The text with a name between braces wherever a formatter fills something in.
fn with_holes(literal: &Literal, blanks: Blanks) -> Literal {
    let text = literal.value.text();
    let mut out = Mapper::default();
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = text.get(at..).unwrap_or_default();
        let (length, shown) = match (blanks, c) {
            (Blanks::Percent, '%') if rest.starts_with("%%") => (2, "%"),
            (Blanks::Percent, '%') => (verb(rest), "{value}"),
            (Blanks::Braces, '{') if rest.starts_with("{{") => (2, "{"),
            (Blanks::Braces, '}') if rest.starts_with("}}") => (2, "}"),
            (Blanks::Braces, '{') => (rest.find('}').map_or(1, |end| end + 1), "{value}"),
            _ => (c.len_utf8(), ""),
        };
        let part = literal.value.part(Span::new(at, at + length));
        match shown {
            "" => out.append(&part),
            _ => out.push(shown, literal.value.source(Span::new(at, at + length))),
        }
        at += length;
    }
    Literal { value: out.finish(), quote: Quote::None, ..literal.clone() }
}

/// The length of a verb of `printf`: `%s`, `%-5d`, `%[1]v`, `%1$s`.
fn verb(rest: &str) -> usize {
    let is_letter = |c: char| c.is_ascii_alphabetic();
    rest.find(is_letter).map_or(1, |end| end + 1)
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

/// Words of Ruby and Elixir that come behind a value and end it.
fn is_block_word(word: &str) -> bool {
    matches!(word, "do" | "end" | "then" | "unless" | "while" | "until" | "when" | "rescue" | "in")
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
        Expr::Word(name, span) => Some((name.trim_start_matches(':').to_owned(), *span)),
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
            let receiver = Some(Box::new(other));
            Expr::Call(Call { callee: name.to_owned(), receiver, items: Vec::new(), has_braces: false })
        }
    }
}

fn called(value: Expr, items: Vec<Item>) -> Expr {
    match value {
        Expr::Word(callee, _) => Expr::Call(Call { callee, receiver: None, items, has_braces: false }),
        // A method that was not called yet.
        Expr::Call(call) if call.receiver.is_some() && call.items.is_empty() => {
            Expr::Call(Call { items, ..call })
        }
        other => {
            let receiver = Some(Box::new(other));
            Expr::Call(Call { callee: String::new(), receiver, items, has_braces: false })
        }
    }
}

/// `value` with more that is given to it, in braces.
fn with_more(value: Expr, more: Vec<Item>, is_literal: bool) -> Expr {
    match value {
        Expr::Word(callee, _) => {
            Expr::Call(Call { callee, receiver: None, items: more, has_braces: is_literal })
        }
        Expr::Call(call) => {
            let mut items = call.items;
            items.extend(more);
            Expr::Call(Call { items, ..call })
        }
        other => Expr::Several(vec![other, Expr::Group(more, b'{')]),
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
