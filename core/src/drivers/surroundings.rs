//! What a driver finds around a string: variables of the environment, a service file, a password file, other files.
//!
//! What the string says comes first, then its service, then the variables, then the password file.

use std::collections::BTreeMap;

use compact_str::CompactString;

use super::{Absent, Driver, DriverAt, Param, disk, tls_mode};
use crate::formats::password_lines;
use crate::model::{Fate, Given, Host, Origin, Reading, Setting, Sourced};
use crate::parse::Spelling;
use crate::text::{Secret, Span};

/// What there is around a string. Nothing by default.
#[derive(Clone, Debug, Default)]
pub struct Surroundings {
    /// Variables of the environment; names that no driver looks at do no harm.
    pub variables: BTreeMap<String, String>,
    /// The text of `pg_service.conf`.
    pub service_file: Option<String>,
    /// The text of `.pgpass`.
    pub password_file: Option<Secret>,
    /// Tells whether a file or a folder of this name is there. While nobody can tell, all are taken to be.
    pub is_there: Option<fn(&str) -> bool>,
}

impl DriverAt {
    /// Reads a string as this driver does in these surroundings. A service that they do not define is refused by the
    /// drivers that look for it, and a file that is not there by those that open it.
    pub fn read_in(&self, text: &str, spelling: Spelling, around: &Surroundings) -> Reading {
        let mut out = self.read(text, spelling);
        service(&mut out, self, text, around);
        for (variable, name) in self.driver.variables {
            if let Some(value) = around.variables.get(*variable) {
                found(&mut out, self, name, value);
            }
        }
        if let Some(is_there) = around.is_there {
            disk::find_host(&mut out, self.driver, is_there);
            disk::open(&mut out, self, text, is_there);
        }
        if let Some(file) = &around.password_file {
            password(&mut out, self.driver, file.expose());
        }
        out
    }
}

/// Takes over what the service file says of the service that is named.
fn service(out: &mut Reading, at: &DriverAt, string: &str, around: &Surroundings) {
    let asked = |name: &str| {
        let variable = at.driver.variables.iter().find(|(_, param)| *param == name)?;
        around
            .variables
            .get(variable.0)
            .filter(|value| !value.is_empty())
            .map(|value| (value.into(), Span::default()))
    };
    let is_service = |given: &&Given| given.key == "service" && given.fate == Fate::Client;
    let named = out.params.iter().rev().find(is_service);
    let named = named.map(|given| (given.value.clone(), given.value_span)).or_else(|| asked("service"));
    let Some((name, span)) = named else { return };
    let entries = around.service_file.as_deref().and_then(|file| entries(file, &name));
    match (entries, at.driver.service_unknown) {
        (Some(entries), _) => entries.iter().for_each(|(key, value)| found(out, at, key, value)),
        (None, Some(unknown)) => {
            out.refuse(span, unknown(&Absent { string, name: &name }));
        }
        (None, None) => {}
    }
}

/// Names and values of a service; `None` when the file does not define it. Of a name that stands there twice the first
/// counts, as in `parseServiceFile` of fe-connect.c.
fn entries<'f>(file: &'f str, service: &str) -> Option<Vec<(&'f str, &'f str)>> {
    let lines = || file.lines().map(str::trim);
    let is_header =
        |line: &str| line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) == Some(service);
    lines().any(is_header).then(|| {
        let body =
            lines().skip_while(|line| !is_header(line)).skip(1).take_while(|line| !line.starts_with('['));
        let pairs = body.filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('='));
        pairs.collect()
    })
}

