//! URLs as the WHATWG has them: Node's `URL` and the `url` crate.
//!
//! PostgreSQL's schemes are not among the standard's special ones, so a host is taken as it is (no lower case, no
//! IDNA) and every part may be empty. For a special scheme (`https`) a host with letters beyond ASCII stays as it is
//! instead of becoming Punycode, and `file` is not treated apart.

use std::fmt;
use std::net::Ipv6Addr;

use compact_str::CompactString;

use super::spelling::standard_scheme_of;
use super::{Pair, Percent, Piece, Plus, decode, python_unquote};
use crate::text::{Mapper, Span, has_byte, lowercase};

/// A URL, split. Values are as the URL would be written out again, that is, still percent-encoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebUrl {
    /// Scheme in lower case; that of the base if the text has none.
    pub scheme: Piece,
    /// User; empty when there is none.
    pub user: Piece,
    /// Password; `None` when there is none or an empty one.
    pub password: Option<Piece>,
    /// Host, with the brackets of an IPv6 address; `None` when the URL has no authority.
    pub host: Option<Piece>,
    /// Port, a number below 65536 in decimal digits.
    pub port: Option<Piece>,
    /// Path, with its leading `/` if it has one.
    pub path: Piece,
    /// Pairs of the query, decoded, `+` as a space.
    pub pairs: Vec<Pair>,
}

/// What a URL without a scheme is relative to.
#[derive(Clone, Copy, Debug)]
pub struct Base {
    /// Scheme.
    pub scheme: &'static str,
    /// Host.
    pub host: &'static str,
}

/// Why a text is no URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadUrl {
    /// No scheme, and nothing to be relative to.
    NoBase,
    /// No host where there has to be one: after an `@` or before a port.
    EmptyHost,
    /// A character that no host may have.
    HostCharacter,
    /// Brackets around something that is no IPv6 address.
    Ipv6,
    /// Something after the host's `:` that is no number below 65536.
    Port,
}

impl fmt::Display for BadUrl {
    /// The words of the `url` crate.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            BadUrl::NoBase => "relative URL without a base",
            BadUrl::EmptyHost => "empty host",
            BadUrl::HostCharacter => "invalid domain character",
            BadUrl::Ipv6 => "invalid IPv6 address",
            BadUrl::Port => "invalid port number",
        })
    }
}

/// Splits `text`; an error says why it is no URL, and where.
pub fn read_web_url(text: &str, base: Option<Base>) -> Result<WebUrl, (BadUrl, Span)> {
    if !has_byte(text, |byte| is_dropped(char::from(byte))) {
        return Reader { text, base }.read();
    }
    let mut kept = Mapper::default();
    for (at, c) in text.char_indices().filter(|(_, c)| !is_dropped(*c)) {
        kept.copy(text, Span::new(at, at + c.len_utf8()));
    }
    let kept = kept.finish();
    let place = |span| kept.source(span);
    let read = Reader { text: kept.text(), base }.read();
    read.map(|url| url.placed(place)).map_err(|(bad, span)| (bad, place(span)))
}

/// The pairs of the query that stands at `query` of `text`, as `URLSearchParams` has them.
pub fn web_pairs(text: &str, query: Span) -> Vec<Pair> {
    Reader { text, base: None }.pairs(query)
}

fn is_dropped(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r')
}

impl WebUrl {
    /// The same, with every span replaced by what `place` makes of it.
    pub fn placed(self, place: impl Fn(Span) -> Span) -> Self {
        let piece = |piece: Piece| Piece { span: place(piece.span), ..piece };
        let pair =
            |pair: Pair| Pair { span: place(pair.span), key: piece(pair.key), value: pair.value.map(piece) };
        Self {
            scheme: piece(self.scheme),
            user: piece(self.user),
            password: self.password.map(piece),
            host: self.host.map(piece),
            port: self.port.map(piece),
            path: piece(self.path),
            pairs: self.pairs.into_iter().map(pair).collect(),
        }
    }
}

type Step<T> = Result<T, (BadUrl, Span)>;

struct Reader<'a> {
    text: &'a str,
    base: Option<Base>,
}

