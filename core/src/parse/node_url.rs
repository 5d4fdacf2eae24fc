//! URLs as Node's old `url.parse` has them, as far as a scheme that is not one of the web's goes.
//!
//! It knows no wrong ports and hardly any wrong host: where a character cannot belong to the host, the path begins.
//! A host beyond ASCII stays as it is instead of becoming Punycode.

use compact_str::CompactString;

use super::spelling::standard_scheme_of;
use super::{Percent, Piece, decode};
use crate::text::{Mapped, Mapper, Span, has_byte, lowercase};

/// A URL, split.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeUrl {
    /// Scheme in lower case; `None` when there is none, and then nothing else is split either.
    pub scheme: Option<Piece>,
    /// User information, decoded as a whole, before its `:` is looked for.
    pub info: Option<Piece>,
    /// Host in lower case, without the brackets of an IPv6 address; empty when there is none.
    pub host: Piece,
    /// What stands in digits behind the host's last `:`.
    pub port: Option<Piece>,
    /// Path, with its leading `/` if it has one; characters that may stand in no URL are percent-encoded.
    pub path: Piece,
}

/// Why a text is no URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadNodeUrl {
    /// A character in the host that cannot be there.
    Host,
    /// User information that cannot be decoded.
    Escape,
}

/// Splits `text`; an error says why it is no URL, and where.
pub fn read_node_url(text: &str) -> Result<NodeUrl, (BadNodeUrl, Span)> {
    if !has_byte(text, |byte| !byte.is_ascii_graphic() || byte == b'\\') {
        return split(text);
    }
    let clean = clean(text);
    let place = |span| clean.source(span);
    let piece = |piece: Piece| Piece { span: place(piece.span), ..piece };
    let url = split(clean.text()).map_err(|(bad, span)| (bad, place(span)))?;
    Ok(NodeUrl {
        scheme: url.scheme.map(piece),
        info: url.info.map(piece),
        host: piece(url.host),
        port: url.port.map(piece),
        path: piece(url.path),
    })
}

/// The text without the blanks around it and line breaks in it, and with `/` for every `\` before the query.
fn clean(text: &str) -> Mapped {
    let is_blank = |c: char| c <= ' ' || c == '\u{a0}' || c == '\u{feff}';
    let start = text.len() - text.trim_start_matches(is_blank).len();
    let all = Span::new(start, start + text.trim_matches(is_blank).len());
    if !all.of(text).contains(['\\', '\t', '\n', '\r']) {
        return Mapped::verbatim(text, all);
    }
    let query = all.of(text).find(['?', '#']).map_or(all.end, |at| start + at);
    let mut out = Mapper::default();
    for (at, c) in all.of(text).char_indices().map(|(at, c)| (start + at, c)) {
        let span = Span::new(at, at + c.len_utf8());
        match c {
            '\\' if at < query => out.push("/", span),
            '\t' | '\n' | '\r' => {}
            _ => out.copy(text, span),
        }
    }
    out.finish()
}

fn split(text: &str) -> Result<NodeUrl, (BadNodeUrl, Span)> {
    let Some(scheme) = standard_scheme_of(text) else {
        let empty = Piece { span: Span::at(0), value: CompactString::default() };
        return Ok(NodeUrl { scheme: None, info: None, host: empty.clone(), port: None, path: empty });
    };
    let behind = scheme.end + 1;
    let start =
        if text.get(behind..).is_some_and(|rest| rest.starts_with("//")) { behind + 2 } else { behind };
    let (at_sign, end) = authority(text, start);
    let info = at_sign.map(|at| Span::new(start, at));
    let info = info.map(|span| decoded(text, span)).transpose()?;
    let host_and_port = Span::new(at_sign.map_or(start, |at| at + 1), end);
    let (host, port) = port_of(text, host_and_port);
    let (host, path) = match host.of(text).strip_prefix('[').and_then(|it| it.strip_suffix(']')) {
        Some(inner) => (
            Piece { span: host, value: lower(inner) },
            path(text, Span::new(end, text.len()), !text.get(end..).unwrap_or_default().starts_with('/')),
        ),
        None => plain_host(text, host, end)?,
    };
    Ok(NodeUrl {
        scheme: Some(Piece { span: scheme, value: lower(scheme.of(text)) }),
        info,
        host,
        port: port.map(|span| Piece { span, value: span.of(text).into() }),
        path,
    })
}

