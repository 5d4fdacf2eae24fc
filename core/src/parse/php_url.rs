//! PHP's `parse_url` and `parse_str`.

use compact_str::CompactString;

use super::{Percent, Piece, decode};
use crate::text::{Span, has_byte};

/// A URL as `parse_url` splits it: nothing is decoded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PhpUrl {
    /// Scheme.
    pub scheme: Option<Span>,
    /// User.
    pub user: Option<Span>,
    /// Password.
    pub pass: Option<Span>,
    /// Host.
    pub host: Option<Span>,
    /// Port: its number and its place.
    pub port: Option<(i64, Span)>,
    /// Path, with its `/`.
    pub path: Option<Span>,
    /// Query, without its `?`.
    pub query: Option<Span>,
}

/// Splits `text` as `parse_url` of PHP 8 does (url.c); `None` where it gives `false`.
pub fn read_php_url(text: &str) -> Option<PhpUrl> {
    let mut out = PhpUrl::default();
    let start = match beginning(text, &mut out)? {
        Next::Done => return Some(out),
        Next::Path(at) => at,
        Next::Host(at) => match authority(text, at, &mut out)? {
            end if end == text.len() => return Some(out),
            end => end,
        },
    };
    path(text, start, &mut out);
    Some(out)
}

/// What follows the beginning, and where it starts.
enum Next {
    Done,
    Path(usize),
    Host(usize),
}

fn beginning(text: &str, out: &mut PhpUrl) -> Option<Next> {
    let is_relative = text.starts_with("//");
    let no_port = if is_relative { Next::Host(2) } else { Next::Path(0) };
    let Some(colon) = text.bytes().position(|byte| byte == b':') else { return Some(no_port) };
    if colon == 0 {
        return port_first(text, 0, out);
    }
    let scheme = Span::new(0, colon);
    if !scheme.of(text).bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+.-".contains(&byte)) {
        let before_query = colon < text.find(['?', '#']).unwrap_or(text.len());
        let may_be_port = colon + 1 < text.len() && before_query;
        return if may_be_port { port_first(text, colon, out) } else { Some(no_port) };
    }
    let rest = text.get(colon + 1..)?;
    if !rest.is_empty() && !rest.starts_with('/') && looks_like_port(rest) {
        return port_first(text, colon, out);
    }
    out.scheme = Some(scheme);
    Some(match rest {
        "" => Next::Done,
        _ if !rest.starts_with("//") => Next::Path(colon + 1),
        _ if scheme.of(text).eq_ignore_ascii_case("file") && rest.starts_with("///") => Next::Path(colon + 3),
        _ => Next::Host(colon + 3),
    })
}

/// Whether up to five digits end the text or its host, as in `a.com:80`.
fn looks_like_port(rest: &str) -> bool {
    let digits = rest.bytes().take(6).take_while(u8::is_ascii_digit).count();
    digits < 6 && rest.get(digits..).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// No scheme: there may be a port behind the `:` at `colon`.
fn port_first(text: &str, colon: usize, out: &mut PhpUrl) -> Option<Next> {
    let rest = text.get(colon + 1..)?;
    let digits = rest.bytes().take(5).take_while(u8::is_ascii_digit).count();
    let host = if text.starts_with("//") { 2 } else { 0 };
    if digits > 0 && rest.get(digits..).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')) {
        let span = Span::new(colon + 1, colon + 1 + digits);
        out.port = Some((number(span.of(text))?, span));
        return Some(Next::Host(host));
    }
    match rest {
        "" => None,
        _ if host == 2 => Some(Next::Host(2)),
        _ => Some(Next::Path(0)),
    }
}

/// User, password, host and port from `start` on; gives the end. A host there has to be.
fn authority(text: &str, start: usize, out: &mut PhpUrl) -> Option<usize> {
    let all = Span::new(start, text.len()).until(text, |byte| matches!(byte, b'/' | b'?' | b'#'));
    let mut host = all;
    if let Some(at) = all.of(text).bytes().rposition(|byte| byte == b'@') {
        let info = Span::new(start, start + at);
        let user = info.until(text, |byte| byte == b':');
        out.user = Some(user);
        out.pass = (user.end < info.end).then(|| Span::new(user.end + 1, info.end));
        host.start = info.end + 1;
    }
    let is_bracketed = host.of(text).starts_with('[') && host.of(text).ends_with(']');
    let colon = host.of(text).bytes().rposition(|byte| byte == b':').filter(|_| !is_bracketed);
    if let Some(colon) = colon {
        let port = Span::new(host.start + colon + 1, host.end);
        host.end = host.start + colon;
        if out.port.is_none_or(|port| port.0 == 0) {
            match port.len() {
                0 => {}
                1..=5 => out.port = Some((number(port.of(text))?, port)),
                _ => return None,
            }
        }
    }
    out.host = (!host.is_empty()).then_some(host);
    out.host.map(|_| all.end)
}

