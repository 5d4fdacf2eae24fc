//! The two laws of generating, over the whole table: what is generated is read back as what was wanted, and the
//! linter has nothing to say about it. What cannot be had is refused, and the list of that is short and known.

#![allow(clippy::expect_used)]

use connlint_core::diag::Severity;
use connlint_core::drivers::{DRIVERS, Driver, DriverAt};
use connlint_core::endpoints::{ENDPOINTS, Endpoint, EndpointAt, Mode, NamedStatements, Others, UserForm};
use connlint_core::generate::Connection;
use connlint_core::model::{Setting, Tls, Verification};
use connlint_core::parse::{Spelling, spelling_of};
use connlint_core::text::Secret;
use connlint_core::{Options, Request, generate, lint};

/// Passwords that break strings when they are not encoded.
const PASSWORDS: &[&str] = &[
    "secret",
    "p@ss:w/rd#1%",
    "a b+c&d=e;f,g",
    "%41%zz%",
    "it's \"quoted\" \\ `back` $HOME ${X}",
    "[YOUR]{}<>|^~!*()",
    "pässwörd→",
    "?x=y&sslmode=disable",
];

/// Users and databases: the shape of Supabase and Neon, and awkward ones.
const NAMES: &[(&str, &str)] = &[
    ("app", "shop"),
    ("postgres.abcdefghijklmnopqrst", "postgres"),
    ("us@er", "my-shop_2"),
    ("App User", "a/b"),
    ("ünï", "d%b"),
];

const LEVELS: &[Option<Tls>] = &[
    None,
    Some(Tls::OFF),
    Some(Tls::PREFER),
    Some(Tls::REQUIRE),
    Some(Tls::VERIFY_CA),
    Some(Tls::VERIFY_FULL),
];

fn request(driver: DriverAt, endpoint: &'static Endpoint) -> Request {
    let mut request = Request::new(driver, "db.example.com");
    request.endpoint = EndpointAt::parse(endpoint.name);
    request.port = Some(6432);
    let user = if endpoint.user == UserForm::WithProject { "app.abcdefghijklmnopqrst" } else { "app" };
    request.user = Some(user.to_owned());
    request.password = Some(Secret::new("p@ss:w/rd#1%"));
    request.dbname = Some("shop".to_owned());
    request
}

/// Ways in which `connection` breaks a law; empty when it keeps both.
fn broken(request: &Request, connection: &Connection) -> Vec<String> {
    let mut out = Vec::new();
    let env = connection.env.expose();
    let report = lint(env, Some(".env"), &Options::default());
    let loud = report.findings.iter().filter(|finding| finding.severity > Severity::Hint);
    out.extend(loud.map(|it| format!("{}[{}]: {}", it.severity.name(), it.rule, it.message)));
    if let [only] = report.connections.as_slice() {
        if only.drivers != [request.driver.display()] {
            out.push(format!("its comment names {:?}", only.drivers));
        }
    } else {
        out.push(format!("{} connections in its lines", report.connections.len()));
    }
    if let Some(string) = &connection.string {
        out.extend(read_back(request, string.expose(), connection));
    } else {
        out.extend(parts_back(request, env));
    }
    out
}