/// Takes over a value that was found, where the reading says nothing yet.
fn found(out: &mut Reading, at: &DriverAt, name: &str, value: &str) {
    if value.is_empty() {
        return;
    }
    let Some(param) = at.param(name) else { return };
    let environment = |value: &str| Sourced { value: value.into(), span: None, origin: Origin::Environment };
    match param.setting {
        Setting::User if out.user.is_none() => out.user = Some(environment(value)),
        Setting::Database if out.dbname.is_none() => out.dbname = Some(environment(value)),
        Setting::Password if out.password.is_none() => {
            out.password =
                Some(Sourced { value: Secret::new(value), span: None, origin: Origin::Environment });
        }
        Setting::Host => hosts(out, value),
        Setting::Port => ports(out, value),
        Setting::User | Setting::Database | Setting::Password | Setting::Service => {}
        _ if out.given(param.setting).is_some() => {}
        Setting::TlsMode => {
            if let Some(tls) = tls_mode(at.driver.tls_modes, value) {
                out.tls = Sourced { value: tls, span: None, origin: Origin::Environment };
                keep(out, param, value);
            }
        }
        _ if param.sent => {
            let said = |own: &(CompactString, Sourced<CompactString>)| {
                own.0 == name && own.1.origin != Origin::DriverDefault
            };
            if !out.startup.iter().any(said) {
                out.startup.retain(|(own, _)| own != name);
                out.startup.push((name.into(), environment(value)));
            }
        }
        _ => keep(out, param, value),
    }
}

/// Notes a parameter that the string does not hold.
fn keep(out: &mut Reading, param: &Param, value: &str) {
    let nowhere = Span::default();
    out.params.push(Given {
        key: param.name.into(),
        key_span: nowhere,
        value: value.into(),
        value_span: nowhere,
        span: nowhere,
        setting: Some(param.setting),
        fate: Fate::Client,
    });
}

fn hosts(out: &mut Reading, value: &str) {
    let is_open = |host: &Host| host.name.as_ref().is_none_or(|name| name.origin == Origin::DriverDefault);
    if !out.hosts.iter().all(is_open) {
        return;
    }
    let port = out.hosts.first().and_then(|host| host.port.clone());
    let name = |name: &str| Sourced { value: name.into(), span: None, origin: Origin::Environment };
    out.hosts = value.split(',').map(|host| Host { name: Some(name(host)), port: port.clone() }).collect();
}

fn ports(out: &mut Reading, value: &str) {
    if out.port_text.is_some() {
        return;
    }
    let numbers: Vec<i64> = value.split(',').filter_map(|port| port.trim().parse().ok()).collect();
    if out.hosts.is_empty() {
        out.hosts.push(Host { name: None, port: None });
    }
    let is_open = |host: &Host| host.port.as_ref().is_none_or(|port| port.origin == Origin::DriverDefault);
    for (index, host) in out.hosts.iter_mut().enumerate().filter(|(_, host)| is_open(host)) {
        let number = if numbers.len() == 1 { numbers.first() } else { numbers.get(index) };
        host.port = number.map(|port| Sourced { value: *port, span: None, origin: Origin::Environment });
    }
}

