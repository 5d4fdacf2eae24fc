//! tokio-postgres, and what hands its string to it as it stands: postgres, bb8-postgres, diesel-async.

use std::net::IpAddr;

use compact_str::CompactString;

use super::{
    Asynchronous, Checked, Command, Disk, Driver, Evidence, Frees, Kind, Number, Package, Packet, Param,
    Registry, Speech, Switch, TlsMode, Told, Unknown, Wish, fill,
};
use crate::model::{Fate, Host, Prepared, Reading, Setting, Since, Sourced, Statements, Tls, Version};
use crate::parse::{Piece, Spelling, read_tokio_keyword_value, read_tokio_uri};
use crate::text::Span;

/// How a connection is told things.
pub(super) const TOLD: &[Told] = &[
    Told::in_url(Wish::ConnectTimeout, "connect_timeout={s}"),
    Told::in_url(Wish::Keepalive, "keepalives_idle={s}"),
    Told::in_url(Wish::Primary, "target_session_attrs=read-write"),
];

pub(super) static DRIVER: Driver = Driver {
    name: "tokio-postgres",
    aliases: &["rust-postgres"],
    label: "tokio-postgres",
    language: "Rust",
    docs: "A reader of its own, close to libpq's: `postgres://` and `postgresql://` in lower case, everything else is \
           keyword/value text. An unknown parameter is refused; `sslmode` knows `disable`, `prefer` and `require` only. \
           What is verified is up to the TLS connector given in code: the usual ones verify fully, and with `NoTls` \
           `require` fails. Every query prepares a named statement and closes it again; `query_typed` does not.",
    newest: Version(0, 7, 18),
    schemes: &["postgresql", "postgres"],
    own_schemes: &[],
    spellings: &[Spelling::Uri, Spelling::KeywordValue, Spelling::Parts],
    params: PARAMS,
    unknown: Unknown::Refused,
    tls_modes: TLS_MODES,
    system_roots: &[Since(Version(0, 0, 0), Some(""))],
    startup: STARTUP,
    packet: PACKET,
    variables: &[],
    service_unknown: None,
    disk: Disk::UNTOUCHED,
    prepared: &[Since(Version(0, 0, 0), PREPARED)],
    speech: &[Since(Version(0, 0, 0), SPEECH)],
    statements_off: &[Switch {
        in_url: "",
        in_code: "client.query_typed(...)",
        since: Version(0, 7, 11),
        enough: true,
        frees_in_sql: false,
    }],
    asynchronous: Asynchronous::Always,
    told: &[TOLD],
    arguments: &[],
    packages: &[
        Package::new(Registry::Rust, "tokio-postgres").unless(&["deadpool-postgres"]),
        Package::new(Registry::Rust, "bb8-postgres").unversioned(),
        Package::new(Registry::Rust, "diesel-async[postgres]").unversioned(),
        Package::new(Registry::Rust, "postgres").unversioned(),
    ],
    rank: 14,
    read,
    snippet: super::snippets::tokio_postgres,
    hands_on: None,
    checked: &[Checked {
        version: "0.7.18",
        evidence: Evidence::Run,
        on: "2026-11-24",
        how: "`Config::from_str`, not connected; statements against PgBouncer 1.18 and 1.24",
    }],
};

/// How it speaks.
pub(super) const SPEECH: Speech = Speech {
    begin: Command::Query("START TRANSACTION"),
    unnamed: &["PBDES"],
    parses: &["PDS", "BES"],
    again: &[],
    number: Number { first: 0, is_hexadecimal: false, digits: 1 },
    frees: Frees::Close,
    words: &[("", "db error: ERROR: {}")],
    ..Speech::PLAIN
};

/// `startup` of connect_raw.rs.
const PACKET: Packet = Packet { order: &["client_encoding", "user", "database"], names_database: false };

const PREPARED: Prepared =
    Prepared { statements: Statements::Named, named_from: 1, cache_size: None, names: "s<n>" };

/// Sent by `connect_raw`.
const STARTUP: &[(&str, &str)] = &[("client_encoding", "UTF8")];

