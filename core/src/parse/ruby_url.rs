//! URLs as Ruby's `URI::RFC2396_Parser` splits them, which Rails asks.
//!
//! Its patterns leave no choice: every part has a set of characters, an escape is `%` with two hexadecimal digits,
//! and one character out of place makes the whole no URI. Nothing beyond ASCII is taken anywhere.

use super::spelling::standard_scheme_of;
use super::{Pair, Piece, Refused};
use crate::text::Span;

/// A URL, split; nothing is decoded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RubyUrl {
    /// Scheme in lower case; `None` for a relative reference.
    pub scheme: Option<Piece>,
    /// What follows a scheme that no `/` follows, with its query; everything below is then empty.
    pub opaque: Option<Piece>,
    /// User; `None` when there is no `@`.
    pub user: Option<Piece>,
    /// Password; `None` when there is none.
    pub password: Option<Piece>,
    /// Host without the brackets of an IPv6 address.
    pub host: Option<Piece>,
    /// Port, digits only; `None` when there are none.
    pub port: Option<Piece>,
    /// Path with its `/`, empty when there is none.
    pub path: Piece,
    /// Query, without its `?`.
    pub query: Option<Piece>,
}

/// Splits `text`, blanks around it dropped; the error is what `URI::InvalidURIError` says.
pub fn read_ruby_url(text: &str) -> Result<RubyUrl, Refused> {
    let is_blank = |byte: &u8| is_blank(*byte);
    let start = text.bytes().take_while(is_blank).count();
    let end = text.len() - text.bytes().skip(start).rev().take_while(is_blank).count();
    let mut reader = Reader { text, at: start, end, url: RubyUrl::default() };
    match reader.read() {
        Ok(()) => Ok(reader.url),
        Err((span, bad)) => {
            let what = match bad {
                Bad::Syntax => format!("bad URI(is not URI?): {text}"),
                Bad::NoPath => format!("bad URI(absolute but no path): {text}"),
                Bad::Registry => format!(
                    "the scheme {} does not accept registry part: {} (or bad hostname?)",
                    reader.url.scheme.map_or(String::new(), |scheme| scheme.value.into()),
                    span.of(text)
                ),
            };
            Err(Refused { text: format!("URI::InvalidURIError: {what}"), span })
        }
    }
}

/// The pairs of a query as Rails splits it: at every `&`, and each piece at its first `=`. Empty pieces at the end are
/// left out; elsewhere they are pairs with an empty name. Nothing is decoded.
pub fn ruby_pairs(query: &Piece) -> Vec<Pair> {
    let pieces = query.value.trim_end_matches('&');
    if pieces.is_empty() {
        return Vec::new();
    }
    let mut at = query.span.start;
    let piece =
        |start: usize, text: &str| Piece { span: Span::new(start, start + text.len()), value: text.into() };
    pieces
        .split('&')
        .map(|text| {
            let start = at;
            at += text.len() + 1;
            let (key, value) = text.split_once('=').map_or((text, None), |(key, value)| (key, Some(value)));
            let value = value.map(|value| piece(start + key.len() + 1, value));
            Pair { span: Span::new(start, start + text.len()), key: piece(start, key), value }
        })
        .collect()
}

/// Why a text is no URI.
#[derive(Clone, Copy)]
enum Bad {
    /// A character where it may not be.
    Syntax,
    /// A scheme, and nothing behind it.
    NoPath,
    /// An authority that is no `user:password@host:port`.
    Registry,
}

type Step<T> = Result<T, (Span, Bad)>;

struct Reader<'a> {
    text: &'a str,
    at: usize,
    end: usize,
    url: RubyUrl,
}

