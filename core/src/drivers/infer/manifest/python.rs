//! PyPI and conda: requirements.txt, pyproject.toml, Pipfile, setup.cfg, setup.py, environment.yml.

use super::json::each_text;
use super::quotes::quoted;
use super::toml::{Assignment, assignments, each_package};
use super::{Asked, Files, Tell, kind, lock, with_extras};
use crate::drivers::Registry;
use crate::drivers::infer::range::{Bare, Range};

pub(super) static FILES: Files = Files {
    registry: Registry::Python,
    manifests: &[
        kind(is_requirements, requirements),
        kind(|name| name == "pyproject.toml", pyproject),
        kind(|name| name == "Pipfile", pipfile),
        kind(|name| name == "setup.cfg", setup_cfg),
        kind(|name| name == "setup.py", setup_py),
        kind(|name| matches!(name, "environment.yml" | "environment.yaml"), conda),
    ],
    locks: &[
        lock("poetry.lock", each_package),
        lock("uv.lock", each_package),
        lock("pdm.lock", each_package),
        lock("Pipfile.lock", pipfile_lock),
    ],
};

fn is_requirements(name: &str) -> bool {
    name.starts_with("requirements") && (name.ends_with(".txt") || name.ends_with(".in"))
}

/// Names of PyPI are the same in either case and with `-`, `_` or `.`.
pub(super) fn canonical(name: &str) -> String {
    name.trim().to_ascii_lowercase().replace(['_', '.'], "-")
}

/// `name[extra,extra] >=1,<2; marker`, `name @ link`.
fn requirement(text: &str) -> Asked {
    let text = text.split([';', '#']).next().unwrap_or_default();
    let text = text.split(" --").next().unwrap_or_default().trim().trim_end_matches('\\');
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || "-_.".contains(c))).unwrap_or(text.len());
    let Some((name, rest)) = text.split_at_checked(end).filter(|(name, _)| is_package_name(name)) else {
        return Vec::new();
    };
    let rest = rest.trim_start();
    let (extras, rest) = rest.strip_prefix('[').and_then(|rest| rest.split_once(']')).unwrap_or(("", rest));
    let extras: Vec<String> = list(extras).map(canonical).collect();
    let range = if rest.trim_start().starts_with('@') { None } else { Range::parse(rest, Bare::Series) };
    with_extras(&canonical(name), range, extras.iter().map(String::as_str))
}

fn is_package_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphanumeric())
}

fn list(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|it| !it.is_empty())
}

fn requirements(text: &str) -> Asked {
    text.lines().flat_map(requirement).collect()
}

/// The requirements of `install_requires` and of the extras.
fn setup_cfg(text: &str) -> Asked {
    let (mut section, mut key) = ("", "");
    let mut out = Vec::new();
    for line in text.lines() {
        let trimmed = line.trim();
        let value = if line.starts_with([' ', '\t']) {
            trimmed
        } else if trimmed.starts_with('[') {
            (section, key) = (trimmed, "");
            continue;
        } else {
            let (name, value) = trimmed.split_once('=').unwrap_or_default();
            key = name.trim();
            value
        };
        if key.ends_with("_requires") && key != "python_requires" || section == "[options.extras_require]" {
            out.extend(requirement(value));
        }
    }
    out
}

/// The texts in the list `install_requires`.
fn setup_py(text: &str) -> Asked {
    let list = text.split_once("install_requires").map_or("", |(_, rest)| rest);
    let code = list.lines().map(|line| line.split('#').next().unwrap_or_default());
    let code = code.collect::<Vec<_>>().join("\n");
    // An extra has brackets of its own: `"psycopg[binary]"`.
    let mut depth = 0_usize;
    let end = code.find(|c| {
        depth = match c {
            '[' | '(' => depth + 1,
            ']' | ')' => depth.saturating_sub(1),
            _ => return false,
        };
        depth == 0
    });
    quoted(code.get(..end.unwrap_or(code.len())).unwrap_or_default()).flat_map(requirement).collect()
}

/// The items of `dependencies:`, those of pip among them; `channel::name=version=build`.
fn conda(text: &str) -> Asked {
    let items = text.lines().filter_map(|line| line.trim_start().strip_prefix("- "));
    items
        .flat_map(|item| {
            let item = item.trim().trim_matches(['"', '\'']);
            requirement(item.rsplit("::").next().unwrap_or_default())
        })
        .collect()
}

/// Lists of requirements as the standard has them, and the tables of Poetry.
fn pyproject(text: &str) -> Asked {
    let of = |it: &Assignment| -> Asked {
        let is_list = it.section == "project" && it.key == "dependencies"
            || it.section == "tool.uv" && it.key == "dev-dependencies"
            || matches!(it.section.as_str(), "project.optional-dependencies" | "dependency-groups");
        let is_table = it.section.starts_with("tool.poetry") && it.section.ends_with("dependencies");
        if is_list {
            quoted(&it.value).flat_map(requirement).collect()
        } else if is_table {
            it.package(&canonical(&it.key), "extras", Bare::Series)
        } else {
            Vec::new()
        }
    };
    assignments(text).iter().flat_map(of).collect()
}

fn pipfile(text: &str) -> Asked {
    let all = assignments(text);
    let packages = all.iter().filter(|it| matches!(it.section.as_str(), "packages" | "dev-packages"));
    packages.flat_map(|it| it.package(&canonical(&it.key), "extras", Bare::Series)).collect()
}

/// `"default": {"asyncpg": {"version": "==0.29.0"}}`.
fn pipfile_lock<'t>(text: &'t str, tell: Tell<'_, 't>) {
    each_text(text, |around, name, value| {
        if let (["", "default" | "develop", package], "version") = (around, name) {
            tell(package, value.trim_start_matches('='));
        }
    });
}