fn read_back(request: &Request, text: &str, connection: &Connection) -> Vec<String> {
    let reading = request.driver.read(text, spelling_of(text).expect("the spelling of what was generated"));
    let mut out = Vec::new();
    let mut same = |part: &str, got: Option<&str>, wanted: Option<&str>| {
        if got != wanted {
            out.push(format!("{part}: {got:?} instead of {wanted:?}"));
        }
    };
    let host = reading.hosts.first().expect("a host");
    same("error", reading.refusal.as_ref().map(|it| it.text.as_str()), None);
    same("host", host.name.as_ref().map(|it| it.value.trim_matches(['[', ']'])), Some(&request.host));
    same("user", reading.user.as_ref().map(|it| it.value.as_str()), request.user.as_deref());
    same("dbname", reading.dbname.as_ref().map(|it| it.value.as_str()), request.dbname.as_deref());
    let password = request.password.as_ref().map(Secret::expose);
    same("password", reading.password.as_ref().map(|it| it.value.expose()), password);
    let port = host.port.as_ref().map_or(5432, |it| it.value);
    assert_eq!(port, i64::from(request.port.unwrap_or(5432)), "{text}");
    let in_code = connection
        .settings
        .iter()
        .any(|it| it.place != "the string" && (it.name.contains("ssl") || it.place.contains("Tls")));
    if let Some(tls) = request.tls.filter(|tls| *tls != reading.tls.value && !in_code) {
        out.push(format!("TLS: {:?} instead of {tls:?}", reading.tls.value));
    }
    if let Some(name) = &request.application_name {
        let given = reading.given(Setting::ApplicationName).map(|it| it.value.as_str());
        if given != Some(name) && !connection.settings.iter().any(|it| it.value.contains(name.as_str())) {
            out.push(format!("application name: {given:?}"));
        }
    }
    out
}

/// The parts as a program finds them in its environment.
fn parts_back(request: &Request, env: &str) -> Vec<String> {
    let document = (connlint_core::formats::format_of(Some(".env"), env).read)(env);
    let value = |name: &str| {
        let entry = document.entries.iter().find(|it| it.name.as_ref().is_some_and(|it| it.0 == name));
        entry.map(|entry| entry.value.text().to_owned())
    };
    let wanted = [
        ("PGHOST", Some(request.host.clone())),
        ("PGPORT", Some(request.port.unwrap_or(5432).to_string())),
        ("PGUSER", request.user.clone()),
        ("PGPASSWORD", request.password.as_ref().map(|it| it.expose().to_owned())),
        ("PGDATABASE", request.dbname.clone()),
    ];
    let differs = |(name, wanted): &(&str, Option<String>)| value(name) != *wanted;
    wanted.into_iter().filter(differs).map(|(name, _)| format!("{name}: {:?}", value(name))).collect()
}

/// The drivers whose snippet is written.
fn drivers() -> Vec<&'static Driver> {
    let is_written = |driver: &&'static Driver| {
        let refused = generate(&Request::new(DriverAt::newest(driver), "localhost")).refused;
        !refused.is_some_and(|it| it.why.ends_with("not written yet"))
    };
    DRIVERS.iter().copied().filter(is_written).collect()
}

/// Everything that is tried: all endpoints and TLS levels with one set of names, and all names and passwords at two
/// endpoints.
fn requests() -> Vec<Request> {
    let mut out = Vec::new();
    for driver in drivers().into_iter().map(DriverAt::newest) {
        for endpoint in ENDPOINTS {
            for tls in LEVELS {
                let mut request = request(driver, endpoint);
                request.tls = *tls;
                request.application_name = Some("my app".to_owned());
                out.push(request);
            }
        }
        for name in ["postgresql", "pgbouncer-transaction"] {
            let endpoint = connlint_core::endpoints::by_name(name).expect("an endpoint");
            for (user, dbname) in NAMES {
                for password in PASSWORDS {
                    let mut request = request(driver, endpoint);
                    request.user = Some((*user).to_owned());
                    request.dbname = Some((*dbname).to_owned());
                    request.password = Some(Secret::new(*password));
                    out.push(request);
                }
            }
        }
    }
    out
}

#[test]
fn what_is_generated_is_read_back_and_has_nothing_wrong_with_it() {
    let mut failures = Vec::new();
    let mut made = 0;
    for request in requests() {
        let generated = generate(&request);
        let Some(connection) = &generated.connection else { continue };
        made += 1;
        let string = connection.string.as_ref().map_or("", |it| it.expose());
        for what in broken(&request, connection) {
            failures.push(format!("{} at {}: {string}: {what}", generated.driver, generated.endpoint));
        }
    }
    failures.dedup();
    let shown: Vec<&str> = failures.iter().take(40).map(String::as_str).collect();
    assert!(failures.is_empty(), "{} broken:\n{}", failures.len(), shown.join("\n"));
    assert!(made > drivers().len() * ENDPOINTS.len() * 3, "only {made} were generated");
}

