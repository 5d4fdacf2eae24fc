//! The parts of a network location as Python's `urllib.parse` gives them: `username`, `password`, `hostname`, `port`.

use crate::model::Sourced;
use crate::parse::{Piece, python_repr};
use crate::text::{Span, has_byte, lowercase};

/// A network location, taken apart but not decoded. A part that is missing is empty.
pub(super) struct Netloc {
    /// Before the first `:` of what stands before the last `@`.
    pub(super) user: Piece,
    /// Behind it.
    pub(super) password: Piece,
    /// In lower case, without brackets.
    pub(super) host: Piece,
    /// As it is written.
    pub(super) port: Piece,
}

/// Takes `netloc`, a piece of `text`, apart as `SplitResult._userinfo` and `_hostinfo` do.
pub(super) fn split(text: &str, netloc: &Piece) -> Netloc {
    let all = netloc.value.as_str();
    let at = all.bytes().rposition(|byte| byte == b'@');
    let information = Span::new(0, at.unwrap_or(0));
    let hosts = Span::new(at.map_or(0, |at| at + 1), all.len());
    let (user, password) = cut(all, information, b':');
    let (before, bracketed) = cut(all, hosts, b'[');
    let (name, port) = if before == hosts {
        cut(all, hosts, b':')
    } else {
        let (name, behind) = cut(all, bracketed, b']');
        (name, cut(all, behind, b':').1)
    };
    let places = netloc.places(text);
    let part = |part: Span| Piece { span: places.of(part), value: part.of(all).into() };
    let mut host = part(name);
    if has_byte(&host.value, |byte| byte.is_ascii_uppercase() || !byte.is_ascii()) {
        // A zone behind `%` keeps its letters.
        let address = cut(all, name, b'%').0;
        host.value = (lowercase(address.of(all)) + Span::new(address.end, name.end).of(all)).into();
    }
    Netloc { user: part(user), password: part(password), host, port: part(port) }
}

/// `span` of `text` before and behind the first `mark`, a character of ASCII; nothing is behind when there is none.
fn cut(text: &str, span: Span, mark: u8) -> (Span, Span) {
    match span.of(text).bytes().position(|byte| byte == mark) {
        Some(at) => {
            let at = span.start + at;
            (Span::new(span.start, at), Span::new(at + 1, span.end))
        }
        None => (span, Span::at(span.end)),
    }
}

/// The number of a port as the property `port` gives it; its complaint otherwise.
pub(super) fn port(written: &Piece) -> Result<Option<Sourced<i64>>, (Span, String)> {
    let text = written.value.as_str();
    if text.is_empty() {
        return Ok(None);
    }
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        let text = format!("ValueError: Port could not be cast to integer value as {}", python_repr(text));
        return Err((written.span, text));
    }
    match text.parse::<i64>() {
        Ok(port) if port <= 65535 => Ok(Some(Sourced::written(port, written.span))),
        _ => Err((written.span, "ValueError: Port out of range 0-65535".to_owned())),
    }
}
