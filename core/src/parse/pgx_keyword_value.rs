//! pgx's keyword/value text. A name is everything in front of the next `=`, blanks inside included; a backslash
//! escapes a quote and itself, and stays in front of anything else.

use super::{Pair, Parts, Piece, Refused};
use crate::text::Span;

/// How a version of pgx reads it.
#[derive(Clone, Copy, Debug)]
pub struct PgxText {
    /// What it says when there is no name, or no `=`.
    pub malformed: &'static str,
    /// Whether any number of blanks may follow a value. Otherwise it is one, and others belong to the next name.
    pub trims: bool,
}

/// Splits as `parseKeywordValueSettings` of pgconn's config.go: what could be split, and why it stopped there.
pub fn read_pgx_keyword_value(text: &str, rules: PgxText) -> (Parts, Option<Refused>) {
    let mut parts = Parts::default();
    let mut at = if rules.trims { skip_blanks(text, 0) } else { 0 };
    while at < text.len() {
        match pair(text, at, rules) {
            Ok((found, next)) => {
                parts.pairs.push(found);
                at = next;
            }
            Err(refused) => return (parts, Some(refused)),
        }
    }
    (parts, None)
}

fn is_blank(byte: u8) -> bool {
    byte.is_ascii_whitespace() || byte == 0x0b
}

fn skip_blanks(text: &str, from: usize) -> usize {
    let rest = text.as_bytes().get(from..).unwrap_or_default();
    from + rest.iter().take_while(|byte| is_blank(**byte)).count()
}

fn pair(text: &str, start: usize, rules: PgxText) -> Result<(Pair, usize), Refused> {
    let malformed = |span| Refused { text: rules.malformed.to_owned(), span };
    let rest = Span::new(start, text.len());
    let equals = rest.of(text).find('=').map(|at| start + at).ok_or_else(|| malformed(rest))?;
    let key = trimmed(text, Span::new(start, equals));
    let from = skip_blanks(text, equals + 1);
    let value = if text.as_bytes().get(from) == Some(&b'\'') {
        quoted(text, from)?
    } else {
        let value = Span::new(from, end_of_bare(text, from)?);
        (value, value.end)
    };
    let (value, end) = value;
    if key.is_empty() {
        return Err(malformed(Span::new(start, end)));
    }
    let found = Pair {
        span: Span::new(key.start, end),
        key: Piece { span: key, value: key.of(text).into() },
        value: Some(Piece { span: value, value: unescaped(value.of(text)).into() }),
    };
    let is_quoted = end > value.end;
    let next = match (rules.trims, is_quoted) {
        (true, _) => skip_blanks(text, end),
        (false, true) => end,
        (false, false) => end + 1,
    };
    Ok((found, next))
}

fn trimmed(text: &str, span: Span) -> Span {
    let start = skip_blanks(text, span.start).min(span.end);
    let bytes = Span::new(start, span.end).of(text).bytes();
    Span::new(start, span.end - bytes.rev().take_while(|byte| is_blank(*byte)).count())
}

fn end_of_bare(text: &str, from: usize) -> Result<usize, Refused> {
    let bytes = text.as_bytes();
    let mut end = from;
    while let Some(&byte) = bytes.get(end) {
        match byte {
            _ if is_blank(byte) => break,
            b'\\' if end + 1 == text.len() => {
                let span = Span::new(end, text.len());
                return Err(Refused { text: "invalid backslash".to_owned(), span });
            }
            b'\\' => end += 2,
            _ => end += 1,
        }
    }
    Ok(end)
}

/// What is between the quotes, and where it goes on behind them.
fn quoted(text: &str, quote: usize) -> Result<(Span, usize), Refused> {
    let bytes = text.as_bytes();
    let mut end = quote + 1;
    while let Some(&byte) = bytes.get(end) {
        match byte {
            b'\'' => return Ok((Span::new(quote + 1, end), end + 1)),
            b'\\' => end += 2,
            _ => end += 1,
        }
    }
    let text = if end == text.len() {
        "unterminated quoted string in connection info string".to_owned()
    } else {
        // A backslash at the very end: the program panics.
        let length = text.len() - quote - 1;
        format!("runtime error: slice bounds out of range [:{}] with length {length}", length + 1)
    };
    Err(Refused { text, span: Span::new(quote, bytes.len()) })
}

fn unescaped(value: &str) -> String {
    if value.contains('\\') { value.replace("\\\\", "\\").replace("\\'", "'") } else { value.to_owned() }
}

#[cfg(test)]
mod tests {
    use compact_str::CompactString;

    use super::*;

    const NEW: PgxText = PgxText { malformed: "invalid keyword/value", trims: true };
    const OLD: PgxText = PgxText { malformed: "invalid dsn", trims: false };

    fn read(text: &str, rules: PgxText) -> (Vec<(CompactString, CompactString)>, Option<String>) {
        let (parts, refused) = read_pgx_keyword_value(text, rules);
        let pairs = parts.pairs.into_iter();
        let pairs = pairs.map(|pair| (pair.key.value, pair.value.unwrap_or_default().value)).collect();
        (pairs, refused.map(|refused| refused.text))
    }

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(CompactString, CompactString)> {
        pairs.iter().map(|(key, value)| ((*key).into(), (*value).into())).collect()
    }

    #[test]
    fn a_backslash_escapes_quotes_and_itself_only() {
        let (found, refused) = read(r"a=p\\ss b='it\'s' c=p\ ss", NEW);
        assert_eq!((found, refused), (pairs(&[("a", r"p\ss"), ("b", "it's"), ("c", r"p\ ss")]), None));
        assert_eq!(read("a=b\\", NEW).1.as_deref(), Some("invalid backslash"));
    }

    #[test]
    fn a_name_reaches_to_the_next_equals_sign() {
        assert_eq!(read("a=my app b=c", NEW).0, pairs(&[("a", "my"), ("app b", "c")]));
        assert_eq!(read("a = 1 =2", NEW).1.as_deref(), Some("invalid keyword/value"));
        assert_eq!(read("a='1'b=2", NEW).0, pairs(&[("a", "1"), ("b", "2")]));
    }

    #[test]
    fn blanks_at_the_end_were_a_fault() {
        assert_eq!(read("a=1 \n", NEW), (pairs(&[("a", "1")]), None));
        assert_eq!(read("a=1 ", OLD), (pairs(&[("a", "1")]), None));
        assert_eq!(read("a=1  ", OLD).1.as_deref(), Some("invalid dsn"));
        assert_eq!(read("a='1' ", OLD).1.as_deref(), Some("invalid dsn"));
    }

    #[test]
    fn a_quote_has_to_be_closed() {
        let unterminated = "unterminated quoted string in connection info string";
        assert_eq!(read("a='b", NEW).1.as_deref(), Some(unterminated));
        let panicking = "runtime error: slice bounds out of range [:3] with length 2";
        assert_eq!(read("a='b\\", NEW).1.as_deref(), Some(panicking));
    }
}
