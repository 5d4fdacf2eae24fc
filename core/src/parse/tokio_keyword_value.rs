//! The keyword/value text of tokio-postgres (`Parser` of config.rs): libpq's, but blanks are Unicode's, a bare value
//! may not be empty, and the text ends where a keyword is missing.

use super::{Pair, Parts, Piece, Refused};
use crate::text::Span;

/// Splits `text`: what could be split, and why it stopped there. Keys are not checked.
pub fn read_tokio_keyword_value(text: &str) -> (Parts, Option<Refused>) {
    let mut parts = Parts::default();
    let mut reader = Reader { text, at: 0 };
    loop {
        match reader.pair() {
            Ok(Some(pair)) => parts.pairs.push(pair),
            Ok(None) => return (parts, None),
            Err((span, text)) => return (parts, Some(Refused { text, span })),
        }
    }
}

type Step<T> = Result<T, (Span, String)>;

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.at += next.len_utf8();
        Some(next)
    }

    fn skip_blanks(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    fn end_of_text(&self) -> (Span, String) {
        (Span::at(self.text.len()), "unexpected EOF".to_owned())
    }

    fn pair(&mut self) -> Step<Option<Pair>> {
        self.skip_blanks();
        let start = self.at;
        let len = self.rest().find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(self.rest().len());
        if len == 0 {
            return Ok(None);
        }
        let key = Span::new(start, start + len);
        self.at = key.end;
        self.skip_blanks();
        let at = self.at;
        match self.next() {
            Some('=') => {}
            Some(c) => {
                let message = format!("unexpected character at byte {at}: expected `=` but got `{c}`");
                return Err((key, message));
            }
            None => return Err((key, self.end_of_text().1)),
        }
        self.skip_blanks();
        let value = if self.peek() == Some('\'') { self.quoted()? } else { self.bare()? };
        let key = Piece { span: key, value: key.of(self.text).into() };
        Ok(Some(Pair { span: Span::new(start, self.at), key, value: Some(value) }))
    }

    fn bare(&mut self) -> Step<Piece> {
        let start = self.at;
        let value = self.unescaped(char::is_whitespace);
        if value.is_empty() {
            return Err(self.end_of_text());
        }
        Ok(Piece { span: Span::new(start, self.at), value: value.into() })
    }

    fn quoted(&mut self) -> Step<Piece> {
        let quote = self.at;
        self.next();
        let start = self.at;
        let value = self.unescaped(|c| c == '\'');
        let span = Span::new(start, self.at);
        match self.next() {
            Some(_) => Ok(Piece { span, value: value.into() }),
            None => {
                let message = "unterminated quoted connection parameter value".to_owned();
                Err((Span::new(quote, self.text.len()), message))
            }
        }
    }

    /// Up to a character that `ends` it, with every backslash dropped and what follows it taken as it is.
    fn unescaped(&mut self, ends: impl Fn(char) -> bool) -> String {
        let mut value = String::new();
        while let Some(c) = self.peek().filter(|c| !ends(*c)) {
            self.next();
            if c == '\\' { value.extend(self.next()) } else { value.push(c) }
        }
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_end_where_a_keyword_is_missing() {
        let (parts, refused) = read_tokio_keyword_value(r"user='a\'b' password = p\ w =x");
        let values: Vec<&str> =
            parts.pairs.iter().filter_map(|it| Some(it.value.as_ref()?.value.as_str())).collect();
        assert_eq!((values, refused), (vec!["a'b", "p w"], None));
    }

    #[test]
    fn what_it_cannot_read_it_says() {
        let refused = |text| read_tokio_keyword_value(text).1.map_or(String::new(), |it| it.text);
        assert_eq!(refused("host"), "unexpected EOF");
        assert_eq!(refused("host= "), "unexpected EOF");
        assert_eq!(refused("host a"), "unexpected character at byte 5: expected `=` but got `a`");
        assert_eq!(refused("host='a"), "unterminated quoted connection parameter value");
    }
}
