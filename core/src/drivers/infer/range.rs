//! Ranges of versions, as manifests ask for them.

use crate::model::Version;

/// The versions that a manifest allows: from `least` on, below `below`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Range {
    least: Version,
    below: Option<Version>,
}

/// What a version without an operator asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bare {
    /// Every version that begins with it: npm, Poetry, conda.
    Series,
    /// As `^` in front of it: Cargo.
    Caret,
    /// Itself and everything later, of which the least is taken: Go, Maven, NuGet.
    Exact,
}

impl Range {
    /// Reads `>=5,<6`, `^6.19.0`, `~=2.0`, `==0.29.*`, `6`; of alternatives (`||`, `|`) the last. `None` when no bound can
    /// be read: `*`, `latest`, a path, a link.
    pub(super) fn parse(text: &str, bare: Bare) -> Option<Self> {
        let mut out: Option<Self> = None;
        let mut rest = text.rsplit('|').next()?;
        loop {
            rest = rest.trim_start_matches([' ', '\t', ',', '(', ')']);
            if rest.is_empty() {
                return out;
            }
            let operator_end = rest.find(|c| !"^~=<>!".contains(c)).unwrap_or(rest.len());
            let (operator, after) = rest.split_at_checked(operator_end)?;
            let after = after.trim_start();
            let end = after.find([' ', '\t', ',', '(', ')']).unwrap_or(after.len());
            let (version, next) = after.split_at_checked(end)?;
            rest = next;
            let Some(bounds) = Self::of_clause(operator, version, bare) else { continue };
            out = Some(out.map_or(bounds, |all| all.and(bounds)));
        }
    }

    fn of_clause(operator: &str, text: &str, bare: Bare) -> Option<Self> {
        let version = Version::parse(text)?;
        let parts =
            text.split('.').take_while(|part| part.trim_start_matches('v').starts_with(is_digit)).count();
        let (least, below) = match (operator, bare) {
            ("^", _) | ("", Bare::Caret) => (version, next_breaking(version)),
            ("~", _) => (version, next(version, parts.min(2))),
            ("~=" | "~>", _) => (version, next(version, parts.saturating_sub(1).max(1))),
            ("", Bare::Exact) => (version, next(version, 3)),
            ("" | "=" | "==" | "===", _) => (version, next(version, parts)),
            (">=" | ">", _) => return Some(Self { least: version, below: None }),
            ("<", _) => (Version(0, 0, 0), version),
            ("<=", _) => (Version(0, 0, 0), next(version, parts)),
            _ => return None,
        };
        Some(Self { least, below: Some(below) })
    }

    fn and(self, other: Self) -> Self {
        let below = match (self.below, other.below) {
            (Some(one), Some(two)) => Some(one.min(two)),
            (one, two) => one.or(two),
        };
        Self { least: self.least.max(other.least), below }
    }

    /// Whether it allows `version`.
    pub(super) fn admits(self, version: Version) -> bool {
        self.least <= version && self.below.is_none_or(|below| version < below)
    }

    /// The version that will be used, if that is another one than the newest that is known: the first of the last
    /// series that the range allows.
    pub(super) fn pins(self, newest: Version) -> Option<Version> {
        let below = self.below.filter(|below| newest >= *below)?;
        Some(self.least.max(series_below(below)))
    }
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

/// The first version that differs in one of the first `parts` parts.
fn next(Version(a, b, c): Version, parts: usize) -> Version {
    match parts {
        0 | 1 => Version(a.saturating_add(1), 0, 0),
        2 => Version(a, b.saturating_add(1), 0),
        _ => Version(a, b, c.saturating_add(1)),
    }
}

/// The first version that may break what worked with `version`: the first part that is not zero counts.
fn next_breaking(version: Version) -> Version {
    match version {
        Version(0, 0, c) if c > 0 => next(version, 3),
        Version(0, b, _) if b > 0 => next(version, 2),
        _ => next(version, 1),
    }
}

fn series_below(version: Version) -> Version {
    match version {
        Version(a, b, c) if c > 0 => Version(a, b, c - 1),
        Version(a, b, _) if b > 0 => Version(a, b - 1, 0),
        Version(a, ..) => Version(a.saturating_sub(1), 0, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::{Bare, Range};
    use crate::model::Version;

    /// What is asked for, the newest version, and the version that is used if it is another.
    const CASES: &[(&str, Bare, &str, Option<&str>)] = &[
        ("==0.29.0", Bare::Series, "0.32", Some("0.29")),
        ("== 0.29.*", Bare::Series, "0.32", Some("0.29")),
        ("==0.32.0", Bare::Series, "0.32", None),
        ("~=0.29.0", Bare::Series, "0.32", Some("0.29")),
        ("~=0.29", Bare::Series, "0.32", None),
        ("~> 1.4", Bare::Series, "1.6", None),
        ("~> 1.4.2", Bare::Series, "1.6", Some("1.4.2")),
        ("~> 1.4, >= 1.4.5", Bare::Series, "2.1", Some("1.4.5")),
        ("^6.19.0", Bare::Series, "7.10", Some("6.19")),
        ("^7.0.0", Bare::Series, "7.10", None),
        ("6", Bare::Series, "7.10", Some("6")),
        ("6.x", Bare::Series, "7.10", Some("6")),
        ("~6.2", Bare::Series, "7.10", Some("6.2")),
        (">=5,<6", Bare::Series, "7.10", Some("5")),
        (">=4.2, <6", Bare::Series, "7.10", Some("5")),
        (">= 5.1 < 6", Bare::Series, "7.10", Some("5.1")),
        ("<=2.0.40", Bare::Series, "2.1.9", Some("2.0.40")),
        ("<2.1", Bare::Series, "2.1.9", Some("2.0")),
        (">=2.0,!=2.0.3", Bare::Series, "2.1.9", None),
        ("^5 || ^6", Bare::Series, "7.10", Some("6")),
        ("0.7", Bare::Caret, "0.9", Some("0.7")),
        ("0.9", Bare::Caret, "0.9", None),
        ("v4.18.3", Bare::Exact, "5.7", Some("4.18.3")),
        ("*", Bare::Series, "7.10", None),
        ("latest", Bare::Series, "7.10", None),
        ("workspace:*", Bare::Series, "7.10", None),
    ];

    #[test]
    fn finds_the_version_that_is_used() {
        for (text, bare, newest, expected) in CASES {
            let newest = Version::parse(newest).expect(newest);
            let found = Range::parse(text, *bare).and_then(|range| range.pins(newest));
            assert_eq!(found, expected.and_then(Version::parse), "{text}");
        }
    }
}
