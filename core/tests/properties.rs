//! What holds whatever the text is. Every driver's reader comes to an end, in a time that grows no faster than the text,
//! reads the same every time, and speaks of places that are in the text and cut no character. What is generated for a
//! driver, or converted to its spelling, is read back by it. And no secret is shown.

// The crate has no clock; what measures it has one.
#![allow(clippy::expect_used, clippy::disallowed_types)]

use std::time::{Duration, Instant};

use connlint_core::drivers::{About, DRIVERS, Driver, DriverAt, Side, differences};
use connlint_core::generate::convert;
use connlint_core::model::{Reading, Setting, Tls, Version};
use connlint_core::parse::{Spelling, encode, spelling_of};
use connlint_core::text::{Secret, Span, mask_connection};
use connlint_core::{Options, Request, generate, lint, read};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

/// Every place that a reading speaks of.
fn spans(reading: &Reading) -> Vec<Span> {
    let mut out: Vec<Span> = reading.refusal.iter().map(|refusal| refusal.span).collect();
    for host in &reading.hosts {
        out.extend(host.name.as_ref().and_then(|name| name.span));
        out.extend(host.port.as_ref().and_then(|port| port.span));
    }
    let texts = [&reading.port_text, &reading.user, &reading.dbname];
    out.extend(texts.into_iter().flatten().filter_map(|it| it.span));
    out.extend(reading.password.as_ref().and_then(|password| password.span));
    out.extend(reading.params.iter().flat_map(|given| [given.span, given.key_span, given.value_span]));
    out.extend(reading.startup.iter().filter_map(|(_, value)| value.span));
    out.extend(reading.tls.span);
    out.extend(reading.prepared.span);
    out
}

fn check(text: &str) {
    for driver in DRIVERS {
        let oldest = DriverAt { driver, version: Version(0, 0, 0), version_known: true };
        for at in [DriverAt::newest(driver), oldest] {
            for spelling in Spelling::ALL {
                let reading = at.read(text, spelling);
                assert_eq!(reading, at.read(text, spelling), "{} reads {text:?} anew", at.display());
                for span in spans(&reading) {
                    let inside = text.get(span.start..span.end).is_some();
                    assert!(inside, "{} reads {text:?} as {spelling:?} with {span:?}", at.display());
                }
            }
        }
    }
}

