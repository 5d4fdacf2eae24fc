//! The files of a project: each lints clean under its own name, holds no password that is not asked for, and where it
//! holds the connection, it reads back as what was wanted.

#![allow(clippy::expect_used)]

use connlint_core::diag::Severity;
use connlint_core::drivers::{DRIVERS, DriverAt};
use connlint_core::endpoints::EndpointAt;
use connlint_core::formats::{Entry, format_of, password_lines};
use connlint_core::generate::{File, file};
use connlint_core::model::Tls;
use connlint_core::parse::{encode, spelling_of};
use connlint_core::text::Secret;
use connlint_core::{Options, Request, generate, lint};

/// A password and names that break what is not escaped.
const AWKWARD: &[(&str, &str, &str)] = &[
    ("k7Qz2mXw9Lp4", "app", "shop"),
    ("p@ss:w/rd#1%", "us@er", "my-shop_2"),
    ("%41%zz%", "App User", "a/b"),
    ("it's \"quoted\" \\ `back` $HOME ${X}", "app", "shop"),
    ("[YOUR]{}<>|^~!*()", "ünï", "d%b"),
];

/// Where the connections lead: one's own machine, a server, and a pooler with a way around it.
const HOSTS: &[(&str, u16, Option<&str>)] = &[
    ("localhost", 5432, None),
    ("db.example.com", 5432, None),
    ("pooler.example.com", 6432, Some("db.example.com")),
];

fn requests() -> Vec<Request> {
    let mut out = Vec::new();
    for driver in DRIVERS.iter().map(|driver| DriverAt::newest(driver)) {
        for (password, user, dbname) in AWKWARD {
            for (host, port, direct) in HOSTS {
                let mut request = Request::new(driver, *host);
                request.port = Some(*port);
                request.direct = direct.map(|host| (host.to_owned(), Some(5432)));
                request.user = Some((*user).to_owned());
                request.password = Some(Secret::new(*password));
                request.dbname = Some((*dbname).to_owned());
                if direct.is_some() {
                    request.tls = Some(Tls::VERIFY_FULL);
                    request.endpoint = EndpointAt::parse("pgbouncer-transaction");
                }
                out.push(request);
            }
        }
    }
    out
}

/// What `each` has to say of every file of every request, with and without the password.
fn all(each: impl Fn(&Request, &File, &str, bool) -> Vec<String>) {
    let mut failures = Vec::new();
    for request in requests() {
        let Some(connection) = generate(&request).connection else { continue };
        for it in &connection.files {
            for with_secrets in [false, true] {
                let head = format!(
                    "{} for {} at {} {with_secrets}",
                    it.name, request.driver.driver.name, request.host
                );
                match file(&request, it.name, with_secrets) {
                    Ok(Some(text)) => {
                        let said = each(&request, it, &text, with_secrets);
                        failures.extend(said.into_iter().map(|it| format!("{head}: {it}\n{text}")));
                    }
                    Ok(None) => failures.push(format!("{head}: it is offered and not written")),
                    Err(impossible) => failures.push(format!("{head}: {}", impossible.why)),
                }
            }
        }
    }
    let shown: Vec<&str> = failures.iter().take(12).map(String::as_str).collect();
    assert!(failures.is_empty(), "{} wrong:\n{}", failures.len(), shown.join("\n"));
}

#[test]
fn files_keep_the_laws() {
    all(|request, it, text, with_secrets| {
        let mut out = loud(it, text, with_secrets);
        out.extend(shown(request, text, with_secrets));
        out.extend(differences(request, it, text, with_secrets));
        out
    });
}

/// What the linter says of the file under its own name.
fn loud(it: &File, text: &str, with_secrets: bool) -> Vec<String> {
    let report = lint(text, Some(it.name), &Options::default());
    // Who asks for the password to be written gets told of it.
    let is_asked_for = |rule: &str| with_secrets && rule.contains("secret");
    let loud = report.findings.iter().filter(|it| it.severity > Severity::Hint && !is_asked_for(&it.rule));
    loud.map(|it| format!("{}[{}]: {}", it.severity.name(), it.rule, it.message)).collect()
}

/// The password, where nobody asked for it.
fn shown(request: &Request, text: &str, with_secrets: bool) -> Option<String> {
    let password = request.password.as_ref().map_or("", Secret::expose);
    let shows = [password, &encode(password)].iter().any(|it| text.contains(*it));
    (shows && !with_secrets).then(|| "it shows the password".to_owned())
}

/// What the files that hold parts of a connection say otherwise than wanted, read as the linter reads them.
fn differences(request: &Request, it: &File, text: &str, with_secrets: bool) -> Vec<String> {
    let holds = ["alembic.ini", "application.properties", "application.yml", "appsettings.json", ".pgpass"];
    let is_compose = it.name == "docker-compose.yml" && request.host == "localhost" && with_secrets;
    if !holds.contains(&it.name) && it.name != "pg_service.conf" && !is_compose {
        return Vec::new();
    }
    let around = request.direct.clone().filter(|_| it.name == "alembic.ini");
    let host = match (&around, is_compose) {
        (Some((host, _)), _) => host.as_str(),
        (None, true) => "db",
        (None, false) => &request.host,
    };
    let Some(back) = read_back(request, text, it.name) else {
        return vec!["nothing is read back".to_owned()];
    };
    let mut out = Vec::new();
    let mut same = |part: &str, got: Option<&str>, wanted: Option<&str>| {
        if got != wanted {
            out.push(format!("{part}: {got:?} instead of {wanted:?}"));
        }
    };
    same("host", Some(&back.host), Some(host));
    same("dbname", back.dbname.as_deref(), request.dbname.as_deref());
    if !it.name.starts_with("application") {
        same("user", back.user.as_deref(), request.user.as_deref());
    }
    let has_password = with_secrets && (["alembic.ini", ".pgpass"].contains(&it.name) || is_compose);
    if has_password {
        let expose = |it: &Secret| it.expose().to_owned();
        let line = password_lines(text).first().and_then(|line| line.fields.last().cloned());
        let line = line.map(|field| field.text().to_owned()).filter(|_| it.name == ".pgpass");
        let (got, wanted) =
            (line.or(back.password.as_ref().map(expose)), request.password.as_ref().map(expose));
        same("password", got.as_deref(), wanted.as_deref());
    }
    out
}

/// The string as its driver reads it, where the file has one in a variable; else the parts as they were meant.
fn read_back(request: &Request, text: &str, name: &str) -> Option<Request> {
    let document = (format_of(Some(name), text).read)(text);
    let is_variable = |it: &&Entry| it.name.as_ref().is_some_and(|it| it.0 == "DATABASE_URL");
    let Some(entry) = document.entries.iter().find(is_variable) else {
        return Request::from_text(request.driver, text, Some(name));
    };
    // Compose has its own signs doubled.
    let string = entry.value.text().replace("$$", "$");
    let reading = request.driver.read(&string, spelling_of(&string)?);
    let host = reading.hosts.first()?.name.as_ref()?;
    let mut out = Request::new(request.driver, host.value.as_str());
    out.user = reading.user.map(|it| it.value.to_string());
    out.password = reading.password.map(|it| it.value);
    out.dbname = reading.dbname.map(|it| it.value.to_string());
    Some(out)
}

#[test]
fn a_file_that_nobody_has_is_none() {
    let request = Request::new(DriverAt::parse("pgx").expect("a driver"), "db.example.com");
    assert_eq!(file(&request, "alembic.ini", false), Ok(None));
}
