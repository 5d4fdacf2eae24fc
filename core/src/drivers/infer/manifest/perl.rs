//! CPAN: cpanfile, Makefile.PL.

use super::quotes::{quoted, without_comment};
use super::{Asked, Files, kind};
use crate::drivers::Registry;
use crate::drivers::infer::range::{Bare, Range};

pub(super) static FILES: Files = Files {
    registry: Registry::Perl,
    manifests: &[kind(|name| name == "cpanfile", cpanfile), kind(|name| name == "Makefile.PL", makefile)],
    locks: &[],
};

/// `requires 'DBD::Pg', '3.18.0';`, also with `=>`, and its sisters `test_requires`, `recommends`.
fn cpanfile(text: &str) -> Asked {
    let lines = text.lines().map(without_comment);
    lines
        .filter(|line| {
            let word = line.split_whitespace().next().unwrap_or_default();
            word.ends_with("requires") || matches!(word, "recommends" | "suggests")
        })
        .filter_map(|line| {
            let mut words = quoted(line);
            Some(module(words.next()?, words.next().unwrap_or_default()))
        })
        .collect()
}

/// `'DBD::Pg' => '3.18.0',` in the tables whose name ends so: `PREREQ_PM`, `TEST_REQUIRES`.
fn makefile(text: &str) -> Asked {
    let mut is_table = false;
    let mut out = Vec::new();
    for line in text.lines().map(without_comment) {
        let (before, table) = line.split_once('{').unwrap_or(("", line));
        let name = before.trim().trim_end_matches("=>").trim_end().trim_matches(['"', '\'']);
        is_table =
            is_table && before.is_empty() || name.ends_with("PREREQ_PM") || name.ends_with("_REQUIRES");
        if is_table {
            let pairs = table.split(['}', ',']).filter_map(|pair| pair.split_once("=>"));
            out.extend(pairs.map(|(name, version)| module(bare(name), bare(version))));
        }
        is_table = is_table && !table.contains('}');
    }
    out
}

fn bare(word: &str) -> &str {
    word.trim().trim_matches(['"', '\''])
}

/// A module; a version without an operator asks for that one or a later one.
fn module(name: &str, version: &str) -> (String, Option<Range>) {
    let is_bare = version.starts_with(|c: char| c.is_ascii_digit() || c == 'v');
    let version = if is_bare { format!(">={version}") } else { version.to_owned() };
    (name.to_ascii_lowercase(), Range::parse(&version, Bare::Series))
}
