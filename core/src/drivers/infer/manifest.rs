//! The dependencies that a manifest names, each kind of manifest read as far as that needs.

use super::range::{Bare, Range};
use crate::drivers::Registry;
use crate::model::Version;

/// A manifest or another telling file beside the file that is linted.
#[derive(Clone, Debug)]
pub struct Manifest<'a> {
    /// Its name, without folders.
    pub name: &'a str,
    /// Its text.
    pub text: &'a str,
}

/// A package that a manifest asks for.
#[derive(Clone, Debug)]
pub(super) struct Dependency<'a> {
    pub(super) registry: Registry,
    /// Lower case; in Python with `-` for `_` and `.`. An extra or a feature is a package of its own: `name[extra]`.
    pub(super) name: String,
    /// The versions that are allowed, if the manifest says so.
    pub(super) range: Option<Range>,
    /// The manifest that asks for it.
    pub(super) manifest: &'a str,
}

/// How a manifest is read: what it asks for, as names and ranges.
type Read = fn(&str) -> Vec<(String, Option<Range>)>;

/// A kind of manifest.
struct ManifestKind {
    has_name: fn(&str) -> bool,
    registry: Registry,
    read: Read,
}

const fn kind(has_name: fn(&str) -> bool, registry: Registry, read: Read) -> ManifestKind {
    ManifestKind { has_name, registry, read }
}

const KINDS: &[ManifestKind] = &[
    kind(is_requirements, Registry::Python, requirements),
    kind(|name| name == "pyproject.toml", Registry::Python, pyproject),
    kind(|name| name == "Pipfile", Registry::Python, pipfile),
    kind(|name| name == "setup.cfg", Registry::Python, setup_cfg),
    kind(|name| name == "setup.py", Registry::Python, setup_py),
    kind(|name| matches!(name, "environment.yml" | "environment.yaml"), Registry::Python, conda),
    kind(|name| name == "package.json", Registry::Node, package_json),
    kind(|name| name == "Cargo.toml", Registry::Rust, cargo),
    kind(|name| name == "go.mod", Registry::Go, go_mod),
    kind(|name| name.ends_with(".prisma"), Registry::Prisma, prisma),
];

/// Whether a file of this name tells about the drivers of a project.
pub fn is_manifest(name: &str) -> bool {
    KINDS.iter().any(|kind| (kind.has_name)(name))
}

impl<'a> Manifest<'a> {
    /// What it asks for; nothing for a file that is no manifest.
    pub(super) fn dependencies(&self) -> Vec<Dependency<'a>> {
        let Some(kind) = KINDS.iter().find(|kind| (kind.has_name)(self.name)) else {
            return Vec::new();
        };
        let all = (kind.read)(self.text).into_iter();
        all.map(|(name, range)| Dependency { registry: kind.registry, name, range, manifest: self.name })
            .collect()
    }
}

fn is_requirements(name: &str) -> bool {
    name.starts_with("requirements") && (name.ends_with(".txt") || name.ends_with(".in"))
}

/// A package and its extras.
fn with_extras<'t>(
    name: &str,
    range: Option<Range>,
    extras: impl Iterator<Item = &'t str>,
) -> Vec<(String, Option<Range>)> {
    let own = (name.to_owned(), range);
    let extras = extras.map(|extra| (format!("{name}[{extra}]"), range));
    std::iter::once(own).chain(extras).collect()
}

/// Names of PyPI are the same in either case and with `-`, `_` or `.`.
fn python_name(name: &str) -> String {
    name.trim().to_ascii_lowercase().replace(['_', '.'], "-")
}

