//! `connlint.toml`: what a project says about its connections. The nearest one counts, from the current folder upwards to
//! the root of the repository.

mod file;

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use connlint_core::Options;
use connlint_core::endpoints::Part;
use connlint_core::rules::{Answers, Readers};
use connlint_core::text::{LineIndex, Wildcard, mask_spans, secret_spans};
use ignore::gitignore::{Gitignore, GitignoreBuilder};
use toml::Spanned;

pub use file::{File, Reader, RuleName, schema};

use crate::Usage;
use crate::args::Threshold;
use crate::files::{reason_of, shown_path};

/// The name of the file.
pub const NAME: &str = "connlint.toml";

/// What is in force. Without a file it is empty.
pub struct Config {
    /// What the file says.
    pub file: File,
    /// The file as people name it; `None` without one.
    pub path: Option<String>,
    text: String,
    excludes: Excludes,
    /// For each reader the paths that it speaks of; none for all.
    paths: Vec<Option<Gitignore>>,
}

impl Config {
    /// Reads the file that is named, else the nearest one. What is wrong in it is a wrong use.
    pub fn load(named: Option<&Path>) -> anyhow::Result<Self> {
        match named.map(Path::to_owned).or_else(nearest) {
            Some(path) => Self::read(&path).map_err(|reason| Usage(reason).into()),
            None => Ok(Self::none()),
        }
    }

    fn none() -> Self {
        Self {
            file: File::default(),
            path: None,
            text: String::new(),
            excludes: Excludes { folder: None, patterns: Gitignore::empty() },
            paths: Vec::new(),
        }
    }

    fn read(path: &Path) -> Result<Self, String> {
        let shown = shown_path(path);
        let text = fs::read_to_string(path).map_err(|error| format!("{shown}: {}", reason_of(&error)))?;
        let wrong = |span: Range<usize>, reason: &str| wrong(&shown, &text, span, reason);
        let file: File = toml::from_str(&text)
            .map_err(|error| wrong(error.span().unwrap_or_default(), error.message()))?;
        let folder = path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let folder = fs::canonicalize(folder).map_err(|error| format!("{shown}: {}", reason_of(&error)))?;
        let patterns = file.exclude.iter().map(|it| (it.as_ref().as_str(), it.span()));
        let excluded = matcher(&folder, patterns).map_err(|(span, reason)| wrong(span, &reason))?;
        let mut paths = Vec::new();
        for reader in &file.reader {
            let patterns = reader.as_ref().paths.iter().map(|it| (it.as_str(), reader.span()));
            let found = matcher(&folder, patterns).map_err(|(span, reason)| wrong(span, &reason))?;
            paths.push((!reader.as_ref().paths.is_empty()).then_some(found));
        }
        let excludes = Excludes { folder: Some(folder), patterns: excluded };
        Ok(Self { file, path: Some(shown), text, excludes, paths })
    }

    /// Where in the file `value` stands: "connlint.toml:3".
    pub fn place_of<T>(&self, value: &Spanned<T>) -> String {
        let line = LineIndex::new(&self.text).position(&self.text, value.span().start).line;
        format!("{}:{line}", self.path.as_deref().unwrap_or(NAME))
    }

    /// What excludes `path` from linting: the place of the pattern.
    pub fn excluded_by(&self, path: &Path, is_folder: bool) -> Option<String> {
        let pattern = self.excludes.pattern(path, is_folder)?;
        self.file.exclude.iter().find(|it| it.as_ref() == pattern).map(|it| self.place_of(it))
    }

    /// What is excluded, for whoever walks through folders.
    pub fn excludes(&self) -> Excludes {
        self.excludes.clone()
    }

    /// The readers that speak of strings in `path`, in the order of the file.
    pub fn readers(&self, path: Option<&Path>) -> Vec<(&Reader, Readers)> {
        let relative = path.and_then(|path| self.excludes.relative(path));
        let is_of = |paths: &Option<Gitignore>| match (paths, &relative) {
            (None, _) => true,
            (Some(paths), Some(path)) => paths.matched_path_or_any_parents(path, false).is_ignore(),
            (Some(_), None) => false,
        };
        let all = self.file.reader.iter().zip(&self.paths).filter(|(_, paths)| is_of(paths));
        all.map(|(reader, _)| {
            let said = reader.as_ref();
            let variables = said.variables.iter().map(Wildcard::new).collect();
            let drivers = said.drivers.iter().map(|it| it.0).collect();
            (said, Readers { variables, drivers, why: self.place_of(reader) })
        })
        .collect()
    }