/// Pieces that readers look for, so that random strings get past the first check.
fn piece() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "postgresql://",
        "postgres://",
        "postgresql+asyncpg://",
        "postgresql+psycopg2://",
        "postgresql+pg8000://",
        "jdbc:postgresql://",
        "r2dbc:postgresql://",
        "r2dbcs:pool:postgresql://",
        "pgsql:",
        "Host=",
        "Ssl Mode=",
        "\"\"",
        "@",
        ":",
        "/",
        "?",
        "&",
        "=",
        "#",
        ",",
        ";",
        "[",
        "]",
        "[::1]",
        "%",
        "%40",
        "%00",
        "%E4",
        "%2C",
        "+",
        " ",
        "\t",
        "\n",
        "'",
        "\"",
        "\\",
        "host",
        "hostaddr",
        "port",
        "user",
        "password",
        "dbname",
        "database",
        "sslmode",
        "ssl",
        "require",
        "verify-full",
        "system",
        "5432",
        "0",
        "-1",
        "99999999999999999999",
        "ü",
        "пароль",
        "\u{feff}",
        "options",
        "host=a",
        "port=1,2",
        "application_name",
        "connect_timeout=x",
        "statement_cache_size=0",
        "service=x",
    ]);
    prop_oneof![4 => known.prop_map(str::to_owned), 1 => any::<char>().prop_map(String::from), 1 => "[a-z0-9]{1,6}"]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_with_places_inside_it(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn anything_like_a_connection_is_read_with_places_inside_it(pieces in prop::collection::vec(piece(), 0..14)) {
        check(&pieces.concat());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn bytes_of_something_else_are_read_with_places_inside_them(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        check(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn endless_texts_are_read_with_places_inside_them(start in piece(), repeated in piece(), times in 50..300_usize) {
        check(&(start + &repeated.repeat(times)));
    }
}

fn time_of(driver: &DriverAt, text: &str) -> Duration {
    let start = Instant::now();
    std::hint::black_box(driver.read(text, spelling_of(text).unwrap_or(Spelling::Uri)));
    start.elapsed()
}

/// Whether a text that is sixteen times as long as another takes less than 64 times as long; were the time to grow with
/// the square of the length, it would be 256 times. After many tries, because a busy machine makes anything slow now and
/// then, and the best of each is compared.
fn is_linear(driver: &DriverAt, short: &str, long: &str) -> bool {
    let (mut least, mut greatest) = (Duration::MAX, Duration::MAX);
    (0..300).any(|_| {
        std::thread::yield_now();
        (least, greatest) = (least.min(time_of(driver, short)), greatest.min(time_of(driver, long)));
        greatest < least * 64
    })
}

/// Found by chance once, and kept.
#[test]
fn a_broken_escape_before_a_long_character_cuts_no_character() {
    check("postgresql://%ࠀ");
    check("postgresql://u:%é@h/%€?a=%ü");
}

#[test]
fn time_grows_no_faster_than_the_text() {
    let numbered = |start: &str, length: usize| {
        (0..length / 9).fold(start.to_owned(), |text, number| text + &format!("a{number:05}=&"))
    };
    let repeated =
        |start: &str, piece: &str, length: usize| start.to_owned() + &piece.repeat(length / piece.len());
    let texts = |length: usize| {
        let mut out = vec![numbered("postgresql://u:p@h/d?", length)];
        for (start, piece) in [
            ("postgresql://", "@"),
            ("postgresql://u:p@h/", "%25"),
            ("postgresql://", "[::1]:1,"),
            ("postgresql://u:p@h/d?", "application_name=x&"),
            ("postgresql://u:p@h/d?", "options=x&application_name=y&"),
            ("jdbc:postgresql://h/d?", "currentSchema=x&user=y&"),
            ("postgresql://u:p@h/", "a/../"),
            ("postgresql://u:p@h/d?a=\t", "b=%41&"),
            ("host=a user=b ", "application_name='x' "),
        ] {
            out.push(repeated(start, piece, length));
        }
        out
    };
    let mut slow = Vec::new();
    for driver in DRIVERS.iter().map(|driver| DriverAt::newest(driver)) {
        for (short, long) in texts(1_000).iter().zip(texts(16_000)) {
            if !is_linear(&driver, short, &long) {
                slow.push(format!("{} reads {}...", driver.display(), short.get(..40).unwrap_or(short)));
            }
        }
    }
    assert!(slow.is_empty(), "{}", slow.join("\n"));
}

/// Any text of a few characters, those that are reserved somewhere more often than others.
fn words() -> impl Strategy<Value = String> {
    let reserved: Vec<char> = "@:/?#[]%&=+ ,;'\"\\$".chars().collect();
    let c = prop_oneof![
        4 => prop::char::range('a', 'z'),
        2 => prop::sample::select(reserved),
        1 => prop::char::range('\u{a1}', '\u{2fff}'),
    ];
    prop::collection::vec(c, 1..12).prop_map(String::from_iter)
}

/// As many wishes for a connection, the same every time.
fn requests(driver: &'static Driver, count: usize) -> Vec<Request> {
    let level = [Tls::OFF, Tls::PREFER, Tls::REQUIRE, Tls::VERIFY_CA, Tls::VERIFY_FULL];
    let host = prop_oneof![
        4 => "[a-z]{1,8}(-[a-z]{1,4})?\\.example\\.com",
        1 => "10\\.[1-9]\\.[1-9]\\.[1-9]",
        1 => Just("2001:db8::7".to_owned()),
    ];
    let name = || prop_oneof!["[a-z]{1,8}", words()];
    let parts = (host, prop::option::of(1..=65535_u16), name(), words(), name());
    let rest = (prop::option::of(prop::sample::select(level.to_vec())), prop::option::of(words()));
    let strategy = (parts, rest);
    let mut runner = TestRunner::deterministic();
    let mut one = || {
        let ((host, port, user, password, dbname), (tls, application_name)) =
            strategy.new_tree(&mut runner).expect("a value").current();
        Request {
            port,
            user: Some(user),
            password: Some(Secret::new(password)),
            dbname: Some(dbname),
            tls,
            application_name,
            ..Request::new(DriverAt::newest(driver), host)
        }
    };
    (0..count).map(|_| one()).collect()
}

/// Host, user, password and database.
fn parts_of(reading: &Reading) -> [Option<&str>; 4] {
    let host = reading.hosts.first().and_then(|host| host.name.as_ref());
    [
        host.map(|it| it.value.trim_matches(['[', ']'])),
        reading.user.as_ref().map(|it| it.value.as_str()),
        reading.password.as_ref().map(|it| it.value.expose()),
        reading.dbname.as_ref().map(|it| it.value.as_str()),
    ]
}

/// The drivers that take a string.
fn readers() -> impl Iterator<Item = &'static Driver> {
    DRIVERS.iter().copied().filter(|driver| driver.spellings != [Spelling::Parts])
}

#[test]
fn what_is_generated_is_read_back() {
    const TRIED: usize = 16;
    let mut shares = Vec::new();
    for driver in readers() {
        let mut written = 0;
        for mut request in requests(driver, TRIED) {
            request.spelling = driver.spellings.iter().copied().find(|it| *it != Spelling::Parts);
            let generated = generate(&request);
            let Some(text) = generated.connection.as_ref().and_then(|it| it.string.as_ref()) else {
                continue;
            };
            let text = text.expose();
            written += 1;
            let reading = request.driver.read(text, spelling_of(text).expect("a spelling"));
            let password = request.password.as_ref().map(Secret::expose);
            let wanted =
                [Some(request.host.as_str()), request.user.as_deref(), password, request.dbname.as_deref()];
            assert_eq!(parts_of(&reading), wanted, "{} {text}", driver.name);
            let port = reading.hosts.first().and_then(|host| host.port.as_ref());
            let port = port.map_or(5432, |port| port.value);
            assert_eq!(port, i64::from(request.port.unwrap_or(5432)), "{} {text}", driver.name);
            if let Some(given) = reading.given(Setting::ApplicationName) {
                assert_eq!(
                    Some(given.value.as_str()),
                    request.application_name.as_deref(),
                    "{} {text}",
                    driver.name
                );
            }
        }
        shares.push((driver.name, written));
    }
    // Every driver can say something, and most of them most of it.
    let enough = |written: usize| shares.iter().filter(|(_, share)| *share >= written).count();
    assert_eq!(enough(TRIED / 8), shares.len(), "{shares:?}");
    assert!(enough(TRIED / 2) * 3 > shares.len() * 2, "{shares:?}");
}

#[test]
fn what_is_converted_there_and_back_is_the_same_connection() {
    const TRIED: usize = 4;
    let (mut converted, mut tried) = (0, 0);
    let readers: Vec<&Driver> = readers().collect();
    for (nth, from) in readers.iter().copied().enumerate() {
        // A few others for each, so that the time does not grow with their square.
        for to in readers.iter().copied().cycle().skip(nth + 1).step_by(7).take(3) {
            for wanted in requests(from, TRIED) {
                tried += 1;
                converted += usize::from(there_and_back(wanted, to).is_some());
            }
        }
    }
    assert!(converted * 3 >= tried, "only {converted} of {tried} are not refused");
}

/// Converts what is wanted to what `to` reads and back; `None` if something on the way cannot be said.
fn there_and_back(wanted: Request, to: &'static Driver) -> Option<()> {
    let (from, to) = (wanted.driver, DriverAt::newest(to));
    let generated = generate(&wanted);
    let text = generated.connection?.string?;
    let text = text.expose();
    let spelling = spelling_of(text).expect("a spelling");
    let there = convert(text, spelling, &from, to, None).ok()?;
    let back = convert(there.string.expose(), there.spelling, &to, from, None).ok()?;
    let [first, middle, last] = [
        from.read(text, spelling),
        to.read(there.string.expose(), there.spelling),
        from.read(back.string.expose(), back.spelling),
    ];
    let sides = |driver, reading| Side { driver, reading };
    let stated = |about| there.losses.iter().any(|loss| loss.about == about);
    let differs = !differences(sides(&from, &first), sides(&to, &middle))
        .iter()
        .all(|difference| there.losses.contains(difference));
    assert!(!differs, "{} to {} loses more than it states", from.display(), to.display());
    if !stated(About::Connection) {
        assert_eq!(parts_of(&first), parts_of(&last), "{} to {}: {text}", from.display(), to.display());
    }
    Some(())
}

/// A password with reserved characters in the middle, and the two ends by which it is recognised.
fn secret() -> impl Strategy<Value = (String, [String; 2])> {
    let reserved: Vec<char> = "@:/?#%&=+,;$!~*()é→".chars().collect();
    let middle = prop::collection::vec(prop::sample::select(reserved), 0..4).prop_map(String::from_iter);
    ("Z[a-z0-9]{7}", middle, "Y[a-z0-9]{7}")
        .prop_map(|(start, middle, end)| (format!("{start}{middle}{end}"), [start, end]))
}

/// Strings with a password, in every spelling, encoded and not.
fn strings_with(password: &str) -> Vec<String> {
    let encoded = encode(password);
    vec![
        format!("postgresql://app:{encoded}@db.example.com:5432/shop?sslmode=require"),
        format!("postgresql+asyncpg://app:{password}@db.example.com/shop"),
        format!("postgres://app:{password}@/shop?host=db.example.com"),
        format!("postgresql://db.example.com/shop?user=app&password={encoded}"),
        format!("host=db.example.com user=app password='{password}' dbname=shop"),
        format!("jdbc:postgresql://db.example.com/shop?user=app&password={encoded}"),
        format!("jdbc:postgresql://app:{password}@db.example.com/shop"),
    ]
}

fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("JSON")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_secret_is_shown((password, ends) in secret()) {
        let check = |shown: &str, what: &str| {
            let shown = shown.to_ascii_lowercase();
            let seen = ends.iter().any(|end| shown.contains(&end.to_ascii_lowercase()));
            assert!(!seen, "{what} shows {password}: {shown}");
        };
        for text in strings_with(&password) {
            check(&mask_connection(&text), "masking");
            let lines = [format!("DATABASE_URL={text}\n"), format!("DATABASE_URL=\"{text}\"\nDB_PW={password}\n")];
            let drivers = DRIVERS.iter().map(|driver| DriverAt::newest(driver));
            for driver in drivers.clone() {
                check(&json(&read(&text, &driver, false)), driver.driver.name);
            }
            // What nobody but its users does to a password, too.
            for driver in drivers.map(Some).chain([None]) {
                let name = driver.map_or("linting", |it| it.driver.name);
                for line in &lines {
                    check(&json(&lint(line, Some(".env"), &Options { driver, ..Options::default() })), name);
                }
            }
        }
        for driver in DRIVERS {
            let request = Request {
                password: Some(Secret::new(password.as_str())),
                ..Request::new(DriverAt::newest(driver), "db.example.com")
            };
            check(&json(&generate(&request)), driver.name);
        }
    }
}
