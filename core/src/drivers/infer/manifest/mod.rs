//! The dependencies that a manifest names and the versions that a lock file gives, each kind of file read as far as
//! that needs: one module per registry.

mod dotnet;
mod elixir;
mod go;
mod java;
mod json;
mod node;
mod perl;
mod php;
mod prisma;
mod python;
mod quotes;
mod ruby;
mod rust;
mod toml;
mod xml;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use super::range::Range;
use crate::drivers::{DRIVERS, Package, Registry};
use crate::model::Version;

/// A manifest, a lock file or another telling file of the project whose file is linted.
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

/// The version of a package that a lock file gives, of those that drivers are known by.
#[derive(Clone, Debug)]
pub(super) struct Locked<'a> {
    pub(super) registry: Registry,
    /// As in [`Dependency`], without extras.
    pub(super) name: String,
    pub(super) version: Version,
    /// The version as it is written.
    pub(super) written: String,
    /// The lock file.
    pub(super) lock: &'a str,
}

/// What a manifest asks for, as names and ranges.
type Asked = Vec<(String, Option<Range>)>;

/// The files in which projects name packages of a registry.
struct Files {
    registry: Registry,
    manifests: &'static [ManifestKind],
    locks: &'static [LockKind],
}

/// Is told of every package in a lock file: its name and its version. There may be several of one name.
type Tell<'f, 't> = &'f mut dyn FnMut(&'t str, &'t str);

/// A kind of lock file: its name, and how it is read. They may be megabytes: one pass, and nothing is kept.
struct LockKind {
    name: &'static str,
    read: for<'t> fn(&'t str, Tell<'_, 't>),
}

const fn lock(name: &'static str, read: for<'t> fn(&'t str, Tell<'_, 't>)) -> LockKind {
    LockKind { name, read }
}

/// A kind of manifest: which files it is, and how it is read.
struct ManifestKind {
    has_name: fn(&str) -> bool,
    read: fn(&str) -> Asked,
}

const fn kind(has_name: fn(&str) -> bool, read: fn(&str) -> Asked) -> ManifestKind {
    ManifestKind { has_name, read }
}

static FILES: &[&Files] = &[
    &dotnet::FILES,
    &elixir::FILES,
    &go::FILES,
    &java::FILES,
    &node::FILES,
    &perl::FILES,
    &php::FILES,
    &prisma::FILES,
    &python::FILES,
    &ruby::FILES,
    &rust::FILES,
];

/// Whether a file of this name asks for packages, and so tells about the drivers of a project.
pub fn is_manifest(name: &str) -> bool {
    manifest_kind(name).is_some()
}

/// Whether a file of this name says which version of each package a project has. By itself it tells nothing of
/// drivers: most of its packages are there for the sake of others.
pub fn is_lock_file(name: &str) -> bool {
    lock_kind(name).is_some()
}

fn lock_kind(name: &str) -> Option<(Registry, &'static LockKind)> {
    let kinds = FILES.iter().flat_map(|files| files.locks.iter().map(|kind| (files.registry, kind)));
    kinds.into_iter().find(|(_, kind)| kind.name == name)
}

fn manifest_kind(name: &str) -> Option<(Registry, &'static ManifestKind)> {
    let kinds = FILES.iter().flat_map(|files| files.manifests.iter().map(|kind| (files.registry, kind)));
    kinds.into_iter().find(|(_, kind)| (kind.has_name)(name))
}

impl<'a> Manifest<'a> {
    /// What it asks for; nothing for a file that is no manifest.
    pub(super) fn dependencies(&self) -> Vec<Dependency<'a>> {
        let Some((registry, kind)) = manifest_kind(self.name) else { return Vec::new() };
        let all = (kind.read)(self.text).into_iter();
        all.map(|(name, range)| Dependency { registry, name, range, manifest: self.name }).collect()
    }

    /// The versions that it gives; nothing for a file that is no lock file.
    pub(super) fn locked(&self) -> Vec<Locked<'a>> {
        let Some((registry, kind)) = lock_kind(self.name) else { return Vec::new() };
        let wanted = names_of_drivers(registry);
        let mut out = Vec::new();
        (kind.read)(self.text, &mut |name, written| {
            let name = canonical(registry, name);
            let Some(version) = Version::parse(written).filter(|_| wanted.contains(name.as_str())) else {
                return;
            };
            let end = written.find(|c: char| !(c.is_ascii_alphanumeric() || ".-+".contains(c)));
            let written = written.get(..end.unwrap_or(written.len())).unwrap_or_default().to_owned();
            out.push(Locked { registry, name, version, written, lock: self.name });
        });
        out
    }
}

/// The names of all packages that drivers are known by, without extras.
fn names_of_drivers(registry: Registry) -> BTreeSet<&'static str> {
    let packages = DRIVERS.iter().flat_map(|driver| driver.packages);
    packages.filter(|package| package.registry == registry).map(Package::base_name).collect()
}

/// A name as the table of drivers has it.
fn canonical(registry: Registry, name: &str) -> String {
    match registry {
        Registry::Python => python::canonical(name),
        _ => name.to_ascii_lowercase(),
    }
}

/// A package and its extras.
fn with_extras<'t>(name: &str, range: Option<Range>, extras: impl Iterator<Item = &'t str>) -> Asked {
    // No registry has longer names; a text that pretends to one with many extras must not be multiplied.
    const LONGEST: usize = 256;
    let extras = extras.filter(|_| name.len() <= LONGEST);
    let own = (name.to_owned(), range);
    let extras = extras.map(|extra| (format!("{name}[{extra}]"), range));
    std::iter::once(own).chain(extras).collect()
}
