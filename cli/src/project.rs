//! Which drivers a project uses, as its manifests show.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use connlint_core::drivers::{Inferred, Manifest, from_manifests, is_manifest};

/// What is known about folders already looked into.
#[derive(Default)]
pub struct Projects {
    by_folder: BTreeMap<PathBuf, Vec<Inferred>>,
}

impl Projects {
    /// The drivers of the project that `folder` belongs to: of the nearest folder, upwards to the root of the
    /// repository, whose manifests show any. Outside of a repository only `folder` itself is looked into, so that no
    /// stranger's manifest decides.
    pub fn drivers(&mut self, folder: &Path) -> Vec<Inferred> {
        let Ok(folder) = fs::canonicalize(folder) else { return Vec::new() };
        if let Some(known) = self.by_folder.get(&folder) {
            return known.clone();
        }
        let own = drivers_of(&folder);
        let parent = folder.parent().filter(|_| own.is_empty() && is_below_a_root(&folder));
        let drivers = parent.map_or(own, |parent| self.drivers(parent));
        self.by_folder.insert(folder, drivers.clone());
        drivers
    }
}

/// Whether the root of a repository is further up.
fn is_below_a_root(folder: &Path) -> bool {
    let is_root = |folder: &Path| folder.join(".git").exists();
    !is_root(folder) && folder.ancestors().skip(1).any(is_root)
}

/// What the manifests in `folder` show. Prisma keeps its own one folder down.
fn drivers_of(folder: &Path) -> Vec<Inferred> {
    let texts: Vec<(String, String)> =
        [folder.to_owned(), folder.join("prisma")].iter().flat_map(|folder| manifests_in(folder)).collect();
    let manifests: Vec<Manifest<'_>> = texts.iter().map(|(name, text)| Manifest { name, text }).collect();
    from_manifests(&manifests)
}

fn manifests_in(folder: &Path) -> Vec<(String, String)> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut out: Vec<(String, String)> = entries
        .filter_map(Result::ok)
        .map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.path()))
        .filter(|(name, path)| is_manifest(name) && path.is_file())
        .filter_map(|(name, path)| Some((name, fs::read_to_string(path).ok()?)))
        .collect();
    out.sort();
    out
}
