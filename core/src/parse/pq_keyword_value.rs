//! lib/pq's keyword/value text: libpq's, character by character instead of byte by byte, so that every blank of
//! Unicode separates, and with words of its own for what is wrong.

use super::{Pair, Parts, Piece, Refused};
use crate::text::Span;

/// Splits as `Config.fromDSN` of connector.go, `parseOpts` of conn.go before 1.11: what could be split, and why it
/// stopped there.
pub fn read_pq_keyword_value(text: &str) -> (Parts, Option<Refused>) {
    let mut parts = Parts::default();
    let mut at = skip_blanks(text, 0);
    while at < text.len() {
        match pair(text, at) {
            Ok(found) => {
                at = skip_blanks(text, found.span.end);
                parts.pairs.push(found);
            }
            Err(refused) => return (parts, Some(refused)),
        }
    }
    (parts, None)
}

fn skip_blanks(text: &str, from: usize) -> usize {
    let rest = text.get(from..).unwrap_or_default();
    from + rest.len() - rest.trim_start_matches(is_blank).len()
}

/// `unicode.IsSpace`.
fn is_blank(c: char) -> bool {
    c.is_whitespace()
}

fn pair(text: &str, start: usize) -> Result<Pair, Refused> {
    let rest = text.get(start..).unwrap_or_default();
    let end = rest.find(|c| is_blank(c) || c == '=').map_or(text.len(), |at| start + at);
    let key = Span::new(start, end);
    let equals = skip_blanks(text, end);
    if text.as_bytes().get(equals) != Some(&b'=') {
        let name = super::go_quote(key.of(text).as_bytes());
        return Err(Refused {
            text: format!("missing \"=\" after {name} in connection info string"),
            span: key,
        });
    }
    let from = skip_blanks(text, equals + 1);
    let (value, value_span, end) = match text.as_bytes().get(from) {
        Some(b'\'') => quoted(text, from)?,
        _ => bare(text, from)?,
    };
    Ok(Pair {
        span: Span::new(start, end),
        key: Piece { span: key, value: key.of(text).into() },
        value: Some(Piece { span: value_span, value: value.into() }),
    })
}

type Value = (String, Span, usize);

fn bare(text: &str, from: usize) -> Result<Value, Refused> {
    let mut value = String::new();
    let mut chars = text.get(from..).unwrap_or_default().char_indices();
    let mut end = text.len();
    while let Some((at, c)) = chars.next() {
        match c {
            _ if is_blank(c) => {
                end = from + at;
                break;
            }
            '\\' => match chars.next() {
                Some((_, escaped)) => value.push(escaped),
                None => {
                    let span = Span::new(from + at, text.len());
                    return Err(Refused { text: "missing character after backslash".to_owned(), span });
                }
            },
            _ => value.push(c),
        }
    }
    Ok((value, Span::new(from, end), end))
}

fn quoted(text: &str, quote: usize) -> Result<Value, Refused> {
    let from = quote + 1;
    let mut value = String::new();
    let mut chars = text.get(from..).unwrap_or_default().char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '\'' => return Ok((value, Span::new(from, from + at), from + at + 1)),
            '\\' => value.extend(chars.next().map(|(_, escaped)| escaped)),
            _ => value.push(c),
        }
    }
    Err(Refused {
        text: "unterminated quoted string literal in connection string".to_owned(),
        span: Span::new(quote, text.len()),
    })
}

#[cfg(test)]
mod tests {
    use compact_str::CompactString;

    use super::*;

    fn read(text: &str) -> (Vec<(CompactString, CompactString)>, Option<String>) {
        let (parts, refused) = read_pq_keyword_value(text);
        let pairs = parts.pairs.into_iter();
        let pairs = pairs.map(|pair| (pair.key.value, pair.value.unwrap_or_default().value)).collect();
        (pairs, refused.map(|refused| refused.text))
    }

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(CompactString, CompactString)> {
        pairs.iter().map(|(key, value)| ((*key).into(), (*value).into())).collect()
    }

    #[test]
    fn blanks_of_unicode_separate_and_backslashes_escape_anything() {
        let (found, refused) = read("a = 1\u{a0}b='it\\'s \\x' c=p\\ ss d=");
        assert_eq!(refused, None);
        assert_eq!(found, pairs(&[("a", "1"), ("b", "it's x"), ("c", "p ss"), ("d", "")]));
    }

    #[test]
    fn what_cannot_be_split_is_refused_in_its_words() {
        for (text, why) in [
            ("a=1 junk", "missing \"=\" after \"junk\" in connection info string"),
            ("a=my app b=1", "missing \"=\" after \"app\" in connection info string"),
            ("a='b", "unterminated quoted string literal in connection string"),
            ("a=b\\", "missing character after backslash"),
        ] {
            assert_eq!(read(text).1.as_deref(), Some(why), "{text}");
        }
        assert_eq!(read("=x").0, pairs(&[("", "x")]));
    }
}
