//! Which drivers read a string: from its scheme, and from the manifests of the project.

use super::{DRIVERS, Driver, DriverAt, Registry};
use crate::model::Version;

/// A manifest or another telling file beside the file that is linted.
#[derive(Clone, Debug)]
pub struct Manifest<'a> {
    /// Its name, without folders.
    pub name: &'a str,
    /// Its text.
    pub text: &'a str,
}

/// A driver that a project shows to use, and how.
#[derive(Clone)]
pub struct Inferred {
    /// The driver.
    pub driver: DriverAt,
    /// Where it shows, such as "asyncpg in requirements.txt".
    pub why: String,
}

/// The drivers whose own scheme `scheme` is, such as `postgresql+asyncpg`; empty for a scheme that many read.
pub fn by_scheme(scheme: &str) -> Vec<&'static Driver> {
    DRIVERS.iter().copied().filter(|driver| driver.own_schemes.contains(&scheme)).collect()
}

/// The drivers that the manifests show, in the order of the table.
pub fn from_manifests(manifests: &[Manifest<'_>]) -> Vec<Inferred> {
    let shows = |driver: &&'static Driver| {
        driver.packages.iter().find_map(|package| {
            manifests.iter().find_map(|manifest| {
                let version = mentions(manifest, package.registry, package.name)?;
                let mut at = DriverAt::newest(driver);
                if let Some(version) = version {
                    at = DriverAt { version, version_known: true, ..at };
                }
                Some(Inferred { driver: at, why: format!("{} in {}", package.name, manifest.name) })
            })
        })
    };
    DRIVERS.iter().filter_map(shows).collect()
}

/// Whether a manifest of `registry` names `package`, and the version if it pins one exactly.
fn mentions(manifest: &Manifest<'_>, registry: Registry, package: &str) -> Option<Option<Version>> {
    if !registry.is_manifest(manifest.name) {
        return None;
    }
    let is_name = |c: char| c.is_ascii_alphanumeric() || "-_./@".contains(c);
    let lower = manifest.text.to_ascii_lowercase();
    lower.match_indices(package).find_map(|(at, _)| {
        let before = lower.get(..at)?.chars().next_back();
        let rest = lower.get(at + package.len()..)?;
        let whole = !before.is_some_and(is_name) && !rest.starts_with(is_name);
        let line_start = lower.get(..at)?.rfind('\n').map_or(0, |newline| newline + 1);
        let comment = lower.get(line_start..at)?.contains(['#']) || lower.get(line_start..at)?.contains("//");
        (whole && !comment).then(|| rest.strip_prefix("==").and_then(Version::parse))
    })
}

impl Registry {
    /// Whether a file of this name is a manifest of this kind.
    pub fn is_manifest(self, name: &str) -> bool {
        match self {
            Registry::Python => {
                name.starts_with("requirements") && name.ends_with(".txt")
                    || matches!(
                        name,
                        "pyproject.toml" | "Pipfile" | "setup.cfg" | "setup.py" | "environment.yml"
                    )
            }
            Registry::Node => name == "package.json",
            Registry::Rust => name == "Cargo.toml",
            Registry::Go => name == "go.mod",
            Registry::Prisma => name.ends_with(".prisma"),
        }
    }
}

/// Whether a file of this name tells about the drivers of a project.
pub fn is_manifest(name: &str) -> bool {
    [Registry::Python, Registry::Node, Registry::Rust, Registry::Go, Registry::Prisma]
        .iter()
        .any(|registry| registry.is_manifest(name))
}