/// Whether it is known that `request` cannot be had.
fn is_known_to_be_impossible(request: &Request) -> bool {
    let driver = request.driver.driver.name;
    let endpoint = request.endpoint();
    let verification = request.tls.map_or(Verification::None, |tls| tls.verification);
    let loses = endpoint.endpoint.mode == Mode::Transaction
        && matches!(endpoint.named_statements(), NamedStatements::Lost | NamedStatements::Unknown);
    let refuses = matches!(endpoint.startup("extra_float_digits"), Others::Refused(_));
    let never_falls_back = ["node-postgres", "pg-connection-string", "prisma"];
    verification == Verification::Authority && request.root_certificate.is_none()
        || driver == "sqlx" && (loses || refuses)
        || request.tls == Some(Tls::PREFER) && never_falls_back.contains(&driver)
        || driver == "pdo" && verification == Verification::Full && request.root_certificate.is_none()
        || driver == "pgjdbc"
}

#[test]
fn only_what_cannot_be_had_is_refused() {
    let mut wrong = Vec::new();
    for request in requests() {
        let generated = generate(&request);
        let Some(refused) = &generated.refused else { continue };
        assert!(generated.connection.is_none() && !refused.why.is_empty(), "{}", generated.driver);
        assert!(
            !refused.instead.is_empty(),
            "{} at {}: {}",
            generated.driver,
            generated.endpoint,
            refused.why
        );
        if !is_known_to_be_impossible(&request) {
            wrong.push(format!(
                "{} at {}, {:?}, {:?} in {:?}: {}",
                generated.driver, generated.endpoint, request.tls, request.user, request.dbname, refused.why
            ));
        }
    }
    wrong.dedup();
    let shown: Vec<&str> = wrong.iter().take(40).map(String::as_str).collect();
    assert!(wrong.is_empty(), "{} refused:\n{}", wrong.len(), shown.join("\n"));
}

#[test]
fn no_secret_shows_unless_asked_for() {
    for request in requests() {
        let Some(secret) = request.password.as_ref().map(Secret::expose).filter(|it| it.len() > 6) else {
            continue;
        };
        let shown = serde_json::to_string(&generate(&request)).expect("what was generated, as JSON");
        let encoded = connlint_core::parse::encode(secret);
        assert!(!shown.contains(secret) && !shown.contains(&encoded), "{shown}");
    }
}

#[test]
fn a_spelling_that_the_driver_does_not_read_is_refused() {
    for driver in DRIVERS {
        for spelling in [Spelling::Uri, Spelling::KeywordValue, Spelling::Jdbc, Spelling::Parts] {
            let mut request = Request::new(DriverAt::newest(driver), "localhost");
            request.spelling = Some(spelling);
            let refused = generate(&request).refused;
            assert!(
                driver.spellings.contains(&spelling) || refused.is_some(),
                "{} {spelling:?}",
                driver.name
            );
        }
    }
}

#[test]
fn parts_are_taken_from_a_string_as_its_author_meant_it() {
    let driver = DriverAt::parse("libpq").expect("a driver");
    let of = |text: &str, path: Option<&str>| Request::from_text(driver, text, path).expect("a connection");
    let broken = of("postgresql+asyncpg://us%40er:p@ss:w/rd#1@db.example.com:6543/shop?pgbouncer=true", None);
    assert_eq!(broken.user.as_deref(), Some("us@er"));
    assert_eq!(broken.password.as_ref().map(Secret::expose), Some("p@ss:w/rd#1"));
    assert_eq!((broken.host.as_str(), broken.port), ("db.example.com", Some(6543)));
    let separate =
        of("PGHOST=h\nPGPORT=6432\nPGUSER=u\nPGPASSWORD='it is \\ o'\nPGDATABASE=d\n", Some(".env"));
    assert_eq!(separate.password.as_ref().map(Secret::expose), Some("it is \\ o"));
    assert_eq!((separate.port, separate.dbname.as_deref()), (Some(6432), Some("d")));
    assert!(Request::from_text(driver, "nothing here", None).is_none());
}
