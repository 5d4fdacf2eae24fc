//! The URI of tokio-postgres (`UrlParser` of config.rs): split by hand, close to libpq.
//!
//! The user information ends at the first `@`, wherever that is, in the query too; the query is cut at each `&` and
//! at the `=` after it, so that a name may hold a `&`.

use super::{HostPort, Pair, Parts, Piece, Refused, decode, decode_utf8};
use crate::parse::Percent;
use crate::text::Span;

/// Splits `text`, which must begin with `scheme` and `://`: what could be split, and why it stopped there. Ports and
/// parameters are not checked.
pub fn read_tokio_uri(text: &str, scheme: &str) -> (Parts, Option<Refused>) {
    let mut parts = Parts {
        scheme: Some(Piece { span: Span::new(0, scheme.len()), value: scheme.into() }),
        ..Parts::default()
    };
    let mut reader = Reader { text, at: scheme.len() + 3 };
    let refused = reader.read(&mut parts).err().map(|(span, text)| Refused { text, span });
    (parts, refused)
}

type Step<T> = Result<T, (Span, String)>;

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn read(&mut self, parts: &mut Parts) -> Step<()> {
        self.user_information(parts)?;
        self.hosts(parts)?;
        if self.skip('/') {
            let span = self.until(&['?']).unwrap_or(self.rest());
            self.at = span.end;
            parts.dbname = (!span.is_empty()).then(|| self.decoded(span)).transpose()?;
        }
        if self.skip('?') { self.query(parts) } else { Ok(()) }
    }

    fn rest(&self) -> Span {
        Span::new(self.at, self.text.len())
    }

    /// From here to the first of `stops`; `None` when there is none.
    fn until(&self, stops: &[char]) -> Option<Span> {
        let len = self.rest().of(self.text).find(stops)?;
        Some(Span::new(self.at, self.at + len))
    }

    fn skip(&mut self, c: char) -> bool {
        let is_here = self.rest().of(self.text).starts_with(c);
        self.at += usize::from(is_here);
        is_here
    }

    fn user_information(&mut self, parts: &mut Parts) -> Step<()> {
        let Some(info) = self.until(&['@']) else { return Ok(()) };
        self.at = info.end + 1;
        let colon = info.of(self.text).find(':');
        let user = Span::new(info.start, colon.map_or(info.end, |colon| info.start + colon));
        parts.user = Some(self.decoded(user)?);
        parts.password = colon.map(|_| self.lenient(Span::new(user.end + 1, info.end)));
        Ok(())
    }

    fn hosts(&mut self, parts: &mut Parts) -> Step<()> {
        let all = self.until(&['/', '?']).unwrap_or(self.rest());
        self.at = all.end;
        if all.is_empty() {
            return Ok(());
        }
        let mut at = all.start;
        for one in all.of(self.text).split(',') {
            let span = Span::new(at, at + one.len());
            at = span.end + 1;
            let (host, port) = self.host_and_port(span)?;
            let host = self.decoded(host)?;
            let port = port.map(|port| self.decoded(port)).transpose();
            parts.hosts.push(HostPort { host, port: port? });
        }
        Ok(())
    }

    fn host_and_port(&self, span: Span) -> Step<(Span, Option<Span>)> {
        let text = span.of(self.text);
        let invalid = || (span, "invalid value for option `host`".to_owned());
        let (host, after) = if text.starts_with('[') {
            let close = span.start + text.find(']').ok_or_else(invalid)?;
            (Span::new(span.start + 1, close), close + 1)
        } else {
            let colon = span.start + text.find(':').unwrap_or(text.len());
            (Span::new(span.start, colon), colon)
        };
        let rest = Span::new(after, span.end);
        match rest.of(self.text).strip_prefix(':') {
            Some(_) => Ok((host, Some(Span::new(rest.start + 1, rest.end)))),
            None if rest.is_empty() => Ok((host, None)),
            None => Err(invalid()),
        }
    }

    fn query(&mut self, parts: &mut Parts) -> Step<()> {
        while !self.rest().is_empty() {
            let key = self.until(&['=']).ok_or_else(|| (self.rest(), "unterminated parameter".to_owned()))?;
            self.at = key.end + 1;
            let value = self.until(&['&']).unwrap_or(self.rest());
            self.at = (value.end + 1).min(self.text.len());
            let span = Span::new(key.start, value.end);
            let key = self.decoded(key)?;
            parts.pairs.push(Pair { span, key, value: Some(self.decoded(value)?) });
        }
        Ok(())
    }

    fn decoded(&self, span: Span) -> Step<Piece> {
        let value = decode_utf8(span.of(self.text)).map_err(|bad| (span, bad))?;
        Ok(Piece { span, value })
    }

    fn lenient(&self, span: Span) -> Piece {
        Piece { span, value: decode(span.of(self.text), Percent::Lenient).unwrap_or_default() }
    }
}