/// The password of the first line of `.pgpass` that fits, for the drivers that look at `PGPASSFILE`.
fn password(out: &mut Reading, driver: &Driver, file: &str) {
    let looks = driver.variables.iter().any(|(variable, _)| *variable == "PGPASSFILE");
    let Some(user) = out.user.as_ref().filter(|_| looks && out.password.is_none()) else { return };
    let host = out.hosts.first();
    let name = host.and_then(|host| host.name.as_ref()).map_or("localhost", |name| name.value.as_str());
    let name = if name.starts_with('/') { "localhost" } else { name };
    let port = host.and_then(|host| host.port.as_ref()).map_or(5432, |port| port.value).to_string();
    let dbname = out.dbname.as_ref().unwrap_or(user);
    let wanted = [name, &port, &dbname.value, &user.value];
    let password = password_lines(file).iter().find_map(|line| {
        let (tests, password) = line.whole()?;
        let fits = tests.iter().zip(wanted).all(|(test, wanted)| test.text() == "*" || test.text() == wanted);
        fits.then(|| password.text().to_owned())
    });
    out.password = password.map(|password| Sourced {
        value: Secret::new(password),
        span: None,
        origin: Origin::Environment,
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::spelling_of;

    fn around() -> Surroundings {
        let variables = [
            ("PGAPPNAME", "env"),
            ("PGOPTIONS", "-c a=b"),
            ("PGUSER", "envuser"),
            ("PGCLIENTENCODING", "latin1"),
            ("PGHOST", "envhost"),
            ("PATH", "/bin"),
        ];
        Surroundings {
            variables: variables.map(|(name, value)| (name.to_owned(), value.to_owned())).into(),
            service_file: Some(
                "# mine\n[prod]\nhost=svc\nport=6432\ndbname=shop\nuser=app\napplication_name=svc\nsslmode=disable\n\
                 [other]\nuser=x\n"
                    .to_owned(),
            ),
            password_file: Some(Secret::new("other:*:*:*:no\n*:6432:shop:app:s3\\:cret\n*:*:*:envuser:env\n")),
            is_there: None,
        }
    }

    /// Host, password, and the startup packet.
    fn read(driver: &str, text: &str, around: &Surroundings) -> String {
        let at = DriverAt::parse(driver).unwrap();
        let reading = at.read_in(text, spelling_of(text).unwrap_or(Spelling::Uri), around);
        let Some(packet) = at.startup_packet(&reading) else { return reading.refusal.unwrap().text };
        let host =
            reading.hosts.first().map_or("-", |host| host.name.as_ref().map_or("-", |name| &name.value));
        let password = reading.password.as_ref().map_or("-", |it| it.value.expose());
        let pairs = packet.pairs.iter().map(|(name, value)| format!("{name}={value}"));
        format!("{host} {password} {}", pairs.collect::<Vec<_>>().join(" "))
    }

    /// The packets of libpq are those that psql 15.18 wrote, on 2026-11-24.
    #[test]
    fn service_then_variables_then_password_file() {
        for (driver, text, expected) in [
            (
                "libpq",
                "service=prod",
                "svc s3:cret user=app database=shop options=-c a=b application_name=svc client_encoding=latin1",
            ),
            (
                "libpq",
                "postgresql:///?service=prod&user=me",
                "svc - user=me database=shop options=-c a=b application_name=svc client_encoding=latin1",
            ),
            (
                "libpq",
                "postgresql:///x?service=prod",
                "svc - user=app database=x options=-c a=b application_name=svc client_encoding=latin1",
            ),
            (
                "libpq",
                "postgresql://h",
                "h env user=envuser database=envuser options=-c a=b application_name=env client_encoding=latin1",
            ),
            ("libpq", "service=nosuch", "definition of service \"nosuch\" not found"),
            ("libpq", "service=nosuch foo=1", "invalid connection option \"foo\""),
            (
                "node-postgres",
                "postgresql:///d",
                "envhost - user=envuser database=d application_name=env options=-c a=b client_encoding=UTF8",
            ),
            ("tokio-postgres", "postgresql://u@h/d", "h - client_encoding=UTF8 user=u database=d"),
            (
                "postgres-js",
                "postgresql://u@h/d",
                "h - user=u database=d client_encoding=UTF8 application_name=env",
            ),
        ] {
            assert_eq!(read(driver, text, &around()), expected, "{driver} {text}");
        }
    }

    /// The texts are those of the drivers, asked without connecting on 2026-11-25.
    #[test]
    fn files_that_are_not_there() {
        const ENOENT: &str = "ENOENT: no such file or directory, open '/no/c.pem'";
        const ASYNCPG: &str = "FileNotFoundError: [Errno 2] No such file or directory";
        for (driver, query, refusal) in [
            ("node-postgres", "sslrootcert=/ca.pem", None),
            ("node-postgres", "sslrootcert=/no/c.pem&sslmode=disable", Some(ENOENT)),
            ("node-postgres", "sslkey=/no/c.pem&port=x", Some(ENOENT)),
            ("kysely", "sslcert=/no/c.pem&uselibpqcompat=true&sslmode=verify-ca", Some(ENOENT)),
            ("asyncpg", "sslcert=/no/c.pem&target_session_attrs=x", Some(ASYNCPG)),
            ("asyncpg", "sslcert=/no/c.pem&sslmode=disable", None),
            ("asyncpg", "sslrootcert=/no/c.pem&sslmode=prefer", None),
            ("asyncpg", "sslrootcert=/no/c.pem&sslmode=require", Some(ASYNCPG)),
            ("asyncpg", "sslkey=/no/c.pem", None),
            ("asyncpg", "sslcert=/ca.pem&sslkey=/no/c.pem", Some(ASYNCPG)),
            ("libpq", "sslrootcert=/no/c.pem&sslmode=require", None),
            ("pgx@4", "sslrootcert=/no/c.pem&sslmode=disable", None),
            (
                "pgx@4",
                "sslrootcert=/no/c.pem&target_session_attrs=x",
                Some(
                    "cannot parse `postgres://u:xxxxx@h/d?sslrootcert=/no/c.pem&target_session_attrs=x`: failed to \
                     configure TLS (unable to read CA file: open /no/c.pem: no such file or directory)",
                ),
            ),
            (
                "gorm",
                "sslcert=/ca.pem&sslkey=/no/c.pem",
                Some(
                    "cannot parse `postgres://u:xxxxx@h/d?sslcert=/ca.pem&sslkey=/no/c.pem`: failed to configure TLS \
                     (unable to read sslkey: open /no/c.pem: no such file or directory)",
                ),
            ),
        ] {
            let around = Surroundings { is_there: Some(|name| name == "/ca.pem"), ..Surroundings::default() };
            let at = DriverAt::parse(driver).unwrap();
            let string = format!("postgres://u:p@h/d?{query}");
            let reading = at.read_in(&string, Spelling::Uri, &around);
            assert_eq!(reading.refusal.map(|it| it.text).as_deref(), refusal, "{driver} {query}");
            let reading = at.read(&string, Spelling::Uri);
            let refused =
                reading.refusal.filter(|it| it.text.contains("/no/c.pem\u{27}") || it.text == ASYNCPG);
            assert_eq!(refused, None, "{driver} {query}: nobody knows that it is not there");
        }
    }

    #[test]
    fn a_driver_without_a_host_dials_the_first_socket_directory_that_is_there() {
        let found = |is_there| {
            let around = Surroundings { is_there, ..Surroundings::default() };
            let reading =
                DriverAt::parse("pgx").unwrap().read_in("user=u port=5433", Spelling::KeywordValue, &around);
            let [host] = reading.hosts.as_slice() else { panic!("{:?}", reading.hosts) };
            (host.name.as_ref().unwrap().value.to_string(), host.port.as_ref().unwrap().value)
        };
        for (is_there, host) in [
            (None, "/var/run/postgresql"),
            (Some((|name| name == "/tmp") as fn(&str) -> bool), "/tmp"),
            (Some(|_| false), "localhost"),
        ] {
            assert_eq!(found(is_there), (host.to_owned(), 5433));
        }
    }

    #[test]
    fn without_surroundings_only_a_service_is_missed() {
        assert_eq!(
            read("libpq", "service=prod", &Surroundings::default()),
            "definition of service \"prod\" not found"
        );
        assert_eq!(
            read("psycopg", "postgresql://app@h", &Surroundings::default()),
            "h - user=app database=app"
        );
        let mut bad = around();
        bad.password_file = Some(Secret::new("a:b\n\\\n::::\n"));
        bad.service_file = Some("[prod\nhost=x\n[prod]\nnonsense\n=\n".to_owned());
        assert_eq!(
            read("libpq", "service=prod user=u", &bad),
            "envhost - user=u database=u options=-c a=b application_name=env client_encoding=latin1"
        );
    }
}
