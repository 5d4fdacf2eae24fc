//! From arguments to texts: files, folders, standard input, variables of the environment.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use connlint_core::formats::FORMATS;
use connlint_core::text::LineIndex;
use ignore::{DirEntry, WalkBuilder};

use crate::config::{Config, Excludes};

/// The largest text that is read. Files with connection strings are far smaller; what is larger is data.
const LIMIT: u64 = 4 << 20;

/// Folders that hold other people's files. They are passed over unless they are named.
const FOREIGN: &[&str] =
    &[".git", ".hg", ".jj", ".svn", ".tox", ".venv", "__pycache__", "node_modules", "venv"];

/// Where a text comes from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// A file.
    File(PathBuf),
    /// Standard input, and the name that it would have as a file.
    Stdin(Option<String>),
    /// A variable of the environment.
    Variable(String),
}

impl Place {
    /// The place as people name it.
    pub fn display(&self) -> String {
        match self {
            Place::File(path) => shown_path(path),
            Place::Stdin(name) => name.clone().unwrap_or_else(|| "standard input".to_owned()),
            Place::Variable(name) => format!("${name}"),
        }
    }

    /// The path for reports; `None` for what is not a file.
    pub fn path(&self) -> Option<String> {
        match self {
            Place::File(path) => Some(shown_path(path)),
            Place::Stdin(name) => name.clone(),
            Place::Variable(_) => None,
        }
    }

    /// The folder that the project is looked for from.
    pub fn folder(&self) -> PathBuf {
        let file = match self {
            Place::File(path) => Some(path.as_path()),
            Place::Stdin(name) => name.as_deref().map(Path::new),
            Place::Variable(_) => None,
        };
        let folder = file.and_then(Path::parent).filter(|folder| !folder.as_os_str().is_empty());
        folder.unwrap_or(Path::new(".")).to_owned()
    }
}

/// A path as it was named, without a leading `./`.
pub fn shown_path(path: &Path) -> String {
    path.strip_prefix(".").unwrap_or(path).to_string_lossy().into_owned()
}

/// Why a text was not read.
#[derive(Clone, Debug)]
pub struct Unread {
    /// Which one.
    pub place: String,
    /// Why.
    pub reason: String,
    /// Whether it was found in a folder and is no text: then nobody expected it to be linted.
    pub harmless: bool,
}

/// A file to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Where it is.
    pub place: Place,
    /// Whether it was named, and not found in a folder.
    pub named: bool,
}

/// What the arguments stand for.
#[derive(Default)]
pub struct Targets {
    /// What to read, in the order of the arguments; folders by name.
    pub files: Vec<Target>,
    /// What could not be looked into.
    pub unread: Vec<Unread>,
    /// Files that a format claims and that were passed over because git ignores them.
    pub ignored: Vec<String>,
    /// Files that were named and that the configuration excludes, each with the place that says so.
    pub excluded: Vec<(String, String)>,
}

impl Targets {
    /// Leaves out the file at `path`, however it is named.
    pub fn leave_out(&mut self, path: &Path) {
        let is_same = |target: &Target| match &target.place {
            Place::File(file) => {
                file.file_name() == path.file_name()
                    && fs::canonicalize(file).ok().is_some_and(|it| fs::canonicalize(path).ok() == Some(it))
            }
            Place::Stdin(_) | Place::Variable(_) => false,
        };
        self.files.retain(|target| !is_same(target));
    }
}

/// Finds the files that `paths` stand for, without those that `config` excludes. With `git_ignored` also those that git
/// ignores.
pub fn find(paths: &[PathBuf], stdin_filename: Option<&str>, git_ignored: bool, config: &Config) -> Targets {
    let mut out = Targets::default();
    for path in paths {
        if path.as_os_str() == "-" {
            let place = Place::Stdin(stdin_filename.map(str::to_owned));
            out.files.push(Target { place, named: true });
        } else if let Some(place) = config.excluded_by(path, path.is_dir()) {
            out.excluded.push((shown_path(path), place));
        } else if path.is_dir() {
            walk(path, git_ignored, config, &mut out);
        } else {
            out.files.push(Target { place: Place::File(path.clone()), named: true });
        }
    }
    let mut seen = BTreeSet::new();
    out.files.retain(|target| seen.insert(target.place.clone()));
    out
}

/// The way through the folders below `root` that are the project's own and that `is_wanted`, by name.
pub fn walker(
    root: &Path,
    git_ignored: bool,
    is_wanted: impl Fn(&DirEntry) -> bool + Send + Sync + 'static,
) -> WalkBuilder {
    let mut out = WalkBuilder::new(root);
    out.hidden(false)
        .require_git(false)
        .git_ignore(!git_ignored)
        .git_exclude(!git_ignored)
        .git_global(!git_ignored)
        .ignore(!git_ignored)
        .parents(!git_ignored)
        .filter_entry(move |entry| entry.depth() == 0 || !is_foreign(entry) && is_wanted(entry))
        .sort_by_file_path(Path::cmp);
    out
}

