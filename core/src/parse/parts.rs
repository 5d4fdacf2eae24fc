//! The parts of a connection as a dialect splits them.

use crate::text::Span;

/// A part: where it stands, and what it says once decoded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Piece {
    /// Where it stands, in bytes of the string.
    pub span: Span,
    /// What it says.
    pub value: String,
}

/// One host of the authority.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostPort {
    /// Host; empty when left out.
    pub host: Piece,
    /// Port, as text; `None` when there is no `:`.
    pub port: Option<Piece>,
}

/// One pair of a query or of keyword/value text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The whole pair, without separators.
    pub span: Span,
    /// Name.
    pub key: Piece,
    /// Value; `None` when there is no `=`.
    pub value: Option<Piece>,
}

/// A string, split.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// Scheme without `://`.
    pub scheme: Option<Piece>,
    /// User.
    pub user: Option<Piece>,
    /// Password.
    pub password: Option<Piece>,
    /// Hosts of the authority.
    pub hosts: Vec<HostPort>,
    /// Database.
    pub dbname: Option<Piece>,
    /// Pairs, in the order written.
    pub pairs: Vec<Pair>,
}

/// The dialect cannot split the string any further.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// What is wrong, in the words of the dialect's owner.
    pub text: String,
    /// Where.
    pub span: Span,
}
