//! Which drivers read a string: from its scheme, and from the manifests of the project.

mod manifest;
mod range;

pub use manifest::{Manifest, is_manifest};

use manifest::Dependency;

use super::{DRIVERS, Driver, DriverAt, Package};

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

/// The drivers that the manifests show, in the order of the table. The version is that of the manifest which pins one;
/// a range that the newest version is in leaves it open.
pub fn from_manifests(manifests: &[Manifest<'_>]) -> Vec<Inferred> {
    let dependencies: Vec<Dependency<'_>> = manifests.iter().flat_map(Manifest::dependencies).collect();
    let shows = |driver: &&'static Driver| {
        let found = driver.packages.iter().flat_map(|package| shown(driver, package, &dependencies));
        let mut found: Vec<Inferred> = found.collect();
        let pinned = found.iter().position(|inferred| inferred.driver.version_known).unwrap_or(0);
        (!found.is_empty()).then(|| found.swap_remove(pinned))
    };
    DRIVERS.iter().filter_map(shows).collect()
}

/// Every place where `package` shows `driver`.
fn shown(driver: &'static Driver, package: &Package, dependencies: &[Dependency<'_>]) -> Vec<Inferred> {
    let named = |name: &str| {
        let mut here = dependencies.iter().filter(|it| it.registry == package.registry);
        here.any(|it| it.name == name)
    };
    if package.unless.iter().any(|above| named(above)) {
        return Vec::new();
    }
    let beside = package.with.iter().find(|name| named(name));
    if beside.is_none() && !package.with.is_empty() {
        return Vec::new();
    }
    let all = dependencies.iter().filter(|it| it.registry == package.registry && it.name == package.name);
    all.map(|dependency| {
        let range = dependency.range.filter(|_| package.is_versioned);
        let version = range.and_then(|range| range.pins(driver.newest));
        let newest = DriverAt::newest(driver);
        let beside = beside.map(|name| format!(" with {name}")).unwrap_or_default();
        Inferred {
            driver: version.map_or(newest, |version| DriverAt { version, version_known: true, ..newest }),
            why: format!("{}{beside} in {}", package.name, dependency.manifest),
        }
    })
    .collect()
}
