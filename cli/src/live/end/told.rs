//! A statement about the other end, how sure it is, and why.

use serde::Serialize;

/// How sure a statement is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// The other end behaved so, and nothing else behaves so.
    Seen,
    /// It follows from what is known of such ends.
    Likely,
    /// Nothing that was seen decides it.
    CannotBeTold,
}

/// A statement.
#[derive(Clone, Debug, Serialize)]
pub struct Told<T> {
    /// What is stated; `None` when it cannot be told.
    pub is: Option<T>,
    /// How sure that is.
    pub confidence: Confidence,
    /// What was seen.
    pub evidence: Vec<String>,
}

impl<T> Told<T> {
    /// The other end behaved so.
    pub fn seen(is: T, why: impl Into<String>) -> Self {
        Self { is: Some(is), confidence: Confidence::Seen, evidence: vec![why.into()] }
    }

    /// It follows from what is known.
    pub fn likely(is: T, why: impl Into<String>) -> Self {
        Self { is: Some(is), confidence: Confidence::Likely, evidence: vec![why.into()] }
    }

    /// Nothing decides it.
    pub fn unknown(why: impl Into<String>) -> Self {
        Self { is: None, confidence: Confidence::CannotBeTold, evidence: vec![why.into()] }
    }
}
