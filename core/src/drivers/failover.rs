//! Which of several hosts a driver takes, and what it does when one of them refuses.

use super::{DriverAt, Evidence};
use crate::model::{Reading, Setting};

/// What a driver does with several hosts.
pub struct Failover {
    /// The drivers that do so; those that hand their string on to one of them do so, too.
    drivers: &'static [&'static str],
    /// When it does not go on to the next host.
    ends: Ends,
    /// The words for which server will do.
    targets: &'static [(&'static str, Target)],
    /// Whether a standby counts as one that takes no writes, when the words are about writing.
    sees_standby: bool,
    /// What it does when no host will do.
    pub none_fits: NoneFits,
    /// How this was found.
    pub evidence: Evidence,
}

/// Which refusals are the last word. A host that cannot be reached never is.
#[derive(Clone, Copy)]
enum Ends {
    /// None: the next host is asked.
    Never,
    /// All but those with these codes.
    But(&'static [&'static str]),
    /// Those with these codes.
    At(&'static [&'static str]),
}

/// Which server will do.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Target {
    Any,
    Writes,
    Reads,
    Primary,
    Standby,
    PreferWrites,
    PreferReads,
    PreferStandby,
}

/// What a driver does when no host will do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoneFits {
    /// It fails.
    Fails,
    /// It tries again and again, also where the wish is only a preference, and whoever waits for the connection waits for
    /// ever.
    Waits,
}

/// What is known of a host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// There is no connection to it.
    Unreachable,
    /// The server refuses, with this code.
    Refuses(String),
    /// It lets the client in.
    Serves {
        /// Whether it is a standby.
        is_standby: bool,
        /// Whether transactions of this role only read, unless they say otherwise.
        reads_only: bool,
    },
    /// Something else is wrong, such as its certificate; what drivers make of that was not tried.
    Unclear,
}

/// What a driver does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// It takes one of these hosts: the first that will do, or any of several at random.
    Takes(Vec<usize>),
    /// It gives up at this host, though others follow or came before.
    EndsAt(usize),
    /// No host will do.
    NoneFits,
    /// It depends on what is not known of this host.
    Unclear(usize),
}

const LIBPQ_WORDS: &[(&str, Target)] = &[
    ("any", Target::Any),
    ("read-write", Target::Writes),
    ("read-only", Target::Reads),
    ("primary", Target::Primary),
    ("standby", Target::Standby),
    ("prefer-standby", Target::PreferStandby),
];

const STARTING: &[&str] = &["57P03"];

const LIBPQ: Failover = Failover {
    drivers: &["libpq", "psycopg2", "sqlalchemy-psycopg2", "pdo", "dbd-pg"],
    ends: Ends::But(STARTING),
    targets: LIBPQ_WORDS,
    sees_standby: true,
    none_fits: NoneFits::Fails,
    evidence: Evidence::Run,
};

/// Each was tried with a primary, a standby, a dead port and hosts that refuse with several codes, 2026-11-30: libpq
/// 15.18, psycopg2, psycopg 3, asyncpg, pgx 5, pgjdbc 42.5.5 and postgres.js. tokio-postgres is from its source.
static FAILOVERS: &[Failover] = &[
    LIBPQ,
    // It makes an attempt of its own for each host.
    Failover { drivers: &["psycopg", "sqlalchemy-psycopg"], ends: Ends::Never, ..LIBPQ },
    Failover { drivers: &["asyncpg", "sqlalchemy-asyncpg"], ..LIBPQ },
    Failover { drivers: &["pgx"], ends: Ends::At(&["28P01", "28000", "3D000", "42501"]), ..LIBPQ },
    Failover {
        drivers: &["pgjdbc"],
        ends: Ends::Never,
        targets: &[
            ("any", Target::Any),
            ("primary", Target::Writes),
            ("master", Target::Writes),
            ("secondary", Target::Reads),
            ("slave", Target::Reads),
            ("preferSecondary", Target::PreferReads),
            ("preferSlave", Target::PreferReads),
            ("preferPrimary", Target::PreferWrites),
        ],
        ..LIBPQ
    },
    // It asks for `default_transaction_read_only`, which is off on a standby as well.
    Failover {
        drivers: &["postgres-js"],
        ends: Ends::But(&[]),
        sees_standby: false,
        none_fits: NoneFits::Waits,
        ..LIBPQ
    },
    Failover {
        drivers: &["tokio-postgres"],
        ends: Ends::Never,
        targets: &[("any", Target::Any), ("read-write", Target::Writes), ("read-only", Target::Reads)],
        evidence: Evidence::Source,
        ..LIBPQ
    },
];

impl DriverAt {
    /// What it does with several hosts; `None` when that was not tried, or it takes only one.
    pub fn failover(&self) -> Option<&'static Failover> {
        FAILOVERS.iter().find(|it| it.drivers.iter().any(|name| self.driver.stands_on(name)))
    }
}

impl Failover {
    /// What the driver of `reading` does when this is found of its hosts, in their order.
    pub fn choose(&self, reading: &Reading, found: &[Found]) -> Choice {
        let target = self.target(reading);
        match is_shuffled(reading) {
            true => self.any_of(target, found),
            false => self.first_of(target, found),
        }
    }

    fn target(&self, reading: &Reading) -> Target {
        let given = reading.given(Setting::TargetSession);
        let known = given.and_then(|given| self.targets.iter().find(|it| it.0 == given.value.as_str()));
        known.map_or(Target::Any, |it| it.1)
    }

