//! The dependencies that a manifest names, each kind of manifest read as far as that needs: one file per registry.

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

use super::range::Range;
use crate::drivers::Registry;

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

/// What a manifest asks for, as names and ranges.
type Asked = Vec<(String, Option<Range>)>;

/// The files in which projects name packages of a registry.
struct Files {
    registry: Registry,
    manifests: &'static [ManifestKind],
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

/// Whether a file of this name tells about the drivers of a project.
pub fn is_manifest(name: &str) -> bool {
    manifest_kind(name).is_some()
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
