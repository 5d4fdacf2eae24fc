//! `password-line-never-fits`: a line of a password file that no connection finds.

use super::prelude::*;
use crate::formats::PasswordLine;
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    name: "password-line-never-fits",
    group: Group::Files,
    severity: Severity::Warning,
    divided: Divided::Warning,
    summary: "a line of a password file that no connection finds",
    docs: "libpq looks in its password file for the first line whose host, port, database and user are those of the \
           connection, letter for letter, or `*`. A line with fewer than five fields, with blanks in them or with a \
           URL as host fits no connection, and libpq says nothing of it: authentication fails as if there were no \
           file. The same happens to a line behind one that fits all it fits.",
    sources: &["measured: psql 15.18 with each of these lines, 2026-11-29"],
    examples: &[
        Example::good("", "db.example.com:5432:shop:app:k\\:T9\n*:*:*:admin:Lq7w\n").in_file(".pgpass"),
        Example::bad("", "db.example.com:shop:app:kT9wqL2v\n").in_file(".pgpass"),
        Example::bad("", "https://db.example.com:5432:shop:app:kT9wqL2v\n").in_file(".pgpass"),
        Example::bad("", "*:*:*:app:kT9wqL2v\ndb.example.com:5432:shop:app:Lq7wXz3n\n").in_file(".pgpass"),
    ],
    check: Check::File(check),
};

const MISSED: &str = "libpq passes over it without a word: `fe_sendauth: no password supplied`";

fn check(cx: &FileCx<'_>, out: &mut Vec<Finding>) {
    for (at, line) in cx.document.password_lines.iter().enumerate() {
        let before = cx.document.password_lines.get(..at).unwrap_or_default();
        out.extend(misspelled(cx, line).or_else(|| covered(cx, line, before)));
    }
}

fn misspelled(cx: &FileCx<'_>, line: &PasswordLine) -> Option<Finding> {
    let first = Span::new(line.span.start, line.places.first()?.end);
    let host = line.fields.first()?.text();
    let (span, message, help) = if host.starts_with('\u{feff}') {
        (
            Span::at(first.start),
            "a byte order mark belongs to the first host".to_owned(),
            "save the file without it",
        )
    } else if host.trim_start().is_empty() && line.fields.len() == 1 {
        return None;
    } else if host.trim_start().starts_with('#') {
        (first, "a comment behind a blank is none".to_owned(), "let `#` be the first character of the line")
    } else if line.rest.is_some() && line.fields.get(1).is_some_and(|field| field.text().starts_with("//")) {
        let url = Span::new(first.start, line.places.get(1)?.end);
        (url, "a URL stands where the name of a host belongs".to_owned(), "write the host alone")
    } else if line.fields.len() < 5 {
        let (number, fields) = (line.fields.len(), if line.fields.len() == 1 { "field" } else { "fields" });
        let message = format!("a line with {number} {fields} is passed over, it needs five");
        let place =
            Span::new(line.span.start, line.places.last()?.start.saturating_sub(1).max(line.span.start));
        (place, message, "write `host:port:database:user:password`, with `*` for what may be anything")
    } else {
        let (names, _) = line.whole()?;
        let port = line.places.get(1).filter(|_| !line.has_port());
        if let Some(place) = port {
            let message = "the port of this line is no number";
            return Some(
                cx.finding(*place, message).note(MISSED).help("write a number, or `*` for any port"),
            );
        }
        let is_padded = |it: &str| it != it.trim();
        let (_, place) = names.iter().zip(&line.places).find(|(field, _)| is_padded(field.text()))?;
        (*place, "blanks belong to the fields of a password file".to_owned(), "remove them")
    };
    Some(cx.finding(span, message).note(MISSED).help(help))
}

/// A line before it that fits whatever it fits.
fn covered(cx: &FileCx<'_>, line: &PasswordLine, before: &[PasswordLine]) -> Option<Finding> {
    let (own, password) = line.whole()?;
    let fits_more = |other: &&PasswordLine| {
        let Some((others, _)) = other.whole() else { return false };
        own.iter().zip(others).all(|(own, other)| other.text() == "*" || other.text() == own.text())
    };
    let first = before.iter().find(fits_more)?;
    if first.whole().is_some_and(|(_, other)| other.text() == password.text()) {
        return None;
    }
    let tests =
        |line: &PasswordLine| Span::new(line.span.start, line.secret(cx.text).start.saturating_sub(1));
    Some(
        cx.finding(tests(line), "a line before it fits whatever this one fits")
            .labelled(cx.label(tests(first), "the first line that fits decides"))
            .note("libpq takes the password of the first line, and does not try the second")
            .help("put this line first, or remove one of them"),
    )
}