/// `name[extra,extra] >=1,<2; marker`, `name @ link`.
fn requirement(text: &str) -> Vec<(String, Option<Range>)> {
    let text = text.split([';', '#']).next().unwrap_or_default();
    let text = text.split(" --").next().unwrap_or_default().trim().trim_end_matches('\\');
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || "-_.".contains(c))).unwrap_or(text.len());
    let Some((name, rest)) = text.split_at_checked(end).filter(|(name, _)| is_package_name(name)) else {
        return Vec::new();
    };
    let rest = rest.trim_start();
    let (extras, rest) = rest.strip_prefix('[').and_then(|rest| rest.split_once(']')).unwrap_or(("", rest));
    let extras: Vec<String> = list(extras).map(python_name).collect();
    let range = if rest.trim_start().starts_with('@') { None } else { Range::parse(rest, Bare::Series) };
    with_extras(&python_name(name), range, extras.iter().map(String::as_str))
}

fn is_package_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphanumeric())
}

fn list(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|it| !it.is_empty())
}

fn requirements(text: &str) -> Vec<(String, Option<Range>)> {
    text.lines().flat_map(requirement).collect()
}

/// The requirements of `install_requires` and of the extras.
fn setup_cfg(text: &str) -> Vec<(String, Option<Range>)> {
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
fn setup_py(text: &str) -> Vec<(String, Option<Range>)> {
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

/// What stands between quotes.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let open = rest.find(['"', '\''])?;
        let quote = rest.get(open..)?.chars().next()?;
        let (inner, after) = rest.get(open + 1..)?.split_once(quote)?;
        rest = after;
        Some(inner)
    })
}

/// The items of `dependencies:`, those of pip among them; `channel::name=version=build`.
fn conda(text: &str) -> Vec<(String, Option<Range>)> {
    let items = text.lines().filter_map(|line| line.trim_start().strip_prefix("- "));
    items
        .flat_map(|item| {
            let item = item.trim().trim_matches(['"', '\'']);
            requirement(item.rsplit("::").next().unwrap_or_default())
        })
        .collect()
}

/// A line `key = value` of TOML, lists that go over several lines put together, with the section it stands in.
struct Assignment {
    section: String,
    key: String,
    value: String,
}

fn toml(text: &str) -> Vec<Assignment> {
    let mut out = Vec::new();
    let mut section = String::new();
    let mut lines = text.lines().map(without_comment);
    while let Some(line) = lines.next() {
        let trimmed = line.trim();
        if let Some(name) = trimmed.strip_prefix('[') {
            section = name.trim_matches(['[', ']']).replace(['"', ' '], "");
            continue;
        }
        let Some((key, value)) = trimmed.split_once('=') else { continue };
        let mut value = value.trim().to_owned();
        while value.matches('[').count() > value.matches(']').count() {
            let Some(more) = lines.next() else { break };
            value.push('\n');
            value.push_str(more);
        }
        let key = key.trim().trim_matches(['"', '\'']).to_owned();
        out.push(Assignment { section: section.clone(), key, value });
    }
    out
}

fn without_comment(line: &str) -> &str {
    let mut quote = None;
    let end = line.find(|c| match (quote, c) {
        (None, '#') => true,
        (None, '"' | '\'') => {
            quote = Some(c);
            false
        }
        (Some(open), _) if open == c => {
            quote = None;
            false
        }
        _ => false,
    });
    line.get(..end.unwrap_or(line.len())).unwrap_or(line)
}

impl Assignment {
    /// A package with its version, `"1.2"` or `{ version = "1.2", extras = ["a"] }`; `word` is what its extras are
    /// called.
    fn package(&self, name: &str, word: &str, bare: Bare) -> Vec<(String, Option<Range>)> {
        let value = self.value.as_str();
        let is_table = value.starts_with('{');
        let version = if is_table { field(value, "version") } else { value };
        let extras = if is_table { field(value, word) } else { "" };
        let extras = extras.split_once(']').map_or("", |(list, _)| list);
        let range = quoted(version).next().and_then(|version| Range::parse(version, bare));
        with_extras(name, range, quoted(extras))
    }
}

/// What follows `name =` in a table.
fn field<'t>(table: &'t str, name: &str) -> &'t str {
    table
        .match_indices(name)
        .find_map(|(at, _)| {
            let is_start = table.get(..at)?.ends_with(['{', ' ', ',']);
            table.get(at + name.len()..)?.trim_start().strip_prefix('=').filter(|_| is_start)
        })
        .unwrap_or_default()
}

