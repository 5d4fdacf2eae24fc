//! URLs as Go's net/url parses them, for drivers that have looked at the scheme already: there is an authority.
//!
//! Its errors quote what they are about, and what is in front of a `#`: the password too.

use compact_str::CompactString;

use super::{Pair, Percent, Piece, decode, go_bad_address, go_quote};
use crate::text::Span;

/// What may stand between brackets in a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Brackets {
    /// Anything, and more than one pair of them: up to Go 1.24.7 and 1.25.1.
    Anything,
    /// One IPv6 address, and the host begins with it: since Go 1.24.8 and 1.25.2.
    Address,
}

/// A URL, split.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GoUrl {
    /// User, when there is user information.
    pub user: Option<Piece>,
    /// Password, when there is a `:` in the user information.
    pub password: Option<Piece>,
    /// Hosts and ports, brackets included.
    pub host: Piece,
    /// Path with its first `/`.
    pub path: Piece,
    /// Parameters, in the order written.
    pub query: Vec<GoPair>,
}

/// A parameter of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoPair {
    /// Name and value.
    pub pair: Pair,
    /// Whether it survives: `URL.Query` drops one with a `;` in it or with a broken escape, without a word.
    pub is_kept: bool,
}

/// Why `url.Parse` refuses a URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadGoUrl {
    /// The cause, without the URL.
    pub cause: String,
    /// Where it stands.
    pub span: Span,
    /// The part of the text that the error quotes.
    pub quoted: Span,
}

impl BadGoUrl {
    /// The whole message, which quotes `text`, the string that was parsed.
    pub fn message(&self, text: &str) -> String {
        format!("parse {}: {}", go_quote(self.quoted.of(text).as_bytes()), self.cause)
    }
}

/// Splits `text`, in which `://` follows the scheme: what could be split, and why it is refused.
pub fn read_go_url(text: &str, brackets: Brackets) -> (GoUrl, Option<BadGoUrl>) {
    let whole = Span::new(0, text.len());
    let end = whole.until(text, |byte| byte == b'#').end;
    let url = Span::new(0, end);
    let start = (whole.until(text, |byte| byte == b':').end + 3).min(end);
    let query = Span::new(start, end).until(text, |byte| byte == b'?').end;
    let authority = Span::new(start, query).until(text, |byte| byte == b'/').end;
    let mut reader = Reader { text, brackets, url: GoUrl::default(), bad: None };
    reader.controls(url);
    reader.authority(Span::new(start, authority));
    let path = Span::new(authority, query);
    reader.url.path = reader.piece(path, Mode::Path);
    let bad = reader.bad.take();
    let fragment = Span::new((end + 1).min(text.len()), text.len());
    let in_fragment = if fragment.is_empty() { None } else { unescape(text, fragment, Mode::Fragment).err() };
    reader.url.query = pairs(text, Span::new((query + 1).min(end), end));
    let named = |quoted: Span| move |(cause, span)| BadGoUrl { cause, span, quoted };
    (reader.url, bad.map(named(url)).or(in_fragment.map(named(whole))))
}

type Cause = (String, Span);

struct Reader<'a> {
    text: &'a str,
    brackets: Brackets,
    url: GoUrl,
    bad: Option<Cause>,
}

