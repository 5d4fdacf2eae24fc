//! DBI's DSN, `dbi:Pg:dbname=...;host=...`.

use super::spelling::without_quote;
use crate::text::Span;

/// What a DSN of DBI for PostgreSQL begins with; DBI takes `dbi` in any letter case.
pub const DBI_PREFIX: &str = "dbi:Pg:";

/// The name of the driver and what is left for it: `dbi:name:...`, with attributes in brackets behind the name.
/// `None` when DBI cannot tell the driver.
pub fn read_dbi_dsn(text: &str) -> Option<(Span, Span)> {
    let rest = text.get(4..).filter(|_| begins(text, "dbi:"))?;
    let len = rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count();
    let driver = Span::new(4, 4 + len);
    let mut behind = rest.get(len..)?;
    if behind.starts_with('(') {
        let close = behind.find("):")?;
        behind = behind.get(close + 1..)?;
    }
    let items = behind.strip_prefix(':')?;
    (!driver.is_empty()).then(|| (driver, Span::new(text.len() - items.len(), text.len())))
}

fn begins(text: &str, start: &str) -> bool {
    text.get(..start.len()).is_some_and(|it| it.eq_ignore_ascii_case(start))
}

/// Where the items of what was meant for a DSN of PostgreSQL begin, its colon forgotten or its letter case wrong;
/// `None` when it is for another database, or when nothing is given in it.
pub(super) fn dbi_items(text: &str) -> Option<usize> {
    let dsn = without_quote(text);
    let from = text.len() - dsn.len();
    let start = match read_dbi_dsn(dsn) {
        Some((driver, items)) if driver.of(dsn).eq_ignore_ascii_case("Pg") => items.start,
        Some(_) => return None,
        None if begins(dsn, "dbi:Pg") => "dbi:Pg".len(),
        None => return None,
    };
    let items = dsn.get(start..)?;
    (items.contains('=') || !items.is_empty() && !items.contains(char::is_whitespace)).then_some(from + start)
}

/// A DSN as the keyword/value text that was meant, with everything in its place: a `;` outside of quotes is a blank.
pub(super) fn dbi_as_keyword_value(text: &str) -> String {
    let from = dbi_items(text).unwrap_or_default();
    let mut out = " ".repeat(from);
    let mut is_quoted = false;
    out.extend(text.get(from..).unwrap_or_default().chars().map(|c| match c {
        ';' if !is_quoted => ' ',
        _ => {
            is_quoted ^= c == '\'';
            c
        }
    }));
    out
}
