//! pgjdbc's URL (`Driver.parseURL`).

use super::percent::spaces_for_plus;
use super::{HostPort, Pair, Parts, Percent, Piece, decode};
use crate::text::Span;

/// What every URL of pgjdbc begins with.
const PREFIX: &str = "jdbc:postgresql:";

/// Splits `text`; an error is the place where pgjdbc stops taking it for a URL of its own. Ports and parameters are
/// not checked, and what stands before an `@` is part of the host.
pub fn read_jdbc_url(text: &str) -> Result<Parts, Span> {
    let all = Span::new(0, text.len());
    let question = text.find('?').unwrap_or(text.len());
    if !text.get(..question).unwrap_or_default().starts_with(PREFIX) {
        return Err(all);
    }
    let scheme = Span::new(0, PREFIX.len() - 1);
    let mut parts =
        Parts { scheme: Some(Piece { span: scheme, value: scheme.of(text).into() }), ..Parts::default() };
    server(text, Span::new(PREFIX.len(), question), &mut parts)?;
    parts.pairs = pairs(text, Span::new((question + 1).min(text.len()), text.len()))?;
    Ok(parts)
}

fn server(text: &str, span: Span, parts: &mut Parts) -> Result<(), Span> {
    let server = span.of(text);
    if matches!(server, "" | "//" | "///") {
        return Ok(());
    }
    let Some(rest) = server.strip_prefix("//") else {
        parts.dbname = if server.starts_with('/') { return Err(span) } else { Some(decoded(text, span)?) };
        return Ok(());
    };
    let start = span.start + 2;
    let slash = match (rest.find('/'), rest.matches('/').count()) {
        (Some(slash), 1) => start + slash,
        _ => return Err(span),
    };
    if slash + 1 < span.end {
        parts.dbname = Some(decoded(text, Span::new(slash + 1, span.end))?);
    }
    let mut at = start;
    for one in Span::new(start, slash).of(text).split(',') {
        parts.hosts.push(host(text, Span::new(at, at + one.len())));
        at += one.len() + 1;
    }
    // Java's `split` drops empty strings at the end, and gives one for an empty text.
    while parts.hosts.len() > 1
        && parts.hosts.last().is_some_and(|it| it.host.span.is_empty() && it.port.is_none())
    {
        parts.hosts.pop();
    }
    Ok(())
}

/// The port stands behind the last `:` that is not inside brackets.
fn host(text: &str, span: Span) -> HostPort {
    let piece = |span: Span| Piece { span, value: span.of(text).into() };
    let address = span.of(text);
    match address.rfind(':').filter(|colon| address.rfind(']').is_none_or(|bracket| bracket < *colon)) {
        Some(colon) => HostPort {
            host: piece(Span::new(span.start, span.start + colon)),
            port: Some(piece(Span::new(span.start + colon + 1, span.end))),
        },
        None => HostPort { host: piece(span), port: None },
    }
}

fn pairs(text: &str, query: Span) -> Result<Vec<Pair>, Span> {
    let mut at = query.start;
    let mut out = Vec::new();
    for token in query.of(text).split('&') {
        let span = Span::new(at, at + token.len());
        at = span.end + 1;
        if token.is_empty() {
            continue;
        }
        let key = Span::new(span.start, span.start + token.find('=').unwrap_or(token.len()));
        let value =
            (key.end < span.end).then(|| decoded(text, Span::new(key.end + 1, span.end))).transpose()?;
        out.push(Pair { span, key: Piece { span: key, value: key.of(text).into() }, value });
    }
    Ok(out)
}

/// Decoded as by Java's `URLDecoder`: `+` is a space, a stray `%` an error, bytes that are not UTF-8 become U+FFFD.
fn decoded(text: &str, span: Span) -> Result<Piece, Span> {
    let spaced = spaces_for_plus(span.of(text));
    match decode(&spaced, Percent::JavaScript) {
        Ok(value) => Ok(Piece { span, value }),
        Err(super::BadEscape::NotUtf8) => {
            Ok(Piece { span, value: decode(&spaced, Percent::Lenient).unwrap_or_default() })
        }
        Err(_) => Err(span),
    }
}