/// Where the last `@` before the path or the query stands, and where the host ends: there, or at the first character
/// behind that `@` that no host may have.
fn authority(text: &str, start: usize) -> (Option<usize>, usize) {
    let (mut at_sign, mut end) = (None, None);
    for (at, byte) in text.bytes().enumerate().skip(start) {
        match byte {
            b'@' => (at_sign, end) = (Some(at), None),
            b'/' | b'?' | b'#' => return (at_sign, end.unwrap_or(at)),
            b' ' | b'"' | b'%' | b'\'' | b';' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}' => {
                end = end.or(Some(at));
            }
            _ => {}
        }
    }
    (at_sign, end.unwrap_or(text.len()))
}

fn decoded(text: &str, span: Span) -> Result<Piece, (BadNodeUrl, Span)> {
    let value = decode(span.of(text), Percent::JavaScript).map_err(|_| (BadNodeUrl::Escape, span))?;
    Ok(Piece { span, value })
}

/// Cuts `:` and digits off the end.
fn port_of(text: &str, span: Span) -> (Span, Option<Span>) {
    let digits = span.of(text).bytes().rev().take_while(u8::is_ascii_digit).count();
    let host = Span::new(span.start, span.end - digits).of(text);
    match host.strip_suffix(':') {
        Some(host) => {
            let host = Span::new(span.start, span.start + host.len());
            let port = Span::new(host.end + 1, span.end);
            (host, (!port.is_empty()).then_some(port))
        }
        None => (span, None),
    }
}

/// A host that is no address in brackets: up to a `:`, from where on it belongs to the path.
fn plain_host(text: &str, span: Span, end: usize) -> Result<(Piece, Piece), (BadNodeUrl, Span)> {
    let colon = span.of(text).bytes().position(|byte| byte == b':').map(|at| span.start + at);
    let host = Span::new(span.start, colon.unwrap_or(span.end));
    if has_byte(host.of(text), |byte| matches!(byte, 0 | b'[' | b']')) {
        return Err((BadNodeUrl::Host, host));
    }
    let path = match colon {
        Some(colon) => path(text, Span::new(colon, text.len()), true),
        None => path(text, Span::new(end, text.len()), false),
    };
    Ok((Piece { span: host, value: lower(host.of(text)) }, path))
}

fn lower(text: &str) -> CompactString {
    if has_byte(text, |byte| !byte.is_ascii() || byte.is_ascii_uppercase()) {
        lowercase(text).into()
    } else {
        text.into()
    }
}

/// The path at the start of `span`, behind a `/` that is not written if `slash` says so.
fn path(text: &str, span: Span, slash: bool) -> Piece {
    let span = span.until(text, |byte| matches!(byte, b'?' | b'#'));
    if !slash && span.of(text).bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/-._~%".contains(&byte)) {
        return Piece { span, value: span.of(text).into() };
    }
    let mut value = if slash { "/".to_owned() } else { String::with_capacity(span.len()) };
    for c in span.of(text).chars() {
        if " \"'<>\\^`{|}".contains(c) {
            value.push_str(&format!("%{:02X}", u32::from(c)));
        } else {
            value.push(c);
        }
    }
    Piece { span, value: value.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> [String; 4] {
        let url = read_node_url(text).expect("a URL");
        let of = |piece: Option<Piece>| piece.map_or(String::new(), |piece| piece.value.into());
        [of(url.info), url.host.value.into(), of(url.port), url.path.value.into()]
    }

    #[test]
    fn what_cannot_belong_to_the_host_begins_the_path() {
        assert_eq!(parts("PG://u%40:p@Hh:1/d e?x=y"), ["u@:p", "hh", "1", "/d%20e"]);
        assert_eq!(parts("pg://%2Fvar%2Frun/d"), ["", "", "", "%2Fvar%2Frun/d"]);
        assert_eq!(parts("pg://h:abc/d"), ["", "h", "", "/:abc/d"]);
        assert_eq!(parts("pg://u:p/w@h/d"), ["", "u", "", "/:p/w@h/d"]);
        assert_eq!(parts("pg://u:p@[::1]:5/d"), ["u:p", "::1", "5", "/d"]);
        assert_eq!(parts("pg://h\\x/d"), ["", "h", "", "/x/d"]);
    }

    #[test]
    fn what_is_no_url_says_why_and_where() {
        let bad = |text| read_node_url(text).map(|_| ()).unwrap_err();
        assert_eq!(bad("pg://u:%@h"), (BadNodeUrl::Escape, Span::new(5, 8)));
        assert_eq!(bad("pg://h[/d"), (BadNodeUrl::Host, Span::new(5, 7)));
        assert_eq!(read_node_url("host=h").map(|url| url.scheme), Ok(None));
    }
}
