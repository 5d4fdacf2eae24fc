//! Strings to ask drivers with: random, and the same for the same seed.
//!
//! Most start as a plain string and get up to three twists, each of which names itself, so that a disagreement says
//! what it may be about. Others are made of what a driver's record says that it takes. Names and passwords are made
//! up, and addresses are those for documentation.

mod characters;
mod keywords;
mod own;
mod url;

use std::collections::BTreeSet;

use connlint_core::drivers::DriverAt;
use connlint_core::parse::Spelling;
use fastrand::Rng;

/// A string, and what is odd about it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Text {
    /// The string.
    pub s: String,
    /// The twists it got, or the parameters it has.
    pub twists: Vec<String>,
}

/// `count` different strings that are asked of every driver, in the spelling of `driver`.
pub fn common(driver: &DriverAt, seed: u64, count: usize) -> Vec<Text> {
    let mut rng = Rng::with_seed(seed);
    let strings = different(count, || match rng.u8(..100) {
        0..5 => whole(&mut rng),
        5..25 => keywords::twisted(&mut rng),
        _ => url::twisted(&mut rng),
    });
    strings.into_iter().enumerate().map(|(n, text)| spelled_for(driver, n, text)).collect()
}

/// `count` different strings of the forms that the driver's record has.
pub fn own(driver: &DriverAt, seed: u64, count: usize) -> Vec<Text> {
    let mut rng = Rng::with_seed(seed ^ hash(driver.driver.name));
    different(count, || own::string(driver, &mut rng))
}

/// Calls `make` until there are `count` different strings, or nothing new comes.
fn different(count: usize, mut make: impl FnMut() -> Text) -> Vec<Text> {
    let mut seen = BTreeSet::new();
    let mut out = Vec::with_capacity(count);
    for _ in 0..count * 20 {
        if out.len() == count {
            break;
        }
        let text = make();
        if seen.insert(text.s.clone()) {
            out.push(text);
        }
    }
    out
}

/// The string under the scheme that the driver wants; every tenth stays as it is.
fn spelled_for(driver: &DriverAt, n: usize, mut text: Text) -> Text {
    let driver = driver.driver;
    let Some(own) = driver.schemes.first() else { return text };
    if n % 10 == 9 || driver.schemes.contains(&"postgresql") {
        return text;
    }
    let bare: &[&str] = if driver.spellings.contains(&Spelling::Jdbc) {
        &["postgresql:", "postgres:"]
    } else {
        &["postgresql:"]
    };
    if let Some(rest) = bare.iter().find_map(|scheme| text.s.strip_prefix(scheme)) {
        text.s = format!("{own}:{rest}");
    }
    text
}

/// Strings that are no connection string, or hardly one.
const WHOLE: &[&str] = &[
    "",
    " ",
    "orders",
    "localhost",
    "db.example.com:5432",
    "app:secret@db.example.com:5432/orders",
    "//app:secret@db/orders",
    "postgresql:/app@db/orders",
    "postgresql:orders",
    "postgresql:",
    "postgresql//app:secret@db/orders",
    "postgresql://",
    "postgres://",
    "postgres:///",
    "postgresql:///orders",
    "postgresql://?host=/tmp",
    "postgresql://?",
    "postgresql://@",
    "postgresql://:@/",
    "postgresql://:5433",
    "postgresql://db",
    "postgresql://app@/orders",
    "postgresql://app@:5433/orders",
    "/var/run/postgresql orders",
    "/tmp",
    "jdbc:postgresql:orders",
    "jdbc:postgresql:/",
    "jdbc:postgresql://",
    "jdbc:postgresql:///orders",
    "jdbc:postgresql://db/",
    "jdbc:postgresql://db:5432/orders?user=app&password=p%40ss",
    "jdbc:postgresql://db:5432/orders?user=app&password=p+ss",
    "jdbc:postgresql://pg1:5432,pg2/orders?targetServerType=primary",
    "DATABASE_URL=postgresql://app:secret@db/orders",
    "mysql://app:secret@db/orders",
    "sqlite:///orders.db",
    "https://db.example.com/",
    "Host=db;Port=5432;Username=app;Password=secret;Database=orders",
    "pgsql:host=db;port=5432;dbname=orders",
    "dbname=postgresql://app:secret@db/orders",
    "host",
    "=",
    "host=",
    "host==db",
    "host='",
    "'host'=db",
];

fn whole(rng: &mut Rng) -> Text {
    Text { s: pick(rng, WHOLE).to_owned(), twists: vec!["whole".to_owned()] }
}

/// One of several.
fn pick<'a>(rng: &mut Rng, of: &[&'a str]) -> &'a str {
    rng.choice(of).copied().unwrap_or_default()
}

/// Whether something happens that happens so often in a hundred.
fn chance(rng: &mut Rng, percent: u8) -> bool {
    rng.u8(..100) < percent
}

/// How many twists a string gets.
fn twists(rng: &mut Rng) -> usize {
    match rng.u8(..100) {
        0..10 => 0,
        10..68 => 1,
        68..90 => 2,
        _ => 3,
    }
}

/// A number for a name (FNV-1a), so that every driver has strings of its own.
fn hash(name: &str) -> u64 {
    name.bytes()
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// A file that is there when drivers are asked.
pub const CERTIFICATE: &str = "certificate.pem";

const USERS: &[&str] = &["app", "web_user", "svc-reader", "alice"];
const PASSWORDS: &[&str] = &["secret", "s3cr3t", "hunter2", "Tr0ub4dor"];
const HOSTS: &[&str] = &["localhost", "db", "db.example.com", "pg-1.internal", "192.0.2.10"];
const PORTS: &[&str] = &["5432", "5433", "6432", "15432"];
const DATABASES: &[&str] = &["app", "orders", "my_db", "test"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_strings_and_another_seed_others() {
        let driver = DriverAt::parse("asyncpg").expect("a driver");
        for make in [common, own] {
            let strings = make(&driver, 1, 500);
            assert_eq!(strings.len(), 500);
            assert_eq!(strings, make(&driver, 1, 500));
            assert_ne!(strings, make(&driver, 2, 500));
            assert_eq!(strings[..100], make(&driver, 1, 100));
        }
    }

    #[test]
    fn every_driver_that_takes_a_string_has_strings_of_its_own() {
        for driver in connlint_core::drivers::DRIVERS {
            let takes_text = driver.spellings.iter().any(|it| *it != Spelling::Parts);
            let strings = own(&DriverAt::newest(driver), 1, 1000);
            assert_eq!(strings.len() == 1000, takes_text, "{}", driver.name);
        }
    }

    #[test]
    fn strings_come_in_the_spelling_of_the_driver() {
        let pgjdbc = DriverAt::parse("pgjdbc").expect("a driver");
        let jdbc = common(&pgjdbc, 1, 500).iter().filter(|it| it.s.starts_with("jdbc:")).count();
        assert!(jdbc > 250, "{jdbc} of 500");
    }
}
