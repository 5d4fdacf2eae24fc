//! The two laws of generating, over the whole table: what is generated is read back as what was wanted, and the
//! linter has nothing to say about it. What cannot be had is refused, and the list of that is short and known.

#![allow(clippy::expect_used)]

use connlint_core::diag::Severity;
use connlint_core::drivers::{DRIVERS, DriverAt, Telling, Told, Wish};
use connlint_core::endpoints::{ENDPOINTS, EndpointAt, NamedStatements, Others, TlsOffer, UserForm};
use connlint_core::generate::{Budget, Connection, ServerSetting};
use connlint_core::model::{Setting, Tls, Verification};
use connlint_core::parse::{Spelling, encode, spelling_of};
use connlint_core::text::Secret;
use connlint_core::{Options, Request, generate, lint};

/// Passwords that break strings when they are not encoded.
const PASSWORDS: &[&str] = &[
    "plainly",
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

const LEVELS: &[Tls] = &[Tls::OFF, Tls::PREFER, Tls::REQUIRE, Tls::VERIFY_CA, Tls::VERIFY_FULL];

fn request(driver: DriverAt, endpoint: &str) -> Request {
    let mut request = Request::new(driver, "db.example.com");
    request.endpoint = EndpointAt::parse(endpoint);
    request.application_name = Some("my app".to_owned());
    request.port = Some(6432);
    let with_project = request.endpoint().endpoint.user == UserForm::WithProject;
    request.user = Some(if with_project { "app.abcdefghijklmnopqrst" } else { "app" }.to_owned());
    request.password = Some(Secret::new("p@ss:w/rd#1%"));
    request.dbname = Some("shop".to_owned());
    request
}

/// Ways in which `connection` breaks a law; empty when it keeps both.
fn broken(request: &Request, connection: &Connection) -> Vec<String> {
    let mut out = Vec::new();
    let env = connection.env.expose();
    let report = lint(env, Some(".env"), &Options::default());
    // Who asks for no encryption gets the string and the warning.
    let asked_for = |rule: &str| rule == "tls-disabled" && request.tls == Some(Tls::OFF);
    let loud = report.findings.iter().filter(|it| it.severity > Severity::Hint && !asked_for(&it.rule));
    out.extend(loud.map(|it| format!("{}[{}]: {}", it.severity.name(), it.rule, it.message)));
    let readers = connection.migrations.iter().map(|it| it.driver.clone());
    let wanted: Vec<Vec<String>> =
        [request.driver.display()].into_iter().chain(readers).map(|it| vec![it]).collect();
    let found: Vec<Vec<String>> = report.connections.iter().map(|it| it.drivers.clone()).collect();
    if found != wanted {
        out.push(format!("its comments name {found:?}"));
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
        .map(|it| &it.setting)
        .any(|it| it.place != "the string" && (it.name.contains("ssl") || it.place.contains("Tls")));
    if let Some(tls) = request.tls.filter(|tls| *tls != reading.tls.value && !in_code) {
        out.push(format!("TLS: {:?} instead of {tls:?}", reading.tls.value));
    }
    if let Some(name) = &request.application_name {
        let given = reading.given(Setting::ApplicationName).map(|it| it.value.as_str());
        if given != Some(name)
            && !connection.settings.iter().any(|it| it.setting.value.contains(name.as_str()))
        {
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

/// Everything that is tried: all endpoints; all TLS levels, with and without a certificate file, at three of them;
/// and all names and passwords at two.
fn requests() -> Vec<Request> {
    let mut out = Vec::new();
    for driver in DRIVERS.iter().map(|driver| DriverAt::newest(driver)) {
        for endpoint in ENDPOINTS {
            let plain = request(driver, endpoint.name);
            let mut recommended = plain.clone();
            recommended.server.push(ServerSetting::SearchPath("app,public".to_owned()));
            recommended.recommend();
            out.extend([plain, recommended]);
        }
        for endpoint in ["postgresql", "pgbouncer-session", "pgbouncer-transaction@1.18"] {
            for tls in LEVELS {
                let plain = Request { tls: Some(*tls), ..request(driver, endpoint) };
                out.push(Request { root_certificate: Some("/etc/ca.crt".to_owned()), ..plain.clone() });
                out.push(plain);
            }
        }
        out.extend(["postgresql", "pgbouncer-transaction"].iter().flat_map(|name| awkward(driver, name)));
    }
    out
}

/// Each password with each name at least once in turn.
fn awkward(driver: DriverAt, endpoint: &str) -> impl Iterator<Item = Request> {
    let usual = request(driver, endpoint);
    PASSWORDS.iter().zip(NAMES.iter().cycle()).map(move |(password, (user, dbname))| Request {
        user: Some((*user).to_owned()),
        dbname: Some((*dbname).to_owned()),
        password: Some(Secret::new(*password)),
        application_name: None,
        ..usual.clone()
    })
}

#[test]
fn what_is_generated_keeps_the_laws_and_only_what_cannot_be_had_is_refused() {
    let mut failures = Vec::new();
    for request in requests() {
        let generated = generate(&request);
        let head = format!(
            "{} at {}, {:?}, {:?} in {:?}",
            generated.driver, generated.endpoint, request.tls, request.user, request.dbname
        );
        match (&generated.connection, &generated.refused) {
            (Some(connection), None) => {
                let string = connection.string.as_ref().map_or("", |it| it.expose());
                let what = broken(&request, connection);
                failures.extend(what.into_iter().map(|it| format!("{head}: {string}: {it}")));
            }
            (None, Some(refused)) => {
                if refused.why.is_empty() || refused.instead.is_empty() {
                    failures.push(format!("{head}: refused without a reason or a way out: {refused:?}"));
                }
                if !is_known_to_be_impossible(&request) {
                    failures.push(format!("{head}: refused: {}", refused.why));
                }
            }
            both => failures.push(format!("{head}: {both:?}")),
        }
    }
    let shown: Vec<&str> = failures.iter().take(40).map(String::as_str).collect();
    assert!(failures.is_empty(), "{} wrong:\n{}", failures.len(), shown.join("\n"));
}

/// Whether it is known that `request` cannot be had.
fn is_known_to_be_impossible(request: &Request) -> bool {
    let driver = request.driver.driver.name;
    let endpoint = request.endpoint();
    let verification = request.tls.map_or(Verification::None, |tls| tls.verification);
    let no_file = request.root_certificate.is_none();
    let loses = endpoint.endpoint.mode.may_share_transactions()
        && matches!(endpoint.named_statements(), NamedStatements::Lost | NamedStatements::Unknown);
    let refuses = matches!(endpoint.startup("extra_float_digits"), Others::Refused(_));
    let hands_on = request.driver.driver.hands_on.map(|it| it.to.name);
    let on_node_postgres = ["node-postgres", "pg-connection-string", "prisma"].contains(&driver)
        || hands_on == Some("node-postgres") && driver != "mikro-orm";
    let needs_encoding =
        |name: &Option<String>, bad: &[char]| name.as_ref().is_some_and(|it| it.contains(bad));
    // Nothing that speaks PostgreSQL's protocol is there.
    !endpoint.endpoint.speaks_postgresql
        // Public authorities sign for everybody, so without the host name their word is worth nothing.
        || verification == Verification::Authority && (no_file || on_node_postgres)
        // It names every statement and sends `extra_float_digits`.
        || ["sqlx", "sea-orm"].contains(&driver) && (loses || refuses)
        // It names every statement, also when it is told not to.
        || driver == "psqlpy" && loses
        // It sends `extra_float_digits`.
        || driver == "r2dbc-postgresql" && refuses
        // Any `sslmode` but `disable` and `no-verify` means TLS or nothing.
        || on_node_postgres && request.tls == Some(Tls::PREFER)
        // Postgrex uses TLS or does not.
        || ["ecto", "postgrex"].contains(&driver) && request.tls == Some(Tls::PREFER)
        // HTTPS and WebSockets, with the authorities of the system.
        || driver == "neon-serverless" && (request.tls.is_some_and(|tls| tls != Tls::VERIFY_FULL) || !no_file)
        // It decodes nothing.
        || driver == "peewee" && request.password.as_ref().is_some_and(|it| encode(it.expose()) != it.expose())
        // It goes on in plain text, whatever it is told to verify, and asks for TLS only when that is required.
        || driver == "psqlpy" && !matches!(request.tls, None | Some(Tls::OFF | Tls::REQUIRE))
        || driver == "psqlpy" && request.tls.is_none() && endpoint.endpoint.tls == TlsOffer::RequiredPublic
        // It demands TLS or does without, and code says so.
        || driver == "mikro-orm" && request.tls == Some(Tls::PREFER)
        // Either a string or options, and the string names no certificate; nothing decodes the user.
        || driver == "deno-postgres"
            && (request.tls == Some(Tls::REQUIRE)
                || verification == Verification::Authority
                || verification == Verification::Full && !no_file
                || needs_encoding(&request.user, &['@', ' ']))
        // It does not decode the database, and another parser that it asks wants it encoded.
        || driver == "sequelize" && needs_encoding(&request.dbname, &['%'])
        || ["pdo", "laravel", "doctrine"].contains(&driver) && verification == Verification::Full && no_file
}

/// Every way in the table of a driver ends in its string or in its program, with a reason; what is in no table is said
/// to be missing.
#[test]
fn what_is_wished_for_is_told() {
    let mut failures = Vec::new();
    for driver in DRIVERS.iter().map(|driver| DriverAt::newest(driver)) {
        for &wish in Wish::ALL {
            let mut wished = request(driver, "postgresql");
            wished.password = Some(Secret::new("plainly"));
            wished.wishes.push((wish, 17));
            let head = format!("{}: {wish:?}", driver.driver.name);
            let Some(connection) = generate(&wished).connection else {
                failures.push(format!("{head}: refused"));
                continue;
            };
            if connection.unsaid.iter().any(|it| it.wish == wish) {
                let in_parts = connection.string.is_none();
                let open = |told: &Told| {
                    let is_sized = wish == Wish::PoolSize;
                    told.fits(is_sized) && (!in_parts || told.place != Telling::InUrl)
                };
                failures.extend(driver.told(wish).find(|it| open(it)).map(|_| format!("{head}: not said")));
                continue;
            }
            let program: String = connection.snippet.files.iter().map(|file| file.text.as_str()).collect();
            let is_sized = wish == Wish::PoolSize;
            let in_parts = connection.string.is_none();
            let is_open = move |told: &&Told| !in_parts || told.place != Telling::InUrl;
            let told = || driver.told(wish).filter(move |told| told.fits(is_sized)).filter(is_open);
            let place = told().next().map(|told| told.place);
            if place.is_none() {
                failures.push(format!("{head}: neither told nor said to be missing"));
            }
            for told in told().filter(|told| Some(told.place) == place) {
                let text = told.with(17);
                let written = match place {
                    Some(Telling::InUrl) => connection.string.as_ref().map_or("", |it| it.expose()),
                    _ => &program,
                };
                let value = text.rsplit(['=', ' ', '(', ',', ')']).find(|it| !it.is_empty()).unwrap_or(&text);
                if !written.contains(value) {
                    failures.push(format!("{head}: `{text}` is not in {written}"));
                }
            }
            if place.is_some() && connection.settings.iter().all(|it| it.why != wish.why()) {
                failures.push(format!("{head}: its reason is missing in {:?}", connection.settings));
            }
            let unexplained =
                connection.settings.iter().filter(|it| it.why.is_empty() || it.source.is_empty());
            failures.extend(unexplained.map(|it| format!("{head}: {:?} has no reason", it.setting)));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn settings_of_the_server_stand_where_they_survive() {
    let of = |driver: &str, endpoint: &str| {
        let mut request = request(DriverAt::parse(driver).expect("a driver"), endpoint);
        request.application_name = None;
        request.server = vec![
            ServerSetting::SearchPath("app,Public".to_owned()),
            ServerSetting::StatementTimeout(30),
            ServerSetting::Isolation("repeatable read".to_owned()),
        ];
        let connection = generate(&request).connection.expect("a connection");
        let string = connection.string.as_ref().map_or("", |it| it.expose()).to_owned();
        (string.split_once('?').map_or(String::new(), |it| it.1.to_owned()), connection.sql)
    };
    let (string, sql) = of("psycopg", "postgresql");
    let options = "-c search_path=app,Public -c statement_timeout=30000 \
                   -c default_transaction_isolation=repeatable\\ read";
    assert_eq!(string, format!("options={}", encode(options)));
    assert!(sql.is_empty(), "{sql:?}");
    let (string, sql) = of("psycopg", "pgbouncer-transaction");
    assert!(!string.contains("options"), "{string}");
    assert_eq!(
        sql,
        [
            "alter role app in database shop set search_path = app, \"Public\";",
            "alter role app in database shop set statement_timeout = '30s';",
            "alter role app in database shop set default_transaction_isolation = 'repeatable read';",
        ]
    );
    let (string, sql) = of("pgx", "postgresql");
    assert!(string.contains("search_path=app%2CPublic&statement_timeout=30000"), "{string}");
    assert!(sql.is_empty(), "{sql:?}");
}

/// The way around each pooler whose host and port show it.
#[test]
fn migrations_go_around_the_pooler() {
    let around = |driver: &str, (host, port): (&str, u16), user: &str, direct: Option<&str>| {
        let mut request = Request::new(DriverAt::parse(driver).expect("a driver"), host);
        request.port = Some(port);
        request.user = Some(user.to_owned());
        request.dbname = Some("tsdb_transaction".to_owned());
        request.direct = direct.map(|host| (host.to_owned(), None));
        let migrations = generate(&request).connection.expect("a connection").migrations?;
        let string = migrations.string.map(|it| it.expose().to_owned()).unwrap_or_default();
        let string = string.split_once("//").map_or("", |it| it.1).split('?').next().unwrap_or_default();
        Some(format!("{} {} {string}", migrations.variable, migrations.endpoint))
    };
    for (target, user, wanted) in [
        (
            ("aws-0-eu.pooler.supabase.com", 6543),
            "app.abc",
            "supavisor-session app.abc@aws-0-eu.pooler.supabase.com:5432",
        ),
        (
            ("db.abcdefghijklmnopqrst.supabase.co", 6543),
            "app",
            "supabase-direct app@db.abcdefghijklmnopqrst.supabase.co:5432",
        ),
        (("127.0.0.1", 54329), "postgres.dev", "supabase-local postgres@127.0.0.1:54322"),
        (("ep-a-1-pooler.eu.aws.neon.tech", 5432), "app", "neon-direct app@ep-a-1.eu.aws.neon.tech:5432"),
        (
            ("ep-a-1-pooler.eu.postgres.vercel-storage.com", 5432),
            "app",
            "vercel-postgres app@ep-a-1.eu.postgres.vercel-storage.com:5432",
        ),
        (("a.postgres.database.azure.com", 6432), "app", "azure app@a.postgres.database.azure.com:5432"),
        (("p.abc.db.postgresbridge.com", 5431), "app", "crunchy-bridge app@p.abc.db.postgresbridge.com:5432"),
        (("pooled.db.prisma.io", 5432), "app", "prisma-postgres app@db.prisma.io:5432"),
        (("pgbouncer.abc.flympg.net", 5432), "app", "fly-managed app@direct.abc.flympg.net:5432"),
        (("aws.pg.psdb.cloud", 6432), "app", "planetscale app@aws.pg.psdb.cloud:5432"),
        (("a.b.tsdb.cloud.timescale.com", 30000), "app", "tiger app@a.b.tsdb.cloud.timescale.com:30000"),
    ] {
        let found = around("psycopg", target, user, None).unwrap_or_default();
        let dbname = if target.0.contains("timescale") { "tsdb" } else { "tsdb_transaction" };
        assert_eq!(found, format!("MIGRATION_DATABASE_URL {wanted}/{dbname}"));
    }
    assert_eq!(around("psycopg", ("db.example.com", 6432), "app", None), None);
    assert_eq!(around("psycopg", ("db.example.com", 5432), "app", None), None);
    let said = around("prisma", ("db.example.com", 6432), "app", Some("pg.example.com")).unwrap_or_default();
    assert_eq!(said, "DIRECT_URL postgresql app@pg.example.com/tsdb_transaction");
}

/// In double quotes a shell runs what stands between backticks.
#[test]
fn a_shell_is_not_made_to_run_a_password() {
    let run = |password: &str| {
        let mut request = request(DriverAt::parse("pg8000").expect("a driver"), "postgresql");
        request.password = Some(Secret::new(password));
        generate(&request).connection.expect("a connection").to_run()
    };
    assert!(run("it's a `b`").starts_with("# "), "{}", run("it's a `b`"));
    assert!(run("a `b` $c").starts_with("set -a; . ./.env"));
    assert!(run("it's").starts_with("set -a; . ./.env"));
}

#[test]
fn a_pool_keeps_to_its_budget() {
    let size = |driver: &str, endpoint: &str, budget: Budget| {
        let mut request = request(DriverAt::parse(driver).expect("a driver"), endpoint);
        request.keep_to(&budget).map(|()| request.wishes)
    };
    let budget = Budget { granted: None, instances: 4, workers: 3, is_serverless: false };
    assert_eq!(size("pgx", "postgresql", budget), Ok(vec![(Wish::PoolSize, 8)]));
    assert_eq!(size("pgx", "pgbouncer-transaction", budget), Ok(vec![(Wish::PoolSize, 1)]));
    let many = Budget { instances: 50, workers: 2, ..budget };
    assert!(size("pgx", "postgresql", many).is_err_and(|it| it.why.starts_with("100 processes")));
    // Clients of a pooler in transaction mode wait their turn.
    assert_eq!(size("pgx", "pgbouncer-transaction", many), Ok(vec![(Wish::PoolSize, 1)]));
    let short_lived = Budget { is_serverless: true, ..budget };
    let without = size("sqlalchemy-psycopg", "supavisor-transaction", short_lived);
    assert_eq!(without, Ok(vec![(Wish::NoPool, 1)]));
}

#[test]
fn no_secret_shows_unless_asked_for() {
    for request in DRIVERS.iter().flat_map(|driver| awkward(DriverAt::newest(driver), "postgresql")) {
        let secret = request.password.as_ref().map_or("", Secret::expose);
        let shown = serde_json::to_string(&generate(&request)).expect("what was generated, as JSON");
        let encoded = encode(secret);
        assert!(!shown.contains(secret) && !shown.contains(&encoded), "{shown}");
    }
}

#[test]
fn a_spelling_that_the_driver_does_not_read_is_refused() {
    for driver in DRIVERS {
        for spelling in Spelling::ALL {
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
