//! What people read for these values.

use super::{Encryption, Prepared, Statements, Tls, Verification};

impl Encryption {
    /// In a few words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Never => "never encrypted",
            Self::IfOffered => "encrypted if the server offers it",
            Self::Required => "encryption required",
        }
    }
}

impl Verification {
    /// In a few words.
    pub fn words(self) -> &'static str {
        match self {
            Self::None => "certificate not verified",
            Self::Authority => "certificate verified, host name not",
            Self::Full => "certificate and host name verified",
        }
    }
}

impl Tls {
    /// What is encrypted, and what is verified then.
    pub fn words(self) -> String {
        match self.encryption {
            Encryption::Never => self.encryption.words().to_owned(),
            _ => format!("{}, {}", self.encryption.words(), self.verification.words()),
        }
    }

    /// The same where there is little room.
    pub fn brief(self) -> &'static str {
        match (self.encryption, self.verification) {
            (Encryption::Never, _) => "none",
            (Encryption::IfOffered, Verification::None) => "if offered",
            (Encryption::IfOffered, Verification::Authority) => "if offered, authority verified",
            (Encryption::IfOffered, Verification::Full) => "if offered, verified",
            (Encryption::Required, Verification::None) => "required, not verified",
            (Encryption::Required, Verification::Authority) => "required, authority verified",
            (Encryption::Required, Verification::Full) => "required, verified",
        }
    }
}

impl Prepared {
    /// How queries are prepared, under which names, and how many are kept.
    pub fn words(&self) -> String {
        let how = match self.statements {
            Statements::Simple => return "nothing: queries go as text".to_owned(),
            Statements::Unnamed => return "unnamed, in one round trip".to_owned(),
            Statements::Named if self.named_from <= 1 => "named at once".to_owned(),
            Statements::UnnamedSplit | Statements::Named => self.brief(),
        };
        let names = if self.names.is_empty() { String::new() } else { format!(" (`{}`)", self.names) };
        let kept = self.cache_size.map(|size| format!(", {size} kept")).unwrap_or_default();
        format!("{how}{names}{kept}")
    }

    /// How queries are prepared, where there is little room.
    pub fn brief(&self) -> String {
        match self.statements {
            Statements::Simple => "none".to_owned(),
            Statements::Unnamed => "unnamed".to_owned(),
            Statements::UnnamedSplit => "unnamed, in two round trips".to_owned(),
            Statements::Named if self.named_from <= 1 => "named".to_owned(),
            Statements::Named => format!("named from execution {} on", self.named_from),
        }
    }
}
