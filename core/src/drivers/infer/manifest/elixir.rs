//! Hex: mix.exs.

use super::quotes::{quoted, without_comment};
use super::{Asked, Files, Tell, kind, lock};
use crate::drivers::Registry;
use crate::drivers::infer::range::{Bare, Range};

pub(super) static FILES: Files = Files {
    registry: Registry::Elixir,
    manifests: &[kind(|name| name == "mix.exs", mix)],
    locks: &[lock("mix.lock", mix_lock)],
};

/// Tuples that begin as those in `deps` do: `{:postgrex, "~> 0.17"}`, `{:postgrex, github: "..."}`.
fn mix(text: &str) -> Asked {
    let code = text.lines().map(without_comment);
    code.flat_map(|line| line.split("{:").skip(1).filter_map(dependency)).collect()
}

fn dependency(after: &str) -> Option<(String, Option<Range>)> {
    let (name, rest) = after.split_once(',')?;
    let version = rest.trim_start().strip_prefix('"').and_then(|rest| rest.split('"').next());
    let range = version.and_then(|version| Range::parse(version.rsplit(" or ").next()?, Bare::Series));
    is_atom(name).then(|| (name.to_ascii_lowercase(), range))
}

fn is_atom(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// `"postgrex": {:hex, :postgrex, "0.17.5", ...},`, one to a line.
fn mix_lock<'t>(text: &'t str, tell: Tell<'_, 't>) {
    for line in text.lines().filter(|line| line.contains("{:hex,")) {
        let mut words = quoted(line);
        if let (Some(name), Some(version)) = (words.next(), words.next()) {
            tell(name, version);
        }
    }
}