impl Reader<'_> {
    fn read(&self) -> Step<WebUrl> {
        let is_blank = |byte: &u8| *byte <= b' ';
        let blank = self.text.bytes().take_while(is_blank).count();
        let end = self.text.len() - self.text.bytes().skip(blank).rev().take_while(is_blank).count();
        let all = Span::new(blank, end);
        let fragment = all.until(self.text, |byte| byte == b'#');
        let query = fragment.until(self.text, |byte| byte == b'?');
        let mut url = self.before_query(query)?;
        if query.end < fragment.end {
            url.pairs = self.pairs(Span::new(query.end + 1, fragment.end));
        }
        Ok(url)
    }

    fn before_query(&self, all: Span) -> Step<WebUrl> {
        let text = all.of(self.text);
        let Some(scheme) = standard_scheme_of(text) else { return self.relative(all) };
        let scheme = scheme.shift(all.start);
        let value = in_lower_case(scheme.of(self.text));
        let rest = Span::new(scheme.end + 1, all.end);
        let special = is_special(&value);
        let mut url = WebUrl {
            scheme: Piece { span: scheme, value },
            user: empty(rest.start),
            password: None,
            host: None,
            port: None,
            path: empty(rest.start),
            pairs: Vec::new(),
        };
        let slashes = rest.of(self.text).bytes().take_while(|b| *b == b'/' || special && *b == b'\\').count();
        if special {
            self.authority(&mut url, Span::new(rest.start + slashes, rest.end), true)?;
        } else if slashes >= 2 {
            self.authority(&mut url, Span::new(rest.start + 2, rest.end), false)?;
        } else if slashes == 1 {
            url.path = self.path(rest, false);
        } else {
            url.path = Piece { span: rest, value: escaped(rest.of(self.text), is_control) };
        }
        Ok(url)
    }

    fn relative(&self, all: Span) -> Step<WebUrl> {
        let Some(base) = self.base else { return Err((BadUrl::NoBase, all)) };
        let start = Span::at(all.start);
        let mut url = WebUrl {
            scheme: Piece { span: start, value: base.scheme.into() },
            user: empty(all.start),
            password: None,
            host: Some(Piece { span: start, value: base.host.into() }),
            port: None,
            path: empty(all.start),
            pairs: Vec::new(),
        };
        if all.of(self.text).starts_with("//") {
            self.authority(&mut url, Span::new(all.start + 2, all.end), false)?;
        } else if !all.is_empty() {
            url.path = self.path(all, false);
        }
        Ok(url)
    }

    fn authority(&self, url: &mut WebUrl, rest: Span, special: bool) -> Step<()> {
        let authority = rest.until(self.text, |byte| is_slash(byte, special));
        let at_sign = authority.of(self.text).bytes().rposition(|byte| byte == b'@');
        let at_sign = at_sign.map(|at| authority.start + at);
        if let Some(at_sign) = at_sign {
            let info = Span::new(authority.start, at_sign);
            let user = info.until(self.text, |byte| byte == b':');
            url.user = self.piece(user);
            let password = Span::new((user.end + 1).min(info.end), info.end);
            url.password = (!password.is_empty()).then(|| self.piece(password));
        }
        let host_and_port = Span::new(at_sign.map_or(authority.start, |at| at + 1), authority.end);
        let host = self.host_part(host_and_port);
        if host.is_empty() && (special || at_sign.is_some() || host.end < host_and_port.end) {
            return Err((BadUrl::EmptyHost, authority));
        }
        url.host = Some(Piece {
            span: host,
            value: host_value(host.of(self.text), special).map_err(|bad| (bad, host))?,
        });
        url.port = self.port(Span::new((host.end + 1).min(host_and_port.end), host_and_port.end))?;
        let path = Span::new(authority.end, rest.end);
        url.path = if path.is_empty() && !special { empty(path.start) } else { self.path(path, special) };
        Ok(())
    }

    /// The host at the start of `span`: up to a `:` that is not inside brackets.
    fn host_part(&self, span: Span) -> Span {
        let mut inside = false;
        span.until(self.text, |byte| {
            inside = byte == b'[' || inside && byte != b']';
            byte == b':' && !inside
        })
    }

    fn port(&self, span: Span) -> Step<Option<Piece>> {
        let text = span.of(self.text);
        if text.is_empty() {
            return Ok(None);
        }
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        let significant = text.trim_start_matches('0');
        let significant = if significant.is_empty() { "0" } else { significant };
        match significant.parse::<u16>() {
            Ok(_) if digits => Ok(Some(Piece { span, value: significant.into() })),
            _ => Err((BadUrl::Port, span)),
        }
    }

    /// A path of segments, with `.` and `..` resolved.
    fn path(&self, span: Span, special: bool) -> Piece {
        let text = span.of(self.text);
        // A dot may be written `%2e`.
        let stays = |byte: u8| !b".%\\".contains(&byte) && !is_escaped_in_paths(char::from(byte));
        if text.starts_with('/') && !has_byte(text, |byte| !stays(byte)) {
            return Piece { span, value: text.into() };
        }
        let is_slash = |c: char| u8::try_from(c).is_ok_and(|byte| is_slash(byte, special));
        let mut value = String::with_capacity(text.len() + 1);
        let mut rest = text.strip_prefix(is_slash).unwrap_or(text).split(is_slash).peekable();
        while let Some(segment) = rest.next() {
            match dots(segment) {
                Some(1) => {}
                Some(_) => value.truncate(value.rfind('/').unwrap_or_default()),
                None => {
                    value.push('/');
                    push_escaped(&mut value, segment, is_escaped_in_paths);
                    continue;
                }
            }
            if rest.peek().is_none() {
                value.push('/');
            }
        }
        if value.is_empty() {
            value.push('/');
        }
        Piece { span, value: value.into() }
    }

    fn pairs(&self, query: Span) -> Vec<Pair> {
        let mut at = query.start;
        let mut out = Vec::new();
        for text in query.of(self.text).split('&') {
            let span = Span::new(at, at + text.len());
            at = span.end + 1;
            if text.is_empty() {
                continue;
            }
            let key = span.until(self.text, |byte| byte == b'=');
            let value = (key.end < span.end).then(|| self.form_piece(Span::new(key.end + 1, span.end)));
            out.push(Pair { span, key: self.form_piece(key), value });
        }
        out
    }

    /// A name or value of a query, decoded.
    fn form_piece(&self, span: Span) -> Piece {
        Piece { span, value: python_unquote(span.of(self.text), Plus::Space) }
    }

    /// A part of the user information. What the standard would encode here is decoded again by every reader, so it
    /// stays as it is.
    fn piece(&self, span: Span) -> Piece {
        Piece { span, value: span.of(self.text).into() }
    }
}

