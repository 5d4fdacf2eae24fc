//! The crate registry: Cargo.toml.

use super::quotes::quoted;
use super::toml::{assignments, each_package};
use super::{Asked, Files, kind, lock};
use crate::drivers::Registry;
use crate::drivers::infer::range::Bare;

pub(super) static FILES: Files = Files {
    registry: Registry::Rust,
    manifests: &[kind(|name| name == "Cargo.toml", cargo)],
    locks: &[lock("Cargo.lock", each_package)],
};

/// Tables of dependencies, and tables of one: `[dependencies.sqlx]`.
fn cargo(text: &str) -> Asked {
    let all = assignments(text);
    let mut out = Vec::new();
    for it in &all {
        if it.section.ends_with("dependencies") {
            // `name.workspace = true` names no version.
            let name = it.key.split('.').next().unwrap_or_default();
            out.extend(it.package(name, "features", Bare::Caret));
        } else if let Some((_, name)) = it.section.rsplit_once("dependencies.") {
            match it.key.as_str() {
                "version" => out.extend(it.package(name, "features", Bare::Caret)),
                "features" => out.extend(quoted(&it.value).map(|word| (format!("{name}[{word}]"), None))),
                _ => out.push((name.to_owned(), None)),
            }
        }
    }
    out
}
