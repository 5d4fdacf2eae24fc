//! How a driver speaks to a server for the work of a program: what goes out together before it waits for an answer, when
//! a statement is made and when it is used again, how a transaction is spelled, and what it does about an error.
//!
//! Round trips are written in the letters of the protocol, in the order sent: `P` Parse, `D` Describe of the statement,
//! `d` Describe of the portal, `B` Bind, `E` Execute, `C` Close of the statement, `H` Flush, `S` Sync.

use super::DriverAt;
use crate::model::{Prepared, Statements, newest_for};

/// Round trips, one text for each.
pub type Trips = &'static [&'static str];

/// How a driver speaks.
#[derive(Clone, Copy, Debug)]
pub struct Speech {
    /// Whether a proxy heard the real driver speak so; else it is what its documentation says, and what its like do.
    pub heard: bool,
    /// What it asks when a connection is open. What it sets there is left out: behind a pooler others would get it.
    pub opens: &'static [Command],
    /// How a transaction begins.
    pub begin: Command,
    /// Whether that goes out with the first statement.
    pub begins_with_statement: bool,
    /// How it is committed.
    pub commit: Command,
    /// How it is rolled back.
    pub rollback: Command,
    /// Whether every statement of usual code is in a transaction.
    pub always_in_transaction: bool,
    /// A statement without a name, where it is made and used in one round trip as far as a pooler can see.
    pub unnamed: Trips,
    /// The same when the text was asked before; none where that makes no difference.
    pub unnamed_again: Trips,
    /// A statement without a name, where it is not.
    pub split: Trips,
    /// A named statement, the first time.
    pub parses: Trips,
    /// The same, from then on; none where it is made anew each time.
    pub again: Trips,
    /// A command of its own, as [`Command::Batch`].
    pub batch: Trips,
    /// The same from then on, where it has a name.
    pub batch_again: Trips,
    /// Whether statements that change something are named as well.
    pub names_changes: bool,
    /// How the number in a name is written, and which is the first.
    pub number: Number,
    /// What it does when a named statement has been used.
    pub frees: Frees,
    /// What it sends after a rollback, by which it forgets all statements.
    pub forgets: Option<&'static str>,
    /// What it does about an error with a statement.
    pub recovery: Recovery,
    /// What it does without named statements when its switch is turned.
    pub off: Statements,
    /// How it words an error of the server, by SQLSTATE; the entry with an empty one is for all others. `{}` is the
    /// server's message.
    pub words: &'static [(&'static str, &'static str)],
}

/// Something that a driver sends of its own accord.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// As a simple query.
    Query(&'static str),
    /// As it sends the statements of a program.
    Statement(&'static str),
    /// In one round trip, as [`Speech::batch`] has it.
    Batch(&'static str),
}

impl Command {
    /// The text.
    pub fn text(self) -> &'static str {
        match self {
            Self::Query(text) | Self::Statement(text) | Self::Batch(text) => text,
        }
    }
}

/// How the number in a name is written.
#[derive(Clone, Copy, Debug)]
pub struct Number {
    /// The first one.
    pub first: u32,
    /// Whether it is hexadecimal.
    pub is_hexadecimal: bool,
    /// So many digits at least.
    pub digits: usize,
}

/// What is done with a named statement that has been used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frees {
    /// It is kept.
    Never,
    /// It is closed by the protocol, in a round trip of its own.
    Close,
    /// It is freed with `DEALLOCATE`.
    Deallocate,
}

/// What is done about an error with a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recovery {
    /// It is the program's.
    None,
    /// The statement is forgotten: next time it is made anew.
    Forgets,
    /// A statement that is not there is made anew and used once more.
    RetriesMissing,
    /// A name that is taken is freed with `DEALLOCATE`, and the statement made again.
    FreesTaken,
}

impl Speech {
    /// libpq's calls, which most others resemble: nothing is kept, and one round trip is enough.
    pub const PLAIN: Self = Self {
        heard: true,
        opens: &[],
        begin: Command::Query("BEGIN"),
        begins_with_statement: false,
        commit: Command::Query("COMMIT"),
        rollback: Command::Query("ROLLBACK"),
        always_in_transaction: false,
        unnamed: &["PBdES"],
        unnamed_again: &[],
        split: &["PDS", "BES"],
        parses: &["PS", "BdES"],
        again: &["BdES"],
        batch: &["PBES"],
        batch_again: &["BES"],
        names_changes: true,
        number: Number { first: 1, is_hexadecimal: false, digits: 1 },
        frees: Frees::Never,
        forgets: None,
        recovery: Recovery::None,
        off: Statements::Unnamed,
        words: &[],
    };

    /// The same, of a driver that nobody listened to.
    pub const UNHEARD: Self = Self { heard: false, ..Self::PLAIN };

