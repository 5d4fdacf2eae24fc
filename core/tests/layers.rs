//! Each module of core uses only the modules above it.

#![allow(clippy::expect_used, clippy::disallowed_methods)]

use std::path::Path;

const LAYERS: &[&str] = &[
    "text",
    "diag",
    "parse",
    "formats",
    "model",
    "drivers",
    "endpoints",
    "errors",
    "rules",
    "fix",
    "generate",
    "report",
];

fn each_line_under(folder: &Path, visit: &mut dyn FnMut(&Path, &str)) {
    for entry in std::fs::read_dir(folder).expect("a folder of core") {
        let path = entry.expect("an entry of a folder").path();
        if path.is_dir() {
            each_line_under(&path, visit);
        } else {
            let text = std::fs::read_to_string(&path).expect("a source file");
            text.lines().for_each(|line| visit(&path, line));
        }
    }
}

#[test]
fn modules_use_only_those_above_them() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for (level, module) in LAYERS.iter().enumerate() {
        if !src.join(module).is_dir() {
            continue;
        }
        each_line_under(&src.join(module), &mut |path, line| {
            for lower in &LAYERS[level + 1..] {
                assert!(
                    !line.contains(&format!("crate::{lower}")),
                    "{}: uses `{lower}`: {line}",
                    path.display()
                );
            }
        });
    }
}

#[test]
fn every_module_has_its_place() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for entry in std::fs::read_dir(src).expect("the source folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        assert!(!path.is_dir() || LAYERS.contains(&name.as_str()), "`{name}` is not in the list of layers");
    }
}
