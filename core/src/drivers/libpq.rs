//! libpq, the C library of PostgreSQL, and `psql` with it.

use super::conninfo::{self, Caller};
use super::{
    Absent, Asynchronous, Checked, Disk, Driver, Evidence, Kind, Package, Packet, Param, Registry, Speech,
    TlsMode, Told, Unknown, Wish, snippets,
};
use crate::model::{Prepared, Reading, Setting, Since, Statements, Tls, Version};
use crate::parse::{Grammar, Percent, Plus, Separators, Spelling};

/// How libpq is told things in its string.
pub(super) const TOLD: &[Told] = &[
    Told::in_url(Wish::ConnectTimeout, "connect_timeout={s}"),
    Told::in_url(Wish::Keepalive, "keepalives_idle={s}"),
    Told::in_url(Wish::Primary, "target_session_attrs=read-write"),
    Told::in_url(Wish::Standby, "target_session_attrs=prefer-standby"),
];

pub(super) static DRIVER: Driver = Driver {
    name: "libpq",
    aliases: &["psql"],
    label: "libpq (psql)",
    language: "C",
    docs: "The reference: most drivers that are not written from scratch hand the string to it. Schemes and names of \
           parameters are case-sensitive, an unknown parameter is refused before anything is dialled, and the user \
           information of a URI ends at its first `@`.",
    newest: Version(18, 0, 0),
    schemes: &["postgresql", "postgres"],
    own_schemes: &[],
    spellings: &[Spelling::Uri, Spelling::KeywordValue, Spelling::Parts],
    params: PARAMS,
    unknown: Unknown::Refused,
    tls_modes: TLS_MODES,
    system_roots: SYSTEM_ROOTS,
    startup: &[],
    packet: PACKET,
    variables: VARIABLES,
    service_unknown: SERVICE_UNKNOWN,
    disk: Disk::UNTOUCHED,
    prepared: &[Since(Version(0, 0, 0), PREPARED)],
    speech: &[Since(Version(0, 0, 0), SPEECH)],
    statements_off: &[],
    asynchronous: Asynchronous::Never(""),
    told: &[TOLD],
    arguments: &[],
    packages: &[Package::new(Registry::Rust, "pq-sys").unless(&["diesel"]).unversioned()],
    rank: 8,
    read,
    snippet: snippets::libpq,
    hands_on: None,
    checked: &[
        Checked {
            version: "18",
            evidence: Evidence::Run,
            on: "2026-11-23",
            how: "PQconninfoParse and PQconnectStartParams through ctypes",
        },
        Checked {
            version: "15.18",
            evidence: Evidence::Run,
            on: "2026-11-23",
            how: "the same, Debian's libpq5",
        },
    ],
};

/// How it speaks.
pub(super) const SPEECH: Speech = Speech { words: &[("", "ERROR:  {}")], ..Speech::PLAIN };

/// `build_startup_packet` of fe-protocol3.c.
pub(super) const PACKET: Packet = Packet {
    order: &["user", "database", "replication", "options", "application_name", "client_encoding"],
    names_database: true,
};

/// The `envvar` column of `PQconninfoOptions` in fe-connect.c.
pub(super) const VARIABLES: &[(&str, &str)] = &[
    ("PGSERVICE", "service"),
    ("PGUSER", "user"),
    ("PGPASSWORD", "password"),
    ("PGPASSFILE", "passfile"),
    ("PGCHANNELBINDING", "channel_binding"),
    ("PGCONNECT_TIMEOUT", "connect_timeout"),
    ("PGDATABASE", "dbname"),
    ("PGHOST", "host"),
    ("PGHOSTADDR", "hostaddr"),
    ("PGPORT", "port"),
    ("PGCLIENTENCODING", "client_encoding"),
    ("PGOPTIONS", "options"),
    ("PGAPPNAME", "application_name"),
    ("PGSSLMODE", "sslmode"),
    ("PGSSLNEGOTIATION", "sslnegotiation"),
    ("PGSSLCOMPRESSION", "sslcompression"),
    ("PGSSLCERT", "sslcert"),
    ("PGSSLKEY", "sslkey"),
    ("PGSSLCERTMODE", "sslcertmode"),
    ("PGSSLROOTCERT", "sslrootcert"),
    ("PGSSLCRL", "sslcrl"),
    ("PGSSLCRLDIR", "sslcrldir"),
    ("PGSSLSNI", "sslsni"),
    ("PGREQUIREPEER", "requirepeer"),
    ("PGREQUIREAUTH", "require_auth"),
    ("PGSSLMINPROTOCOLVERSION", "ssl_min_protocol_version"),
    ("PGSSLMAXPROTOCOLVERSION", "ssl_max_protocol_version"),
    ("PGGSSENCMODE", "gssencmode"),
    ("PGKRBSRVNAME", "krbsrvname"),
    ("PGGSSLIB", "gsslib"),
    ("PGGSSDELEGATION", "gssdelegation"),
    ("PGTARGETSESSIONATTRS", "target_session_attrs"),
    ("PGLOADBALANCEHOSTS", "load_balance_hosts"),
    ("PGMINPROTOCOLVERSION", "min_protocol_version"),
    ("PGMAXPROTOCOLVERSION", "max_protocol_version"),
];

