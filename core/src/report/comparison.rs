//! How every driver reads one string, side by side, and where one stands apart from the others.

use std::collections::BTreeMap;

use serde::Serialize;

use super::reading::{ReadOptions, ReadingView, view};
use crate::drivers::{DRIVERS, DriverAt};
use crate::model::Reading;
use crate::rules::{Options, check};

/// A property of a reading that drivers may differ in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Aspect {
    /// Whether the string is taken at all.
    Accepted,
    /// Hosts and ports.
    Hosts,
    /// Role.
    User,
    /// Password.
    Password,
    /// Database.
    Database,
    /// Encryption and verification.
    Tls,
}

impl Aspect {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Accepted, Self::Hosts, Self::User, Self::Password, Self::Database, Self::Tls];

    /// The reading's value of it, in a form that can be compared and counted. Never shown: it may hold the password.
    fn of(self, reading: &Reading) -> String {
        match self {
            Self::Accepted => reading.accepted().to_string(),
            Self::Hosts => {
                let host = |it: &crate::model::Host| {
                    let name = it.settled_name().map_or("", |name| name.value.as_str());
                    format!("{name}\n{}", it.port.as_ref().map_or(5432, |port| port.value))
                };
                reading.hosts.iter().map(host).collect::<Vec<_>>().join("\n")
            }
            Self::User => format!("{:?}", reading.user.as_ref().map(|it| &it.value)),
            Self::Password => format!("{:?}", reading.password.as_ref().map(|it| it.value.expose())),
            Self::Database => format!("{:?}", reading.dbname.as_ref().map(|it| &it.value)),
            Self::Tls => format!("{:?}", reading.tls.value),
        }
    }
}

/// One driver's reading beside those of the others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Compared {
    /// What its users call the driver.
    pub label: &'static str,
    /// Programming language of its users.
    pub language: &'static str,
    /// What it makes of the string; secrets masked.
    pub reading: ReadingView,
    /// How many characters of password it sees; `None` when it sees none.
    pub password_length: Option<usize>,
    /// What most drivers that take the string see otherwise. A driver that refuses it differs in that alone.
    pub differs: Vec<Aspect>,
}

/// How every driver reads one connection string of `text`: the one at index `connection` of
/// [`Report::connections`](super::Report), one entry per driver in the order of the table. Drivers that are known to
/// read it are taken in their known version. Empty when there is no such string.
pub fn compare(text: &str, path: Option<&str>, options: &Options, connection: usize) -> Vec<Compared> {
    let facts = check(text, path, options);
    let Some(subject) = facts.subjects.get(connection) else { return Vec::new() };
    let readings: Vec<(DriverAt, Reading)> = DRIVERS
        .iter()
        .map(|driver| {
            let known = subject.readers.iter().find(|at| std::ptr::eq(at.driver, *driver));
            let at = known.copied().unwrap_or(DriverAt::newest(driver));
            (at, at.read(subject.text(), subject.spelling))
        })
        .collect();
    side_by_side(subject.text(), &readings)
}

fn side_by_side(text: &str, readings: &[(DriverAt, Reading)]) -> Vec<Compared> {
    let usual: Vec<(Aspect, Option<String>)> =
        Aspect::ALL.iter().map(|aspect| (*aspect, most_common(*aspect, readings))).collect();
    let shown = ReadOptions { bytes: true, ..ReadOptions::default() };
    readings
        .iter()
        .map(|(at, reading)| Compared {
            label: at.driver.label,
            language: at.driver.language,
            reading: view(text, at, reading, &shown),
            password_length: reading.password.as_ref().map(|it| it.value.expose().chars().count()),
            differs: usual
                .iter()
                .filter(|(aspect, _)| reading.accepted() || *aspect == Aspect::Accepted)
                .filter(|(aspect, usual)| usual.as_ref().is_some_and(|usual| *usual != aspect.of(reading)))
                .map(|(aspect, _)| *aspect)
                .collect(),
        })
        .collect()
}

/// What more than half of the readings have; `None` when nothing has a majority. Only those that take the string
/// count, except for the question whether they do.
fn most_common(aspect: Aspect, readings: &[(DriverAt, Reading)]) -> Option<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (_, reading) in readings.iter().filter(|(_, it)| aspect == Aspect::Accepted || it.accepted()) {
        *counts.entry(aspect.of(reading)).or_default() += 1;
    }
    let all: usize = counts.values().sum();
    counts.into_iter().find(|(_, count)| count * 2 > all).map(|(value, _)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_driver_reads_the_string_that_was_asked_for() {
        let text = "A=postgresql://app@db/x\nB=1\nC=postgresql://app:p%40ss@db/y\n";
        let compared = compare(text, Some(".env"), &Options::default(), 1);
        assert_eq!(compared.len(), DRIVERS.len());
        let libpq = compared.iter().find(|row| row.reading.driver == "libpq").unwrap();
        assert_eq!(libpq.reading.dbname.as_deref(), Some("y"));
        assert_eq!(libpq.password_length, Some(4));
        assert_eq!(libpq.reading.password.as_deref(), Some("***"));
        assert!(compare(text, Some(".env"), &Options::default(), 2).is_empty());
    }

    #[test]
    fn only_what_most_do_not_see_differs() {
        let at = |reading: Reading| (DriverAt::newest(DRIVERS[0]), reading);
        let plain = || Reading::empty(crate::model::Tls::PREFER, DriverAt::newest(DRIVERS[0]).prepared());
        let mut encrypted = plain();
        encrypted.tls.value = crate::model::Tls::REQUIRE;
        let mut refused = plain();
        refused.refuse(crate::text::Span::at(0), "no");
        let rows = side_by_side("", &[at(plain()), at(encrypted), at(plain()), at(refused)]);
        let differs: Vec<&[Aspect]> = rows.iter().map(|row| row.differs.as_slice()).collect();
        assert_eq!(differs, [&[][..], &[Aspect::Tls], &[], &[Aspect::Accepted]]);
    }

    #[test]
    fn a_piece_of_the_password_is_not_shown_as_a_host() {
        for (text, pieces) in [
            ("postgresql://app:hunter2@secretword@db.example.com/shop", ["hunter2", "secretword"]),
            ("A=postgresql+asyncpg://app:p@ss@db.example.com:6543/shop?pgbouncer=true", ["p@ss", "ss@db"]),
        ] {
            for row in compare(text, None, &Options::default(), 0) {
                let shown = format!("{row:?}");
                assert!(pieces.iter().all(|piece| !shown.contains(piece)), "{shown}");
            }
        }
    }
}
