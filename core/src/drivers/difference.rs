//! Whether two readings are the same connection, and everything that they differ in.

use std::collections::BTreeSet;

use serde::Serialize;

use super::DriverAt;
use crate::model::{Encryption, Fate, Host, Origin, Reading, Setting, Tls, Verification};
use crate::text::sort_by_key;

/// A reading and the driver that made it.
#[derive(Clone, Copy)]
pub struct Side<'a> {
    /// The driver.
    pub driver: &'a DriverAt,
    /// What it reads.
    pub reading: &'a Reading,
}

/// Something that two readings differ in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// What it is about.
    pub about: About,
    /// The name of the part or the parameter, as the first side that has it writes it.
    pub name: String,
    /// What each side has. A password is told by its length; other values may hold pieces of one all the same, when a
    /// driver splits a broken string elsewhere.
    pub values: [Value; 2],
}

/// What a difference is about, the gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum About {
    /// Who is dialled, as whom, with which TLS: it is another connection.
    Connection,
    /// What the server is told at the start: the session behaves otherwise.
    Session,
    /// What the driver keeps to itself.
    Client,
    /// What a driver sends of its own accord.
    Driver,
}

/// What one side has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Value {
    /// This.
    Is(String),
    /// Nothing: the string does not say it.
    Unsaid,
    /// The string says it, and the driver drops it.
    Ignored,
    /// The driver refuses the string with this text.
    Refused(String),
}

/// Everything in which `a` and `b` differ, the gravest first. They are the same connection if none of it is about
/// [`About::Connection`]. When one side refuses its string, that is the only difference.
pub fn differences(a: Side<'_>, b: Side<'_>) -> Vec<Difference> {
    let sides = [a, b];
    if sides.iter().any(|side| !side.reading.accepted()) {
        return of_refusals(sides).into_iter().collect();
    }
    let part = |name, values| difference(About::Connection, name, values);
    let mut out = Vec::new();
    out.extend(part("host", sides.map(hosts)));
    out.extend(part(
        "user",
        sides.map(|side| said(side.reading.user.as_ref().map(|it| it.value.to_string()))),
    ));
    out.extend(passwords(sides));
    out.extend(part("database", sides.map(database)));
    out.extend(part(
        "encryption",
        sides.map(|side| Value::Is(encryption(side.reading.tls.value).to_owned())),
    ));
    out.extend(part(
        "verification",
        sides.map(|side| Value::Is(verification(side.reading.tls.value).to_owned())),
    ));
    out.extend(part("root certificate", sides.map(root_certificate)));
    out.extend(default_hosts(sides));
    out.extend(of_session(sides));
    out.extend(of_client(sides));
    sort_by_key(&mut out, |difference| difference.about);
    out
}

fn difference(about: About, name: &str, values: [Value; 2]) -> Option<Difference> {
    let [a, b] = &values;
    (a != b).then(|| Difference { about, name: name.to_owned(), values })
}

fn said(value: Option<String>) -> Value {
    value.filter(|value| !value.is_empty()).map_or(Value::Unsaid, Value::Is)
}

fn of_refusals(sides: [Side<'_>; 2]) -> Option<Difference> {
    let value = |side: Side<'_>| match &side.reading.refusal {
        Some(refusal) => Value::Refused(refusal.text.clone()),
        None => Value::Is("taken".to_owned()),
    };
    Some(Difference { about: About::Connection, name: "string".to_owned(), values: sides.map(value) })
}

/// `host:port` of each, joined by commas. Brackets and capitals mean nothing in a host name.
fn hosts(side: Side<'_>) -> Value {
    let port = |host: &Host| host.port.as_ref().map_or(5432, |port| port.value);
    let one = |host: &Host| match host.settled_name() {
        Some(name) if name.value.starts_with('/') => format!("{}:{}", name.value, port(host)),
        Some(name) => {
            format!(
                "{}:{}",
                name.value.trim_start_matches('[').trim_end_matches(']').to_ascii_lowercase(),
                port(host)
            )
        }
        None => format!(":{}", port(host)),
    };
    let all = side.reading.hosts.iter().map(one).collect::<Vec<_>>().join(",");
    if all == ":5432" { Value::Unsaid } else { said(Some(all)) }
}

