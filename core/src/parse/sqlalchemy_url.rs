//! URLs as SQLAlchemy's pattern splits them (`_parse_url` in engine/url.py).

use super::{HostPort, Parts, Piece, Plus, python_pairs, python_unquote};
use crate::text::Span;

/// Splits `text`; `None` when the pattern does not match. The host and the port are left as they are written; the
/// database is decoded if `decodes_database` (SQLAlchemy 2.1 and later). What follows the last part that fits is not
/// looked at, as in SQLAlchemy.
pub fn read_sqlalchemy_url(text: &str, decodes_database: bool) -> Option<Parts> {
    let end = text.find("://")?;
    let scheme = Span::new(0, end);
    let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == '+';
    if scheme.is_empty() || !scheme.of(text).chars().all(is_word) {
        return None;
    }
    let mut parts = Parts { scheme: Some(raw(text, scheme)), ..Parts::default() };
    let at = user_information(text, end + 3, &mut parts);
    let at = host(text, at, &mut parts);
    let after = Span::new(at, text.len()).of(text);
    let mut query = at;
    if after.starts_with('/') {
        query = Span::new(at, text.len()).until(text, |byte| byte == b'?').end;
        let database = Span::new(at + 1, query);
        parts.dbname = Some(if decodes_database { decoded(text, database) } else { raw(text, database) });
    }
    if Span::new(query, text.len()).of(text).starts_with('?') {
        let rest = Span::new(query + 1, text.len()).of(text);
        let line = rest.find('\n').unwrap_or(rest.len());
        parts.pairs = python_pairs(text, &raw(text, Span::new(query + 1, query + 1 + line)));
    }
    Some(parts)
}

fn raw(text: &str, span: Span) -> Piece {
    Piece { span, value: span.of(text).into() }
}

fn decoded(text: &str, span: Span) -> Piece {
    Piece { span, value: python_unquote(span.of(text), Plus::Literal) }
}

/// The user ends at the first `:` or `/`; a password behind `:` ends at the first `@`; without one the user ends at
/// the last `@`.
fn user_information(text: &str, start: usize, parts: &mut Parts) -> usize {
    let stop = Span::new(start, text.len()).until(text, |byte| matches!(byte, b':' | b'/')).end;
    let behind = Span::new(stop + 1, text.len()).of(text);
    if Span::new(stop, text.len()).of(text).starts_with(':')
        && let Some(at) = behind.bytes().position(|byte| byte == b'@')
    {
        parts.user = Some(decoded(text, Span::new(start, stop)));
        parts.password = Some(decoded(text, Span::new(stop + 1, stop + 1 + at)));
        return stop + 1 + at + 1;
    }
    match Span::new(start, stop).of(text).bytes().rposition(|byte| byte == b'@') {
        Some(at) => {
            parts.user = Some(decoded(text, Span::new(start, start + at)));
            start + at + 1
        }
        None => start,
    }
}

fn host(text: &str, start: usize, parts: &mut Parts) -> usize {
    let authority = Span::new(start, text.len()).until(text, |byte| matches!(byte, b'/' | b'?')).of(text);
    let bracketed =
        authority.strip_prefix('[').and_then(|inner| inner.rfind(']')).filter(|length| *length > 0);
    let (host, mut end) = match bracketed {
        Some(length) => (Span::new(start + 1, start + 1 + length), start + length + 2),
        None => {
            let host = Span::new(start, start + authority.len()).until(text, |byte| byte == b':');
            (host, host.end)
        }
    };
    let mut port = None;
    let stop = start + authority.len();
    if Span::new(end, stop).of(text).starts_with(':') {
        port = Some(raw(text, Span::new(end + 1, stop)));
        end = stop;
    }
    parts.hosts.push(HostPort { host: raw(text, host), port });
    end
}
