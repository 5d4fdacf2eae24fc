//! Which drivers read a string: from its scheme, and from the manifests of the project.

mod manifest;
mod range;

pub use manifest::{Manifest, is_lock_file, is_manifest};

use manifest::{Dependency, Locked};

use super::{DRIVERS, Driver, DriverAt, Package};

/// A driver that a project shows to use, and how.
#[derive(Clone)]
pub struct Inferred {
    /// The driver.
    pub driver: DriverAt,
    /// Where it shows, such as "asyncpg in requirements.txt", or "asyncpg 0.29.0 in poetry.lock" when a lock file
    /// gives its version.
    pub why: String,
}

/// The drivers whose own scheme `scheme` is, such as `postgresql+asyncpg`; empty for a scheme that many read.
pub fn by_scheme(scheme: &str) -> Vec<&'static Driver> {
    DRIVERS.iter().copied().filter(|driver| driver.own_schemes.contains(&scheme)).collect()
}

/// The drivers that the manifests show, in the order of the table. The version is that of a lock file, else that of
/// the manifest which pins one; a range that the newest version is in leaves it open. What only a lock file names is
/// there for the sake of another package, and shows nothing.
pub fn from_manifests(manifests: &[Manifest<'_>]) -> Vec<Inferred> {
    let dependencies: Vec<Dependency<'_>> = manifests.iter().flat_map(Manifest::dependencies).collect();
    if dependencies.is_empty() {
        return Vec::new();
    }
    let locked: Vec<Locked<'_>> = manifests.iter().flat_map(Manifest::locked).collect();
    let shows = |driver: &&'static Driver| {
        let found = driver.packages.iter().flat_map(|package| shown(driver, package, &dependencies, &locked));
        let mut found: Vec<Inferred> = found.collect();
        let pinned = found.iter().position(|inferred| inferred.driver.version_known).unwrap_or(0);
        (!found.is_empty()).then(|| found.swap_remove(pinned))
    };
    DRIVERS.iter().filter_map(shows).collect()
}

/// Every place where `package` shows `driver`.
fn shown(
    driver: &'static Driver,
    package: &Package,
    dependencies: &[Dependency<'_>],
    locked: &[Locked<'_>],
) -> Vec<Inferred> {
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
    let beside = beside.map(|name| format!(" with {name}")).unwrap_or_default();
    let all = dependencies.iter().filter(|it| it.registry == package.registry && it.name == package.name);
    all.map(|dependency| {
        let newest = DriverAt::newest(driver);
        let range = dependency.range.filter(|_| package.is_versioned);
        let lock = lock_of(driver, package, dependency, locked);
        let version = lock.map(|it| it.version).or_else(|| range?.pins(driver.newest));
        let here = format!("{}{beside} in {}", package.name, dependency.manifest);
        Inferred {
            driver: version.map_or(newest, |version| DriverAt { version, version_known: true, ..newest }),
            why: match lock {
                None => here,
                Some(it) if it.name == package.base_name() => {
                    format!("{} {}{beside} in {}", package.name, it.written, it.lock)
                }
                Some(it) => format!("{here}, {} {} in {}", it.name, it.written, it.lock),
            },
        }
    })
    .collect()
}

/// What a lock file says about the version of `driver`, which `package` shows: about that package, or about another one
/// that has the driver's versions. Of several versions it is the newest that the manifest allows; a lock file that
/// has none such is out of date and says nothing.
fn lock_of<'l>(
    driver: &Driver,
    package: &Package,
    dependency: &Dependency<'_>,
    locked: &'l [Locked<'l>],
) -> Option<&'l Locked<'l>> {
    let of = |package: &Package| {
        let is_asked = package.base_name() == dependency.name.split('[').next().unwrap_or_default();
        let range = dependency.range.filter(|_| is_asked);
        let here =
            locked.iter().filter(|it| it.registry == package.registry && it.name == package.base_name());
        here.filter(|it| range.is_none_or(|range| range.admits(it.version))).max_by_key(|it| it.version)
    };
    let others = driver.packages.iter().filter(|it| !package.is_versioned || it.registry != package.registry);
    std::iter::once(package).chain(others).filter(|it| it.is_versioned).find_map(of)
}
