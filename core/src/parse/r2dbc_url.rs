//! R2DBC's URL (`ConnectionUrlParser` of its service provider interface), on top of Java's URI.

use super::java_uri::{JavaUri, read_java_uri};
use super::percent::spaces_for_plus;
use super::{HostPort, Pair, Parts, Percent, Piece, Refused, decode};
use crate::text::Span;

/// A URL of R2DBC, split.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct R2dbcUrl {
    /// Whether it begins with `r2dbcs:`, which asks for TLS.
    pub is_secure: bool,
    /// The driver that it names, behind the first colon.
    pub driver: Span,
    /// What stands between the driver and `://`: a protocol of the driver, or the driver below a pool.
    pub protocol: Span,
    /// The parts. There is one host at most: what is no server's authority to Java (several hosts, a name with `_`, a
    /// port that is no number) is one host with all its ports in it.
    pub parts: Parts,
}

/// Names that the query must not give, because the URL has places for them.
const PROHIBITED: [&str; 7] = ["database", "driver", "host", "password", "port", "protocol", "user"];

/// Splits `text`; an error says what `ConnectionFactoryOptions.parse` throws.
pub fn read_r2dbc_url(text: &str) -> Result<R2dbcUrl, Refused> {
    let refused = |text: String, span: Span| Refused { text, span };
    let all = Span::new(0, text.len());
    let is_secure = text.starts_with("r2dbcs:");
    let scheme = if is_secure { "r2dbcs" } else { "r2dbc" };
    if !is_secure && !text.starts_with("r2dbc:") {
        return Err(refused(format!("URL {text} does not start with the r2dbc scheme"), all));
    }
    let name = Span::new(scheme.len() + 1, text.len());
    let Some(colon) = text.find("://").filter(|colon| *colon > name.start) else {
        return Err(refused(format!("Invalid URL: {text}"), all));
    };
    let driver = Span::new(name.start, name.start + name.of(text).find(':').unwrap_or_default());
    if driver.of(text).trim().is_empty() {
        return Err(refused(format!("Empty driver in URL: {text}"), driver));
    }
    // Java gets to see the scheme and what stands behind the driver.
    let seen = format!("{scheme}{}", text.get(colon..).unwrap_or_default());
    let by = colon - scheme.len();
    let uri = read_java_uri(&seen, scheme.len()).map_err(|bad| refused(bad.text, bad.span.shift(by)))?;
    let protocol = Span::new((driver.end + 1).min(colon), colon);
    if let Some(escape) = uri.host.and_then(|host| broken_escape(text, host.shift(by))) {
        let digits = escape.of(text);
        let why = "URLDecoder: Illegal hex characters in escape (%) pattern - For input string:";
        return Err(refused(format!("{why} \"{digits}\" under radix 16"), escape));
    }
    let parts = parts(text, &uri, by);
    let is_prohibited = |pair: &&Pair| pair.value.is_some() && PROHIBITED.contains(&pair.key.value.as_str());
    if let Some(pair) = parts.pairs.iter().find(is_prohibited) {
        let name = &pair.key.value;
        let why = format!("URL {text} must not declare option {name} in the query string");
        return Err(refused(why, pair.key.span));
    }
    Ok(R2dbcUrl { is_secure, driver, protocol, parts })
}

/// What stands behind the first `%` of an address of IPv6 and is not two hexadecimal digits. For Java a scope follows
/// that `%`, and R2DBC decodes it all the same.
fn broken_escape(text: &str, host: Span) -> Option<Span> {
    let digits = |(at, _)| Span::new(host.start + at + 1, host.start + at + 3);
    let is_sound = |digits: &Span| digits.of(text).bytes().all(|digit| digit.is_ascii_hexdigit());
    host.of(text).match_indices('%').map(digits).find(|digits| !is_sound(digits))
}

fn parts(text: &str, uri: &JavaUri, by: usize) -> Parts {
    let place = |span: Span| span.shift(by);
    let mut out = Parts::default();
    let mut user_info = uri.user_info.map(place);
    let mut host = uri.host.map(place);
    if let Some(authority) = uri.authority.map(place).filter(|_| host.is_none()) {
        let at = authority.of(text).rfind('@').map(|at| authority.start + at);
        user_info = at.map(|at| Span::new(authority.start, at));
        host = Some(Span::new(at.map_or(authority.start, |at| at + 1), authority.end));
    }
    if let Some(info) = user_info {
        let colon = info.of(text).find(':').map_or(info.end, |colon| info.start + colon);
        let given = |span: Span| Some(decoded(text, span)).filter(|piece| !piece.value.is_empty());
        out.user = given(Span::new(info.start, colon));
        out.password = given(Span::new((colon + 1).min(info.end), info.end));
    }
    let port = uri.port.map(|(span, number)| Piece { span: place(span), value: number.to_string().into() });
    out.hosts.extend(host.map(|host| HostPort { host: decoded(text, host), port }));
    out.dbname = dbname(text, place(uri.path));
    out.pairs = uri.query.map_or_else(Vec::new, |query| pairs(text, place(query)));
    out
}

/// The path without its `/`, and without blanks around it. `URI.getPath` decodes it, which leaves a `+` alone.
fn dbname(text: &str, path: Span) -> Option<Piece> {
    let span = Span::new((path.start + 1).min(path.end), path.end);
    let decoded = decode(span.of(text), Percent::Lenient).unwrap_or_default();
    let name = decoded.trim_matches(|c| c <= ' ');
    (!name.is_empty()).then(|| Piece { span, value: name.into() })
}

/// The pairs that have a name.
fn pairs(text: &str, query: Span) -> Vec<Pair> {
    let mut at = query.start;
    let mut out = Vec::new();
    for token in query.of(text).split('&') {
        let span = Span::new(at, at + token.len());
        at = span.end + 1;
        let key = Span::new(span.start, span.start + token.find('=').unwrap_or(token.len()));
        if !key.is_empty() {
            let value = (key.end < span.end).then(|| decoded(text, Span::new(key.end + 1, span.end)));
            out.push(Pair { span, key: decoded(text, key), value });
        }
    }
    out
}

/// Decoded as HTML forms are: `+` is a space, bytes that are not UTF-8 become U+FFFD. Every escape is whole by now.
fn decoded(text: &str, span: Span) -> Piece {
    let value = decode(&spaces_for_plus(span.of(text)), Percent::Lenient).unwrap_or_default();
    Piece { span, value }
}