    fn first_of(&self, target: Target, found: &[Found]) -> Choice {
        for (at, host) in found.iter().enumerate() {
            match host {
                Found::Unclear => return Choice::Unclear(at),
                Found::Refuses(code) if self.is_last_word(code) => return Choice::EndsAt(at),
                Found::Serves { .. } if self.fits(target, host) => return Choice::Takes(vec![at]),
                _ => {}
            }
        }
        match self.second_best(target, found) {
            Some(at) => Choice::Takes(vec![at]),
            None => Choice::NoneFits,
        }
    }

    /// Any may be the first, so a refusal that ends the search may come, and may not.
    fn any_of(&self, target: Target, found: &[Found]) -> Choice {
        let fitting: Vec<usize> =
            found.iter().enumerate().filter(|(_, host)| self.fits(target, host)).map(|(at, _)| at).collect();
        let last_word = |host: &Found| matches!(host, Found::Refuses(code) if self.is_last_word(code));
        match found.iter().position(last_word) {
            Some(at) => Choice::EndsAt(at),
            None if fitting.is_empty() => self.first_of(target, found),
            None => Choice::Takes(fitting),
        }
    }

    /// A preference is met by any server when there is none of the preferred kind.
    fn second_best(&self, target: Target, found: &[Found]) -> Option<usize> {
        let prefers = matches!(target, Target::PreferWrites | Target::PreferReads | Target::PreferStandby);
        let serves = |host: &Found| matches!(host, Found::Serves { .. });
        if prefers && self.none_fits != NoneFits::Waits { found.iter().position(serves) } else { None }
    }

    fn is_last_word(&self, code: &str) -> bool {
        match self.ends {
            Ends::Never => false,
            Ends::But(codes) => !codes.contains(&code),
            Ends::At(codes) => codes.contains(&code),
        }
    }

    fn fits(&self, target: Target, host: &Found) -> bool {
        let Found::Serves { is_standby, reads_only } = *host else { return false };
        let reads = reads_only || is_standby && self.sees_standby;
        match target {
            Target::Any => true,
            Target::Writes | Target::PreferWrites => !reads,
            Target::Reads | Target::PreferReads => reads,
            Target::Primary => !is_standby,
            Target::Standby | Target::PreferStandby => is_standby,
        }
    }
}

/// Whether the string asks for the hosts in a random order.
fn is_shuffled(reading: &Reading) -> bool {
    let asks = |value: &str| value == "random" || value.eq_ignore_ascii_case("true");
    reading.given(Setting::LoadBalance).is_some_and(|given| asks(given.value.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::Spelling;

    const PRIMARY: Found = Found::Serves { is_standby: false, reads_only: false };
    const STANDBY: Found = Found::Serves { is_standby: true, reads_only: false };

    fn chosen(driver: &str, query: &str, found: &[Found]) -> Option<Choice> {
        let driver = DriverAt::parse(driver)?;
        let scheme = if driver.driver.name == "pgjdbc" { "jdbc:postgresql" } else { "postgresql" };
        let reading = driver.read(&format!("{scheme}://h1,h2/shop{query}"), Spelling::Uri);
        assert_eq!(reading.refusal, None);
        Some(driver.failover()?.choose(&reading, found))
    }

    fn refuses(code: &str) -> Found {
        Found::Refuses(code.to_owned())
    }

    /// As the drivers did, when they were asked to.
    #[test]
    fn each_chooses_as_it_was_seen_to() {
        let takes = |at| Some(Choice::Takes(vec![at]));
        let rows = [
            ("libpq", "", [Found::Unreachable, PRIMARY], takes(1)),
            ("libpq", "", [refuses("57P03"), PRIMARY], takes(1)),
            ("libpq", "", [refuses("53300"), PRIMARY], Some(Choice::EndsAt(0))),
            ("libpq", "", [STANDBY, PRIMARY], takes(0)),
            ("libpq", "?target_session_attrs=read-write", [STANDBY, PRIMARY], takes(1)),
            (
                "libpq",
                "?target_session_attrs=read-write",
                [STANDBY, Found::Unreachable],
                Some(Choice::NoneFits),
            ),
            ("libpq", "?target_session_attrs=prefer-standby", [PRIMARY, STANDBY], takes(1)),
            ("libpq", "?target_session_attrs=prefer-standby", [PRIMARY, Found::Unreachable], takes(0)),
            ("libpq", "?load_balance_hosts=random", [PRIMARY, STANDBY], Some(Choice::Takes(vec![0, 1]))),
            ("psycopg", "", [refuses("28P01"), PRIMARY], takes(1)),
            ("asyncpg", "", [refuses("28P01"), PRIMARY], Some(Choice::EndsAt(0))),
            ("pgx", "", [refuses("53300"), PRIMARY], takes(1)),
            ("pgx", "", [refuses("3D000"), PRIMARY], Some(Choice::EndsAt(0))),
            ("pgjdbc", "?targetServerType=primary", [STANDBY, PRIMARY], takes(1)),
            ("postgres-js", "", [refuses("57P03"), PRIMARY], Some(Choice::EndsAt(0))),
            ("postgres-js", "?target_session_attrs=read-write", [STANDBY, PRIMARY], takes(0)),
            ("postgres-js", "?target_session_attrs=primary", [STANDBY, PRIMARY], takes(1)),
            (
                "postgres-js",
                "?target_session_attrs=prefer-standby",
                [PRIMARY, Found::Unreachable],
                Some(Choice::NoneFits),
            ),
            ("node-postgres", "", [PRIMARY, STANDBY], None),
        ];
        for (driver, query, found, expected) in rows {
            assert_eq!(chosen(driver, query, &found), expected, "{driver}{query} {found:?}");
        }
    }
}