    /// How a text is linted that stands at `path`, as the file says.
    pub fn options(&self, path: Option<&Path>) -> Options {
        let rules = |list: &Option<Spanned<Vec<file::RuleName>>>| {
            list.iter().flat_map(|it| it.as_ref()).map(|it| it.0.clone()).collect::<Vec<_>>()
        };
        let mut out = Options {
            readers: self.readers(path).into_iter().map(|(_, it)| it).collect(),
            answers: self.file.endpoint.iter().map(|it| self.answers(it)).collect(),
            select: rules(&self.file.select),
            ignore: rules(&self.file.ignore),
            ..Options::default()
        };
        for (rule, level) in &self.file.severity {
            match level.as_ref().severity() {
                Some(severity) => drop(out.severities.insert(rule.0.clone(), severity)),
                None => out.ignore.push(rule.0.clone()),
            }
        }
        out
    }

    fn answers(&self, said: &Spanned<file::Endpoint>) -> Answers {
        let place = self.place_of(said);
        let said = said.as_ref();
        let mut endpoint = said.name.0.clone();
        endpoint.evidence.push((Part::Host, place));
        let hosts = said.hosts.iter().map(|host| Wildcard::new(host.to_lowercase())).collect();
        Answers { hosts, ports: said.ports.clone(), endpoint }
    }

    /// The least severity that makes the exit code 1.
    pub fn fail_on(&self, asked: Option<Threshold>) -> Threshold {
        let said = || self.file.fail_on.as_ref().map(|it| *it.as_ref());
        asked.or_else(said).unwrap_or(Threshold::Warning)
    }

    /// The file of known findings.
    pub fn baseline(&self, asked: Option<&Path>) -> Option<PathBuf> {
        let said = || {
            let folder = Path::new(self.path.as_ref()?).parent()?;
            Some(folder.join(self.file.baseline.as_ref()?.as_ref()))
        };
        asked.map(Path::to_owned).or_else(said)
    }
}

/// The paths that are not linted.
#[derive(Clone)]
pub struct Excludes {
    /// The folder that paths are relative to, as the file system names it; `None` without a configuration.
    folder: Option<PathBuf>,
    patterns: Gitignore,
}

impl Excludes {
    /// The pattern that excludes `path`.
    pub fn pattern(&self, path: &Path, is_folder: bool) -> Option<&str> {
        if self.patterns.is_empty() {
            return None;
        }
        let relative = self.relative(path)?;
        let matched = self.patterns.matched_path_or_any_parents(&relative, is_folder);
        matched.is_ignore().then(|| matched.inner())?.map(|glob| glob.original())
    }

    /// The path as patterns see it; `None` when it lies elsewhere.
    fn relative(&self, path: &Path) -> Option<PathBuf> {
        let folder = path.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let whole = match path.file_name() {
            Some(name) => fs::canonicalize(folder).ok()?.join(name),
            None => fs::canonicalize(path).ok()?,
        };
        whole.strip_prefix(self.folder.as_ref()?).ok().map(Path::to_owned)
    }
}

/// The nearest file, from the current folder upwards to the root of the repository; outside of one only here.
fn nearest() -> Option<PathBuf> {
    let here = std::env::current_dir().ok()?;
    let root = here.ancestors().find(|folder| folder.join(".git").exists()).unwrap_or(&here);
    let found = here.ancestors().take_while(|folder| folder.starts_with(root));
    let mut up = PathBuf::new();
    for folder in found {
        if folder.join(NAME).is_file() {
            return Some(up.join(NAME));
        }
        up.push("..");
    }
    None
}

/// What matches these patterns of a .gitignore; or which of them is none.
fn matcher<'a>(
    folder: &Path,
    patterns: impl Iterator<Item = (&'a str, Range<usize>)>,
) -> Result<Gitignore, (Range<usize>, String)> {
    let mut out = GitignoreBuilder::new(folder);
    for (pattern, span) in patterns {
        out.add_line(None, pattern).map_err(|error| (span, error.to_string()))?;
    }
    out.build().map_err(|error| (0..0, error.to_string()))
}

/// What is wrong at `span`. The line itself is not shown: it may be of a file that was not meant, with a password in it.
fn wrong(shown: &str, text: &str, span: Range<usize>, reason: &str) -> String {
    let at = LineIndex::new(text).position(text, span.start);
    let reason = mask_spans(reason, &secret_spans(reason));
    format!("{shown}:{}:{}: {reason}", at.line, at.column)
}
