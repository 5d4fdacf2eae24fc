//! ADO.NET's pairs, `Host=db;Username=app;Password="a;b"`, as .NET's `DbConnectionStringBuilder` splits them.

use super::{Pair, Parts, Piece, Refused};
use crate::text::{Span, lowercase};

/// Splits `text`. Names come in lower case, as the builder hands them on, and a value of nothing is left out of its
/// pair. What stops the builder is said in its words; the pairs before that place are there all the same.
pub fn read_ado_net(text: &str) -> (Parts, Option<Refused>) {
    let mut parts = Parts::default();
    let mut at = 0;
    loop {
        let start = skip(text, at, |c| c == ';' || c.is_whitespace());
        if start == text.len() {
            return (parts, None);
        }
        match pair(text, start) {
            Some((found, next)) => {
                parts.pairs.push(found);
                at = next;
            }
            None => return (parts, Some(malformed(text, start))),
        }
    }
}

/// .NET counts in UTF-16.
fn malformed(text: &str, start: usize) -> Refused {
    let index = text.get(..start).unwrap_or_default().encode_utf16().count();
    Refused {
        text: format!(
            "Format of the initialization string does not conform to specification starting at index {index}."
        ),
        span: Span::new(start, text.len()),
    }
}

/// Where the first character from `at` on stands that is not `skipped`.
fn skip(text: &str, at: usize, skipped: impl Fn(char) -> bool) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + (rest.len() - rest.trim_start_matches(skipped).len())
}

/// The pair that begins at `start`, and where the next one may begin; `None` where the builder stops.
fn pair(text: &str, start: usize) -> Option<(Pair, usize)> {
    let (key, from) = key(text, start)?;
    let from = skip(text, from, char::is_whitespace);
    let rest = text.get(from..)?;
    let (value, end) = match rest.chars().next() {
        None | Some(';') => (None, from),
        Some(quote @ ('"' | '\'')) => {
            let (value, end) = quoted(text, from, quote)?;
            (Some(value), end)
        }
        Some(_) => bare(text, from)?,
    };
    let span = Span::new(start, value.as_ref().map_or(from, |_| end));
    let behind = skip(text, end, char::is_whitespace);
    let next = match text.get(behind..)?.chars().next() {
        None => behind,
        Some(';') => behind + 1,
        Some(_) => return None,
    };
    Some((Pair { span, key, value }, next))
}

/// The name that begins at `start`, in which `==` is one `=`, and where its value may begin.
fn key(text: &str, start: usize) -> Option<(Piece, usize)> {
    let mut name = String::new();
    let mut chars = text.get(start..)?.char_indices().peekable();
    loop {
        let (at, c) = chars.next()?;
        if c == '=' && chars.next_if(|(_, next)| *next == '=').is_none() {
            let written = text.get(start..start + at)?.trim_end();
            let value = lowercase(name.trim_end());
            let key = Piece { span: Span::new(start, start + written.len()), value: value.into() };
            return (!key.value.is_empty()).then_some((key, start + at + 1));
        }
        if c.is_control() && !c.is_whitespace() {
            return None;
        }
        name.push(c);
    }
}

/// The value in quotes that opens at `open`, and where it ends; a doubled quote in it is one.
fn quoted(text: &str, open: usize, quote: char) -> Option<(Piece, usize)> {
    let from = open + 1;
    let mut value = String::new();
    let mut chars = text.get(from..)?.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c == quote && chars.next_if(|(_, next)| *next == quote).is_none() {
            return Some((Piece { span: Span::new(from, from + at), value: value.into() }, from + at + 1));
        }
        if c == '\0' {
            return None;
        }
        value.push(c);
    }
    None
}

