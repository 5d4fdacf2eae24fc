//! The errors table, read backwards.

use serde::Serialize;

use crate::errors::explain;

/// What is behind a pasted error message. Nothing in it repeats the message, which may hold a password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// Name of who prints it.
    pub emitter: &'static str,
    /// What people call it.
    pub label: &'static str,
    /// The text that was found, with `{}` for what varies.
    pub text: &'static str,
    /// Why it is printed.
    pub cause: &'static str,
    /// What to do.
    pub remedy: &'static str,
    /// Names of rules that find the same in a string.
    pub rules: &'static [&'static str],
    /// The clients that name prepared statements as in the message, each with what turns them off (empty when
    /// nothing in its reach does).
    pub statement_of: Vec<(&'static str, &'static str)>,
}

/// What is behind `message`, pasted with whatever stands around it; the most particular explanation first, none when
/// no text of it is known.
pub fn explain_error(message: &str) -> Vec<Explanation> {
    explain(message)
        .into_iter()
        .map(|found| Explanation {
            emitter: found.emitter.name,
            label: found.emitter.label,
            text: found.text.text,
            cause: found.text.cause,
            remedy: found.text.remedy,
            rules: found.text.rules,
            statement_of: found.named_by.into_iter().map(|who| (who.label, who.off)).collect(),
        })
        .collect()
}
