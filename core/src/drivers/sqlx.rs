//! sqlx.

use std::net::IpAddr;

use compact_str::CompactString;

use super::{
    Asynchronous, Checked, Disk, Driver, Evidence, Kind, Package, Packet, Param, Registry, Speech, TlsMode,
    Told, Unknown, Wish, fill,
};
use crate::model::{Fate, Given, Host, Prepared, Reading, Setting, Since, Sourced, Statements, Tls, Version};
use crate::parse::{BadUrl, Piece, Spelling, WebUrl, decode_utf8, read_web_url};
use crate::text::Span;

/// How a pool is told things. Its wait for a connection holds for making a new one, too.
pub(super) const TOLD: &[Told] = &[
    Told::of_pool(Wish::PoolSize, "max_connections({})"),
    Told::of_pool(Wish::PoolWait, "acquire_timeout(Duration::from_secs({s}))"),
    Told::of_pool(Wish::PoolRecycle, "max_lifetime(Duration::from_secs({s}))"),
    Told::of_pool(Wish::PoolCheck, "test_before_acquire(true)"),
];

pub(super) static DRIVER: Driver = Driver {
    name: "sqlx",
    aliases: &[],
    label: "sqlx",
    language: "Rust",
    docs: "Reads the string as a WHATWG URL with any scheme. Unknown parameters are dropped with a line in the log. It \
           always sends `extra_float_digits` at startup, which PgBouncer refuses unless it is told to ignore it. Every \
           query is a named statement, and no parameter changes that: with `statement-cache-capacity=0` they are still \
           named, and `.persistent(false)` splits the unnamed statement over two round trips.",
    newest: Version(0, 9, 0),
    schemes: &["postgresql", "postgres"],
    own_schemes: &[],
    spellings: &[Spelling::Uri, Spelling::Parts],
    params: PARAMS,
    unknown: Unknown::Ignored,
    tls_modes: TLS_MODES,
    system_roots: &[Since(Version(0, 0, 0), Some(""))],
    startup: STARTUP,
    packet: PACKET,
    variables: VARIABLES,
    service_unknown: None,
    disk: Disk::UNTOUCHED,
    prepared: &[Since(Version(0, 0, 0), PREPARED)],
    speech: &[Since(Version(0, 0, 0), SPEECH)],
    statements_off: &[],
    asynchronous: Asynchronous::Always,
    told: &[TOLD],
    arguments: &[],
    packages: &[Package::new(Registry::Rust, "sqlx"), Package::new(Registry::Rust, "sqlx-postgres")],
    rank: 10,
    read,
    snippet: super::snippets::sqlx,
    hands_on: None,
    checked: &[
        Checked {
            version: "0.9.0",
            evidence: Evidence::Run,
            on: "2026-11-24",
            how: "`PgConnectOptions::from_str`, not connected; establish.rs of sqlx-postgres",
        },
        Checked {
            version: "0.8.6",
            evidence: Evidence::Run,
            on: "2026-11-23",
            how: "startup packet, TLS and statements against PostgreSQL 15 and PgBouncer 1.18 and 1.24; between the \
                  sources of the two, only how options are escaped differs in what is recorded here",
        },
    ],
};

/// How it speaks.
pub(super) const SPEECH: Speech = Speech {
    parses: &["PDS", "BES"],
    again: &["BES"],
    words: &[("", "error returned from database: {}")],
    ..Speech::PLAIN
};

/// `establish` of connection/establish.rs.
const PACKET: Packet = Packet { order: &["user", "database"], names_database: false };

/// `PgConnectOptions::new_without_pgpass` of options/mod.rs, and pgpass.rs.
const VARIABLES: &[(&str, &str)] = &[
    ("PGHOSTADDR", "hostaddr"),
    ("PGHOST", "host"),
    ("PGPORT", "port"),
    ("PGUSER", "user"),
    ("PGPASSWORD", "password"),
    ("PGDATABASE", "dbname"),
    ("PGPASSFILE", "passfile"),
    ("PGSSLMODE", "sslmode"),
    ("PGSSLROOTCERT", "sslrootcert"),
    ("PGSSLCERT", "sslcert"),
    ("PGSSLKEY", "sslkey"),
    ("PGAPPNAME", "application_name"),
    ("PGOPTIONS", "options"),
];

const PREPARED: Prepared =
    Prepared { statements: Statements::Named, named_from: 1, cache_size: Some(100), names: "sqlx_s_<n>" };

