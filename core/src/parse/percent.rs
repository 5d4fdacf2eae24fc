//! Percent-encoding as drivers decode it.

use compact_str::CompactString;

use std::borrow::Cow;

use crate::text::{Span, has_byte};

/// What a dialect does with `%` that is not followed by two hexadecimal digits, and with `%00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Percent {
    /// Both are refused (libpq).
    Strict,
    /// The same, and bytes that are not UTF-8 are refused (libpq behind Python).
    StrictUtf8,
    /// A stray `%` stays as it is (urllib, SQLAlchemy, WHATWG, tokio-postgres).
    Lenient,
    /// A stray `%` is refused, bytes that are not UTF-8 too (JavaScript's `decodeURIComponent`).
    JavaScript,
    /// Nothing is decoded.
    Off,
}

/// Why a text could not be decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadEscape {
    /// `%` without two hexadecimal digits, at this place.
    Stray(Span),
    /// `%00`, at this place.
    Nul(Span),
    /// The bytes are not UTF-8.
    NotUtf8,
}

/// Whether there is a `%` at all.
fn is_escaped(text: &str) -> bool {
    has_byte(text, |byte| byte == b'%')
}

/// `text` decoded. Bytes that are not UTF-8 become U+FFFD unless the dialect refuses them. Spans of errors are bytes
/// of `text`.
pub fn decode(text: &str, percent: Percent) -> Result<CompactString, BadEscape> {
    if percent == Percent::Off || !is_escaped(text) {
        return Ok(text.into());
    }
    match String::from_utf8(decode_bytes(text, percent)?) {
        Ok(text) => Ok(text.into()),
        Err(_) if matches!(percent, Percent::JavaScript | Percent::StrictUtf8) => Err(BadEscape::NotUtf8),
        Err(bad) => Ok(String::from_utf8_lossy(bad.as_bytes()).into_owned().into()),
    }
}

/// `text` decoded as Rust's `percent-encoding` with `decode_utf8` does: a stray `%` stays, and bytes that are not
/// UTF-8 are refused in its words.
pub fn decode_utf8(text: &str) -> Result<CompactString, String> {
    if !is_escaped(text) {
        return Ok(text.into());
    }
    let bytes = decode_bytes(text, Percent::Lenient).unwrap_or_default();
    String::from_utf8(bytes).map(CompactString::from).map_err(|bad| bad.utf8_error().to_string())
}

fn decode_bytes(text: &str, percent: Percent) -> Result<Vec<u8>, BadEscape> {
    let mut out = Vec::with_capacity(text.len());
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let escaped = (byte == b'%').then(|| text.get(at + 1..at + 3).and_then(hex)).flatten();
        match escaped {
            Some(0) if matches!(percent, Percent::Strict | Percent::StrictUtf8) => {
                return Err(BadEscape::Nul(Span::new(at, at + 3)));
            }
            Some(decoded) => {
                out.push(decoded);
                at += 3;
            }
            None if byte == b'%' && percent != Percent::Lenient => {
                let end = (at + 1..=(at + 3).min(text.len())).rev().find(|end| text.is_char_boundary(*end));
                return Err(BadEscape::Stray(Span::new(at, end.unwrap_or(at + 1))));
            }
            None => {
                out.push(byte);
                at += 1;
            }
        }
    }
    Ok(out)
}

/// The escapes of `text`, each with the character that it stands for and that may take several `%XX`. A stray `%` and
/// bytes that are not UTF-8 stand for none.
pub fn escapes(text: &str) -> Vec<(Span, char)> {
    let mut out: Vec<(Span, char)> = Vec::new();
    for (start, _) in text.match_indices('%') {
        if out.last().is_some_and(|(last, _)| start < last.end) {
            continue;
        }
        let read = |end: usize| {
            let span = Span::new(start, end);
            Some((span, decode(span.of(text), Percent::JavaScript).ok()?.chars().next()?))
        };
        // A character has up to four bytes.
        out.extend((1..=4).find_map(|bytes| read(start + 3 * bytes)));
    }
    out
}

/// `text` decoded as JavaScript's `decodeURI` does: like [`Percent::JavaScript`], but escapes of the characters that
/// separate the parts of a URL stay escapes.
pub fn decode_uri(text: &str) -> Result<CompactString, BadEscape> {
    if !is_escaped(text) {
        return Ok(text.into());
    }
    let mut kept = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        kept.push(c);
        let reserved =
            text.get(at + 1..at + 3).and_then(hex).is_some_and(|byte| b";/?:@&=+$,#".contains(&byte));
        if c == '%' && reserved {
            kept.push_str("25");
        }
    }
    decode(&kept, Percent::JavaScript)
}

/// `text` with a space for each `+`, as in HTML forms.
pub(super) fn spaces_for_plus(text: &str) -> Cow<'_, str> {
    if text.contains('+') { Cow::Owned(text.replace('+', " ")) } else { Cow::Borrowed(text) }
}

fn hex(digits: &str) -> Option<u8> {
    digits.bytes().all(|b| b.is_ascii_hexdigit()).then(|| u8::from_str_radix(digits, 16).ok()).flatten()
}

/// `text` with everything but letters, digits and `-._~` percent-encoded: readable by every driver, in every part of
/// a URI.
pub fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_escape_is_one_character() {
        let found = |text: &str| -> Vec<(String, char)> {
            escapes(text).into_iter().map(|(span, c)| (span.of(text).to_owned(), c)).collect()
        };
        let one = |escape: &str, c: char| (escape.to_owned(), c);
        assert_eq!(found("a%40%C3%A9é%2540"), [one("%40", '@'), one("%C3%A9", 'é'), one("%25", '%')]);
        assert_eq!(found("%F0%9F%98%80%41"), [one("%F0%9F%98%80", '😀'), one("%41", 'A')]);
        assert_eq!(found("%%4%E4€%C3x%41"), [one("%41", 'A')]);
    }
}
