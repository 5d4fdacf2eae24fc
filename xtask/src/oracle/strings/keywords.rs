//! Keyword/value strings and their twists.

use fastrand::Rng;

use super::{DATABASES, HOSTS, PASSWORDS, PORTS, Text, USERS, chance, characters, pick, twists};

/// Pairs before they are written.
struct Keywords {
    before: &'static str,
    pairs: Vec<(String, String)>,
    equals: &'static str,
    between: &'static str,
    after: &'static str,
}

impl Keywords {
    fn plain(rng: &mut Rng) -> Self {
        let mut pairs = vec![("host", pick(rng, HOSTS))];
        if chance(rng, 70) {
            pairs.push(("port", pick(rng, PORTS)));
        }
        pairs.push(("user", pick(rng, USERS)));
        if chance(rng, 70) {
            pairs.push(("password", pick(rng, PASSWORDS)));
        }
        pairs.push(("dbname", pick(rng, DATABASES)));
        if chance(rng, 40) {
            pairs.push(("sslmode", pick(rng, &["disable", "prefer", "require", "verify-full"])));
        }
        let pairs = pairs.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        Self { before: "", pairs, equals: "=", between: " ", after: "" }
    }

    fn written(&self) -> String {
        let pairs: Vec<String> =
            self.pairs.iter().map(|(name, value)| format!("{name}{}{value}", self.equals)).collect();
        format!("{}{}{}", self.before, pairs.join(self.between), self.after)
    }

    /// Sets a keyword where it stands, or at the end.
    fn set(&mut self, name: &str, value: &str) {
        match self.pairs.iter_mut().find(|pair| pair.0 == name) {
            Some(pair) => value.clone_into(&mut pair.1),
            None => self.pairs.push((name.to_owned(), value.to_owned())),
        }
    }

    fn twist(&mut self, twist: &Twist, rng: &mut Rng) {
        match twist {
            Twist::Value(name, of) => self.set(name, pick(rng, of)),
            Twist::Rename(renamed) => {
                for (old, new) in *renamed {
                    self.pairs
                        .iter_mut()
                        .filter(|pair| pair.0 == *old)
                        .for_each(|pair| pair.0 = (*new).to_owned());
                }
            }
            Twist::Equals(of) => self.equals = pick(rng, of),
            Twist::Between(of) => self.between = pick(rng, of),
            Twist::Before(of) => self.before = pick(rng, of),
            Twist::After(of) => self.after = pick(rng, of),
            Twist::Empty => {
                if let Some(pair) = rng.choice(&mut self.pairs) {
                    pair.1.clear();
                }
            }
            Twist::Character => {
                if let Some((name, value)) = rng.choice(&mut self.pairs) {
                    characters::disturb(if chance(rng, 20) { name } else { value }, rng);
                }
            }
            Twist::Quoted => {
                if let Some((_, value)) = rng.choice(&mut self.pairs) {
                    characters::disturb(value, rng);
                    *value = format!("'{}'", value.replace('\\', "\\\\").replace('\'', "\\'"));
                }
            }
        }
    }
}

type Choices = &'static [&'static str];

