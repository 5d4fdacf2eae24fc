//! Which drivers a project uses, as its manifests and its code show.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use connlint_core::drivers::{Inferred, Manifest, from_manifests, is_lock_file, is_manifest};
use connlint_core::rules::{Answers, Use, poolers, uses};

use crate::files;

/// Larger files are not read: the largest lock files of real projects have a few million bytes.
const LARGEST: u64 = 32 << 20;

/// What is known about folders already looked into.
#[derive(Default)]
pub struct Projects {
    by_folder: BTreeMap<PathBuf, Vec<Inferred>>,
    locks_by_folder: BTreeMap<PathBuf, Rc<[File]>>,
    roots: BTreeMap<PathBuf, PathBuf>,
    uses: Vec<(PathBuf, Use)>,
    poolers: Vec<(PathBuf, Answers)>,
}

/// What a project shows.
pub struct Known {
    /// The drivers that its manifests name.
    pub drivers: Vec<Inferred>,
    /// How its code reads variables.
    pub code: Vec<Use>,
    /// The poolers that it sets up.
    pub poolers: Vec<Answers>,
}

/// A file's name, without folders, and its text.
type File = (String, String);

impl Projects {
    /// The root of the project that `folder` belongs to: the nearest folder, upwards to the root of the repository, that
    /// has a manifest.
    fn root(&mut self, folder: &Path) -> Option<PathBuf> {
        let folder = fs::canonicalize(folder).ok()?;
        if let Some(known) = self.roots.get(&folder) {
            return Some(known.clone());
        }
        let is_root = !files_in(&folder, is_manifest).is_empty() || !is_below_a_root(&folder);
        let parent = folder.parent().filter(|_| !is_root).and_then(|parent| self.root(parent));
        let root = parent.unwrap_or_else(|| folder.clone());
        self.roots.insert(folder, root.clone());
        Some(root)
    }

    /// Notes how the code in `text`, a file in `folder` that is shown as `path`, reads its variables, and which poolers
    /// it sets up.
    pub fn learn(&mut self, text: &str, path: &str, folder: &Path) {
        let (found, poolers) = (uses(text, path), poolers(text, path));
        if let Some(root) = self.root(folder).filter(|_| !found.is_empty() || !poolers.is_empty()) {
            self.uses.extend(found.into_iter().map(|it| (root.clone(), it)));
            self.poolers.extend(poolers.into_iter().map(|it| (root.clone(), it)));
        }
    }

    /// What is known about a file in `folder`.
    pub fn known(&mut self, folder: &Path) -> Known {
        let (code, poolers) = match self.root(folder) {
            Some(root) => (below(&self.uses, &root), below(&self.poolers, &root)),
            None => (Vec::new(), Vec::new()),
        };
        Known { drivers: self.drivers(folder), code, poolers }
    }

    /// The drivers of the project that `folder` belongs to: of the nearest folder, upwards to the root of the
    /// repository, whose manifests show any. Outside of a repository only `folder` itself is looked into, so that no
    /// stranger's manifest decides. A root without any may have its code in packages: then all of theirs count.
    pub fn drivers(&mut self, folder: &Path) -> Vec<Inferred> {
        let Ok(folder) = fs::canonicalize(folder) else { return Vec::new() };
        if let Some(known) = self.by_folder.get(&folder) {
            return known.clone();
        }
        let own = self.drivers_of(&folder);
        let drivers = match folder.parent().filter(|_| is_below_a_root(&folder)) {
            _ if !own.is_empty() => own,
            Some(parent) => self.drivers(parent),
            None => drivers_below(&folder),
        };
        self.by_folder.insert(folder, drivers.clone());
        drivers
    }

    /// What the manifests in `folder` show; Prisma keeps its own one folder down. Lock files are only looked for when
    /// there is a driver whose version they may give.
    fn drivers_of(&mut self, folder: &Path) -> Vec<Inferred> {
        let manifests: Vec<File> = [folder.to_owned(), folder.join("prisma")]
            .iter()
            .flat_map(|it| files_in(it, is_manifest))
            .collect();
        let drivers = shown(manifests.iter());
        if drivers.is_empty() {
            return drivers;
        }
        let locks = self.locks(folder);
        shown(manifests.iter().chain(locks.iter().flat_map(|files| files.iter())))
    }

    /// The lock files of `folder` and of those above it in its repository, which hold for all packages below them; of
    /// those of one name only the nearest.
    fn locks(&mut self, folder: &Path) -> Vec<Rc<[File]>> {
        let mut out: Vec<Rc<[File]>> = Vec::new();
        for folder in folder.ancestors() {
            let here = self.locks_by_folder.entry(folder.to_owned());
            let here = here.or_insert_with(|| files_in(folder, is_lock_file).into());
            let is_nearer = |name: &str| out.iter().any(|files| files.iter().any(|file| file.0 == name));
            if !here.iter().any(|file| is_nearer(&file.0)) {
                out.push(Rc::clone(here));
            }
            if !is_below_a_root(folder) {
                break;
            }
        }
        out
    }
}

/// What was learned in the project whose root this is, and in those inside it.
fn below<T: Clone>(learned: &[(PathBuf, T)], root: &Path) -> Vec<T> {
    learned.iter().filter(|(of, _)| of.starts_with(root)).map(|(_, it)| it.clone()).collect()
}

/// How deep packages lie below a root: `packages/database/prisma`.
const DEPTH: usize = 4;

/// Folders whose manifests are not those of the program itself.
const ASIDE: &[&str] =
    &["docs", "e2e", "example", "examples", "fixtures", "template", "templates", "test", "testdata", "tests"];

/// The drivers that the manifests of the packages below `root` show.
fn drivers_below(root: &Path) -> Vec<Inferred> {
    if !root.join(".git").exists() {
        return Vec::new();
    }
    let is_own = |entry: &ignore::DirEntry| !ASIDE.iter().any(|name| entry.file_name() == *name);
    let folders = files::walker(root, false, is_own).max_depth(Some(DEPTH)).build();
    let folders = folders.filter_map(Result::ok).filter(|it| it.file_type().is_some_and(|it| it.is_dir()));
    let manifests: Vec<File> = folders.flat_map(|it| files_in(it.path(), is_manifest)).collect();
    shown(manifests.iter())
}

/// Whether the root of a repository is further up.
fn is_below_a_root(folder: &Path) -> bool {
    let is_root = |folder: &Path| folder.join(".git").exists();
    !is_root(folder) && folder.ancestors().skip(1).any(is_root)
}

/// What these files show together.
fn shown<'f>(files: impl Iterator<Item = &'f File>) -> Vec<Inferred> {
    from_manifests(&files.map(|(name, text)| Manifest { name, text }).collect::<Vec<_>>())
}

/// The files in `folder` whose name is of the kind that is asked for, by name.
fn files_in(folder: &Path, is_asked: fn(&str) -> bool) -> Vec<File> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let is_small = |path: &Path| fs::metadata(path).is_ok_and(|it| it.is_file() && it.len() <= LARGEST);
    let mut out: Vec<File> = entries
        .filter_map(Result::ok)
        .map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.path()))
        .filter(|(name, path)| is_asked(name) && is_small(path))
        .filter_map(|(name, path)| Some((name, fs::read_to_string(path).ok()?)))
        .collect();
    out.sort();
    out
}