    /// The server's message as the driver words it.
    pub fn worded(&self, code: &str, message: &str) -> String {
        let entry = |code: &str| self.words.iter().find(|it| it.0 == code);
        let (_, words) = entry(code).or_else(|| entry("")).unwrap_or(&("", "{}"));
        words.replace("{code}", code).replace("{}", message)
    }
}

/// Who gives a name to a statement: what the name may tell besides a number.
pub struct Namer<'a> {
    /// The text of the statement.
    pub text: &'a str,
    /// The number.
    pub number: u32,
    /// The number of the process.
    pub process: u32,
    /// Letters of the connection.
    pub letters: &'a str,
}

impl Namer<'_> {
    /// A name of the pattern that a record has.
    pub fn name(&self, prepared: &Prepared, how: Number) -> String {
        let digits = how.digits;
        let number = if how.is_hexadecimal {
            format!("{:0digits$x}", self.number)
        } else {
            format!("{:0digits$}", self.number)
        };
        let mut out = String::new();
        let mut rest = prepared.names;
        while let Some((before, from)) = rest.split_once('<') {
            let (what, after) = from.split_once('>').unwrap_or((from, ""));
            out.push_str(before);
            match what {
                "pid" => out.push_str(&self.process.to_string()),
                "hash" => out.push_str(&digest(self.text)),
                // The first one of its process.
                "cache" => out.push('1'),
                what if what.starts_with("random") => out.push_str(self.letters),
                _ => out.push_str(&number),
            }
            rest = after;
        }
        out.push_str(&if out.is_empty() { rest.replacen('N', &number, 1) } else { rest.to_owned() });
        out
    }
}

/// A number that goes by the text alone, as long as the beginning of a digest.
fn digest(text: &str) -> String {
    let turn = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325, turn);
    format!("{hash:016x}{:016x}{:016x}", hash.rotate_left(21), hash.rotate_left(42))
}

impl DriverAt {
    /// How it speaks.
    pub fn speech(&self) -> Speech {
        newest_for(self.driver.speech, self.version).copied().unwrap_or(Speech::UNHEARD)
    }

    /// What it does with statements when its switch against named ones is turned in code.
    pub fn prepared_without_names(&self) -> Prepared {
        Prepared { statements: self.speech().off, named_from: 0, cache_size: Some(0), names: "" }
    }
}

#[cfg(test)]
mod tests {
    use super::{Namer, Number, Speech};
    use crate::drivers::{DRIVERS, DriverAt, by_name};

    fn name(driver: &str, number: u32) -> Option<String> {
        let driver = DriverAt::newest(by_name(driver)?);
        let namer = Namer { text: "select 1", number, process: 4711, letters: "k3j" };
        Some(namer.name(&driver.prepared(), driver.speech().number))
    }

    #[test]
    fn names_are_the_drivers_own() {
        let names = [
            ("asyncpg", 10, "__asyncpg_stmt_a__"),
            ("psycopg", 0, "_pg3_0"),
            ("tokio-postgres", 0, "s0"),
            ("pdo", 17, "pdo_stmt_00000011"),
            ("dbd-pg", 1, "dbdpg_p4711_1"),
            ("postgres-js", 2, "k3j2"),
            ("activerecord", 1, "a1"),
        ];
        for (driver, number, expected) in names {
            assert_eq!(name(driver, number).as_deref(), Some(expected), "{driver}");
        }
        assert!(name("pgx", 1).is_some_and(|it| it.starts_with("stmtcache_") && it.len() == 58));
    }

    #[test]
    fn an_error_is_worded_as_the_driver_does() {
        let speech = Speech { words: &[("42P05", "Taken: {}"), ("", "{} ({code})")], ..Speech::PLAIN };
        assert_eq!(speech.worded("42P05", "it is there"), "Taken: it is there");
        assert_eq!(speech.worded("26000", "it is gone"), "it is gone (26000)");
        assert_eq!(Speech::PLAIN.worded("26000", "it is gone"), "it is gone");
    }

    /// Whoever is split by a pooler waits twice, and every round trip ends where an answer is waited for.
    #[test]
    fn round_trips_end() {
        let _ = Number { first: 0, is_hexadecimal: false, digits: 1 };
        for driver in DRIVERS {
            for entry in driver.speech {
                let speech = entry.1;
                let all = [
                    speech.unnamed,
                    speech.unnamed_again,
                    speech.split,
                    speech.parses,
                    speech.again,
                    speech.batch,
                ]
                .concat();
                assert!(all.iter().all(|trip| trip.ends_with(['S', 'H'])), "{}", driver.name);
                assert!(
                    speech.split.iter().filter(|trip| trip.ends_with('S')).count() > 1,
                    "{}",
                    driver.name
                );
            }
        }
    }
}
