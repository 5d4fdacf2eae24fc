//! libpq's password file: `host:port:database:user:password`, one connection a line.
//!
//! Compared with psql 15.18 on 2026-11-29: the first line that fits decides; blanks belong to the fields; `\` takes the
//! next character as it is; the password ends at the next `:`.

use super::{Consumer, Document, Entry, Format, Scope};
use crate::text::{Mapped, Mapper, Span};

pub(super) static FORMAT: Format = Format {
    name: "pgpass",
    label: "PostgreSQL password file",
    has_name: |name| matches!(name, ".pgpass" | "pgpass" | "pgpass.conf") || name.ends_with(".pgpass"),
    looks_like: |_| false,
    read,
    encode: |text, _| {
        (!text.contains(char::is_control)).then(|| text.replace('\\', "\\\\").replace(':', "\\:"))
    },
};

/// What separate settings call the fields that say whom a line is for.
const NAMES: [&str; 4] = ["host", "port", "database", "user"];

/// A line of a password file.
#[derive(Clone, Debug)]
pub struct PasswordLine {
    /// The line, without its end.
    pub span: Span,
    /// What stands between its colons, decoded; five of them when the line is whole.
    pub fields: Vec<Mapped>,
    /// Where each of these stands.
    pub places: Vec<Span>,
    /// What stands behind the password, from a sixth `:` on.
    pub rest: Option<Span>,
}

impl PasswordLine {
    /// The fields that a connection is compared with, and the password; `None` for a line that libpq passes over.
    pub fn whole(&self) -> Option<(&[Mapped; 4], &Mapped)> {
        let (password, tests) = self.fields.split_last()?;
        Some((tests.try_into().ok()?, password))
    }

    /// Whether it is whole, and for a port or for all of them.
    pub fn has_port(&self) -> bool {
        self.whole()
            .is_some_and(|([_, port, ..], _)| port.text() == "*" || port.text().parse::<u16>().is_ok())
    }

    /// Where its password stands, or what may be one: in a line that is not as it should be, all that is not clearly the
    /// host.
    pub fn secret(&self, text: &str) -> Span {
        let is_host = |c: char| c.is_ascii_alphanumeric() || ".-*".contains(c);
        let first = self.places.first().copied().unwrap_or_default();
        let place = if self.has_port() {
            self.places.get(NAMES.len())
        } else {
            self.places.get(1).filter(|_| first.of(text).trim().chars().all(is_host))
        };
        Span::new(place.map_or(self.span.start, |place| place.start), self.span.end)
    }
}

/// The lines of a password file.
pub fn password_lines(text: &str) -> Vec<PasswordLine> {
    let mut out = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim_end_matches(['\n', '\r']);
        if !content.is_empty() && !content.starts_with('#') {
            out.push(password_line(text, Span::new(at, at + content.len())));
        }
        at += line.len();
    }
    out
}

fn password_line(text: &str, span: Span) -> PasswordLine {
    let mut out = PasswordLine { span, fields: Vec::new(), places: Vec::new(), rest: None };
    let (mut field, mut start) = (Mapper::default(), span.start);
    let mut chars = span.of(text).char_indices().map(|(at, c)| (span.start + at, c)).peekable();
    while let Some((at, c)) = chars.next() {
        match (c, chars.peek().copied()) {
            (':', _) => {
                out.push(text, std::mem::take(&mut field), Span::new(start, at));
                start = at + 1;
                if out.fields.len() > NAMES.len() {
                    out.rest = Some(Span::new(at, span.end));
                    return out;
                }
            }
            ('\\', Some((next, escaped))) => {
                let end = next + escaped.len_utf8();
                field.push(Span::new(next, end).of(text), Span::new(at, end));
                chars.next();
            }
            _ => field.copy(text, Span::new(at, at + c.len_utf8())),
        }
    }
    out.push(text, field, Span::new(start, span.end));
    out
}

impl PasswordLine {
    fn push(&mut self, text: &str, field: Mapper, place: Span) {
        let field = if place.is_empty() { Mapped::verbatim(text, place) } else { field.finish() };
        self.fields.push(field);
        self.places.push(place);
    }
}

fn read(text: &str) -> Document {
    let lines = password_lines(text);
    let mut out = Document { is_partial: true, ..Document::default() };
    let is_comment = |line: &str| line.starts_with('#');
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if is_comment(line) {
            out.comments.push(Span::new(at + 1, at + line.trim_end().len()));
        }
        at += line.len();
    }
    let consumer =
        || Consumer { drivers: &["libpq"], why: "the password file of libpq".to_owned(), is_guess: false };
    for (scope, line) in lines.iter().enumerate().filter(|(_, line)| line.has_port()) {
        let fields = NAMES.iter().zip(&line.fields).zip(&line.places);
        // `*` fits everything, and says nothing of the connection.
        for ((name, value), place) in fields.filter(|((_, value), _)| value.text() != "*") {
            let name = Some(((*name).to_owned(), Span::at(place.start)));
            out.entries.push(Entry { name, scope, ..Entry::new(value.clone(), *place) });
        }
    }
    out.scopes.resize_with(lines.len(), || Scope { consumer: Some(consumer()), ..Scope::default() });
    out.secrets = lines.iter().map(|line| line.secret(text)).collect();
    out.password_lines = lines;
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(line: &str) -> Vec<String> {
        let lines = password_lines(line);
        lines.iter().flat_map(|line| line.fields.iter().map(|it| it.text().to_owned())).collect()
    }

    #[test]
    fn fields_are_those_of_libpq() {
        assert_eq!(fields("h:1:d:u:a\\:b\\\\c\r\n"), ["h", "1", "d", "u", "a:b\\c"]);
        assert_eq!(fields("h:1:d:u:a:b"), ["h", "1", "d", "u", "a"]);
        assert_eq!(fields("h:1:d"), ["h", "1", "d"]);
        assert_eq!(fields("# no\n\n"), [""; 0]);
        assert_eq!(fields(":\\"), ["", "\\"]);
    }

    #[test]
    fn what_may_be_a_password_is_secret() {
        for (line, secret) in [
            ("h:1:d:u:a:b", "a:b"),
            ("h:u:a", "u:a"),
            ("a@b:c", "a@b:c"),
            ("a", "a"),
            ("https://h:1:d:u:a", "//h:1:d:u:a"),
        ] {
            let document = read(line);
            assert_eq!(document.secrets.iter().map(|it| it.of(line)).collect::<Vec<_>>(), [secret], "{line}");
        }
    }
}
