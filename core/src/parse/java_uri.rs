//! Java's `java.net.URI` (RFC 2396), as far as a URL of a database needs it.

use std::net::Ipv6Addr;

use crate::text::Span;

/// A URI as `URI.create` splits it; nothing in it is decoded. A part that is not there is `None`, and so are user,
/// host and port of an authority that is no server's: a host with a `_`, several hosts, a port that is no number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct JavaUri {
    /// What stands between `//` and the path.
    pub authority: Option<Span>,
    /// What stands before the first `@` of a server's authority.
    pub user_info: Option<Span>,
    /// Host, with the brackets of an address of IPv6.
    pub host: Option<Span>,
    /// Port.
    pub port: Option<(Span, i32)>,
    /// Path, with its `/`; may be empty.
    pub path: Span,
    /// What stands behind the `?`.
    pub query: Option<Span>,
}

/// Why Java takes a text for no URI.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadJavaUri {
    /// In Java's words, which count UTF-16 code units.
    pub text: String,
    /// The character where it stops.
    pub span: Span,
}

/// Characters that may stand in a part, besides letters and digits.
type Allowed = &'static str;

const USER_INFO: Allowed = "-_.!~*'();:&=+$,";
/// An authority that is a name of any registry.
const REGISTRY: Allowed = "-_.!~*'()$,;:@&=+";
/// An authority that may be a server's; `%` because of the scope in an address of IPv6.
const SERVER: Allowed = "-_.!~*'();:&=+$,@[]%";
const PATH: Allowed = "-_.!~*'():@&=+$,;/";
const QUERY: Allowed = "-_.!~*'();/?:@&=+$,[]";

/// Splits `text`, a URI whose scheme ends before `colon`, where `://` stands.
pub fn read_java_uri(text: &str, colon: usize) -> Result<JavaUri, BadJavaUri> {
    let uri = Uri { text };
    let end = text.len();
    let start = colon + 3;
    let mut out = JavaUri::default();
    let path = uri.find(Span::new(start, end), &['/', '?', '#']);
    if path > start {
        out = uri.authority(Span::new(start, path))?;
    } else if path == end {
        return Err(uri.bad("Expected authority", start));
    }
    let mark = uri.find(Span::new(path, end), &['?', '#']);
    out.path = Span::new(path, mark);
    uri.check(out.path, PATH, "path")?;
    let mut fragment = mark;
    if text.get(mark..).is_some_and(|rest| rest.starts_with('?')) {
        fragment = uri.find(Span::new(mark + 1, end), &['#']);
        let query = Span::new(mark + 1, fragment);
        uri.check(query, QUERY, "query")?;
        out.query = Some(query);
    }
    uri.check(Span::new((fragment + 1).min(end), end), QUERY, "fragment")?;
    Ok(out)
}

struct Uri<'t> {
    text: &'t str,
}