/// `parseServiceInfo` of fe-connect.c.
pub(super) const SERVICE_UNKNOWN: Option<fn(&Absent<'_>) -> String> =
    Some(|it| format!("definition of service \"{}\" not found", it.name));

pub(super) const PREPARED: Prepared =
    Prepared { statements: Statements::Simple, named_from: 0, cache_size: None, names: "" };

/// Values of `sslmode`; `prefer` is the default.
pub(super) const TLS_MODES: &[TlsMode] = &[
    TlsMode { value: "prefer", tls: Tls::PREFER },
    TlsMode { value: "disable", tls: Tls::OFF },
    TlsMode { value: "allow", tls: Tls::PREFER },
    TlsMode { value: "require", tls: Tls::REQUIRE },
    TlsMode { value: "verify-ca", tls: Tls::VERIFY_CA },
    TlsMode { value: "verify-full", tls: Tls::VERIFY_FULL },
];

/// Otherwise it looks for `~/.postgresql/root.crt`.
pub(super) const SYSTEM_ROOTS: &[Since<Option<&str>>] =
    &[Since(Version(0, 0, 0), None), Since(Version(16, 0, 0), Some("sslrootcert=system"))];

pub(super) const SSL_MODE: Kind =
    Kind::OneOf(&["disable", "allow", "prefer", "require", "verify-ca", "verify-full"]);

pub(super) const V16: Version = Version(16, 0, 0);
pub(super) const V17: Version = Version(17, 0, 0);
pub(super) const V18: Version = Version(18, 0, 0);
const TLS_VERSION: Kind = Kind::OneOf(&["TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"]);
const PROTOCOL: Kind = Kind::OneOf(&["3.0", "3.2", "latest"]);

/// `PQconninfoOptions` of fe-connect.c, and `requiressl`, which libpq still rewrites to `sslmode`.
pub(super) const PARAMS: &[Param] = &[
    Param::new("host", Setting::Host),
    Param::new("hostaddr", Setting::HostAddress),
    Param::new("port", Setting::Port).kind(Kind::Integer),
    Param::new("user", Setting::User),
    Param::new("password", Setting::Password),
    Param::new("passfile", Setting::PasswordFile).kind(Kind::File),
    Param::new("dbname", Setting::Database),
    Param::new("service", Setting::Service),
    Param::new("sslmode", Setting::TlsMode).kind(SSL_MODE),
    Param::new("requiressl", Setting::TlsMode).kind(Kind::OneOf(&["0", "1"])),
    Param::new("sslrootcert", Setting::TlsRootCertificate).kind(Kind::File),
    Param::new("sslnegotiation", Setting::TlsNegotiation)
        .kind(Kind::OneOf(&["postgres", "direct"]))
        .since(V17),
    Param::new("sslcert", Setting::TlsClient).kind(Kind::File),
    Param::new("sslkey", Setting::TlsClient).kind(Kind::File),
    Param::new("sslpassword", Setting::TlsClient),
    Param::new("sslcertmode", Setting::TlsClient)
        .kind(Kind::OneOf(&["disable", "allow", "require"]))
        .since(V16),
    Param::new("sslcrl", Setting::TlsClient).kind(Kind::File),
    Param::new("sslcrldir", Setting::TlsClient).kind(Kind::File),
    Param::new("sslsni", Setting::TlsClient).kind(Kind::OneOf(&["0", "1"])),
    Param::new("sslcompression", Setting::TlsClient).kind(Kind::OneOf(&["0", "1"])),
    Param::new("ssl_min_protocol_version", Setting::TlsClient).kind(TLS_VERSION),
    Param::new("ssl_max_protocol_version", Setting::TlsClient).kind(TLS_VERSION),
    Param::new("sslkeylogfile", Setting::TlsClient).kind(Kind::File).since(V18),
    Param::new("channel_binding", Setting::ChannelBinding)
        .kind(Kind::OneOf(&["disable", "prefer", "require"])),
    Param::new("require_auth", Setting::Authentication).since(V16),
    Param::new("requirepeer", Setting::Authentication),
    Param::new("gssencmode", Setting::Authentication).kind(Kind::OneOf(&["disable", "prefer", "require"])),
    Param::new("krbsrvname", Setting::Authentication),
    Param::new("gsslib", Setting::Authentication),
    Param::new("gssdelegation", Setting::Authentication).kind(Kind::OneOf(&["0", "1"])).since(V16),
    Param::new("scram_client_key", Setting::Authentication).since(V18),
    Param::new("scram_server_key", Setting::Authentication).since(V18),
    Param::new("oauth_issuer", Setting::Authentication).since(V18),
    Param::new("oauth_client_id", Setting::Authentication).since(V18),
    Param::new("oauth_client_secret", Setting::Authentication).since(V18),
    Param::new("oauth_scope", Setting::Authentication).since(V18),
    Param::new("application_name", Setting::ApplicationName).sent(),
    Param::new("fallback_application_name", Setting::ApplicationName).sent(),
    Param::new("client_encoding", Setting::ClientEncoding).sent(),
    Param::new("options", Setting::Options).sent(),
    Param::new("replication", Setting::Replication).sent(),
    Param::new("connect_timeout", Setting::ConnectTimeout).kind(Kind::Integer),
    Param::new("keepalives", Setting::Keepalive).kind(Kind::Integer),
    Param::new("keepalives_idle", Setting::Keepalive).kind(Kind::Integer),
    Param::new("keepalives_interval", Setting::Keepalive).kind(Kind::Integer),
    Param::new("keepalives_count", Setting::Keepalive).kind(Kind::Integer),
    Param::new("tcp_user_timeout", Setting::Keepalive).kind(Kind::Integer),
    Param::new("target_session_attrs", Setting::TargetSession).kind(TARGET_SESSION),
    Param::new("load_balance_hosts", Setting::LoadBalance)
        .kind(Kind::OneOf(&["disable", "random"]))
        .since(V16),
    Param::new("min_protocol_version", Setting::Protocol).kind(PROTOCOL).since(V18),
    Param::new("max_protocol_version", Setting::Protocol).kind(PROTOCOL).since(V18),
];

/// The parameters of libpq 16, for drivers that count their own versions.
pub(super) static PARAMS_16: [Param; count(16)] = table(16);
/// The parameters of libpq 17, for drivers that count their own versions.
pub(super) static PARAMS_17: [Param; count(17)] = table(17);
/// The parameters of libpq 18, for drivers that count their own versions.
pub(super) static PARAMS_18: [Param; count(18)] = table(18);

const fn count(major: u32) -> usize {
    let (mut rest, mut count) = (PARAMS, 0);
    while let Some((param, others)) = rest.split_first() {
        count += (param.since.0 <= major) as usize;
        rest = others;
    }
    count
}

const fn table<const N: usize>(major: u32) -> [Param; N] {
    let mut out = [Param::new("", Setting::Other); N];
    let (mut rest, mut free): (_, &mut [Param]) = (PARAMS, &mut out);
    while let Some((param, others)) = rest.split_first() {
        if param.since.0 <= major && !free.is_empty() {
            let (slot, left) = free.split_at_mut(1);
            if let [slot] = slot {
                *slot = param.since(Version(0, 0, 0));
            }
            free = left;
        }
        rest = others;
    }
    out
}

/// The parameters of libpq 18 behind those of a driver that counts its own versions.
pub(super) const fn beside<const N: usize>(own: &[Param]) -> [Param; N] {
    let below: [Param; count(18)] = table(18);
    let mut out = [Param::new("", Setting::Other); N];
    let (mut own, mut below, mut free): (_, &[Param], &mut [Param]) = (own, &below, &mut out);
    while let Some((slot, left)) = free.split_first_mut() {
        if let Some((param, others)) = own.split_first() {
            (*slot, own) = (*param, others);
        } else if let Some((param, others)) = below.split_first() {
            (*slot, below) = (*param, others);
        }
        free = left;
    }
    out
}

/// Values of `target_session_attrs`.
pub(super) const TARGET_SESSION: Kind =
    Kind::OneOf(&["any", "read-write", "read-only", "primary", "standby", "prefer-standby"]);

/// The grammar of libpq at `version`.
pub(super) fn grammar(version: Version, percent: Percent) -> Grammar {
    Grammar {
        schemes: &["postgresql", "postgres"],
        percent,
        plus: Plus::Literal,
        separators: Separators::Ampersand,
        refuses_spaces: version >= V18,
    }
}

fn read(text: &str, spelling: Spelling, version: Version) -> Reading {
    let caller = Caller {
        libpq: version,
        params: PARAMS,
        prefix: "",
        percent: Percent::Strict,
        timeout: None,
        prepared: PREPARED,
    };
    conninfo::read(text, spelling, &caller)
}
