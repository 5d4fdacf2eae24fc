//! Go modules: go.mod.

use super::{Asked, Files, kind};
use crate::drivers::Registry;
use crate::drivers::infer::range::{Bare, Range};

pub(super) static FILES: Files =
    Files { registry: Registry::Go, manifests: &[kind(|name| name == "go.mod", go_mod)], locks: &[] };

/// The modules that are needed directly.
fn go_mod(text: &str) -> Asked {
    let lines = text.lines().filter(|line| !line.contains("// indirect"));
    lines
        .filter_map(|line| {
            let line = line.trim();
            let mut words = line.strip_prefix("require ").unwrap_or(line).split_whitespace();
            let (module, version) = (words.next()?, words.next()?);
            let is_module = module.contains('.') && version.starts_with('v');
            is_module.then(|| (module.to_ascii_lowercase(), Range::parse(version, Bare::Exact)))
        })
        .collect()
}
