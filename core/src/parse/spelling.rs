//! Which kind of text a connection string is.

use serde::Serialize;

use crate::text::Span;

/// How a connection is spelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Spelling {
    /// `scheme://user:password@host:port/database?name=value`.
    Uri,
    /// `host=db user=app password='...'`, as libpq has it.
    KeywordValue,
    /// `jdbc:postgresql://host:port/database?name=value`.
    Jdbc,
    /// Separate variables or settings for host, port, user, password and database.
    Parts,
}

/// The scheme at the start of `text`, up to and without its `:`, if there is one by the rules of RFC 3986 (with `_`
/// allowed, because people write it). Leading blanks and quotes are not skipped.
pub fn scheme_of(text: &str) -> Option<Span> {
    let end = text.find(':')?;
    let scheme = text.get(..end)?;
    let ok = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-._".contains(c));
    ok.then(|| Span::new(0, end))
}

/// Starts of a URL whose colon was forgotten.
const SCHEMES_WITHOUT_COLON: &[&str] = &["postgresql//", "postgres//"];

/// How `text` is spelled, going by its looks: a scheme with `//`, `jdbc:`, or a keyword of libpq before a `=`.
/// `None` when it looks like none of them.
pub fn spelling_of(text: &str) -> Option<Spelling> {
    let trimmed = text.trim_start_matches(|c: char| c.is_whitespace() || "\"'`\u{feff}\u{200b}".contains(c));
    if trimmed.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("jdbc:")) {
        return Some(Spelling::Jdbc);
    }
    if let Some(scheme) = scheme_of(trimmed)
        && trimmed.get(scheme.end..).is_some_and(|rest| rest.starts_with(":/"))
    {
        return Some(Spelling::Uri);
    }
    if SCHEMES_WITHOUT_COLON.iter().any(|start| trimmed.starts_with(start)) {
        return Some(Spelling::Uri);
    }
    let key = trimmed.split('=').next().unwrap_or_default().trim_end();
    let pairs = trimmed.matches('=').count();
    (matches!(key, "host" | "hostaddr" | "user" | "dbname" | "port" | "password" | "service" | "sslmode")
        && (pairs > 1 || key == "dbname" || key == "service")
        && !trimmed.contains("://"))
    .then_some(Spelling::KeywordValue)
}