/// `Config::param` of config.rs.
const PARAMS: &[Param] = &[
    Param::new("user", Setting::User),
    Param::new("password", Setting::Password),
    Param::new("dbname", Setting::Database),
    Param::new("host", Setting::Host),
    Param::new("hostaddr", Setting::HostAddress),
    Param::new("port", Setting::Port).kind(Kind::Integer),
    Param::new("sslmode", Setting::TlsMode).kind(Kind::OneOf(&["disable", "prefer", "require"])),
    Param::new("sslnegotiation", Setting::TlsNegotiation)
        .kind(Kind::OneOf(&["postgres", "direct"]))
        .since(Version(0, 7, 11)),
    Param::new("channel_binding", Setting::ChannelBinding)
        .kind(Kind::OneOf(&["disable", "prefer", "require"])),
    Param::new("application_name", Setting::ApplicationName).sent(),
    Param::new("options", Setting::Options).sent(),
    Param::new("connect_timeout", Setting::ConnectTimeout).kind(Kind::Integer),
    Param::new("tcp_user_timeout", Setting::Keepalive).kind(Kind::Integer).since(Version(0, 7, 8)),
    Param::new("keepalives", Setting::Keepalive).kind(Kind::Integer),
    Param::new("keepalives_idle", Setting::Keepalive).kind(Kind::Integer),
    Param::new("keepalives_interval", Setting::Keepalive).kind(Kind::Integer).since(Version(0, 7, 8)),
    Param::new("keepalives_retries", Setting::Keepalive).kind(Kind::Integer).since(Version(0, 7, 8)),
    Param::new("target_session_attrs", Setting::TargetSession).kind(Kind::OneOf(&[
        "any",
        "read-write",
        "read-only",
    ])),
    Param::new("load_balance_hosts", Setting::LoadBalance)
        .kind(Kind::OneOf(&["disable", "random"]))
        .since(Version(0, 7, 10)),
];

/// Values of `sslmode` with a TLS connector that verifies, as those of native-tls, rustls and openssl do unless told
/// otherwise.
const TLS_MODES: &[TlsMode] = &[
    TlsMode { value: "prefer", tls: Tls::PREFER },
    TlsMode { value: "disable", tls: Tls::OFF },
    TlsMode { value: "require", tls: Tls::VERIFY_FULL },
];

/// `Config::from_str(text)`, and the one check of `connect` that the string alone decides: the number of ports.
fn read(text: &str, spelling: Spelling, version: Version) -> Reading {
    read_with(&DRIVER, text, spelling, version)
}

/// The same for `driver`, a fork with other parameters or other values of `sslmode`.
pub(super) fn read_with(driver: &Driver, text: &str, spelling: Spelling, version: Version) -> Reading {
    let default = driver.tls_modes.first().map_or(Tls::PREFER, |mode| mode.tls);
    let mut out = Reading::empty(default, PREPARED);
    fill::send(&mut out, STARTUP);
    let scheme = driver
        .schemes
        .iter()
        .find(|scheme| text.strip_prefix(**scheme).is_some_and(|rest| rest.starts_with("://")));
    let (parts, refused) = match scheme {
        Some(scheme) if spelling != Spelling::Parts => read_tokio_uri(text, scheme),
        _ => read_tokio_keyword_value(text),
    };
    out.user = parts.user.as_ref().map(fill::written);
    out.password = parts.password.as_ref().map(fill::secret);
    out.dbname = parts.dbname.as_ref().map(fill::written);
    let mut dialled = Dialled::default();
    for host in &parts.hosts {
        dialled.hosts.push(fill::written(&host.host));
        match &host.port {
            Some(port) => dialled.ports(&mut out, port),
            None => dialled.ports.push(Sourced::default_of_driver(5432)),
        }
    }
    for pair in &parts.pairs {
        let given = fill::given(pair, driver.params, Fate::Refused, version);
        match given.setting {
            Some(Setting::TlsMode) => {
                let value = fill::value_of(pair);
                if let Some(tls) = super::tls_mode(driver.tls_modes, &value.value) {
                    out.tls = Sourced::written(tls, value.span);
                }
            }
            Some(setting) => take(&mut out, &mut dialled, setting, &fill::value_of(pair), scheme.is_some()),
            None => refuse(&mut out, given.key_span, format!("unknown option `{}`", given.key)),
        }
        if let Some(param) = fill::param_of(driver.params, &given.key, version) {
            check(&mut out, param, &given.value, given.value_span);
        }
        fill::push(&mut out, given);
    }
    if let Some(refused) = refused {
        refuse(&mut out, refused.span, refused.text);
    }
    dialled.settle(&mut out);
    out
}