impl Reader<'_> {
    fn read(&mut self) -> Step<()> {
        self.scheme();
        if self.url.scheme.is_some() && !self.rest().starts_with('/') {
            return self.opaque();
        }
        let authority = self.skip("//").then(|| self.until_path());
        let path = self.at;
        if authority.is_none() && self.url.scheme.is_none() {
            self.run(|b| is_unreserved(b) || b";@&=+$,".contains(&b));
        }
        if self.rest().starts_with('/') {
            self.run(|b| is_unreserved(b) || b":@&=+$,;/".contains(&b));
        }
        self.url.path = self.piece(Span::new(path, self.at));
        if self.skip("?") {
            let query = self.run(is_uric);
            self.url.query = Some(self.piece(query));
        }
        self.fragment()?;
        let Some(authority) = authority else { return Ok(()) };
        if authority.is_empty() && self.url.path.value.is_empty() && self.url.scheme.is_some() {
            return Err((Span::new(0, self.text.len()), Bad::NoPath));
        }
        self.server(authority)
    }

    fn rest(&self) -> &str {
        Span::new(self.at, self.end).of(self.text)
    }

    fn skip(&mut self, start: &str) -> bool {
        let is_here = self.rest().starts_with(start);
        self.at += if is_here { start.len() } else { 0 };
        is_here
    }

    /// Goes on over characters that are allowed, and over escapes.
    fn run(&mut self, is_allowed: impl Fn(u8) -> bool) -> Span {
        let span = Span::new(self.at, self.at + run(self.rest(), is_allowed));
        self.at = span.end;
        span
    }

    fn piece(&self, span: Span) -> Piece {
        Piece { span, value: span.of(self.text).into() }
    }

    fn scheme(&mut self) {
        if let Some(scheme) = standard_scheme_of(self.rest()) {
            let mut scheme = self.piece(scheme.shift(self.at));
            if scheme.value.bytes().any(|byte| byte.is_ascii_uppercase()) {
                scheme.value = scheme.value.to_ascii_lowercase();
            }
            self.at = scheme.span.end + 1;
            self.url.scheme = Some(scheme);
        }
    }

    fn opaque(&mut self) -> Step<()> {
        let is_bracket = self.rest().starts_with(['[', ']']);
        let opaque = if is_bracket { Span::at(self.at) } else { self.run(is_uric) };
        self.fragment()?;
        if opaque.is_empty() {
            return Err((Span::new(0, self.text.len()), Bad::NoPath));
        }
        self.url.opaque = Some(self.piece(opaque));
        Ok(())
    }

    fn until_path(&mut self) -> Span {
        let len = self.rest().bytes().take_while(|byte| !matches!(byte, b'/' | b'?' | b'#')).count();
        let span = Span::new(self.at, self.at + len);
        self.at = span.end;
        span
    }

    fn fragment(&mut self) -> Step<()> {
        if self.skip("#") {
            self.run(is_uric);
        }
        match self.rest().chars().next() {
            None => Ok(()),
            Some(c) => Err((Span::new(self.at, self.at + c.len_utf8()), Bad::Syntax)),
        }
    }

    fn server(&mut self, authority: Span) -> Step<()> {
        if authority.is_empty() {
            return Ok(());
        }
        let text = authority.of(self.text);
        let info = text
            .bytes()
            .position(|byte| byte == b'@')
            .map(|at| Span::new(authority.start, authority.start + at));
        let host = Span::new(info.map_or(authority.start, |info| info.end + 1), authority.end);
        let is_info = |span: Span| {
            let text = span.of(self.text);
            run(text, |b| is_unreserved(b) || b";:&=+$,".contains(&b)) == text.len()
        };
        let Some((host, port)) = host_and_port(self.text, host).filter(|_| info.is_none_or(is_info)) else {
            let registry = run(text, |b| is_unreserved(b) || b"$,;:@&=+".contains(&b));
            let Some(c) = text.get(registry..).and_then(|rest| rest.chars().next()) else {
                return Err((authority, Bad::Registry));
            };
            let at = authority.start + registry;
            return Err((Span::new(at, at + c.len_utf8()), Bad::Syntax));
        };
        if let Some(info) = info {
            let user = Span::new(
                info.start,
                info.start + info.of(self.text).bytes().take_while(|byte| *byte != b':').count(),
            );
            self.url.user = Some(self.piece(user));
            self.url.password = (user.end < info.end).then(|| self.piece(Span::new(user.end + 1, info.end)));
        }
        self.url.host = Some(self.piece(host));
        self.url.port = (!port.is_empty()).then(|| self.piece(port));
        Ok(())
    }
}

/// How far `text` goes on with characters that are allowed, and with escapes.
fn run(text: &str, is_allowed: impl Fn(u8) -> bool) -> usize {
    let bytes = text.as_bytes();
    let is_hex = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_hexdigit);
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if is_allowed(byte) {
            at += 1;
        } else if byte == b'%' && is_hex(at + 1) && is_hex(at + 2) {
            at += 3;
        } else {
            break;
        }
    }
    at
}