enum Twist {
    /// Another value, or one more keyword.
    Value(&'static str, Choices),
    Rename(&'static [(&'static str, &'static str)]),
    Equals(Choices),
    Between(Choices),
    Before(Choices),
    After(Choices),
    /// A value that is empty.
    Empty,
    /// An odd character in a value or a name.
    Character,
    /// A value with an odd character, quoted as it should be.
    Quoted,
}

/// Random keywords with their twists.
pub fn twisted(rng: &mut Rng) -> Text {
    let mut keywords = Keywords::plain(rng);
    let mut names = vec!["keywords".to_owned()];
    for _ in 0..twists(rng) {
        let Some((name, twist)) = rng.choice(TWISTS) else { break };
        keywords.twist(twist, rng);
        names.push((*name).to_owned());
    }
    Text { s: keywords.written(), twists: names }
}

const TWISTS: &[(&str, Twist)] = &[
    (
        "quoted",
        Twist::Value("password", &["'p ss'", "'it\\'s'", "'a=b'", "''", "'back\\\\slash'", "'\"'", "' '"]),
    ),
    ("backslash", Twist::Value("password", &["p\\ ss", "p\\\\ss", "p\\'ss", "trail\\", "\\"])),
    ("quote open", Twist::Value("password", &["'secret", "'sec\\'ret", "'"])),
    ("quote inside", Twist::Value("password", &["se'cret", "'se'cret", "'a''b'"])),
    ("double quotes", Twist::Value("password", &["\"secret\"", "\"p ss\""])),
    ("encoded", Twist::Value("password", &["p%40ss", "100%"])),
    ("blank unquoted", Twist::Value("application_name", &["my app", "'my app'"])),
    ("unknown", Twist::Value("foo", &["1"])),
    ("unknown", Twist::Value("search_path", &["app"])),
    ("unknown", Twist::Value("statement_timeout", &["5000"])),
    ("unknown", Twist::Value("sslMode", &["require"])),
    ("unknown", Twist::Value("pool_max_conns", &["10"])),
    ("names of others", Twist::Rename(&[("dbname", "database")])),
    ("names of others", Twist::Rename(&[("user", "username")])),
    ("names of others", Twist::Rename(&[("host", "server"), ("user", "uid"), ("password", "pwd")])),
    (
        "names in capitals",
        Twist::Rename(&[("host", "Host"), ("port", "Port"), ("user", "User"), ("dbname", "DBNAME")]),
    ),
    ("twice", Twist::After(&[" host=other dbname=other2", " host=other", " password=", " sslmode=disable"])),
    ("empty", Twist::Empty),
    ("without =", Twist::After(&[" junk", " sslmode", " sslmode="])),
    ("around =", Twist::Equals(&[" = ", "= ", " =", "\t=\t", ":"])),
    ("between", Twist::Between(&["\n", "\t", "  ", " \r\n", ", ", ";", "&", "\u{a0}", "\u{b}"])),
    ("before", Twist::Before(&[" ", "\n", "\"", "'", "pgsql:", "postgresql:"])),
    ("after", Twist::After(&[" ", "\n", "\"", "'", ";", "\\"])),
    ("socket", Twist::Value("host", &["/var/run/postgresql", "/tmp", "@abstract", "'/tmp'"])),
    ("several", Twist::Value("host", &["pg1,pg2", "pg1,,pg3", "pg1,pg2,", "'pg1, pg2'"])),
    ("ports", Twist::Value("port", &["5432,5433", "5432,5433,5434", "5432,", ",5433", ","])),
    ("IPv6", Twist::Value("host", &["::1", "[::1]", "2001:db8::1", "fe80::1%eth0"])),
    ("address", Twist::Value("hostaddr", &["192.0.2.7", "192.0.2.7,192.0.2.8", "::1", "''"])),
    (
        "port odd",
        Twist::Value(
            "port",
            &["0", "65536", "abc", "-1", "5432x", "' 5432'", "'5432 '", "+5432", "05432", "''"],
        ),
    ),
    (
        "sslmode odd",
        Twist::Value(
            "sslmode",
            &["on", "REQUIRE", "verify_full", "true", "''", "no-verify", "allow", "'require '"],
        ),
    ),
    ("options", Twist::Value("options", &["'-c search_path=app'", "-csearch_path=app", "'-c a=\\'b c\\''"])),
    (
        "timeout",
        Twist::Value("connect_timeout", &["5", "10s", "-1", "1.5", "abc", "' 5 '", "''", "99999999999"]),
    ),
    (
        "session",
        Twist::Value("target_session_attrs", &["read-write", "primary", "master", "prefer-standby", "any"]),
    ),
    ("file", Twist::Value("sslrootcert", &["/no/such/ca.pem", "system"])),
    ("service", Twist::Value("service", &["nosuch"])),
    ("character", Twist::Character),
    ("character", Twist::Character),
    ("character", Twist::Character),
    ("character quoted", Twist::Quoted),
    ("character quoted", Twist::Quoted),
];
