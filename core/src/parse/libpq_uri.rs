//! libpq's URI (`conninfo_uri_parse_options` in fe-connect.c).
//!
//! The authority is split by hand, not by RFC 3986: the user information ends at the **first** `@` or not at all if
//! a `/` comes before it, and nothing but `/`, `?` and `,` ends a host.

use compact_str::CompactString;

use super::percent::BadEscape;
use super::{Grammar, HostPort, Pair, Parts, Piece, Refused, decode};
use crate::text::{Span, has_byte};

/// What Python says of bytes that are not UTF-8; libpq itself takes them.
pub const NOT_UTF8: &str = "'utf-8' codec can't decode a percent-encoded byte";

/// Splits `text`, which must begin with one of the grammar's schemes and `://`: what could be split, and why it
/// stopped there. Keys of the query are not checked.
pub fn read_libpq_uri(text: &str, grammar: &Grammar) -> (Parts, Option<Refused>) {
    let mut reader = Reader { text, grammar, parts: Parts::default() };
    let refused = reader.read().err().map(|(span, text)| Refused { text, span });
    (reader.parts, refused)
}

type Step<T> = Result<T, (Span, String)>;

struct Reader<'a> {
    text: &'a str,
    grammar: &'a Grammar,
    parts: Parts,
}

impl Reader<'_> {
    fn read(&mut self) -> Step<()> {
        let scheme = self.until(0, b":");
        self.parts.scheme =
            Some(Piece { span: Span::new(0, scheme), value: Span::new(0, scheme).of(self.text).into() });
        let authority = self.user_information(scheme + 3)?;
        let after_hosts = self.hosts(authority)?;
        let query = self.database(after_hosts)?;
        self.query(query)
    }

    /// The offset of the first of `stops` at or after `from`, else the end.
    fn until(&self, from: usize, stops: &[u8]) -> usize {
        Span::new(from, self.text.len()).until(self.text, |byte| stops.contains(&byte)).end
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    fn user_information(&mut self, start: usize) -> Step<usize> {
        let end = self.until(start, b"@/");
        if self.byte(end) != Some(b'@') {
            return Ok(start);
        }
        let colon = self.until(start, b":@");
        self.parts.user = self.piece(Span::new(start, colon))?;
        if colon < end {
            self.parts.password = self.piece(Span::new(colon + 1, end))?;
        }
        Ok(end + 1)
    }

    fn hosts(&mut self, at: usize) -> Step<usize> {
        let (first, mut end) = self.host_and_port(at)?;
        if self.byte(end) != Some(b',') {
            self.push_host(first)?;
            return Ok(end);
        }
        let mut found = vec![first];
        while self.byte(end) == Some(b',') {
            let (next, behind) = self.host_and_port(end + 1)?;
            found.push(next);
            end = behind;
        }
        // libpq decodes the whole list at once, so blanks between two hosts are blanks inside.
        self.list(&found, |it| Some(it.0))?;
        self.list(&found, |it| it.1)?;
        found.into_iter().try_for_each(|one| self.push_host(one))?;
        Ok(end)
    }

    /// The host that begins at `at`, its port, and where they end.
    fn host_and_port(&self, at: usize) -> Step<((Span, Option<Span>), usize)> {
        let is_bracketed = self.byte(at) == Some(b'[');
        let host = if is_bracketed { self.bracketed(at)? } else { Span::new(at, self.until(at, b":/?,")) };
        let end = host.end + usize::from(is_bracketed);
        if self.byte(end) != Some(b':') {
            return Ok(((host, None), end));
        }
        let port = Span::new(end + 1, self.until(end + 1, b"/?,"));
        Ok(((host, Some(port)), port.end))
    }

    fn push_host(&mut self, (host, port): (Span, Option<Span>)) -> Step<()> {
        let host = Piece { span: host, value: self.decoded(host)? };
        let port = match port {
            Some(span) => Some(Piece { span, value: self.decoded(span)? }),
            None => None,
        };
        self.parts.hosts.push(HostPort { host, port });
        Ok(())
    }

    /// Decodes the hosts, or the ports, joined by commas.
    fn list(
        &self,
        found: &[(Span, Option<Span>)],
        which: fn(&(Span, Option<Span>)) -> Option<Span>,
    ) -> Step<()> {
        let joined: Vec<&str> = found.iter().map(|it| which(it).unwrap_or_default().of(self.text)).collect();
        let span = found.iter().filter_map(which).reduce(Span::join).unwrap_or_default();
        self.decoded_text(span, &joined.join(",")).map(|_| ())
    }

    fn bracketed(&self, open: usize) -> Step<Span> {
        let all = self.text;
        let whole = Span::new(open, all.len());
        let close = self.until(open, b"]");
        if close == all.len() {
            let text = format!(
                "end of string reached when looking for matching \"]\" in IPv6 host address in URI: \"{all}\""
            );
            return Err((whole, text));
        }
        if close == open + 1 {
            return Err((
                Span::new(open, close + 1),
                format!("IPv6 host address may not be empty in URI: \"{all}\""),
            ));
        }
        match self.text.get(close + 1..).and_then(|rest| rest.chars().next()) {
            None | Some(':' | '/' | '?' | ',') => Ok(Span::new(open + 1, close)),
            Some(c) => Err((
                Span::new(close + 1, close + 1 + c.len_utf8()),
                format!(
                    "unexpected character \"{c}\" at position {} in URI (expected \":\" or \"/\"): \"{all}\"",
                    close + 2
                ),
            )),
        }
    }

    fn database(&mut self, at: usize) -> Step<usize> {
        if self.byte(at) != Some(b'/') {
            return Ok(at);
        }
        let span = Span::new(at + 1, self.until(at + 1, b"?"));
        self.parts.dbname = self.piece(span)?;
        Ok(span.end)
    }

    /// Splits the query to its end, although libpq stops at the first fault, so that all of them can be told.
    fn query(&mut self, at: usize) -> Step<()> {
        let mut first = Ok(());
        let mut from = at + 1;
        while from < self.text.len() {
            let span = Span::new(from, self.until(from, b"&"));
            let (pair, fault) = self.pair(span);
            self.parts.pairs.push(pair);
            first = first.and(fault);
            from = span.end + 1;
        }
        first
    }

    fn pair(&self, span: Span) -> (Pair, Step<()>) {
        let text = span.of(self.text);
        let equals = text.find('=');
        let key = Span::new(span.start, span.start + equals.unwrap_or(text.len()));
        let value = Span::new((key.end + 1).min(span.end), span.end);
        let (name, said) = (self.decoded(key), self.decoded(value));
        let fault = if equals.is_none() {
            Err((span, format!("missing key/value separator \"=\" in URI query parameter: \"{text}\"")))
        } else if value.of(self.text).contains('=') {
            let name = key.of(self.text);
            Err((span, format!("extra key/value separator \"=\" in URI query parameter: \"{name}\"")))
        } else {
            name.clone().and(said.clone()).map(|_| ())
        };
        let as_written =
            |decoded: Step<CompactString>, at: Span| decoded.unwrap_or_else(|_| at.of(self.text).into());
        let pair = Pair {
            span,
            key: Piece { span: key, value: as_written(name, key) },
            value: equals.map(|_| Piece { span: value, value: as_written(said, value) }),
        };
        (pair, fault)
    }

    fn piece(&self, span: Span) -> Step<Option<Piece>> {
        let value = self.decoded(span)?;
        Ok((!span.is_empty()).then_some(Piece { span, value }))
    }

    fn decoded(&self, span: Span) -> Step<CompactString> {
        self.decoded_text(span, span.of(self.text))
    }

    fn decoded_text(&self, span: Span, text: &str) -> Step<CompactString> {
        let mut inner = text;
        if self.grammar.refuses_spaces && has_byte(text, |byte| byte == b' ') {
            inner = text.trim_start_matches(' ').trim_end_matches(' ');
            if inner.contains(' ') {
                let message = format!(
                    "unexpected spaces found in \"{text}\", use percent-encoded spaces (%20) instead"
                );
                return Err((span, message));
            }
        }
        decode(inner, self.grammar.percent).map_err(|bad| match bad {
            BadEscape::Nul(_) => (span, format!("forbidden value %00 in percent-encoded value: \"{text}\"")),
            BadEscape::NotUtf8 => (span, NOT_UTF8.to_owned()),
            BadEscape::Stray(_) => (span, format!("invalid percent-encoded token: \"{text}\"")),
        })
    }
}