/// Lists of requirements as the standard has them, and the tables of Poetry.
fn pyproject(text: &str) -> Vec<(String, Option<Range>)> {
    let of = |it: &Assignment| -> Vec<(String, Option<Range>)> {
        let is_list = it.section == "project" && it.key == "dependencies"
            || it.section == "tool.uv" && it.key == "dev-dependencies"
            || matches!(it.section.as_str(), "project.optional-dependencies" | "dependency-groups");
        let is_table = it.section.starts_with("tool.poetry") && it.section.ends_with("dependencies");
        if is_list {
            quoted(&it.value).flat_map(requirement).collect()
        } else if is_table {
            it.package(&python_name(&it.key), "extras", Bare::Series)
        } else {
            Vec::new()
        }
    };
    toml(text).iter().flat_map(of).collect()
}

fn pipfile(text: &str) -> Vec<(String, Option<Range>)> {
    let all = toml(text);
    let packages = all.iter().filter(|it| matches!(it.section.as_str(), "packages" | "dev-packages"));
    packages.flat_map(|it| it.package(&python_name(&it.key), "extras", Bare::Series)).collect()
}

/// Tables of dependencies, and tables of one: `[dependencies.sqlx]`.
fn cargo(text: &str) -> Vec<(String, Option<Range>)> {
    let all = toml(text);
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

/// The modules that are needed directly.
fn go_mod(text: &str) -> Vec<(String, Option<Range>)> {
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

/// The text fields of `dependencies`, `devDependencies` and `optionalDependencies`.
fn package_json(text: &str) -> Vec<(String, Option<Range>)> {
    let mut out = Vec::new();
    let mut objects: Vec<&str> = Vec::new();
    let mut key: Option<&str> = None;
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}', '"', ',']) {
        let (mark, after) = rest.get(at..).and_then(|rest| rest.split_at_checked(1)).unwrap_or_default();
        rest = after;
        match mark {
            "{" => objects.push(key.take().unwrap_or_default()),
            "}" => {
                objects.pop();
            }
            "," => key = None,
            _ => {
                let end = end_of_text(rest);
                let (word, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
                rest = after.strip_prefix('"').unwrap_or(after);
                if rest.trim_start().starts_with(':') {
                    key = Some(word);
                } else if let (
                    Some(name),
                    ["", "dependencies" | "devDependencies" | "optionalDependencies"],
                ) = (key, objects.as_slice())
                {
                    out.push((name.to_ascii_lowercase(), Range::parse(word, Bare::Series)));
                }
            }
        }
    }
    out
}

/// Where the quote is that closes a text of JSON.
fn end_of_text(text: &str) -> usize {
    let mut is_escaped = false;
    let end = text.find(|c| {
        let closes = c == '"' && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        closes
    });
    end.unwrap_or(text.len())
}

/// The provider of the datasource. A `url` in it is read by Prisma 6 and older, and refused from 7 on.
fn prisma(text: &str) -> Vec<(String, Option<Range>)> {
    let code = text.lines().map(|line| line.split("//").next().unwrap_or_default());
    let mut lines = code.map(str::trim).skip_while(|line| !line.starts_with("datasource ")).skip(1);
    let datasource: Vec<(&str, &str)> = lines
        .by_ref()
        .take_while(|line| *line != "}")
        .filter_map(|line| line.split_once('='))
        .map(|(key, value)| (key.trim(), value.trim()))
        .collect();
    let value = |name: &str| datasource.iter().find(|(key, _)| *key == name).map(|(_, value)| *value);
    let provider = value("provider").and_then(|value| quoted(value).next());
    let range = value("url").and_then(|_| Range::parse(&format!("<{}", FIRST_WITHOUT_URL.0), Bare::Series));
    provider.map(|provider| (provider.to_owned(), range)).into_iter().collect()
}

/// The first version of Prisma that refuses a `url` in the datasource.
const FIRST_WITHOUT_URL: Version = Version(7, 0, 0);
