//! What a driver looks for among the files of a machine while it reads a string. Its reading takes everything to be
//! there; who knows better says so with [`Surroundings::is_there`](super::Surroundings::is_there).

use super::{Driver, DriverAt};
use crate::model::{Fate, Given, Origin, Reading, Setting, Version};

/// What a driver looks for.
#[derive(Clone, Copy)]
pub struct Disk {
    /// The files that it opens, in this order. Checks that come later are noted with [`Reading::refuse_value`].
    pub opens: &'static [Opens],
    /// Of these the first that is there is dialled when a string names no host, and the last in any case.
    pub usual_hosts: &'static [&'static str],
}

impl Disk {
    /// It looks for nothing.
    pub const UNTOUCHED: Self = Self { opens: &[], usual_hosts: &[] };
}

/// A file that a string names and a driver opens.
#[derive(Clone, Copy)]
pub struct Opens {
    /// The parameter that names it.
    pub param: &'static str,
    /// Whether it is opened, of a string that is read like this.
    pub when: fn(&Reading) -> bool,
    /// What the driver says when the file is not there.
    pub absent: fn(&Absent<'_>) -> String,
    /// The first version that opens it here.
    pub since: Version,
    /// The first version that does not any more.
    pub until: Option<Version>,
}

impl Opens {
    /// A file that every version opens whenever it is named.
    pub const fn new(param: &'static str, absent: fn(&Absent<'_>) -> String) -> Self {
        Self { param, when: |_| true, absent, since: Version(0, 0, 0), until: None }
    }

    /// The same, opened only then.
    pub const fn when(self, when: fn(&Reading) -> bool) -> Self {
        Self { when, ..self }
    }

    /// The same, from a version on.
    pub const fn since(self, since: Version) -> Self {
        Self { since, ..self }
    }

    /// The same, until a version comes.
    pub const fn until(self, until: Version) -> Self {
        Self { until: Some(until), ..self }
    }

    fn is_in(&self, version: Version) -> bool {
        self.since <= version && self.until.is_none_or(|until| version < until)
    }
}

/// Drivers that verify against a file in the home of the account when the string names no authorities, whatever the
/// system trusts.
const VERIFY_BY_FILE: &[&str] = &[
    "libpq",
    "psycopg",
    "psycopg2",
    "ruby-pg",
    "pdo",
    "dbd-pg",
    "diesel",
    "asyncpg",
    "pgjdbc",
    "django",
    "sqlalchemy-psycopg",
    "sqlalchemy-psycopg2",
    "sqlalchemy-asyncpg",
];

/// That file.
const ROOT_FILE: &str = ".postgresql/root.crt";

impl DriverAt {
    /// The file below the home that holds the authorities when this string names none; `None` when it names some, or the
    /// driver takes those of the system.
    pub fn root_file(&self, reading: &Reading) -> Option<&'static str> {
        let is_given = |name: &str, value: &str| {
            reading.params.iter().any(|it| it.key == name && it.value.as_str() == value)
        };
        let asks_for_system =
            self.system_roots().and_then(|it| it.split_once('=')).is_some_and(|(n, v)| is_given(n, v));
        let names_file = reading.given(Setting::TlsRootCertificate).is_some_and(|it| !it.value.is_empty());
        let by_file = VERIFY_BY_FILE.iter().any(|name| self.driver.stands_on(name));
        (by_file && !asks_for_system && !names_file).then_some(ROOT_FILE)
    }
}

/// Something that a string names and that is not there: a file, a service.
pub struct Absent<'a> {
    /// The string.
    pub string: &'a str,
    /// What is not there.
    pub name: &'a str,
}

/// The value of this parameter that a driver acts on; `None` for an empty one.
pub(super) fn named<'r>(reading: &'r Reading, param: &str) -> Option<&'r Given> {
    let is_used = |given: &&Given| given.key == param && given.fate == Fate::Client;
    reading.params.iter().rev().find(is_used).filter(|given| !given.value.is_empty())
}

/// Refuses a string that names a file which is not there.
pub(super) fn open(out: &mut Reading, at: &DriverAt, string: &str, is_there: fn(&str) -> bool) {
    let opened = at.driver.disk.opens.iter().filter(|it| it.is_in(at.version) && (it.when)(out));
    let missing = opened.clone().find_map(|it| {
        let given = named(out, it.param).filter(|given| !is_there(&given.value))?;
        let absent = Absent { string, name: &given.value };
        Some((given.value_span, (it.absent)(&absent)))
    });
    if let Some((span, text)) = missing {
        out.refuse(span, text);
    }
}

/// Puts the first of the usual hosts that is there in the place of the one that was assumed.
pub(super) fn find_host(out: &mut Reading, driver: &Driver, is_there: fn(&str) -> bool) {
    let usual = driver.disk.usual_hosts;
    let Some(found) = usual.iter().find(|host| is_there(host)).or(usual.last()) else { return };
    for name in out.hosts.iter_mut().filter_map(|host| host.name.as_mut()) {
        if name.origin == Origin::DriverDefault {
            name.value = (*found).into();
        }
    }
}