/// The host of `span`, without brackets, and its port, which may be empty.
fn host_and_port(text: &str, span: Span) -> Option<(Span, Span)> {
    let all = span.of(text);
    let (host, after) = match all.strip_prefix('[') {
        Some(rest) => {
            let close = rest.find(']')?;
            is_ipv6(rest.get(..close)?).then_some(())?;
            (Span::new(span.start + 1, span.start + 1 + close), span.start + close + 2)
        }
        None => {
            let end = span.start + run(all, |b| b.is_ascii_alphanumeric() || b"-.".contains(&b));
            (Span::new(span.start, end), end)
        }
    };
    let rest = Span::new(after, span.end);
    let port = Span::new((after + 1).min(span.end), span.end);
    let is_port = rest.is_empty()
        || rest.of(text).starts_with(':') && port.of(text).bytes().all(|byte| byte.is_ascii_digit());
    (is_port && !host.is_empty()).then_some((host, port))
}

/// Groups of up to four digits, with `::` at most once, and an IPv4 address in place of the last; how many there are
/// is not looked at.
fn is_ipv6(text: &str) -> bool {
    let is_group = |text: &str| (1..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_hexdigit());
    let is_number = |text: &str| (1..=3).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    let is_ipv4 = |text: &str| text.split('.').count() == 4 && text.split('.').all(is_number);
    let are_groups = |text: &str| text.split(':').all(is_group);
    let are_groups_or_ipv4 = |text: &str| match text.rsplit_once(':') {
        Some((groups, last)) => are_groups(groups) && (is_group(last) || is_ipv4(last)),
        None => is_group(text) || is_ipv4(text),
    };
    match text.split_once("::") {
        None => are_groups_or_ipv4(text),
        Some((head, tail)) => {
            (head.is_empty() || are_groups(head)) && (tail.is_empty() || are_groups_or_ipv4(tail))
        }
    }
}

/// What `\s` is in Ruby.
fn is_blank(byte: u8) -> bool {
    byte.is_ascii_whitespace() || byte == 0x0b
}

fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'!' | b'~' | b'*' | b'\''..=b')')
}

fn is_uric(byte: u8) -> bool {
    is_unreserved(byte) || b";/?:@&=+$,[]".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> [String; 5] {
        let url = read_ruby_url(text).expect("a URI");
        let of = |piece: Option<Piece>| piece.map_or(String::new(), |piece| piece.value.into());
        [of(url.user), of(url.password), of(url.host), of(url.port), url.path.value.into()]
    }

    #[test]
    fn a_uri_is_split_without_decoding() {
        assert_eq!(parts(" postgres://u:p:%40@h:05432/a/b?c#d\n"), ["u", "p:%40", "h", "05432", "/a/b"]);
        assert_eq!(parts("postgres://[::ffff:1.2.3.4]:/d"), ["", "", "::ffff:1.2.3.4", "", "/d"]);
        assert_eq!(parts("postgres:///d"), ["", "", "", "", "/d"]);
        let opaque = read_ruby_url("postgres:d?a=b").expect("a URI").opaque;
        assert_eq!(opaque.map(|piece| piece.value).as_deref(), Some("d?a=b"));
    }

    #[test]
    fn what_is_no_uri_says_why_and_where() {
        let bad = |text| read_ruby_url(text).map(|_| ()).unwrap_err();
        let registry = bad("Postgres://u:p@a_b:1/d");
        assert_eq!(registry.span, Span::new(11, 20));
        assert!(
            registry
                .text
                .ends_with("the scheme postgres does not accept registry part: u:p@a_b:1 (or bad hostname?)")
        );
        assert_eq!(bad("postgres://u:p%@h/d").span, Span::new(14, 15));
        assert_eq!(bad("postgres://u:p@h/d#e#f").span, Span::new(20, 21));
        assert_eq!(bad("postgres://u@[1:::2]/d").span, Span::new(13, 14));
        for text in ["postgres:", "postgres://", "postgres://?a=b"] {
            assert!(bad(text).text.ends_with(&format!("bad URI(absolute but no path): {text}")));
        }
    }

    #[test]
    fn empty_pieces_of_a_query_count_except_at_its_end() {
        let query = Piece { span: Span::new(3, 12), value: "a&&b=c=&&".into() };
        let pairs = ruby_pairs(&query);
        let names: Vec<&str> = pairs.iter().map(|pair| pair.key.value.as_str()).collect();
        assert_eq!(names, ["a", "", "b"]);
        let last = pairs.last().and_then(|pair| pair.value.as_ref()).expect("a value");
        assert_eq!((last.value.as_str(), last.span), ("c=", Span::new(8, 10)));
    }
}
