//! What people read for these values.

use std::fmt;

use super::{About, Checked, Place, Unknown, Value};

impl Unknown {
    /// What becomes of the parameter.
    pub fn words(self) -> &'static str {
        match self {
            Self::Refused => "refused, with the whole string",
            Self::SentToServer => "sent to the server as a setting",
            Self::Ignored => "dropped without a word",
        }
    }
}

impl Place {
    /// Where the parameter is given, as the end of "it is given".
    pub fn words(self) -> String {
        match self {
            Self::Url => "in the string".to_owned(),
            Self::Code(code) => format!("only in code: `{code}`"),
            Self::Both(code) => format!("also in code: `{code}`"),
        }
    }
}

impl Checked {
    /// When and how, and what it rests on unless it was run; the version stands beside it.
    pub fn words(&self) -> String {
        let remark = self.evidence.remark().map(|remark| format!(", {remark}")).unwrap_or_default();
        format!("{}{remark}: {}", self.on, self.how)
    }
}

impl About {
    /// All of them, the gravest first.
    pub const ALL: [Self; 4] = [Self::Connection, Self::Session, Self::Client, Self::Driver];

    /// As a heading.
    pub fn words(self) -> &'static str {
        match self {
            Self::Connection => "who is dialled, as whom, with which TLS",
            Self::Session => "what the server is told",
            Self::Client => "what the driver keeps to itself",
            Self::Driver => "what the driver does of its own accord",
        }
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Is(text) => f.write_str(text),
            Self::Unsaid => f.write_str("not said"),
            Self::Ignored => f.write_str(Unknown::Ignored.words()),
            Self::Refused(text) => write!(f, "refused: {text}"),
        }
    }
}
