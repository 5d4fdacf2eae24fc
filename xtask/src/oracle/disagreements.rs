//! The disagreements that are known: tests/oracles/disagreements.json.

use std::fs;

use anyhow::{Context, Result};
use serde::Deserialize;

use super::compare::{Difference, What};
use super::worker::Answer;
use crate::workspace::root;

/// Where they stand, from the root of the workspace.
pub const FILE: &str = "tests/oracles/disagreements.json";

/// A disagreement that is known. It covers a difference when all that it names is so.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Known {
    /// The drivers, without versions.
    pub drivers: Vec<String>,
    /// What differs; everything when it is not said.
    #[serde(default)]
    pub what: Option<What>,
    /// What the string looks like, one of these, `*` standing for anything; any string when none is given.
    #[serde(default)]
    pub strings: Vec<String>,
    /// What the driver's text looks like.
    #[serde(default)]
    pub error: Option<String>,
    /// Whether only some of these strings differ, so that none may in a run.
    #[serde(default)]
    pub sometimes: bool,
    /// Why we do not read as the driver does.
    pub why: String,
}

/// Reads the file.
pub fn read() -> Result<Vec<Known>> {
    let text = fs::read_to_string(root().join(FILE)).context(FILE)?;
    serde_json::from_str(&text).context(FILE)
}

impl Known {
    /// Whether it is about this driver, `name` or `name@version`.
    pub fn is_about(&self, driver: &str) -> bool {
        let name = driver.split('@').next().unwrap_or_default();
        self.drivers.iter().any(|it| it == name || it == driver)
    }

    /// Whether the answer of a driver that it is about is one in which a difference is expected.
    pub fn expects(&self, answer: &Answer) -> bool {
        (self.strings.is_empty() || self.strings.iter().any(|it| is_like(&answer.s, it)))
            && self
                .error
                .as_ref()
                .is_none_or(|it| answer.error.as_ref().is_some_and(|error| is_like(error, it)))
    }

    /// Whether it covers this difference in an answer that it expects.
    pub fn covers(&self, difference: &Difference) -> bool {
        self.what.is_none_or(|what| what == difference.what)
    }
}

/// Whether `text` is like `pattern`, in which `*` stands for anything.
fn is_like(text: &str, pattern: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else { return text == pattern };
    let Some(mut text) = text.strip_prefix(start) else { return false };
    let (middle, end) = rest.rsplit_once('*').unwrap_or(("", rest));
    for piece in middle.split('*') {
        match text.find(piece) {
            Some(at) => text = &text[at + piece.len()..],
            None => return false,
        }
    }
    text.ends_with(end)
}

#[cfg(test)]
mod tests {
    use super::is_like;

    #[test]
    fn a_star_stands_for_anything() {
        for (text, pattern) in
            [("abc", "abc"), ("abc", "*"), ("abc", "a*c"), ("abcabc", "*bc"), ("abcd", "*b*d")]
        {
            assert!(is_like(text, pattern), "{text} {pattern}");
        }
        for (text, pattern) in [("abc", "ab"), ("abc", "b*"), ("ac", "a*b*c"), ("aba", "ab*ba"), ("", "a*")] {
            assert!(!is_like(text, pattern), "{text} {pattern}");
        }
    }
}