/// Sent by establish.rs.
const STARTUP: &[(&str, &str)] = &[
    ("DateStyle", "ISO, MDY"),
    ("client_encoding", "UTF8"),
    ("TimeZone", "UTC"),
    ("extra_float_digits", "2"),
];

const SSL_MODE: Kind = Kind::OneOf(&["disable", "allow", "prefer", "require", "verify-ca", "verify-full"]);

/// `parse_from_url` of options/parse.rs; `options[name]` is there too, under any name.
const PARAMS: &[Param] = &[
    Param::new("sslmode", Setting::TlsMode).kind(SSL_MODE),
    Param::new("ssl-mode", Setting::TlsMode).kind(SSL_MODE),
    Param::new("sslrootcert", Setting::TlsRootCertificate).kind(Kind::File),
    Param::new("ssl-root-cert", Setting::TlsRootCertificate).kind(Kind::File),
    Param::new("ssl-ca", Setting::TlsRootCertificate).kind(Kind::File),
    Param::new("sslcert", Setting::TlsClient).kind(Kind::File),
    Param::new("ssl-cert", Setting::TlsClient).kind(Kind::File),
    Param::new("sslkey", Setting::TlsClient).kind(Kind::File),
    Param::new("ssl-key", Setting::TlsClient).kind(Kind::File),
    Param::new("statement-cache-capacity", Setting::StatementCache).kind(Kind::Integer),
    Param::new("host", Setting::Host),
    Param::new("hostaddr", Setting::HostAddress),
    Param::new("port", Setting::Port).kind(Kind::Integer),
    Param::new("dbname", Setting::Database),
    Param::new("user", Setting::User),
    Param::new("password", Setting::Password),
    Param::new("application_name", Setting::ApplicationName).sent(),
    Param::new("options", Setting::Options).sent(),
];

/// Values of `sslmode`, in any letter case. `prefer` is only what it says when a TLS feature of the crate is on.
const TLS_MODES: &[TlsMode] = &[
    TlsMode { value: "prefer", tls: Tls::PREFER },
    TlsMode { value: "disable", tls: Tls::OFF },
    TlsMode { value: "allow", tls: Tls::PREFER },
    TlsMode { value: "require", tls: Tls::REQUIRE },
    TlsMode { value: "verify-ca", tls: Tls::VERIFY_CA },
    TlsMode { value: "verify-full", tls: Tls::VERIFY_FULL },
];

/// `PgConnectOptions::from_str(text)`. A string without a host means the directory of the server's socket if that is
/// there, else `localhost`; the reading says `localhost`.
fn read(text: &str, spelling: Spelling, version: Version) -> Reading {
    if spelling != Spelling::Parts {
        return read_url(text, &read_web_url(text, None), version);
    }
    let mut out = fill::separate(text, defaults());
    fill::dial_localhost(&mut out);
    out
}

/// The same, for a caller that has looked at the URL before.
pub(super) fn read_url(text: &str, url: &Result<WebUrl, (BadUrl, Span)>, version: Version) -> Reading {
    let mut out = defaults();
    let result = match url {
        Ok(url) => configure(&mut out, text, url, version),
        Err((bad, span)) => Err((*span, bad.to_string())),
    };
    if let Err((span, cause)) = result {
        out.refuse(span, format!("error with configuration: {cause}"));
    }
    fill::dial_localhost(&mut out);
    out
}

fn defaults() -> Reading {
    let mut out = Reading::empty(Tls::PREFER, PREPARED);
    fill::send(&mut out, STARTUP);
    out
}

type Step<T> = Result<T, (Span, String)>;

fn configure(out: &mut Reading, text: &str, url: &WebUrl, version: Version) -> Step<()> {
    let mut dialled = Dialled::default();
    if let Some(host) = url.host.as_ref().filter(|host| !host.value.is_empty()) {
        if host.value.starts_with('/') || host.value.to_ascii_lowercase().starts_with("%2f") {
            dialled.socket = Some(fill::written(&decoded(host)?));
        } else {
            dialled.host = Some(fill::written(host));
        }
    }
    dialled.port = url.port.as_ref().and_then(|it| Some(Sourced::written(it.value.parse().ok()?, it.span)));
    if !url.user.value.is_empty() {
        out.user = Some(fill::written(&decoded(&url.user)?));
    }
    if let Some(password) = &url.password {
        out.password = Some(fill::secret(&decoded(password)?));
    }
    let path = url.path.value.as_str();
    let slashes = path.len() - path.trim_start_matches('/').len();
    if slashes < path.len() {
        let name = url.path.part(text, Span::new(slashes, path.len()));
        out.dbname = Some(fill::written(&decoded(&name)?));
    }
    let result = query(out, &mut dialled, url, version);
    dialled.settle(out);
    result
}