impl Uri<'_> {
    fn bad(&self, what: &str, at: usize) -> BadJavaUri {
        let before = self.text.get(..at).unwrap_or_default().encode_utf16().count();
        let stop = self.text.get(at..).and_then(|rest| rest.chars().next());
        BadJavaUri {
            text: format!("{what} at index {before}: {}", self.text),
            span: Span::new(at, at + stop.map_or(0, char::len_utf8)),
        }
    }

    /// Where one of `marks` stands in `span`, else its end.
    fn find(&self, span: Span, marks: &[char]) -> usize {
        span.of(self.text).find(marks).map_or(span.end, |at| span.start + at)
    }

    /// The first character of `span` that may not stand there, else its end. Escapes have to be whole.
    fn scan(&self, span: Span, allowed: Allowed) -> Result<usize, BadJavaUri> {
        let part = span.of(self.text);
        for (at, c) in part.char_indices() {
            if c == '%' && !allowed.contains('%') {
                let escape = part.get(at + 1..at + 3).unwrap_or_default();
                if escape.len() < 2 || !escape.bytes().all(|digit| digit.is_ascii_hexdigit()) {
                    return Err(self.bad("Malformed escape pair", span.start + at));
                }
            } else if !c.is_ascii_alphanumeric() && !allowed.contains(c) && !is_other(c) {
                return Ok(span.start + at);
            }
        }
        Ok(span.end)
    }

    fn check(&self, span: Span, allowed: Allowed, part: &str) -> Result<(), BadJavaUri> {
        match self.scan(span, allowed)? {
            at if at < span.end => Err(self.bad(&format!("Illegal character in {part}"), at)),
            _ => Ok(()),
        }
    }

    /// A server's authority if it can be one, else a registry's.
    fn authority(&self, span: Span) -> Result<JavaUri, BadJavaUri> {
        let may_be_server = self.scan(span, SERVER)? == span.end;
        let is_registry = self.scan(span, REGISTRY)? == span.end;
        let any = JavaUri { authority: Some(span), ..JavaUri::default() };
        let server = if may_be_server { self.server(span) } else { Err(self.illegal_authority(span)) };
        match server {
            Ok(server) => Ok(server),
            Err(_) if is_registry => Ok(any),
            Err(bad) => Err(bad),
        }
    }

    /// Java names the place where the authority begins, whatever is wrong in it.
    fn illegal_authority(&self, span: Span) -> BadJavaUri {
        self.bad("Illegal character in authority", span.start)
    }

    fn server(&self, span: Span) -> Result<JavaUri, BadJavaUri> {
        let mut out = JavaUri { authority: Some(span), ..JavaUri::default() };
        let mut rest = span;
        let at = self.find(span, &['@']);
        if at < span.end {
            let user_info = Span::new(span.start, at);
            self.check(user_info, USER_INFO, "user info")?;
            out.user_info = Some(user_info);
            rest.start = at + 1;
        }
        let host = self.host(rest)?;
        out.host = Some(host);
        rest.start = host.end;
        if rest.is_empty() {
            return Ok(out);
        }
        let Some(port) = rest.of(self.text).strip_prefix(':') else {
            return Err(self.bad("Expected port number", rest.start));
        };
        let port = Span::new(rest.end - port.len(), rest.end);
        if let Some(stray) = port.of(self.text).find(|c: char| !c.is_ascii_digit()) {
            return Err(self.bad("Illegal character in port number", port.start + stray));
        }
        if !port.is_empty() {
            let number = port.of(self.text).parse();
            out.port = Some((port, number.map_err(|_| self.bad("Malformed port number", port.start))?));
        }
        Ok(out)
    }

    fn host(&self, rest: Span) -> Result<Span, BadJavaUri> {
        let text = rest.of(self.text);
        if text.starts_with('[') {
            return self.address(rest);
        }
        let name = text.split(':').next().unwrap_or_default();
        if is_ipv4(name) || is_name(name) {
            return Ok(Span::new(rest.start, rest.start + name.len()));
        }
        if name.is_empty() {
            return Err(self.bad("Expected hostname", rest.start));
        }
        let stray = name.find(|c: char| !c.is_ascii_alphanumeric() && !"-.".contains(c));
        Err(self.bad("Illegal character in hostname", rest.start + stray.unwrap_or(0)))
    }

    /// An address of IPv6 in brackets, perhaps with a scope behind a `%`.
    fn address(&self, rest: Span) -> Result<Span, BadJavaUri> {
        let start = rest.start + 1;
        let close = self.find(rest, &[']']);
        if close == start || close == rest.end {
            return Err(self.bad("Expected closing bracket for IPv6 address", close));
        }
        let inner = Span::new(start, close).of(self.text);
        let (address, scope) = inner.split_once('%').map_or((inner, None), |(it, scope)| (it, Some(scope)));
        if address.parse::<Ipv6Addr>().is_err() {
            return Err(self.bad("Malformed IPv6 address", start));
        }
        let is_scope = |c: char| c.is_ascii_alphanumeric() || "_.%".contains(c);
        match scope.map(|scope| (scope.is_empty(), scope.find(|c| !is_scope(c)))) {
            Some((true, _)) => {
                Err(BadJavaUri { text: format!("scope id expected: {}", self.text), span: Span::at(close) })
            }
            Some((_, Some(stray))) => {
                Err(self.bad("Illegal character in scope id", start + address.len() + 1 + stray))
            }
            _ => Ok(Span::new(rest.start, close + 1)),
        }
    }
}

/// What Java lets stand unescaped beyond ASCII.
fn is_other(c: char) -> bool {
    c > '\u{80}' && !c.is_whitespace() && !c.is_control()
}

fn is_ipv4(host: &str) -> bool {
    let is_byte = |byte: &str| {
        byte.bytes().all(|digit| digit.is_ascii_digit()) && byte.parse::<i32>().is_ok_and(|it| it <= 255)
    };
    host.split('.').count() == 4 && host.split('.').all(is_byte)
}

/// Labels of letters, digits and inner hyphens; the last of several begins with a letter, and a stop may follow it.
fn is_name(host: &str) -> bool {
    let labels = host.strip_suffix('.').unwrap_or(host);
    let is_label = |label: &str| {
        let is_inner = |c: char| c.is_ascii_alphanumeric() || c == '-';
        !label.is_empty() && label.chars().all(is_inner) && !label.starts_with('-') && !label.ends_with('-')
    };
    let last = labels.rsplit('.').next().unwrap_or_default();
    labels.split('.').all(is_label)
        && (last.len() == labels.len() || last.starts_with(|c: char| c.is_ascii_alphabetic()))
}