/// A port as C's `strtol` reads it: what follows the digits is left.
fn number(text: &str) -> Option<i64> {
    let text = text.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '\u{b}');
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    let number = sign * digits.get(..end)?.parse::<i64>().ok()?;
    (0..=65535).contains(&number).then_some(number)
}

fn path(text: &str, start: usize, out: &mut PhpUrl) {
    let rest = Span::new(start, text.len()).until(text, |byte| byte == b'#');
    let path = rest.until(text, |byte| byte == b'?');
    if path.end < rest.end {
        out.query = Some(Span::new(path.end + 1, rest.end));
    }
    if !path.is_empty() || start == text.len() {
        out.path = Some(path);
    }
}

/// The piece at `span` as `rawurldecode` makes it of what `parse_url` gives, which puts `_` for control characters.
pub fn php_piece(text: &str, span: Span) -> Piece {
    if !has_byte(span.of(text), |byte| byte == b'%' || byte.is_ascii_control()) {
        return Piece { span, value: span.of(text).into() };
    }
    let visible = span.of(text).replace(|c: char| c.is_ascii_control(), "_");
    Piece { span, value: decode(&visible, Percent::Lenient).unwrap_or(visible.into()) }
}

/// The pairs of a query as `parse_str` takes them: name and value, each with its place in `query`. `+` is a blank, a
/// blank or a dot in a name is `_`, and arrays are left out.
pub fn php_pairs(query: &str) -> Vec<(Piece, Piece)> {
    let mut at = 0;
    let mut out = Vec::new();
    for pair in query.split('&') {
        let start = at;
        at += pair.len() + 1;
        let equals = pair.find('=').unwrap_or(pair.len());
        let value = (equals + 1).min(pair.len());
        let name = plus_decoded(pair.get(..equals).unwrap_or_default());
        let name = name.trim_start_matches(' ').replace([' ', '.'], "_");
        if name.is_empty() || name.contains('[') {
            continue;
        }
        out.push((
            Piece { span: Span::new(start, start + equals), value: name.into() },
            Piece {
                span: Span::new(start + value, start + pair.len()),
                value: plus_decoded(pair.get(value..).unwrap_or_default()),
            },
        ));
    }
    out
}

fn plus_decoded(text: &str) -> CompactString {
    let spaced = text.replace('+', " ");
    decode(&spaced, Percent::Lenient).unwrap_or(spaced.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Option<[&str; 6]> {
        let url = read_php_url(text)?;
        let port = url.port.map(|it| it.1);
        Some(
            [url.scheme, url.user, url.pass, url.host, port, url.path]
                .map(|it| it.map_or("-", |it| it.of(text))),
        )
    }

    #[test]
    fn splits_as_php_does() {
        assert_eq!(parts("pgsql://u:p@s@h:1/d?x#y"), Some(["pgsql", "u", "p@s", "h", "1", "/d"]));
        assert_eq!(parts("a.com:80"), Some(["-", "-", "-", "a.com", "80", "-"]));
        assert_eq!(parts("pgsql://[::1]/d"), Some(["pgsql", "-", "-", "[::1]", "-", "/d"]));
        assert_eq!(parts("host=db port=1"), Some(["-", "-", "-", "-", "-", "host=db port=1"]));
        for text in ["pgsql:///d", "pgsql://u:p/w@h/d", "pgsql://h:99999/d", "pgsql://u@/d", "pgsql://u:x"] {
            assert_eq!(parts(text), None, "{text}");
        }
    }

    #[test]
    fn pairs_are_decoded_as_forms() {
        let query = "a.b=c+d&x[0]=1&sslmode&e=%C3%BC";
        let pairs: Vec<_> =
            php_pairs(query).into_iter().map(|(name, value)| (name.value, value.value)).collect();
        let one = |name: &str, value: &str| (name.into(), value.into());
        assert_eq!(pairs, [one("a_b", "c d"), one("sslmode", ""), one("e", "\u{fc}")]);
    }
}