fn decoded(piece: &Piece) -> Step<Piece> {
    let value = decode_utf8(&piece.value).map_err(|bad| (piece.span, bad))?;
    Ok(Piece { span: piece.span, value })
}

/// Where it goes; a socket wins over a host, whichever came first.
#[derive(Default)]
struct Dialled {
    socket: Option<Sourced<CompactString>>,
    host: Option<Sourced<CompactString>>,
    port: Option<Sourced<i64>>,
}

impl Dialled {
    fn settle(self, out: &mut Reading) {
        let name = self.socket.or(self.host);
        if name.is_some() || self.port.is_some() {
            out.hosts = vec![Host { name, port: self.port }];
        }
    }
}

fn query(out: &mut Reading, dialled: &mut Dialled, url: &WebUrl, version: Version) -> Step<()> {
    let mut first_refusal = Ok(());
    let mut options = None;
    for pair in &url.pairs {
        let mut given = fill::given(pair, PARAMS, Fate::Ignored, DRIVER.newest);
        if option_in_brackets(&given.key).is_some() {
            given.setting = Some(Setting::Options);
            given.fate = Fate::Startup;
        }
        if first_refusal.is_ok() {
            first_refusal = take(out, dialled, &given, &fill::value_of(pair));
        }
        if given.setting == Some(Setting::Options) {
            add_options(out, &mut options, &given, version);
            out.params.push(given);
        } else {
            fill::push(out, given);
        }
    }
    first_refusal
}

/// The `name` of `options[name]`.
fn option_in_brackets(key: &str) -> Option<&str> {
    key.strip_prefix("options[")?.strip_suffix(']')
}

/// The first version that escapes what would end an option.
const ESCAPES_OPTIONS: Version = Version(0, 9, 0);

/// Options add up, at the place of the first of them in what is sent.
fn add_options(out: &mut Reading, place: &mut Option<usize>, given: &Given, version: Version) {
    let option = match option_in_brackets(&given.key) {
        Some(name) if version >= ESCAPES_OPTIONS => format!("-c {}", escaped(name, &given.value)),
        Some(name) => format!("-c {name}={}", given.value),
        None => given.value.clone().into(),
    };
    let place = *place.get_or_insert(out.startup.len());
    match out.startup.get_mut(place) {
        Some((_, options)) => {
            options.value.push(' ');
            options.value.push_str(&option);
        }
        None => out.startup.push(("options".into(), Sourced::written(option.into(), given.value_span))),
    }
}

/// `name=value` with a backslash before each space and backslash.
fn escaped(name: &str, value: &str) -> String {
    format!("{name}={value}").replace('\\', "\\\\").replace(' ', "\\ ")
}

fn take(out: &mut Reading, dialled: &mut Dialled, given: &Given, value: &Piece) -> Step<()> {
    let refused = |text: String| Err((value.span, text));
    match given.setting {
        Some(Setting::User) => out.user = Some(fill::written(value)),
        Some(Setting::Password) => out.password = Some(fill::secret(value)),
        Some(Setting::Database) => out.dbname = Some(fill::written(value)),
        Some(Setting::Host) if value.value.starts_with('/') => dialled.socket = Some(fill::written(value)),
        Some(Setting::Host) => dialled.host = Some(fill::written(value)),
        Some(Setting::HostAddress) => match value.value.parse::<IpAddr>() {
            Ok(_) => dialled.host = Some(fill::written(value)),
            Err(bad) => return refused(bad.to_string()),
        },
        Some(Setting::Port) => match value.value.parse::<u16>() {
            Ok(port) => dialled.port = Some(Sourced::written(port.into(), value.span)),
            Err(bad) => return refused(bad.to_string()),
        },
        Some(Setting::TlsMode) => match super::tls_mode(TLS_MODES, &value.value.to_ascii_lowercase()) {
            Some(tls) => out.tls = Sourced::written(tls, value.span),
            None => {
                let text = format!("unknown value {:?} for `ssl_mode`", value.value);
                return refused(format!("error with configuration: {text}"));
            }
        },
        Some(Setting::StatementCache) => match value.value.parse::<usize>() {
            Ok(size) => {
                let size = u32::try_from(size).unwrap_or(u32::MAX);
                let prepared = Prepared { cache_size: Some(size), ..out.prepared.value };
                out.prepared = Sourced::written(prepared, value.span);
            }
            Err(bad) => return refused(bad.to_string()),
        },
        _ => {}
    }
    Ok(())
}