/// The value without quotes that begins at `from`, up to a `;`, and where it ends. It may hold quotes, but not end
/// with one.
fn bare(text: &str, from: usize) -> Option<(Option<Piece>, usize)> {
    let rest = text.get(from..)?;
    let end = rest.find(|c: char| c == ';' || c.is_control() && !c.is_whitespace()).unwrap_or(rest.len());
    let value = rest.get(..end)?.trim_end();
    if value.is_empty() || value.ends_with(['"', '\'']) {
        return None;
    }
    let span = Span::new(from, from + value.len());
    Some((Some(Piece { span, value: value.into() }), from + end))
}

/// Names of the parts of a connection, and of the settings that often stand first, in any provider.
const NAMES: &[&str] = &[
    "addr",
    "address",
    "application name",
    "database",
    "data source",
    "db",
    "host",
    "initial catalog",
    "network address",
    "password",
    "pooling",
    "port",
    "psw",
    "pwd",
    "server",
    "ssl mode",
    "sslmode",
    "uid",
    "user",
    "user id",
    "userid",
    "user name",
    "username",
];

/// Whether `text` looks like ADO.NET's pairs, of whatever database: at least two, the first with a usual name. libpq
/// takes `dbname`, which no provider does, and has blanks between its pairs.
pub(super) fn looks_like_ado_net(text: &str) -> bool {
    let Some((name, rest)) = text.split_once('=') else { return false };
    let Some((value, more)) = rest.split_once(';') else { return false };
    if !is_name(name) || value.contains('=') && value.trim().contains(char::is_whitespace) {
        return false;
    }
    let mut names = more.split(';').filter_map(|pair| pair.split_once('=')).map(|(name, _)| name.trim());
    let second = names.next();
    second.is_some_and(|name| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == ' '))
        && second.into_iter().chain(names).all(|name| name != "dbname")
}

fn is_name(name: &str) -> bool {
    let name = name.trim();
    NAMES.iter().any(|known| known.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use compact_str::CompactString;

    use super::*;

    fn pairs(text: &str) -> Vec<(CompactString, Option<CompactString>)> {
        let (parts, refused) = read_ado_net(text);
        assert_eq!(refused, None, "{text}");
        parts.pairs.into_iter().map(|it| (it.key.value, it.value.map(|value| value.value))).collect()
    }

    fn one(name: &str, value: &str) -> (CompactString, Option<CompactString>) {
        (name.into(), Some(value.into()))
    }

    #[test]
    fn quotes_are_doubled_and_hold_everything() {
        assert_eq!(
            pairs(r#"Host=db ; User Name = a b;Password="x;""y"" '";"#),
            [one("host", "db"), one("user name", "a b"), one("password", r#"x;"y" '"#)]
        );
        assert_eq!(pairs("Password='it''s'"), [one("password", "it's")]);
        assert_eq!(pairs("a=b\"c;d".trim_end_matches(";d")), [one("a", "b\"c")]);
    }

    #[test]
    fn equals_signs_belong_to_values_and_are_doubled_in_names() {
        assert_eq!(pairs("a==b=c=d"), [one("a=b", "c=d")]);
        assert_eq!(pairs(";;a= ;b=;"), [("a".into(), None), ("b".into(), None)]);
    }

    #[test]
    fn what_is_malformed_is_so_from_its_pair_on() {
        for (text, index) in [
            ("Host=a;b", 7),
            ("=a", 0),
            ("a='b", 0),
            ("ä=1;a=\"b\"c", 4),
            ("a=b'", 0),
            ("postgres://u@h/d", 0),
        ] {
            let said = read_ado_net(text).1.map(|it| it.text).unwrap_or_default();
            assert!(said.ends_with(&format!("index {index}.")), "{text}: {said}");
        }
    }

    #[test]
    fn libpq_s_pairs_are_no_ado_net() {
        assert!(looks_like_ado_net("Host=db;Database=shop"));
        assert!(looks_like_ado_net("user id=sa;server=x;"));
        for text in
            ["host=db user=app password=a;x=1", "host=h;dbname=d", "PATH=/a;b=c", "host=db", "a;host=b;c=d"]
        {
            assert!(!looks_like_ado_net(text), "{text}");
        }
    }
}