fn empty(at: usize) -> Piece {
    Piece { span: Span::at(at), value: CompactString::default() }
}

/// What separates the segments of a path.
fn is_slash(byte: u8, special: bool) -> bool {
    byte == b'/' || special && byte == b'\\'
}

fn in_lower_case(text: &str) -> CompactString {
    if has_byte(text, |byte| byte.is_ascii_uppercase()) {
        text.to_ascii_lowercase().into()
    } else {
        text.into()
    }
}

fn is_special(scheme: &str) -> bool {
    matches!(scheme, "http" | "https" | "ws" | "wss" | "ftp")
}

fn host_value(text: &str, special: bool) -> Result<CompactString, BadUrl> {
    if let Some(rest) = text.strip_prefix('[') {
        let address = rest.strip_suffix(']').ok_or(BadUrl::Ipv6)?;
        let address = address.parse().map_err(|_| BadUrl::Ipv6)?;
        return Ok(format!("[{}]", shortest(address)).into());
    }
    if has_byte(text, is_forbidden_in_hosts) {
        return Err(BadUrl::HostCharacter);
    }
    if special {
        return Ok(lowercase(&decode(text, Percent::Lenient).unwrap_or_default()).into());
    }
    Ok(escaped(text, is_control))
}

fn is_forbidden_in_hosts(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | b'\r' | b' ' | b'#' | b'/' | b':' | b'<' | b'>' | b'?' | b'@')
        || matches!(byte, b'['..=b'^' | b'|')
}

/// An address as the standard writes it: in lower case, the first longest run of zeros left out.
fn shortest(address: Ipv6Addr) -> String {
    let segments = address.segments();
    let (mut best, mut run) = ((0, 0), (0, 0));
    for (at, segment) in segments.iter().enumerate() {
        run = if *segment != 0 { (at + 1, 0) } else { (run.0, run.1 + 1) };
        if run.1 > best.1 {
            best = run;
        }
    }
    let hex = |part: &[u16]| part.iter().map(|it| format!("{it:x}")).collect::<Vec<_>>().join(":");
    if best.1 < 2 {
        return hex(&segments);
    }
    let head = segments.get(..best.0).unwrap_or_default();
    let tail = segments.get(best.0 + best.1..).unwrap_or_default();
    format!("{}::{}", hex(head), hex(tail))
}

