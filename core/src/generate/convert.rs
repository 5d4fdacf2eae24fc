//! A connection in another driver's spelling: read by one driver, written for another, read back by that one, and
//! compared, so that every loss is found by reading and none has to be known beforehand.

use compact_str::CompactString;

use super::Request;
use super::choose::{self, Choice, host_name};
use super::write::Param;
use crate::drivers::{Difference, DriverAt, Impossible, Side, Unknown, client, differences, session};
use crate::endpoints::EndpointAt;
use crate::model::{Host, Reading, Setting, Sourced, Tls, Verification};
use crate::parse::Spelling;
use crate::text::Secret;

/// A connection as another driver spells it.
#[derive(Clone, Debug)]
pub struct Conversion {
    /// How it is spelled.
    pub spelling: Spelling,
    /// The string; for a driver that takes none, the parts as keywords with values.
    pub string: Secret,
    /// What is lost: everything in which the two readings differ, the gravest first.
    pub losses: Vec<Difference>,
}

/// Writes for `to` the connection that `from` reads in `text`, spelled as asked or as its users mostly do. What `to`
/// cannot say is left out and stated as a loss; only a string that `from` refuses, and a connection whose parts `to`
/// cannot say at all, are refused.
pub fn convert(
    text: &str,
    spelling: Spelling,
    from: &DriverAt,
    to: DriverAt,
    wanted: Option<Spelling>,
) -> Result<Conversion, Impossible> {
    let reading = from.read(text, spelling);
    if let Some(refusal) = &reading.refusal {
        let why = format!("{} refuses the string: {}", from.driver.label, refusal.quoted(text));
        return Err(Impossible::new(why, "name the driver that reads it"));
    }
    let mut request = request(&reading, to);
    request.spelling = wanted;
    let mut choice = bare(&mut request)?;
    let mut losses = lost(from, &reading, to, &choice);
    for alternatives in parameters(from, &reading, to) {
        let better = alternatives.into_iter().find_map(|parameter| {
            let tried = with(&request, parameter);
            let choice = choose::choose(&tried).ok()?;
            let left = lost(from, &reading, to, &choice);
            (weight(&left) < weight(&losses)).then_some((tried, choice, left))
        });
        if let Some(better) = better {
            (request, choice, losses) = better;
        }
    }
    Ok(Conversion { spelling: choice.spelling, string: Secret::new(choice.text), losses })
}

/// The connection itself, without further parameters.
fn request(reading: &Reading, to: DriverAt) -> Request {
    let mut hosts = reading.hosts.iter().map(|host| (host_name(host).to_owned(), port(host)));
    let (host, port) = hosts.next().unwrap_or_default();
    let text = |part: &Option<Sourced<CompactString>>| part.as_ref().map(|it| it.value.to_string());
    let verifies = reading.tls.value.verification != Verification::None;
    let root = reading.given(Setting::TlsRootCertificate).filter(|root| verifies && root.value != "system");
    Request {
        // No endpoint: what a pooler needs besides is not asked for here.
        endpoint: EndpointAt::parse("postgresql"),
        port,
        other_hosts: hosts.collect(),
        user: text(&reading.user),
        password: reading.password.as_ref().map(|it| it.value.clone()),
        dbname: text(&reading.dbname),
        tls: Some(reading.tls.value),
        root_certificate: root.map(|root| root.value.to_string()),
        ..Request::new(to, host)
    }
}

/// Its port, if it is not the usual one.
fn port(host: &Host) -> Option<u16> {
    let port = host.port.as_ref().filter(|port| port.value != 5432)?;
    u16::try_from(port.value).ok()
}

/// Chooses for the first of these that `to` can say: all hosts with the TLS level; all hosts; the first host alone with
/// the level; and without both. What is left out of `request` can still come as a parameter.
fn bare(request: &mut Request) -> Result<Choice, Impossible> {
    let only_first = |request: &Request| Request { other_hosts: Vec::new(), ..request.clone() };
    let no_tls = |request: &Request| Request { tls: None, root_certificate: None, ..request.clone() };
    let first = only_first(request);
    let attempts = [request.clone(), no_tls(request), first.clone(), no_tls(&first)];
    let mut refused = None;
    for attempt in attempts {
        match choose::choose(&attempt) {
            Ok(choice) if choice.tls_in_string => {
                *request = attempt;
                return Ok(choice);
            }
            Ok(_) => {}
            // The reason why even the simplest is impossible is the one to tell.
            Err(impossible) => refused = Some(impossible),
        }
    }
    Err(refused.unwrap_or_else(|| Impossible::new("there is nothing to say", "")))
}

