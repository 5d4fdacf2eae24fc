//! Strings of the forms that a driver documents: its schemes, its spellings, and its parameters with values of their
//! kinds, good and bad.

use connlint_core::drivers::{DriverAt, Kind, Param};
use connlint_core::model::Setting;
use connlint_core::parse::{DBI_PREFIX, PDO_PREFIX, Spelling};
use fastrand::Rng;

use super::characters::quoted;
use super::{CERTIFICATE, DATABASES, HOSTS, PASSWORDS, PORTS, Text, USERS, chance, pick};

/// A random string of a form that the driver takes.
pub fn string(driver: &DriverAt, rng: &mut Rng) -> Text {
    let spellings: Vec<Spelling> =
        driver.driver.spellings.iter().copied().filter(|it| *it != Spelling::Parts).collect();
    let given = given(driver, rng);
    let twists = given.iter().map(|(name, _)| name.clone()).collect();
    let s = match rng.choice(spellings).unwrap_or(Spelling::Parts) {
        Spelling::Uri | Spelling::R2dbc => url(driver, &given, rng),
        Spelling::KeywordValue => keywords(&given, rng),
        Spelling::Jdbc => jdbc(&given, rng),
        Spelling::AdoNet => ado_net(&given, rng),
        Spelling::Pdo => dsn(PDO_PREFIX, &given, rng),
        Spelling::Dbi => dsn(DBI_PREFIX, &given, rng),
        Spelling::Parts => String::new(),
    };
    Text { s, twists }
}

fn url(driver: &DriverAt, given: &[(String, String)], rng: &mut Rng) -> String {
    let schemes = [driver.driver.schemes, driver.driver.own_schemes].concat();
    let mut out = format!("{}://", pick(rng, &schemes));
    if chance(rng, 85) {
        out.push_str(pick(rng, USERS));
        if chance(rng, 80) {
            out.push(':');
            out.push_str(pick(rng, PASSWORDS));
        }
        out.push('@');
    }
    out.push_str(&address(rng));
    out.push_str(&path(rng));
    out + &query(given, rng)
}

fn jdbc(given: &[(String, String)], rng: &mut Rng) -> String {
    let start = match rng.u8(..10) {
        0 => format!("jdbc:postgresql:{}", pick(rng, DATABASES)),
        1 => "jdbc:postgresql:/".to_owned(),
        _ => format!("jdbc:postgresql://{}{}", address(rng), path(rng)),
    };
    let mut given = given.to_vec();
    for (name, values) in [("user", USERS), ("password", PASSWORDS)] {
        if chance(rng, 70) {
            given.insert(0, (name.to_owned(), pick(rng, values).to_owned()));
        }
    }
    start + &query(&given, rng)
}

fn keywords(given: &[(String, String)], rng: &mut Rng) -> String {
    let mut pairs = parts(["host", "port", "user", "password", "dbname"], rng);
    for (name, value) in given {
        let simple = !value.is_empty() && !value.contains([' ', '\'', '\\', '\t', '\n']);
        let value = if simple && chance(rng, 80) {
            value.clone()
        } else {
            format!("'{}'", value.replace('\\', "\\\\").replace('\'', "\\'"))
        };
        pairs.push(format!("{name}={value}"));
    }
    pairs.join(" ")
}

fn ado_net(given: &[(String, String)], rng: &mut Rng) -> String {
    let mut pairs = parts(["Host", "Port", "Username", "Password", "Database"], rng);
    for (name, value) in given {
        let simple = !value.contains(['"', ';', '\'']) && value.trim() == value;
        let value = if simple { value.clone() } else { format!("\"{}\"", value.replace('"', "\"\"")) };
        pairs.push(format!("{name}={value}"));
    }
    pairs.join(";")
}

fn dsn(prefix: &str, given: &[(String, String)], rng: &mut Rng) -> String {
    let mut pairs = parts(["host", "port", "user", "password", "dbname"], rng);
    pairs.extend(given.iter().map(|(name, value)| format!("{name}={value}")));
    format!("{prefix}{}", pairs.join(";"))
}

/// Most of the five parts, under these names.
fn parts(names: [&str; 5], rng: &mut Rng) -> Vec<String> {
    let mut pairs = Vec::new();
    for (name, values) in names.into_iter().zip([HOSTS, PORTS, USERS, PASSWORDS, DATABASES]) {
        if chance(rng, 80) {
            pairs.push(format!("{name}={}", pick(rng, values)));
        }
    }
    pairs
}