fn is_control(c: char) -> bool {
    !(' '..='~').contains(&c)
}

fn is_escaped_in_paths(c: char) -> bool {
    is_control(c) || matches!(c, ' ' | '"' | '#' | '<' | '>' | '?' | '`' | '{' | '}')
}

/// How many dots a segment is that stands for this directory or the one above, encoded or not.
fn dots(segment: &str) -> Option<usize> {
    let (mut rest, mut count) = (segment, 0);
    while !rest.is_empty() && count < 2 {
        rest = [".", "%2e", "%2E"].iter().find_map(|dot| rest.strip_prefix(dot))?;
        count += 1;
    }
    (count > 0 && rest.is_empty()).then_some(count)
}

/// `text` with the characters of a percent-encode set encoded.
fn escaped(text: &str, is_in_set: impl Fn(char) -> bool + Copy) -> CompactString {
    if !has_byte(text, |byte| is_in_set(char::from(byte))) {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    push_escaped(&mut out, text, is_in_set);
    out.into()
}

fn push_escaped(out: &mut String, text: &str, is_in_set: impl Fn(char) -> bool + Copy) {
    if !text.contains(is_in_set) {
        return out.push_str(text);
    }
    for c in text.chars() {
        if is_in_set(c) {
            let mut bytes = [0; 4];
            c.encode_utf8(&mut bytes).bytes().for_each(|byte| out.push_str(&format!("%{byte:02X}")));
        } else {
            out.push(c);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: Base = Base { scheme: "postgres", host: "base" };

    fn parts(text: &str) -> [String; 5] {
        let url = read_web_url(text, Some(BASE)).expect("a URL");
        let of = |piece: Option<Piece>| piece.map_or(String::new(), |piece| piece.value.into());
        [url.user.value.into(), of(url.password), of(url.host), of(url.port), url.path.value.into()]
    }

    #[test]
    fn the_last_at_sign_ends_the_user_information() {
        assert_eq!(parts("pg://u:p@s:s@h:05432/a/./b/../c"), ["u", "p@s:s", "h", "5432", "/a/c"]);
        assert_eq!(parts("pg://u:p@h/%2e%2E/c%2ed"), ["u", "p", "h", "", "/c%2ed"]);
        assert_eq!(parts(" pg://H%41\u{e9} "), ["", "", "H%41%C3%A9", "", ""]);
        assert_eq!(parts("pg://[2001:DB8:0:0::0:1]/"), ["", "", "[2001:db8::1]", "", "/"]);
    }

    #[test]
    fn a_text_without_a_scheme_is_a_path_on_the_base() {
        assert_eq!(parts("host=db"), ["", "", "base", "", "/host=db"]);
        assert_eq!(parts("localhost:5432/db"), ["", "", "", "", "5432/db"]);
        assert_eq!(read_web_url("host=db", None), Err((BadUrl::NoBase, Span::new(0, 7))));
    }

    #[test]
    fn what_is_no_url_says_why_and_where() {
        let bad = |text| read_web_url(text, None).map(|_| ()).unwrap_err();
        assert_eq!(bad("pg://u:p@/d"), (BadUrl::EmptyHost, Span::new(5, 9)));
        assert_eq!(bad("pg://u:p@h:54x/d"), (BadUrl::Port, Span::new(11, 14)));
        assert_eq!(bad("pg://u:p?s@h"), (BadUrl::Port, Span::new(7, 8)));
        assert_eq!(bad("pg://h h/d"), (BadUrl::HostCharacter, Span::new(5, 8)));
        assert_eq!(bad("pg://[fe80::1%25eth0]/d"), (BadUrl::Ipv6, Span::new(5, 21)));
    }

    #[test]
    fn spans_survive_dropped_line_breaks() {
        let text = "pg://h/d?a=x\n+y&b";
        let url = read_web_url(text, None).expect("a URL");
        let value = url.pairs.first().and_then(|pair| pair.value.clone()).expect("a value");
        assert_eq!((value.value.as_str(), value.span.of(text)), ("x y", "x\n+y"));
    }
}
