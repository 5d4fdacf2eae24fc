//! What people read for these values.

use super::{InOptions, Limit, Mode, NamedStatements, Others, Startup, TlsOffer, UserForm};

impl Mode {
    /// Whether a client may lose its server connection between two transactions.
    pub fn may_share_transactions(self) -> bool {
        matches!(self, Self::Transaction | Self::Chosen)
    }

    /// The word that the machine formats have too.
    pub fn name(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Session => "session",
            Self::Transaction => "transaction",
            Self::Pinning => "pinning",
            Self::Chosen => "chosen",
        }
    }

    /// How connections are shared.
    pub fn words(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Session => "session pooling",
            Self::Transaction => "transaction pooling",
            Self::Pinning => "transaction pooling that pins sessions",
            Self::Chosen => "session or transaction pooling, as its owner chose",
        }
    }
}

impl NamedStatements {
    /// What becomes of them, behind "they".
    pub fn words(self) -> &'static str {
        match self {
            Self::Kept => "work",
            Self::Tracked => "work, because the pooler tracks them",
            Self::Lost => "are lost, or meet another client's",
            Self::Unknown => "depend on a setting of the pooler",
        }
    }
}

impl Startup {
    /// What arrives, and what becomes of the rest.
    pub fn words(&self) -> String {
        let arrive = match self.accepted {
            [] => String::new(),
            names => format!("{} arrive; ", names.join(", ")),
        };
        format!("{arrive}others are {}; {}", self.others.words(), self.options.words())
    }
}

impl InOptions {
    /// What becomes of `options`.
    pub fn words(self) -> String {
        match self {
            Self::Whole(whole) => format!("`options` is {}", whole.words()),
            Self::Each { accepted, others } => {
                format!("in `options`, {} arrive and others are {}", accepted.join(", "), others.words())
            }
        }
    }
}

impl Others {
    /// What becomes of one, behind "it is".
    pub fn words(self) -> String {
        match self {
            Self::Forwarded => "forwarded".to_owned(),
            Self::Refused(text) => format!("refused: `{}`", text.replace("{}", "NAME")),
            Self::PerhapsRefused(_) => "refused unless listed in `ignore_startup_parameters`".to_owned(),
            Self::Dropped => "dropped without a word".to_owned(),
        }
    }
}

impl TlsOffer {
    /// Whether unencrypted connections are refused.
    pub fn is_required(self) -> bool {
        matches!(self, Self::RequiredPublic | Self::RequiredPrivate)
    }

    /// Whether TLS is required, and whose certificate is shown.
    pub fn words(self) -> &'static str {
        match self {
            Self::Configured => "as its owner configured it",
            Self::RequiredPublic => "required; certificate of a public authority",
            Self::RequiredPrivate => "required; certificate of an authority of its own",
            Self::OfferedPrivate => "offered; certificate of a private authority",
            Self::OfferedPublic => "offered; certificate of a public authority",
            Self::Unusual => "not usual here",
        }
    }
}

impl Limit {
    /// How far, and who says so.
    pub fn with_source(&self) -> String {
        format!("{} ({})", self.is, self.source)
    }
}

impl UserForm {
    /// Who is let in.
    pub fn words(self) -> &'static str {
        match self {
            Self::Any => "any role",
            Self::WithoutProject => "a role without a project",
            Self::WithProject => "`role.project`",
        }
    }
}