fn address(rng: &mut Rng) -> String {
    const RARE: &[&str] =
        &["", "[::1]:5433", "[2001:db8::1]", "pg1,pg2", "pg1:5432,pg2:5433", "%2Ftmp", ":5433"];
    match rng.u8(..10) {
        0..6 => format!("{}:{}", pick(rng, HOSTS), pick(rng, PORTS)),
        6..8 => pick(rng, HOSTS).to_owned(),
        _ => pick(rng, RARE).to_owned(),
    }
}

fn path(rng: &mut Rng) -> String {
    match rng.u8(..10) {
        0 => pick(rng, &["", "/"]).to_owned(),
        _ => format!("/{}", pick(rng, DATABASES)),
    }
}

fn query(given: &[(String, String)], rng: &mut Rng) -> String {
    let mut pairs = Vec::new();
    for (name, value) in given {
        pairs.push(match rng.u8(..20) {
            0 => format!("{name}={value}"),
            1 => format!("{name}={}", value.replace(' ', "+")),
            _ => format!("{name}={}", quoted(value)),
        });
    }
    if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
}

/// One to four parameters with values.
fn given(driver: &DriverAt, rng: &mut Rng) -> Vec<(String, String)> {
    let params: Vec<&Param> =
        driver.driver.params.iter().filter(|it| it.in_url() && it.since <= driver.version).collect();
    let mut out = Vec::new();
    for _ in 0..rng.usize(1..=4) {
        let Some(param) = rng.choice(&params) else { break };
        let name = match rng.u8(..20) {
            0 => param.name.to_uppercase(),
            1 => format!("{}_", param.name),
            _ => param.name.to_owned(),
        };
        out.push((name, value(driver, param, rng)));
    }
    out
}

fn value(driver: &DriverAt, param: &Param, rng: &mut Rng) -> String {
    if chance(rng, 4) {
        return String::new();
    }
    if param.setting == Setting::TlsMode && chance(rng, 60) {
        let modes: Vec<&str> = driver.driver.tls_modes.iter().map(|mode| mode.value).collect();
        return pick(rng, &modes).to_owned();
    }
    let odd = chance(rng, 25);
    let plain: &[&str] = match (param.kind, odd) {
        (Kind::OneOf(words), false) => words,
        (Kind::OneOf(words), true) => {
            let word = pick(rng, words);
            return match rng.u8(..3) {
                0 => word.to_uppercase(),
                1 => format!("{word}x"),
                _ => pick(rng, &["true", "1", "none", "a b"]).to_owned(),
            };
        }
        (Kind::Integer, false) => &["0", "1", "5", "10", "30", "5433"],
        (Kind::Integer, true) => {
            &["-1", "65536", "99999999999", "1.5", "5s", "abc", " 5", "5 ", "0x10", "1e3", "+5"]
        }
        (Kind::Number, false) => &["0", "0.5", "5", "10"],
        (Kind::Number, true) => &["-1", "abc", "1e3", "inf", "nan", ".5", " 5", "1_0"],
        (Kind::Boolean, false) => &["true", "false", "1", "0", "on", "off", "yes", "no"],
        (Kind::Boolean, true) => &["True", "FALSE", "t", "maybe", "2", " true"],
        (Kind::File, false) => &[CERTIFICATE],
        (Kind::File, true) => &["/no/such/file", "no-such-file", "~/no-such-file"],
        (Kind::Object, _) => &["x", "1", "{}", "none"],
        (Kind::Text, false) => text(param.setting),
        (Kind::Text, true) => &["a b", "ü", "a=b", "a&b", "it's", "\"x\"", "a,b", "a+b", "{}", "100%", "a/b"],
    };
    pick(rng, plain).to_owned()
}

/// Plain values, which mean something where that matters.
fn text(setting: Setting) -> &'static [&'static str] {
    match setting {
        Setting::Host => &["pg1", "db.example.com", "/tmp", "pg1,pg2"],
        Setting::HostAddress => &["192.0.2.7", "2001:db8::7"],
        Setting::Options => &["-c a=b", "-cstatement_timeout=5000", "--a=b"],
        Setting::ClientEncoding => &["utf8", "UTF8", "latin1"],
        _ => &["x", "app", "web-1"],
    }
}
