//! What `check` prints: one file for each output format.

mod concise;
mod diff;
mod full;
mod json;
mod json_lines;
mod masked;

pub use concise::lines;
pub use diff::diff;

use connlint_core::fix::Fixed;
use connlint_core::report::{Report, Summary};
use connlint_core::text::counted;

use crate::files::{Place, Unread};
use crate::terminal;

/// All output formats.
pub static OUTPUTS: &[&Output] = &[&full::OUTPUT, &concise::OUTPUT, &json::OUTPUT, &json_lines::OUTPUT];

/// An output format.
#[derive(Debug)]
pub struct Output {
    /// Name on the command line.
    pub name: &'static str,
    /// What it is for.
    pub about: &'static str,
    /// Writes the outcome down. Styled text may be given; where colours are not wanted they are removed later.
    pub render: fn(&Outcome, &Screen) -> String,
}

/// The output format of this name.
pub fn by_name(name: &str) -> Option<&'static Output> {
    OUTPUTS.iter().copied().find(|output| output.name == name)
}

/// What a run of `check` came to.
#[derive(Default)]
pub struct Outcome {
    /// What was linted.
    pub files: Vec<Checked>,
    /// What could not be read or written.
    pub unread: Vec<Unread>,
    /// How many of the files that were named the configuration excludes.
    pub excluded: usize,
    /// Counts over all files.
    pub summary: Summary,
    /// How many findings were left out, because the baseline knows them.
    pub known: usize,
}

impl Outcome {
    /// How many connection strings there are.
    pub fn connections(&self) -> usize {
        self.files.iter().map(|file| file.report.connections.len()).sum()
    }

    /// How many files have findings.
    pub fn files_with_findings(&self) -> usize {
        self.files.iter().filter(|file| !file.report.findings.is_empty()).count()
    }

    /// How many fixes were made, or would be.
    pub fn fixes(&self) -> usize {
        self.files.iter().filter_map(|file| file.fixed.as_ref()).map(|fixed| fixed.applied.len()).sum()
    }
}

/// A text and its report.
pub struct Checked {
    /// Where it comes from.
    pub place: Place,
    /// The text as it was read. It holds secrets.
    pub text: String,
    /// The report; after fixes, if they were to be made.
    pub report: Report,
    /// What fixing made of it; `None` when that was not asked for or changed nothing. It holds secrets.
    pub fixed: Option<Fixed>,
}

/// What a person looks at.
pub struct Screen {
    /// Columns.
    pub width: usize,
    /// Whether to tell of strings without findings.
    pub verbose: bool,
    /// Whether to leave the summary out.
    pub quiet: bool,
}

impl Screen {
    /// The screen that this program writes to.
    pub fn new(verbose: bool, quiet: bool) -> Self {
        Self { width: terminal::width(), verbose, quiet }
    }
}

/// `1 error`, `3 errors`; `None` for zero.
fn count(number: usize, what: &str) -> Option<String> {
    (number > 0).then(|| counted(number, what))
}
