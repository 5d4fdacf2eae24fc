//! The choices in which dialects of one family differ.

use super::Percent;

/// What `+` means in a query value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plus {
    /// Itself.
    Literal,
    /// A space, as in HTML forms.
    Space,
}

/// What ends a pair of the query.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Separators {
    /// Only `&`.
    Ampersand,
    /// `&`; a pair with `;` in it is dropped (Go).
    AmpersandDropSemicolon,
}

/// The dialect of a driver, handed down by it.
#[derive(Clone, Copy, Debug)]
pub struct Grammar {
    /// Schemes that make a string a URI, without `://`.
    pub schemes: &'static [&'static str],
    /// How percent-encoding is decoded.
    pub percent: Percent,
    /// What `+` means in the query.
    pub plus: Plus,
    /// What separates pairs of the query.
    pub separators: Separators,
    /// Whether a raw space in the string is refused (libpq 18).
    pub refuses_spaces: bool,
}
