//! URLs as Python's `urllib.parse` splits them (3.11.4 and later), and fields of their queries.

use std::borrow::Cow;
use std::net::{Ipv4Addr, Ipv6Addr};

use super::spelling::standard_scheme_of;
use super::{Pair, Piece, Plus, Refused, python_repr, python_unquote};
use crate::text::{Span, has_byte};

/// What `urlparse` makes of a URL whose scheme is not one of its own. Places are bytes of the text given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PythonUrl {
    /// Scheme in lower case; empty when there is none.
    pub scheme: Piece,
    /// User information and hosts, not decoded.
    pub netloc: Piece,
    /// Path with its `/`, not decoded.
    pub path: Piece,
    /// Query without `?`, not decoded.
    pub query: Piece,
}

/// Splits `text`. Blanks and control characters before it are dropped, tabs and line ends everywhere.
pub fn read_python_url(text: &str) -> Result<PythonUrl, Refused> {
    let cleaned = Cleaned::of(text);
    let url: &str = &cleaned.text;
    let scheme = standard_scheme_of(url);
    let mut rest = Span::new(scheme.map_or(0, |scheme| scheme.end + 1), url.len());
    let mut netloc = Span::at(rest.start);
    if rest.of(url).starts_with("//") {
        let from = rest.start + 2;
        netloc = Span::new(from, url.len()).until(url, |byte| matches!(byte, b'/' | b'?' | b'#'));
        rest.start = netloc.end;
        check_brackets(netloc.of(url)).map_err(|text| Refused { text, span: cleaned.source(netloc) })?;
    }
    rest = rest.until(url, |byte| byte == b'#');
    let path_end = rest.until(url, |byte| byte == b'?').end;
    let mut scheme = cleaned.piece(scheme.unwrap_or_default());
    if scheme.value.bytes().any(|byte| byte.is_ascii_uppercase()) {
        scheme.value = scheme.value.to_ascii_lowercase();
    }
    Ok(PythonUrl {
        scheme,
        netloc: cleaned.piece(netloc),
        path: cleaned.piece(Span::new(rest.start, path_end)),
        query: cleaned.piece(Span::new((path_end + 1).min(rest.end), rest.end)),
    })
}

fn check_brackets(netloc: &str) -> Result<(), String> {
    if !has_byte(netloc, |byte| matches!(byte, b'[' | b']')) {
        return Ok(());
    }
    let (open, close) = (netloc.find('['), netloc.contains(']'));
    let Some(open) = open.filter(|_| close) else {
        return if open.is_some() || close { Err("ValueError: Invalid IPv6 URL".to_owned()) } else { Ok(()) };
    };
    let inside = netloc.get(open + 1..).unwrap_or_default();
    let host = inside.split(']').next().unwrap_or_default();
    if let Some(future) = host.strip_prefix('v') {
        let (number, rest) = future.split_once('.').unwrap_or_default();
        let ok = !number.is_empty() && number.bytes().all(|b| b.is_ascii_hexdigit()) && !rest.is_empty();
        return if ok { Ok(()) } else { Err("ValueError: IPvFuture address is invalid".to_owned()) };
    }
    if host.parse::<Ipv4Addr>().is_ok() {
        return Err("ValueError: An IPv4 address cannot be in brackets".to_owned());
    }
    let (address, zone) = host.split_once('%').map_or((host, None), |(address, zone)| (address, Some(zone)));
    let zone_ok = zone.is_none_or(|zone| !zone.is_empty() && !zone.contains('%'));
    if zone_ok && address.parse::<Ipv6Addr>().is_ok() {
        Ok(())
    } else {
        Err(format!("ValueError: {} does not appear to be an IPv4 or IPv6 address", python_repr(host)))
    }
}

/// Pairs of `query`, a piece of `text`, as `parse_qsl` splits them; those without `=` have no value.
pub fn python_pairs(text: &str, query: &Piece) -> Vec<Pair> {
    let places = query.places(text);
    let mut at = 0;
    query
        .value
        .split('&')
        .map(|field| {
            let (from, end) = (at, at + field.len());
            at = end + 1;
            let equals = field.find('=').map(|equals| from + equals);
            let piece = |from: usize, to: usize| {
                let part = Span::new(from, to);
                Piece { span: places.of(part), value: python_unquote(part.of(&query.value), Plus::Space) }
            };
            Pair {
                span: places.of(Span::new(from, end)),
                key: piece(from, equals.unwrap_or(end)),
                value: equals.map(|equals| piece(equals + 1, end)),
            }
        })
        .collect()
}

/// The text without what urllib drops, and where each byte of it stood.
struct Cleaned<'a> {
    text: Cow<'a, str>,
    leading: usize,
    /// Empty when nothing was dropped behind the leading blanks.
    places: Vec<usize>,
}

impl<'a> Cleaned<'a> {
    fn of(text: &'a str) -> Self {
        let leading = text.bytes().take_while(|byte| *byte <= b' ').count();
        let rest = text.get(leading..).unwrap_or_default();
        let is_dropped = |byte: u8| matches!(byte, b'\t' | b'\r' | b'\n');
        if !has_byte(rest, is_dropped) {
            return Self { text: Cow::Borrowed(rest), leading, places: Vec::new() };
        }
        let kept = rest.bytes().zip(leading..).filter(|(byte, _)| !is_dropped(*byte)).map(|(_, at)| at);
        Self {
            text: Cow::Owned(rest.replace(['\t', '\r', '\n'], "")),
            leading,
            places: kept.chain([text.len()]).collect(),
        }
    }

    fn place(&self, at: usize) -> usize {
        if self.places.is_empty() {
            return self.leading + at;
        }
        self.places.get(at).copied().unwrap_or_default()
    }

    fn source(&self, span: Span) -> Span {
        if span.is_empty() {
            return Span::at(self.place(span.start));
        }
        Span::new(self.place(span.start), self.place(span.end - 1) + 1)
    }

    fn piece(&self, span: Span) -> Piece {
        Piece { span: self.source(span), value: span.of(&self.text).into() }
    }
}