fn refuse(out: &mut Reading, span: Span, cause: String) {
    out.refuse(span, format!("invalid connection string: {cause}"));
}

fn invalid(out: &mut Reading, span: Span, option: &str) {
    refuse(out, span, format!("invalid value for option `{option}`"));
}

/// Hosts and ports are two lists, which are put together only when it dials.
#[derive(Default)]
struct Dialled {
    hosts: Vec<Sourced<CompactString>>,
    ports: Vec<Sourced<i64>>,
}

impl Dialled {
    fn ports(&mut self, out: &mut Reading, ports: &Piece) {
        for (port, span) in listed(ports) {
            match if port.is_empty() { Ok(5432) } else { port.parse::<u16>() } {
                Ok(port) => self.ports.push(Sourced::written(port.into(), span)),
                Err(_) => invalid(out, span, "port"),
            }
        }
    }

    /// Puts the lists together; ports that outnumber the hosts stay without one.
    fn settle(self, out: &mut Reading) {
        let (hosts, ports) = (self.hosts.len(), self.ports.len());
        if hosts > 0 && ports > 1 && hosts != ports {
            let span = self.ports.iter().rev().find_map(|port| port.span).unwrap_or_default();
            out.refuse_to_connect(span, "invalid configuration: invalid number of ports");
        }
        let first = self.ports.first().cloned();
        let mut ports = self.ports.into_iter();
        let host = |name| Host { name: Some(name), port: ports.next().or(first.clone()) };
        out.hosts = self.hosts.into_iter().map(host).collect();
        out.hosts.extend(ports.map(|port| Host { name: None, port: Some(port) }));
    }
}

/// The values of a list with commas, each with its place; all have the place of the list if it was decoded.
fn listed(list: &Piece) -> Vec<(&str, Span)> {
    let is_verbatim = list.value.len() == list.span.len();
    let mut at = list.span.start;
    let place = |one: &str| {
        let span = Span::new(at, at + one.len());
        at = span.end + 1;
        if is_verbatim { span } else { list.span }
    };
    let spans: Vec<Span> = list.value.split(',').map(place).collect();
    list.value.split(',').zip(spans).collect()
}

fn take(out: &mut Reading, dialled: &mut Dialled, setting: Setting, value: &Piece, is_uri: bool) {
    match setting {
        Setting::User => out.user = Some(fill::written(value)),
        Setting::Password => out.password = Some(fill::secret(value)),
        Setting::Database => out.dbname = Some(fill::written(value)),
        // In a URI one host more, commas and all.
        Setting::Host if is_uri => dialled.hosts.push(fill::written(value)),
        Setting::Host => dialled
            .hosts
            .extend(listed(value).into_iter().map(|(host, span)| Sourced::written(host.into(), span))),
        Setting::HostAddress => {
            for (address, span) in listed(value) {
                if address.parse::<IpAddr>().is_err() {
                    invalid(out, span, "hostaddr");
                }
            }
        }
        Setting::Port => dialled.ports(out, value),
        _ => {}
    }
}

/// Values are checked while parsing.
fn check(out: &mut Reading, param: &Param, value: &str, span: Span) {
    let is_valid = match (param.kind, param.name) {
        (_, "port") => true,
        (Kind::OneOf(values), _) => values.contains(&value),
        (Kind::Integer, "keepalives") => value.parse::<u64>().is_ok(),
        (Kind::Integer, "keepalives_retries") => value.parse::<u32>().is_ok(),
        (Kind::Integer, _) => value.parse::<i64>().is_ok(),
        _ => true,
    };
    if !is_valid {
        invalid(out, span, param.name);
    }
}
