//! A driver's answers against ours.

use std::collections::BTreeMap;
use std::path::Path;

use connlint_core::drivers::{DriverAt, Surroundings};
use connlint_core::model::{Fate, Given, Origin, Setting};
use connlint_core::parse::{Spelling, spelling_of};
use connlint_core::report::{ReadOptions, ReadingView, read_as};
use serde::Deserialize;

use super::answer::{Parts, have_same_words, names_hosts};
use super::strings;
use super::worker::Answer;

/// What can differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// One takes the string, the other does not.
    Verdict,
    Host,
    Port,
    User,
    Password,
    Dbname,
    /// The parameters that the driver keeps.
    Params,
    /// What is sent to the server at startup.
    ToServer,
    /// The words with which both refuse.
    Wording,
}

impl What {
    /// In a table or a sentence.
    pub fn name(self) -> &'static str {
        match self {
            Self::Verdict => "verdict",
            Self::Host => "host",
            Self::Port => "port",
            Self::User => "user",
            Self::Password => "password",
            Self::Dbname => "dbname",
            Self::Params => "params",
            Self::ToServer => "to-server",
            Self::Wording => "wording",
        }
    }
}

/// One thing that differs in an answer.
#[derive(Clone, Debug)]
pub struct Difference {
    pub what: What,
    pub theirs: String,
    pub ours: String,
}

/// Our reading against the driver's: all that differs. `nobody` is the user that drivers take when none is given.
pub fn differences(driver: &DriverAt, theirs: &Answer, nobody: &str) -> Vec<Difference> {
    let view = read_as(&theirs.s, spelling(&theirs.s), driver, &options());
    match (theirs.ok, view.accepted) {
        (true, true) => differing_fields(driver, theirs, &view, nobody),
        (false, false) => differing_words(theirs, &view).into_iter().collect(),
        (true, false) => vec![Difference {
            what: What::Verdict,
            theirs: "accepted".to_owned(),
            ours: view.error.unwrap_or_default(),
        }],
        (false, true) => vec![Difference {
            what: What::Verdict,
            theirs: theirs.error.clone().unwrap_or("refused".to_owned()),
            ours: view
                .connect_error
                .map_or("accepted".to_owned(), |it| format!("accepted; connecting: {it}")),
        }],
    }
}

/// As the workers ask: with a certificate in their folder, Debian's directory of sockets on every machine, and nothing
/// but files around the string.
fn options() -> ReadOptions {
    let is_there: fn(&str) -> bool = |name| {
        [strings::CERTIFICATE, "/var/run/postgresql"].contains(&name)
            || Path::new(name).is_absolute() && Path::new(name).exists()
    };
    let surroundings = Surroundings { is_there: Some(is_there), ..Surroundings::default() };
    ReadOptions { surroundings, show_secrets: true, ..ReadOptions::default() }
}

fn spelling(text: &str) -> Spelling {
    spelling_of(text).unwrap_or(Spelling::Uri)
}

fn differing_words(theirs: &Answer, view: &ReadingView) -> Option<Difference> {
    let (theirs, ours) = (theirs.error.clone()?, view.error.clone()?);
    (!have_same_words(&theirs, &ours)).then_some(Difference { what: What::Wording, theirs, ours })
}

fn differing_fields(driver: &DriverAt, theirs: &Answer, view: &ReadingView, nobody: &str) -> Vec<Difference> {
    let ours = Parts::ours(view).settled(Some(nobody));
    let parts = parts(theirs).settled(Some(nobody));
    let fields = [
        (What::Host, parts.host, ours.host),
        (What::Port, parts.port, ours.port),
        (What::User, parts.user, ours.user),
        (What::Password, parts.password, ours.password),
        (What::Dbname, parts.dbname, ours.dbname),
        (What::Params, theirs.params.as_ref().map(shown), Some(shown(&kept(driver, &theirs.s)))),
        (
            What::ToServer,
            theirs.to_server.as_ref().map(|it| sent(driver, it)),
            Some(sent(driver, &view.startup)),
        ),
    ];
    let asked = |what: What, theirs: &Option<String>| match what {
        What::Params | What::ToServer => theirs.is_some(),
        What::Host | What::Port => names_hosts(view),
        _ => true,
    };
    let text = |value: Option<String>| value.map_or("nothing".to_owned(), |it| format!("{it:?}"));
    fields
        .into_iter()
        .filter(|(what, theirs, ours)| asked(*what, theirs) && theirs != ours)
        .map(|(what, theirs, ours)| Difference { what, theirs: text(theirs), ours: text(ours) })
        .collect()
}

/// The parts of an answer as they stand.
pub fn parts(answer: &Answer) -> Parts {
    Parts {
        host: answer.host.clone(),
        port: answer.port.clone(),
        user: answer.user.clone(),
        password: answer.password.clone(),
        dbname: answer.dbname.clone(),
    }
}

/// All parameters that we say the driver keeps, wherever they go, under libpq's names.
fn kept(driver: &DriverAt, text: &str) -> BTreeMap<String, String> {
    let reading = driver.read(text, spelling(text));
    let by_itself = reading.startup.iter().filter(|(_, value)| value.origin == Origin::DriverDefault);
    let mut out: BTreeMap<String, String> =
        by_itself.map(|(name, value)| (name.to_string(), value.value.to_string())).collect();
    let is_kept = |it: &&Given| matches!(it.fate, Fate::Client | Fate::Startup);
    for given in reading.params.iter().filter(is_kept) {
        let (name, value) = match (given.key.trim_ascii(), given.value.as_str()) {
            (_, _) if is_part(given.setting) => continue,
            ("ssl", "true") => ("sslmode", "require"),
            ("requiressl", value) if value.starts_with('1') => ("sslmode", "require"),
            ("requiressl", _) => ("sslmode", "prefer"),
            pair => pair,
        };
        // A text for C ends at the first NUL.
        out.insert(name.to_owned(), value.split('\0').next().unwrap_or_default().to_owned());
    }
    out
}

fn is_part(setting: Option<Setting>) -> bool {
    use Setting::{Database, Host, Password, Port, User};
    matches!(setting, Some(Host | Port | User | Password | Database))
}

/// What is sent because of the string: what the driver always sends is left out.
fn sent(driver: &DriverAt, all: &BTreeMap<String, String>) -> String {
    let always = |(name, value): &(&String, &String)| {
        driver.driver.startup.iter().any(|it| it == &(name.as_str(), value.as_str()))
    };
    shown(&all.iter().filter(|it| !always(it)).map(|(name, value)| (name.clone(), value.clone())).collect())
}

/// As text, without what has no value: to drivers that is as good as nothing.
fn shown(map: &BTreeMap<String, String>) -> String {
    let said = map.iter().filter(|(_, value)| !value.is_empty());
    let pairs: Vec<String> = said.map(|(name, value)| format!("{name}={value:?}")).collect();
    pairs.join(" ")
}
