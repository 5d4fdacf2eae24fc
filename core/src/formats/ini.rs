//! INI files: Alembic's settings, and others of that kind.

use super::interpolation::interpolated;
use super::{Consumer, Document, Entry, Format, Scope};
use crate::text::{Mapped, Span};

pub(super) static FORMAT: Format = Format {
    name: "ini",
    label: "INI file",
    has_name: |name| [".ini", ".cfg"].iter().any(|ending| name.ends_with(ending)),
    looks_like: |_| false,
    read: |text| {
        let mut out = sections(text);
        note_alembic(&mut out);
        out
    },
    encode,
};

/// SQLAlchemy's dialects, the default one first.
const SQLALCHEMY: &[&str] =
    &["sqlalchemy-psycopg2", "sqlalchemy-psycopg", "sqlalchemy-asyncpg", "sqlalchemy-pg8000"];

/// The names and values of all sections, each of them a set.
pub(super) fn sections(text: &str) -> Document {
    let mut out = Document::default();
    let mut scope = 0;
    let mut at = if text.starts_with('\u{feff}') { 3 } else { 0 };
    for line in text.get(at..).unwrap_or_default().split_inclusive('\n') {
        let content = line.trim_end();
        let trimmed = content.trim_start();
        let start = at + (content.len() - trimmed.len());
        at += line.len();
        if trimmed.starts_with(['#', ';']) {
            out.comments.push(Span::new(start + 1, start + trimmed.len()));
        } else if trimmed.starts_with('[') {
            scope += 1;
        } else if let Some(mark) = trimmed.find(['=', ':']).filter(|_| content.len() == trimmed.len()) {
            // A line that is indented goes on with the value before it.
            let (name, rest) = trimmed.split_at_checked(mark).unwrap_or_default();
            let value = rest.get(1..).unwrap_or_default().trim_start();
            let span = Span::new(start + trimmed.len() - value.len(), start + trimmed.len());
            let name = (name.trim_end().to_owned(), Span::new(start, start + name.trim_end().len()));
            out.entries.push(Entry {
                name: Some(name),
                scope,
                ..Entry::new(Mapped::verbatim(text, span), span)
            });
        }
    }
    out
}

/// `sqlalchemy.url` goes through Python's ConfigParser to SQLAlchemy, and is for migrations.
fn note_alembic(out: &mut Document) {
    let sections = out.entries.iter().map(|it| it.scope).max().unwrap_or_default();
    out.scopes.resize_with(sections + 1, Scope::default);
    for entry in &mut out.entries {
        if entry.name.as_ref().is_none_or(|name| name.0 != "sqlalchemy.url") {
            continue;
        }
        let (value, lone) = interpolated(&entry.value);
        entry.value = value;
        out.lone_percents.extend(lone);
        if let Some(scope) = out.scopes.get_mut(entry.scope) {
            scope.consumer = Some(Consumer {
                drivers: SQLALCHEMY,
                why: "the setting `sqlalchemy.url`".to_owned(),
                is_guess: false,
            });
            scope.is_for_migrations = true;
        }
    }
}

fn encode(text: &str, entry: &Entry) -> Option<String> {
    let is_interpolated = entry.name.as_ref().is_some_and(|name| name.0 == "sqlalchemy.url");
    let is_refused = |c: char| c.is_control() || c.is_whitespace() || matches!(c, '#' | ';' | '%' | '$');
    match is_interpolated {
        true => {
            let text = text.replace('%', "%%");
            (!text.contains(|c: char| c != '%' && is_refused(c))).then_some(text)
        }
        false => (!text.contains(is_refused)).then(|| text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::FORMAT;

    #[test]
    fn alembic_undoes_doubled_percents() {
        let text = "# said\n[alembic]\nsqlalchemy.url = postgresql://a:b%%40c@h/d\nother: x\n  and more\n";
        let document = (FORMAT.read)(text);
        let said: Vec<_> = document.entries.iter().map(|it| (it.value.text(), it.scope)).collect();
        assert_eq!(said, [("postgresql://a:b%40c@h/d", 1), ("x", 1)]);
        assert!(document.lone_percents.is_empty());
        assert_eq!((FORMAT.read)(&text.replace("%%", "%")).lone_percents.len(), 1);
    }
}
