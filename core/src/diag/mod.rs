//! Findings as plain data. No judgement here, and nothing about terminals.

use serde::{Deserialize, Serialize};

use crate::text::{Edit, Position};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Advice.
    Hint,
    /// It works, but it is unsafe or fragile.
    Warning,
    /// The driver or the endpoint refuses it, or it connects to something else than what is written.
    Error,
}

impl Severity {
    /// `error`, `warning` or `hint`.
    pub fn name(self) -> &'static str {
        match self {
            Severity::Hint => "hint",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// How sure a fix is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Safety {
    /// Every driver involved reads the same connection afterwards, or none could read it before.
    Safe,
    /// Very likely what was meant.
    Unsafe,
    /// An example to look at; never applied.
    Shown,
}

/// A place that belongs to a finding, with a few words about it. The label whose place is the finding's own says
/// why that place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// First byte.
    pub start: Position,
    /// Just after the last byte.
    pub end: Position,
    /// Up to six words.
    pub text: String,
}

/// A change that removes a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fix {
    /// What the change does, in the imperative.
    pub title: String,
    /// How sure it is.
    pub safety: Safety,
    /// The change itself; all edits or none.
    pub edits: Vec<Edit>,
}

/// One thing that a rule found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Name of the rule.
    pub rule: String,
    /// How bad it is.
    pub severity: Severity,
    /// What was found, in one clause that can be understood alone.
    pub message: String,
    /// The file, as the caller named it.
    pub path: Option<String>,
    /// First byte of the place.
    pub start: Position,
    /// Just after the last byte of the place.
    pub end: Position,
    /// The driver that the finding is about; `None` when it does not depend on one.
    pub driver: Option<String>,
    /// The endpoint that the finding is about.
    pub endpoint: Option<String>,
    /// The variable or key that holds the string.
    pub variable: Option<String>,
    /// Places that belong to it, the finding's own first.
    pub labels: Vec<Label>,
    /// Why it matters: what the person will see.
    pub notes: Vec<String>,
    /// What to do.
    pub help: Option<String>,
    /// How exactly, where it is mechanical.
    pub fix: Option<Fix>,
}
