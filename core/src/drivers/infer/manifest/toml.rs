//! TOML, as far as manifests need it.

use super::quotes::{quoted, without_comment};
use super::{Asked, Tell, with_extras};
use crate::drivers::infer::range::{Bare, Range};

/// A line `key = value`, lists that go over several lines put together, with the section it stands in.
pub(super) struct Assignment {
    pub(super) section: String,
    pub(super) key: String,
    pub(super) value: String,
}

pub(super) fn assignments(text: &str) -> Vec<Assignment> {
    let mut out = Vec::new();
    let mut section = String::new();
    let mut lines = text.lines().map(without_comment);
    while let Some(line) = lines.next() {
        let trimmed = line.trim();
        if let Some(name) = trimmed.strip_prefix('[') {
            section = name.trim_matches(['[', ']']).replace(['"', ' '], "");
            continue;
        }
        let Some((key, value)) = trimmed.split_once('=') else { continue };
        let mut value = value.trim().to_owned();
        let mut depth = brackets(&value);
        while depth > 0 {
            let Some(more) = lines.next() else { break };
            depth += brackets(more);
            value.push('\n');
            value.push_str(more);
        }
        let key = key.trim().trim_matches(['"', '\'']).to_owned();
        out.push(Assignment { section: section.clone(), key, value });
    }
    out
}

/// How many more brackets a line opens than it closes.
fn brackets(line: &str) -> i32 {
    line.bytes().map(|byte| i32::from(byte == b'[') - i32::from(byte == b']')).sum()
}

impl Assignment {
    /// A package with its version, `"1.2"` or `{ version = "1.2", extras = ["a"] }`; `word` is what its extras are
    /// called.
    pub(super) fn package(&self, name: &str, word: &str, bare: Bare) -> Asked {
        let value = self.value.as_str();
        let is_table = value.starts_with('{');
        let version = if is_table { field(value, "version") } else { value };
        let extras = if is_table { field(value, word) } else { "" };
        let extras = extras.split_once(']').map_or("", |(list, _)| list);
        let range = quoted(version).next().and_then(|version| Range::parse(version, bare));
        with_extras(name, range, quoted(extras))
    }
}

/// What follows `name =` in a table.
fn field<'t>(table: &'t str, name: &str) -> &'t str {
    table
        .match_indices(name)
        .find_map(|(at, _)| {
            let is_start = table.get(..at)?.ends_with(['{', ' ', ',']);
            table.get(at + name.len()..)?.trim_start().strip_prefix('=').filter(|_| is_start)
        })
        .unwrap_or_default()
}

/// Tells of every `[[package]]` its name and version, as poetry, uv, pdm and Cargo write them.
pub(super) fn each_package<'t>(text: &'t str, tell: Tell<'_, 't>) {
    let mut name = None;
    for line in text.lines() {
        if line.starts_with('[') {
            name = (line == "[[package]]").then_some("");
        } else if let (Some(_), Some(value)) = (name, line.strip_prefix("name = ")) {
            name = Some(value.trim_matches('"'));
        } else if let (Some(name), Some(value)) = (name, line.strip_prefix("version = ")) {
            tell(name, value.trim_matches('"'));
        }
    }
}
