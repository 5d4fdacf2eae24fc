//! What is compared when a driver's answer is held against ours. The conformance test and `cargo xtask oracle` both
//! have this file.

use connlint_core::parse::ascii_digits;
use connlint_core::report::ReadingView;

/// The parts of a connection, as far as a string says them.
///
/// Hosts and ports are joined by commas; one port stands for several that are the same. What a string leaves to the
/// driver is `None`: no host, port 5432 without a host, the operating system's user, and a database named like the
/// user.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    pub host: Option<String>,
    pub port: Option<String>,
    pub user: Option<String>,
    pub password: Option<String>,
    pub dbname: Option<String>,
}

impl Parts {
    /// Ours of an accepted string.
    pub fn ours(view: &ReadingView) -> Self {
        let join = |of: Vec<String>| Some(of.join(","));
        Self {
            host: join(view.hosts.iter().map(|host| host.host.clone()).collect()),
            port: join(view.hosts.iter().map(|host| host.port_shown()).collect()),
            user: view.user.clone(),
            password: view.password.clone(),
            dbname: view.dbname.clone(),
        }
    }

    /// The same, without what says nothing; `nobody` is the user that drivers take when none is given.
    pub fn settled(self, nobody: Option<&str>) -> Self {
        let said = |value: Option<String>| value.filter(|value| !value.is_empty());
        let host = said(self.host).filter(|hosts| hosts.contains(|c| c != ','));
        let port = same(self.port.as_deref().unwrap_or_default());
        let user = said(self.user).filter(|user| Some(user.as_str()) != nobody);
        let dbname = said(self.dbname).filter(|dbname| Some(dbname.as_str()) != user.as_deref().or(nobody));
        Self {
            port: Some(port).filter(|port| host.is_some() || port != "5432"),
            host,
            user,
            password: said(self.password),
            dbname,
        }
    }
}

/// Whether whom we list can be held against whom they name. Where connecting fails before anything is dialled, several
/// hosts may be one text still, or without a port for each.
pub fn names_hosts(view: &ReadingView) -> bool {
    view.connect_error.is_none() || view.hosts.len() < 2
}

/// One port for several that are the same; none is 5432.
fn same(ports: &str) -> String {
    let number = |port: &str| match ascii_digits(port.trim()).parse::<i64>() {
        Ok(number) => number.to_string(),
        Err(_) if port.trim().is_empty() => "5432".to_owned(),
        Err(_) => port.to_owned(),
    };
    let ports: Vec<String> = ports.split(',').map(number).collect();
    match ports.first() {
        Some(first) if ports.iter().all(|port| port == first) => first.clone(),
        _ => ports.join(","),
    }
}

/// Whether two refusals have the same words, up to the first quoted piece of the string. Theirs may begin with what
/// led to it: the name of an exception, or of who passes it on.
pub fn have_same_words(theirs: &str, ours: &str) -> bool {
    let (theirs, ours) = (words(theirs), words(ours));
    theirs == ours || !ours.is_empty() && theirs.strip_suffix(&ours).is_some_and(|rest| rest.ends_with(": "))
}

/// The words of a refusal up to its first quotation, with single blanks; an address in memory is `0x...`.
fn words(text: &str) -> String {
    let unquoted = text.split(['"', '\'', '`', '“']).next().unwrap_or_default();
    let quotation = (unquoted.len() < text.len()).then_some("\"");
    let words = unquoted.split_whitespace().chain(quotation).collect::<Vec<_>>().join(" ");
    match words.split_once(" at 0x") {
        Some((before, after)) => {
            format!(
                "{before} at 0x...{}",
                after.trim_start_matches(|c: char| c.is_ascii_hexdigit() || c == '.')
            )
        }
        None => words,
    }
}
