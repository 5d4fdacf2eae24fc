//! The report about a text.

use serde::Serialize;

use crate::diag::{Finding, Severity};
use crate::formats::format_of;
use crate::rules::{DriverSource, Facts, Options, Subject, check};
use crate::text::{Position, Span, mask_spans, secret_spans};

/// What connlint has to say about a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The findings, by place.
    pub findings: Vec<Finding>,
    /// The connection strings found, by place.
    pub connections: Vec<Connection>,
    /// Name of the format that the text was read as.
    pub format: String,
    /// Counts.
    pub summary: Summary,
    /// The text with every secret masked, character for character, so that positions hold in it too.
    pub masked: String,
}

/// A connection string of the text, and who reads and answers it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Connection {
    /// The variable or key that holds it.
    pub variable: Option<String>,
    /// First byte of the value.
    pub start: Position,
    /// Just after its last byte.
    pub end: Position,
    /// Names of the drivers that read it; all that could when nobody says which.
    pub drivers: Vec<String>,
    /// How the driver is known: "--driver", "a comment", "its scheme", "asyncpg in requirements.txt"; `None` when it
    /// is not.
    pub driver_known_by: Option<String>,
    /// Name of the endpoint.
    pub endpoint: String,
    /// What decided the endpoint: "`-pooler` in the host".
    pub endpoint_known_by: Vec<String>,
}

/// Counts of findings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Hints.
    pub hints: usize,
    /// Findings with a fix that is safe.
    pub safe_fixes: usize,
    /// Findings with a fix that is not safe but can be applied.
    pub unsafe_fixes: usize,
}

impl Summary {
    /// Counts `findings`.
    pub fn of(findings: &[Finding]) -> Self {
        let with = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
        let fixes = |safety| {
            findings
                .iter()
                .filter(|finding| finding.fix.as_ref().is_some_and(|fix| fix.safety == safety))
                .count()
        };
        Self {
            errors: with(Severity::Error),
            warnings: with(Severity::Warning),
            hints: with(Severity::Hint),
            safe_fixes: fixes(crate::diag::Safety::Safe),
            unsafe_fixes: fixes(crate::diag::Safety::Unsafe),
        }
    }
}

/// Lints `text`. `path` is shown in findings, and its last part decides the format; without it the looks decide.
/// Never fails: what cannot be read is a finding.
pub fn lint(text: &str, path: Option<&str>, options: &Options) -> Report {
    let facts = check(text, path, options);
    Report {
        summary: Summary::of(&facts.findings),
        connections: facts.subjects.iter().map(|subject| connection(subject, &facts, text)).collect(),
        format: facts.format.name.to_owned(),
        masked: mask_spans(text, &secrets(text, &facts)),
        findings: facts.findings,
    }
}

/// `text`, a file at `path`, with its secrets masked, character for character.
pub fn masked(text: &str, path: Option<&str>) -> String {
    let mut secrets = secret_spans(text);
    secrets.extend((format_of(path, text).read)(text).secrets);
    mask_spans(text, &secrets)
}

/// What is hidden of `text`: what looks like a secret as it stands, and what is one in the strings found in it, however
/// the file writes them.
fn secrets(text: &str, facts: &Facts) -> Vec<Span> {
    let mut out = secret_spans(text);
    out.extend(&facts.document.secrets);
    for subject in &facts.subjects {
        out.extend(secret_spans(subject.text()).into_iter().map(|span| subject.value.source(span)));
    }
    out
}

fn connection(subject: &Subject, facts: &Facts, text: &str) -> Connection {
    let entry = facts.document.entries.get(subject.entry);
    let span = entry.map(|entry| entry.span).unwrap_or_default();
    Connection {
        variable: entry.and_then(|entry| entry.name.as_ref()).map(|name| name.0.clone()),
        start: facts.lines.position(text, span.start),
        end: facts.lines.position(text, span.end),
        drivers: subject.readers.iter().map(|reader| reader.display()).collect(),
        driver_known_by: match &subject.source {
            DriverSource::Named => Some("--driver".to_owned()),
            DriverSource::Comment => Some("a comment".to_owned()),
            DriverSource::Said(why) | DriverSource::Container(why) => Some(why.clone()),
            DriverSource::Scheme => Some("its scheme".to_owned()),
            DriverSource::Code(why) | DriverSource::Project(why) => Some(why.join(", ")),
            DriverSource::Unknown => None,
        },
        endpoint: subject.endpoint.endpoint.name.to_owned(),
        endpoint_known_by: subject.endpoint.evidence.iter().map(|(_, why)| why.clone()).collect(),
    }
}
