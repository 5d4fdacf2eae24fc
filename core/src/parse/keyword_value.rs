//! libpq's keyword/value text: `host=db user=app password='it''s'`.

use super::{Pair, Parts, Piece, Refused};
use crate::text::Span;

/// Splits as libpq does (`conninfo_parse` in fe-connect.c, the same from 9.6 to 18): what could be split, and why it
/// stopped there. Keys are not checked.
pub fn read_keyword_value(text: &str) -> (Parts, Option<Refused>) {
    let mut parts = Parts::default();
    let mut at = skip_blanks(text, 0);
    while at < text.len() {
        match pair(text, at) {
            Ok((found, next)) => {
                parts.pairs.push(found);
                at = skip_blanks(text, next);
            }
            Err((span, text)) => return (parts, Some(Refused { text, span })),
        }
    }
    (parts, None)
}

/// The pairs that can be made out, up to the first place where libpq would stop: whole pair, name, value.
pub(super) fn tolerant_pairs(text: &str) -> Vec<(Span, Span, Span)> {
    let (parts, _) = read_keyword_value(text);
    let spans =
        |pair: Pair| (pair.span, pair.key.span, pair.value.map_or(Span::at(pair.span.end), |it| it.span));
    parts.pairs.into_iter().map(spans).collect()
}

fn is_blank(byte: u8) -> bool {
    byte.is_ascii_whitespace() || byte == 0x0b
}

fn skip_blanks(text: &str, from: usize) -> usize {
    let rest = text.as_bytes().get(from..).unwrap_or_default();
    from + rest.iter().take_while(|byte| is_blank(**byte)).count()
}

fn pair(text: &str, start: usize) -> Result<(Pair, usize), (Span, String)> {
    let bytes = text.as_bytes();
    let key_len = bytes.iter().skip(start).take_while(|b| **b != b'=' && !is_blank(**b)).count();
    let key = Span::new(start, start + key_len);
    let equals = skip_blanks(text, key.end);
    if bytes.get(equals) != Some(&b'=') {
        // libpq names what it took for a key: up to the first blank, or all of it.
        return Err((key, format!("missing \"=\" after \"{}\" in connection info string", key.of(text))));
    }
    let from = skip_blanks(text, equals + 1);
    let (value, span, next) =
        if bytes.get(from) == Some(&b'\'') { quoted(text, from)? } else { bare(text, from) };
    let found = Pair {
        span: Span::new(start, next),
        key: Piece { span: key, value: key.of(text).into() },
        value: Some(Piece { span, value: value.into() }),
    };
    Ok((found, next))
}

fn bare(text: &str, from: usize) -> (String, Span, usize) {
    let mut value = String::new();
    let mut chars = text.get(from..).unwrap_or_default().char_indices();
    let mut end = from;
    while let Some((at, c)) = chars.next() {
        if c.is_ascii() && is_blank(c as u8) {
            break;
        }
        end = from + at + c.len_utf8();
        if c != '\\' {
            value.push(c);
        } else if let Some((at, escaped)) = chars.next() {
            value.push(escaped);
            end = from + at + escaped.len_utf8();
        }
    }
    (value, Span::new(from, end), end)
}

fn quoted(text: &str, quote: usize) -> Result<(String, Span, usize), (Span, String)> {
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
    Err((Span::new(quote, text.len()), "unterminated quoted string in connection info string".to_owned()))
}