impl Reader<'_> {
    fn refuse(&mut self, cause: impl Into<String>, span: Span) {
        self.bad.get_or_insert_with(|| (cause.into(), span));
    }

    fn controls(&mut self, url: Span) {
        let control = url.of(self.text).bytes().position(|byte| byte.is_ascii_control());
        if let Some(at) = control {
            self.refuse("net/url: invalid control character in URL", Span::new(at, at + 1));
        }
    }

    /// The user information ends at the last `@`.
    fn authority(&mut self, authority: Span) {
        let at =
            authority.of(self.text).bytes().rposition(|byte| byte == b'@').map(|at| authority.start + at);
        let host = Span::new(at.map_or(authority.start, |at| at + 1), authority.end);
        self.url.host = self.host(host);
        let Some(at) = at else { return };
        let information = Span::new(authority.start, at);
        let is_valid = |c: char| c.is_ascii_alphanumeric() || "-._:~!$&'()*+,;=%@".contains(c);
        let invalid = information.of(self.text).char_indices().find(|(_, c)| !is_valid(*c));
        if let Some((at, c)) = invalid {
            let start = information.start + at;
            self.refuse("net/url: invalid userinfo", Span::new(start, start + c.len_utf8()));
        }
        let colon = information.until(self.text, |byte| byte == b':').end;
        self.url.user = Some(self.piece(Span::new(information.start, colon), Mode::User));
        if colon < information.end {
            self.url.password = Some(self.piece(Span::new(colon + 1, information.end), Mode::User));
        }
    }

    fn host(&mut self, span: Span) -> Piece {
        let host = span.of(self.text);
        if self.brackets == Brackets::Address && host.rfind('[').is_some_and(|at| at > 0) {
            self.refuse("invalid IP-literal", span);
        }
        let close = host.bytes().rposition(|byte| byte == b']').map(|at| span.start + at);
        let port = match close {
            _ if !host.starts_with('[') => {
                host.bytes().rposition(|byte| byte == b':').map_or(span.end, |at| span.start + at)
            }
            Some(close) => close + 1,
            None => {
                self.refuse("missing ']' in host", span);
                span.end
            }
        };
        let port = Span::new(port, span.end);
        if !is_optional_port(port.of(self.text)) {
            let quoted = go_quote(port.of(self.text).as_bytes());
            self.refuse(format!("invalid port {quoted} after host"), port);
        }
        match close.filter(|_| host.starts_with('[')) {
            Some(close) => self.bracketed(span, close),
            None => self.piece(span, Mode::Host),
        }
    }

    /// `[address%25zone]:port`.
    fn bracketed(&mut self, span: Span, close: usize) -> Piece {
        let zone = Span::new(span.start, close).of(self.text).find("%25").map(|at| span.start + at);
        let zone = zone.unwrap_or(close);
        let address = self.piece(Span::new(span.start, zone), Mode::Host);
        let zone = self.piece(Span::new(zone, close), Mode::Zone);
        let rest = self.piece(Span::new(close, span.end), Mode::Host);
        let inner = format!("{}{}", address.value.strip_prefix('[').unwrap_or_default(), zone.value);
        if self.brackets == Brackets::Address {
            let span = Span::new(span.start + 1, close);
            match go_bad_address(&inner) {
                Some(bad) => self.refuse(format!("invalid host: {bad}"), span),
                None if !inner.contains(':') => self.refuse("invalid IP-literal", span),
                None => {}
            }
        }
        Piece { span, value: format!("[{inner}{}", rest.value).into() }
    }

    fn piece(&mut self, span: Span, mode: Mode) -> Piece {
        let value = unescape(self.text, span, mode).unwrap_or_else(|(cause, at)| {
            self.refuse(cause, at);
            span.of(self.text).into()
        });
        Piece { span, value }
    }
}

fn is_optional_port(text: &str) -> bool {
    text.is_empty()
        || text.strip_prefix(':').is_some_and(|port| port.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The part of a URL that is decoded.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    User,
    Host,
    Zone,
    Path,
    Query,
    Fragment,
}

/// Decodes `span`, or says what is wrong in it. In a host only escapes of bytes that are not ASCII are taken.
fn unescape(text: &str, span: Span, mode: Mode) -> Result<CompactString, Cause> {
    let raw = span.of(text);
    let bytes = raw.as_bytes();
    let in_host = matches!(mode, Mode::Host | Mode::Zone);
    let (mut at, mut is_encoded) = (0, false);
    while let Some(&byte) = bytes.get(at) {
        if byte == b'%' {
            is_encoded = true;
            let escape = bytes.get(at..(at + 3).min(bytes.len())).unwrap_or_default();
            if !is_escape(escape) || !is_taken(escape, mode) {
                // Go counts bytes; a place does not end within a character.
                let whole = (at + escape.len()..).find(|end| raw.is_char_boundary(*end)).unwrap_or(raw.len());
                let here = Span::new(span.start + at, span.start + whole.min(raw.len()));
                return Err((format!("invalid URL escape {}", go_quote(escape)), here));
            }
            at += 3;
        } else if in_host && byte.is_ascii() && !is_host_byte(byte) {
            let cause = format!("invalid character {} in host name", go_quote(&[byte]));
            return Err((cause, Span::new(span.start + at, span.start + at + 1)));
        } else {
            at += 1;
        }
    }
    let raw = if mode == Mode::Query { raw.replace('+', " ").into() } else { CompactString::from(raw) };
    Ok(if is_encoded { decode(&raw, Percent::Lenient).unwrap_or(raw) } else { raw })
}

fn is_escape(escape: &[u8]) -> bool {
    matches!(escape, [b'%', high, low] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit())
}

/// Whether an escape is taken in this part.
fn is_taken(escape: &[u8], mode: Mode) -> bool {
    let digits = escape.get(1..).and_then(|digits| std::str::from_utf8(digits).ok()).unwrap_or_default();
    let byte = u8::from_str_radix(digits, 16).unwrap_or_default();
    match mode {
        Mode::Host => byte >= 0x80 || byte == b'%',
        Mode::Zone => matches!(byte, b'%' | b' ') || is_host_byte(byte),
        _ => true,
    }
}

fn is_host_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-_.~!$&'()*+,;=:[]<>\"".contains(&byte)
}