/// Where neither names a host, each driver dials its own default, which may be a socket here and TCP there.
fn default_hosts([a, b]: [Side<'_>; 2]) -> Option<Difference> {
    let is_open = |side: Side<'_>| side.reading.hosts.iter().all(|host| host.settled_name().is_none());
    let is_same = std::ptr::eq(a.driver.driver, b.driver.driver);
    (!is_same && is_open(a) && is_open(b)).then(|| Difference {
        about: About::Driver,
        name: "host".to_owned(),
        values: [a, b].map(|side| Value::Is(format!("the default of {}", side.driver.driver.name))),
    })
}

/// Passwords are compared as they are and told by their lengths.
fn passwords(sides: [Side<'_>; 2]) -> Option<Difference> {
    let text = |side: Side<'_>| {
        let password = side.reading.password.as_ref();
        password.map(|it| it.value.expose().to_owned()).unwrap_or_default()
    };
    let [a, b] = sides.map(text);
    let length = |text: &str| match text.chars().count() {
        0 => Value::Unsaid,
        1 => Value::Is("1 character".to_owned()),
        length => Value::Is(format!("{length} characters")),
    };
    (a != b).then(|| Difference {
        about: About::Connection,
        name: "password".to_owned(),
        values: [length(&a), length(&b)],
    })
}

/// Without one the user's name is taken, by the driver or by the server.
fn database(side: Side<'_>) -> Value {
    let Reading { dbname, user, .. } = side.reading;
    let named = dbname.as_ref().filter(|it| !it.value.is_empty()).or(user.as_ref());
    said(named.map(|it| it.value.to_string()))
}

fn encryption(tls: Tls) -> &'static str {
    match tls.encryption {
        Encryption::Never => "never",
        Encryption::IfOffered => "if offered",
        Encryption::Required => "required",
    }
}

fn verification(tls: Tls) -> &'static str {
    match tls.verification {
        Verification::None => "none",
        Verification::Authority => "authority",
        Verification::Full => "authority and host name",
    }
}

/// Counts where it is looked at. `system` is what a driver may do by itself.
fn root_certificate(side: Side<'_>) -> Value {
    if side.reading.tls.value.verification == Verification::None {
        return Value::Unsaid;
    }
    let given = side.reading.given(Setting::TlsRootCertificate).map(|given| given.value.to_string());
    said(given.filter(|value| value != "system"))
}

/// Settings of the session as the server gets them, `options` taken apart: names, values, and whether the driver sends
/// them by itself.
pub(crate) fn session(side: Side<'_>) -> Vec<(String, String, bool)> {
    let mut out = Vec::new();
    for (name, value) in &side.reading.startup {
        let is_own = value.origin == Origin::DriverDefault;
        match if name == "options" { options(&value.value) } else { None } {
            Some(settings) => out.extend(settings.into_iter().map(|(name, value)| (name, value, false))),
            None => out.push((name.clone().into(), value.value.clone().into(), is_own)),
        }
    }
    // Some drivers set the name by a query of their own.
    let name = side.reading.given(Setting::ApplicationName).filter(|given| given.fate == Fate::Client);
    out.extend(name.map(|given| ("application_name".to_owned(), given.value.to_string(), false)));
    out
}

/// The settings of `-c name=value` and `--name=value`; `None` when there is anything else in it.
fn options(text: &str) -> Option<Vec<(String, String)>> {
    let mut words = words(text).into_iter();
    let mut out = Vec::new();
    while let Some(word) = words.next() {
        let pair = match word.as_str() {
            "-c" => words.next()?,
            word => word.strip_prefix("--").or(word.strip_prefix("-c"))?.to_owned(),
        };
        let (name, value) = pair.split_once('=')?;
        out.push((name.replace('-', "_"), value.to_owned()));
    }
    Some(out)
}

/// Splits at blanks, as `pg_split_opts` of the server does: `\\` takes the next character as it is.
fn words(text: &str) -> Vec<String> {
    let mut out = vec![String::new()];
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => out.last_mut().into_iter().for_each(|word| word.extend(chars.next())),
            c if c.is_ascii_whitespace() => out.push(String::new()),
            c => out.last_mut().into_iter().for_each(|word| word.push(c)),
        }
    }
    out.retain(|word| !word.is_empty());
    out
}

