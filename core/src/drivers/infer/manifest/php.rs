//! Packagist: composer.json.

use super::json::each_text;
use super::{Asked, Files, Tell, kind, lock};
use crate::drivers::Registry;
use crate::drivers::infer::range::{Bare, Range};

pub(super) static FILES: Files = Files {
    registry: Registry::Php,
    manifests: &[kind(|name| name == "composer.json", composer)],
    locks: &[lock("composer.lock", composer_lock)],
};

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

/// The objects in `packages` and `packages-dev`; a name stands before its version.
fn composer_lock<'t>(text: &'t str, tell: Tell<'_, 't>) {
    let mut package = "";
    each_text(text, |around, name, value| match (around, name) {
        (["", "packages" | "packages-dev", ""], "name") => package = value,
        (["", "packages" | "packages-dev", ""], "version") => tell(package, value),
        _ => {}
    });
}