fn pairs(text: &str, query: Span) -> Vec<GoPair> {
    let mut out = Vec::new();
    let mut start = query.start;
    while start < query.end {
        let span = Span::new(start, query.end).until(text, |byte| byte == b'&');
        start = span.end + 1;
        if !span.is_empty() {
            out.push(pair(text, span));
        }
    }
    out
}

fn pair(text: &str, span: Span) -> GoPair {
    let equals = span.until(text, |byte| byte == b'=').end;
    let (name, value) = (Span::new(span.start, equals), Span::new((equals + 1).min(span.end), span.end));
    let mut is_kept = !span.of(text).contains(';');
    let mut decoded = |span: Span| {
        let value = unescape(text, span, Mode::Query).unwrap_or_else(|_| {
            is_kept = false;
            span.of(text).into()
        });
        Piece { span, value }
    };
    let key = decoded(name);
    let value = (equals < span.end).then(|| decoded(value));
    GoPair { pair: Pair { span, key, value }, is_kept }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str, brackets: Brackets) -> Option<(String, &str)> {
        read_go_url(text, brackets).1.map(|bad| (bad.cause.clone(), bad.span.of(text)))
    }

    #[test]
    fn the_user_information_ends_at_the_last_at_sign() {
        let text = "postgres://us%40er:p@ss@db:5432/a%20b?x=1+2&&y#z";
        let (url, bad) = read_go_url(text, Brackets::Address);
        assert_eq!(bad, None);
        assert_eq!(url.user.map(|it| it.value).as_deref(), Some("us@er"));
        assert_eq!(url.password.map(|it| it.value).as_deref(), Some("p@ss"));
        assert_eq!((url.host.value.as_str(), url.path.value.as_str()), ("db:5432", "/a b"));
        let [x, y] = url.query.as_slice() else { panic!("two pairs") };
        assert_eq!(x.pair.value.as_ref().map(|it| it.value.as_str()), Some("1 2"));
        assert!(y.is_kept && y.pair.value.is_none());
    }

    #[test]
    fn refusals_are_worded_as_in_go_and_point_at_their_cause() {
        for (text, cause, at) in [
            ("postgres://u:p/w@h/d", "invalid port \":p\" after host", ":p"),
            ("postgres://u:p[w@h/d", "net/url: invalid userinfo", "["),
            ("postgres://u:100%@h/d", "invalid URL escape \"%\"", "%"),
            ("postgres://%2Ftmp/d", "invalid URL escape \"%2F\"", "%2F"),
            ("postgres://d b/d", "invalid character \" \" in host name", " "),
            ("postgres://h/d\n", "net/url: invalid control character in URL", "\n"),
            ("postgres://[::1/d", "missing ']' in host", "[::1"),
            ("postgres://h/50%", "invalid URL escape \"%\"", "%"),
        ] {
            assert_eq!(refused(text, Brackets::Anything), Some((cause.to_owned(), at)), "{text}");
        }
    }

    #[test]
    fn what_stands_between_brackets_has_become_an_address() {
        let several = "postgres://[::1]:1,[::2]:2/d";
        assert_eq!(refused(several, Brackets::Anything), None);
        assert_eq!(
            refused(several, Brackets::Address),
            Some(("invalid IP-literal".to_owned(), "[::1]:1,[::2]:2"))
        );
        assert_eq!(refused("postgres://[fe80::1%25eth0]/d", Brackets::Address), None);
        let bad = refused("postgres://[zz::1]/d", Brackets::Address);
        assert_eq!(bad, Some(("invalid host: ParseAddr(\"zz::1\")".to_owned(), "zz::1")));
    }

    #[test]
    fn the_message_quotes_the_url_up_to_its_fragment() {
        let text = "postgres://u:a#b@h/d";
        let bad = read_go_url(text, Brackets::Address).1.expect("a refusal");
        assert_eq!(bad.message(text), "parse \"postgres://u:a\": invalid port \":a\" after host");
    }

    #[test]
    fn pairs_with_a_semicolon_or_a_broken_escape_are_lost() {
        let (url, bad) = read_go_url("postgres://h/d?a=1;b=2&c=%zz&d=4", Brackets::Address);
        assert_eq!(bad, None);
        assert_eq!(url.query.iter().map(|it| it.is_kept).collect::<Vec<_>>(), [false, false, true]);
    }
}
