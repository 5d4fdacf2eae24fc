//! What becomes of startup parameters, by sending some and asking for them.

use serde::Serialize;

use super::Failure;
use super::pair::Place;
use super::peer::Peer;

/// What became of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fate {
    /// It holds.
    Kept,
    /// It is taken, and does not hold.
    Dropped,
    /// Whoever sends it is not let in.
    Refused,
}

impl Fate {
    /// For people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Dropped => "dropped",
            Self::Refused => "refused",
        }
    }
}

/// A parameter of the startup packet.
#[derive(Clone, Debug, Serialize)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Whether the driver sends it for this string; the others are tried to see what would become of them.
    pub is_sent: bool,
    /// What became of it.
    pub fate: Fate,
    /// In the words of who refused it, or the value that holds instead.
    pub said: Option<String>,
}

/// What is tried: the name, the value, the setting that shows whether it holds, and what that is then. The spelling in
/// `options` is one that PgBouncer takes since 1.23 only.
const TRIED: &[(&str, &str, &str, &str)] = &[
    ("application_name", "connlint", "application_name", "connlint"),
    ("search_path", "pg_catalog, public", "search_path", "pg_catalog, public"),
    ("extra_float_digits", "2", "extra_float_digits", "2"),
    ("options", "--statement_timeout=61s", "statement_timeout", "61s"),
];

/// A setting that no pooler knows, and that no owner of one can have thought of.
const STRANGER: (&str, &str) = ("connlint.tried", "1");

/// Sends all of them; whatever is refused by name is left out the next time.
pub fn tried(place: &Place<'_>) -> Result<Vec<Parameter>, Failure> {
    let mut left = TRIED.to_vec();
    let mut out = Vec::new();
    while !left.is_empty() {
        let more: Vec<(&str, &str)> = left.iter().map(|(name, value, ..)| (*name, *value)).collect();
        match place.peer(&more) {
            Ok(mut peer) => {
                for (name, _, setting, value) in left {
                    let found = shown(&mut peer, setting)?;
                    out.push(parameter(name, false, value, found));
                }
                break;
            }
            Err(refusal) => {
                let named = left.iter().position(|(name, ..)| refusal.said.contains(name));
                let Some(at) = named.or_else(|| refusal.said.contains("option").then_some(left.len() - 1))
                else {
                    return Err(refusal);
                };
                let (name, ..) = left.remove(at);
                let said = Some(refusal.said);
                out.push(Parameter { name: name.to_owned(), is_sent: false, fate: Fate::Refused, said });
            }
        }
    }
    out.sort_by_key(|it| TRIED.iter().position(|(name, ..)| *name == it.name));
    Ok(out)
}

/// How a parameter is refused that nobody knows; `None` when it is not.
pub fn stranger_refused(place: &Place<'_>) -> Option<String> {
    place.peer(&[STRANGER]).err().map(|refusal| refusal.said)
}

/// What became of those that the driver sends.
pub fn sent(place: &Place<'_>, peer: &mut Peer) -> Result<Vec<Parameter>, Failure> {
    let mut out = Vec::new();
    for (name, value) in &place.plan.packet.pairs {
        if matches!(name.as_str(), "user" | "database" | "replication" | "options")
            || name.starts_with("_pq_.")
        {
            continue;
        }
        let found = shown(peer, name)?;
        out.push(parameter(name, true, value, found));
    }
    Ok(out)
}

fn shown(peer: &mut Peer, setting: &str) -> Result<String, Failure> {
    let row = peer.row(&format!("select current_setting('{}', true)", setting.replace('\'', "''")))?;
    Ok(row.into_iter().next().unwrap_or_default())
}

fn parameter(name: &str, is_sent: bool, sent: &str, found: String) -> Parameter {
    let is_kept = bare(&found).starts_with(&bare(sent));
    let (fate, said) = if is_kept { (Fate::Kept, None) } else { (Fate::Dropped, Some(found)) };
    Parameter { name: name.to_owned(), is_sent, fate, said }
}

/// Without what two spellings of one value differ in: `'utf-8'`, `UTF8`.
fn bare(value: &str) -> String {
    value.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}
