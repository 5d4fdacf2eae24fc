//! Which kind of text a connection string is.

use serde::Serialize;

use super::ado_net::looks_like_ado_net;
use super::dbi_dsn::dbi_items;
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
    /// `r2dbc:postgresql://user:password@host:port/database?name=value`.
    R2dbc,
    /// `Host=db;Username=app;Password="..."`, as ADO.NET has it.
    AdoNet,
    /// `pgsql:host=db;port=5432;dbname=shop`, as PDO has it.
    Pdo,
    /// `dbi:Pg:dbname=shop;host=db;port=5432`, as Perl's DBI has it.
    Dbi,
    /// Separate variables or settings for host, port, user, password and database.
    Parts,
}

impl Spelling {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Uri,
        Self::KeywordValue,
        Self::Jdbc,
        Self::R2dbc,
        Self::AdoNet,
        Self::Pdo,
        Self::Dbi,
        Self::Parts,
    ];

    /// Whether it is a URL, in which what is reserved has to be percent-encoded.
    pub fn is_url(self) -> bool {
        matches!(self, Self::Uri | Self::Jdbc | Self::R2dbc)
    }

    /// Whether user and password stand before an `@` in it.
    pub fn has_user_info(self) -> bool {
        matches!(self, Self::Uri | Self::R2dbc)
    }

    /// What separates its pairs of name and value.
    pub fn separator(self) -> char {
        match self {
            Self::Uri | Self::Jdbc | Self::R2dbc => '&',
            Self::AdoNet | Self::Pdo | Self::Dbi => ';',
            Self::KeywordValue | Self::Parts => ' ',
        }
    }

    /// What people call one of these: "a URL".
    pub fn described(self) -> &'static str {
        match self {
            Self::Uri => "a URL",
            Self::KeywordValue => "keyword/value text",
            Self::Jdbc => "a JDBC URL",
            Self::R2dbc => "an R2DBC URL",
            Self::AdoNet => "an ADO.NET string",
            Self::Pdo => "a DSN of PDO",
            Self::Dbi => "a DSN of DBI",
            Self::Parts => "separate settings",
        }
    }
}

/// What a DSN of PDO for PostgreSQL begins with.
pub const PDO_PREFIX: &str = "pgsql:";

/// The scheme at the start of `text`, up to and without its `:`, if there is one by the rules of RFC 3986 (with `_`
/// allowed, because people write it). Leading blanks and quotes are not skipped.
pub fn scheme_of(text: &str) -> Option<Span> {
    scheme_with(text, b"+-._")
}

/// The same by the letter of RFC 3986, as readers of the standard have it.
pub(super) fn standard_scheme_of(text: &str) -> Option<Span> {
    scheme_with(text, b"+-.")
}

fn scheme_with(text: &str, marks: &[u8]) -> Option<Span> {
    let end = text.bytes().position(|byte| !(byte.is_ascii_alphanumeric() || marks.contains(&byte)))?;
    let is_scheme =
        text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.as_bytes().get(end) == Some(&b':');
    is_scheme.then(|| Span::new(0, end))
}

/// `text` without what stands before it when it was copied with a quote or more.
pub(super) fn without_quote(text: &str) -> &str {
    text.trim_start_matches(|c: char| c.is_whitespace() || is_quote(c) || "\u{feff}\u{200b}".contains(c))
}

/// A quote of any kind, those of word processors included.
pub(super) fn is_quote(c: char) -> bool {
    "\"'`\u{201c}\u{201d}\u{2018}\u{2019}".contains(c)
}

/// Starts of a URL whose colon was forgotten.
const SCHEMES_WITHOUT_COLON: &[&str] = &["postgresql//", "postgres//"];

/// Whether `rest`, behind a scheme with one slash, begins with a host as only URLs write it: after an `@` or before a
/// port. `postgres:/var/lib/postgresql/data` is a volume of Compose.
fn has_authority(rest: &str) -> bool {
    let first = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let port = first.rsplit_once(':').map(|(_, port)| port);
    rest.contains('@') || port.is_some_and(|port| port.starts_with(|c: char| c.is_ascii_digit()))
}

/// How `text` is spelled, going by its looks: a scheme with `//`, `jdbc:`, `r2dbc:`, `pgsql:`, `dbi:Pg`, a name of
/// ADO.NET before a `=` and a `;`, or a keyword of libpq before a `=`. `None` when it looks like none of them.
pub fn spelling_of(text: &str) -> Option<Spelling> {
    let trimmed = without_quote(text);
    let begins = |start: &str| trimmed.get(..start.len()).is_some_and(|it| it.eq_ignore_ascii_case(start));
    if begins("jdbc:") {
        return Some(Spelling::Jdbc);
    }
    if begins("r2dbc:") || begins("r2dbcs:") {
        return Some(Spelling::R2dbc);
    }
    if let Some(scheme) = scheme_of(trimmed)
        && let Some(rest) = trimmed.get(scheme.end..).and_then(|rest| rest.strip_prefix(":/"))
        && (rest.starts_with('/') || has_authority(rest))
    {
        return Some(Spelling::Uri);
    }
    if SCHEMES_WITHOUT_COLON.iter().any(|start| trimmed.starts_with(start)) {
        return Some(Spelling::Uri);
    }
    if trimmed.strip_prefix(PDO_PREFIX).is_some_and(|rest| rest.contains('=')) {
        return Some(Spelling::Pdo);
    }
    if dbi_items(trimmed).is_some() {
        return Some(Spelling::Dbi);
    }
    if looks_like_ado_net(trimmed) {
        return Some(Spelling::AdoNet);
    }
    let key = trimmed.split('=').next().unwrap_or_default().trim_end();
    let pairs = trimmed.matches('=').count();
    (matches!(key, "host" | "hostaddr" | "user" | "dbname" | "port" | "password" | "service" | "sslmode")
        && (pairs > 1 || key == "dbname" || key == "service")
        && !trimmed.contains("://"))
    .then_some(Spelling::KeywordValue)
}
