//! Versions of drivers and endpoints, and facts that hold since one.

use std::fmt;

/// A dotted version; missing parts count as zero, and what follows the first non-digit of a part is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version(pub u32, pub u32, pub u32);

impl Version {
    /// Reads `0.29`, `15`, `1.24.1`, `v5`; `None` when it does not begin with a number.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.trim().trim_start_matches('v').split('.').map(|part| {
            let digits: String = part.chars().take_while(char::is_ascii_digit).collect();
            digits.parse::<u32>().ok()
        });
        Some(Self(
            parts.next().flatten()?,
            parts.next().flatten().unwrap_or_default(),
            parts.next().flatten().unwrap_or_default(),
        ))
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Version(a, 0, 0) => write!(f, "{a}"),
            Version(a, b, 0) => write!(f, "{a}.{b}"),
            Version(a, b, c) => write!(f, "{a}.{b}.{c}"),
        }
    }
}

/// A fact that holds from a version on, until the next entry of its table. Tables begin at the oldest version known.
#[derive(Clone, Copy, Debug)]
pub struct Since<T: 'static>(pub Version, pub T);

/// The entry of a table that holds at `version`: the last one not younger than it, else the oldest; `None` for an
/// empty table.
pub fn newest_for<T>(table: &[Since<T>], version: Version) -> Option<&T> {
    table.iter().rev().find(|entry| entry.0 <= version).or(table.first()).map(|entry| &entry.1)
}