/// How much is lost. A connection in plain text is worse than one that verifies more or less than asked.
fn weight(losses: &[Difference]) -> usize {
    losses.iter().map(|it| if it.name == "encryption" { 2 } else { 1 }).sum()
}

/// In what `to` reads the choice otherwise than `from` reads the original.
fn lost(from: &DriverAt, reading: &Reading, to: DriverAt, choice: &Choice) -> Vec<Difference> {
    let back = to.read(&choice.text, choice.spelling);
    differences(Side { driver: from, reading }, Side { driver: &to, reading: &back })
}

/// For each thing that `reading` says besides the connection itself, the ways in which `to` may be told it.
fn parameters(from: &DriverAt, reading: &Reading, to: DriverAt) -> Vec<Vec<Param>> {
    let side = Side { driver: from, reading };
    let sent = session(side).into_iter().filter(|it| !it.2).map(|(name, value, _)| sent(&name, &value, to));
    let kept = client(side).into_iter().map(|(setting, name, value)| kept(setting, &name, &value, to));
    let root = reading.given(Setting::TlsRootCertificate).map(|root| {
        names(to, Setting::TlsRootCertificate).map(|name| (name, root.value.to_string())).collect()
    });
    std::iter::once(tls(reading.tls.value, to)).chain(root).chain(sent).chain(kept).collect()
}

/// Ways to ask for a level of TLS: the values that mean it, then those that encrypt at least. They are tried when
/// there is no way to ask for all of it.
fn tls(wanted: Tls, to: DriverAt) -> Vec<Param> {
    let modes = || to.driver.tls_modes.iter().filter(|mode| !mode.value.is_empty());
    let exact = modes().filter(|mode| mode.tls == wanted);
    let encrypts = modes().filter(|mode| mode.tls.encryption == wanted.encryption);
    let ways = exact
        .chain(encrypts)
        .flat_map(|mode| names(to, Setting::TlsMode).map(|name| (name, mode.value.to_owned())));
    ways.collect()
}

/// Ways to have a setting sent to the server: by its own name, by the name that `to` has for it, among the options of
/// the server process.
pub(super) fn sent(name: &str, value: &str, to: DriverAt) -> Vec<Param> {
    let meaning = match name {
        "application_name" => Some(Setting::ApplicationName),
        "search_path" => Some(Setting::SearchPath),
        "client_encoding" => Some(Setting::ClientEncoding),
        _ => None,
    };
    let same = to.param(name).filter(|param| param.in_url()).map(|param| param.name.to_owned());
    let same = same.or((to.driver.unknown == Unknown::SentToServer).then(|| name.to_owned()));
    let named = meaning.into_iter().flat_map(|meaning| names(to, meaning));
    let mut out: Vec<Param> = same.into_iter().chain(named).map(|name| (name, value.to_owned())).collect();
    if name != "options" {
        let escaped = value.replace('\\', "\\\\").replace(' ', "\\ ");
        out.extend(names(to, Setting::Options).map(|options| (options, format!("-c {name}={escaped}"))));
    }
    out
}

/// Ways to give the driver something for itself: by the same name, by the name that `to` has for it.
fn kept(setting: Option<Setting>, name: &str, value: &str, to: DriverAt) -> Vec<Param> {
    let same = to.param(name).filter(|param| param.in_url()).map(|param| param.name.to_owned());
    let named = setting.into_iter().flat_map(|setting| names(to, setting));
    same.into_iter().chain(named).map(|name| (name, value.to_owned())).collect()
}

/// The names under which `to` takes `setting` from the string.
fn names(to: DriverAt, setting: Setting) -> impl Iterator<Item = String> {
    let has = move |param: &&crate::drivers::Param| {
        param.setting == setting && param.in_url() && param.since <= to.version
    };
    to.driver.params.iter().filter(has).map(|param| param.name.to_owned())
}

/// `request` with one parameter more. Options of the server process gather in one parameter.
fn with(request: &Request, (name, value): Param) -> Request {
    let mut out = request.clone();
    let earlier = out.parameters.iter_mut().find(|it| it.0 == name && value.starts_with("-c "));
    match earlier {
        Some(earlier) => earlier.1 = format!("{} {value}", earlier.1),
        None => out.parameters.push((name, value)),
    }
    out
}
