//! How Python reads numbers and pieces of URLs.

use std::borrow::Cow;

use compact_str::CompactString;

use super::percent::spaces_for_plus;
use super::{Decimal, Percent, Piece, Plus, ascii_digits, decode, plain};
use crate::text::has_byte;

/// `int(text)`: blanks around it, a sign, and single underscores between digits of any script. `None` where Python raises
/// `ValueError`; what does not fit in 64 bits is the greatest or least number that does.
pub fn python_int(text: &str) -> Option<i64> {
    let text = ascii_digits(text.trim());
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(&text)),
    };
    let groups = |digits: &str| digits.split('_').all(|group| !group.is_empty());
    let value = |c: char| c.to_digit(10).map(i64::from);
    if !groups(digits) || !digits.chars().all(|c| c == '_' || value(c).is_some()) {
        return None;
    }
    let number = digits
        .chars()
        .filter_map(value)
        .fold(0_i64, |sum, digit| sum.saturating_mul(10).saturating_add(digit));
    Some(if negative { number.saturating_neg() } else { number })
}

/// `float(text)`; `None` where Python raises `ValueError`.
pub fn python_float(text: &str) -> Option<Decimal> {
    let text = ascii_digits(text.trim());
    let grouped = text.contains('_')
        && !text.split('_').all(|group| {
            group.starts_with(|c: char| c.is_ascii_digit()) && group.ends_with(|c: char| c.is_ascii_digit())
        });
    if grouped { None } else { Decimal::read(&text.replace('_', "")) }
}

/// `repr(number)` of a `float`.
pub fn python_float_repr(number: &Decimal) -> String {
    let Some((digits, point)) = number.digits(17) else { return number.to_string().to_ascii_lowercase() };
    let (sign, power) = (if number.is_negative() { "-" } else { "" }, point - 1);
    if (-4..16).contains(&power) {
        let text = plain(&digits, point);
        let fraction = if text.contains('.') { "" } else { ".0" };
        return format!("{sign}{text}{fraction}");
    }
    let (first, rest) = digits.split_at_checked(1).unwrap_or_default();
    let dot = if rest.is_empty() { "" } else { "." };
    format!("{sign}{first}{dot}{rest}e{}{:02}", if power < 0 { '-' } else { '+' }, power.abs())
}

/// `urllib.parse.unquote(text)`, after `+` became a space if it does; never fails.
pub fn python_unquote(text: &str, plus: Plus) -> CompactString {
    let spaced = if plus == Plus::Space { spaces_for_plus(text) } else { Cow::Borrowed(text) };
    decode(&spaced, Percent::Lenient).unwrap_or_else(|_| spaced.into())
}

/// The same for a piece, whose `+` stay.
pub fn python_unquoted(piece: Piece) -> Piece {
    if has_byte(&piece.value, |byte| byte == b'%') {
        return Piece { value: python_unquote(&piece.value, Plus::Literal), ..piece };
    }
    piece
}

/// `repr(text)` of a text: in single quotes, unless it holds one and no double quote.
pub fn python_repr(text: &str) -> String {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    let mut out = String::from(quote);
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c == quote => out.extend(['\\', c]),
            c if c.is_control() => out.push_str(&format!("\\x{:02x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push(quote);
    out
}
