//! URLs as Elixir's `URI.parse` splits them: by the pattern of RFC 3986, appendix B, which fits every text.

use super::spelling::standard_scheme_of;
use super::{Pair, Percent, Piece, decode};
use crate::text::Span;

/// A URL, split; nothing but the pairs is decoded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ElixirUrl {
    /// Scheme in lower case; `None` when there is none.
    pub scheme: Option<Piece>,
    /// What stands before the last `@` of the authority; `None` when that is nothing.
    pub user_info: Option<Piece>,
    /// Host without brackets; `None` when there is none, empty behind `//` without an authority.
    pub host: Option<Piece>,
    /// Digits behind the host; what follows them is dropped.
    pub port: Option<Piece>,
    /// Path, empty when there is none.
    pub path: Piece,
    /// Pairs of the query, `+` decoded to a space, names and values percent-decoded.
    pub pairs: Vec<Pair>,
}

/// Splits `text`; no text is refused.
pub fn read_elixir_url(text: &str) -> ElixirUrl {
    let piece = |span: Span| Piece { span, value: span.of(text).into() };
    let mut url = ElixirUrl::default();
    let mut rest = Span::new(0, text.len());
    if let Some(scheme) = standard_scheme_of(text) {
        let mut scheme = piece(scheme);
        if scheme.value.bytes().any(|byte| byte.is_ascii_uppercase()) {
            scheme.value = scheme.value.to_ascii_lowercase();
        }
        rest.start = scheme.span.end + 1;
        url.scheme = Some(scheme);
    }
    if rest.of(text).starts_with("//") {
        let authority =
            Span::new(rest.start + 2, text.len()).until(text, |byte| matches!(byte, b'/' | b'?' | b'#'));
        split_authority(&mut url, text, authority);
        rest.start = authority.end;
    }
    let path = rest.until(text, |byte| matches!(byte, b'?' | b'#'));
    url.path = piece(path);
    let tail = Span::new(path.end, rest.end);
    if tail.of(text).starts_with('?') {
        url.pairs = pairs(text, Span::new(tail.start + 1, tail.end).until(text, |byte| byte == b'#'));
    }
    url
}

/// User information, host and port are what fits in front; the rest is dropped without a word.
fn split_authority(url: &mut ElixirUrl, text: &str, authority: Span) {
    let piece = |span: Span| Piece { span, value: span.of(text).into() };
    if authority.is_empty() {
        url.host = Some(piece(authority));
        return;
    }
    // The pattern's `.` fits no line break.
    let first_line = authority.until(text, |byte| byte == b'\n');
    let info = first_line
        .of(text)
        .bytes()
        .rposition(|byte| byte == b'@')
        .map(|at| Span::new(authority.start, authority.start + at));
    url.user_info = info.filter(|info| !info.is_empty()).map(piece);
    let rest = Span::new(info.map_or(authority.start, |info| info.end + 1), authority.end);
    let host = bracketed(text, rest).unwrap_or_else(|| rest.until(text, |byte| byte == b':'));
    url.host = (!host.is_empty()).then(|| {
        let inner = host.of(text).trim_start_matches('[');
        let start = host.end - inner.len();
        piece(Span::new(start, start + inner.trim_end_matches(']').len()))
    });
    let behind = Span::new(host.end, rest.end).of(text);
    let digits = behind.strip_prefix(':').unwrap_or_default();
    let digits = digits.bytes().take_while(u8::is_ascii_digit).count();
    url.port = (digits > 0).then(|| piece(Span::new(host.end + 1, host.end + 1 + digits)));
}

/// An address in brackets at the start of `span`.
fn bracketed(text: &str, span: Span) -> Option<Span> {
    let inner = span.of(text).strip_prefix('[')?;
    let len = inner.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || b":.".contains(byte)).count();
    inner.get(len..)?.starts_with(']').then(|| Span::new(span.start, span.start + len + 2))
}

/// `URI.query_decoder`: an empty piece is a pair without a name, except at the end.
fn pairs(text: &str, query: Span) -> Vec<Pair> {
    let decoded = |span: Span| {
        let spaced = span.of(text).replace('+', " ");
        Piece { span, value: decode(&spaced, Percent::Lenient).unwrap_or(spaced.into()) }
    };
    let mut out = Vec::new();
    let mut at = query.start;
    while at < query.end {
        let span = Span::new(at, query.end).until(text, |byte| byte == b'&');
        at = span.end + 1;
        let key = span.until(text, |byte| byte == b'=');
        let value = (key.end < span.end).then(|| decoded(Span::new(key.end + 1, span.end)));
        out.push(Pair { span, key: decoded(key), value });
    }
    out
}

#[cfg(test)]
mod tests {
    use compact_str::CompactString;

    use super::*;

    fn parts(text: &str) -> [Option<CompactString>; 4] {
        let url = read_elixir_url(text);
        [url.user_info, url.host, url.port, Some(url.path)].map(|it| it.map(|piece| piece.value))
    }

    fn said(text: &str) -> Option<CompactString> {
        Some(text.into())
    }

    #[test]
    fn what_does_not_fit_is_dropped() {
        assert_eq!(parts("Ecto://u:p@s@h:54x/d?a#b"), [said("u:p@s"), said("h"), said("54"), said("/d")]);
        assert_eq!(parts("ecto://[::1]:5/d"), [None, said("::1"), said("5"), said("/d")]);
        assert_eq!(parts("ecto://[fe80::1%25eth0]/d"), [None, said("fe80"), None, said("/d")]);
        assert_eq!(parts("ecto:///d"), [None, said(""), None, said("/d")]);
        assert_eq!(parts("ecto://u:p@/d"), [said("u:p"), None, None, said("/d")]);
        assert_eq!(parts("host=h dbname=d"), [None, None, None, said("host=h dbname=d")]);
    }

    #[test]
    fn pairs_stand_where_they_are_written() {
        let text = "ecto://h/d?&a=1%2B+2&b&";
        let pairs = read_elixir_url(text).pairs;
        let names: Vec<&str> = pairs.iter().map(|pair| pair.key.value.as_str()).collect();
        assert_eq!(names, ["", "a", "b"]);
        let value = pairs.get(1).and_then(|pair| pair.value.as_ref()).expect("a value");
        assert_eq!((value.value.as_str(), value.span.of(text)), ("1+ 2", "1%2B+2"));
    }
}
