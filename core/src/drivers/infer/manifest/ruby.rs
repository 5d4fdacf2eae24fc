//! RubyGems: Gemfile, *.gemspec.

use super::quotes::{quoted, without_comment};
use super::{Asked, Files, Tell, kind, lock};
use crate::drivers::Registry;
use crate::drivers::infer::range::{Bare, Range};

pub(super) static FILES: Files = Files {
    registry: Registry::Ruby,
    manifests: &[
        kind(|name| name == "Gemfile", |text| gems(text, &["gem"])),
        kind(|name| name.ends_with(".gemspec"), |text| gems(text, GEMSPEC)),
    ],
    locks: &[lock("Gemfile.lock", gemfile_lock)],
};

const GEMSPEC: &[&str] = &["add_dependency", "add_runtime_dependency", "add_development_dependency"];

/// `gem "name", "~> 1.5", ">= 1.5.2", require: false`, one to a line.
fn gems(text: &str, methods: &[&str]) -> Asked {
    text.lines().map(without_comment).filter_map(|line| gem(line, methods)).collect()
}

fn gem(line: &str, methods: &[&str]) -> Option<(String, Option<Range>)> {
    let (call, _) = line.split_once(['"', '\''])?;
    let method = call.trim().trim_end_matches('(').trim_end().rsplit('.').next()?;
    if !methods.contains(&method) {
        return None;
    }
    let mut arguments = quoted(line);
    let name = arguments.next()?.to_ascii_lowercase();
    let versions =
        arguments.take_while(|it| it.starts_with(|c: char| c.is_ascii_digit() || "~<>=!".contains(c)));
    Some((name, Range::parse(&versions.collect::<Vec<_>>().join(","), Bare::Series)))
}

/// `    pg (1.5.6)`; what a gem asks for itself stands two blanks further in.
fn gemfile_lock<'t>(text: &'t str, tell: Tell<'_, 't>) {
    let gems = text.lines().filter_map(|line| line.strip_prefix("    ")?.strip_suffix(')')?.split_once(" ("));
    gems.filter(|(name, _)| !name.starts_with(' ')).for_each(|(name, version)| tell(name, version));
}