fn of_session(sides: [Side<'_>; 2]) -> Vec<Difference> {
    let sent = sides.map(session);
    let names: BTreeSet<&String> = sent.iter().flatten().map(|(name, ..)| name).collect();
    let of = |name: &String| {
        let own = sent.iter().map(|side| side.iter().rev().find(|it| it.0 == *name)).collect::<Vec<_>>();
        let is_own = own.iter().flatten().all(|it| it.2);
        let values = [0, 1].map(|index: usize| {
            let value = own.get(index).copied().flatten().map(|it| it.1.clone());
            said(value).or_dropped(sides.get(index).copied(), name)
        });
        difference(if is_own { About::Driver } else { About::Session }, name, values)
    };
    names.into_iter().filter_map(of).collect()
}

impl Value {
    /// What is not said may have been dropped.
    fn or_dropped(self, side: Option<Side<'_>>, name: &str) -> Self {
        let mut params = side.iter().flat_map(|side| &side.reading.params);
        match self {
            Self::Unsaid if params.any(|it| it.key == name && it.fate == Fate::Ignored) => Self::Ignored,
            value => value,
        }
    }
}

/// Settings that mean the same under every name, so that they can be compared across drivers.
fn is_plain(setting: Setting) -> bool {
    matches!(
        setting,
        Setting::HostAddress
            | Setting::PasswordFile
            | Setting::TlsNegotiation
            | Setting::ChannelBinding
            | Setting::ConnectTimeout
            | Setting::TargetSession
            | Setting::Service
            | Setting::ClientEncoding
    )
}

/// Settings that are compared elsewhere, as parts of the connection or of the session.
fn is_part(setting: Option<Setting>) -> bool {
    matches!(
        setting,
        Some(
            Setting::Host
                | Setting::Port
                | Setting::User
                | Setting::Password
                | Setting::Database
                | Setting::TlsMode
                | Setting::TlsRootCertificate
                | Setting::ApplicationName
        )
    )
}

/// What a driver keeps to itself: the setting if it has a common meaning, the name, the value.
pub(crate) fn client(side: Side<'_>) -> Vec<(Option<Setting>, String, String)> {
    let kept = side.reading.params.iter().filter(|it| it.fate == Fate::Client && !is_part(it.setting));
    kept.map(|it| (it.setting.filter(|setting| is_plain(*setting)), it.key.to_string(), it.value.to_string()))
        .collect()
}

fn of_client(sides: [Side<'_>; 2]) -> Vec<Difference> {
    let [a, b] = sides.map(client);
    let is_same = |one: &(Option<Setting>, String, String), other: &(Option<Setting>, String, String)| {
        one.1 == other.1 || one.0.is_some() && one.0 == other.0
    };
    let mut out = Vec::new();
    for one in &a {
        let other = b.iter().rev().find(|other| is_same(one, other)).map(|it| it.2.clone());
        let other = other.map_or(Value::Unsaid, Value::Is).or_dropped(sides.get(1).copied(), &one.1);
        out.extend(difference(About::Client, &one.1, [Value::Is(one.2.clone()), other]));
    }
    for other in b.iter().filter(|other| !a.iter().any(|one| is_same(one, other))) {
        let one = Value::Unsaid.or_dropped(sides.first().copied(), &other.1);
        out.extend(difference(About::Client, &other.1, [one, Value::Is(other.2.clone())]));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::{Spelling, spelling_of};

    /// The differences, a line each.
    fn shown(a: (&str, &str), b: (&str, &str)) -> Vec<String> {
        let read = |(driver, text): (&str, &str)| {
            let at = DriverAt::parse(driver).unwrap();
            let reading = at.read(text, spelling_of(text).unwrap_or(Spelling::Uri));
            (at, reading)
        };
        let (a, b) = (read(a), read(b));
        let side = |it: &'static (DriverAt, Reading)| Side { driver: &it.0, reading: &it.1 };
        let (a, b): (&'static _, &'static _) = (Box::leak(Box::new(a)), Box::leak(Box::new(b)));
        let value = |value: &Value| match value {
            Value::Is(text) => text.clone(),
            Value::Unsaid => "-".to_owned(),
            Value::Ignored => "ignored".to_owned(),
            Value::Refused(text) => format!("refused: {text}"),
        };
        let line = |it: &Difference| {
            let [a, b] = it.values.each_ref().map(value);
            format!("{:?} {}: {a} | {b}", it.about, it.name)
        };
        differences(side(a), side(b)).iter().map(line).collect()
    }

    #[test]
    fn the_same_connection_in_another_spelling_differs_in_nothing() {
        for (a, b) in [
            ("postgresql://app:p%40ss@DB.example.com/app", "host=db.example.com user=app password=p@ss"),
            ("postgresql://app@[::1]:5432/d", "host=::1 user=app dbname=d"),
            (
                "postgresql://app@h/d?options=-c%20search_path%3Dx&connect_timeout=3",
                "connect_timeout=3 host=h user=app dbname=d options='--search-path=x'",
            ),
        ] {
            assert_eq!(shown(("libpq", a), ("libpq", b)), [""; 0], "{a} {b}");
        }
    }

    #[test]
    fn every_loss_is_stated() {
        let text = "postgresql://app:s3cr3t@h/d?sslmode=require&connect_timeout=3&application_name=web";
        assert_eq!(
            shown(("libpq", text), ("node-postgres", text)),
            [
                "Connection verification: none | authority and host name",
                "Client connect_timeout: 3 | ignored",
                "Driver client_encoding: - | UTF8",
            ]
        );
        assert_eq!(
            shown(
                ("libpq", "postgresql://app:one@h/d"),
                ("libpq", "postgresql://app:two@i/d?options=-c%20a%3Db")
            ),
            [
                "Connection host: h:5432 | i:5432",
                "Connection password: 3 characters | 3 characters",
                "Session a: - | b",
            ]
        );
        assert_eq!(
            shown(("libpq", "postgresql:///d"), ("psycopg2", "postgresql:///d")),
            ["Driver host: the default of libpq | the default of psycopg2"]
        );
        let refused =
            shown(("libpq", "postgresql://h/d?nonsense=1"), ("node-postgres", "postgresql://h/d?nonsense=1"));
        assert_eq!(
            refused,
            ["Connection string: refused: invalid URI query parameter: \"nonsense\" | taken"]
        );
    }
}
