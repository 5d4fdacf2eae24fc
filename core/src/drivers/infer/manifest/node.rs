//! npm: package.json.

use super::json::each_text;
use super::{Asked, Files, Tell, kind, lock};
use crate::drivers::Registry;
use crate::drivers::infer::range::{Bare, Range};

pub(super) static FILES: Files = Files {
    registry: Registry::Node,
    manifests: &[kind(|name| name == "package.json", package_json)],
    locks: &[
        lock("package-lock.json", package_lock),
        lock("yarn.lock", yarn_lock),
        lock("pnpm-lock.yaml", pnpm_lock),
        lock("bun.lock", bun_lock),
    ],
};

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

/// The packages at the top: those below another are there for that one's sake. `packages` since version 2 of the
/// format, `dependencies` before.
fn package_lock<'t>(text: &'t str, tell: Tell<'_, 't>) {
    each_text(text, |around, name, value| match (around, name) {
        (["", "packages", path], "version") => {
            let package = path.strip_prefix("node_modules/").filter(|it| !it.contains("/node_modules/"));
            if let Some(package) = package {
                tell(package, value);
            }
        }
        (["", "dependencies", package], "version") => tell(package, value),
        _ => {}
    });
}

/// `pg@^8.11.3, pg@8:` and below it `version "8.11.3"`; from Yarn 2 on `"pg@npm:^8.11.3":` and `version: 8.11.3`.
fn yarn_lock<'t>(text: &'t str, tell: Tell<'_, 't>) {
    let mut name = "";
    for line in text.lines() {
        if !line.starts_with(' ') {
            name = before_version(line.trim_start_matches('"'));
        } else if let Some(value) = line.strip_prefix("  version") {
            tell(name, value.trim_start_matches(':').trim().trim_matches('"'));
        }
    }
}

/// The name in `name@version`; a name may begin with `@`.
fn before_version(text: &str) -> &str {
    let end = text.bytes().skip(1).position(|byte| byte == b'@').map_or(text.len(), |at| at + 1);
    text.get(..end).unwrap_or_default()
}

/// What the packages of the workspace ask for, which stands before `packages:`: `pg:` and below it `version: 8.11.3`;
/// in old files `pg: 8.11.3` below `dependencies:`.
fn pnpm_lock<'t>(text: &'t str, tell: Tell<'_, 't>) {
    let (mut section, mut name) = ("", "");
    for line in text.lines().take_while(|line| *line != "packages:") {
        let Some((key, value)) = line.trim().split_once(':') else { continue };
        let (key, value) = (key.trim_matches('\''), value.trim().trim_matches('\''));
        match (key, value) {
            ("version", version) => tell(name, version),
            (_, "") if line.starts_with(' ') => name = key,
            (_, "") => section = key,
            _ if section.ends_with("ependencies") && line.starts_with("  ") => tell(key, value),
            _ => {}
        }
    }
}

/// `"pg": ["pg@8.11.3", ...]` in `packages`.
fn bun_lock<'t>(text: &'t str, tell: Tell<'_, 't>) {
    each_text(text, |around, _, value| {
        if let ["", "packages", package] = around
            && let Some(version) = value.strip_prefix(package).and_then(|rest| rest.strip_prefix('@'))
        {
            tell(package, version);
        }
    });
}