fn walk(root: &Path, git_ignored: bool, config: &Config, out: &mut Targets) {
    let excludes = config.excludes();
    let walker = walker(root, git_ignored, move |entry| !is_excluded(entry, &excludes)).build();
    let mut folders = Vec::new();
    let mut found = BTreeSet::new();
    for entry in walker {
        match entry {
            Ok(entry) if entry.file_type().is_some_and(|it| it.is_dir()) => folders.push(entry.into_path()),
            Ok(entry) => {
                let path = entry.into_path();
                if !is_claimed(&path) || config.excluded_by(&path, false).is_some() {
                    continue;
                }
                match fs::metadata(&path) {
                    Ok(it) if it.is_file() => drop(found.insert(path)),
                    Ok(_) => {}
                    Err(error) => out.unread.push(unfollowed(&path, &error)),
                }
            }
            Err(error) => out.unread.push(unwalked(root, &error)),
        }
    }
    let passed_over = passed_over(&folders, &found).into_iter();
    let is_wanted = |path: &PathBuf| config.excluded_by(path, false).is_none();
    out.ignored.extend(passed_over.filter(is_wanted).map(|path| shown_path(&path)));
    out.files.extend(found.into_iter().map(|path| Target { place: Place::File(path), named: false }));
}

/// A link that leads nowhere or in a circle is no failure of the run: secrets are linked to where they exist.
fn unfollowed(path: &Path, error: &io::Error) -> Unread {
    let is_link = path.is_symlink();
    let reason = match error.kind() {
        io::ErrorKind::NotFound if is_link => "a symbolic link that leads nowhere".to_owned(),
        _ => reason_of(error),
    };
    Unread { place: shown_path(path), reason, harmless: is_link }
}

fn is_excluded(entry: &DirEntry, excludes: &Excludes) -> bool {
    entry.file_type().is_some_and(|it| it.is_dir()) && excludes.pattern(entry.path(), true).is_some()
}

fn is_foreign(entry: &DirEntry) -> bool {
    entry.file_type().is_some_and(|it| it.is_dir()) && FOREIGN.iter().any(|name| entry.file_name() == *name)
}

/// Whether a format claims a file of this name.
fn is_claimed(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    FORMATS.iter().any(|format| (format.has_name)(&name))
}

fn unwalked(root: &Path, error: &ignore::Error) -> Unread {
    fn path_of(error: &ignore::Error) -> Option<&Path> {
        match error {
            ignore::Error::WithPath { path, .. } => Some(path),
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_of(err),
            _ => None,
        }
    }
    let place = shown_path(path_of(error).unwrap_or(root));
    let reason = error.io_error().map_or_else(|| error.to_string(), reason_of);
    Unread { place, reason, harmless: false }
}

/// The .env files in `folders` that the walk did not find: git ignores them, and they are the ones in use.
fn passed_over(folders: &[PathBuf], found: &BTreeSet<PathBuf>) -> Vec<PathBuf> {
    let mut out: Vec<PathBuf> = folders
        .iter()
        .filter_map(|folder| fs::read_dir(folder).ok())
        .flat_map(|entries| entries.filter_map(Result::ok))
        .filter(|entry| entry.file_name().to_string_lossy().starts_with(".env"))
        .map(|entry| entry.path())
        .filter(|path| is_claimed(path) && !found.contains(path) && path.is_file())
        .collect();
    out.sort();
    out
}

/// Reads the text of `target`.
pub fn read(target: &Target) -> Result<String, Unread> {
    let unread = |reason: String, harmless| Unread { place: target.place.display(), reason, harmless };
    let bytes = match &target.place {
        Place::File(path) => File::open(path).and_then(read_some),
        Place::Stdin(_) => read_some(io::stdin().lock()),
        Place::Variable(name) => match std::env::var_os(name) {
            Some(value) => Ok(value.into_encoded_bytes()),
            None => return Err(unread("the variable is not set".to_owned(), false)),
        },
    };
    let bytes = bytes.map_err(|error| unread(reason_of(&error), false))?;
    text_of(bytes).map_err(|reason| unread(reason, !target.named))
}

/// One byte more than the limit at most, so that an endless file ends.
fn read_some(input: impl Read) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
    input.take(LIMIT + 1).read_to_end(&mut out)?;
    Ok(out)
}

fn text_of(bytes: Vec<u8>) -> Result<String, String> {
    if bytes.len() as u64 > LIMIT {
        return Err(format!("larger than {} MiB", LIMIT >> 20));
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err("it is UTF-16; programs expect UTF-8 here".to_owned());
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let bad = error.as_bytes().get(good).copied().unwrap_or_default();
        let before = String::from_utf8_lossy(error.as_bytes().get(..good).unwrap_or_default());
        format!("not UTF-8: the byte 0x{bad:02x} at {}", at(&before, good))
    })?;
    match text.find('\0') {
        Some(nul) => Err(format!("not a text: the byte 0x00 at {}", at(&text, nul))),
        None => Ok(text),
    }
}

fn at(text: &str, offset: usize) -> String {
    let place = LineIndex::new(text).position(text, offset);
    format!("line {}, column {}", place.line, place.column)
}

/// Why something could not be read, in few words.
pub fn reason_of(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => error.to_string(),
    }
}
