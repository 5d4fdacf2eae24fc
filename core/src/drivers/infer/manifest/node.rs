//! npm: package.json.

use super::json::each_text;
use super::{Asked, Files, kind};
use crate::drivers::Registry;
use crate::drivers::infer::range::{Bare, Range};

pub(super) static FILES: Files =
    Files { registry: Registry::Node, manifests: &[kind(|name| name == "package.json", package_json)] };

/// The text fields of `dependencies`, `devDependencies` and `optionalDependencies`.
fn package_json(text: &str) -> Asked {
    let mut out = Vec::new();
    each_text(text, |around, name, range| {
        if matches!(around, ["", "dependencies" | "devDependencies" | "optionalDependencies"]) {
            out.push((name.to_ascii_lowercase(), Range::parse(range, Bare::Series)));
        }
    });
    out
}
