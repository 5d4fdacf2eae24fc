//! What a client says, in a compact form: `Parse "s1" ask 100000`, `Bind "s1"`, `Execute`, `Sync`.

use std::fmt;

/// A message of a client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// A simple query.
    Query(String),
    /// A statement of this name is made of a text.
    Parse(String, String),
    /// The statement of this name is given values.
    Bind(String),
    /// `S` and the name of a statement, or `P` and that of a portal.
    Describe(char, String),
    /// Likewise.
    Close(char, String),
    Execute,
    Flush,
    Sync,
}

/// The message of this kind, unless it carries a password or says good-bye.
pub fn front(kind: u8, body: &[u8]) -> Option<Said> {
    let mut texts = body.split(|it| *it == 0).map(|it| String::from_utf8_lossy(it).into_owned());
    let mut text = || texts.next().unwrap_or_default();
    let of = |text: String| {
        let mut letters = text.chars();
        (letters.next().unwrap_or(' '), letters.collect::<String>())
    };
    Some(match kind {
        b'Q' => Said::Query(plain(&text())),
        b'P' => {
            let name = text();
            Said::Parse(name, plain(&text()))
        }
        b'B' => {
            text();
            Said::Bind(text())
        }
        b'D' => {
            let (what, name) = of(text());
            Said::Describe(what, name)
        }
        b'C' => {
            let (what, name) = of(text());
            Said::Close(what, name)
        }
        b'E' => Said::Execute,
        b'H' => Said::Flush,
        b'S' => Said::Sync,
        _ => return None,
    })
}

/// A text in one line; those of the proof's programs by what they are for.
fn plain(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.contains("pg_sleep(0.002)") {
        let number = text.split('+').nth(1).and_then(|rest| rest.trim().split(' ').next());
        return format!("ask {}", number.unwrap_or_default());
    }
    if text.starts_with("insert into stored") || text.contains("as stored") {
        return "store".to_owned();
    }
    text
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Query(text) => write!(f, "Query {text}"),
            Self::Parse(name, text) => write!(f, "Parse \"{name}\" {text}"),
            Self::Bind(name) => write!(f, "Bind \"{name}\""),
            Self::Describe(what, name) => write!(f, "Describe {what} \"{name}\""),
            Self::Close(what, name) => write!(f, "Close {what} \"{name}\""),
            Self::Execute => write!(f, "Execute"),
            Self::Flush => write!(f, "Flush"),
            Self::Sync => write!(f, "Sync"),
        }
    }
}

/// What was said, a line for each answer that the client waits for.
pub fn lines(said: &[Said]) -> Vec<String> {
    let ends = |it: &Said| matches!(it, Said::Query(_) | Said::Sync | Said::Flush);
    let pieces = said.split_inclusive(ends);
    pieces.map(|piece| piece.iter().map(Said::to_string).collect::<Vec<_>>().join(" | ")).collect()
}
