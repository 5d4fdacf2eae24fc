//! Packagist: composer.json.

use super::json::each_text;
use super::{Asked, Files, kind};
use crate::drivers::Registry;
use crate::drivers::infer::range::{Bare, Range};

pub(super) static FILES: Files =
    Files { registry: Registry::Php, manifests: &[kind(|name| name == "composer.json", composer)] };

/// The packages and extensions of `require` and `require-dev`.
fn composer(text: &str) -> Asked {
    let mut out = Vec::new();
    each_text(text, |around, name, range| {
        if matches!(around, ["", "require" | "require-dev"]) {
            // Composer's `~1.2` is what others write `~> 1.2`.
            let range = Range::parse(&range.replace('~', "~>"), Bare::Series);
            out.push((name.to_ascii_lowercase(), range));
        }
    });
    out
}
