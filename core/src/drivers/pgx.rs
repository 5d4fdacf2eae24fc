//! pgx, and its pool pgxpool.

use super::pgx_config::{self, Config};
use super::{
    Absent, Asynchronous, Checked, Command, Disk, Driver, Evidence, Kind, Number, Opens, Package, Packet,
    Param, Recovery, Registry, Speech, Switch, Told, Unknown, Wish, disk, fill, libpq, prepared,
};
use crate::model::{Host, Prepared, Reading, Setting, Since, Statements, Tls, Version};
use crate::parse::Spelling;

/// How a connection is told things.
pub(super) const TOLD: &[Told] = &[
    Told::in_url(Wish::ConnectTimeout, "connect_timeout={s}"),
    Told::in_url(Wish::Primary, "target_session_attrs=read-write"),
    Told::in_url(Wish::Standby, "target_session_attrs=prefer-standby"),
];

/// How pgxpool is told things.
const TOLD_POOL: &[Told] = &[
    Told::in_url(Wish::PoolSize, "pool_max_conns={}"),
    Told::in_url(Wish::PoolRecycle, "pool_max_conn_lifetime={s}s"),
];

pub(super) static DRIVER: Driver = Driver {
    name: "pgx",
    aliases: &["pgxpool", "pgconn"],
    label: "pgx",
    language: "Go",
    docs: "`postgres://` and `postgresql://` in lower case are split by Go's net/url, everything else is keyword/value \
           text. What it does not know is sent to the server as a setting, so a slip of the fingers fails at login. \
           The parameters `pool_*` are pgxpool's: `pgx.Connect` and database/sql send them to the server too. Without a \
           host it looks for a socket directory. In a URL ports and hosts are two lists, so that \
           `h1,h2:5433` means port 5433 for both. Every query is a named statement from its first execution on, unless \
           `default_query_exec_mode` says otherwise; pgx 4 has `statement_cache_mode` and `prefer_simple_protocol` in \
           its place, which pgx 5 sends to the server. The release after 5.10 is going to read URLs as libpq does.",
    newest: Version(5, 10, 0),
    schemes: &["postgres", "postgresql"],
    own_schemes: &[],
    spellings: &[Spelling::Uri, Spelling::KeywordValue, Spelling::Parts],
    params: PARAMS,
    unknown: Unknown::SentToServer,
    tls_modes: libpq::TLS_MODES,
    system_roots: &[Since(Version(0, 0, 0), Some(""))],
    startup: &[],
    packet: PACKET,
    variables: VARIABLES,
    service_unknown: Some(|it| {
        pgx_config::refusal(it, &format!("failed to read service (unable to find service: {})", it.name))
    }),
    disk: DISK,
    prepared: PREPARED,
    speech: &[Since(Version(0, 0, 0), SPEECH_4), Since(V5, SPEECH)],
    statements_off: STATEMENTS_OFF,
    asynchronous: Asynchronous::Always,
    told: &[TOLD, TOLD_POOL],
    arguments: &[],
    packages: &[
        Package::new(Registry::Go, "github.com/jackc/pgx/v5"),
        Package::new(Registry::Go, "github.com/jackc/pgx/v4"),
    ],
    rank: 9,
    read,
    snippet: super::snippets::pgx,
    hands_on: None,
    checked: &[
        Checked {
            version: "5.0, 5.4, 5.5, 5.7, 5.8, 5.9.2 and 5.10",
            evidence: Evidence::Run,
            on: "2026-11-24",
            how: "`pgx.ParseConfig` with Go 1.27, not connected",
        },
        Checked {
            version: "5.8",
            evidence: Evidence::Run,
            on: "2026-11-23",
            how: "startup packet, TLS and statements against PostgreSQL 15 and PgBouncer 1.18 and 1.24",
        },
        Checked {
            version: "5.9.2 and 4.18.3",
            evidence: Evidence::Run,
            on: "2026-11-29",
            how: "twenty clients at once at PostgreSQL 15 and PgBouncer 1.18 and 1.24, with Go 1.27",
        },
        Checked {
            version: "4.15",
            evidence: Evidence::Run,
            on: "2026-11-24",
            how: "`pgconn.ParseConfig` of pgconn 1.11 with Go 1.19, not connected; the parameters of pgx itself and its \
                  statements read in conn.go of 4.18",
        },
    ],
};

/// How it spoke before 5.
const SPEECH_4: Speech = Speech {
    unnamed: &["PDS", "PBdES"],
    unnamed_again: &["PBdES"],
    parses: &["PDS", "BdES"],
    again: &["BdES"],
    number: Number { first: 0, is_hexadecimal: false, digits: 1 },
    ..SPEECH
};

/// How it speaks.
pub(super) const SPEECH: Speech = Speech {
    begin: Command::Query("begin"),
    commit: Command::Query("commit"),
    rollback: Command::Query("rollback"),
    parses: &["PDS", "BES"],
    again: &["BES"],
    recovery: Recovery::Forgets,
    words: &[("", "ERROR: {} (SQLSTATE {code})")],
    ..Speech::PLAIN
};

/// `connectOne` of pgconn.go: a map, written in no order that lasts.
pub(super) const PACKET: Packet = Packet { order: &["user", "database"], names_database: false };

/// `parseEnvSettings` of config.go.
pub(super) const VARIABLES: &[(&str, &str)] = &[
    ("PGSERVICE", "service"),
    ("PGSERVICEFILE", "servicefile"),
    ("PGHOST", "host"),
    ("PGPORT", "port"),
    ("PGDATABASE", "database"),
    ("PGUSER", "user"),
    ("PGPASSWORD", "password"),
    ("PGPASSFILE", "passfile"),
    ("PGAPPNAME", "application_name"),
    ("PGCONNECT_TIMEOUT", "connect_timeout"),
    ("PGSSLMODE", "sslmode"),
    ("PGSSLKEY", "sslkey"),
    ("PGSSLCERT", "sslcert"),
    ("PGSSLSNI", "sslsni"),
    ("PGSSLROOTCERT", "sslrootcert"),
    ("PGSSLPASSWORD", "sslpassword"),
    ("PGSSLNEGOTIATION", "sslnegotiation"),
    ("PGTARGETSESSIONATTRS", "target_session_attrs"),
    ("PGTZ", "timezone"),
    ("PGOPTIONS", "options"),
    ("PGMINPROTOCOLVERSION", "min_protocol_version"),
    ("PGMAXPROTOCOLVERSION", "max_protocol_version"),
    ("PGCHANNELBINDING", "channel_binding"),
    ("PGREQUIREAUTH", "require_auth"),
];

/// `configTLS` of config.go and `defaultHost` of defaults.go.
pub(super) const DISK: Disk = Disk {
    opens: &[
        Opens::new("sslrootcert", |it| unread(it, "CA file")).when(uses_tls).until(V5_7),
        ROOT.since(V5_7),
        KEY.since(V5),
        CERTIFICATE,
        Opens::new("sslkey", |it| unread(it, "cert")).when(has_pair).until(V5),
    ],
    usual_hosts: &["/var/run/postgresql", "/private/tmp", "/tmp", "localhost"],
};

/// The same for who hands on to the newest pgx, in versions of its own.
pub(super) const DISK_OF_NEWEST: Disk = Disk { opens: &[ROOT, KEY, CERTIFICATE], ..DISK };

const ROOT: Opens = Opens::new("sslrootcert", |it| unread(it, "CA file")).when(has_root);
const KEY: Opens = Opens::new("sslkey", |it| unread(it, "sslkey")).when(has_pair);
const CERTIFICATE: Opens = Opens::new("sslcert", |it| unread(it, "cert")).when(has_pair);

/// What it says of a file that it cannot read.
fn unread(absent: &Absent<'_>, what: &str) -> String {
    let cause = format!("unable to read {what}: open {}: no such file or directory", absent.name);
    pgx_config::refusal(absent, &format!("failed to configure TLS ({cause})"))
}

fn has_tcp(reading: &Reading) -> bool {
    let is_socket = |host: &Host| host.name.as_ref().is_some_and(|name| name.value.starts_with('/'));
    !reading.hosts.iter().all(is_socket)
}

fn uses_tls(reading: &Reading) -> bool {
    reading.tls.value != Tls::OFF && has_tcp(reading)
}

/// Since 5.7 the file is read before anyone looks at `sslmode`, and `system` is none.
fn has_root(reading: &Reading) -> bool {
    has_tcp(reading) && disk::named(reading, "sslrootcert").is_some_and(|root| root.value != "system")
}

fn has_pair(reading: &Reading) -> bool {
    uses_tls(reading) && ["sslcert", "sslkey"].iter().all(|name| disk::named(reading, name).is_some())
}

pub(super) const V5: Version = Version(5, 0, 0);
pub(super) const V5_6: Version = Version(5, 6, 0);
pub(super) const V5_7: Version = Version(5, 7, 0);
pub(super) const V5_7_5: Version = Version(5, 7, 5);
pub(super) const V5_7_6: Version = Version(5, 7, 6);
pub(super) const V5_9: Version = Version(5, 9, 0);
pub(super) const V5_10: Version = Version(5, 10, 0);

/// The digest since 5.5 is that of the SQL text: the same in every process.
const PREPARED: &[Since<Prepared>] = &[
    Since(Version(0, 0, 0), named("lrupsc_<cache>_<n>")),
    Since(V5, named("stmtcache_<n>")),
    Since(Version(5, 5, 0), PREPARED_5),
];

/// Since 5.5.
pub(super) const PREPARED_5: Prepared = named("stmtcache_<hash>");

const fn named(names: &'static str) -> Prepared {
    Prepared { statements: Statements::Named, named_from: 1, cache_size: Some(512), names }
}

const STATEMENTS_OFF: &[Switch] = &[
    switch("default_query_exec_mode=exec", "DefaultQueryExecMode = pgx.QueryExecModeExec", V5),
    switch(
        "default_query_exec_mode=cache_describe",
        "DefaultQueryExecMode = pgx.QueryExecModeCacheDescribe",
        V5,
    ),
    switch(
        "default_query_exec_mode=simple_protocol",
        "DefaultQueryExecMode = pgx.QueryExecModeSimpleProtocol",
        V5,
    ),
    switch("statement_cache_mode=describe", "", Version(4, 0, 0)),
    switch("prefer_simple_protocol=true", "PreferSimpleProtocol = true", Version(4, 0, 0)),
];

const fn switch(in_url: &'static str, in_code: &'static str, since: Version) -> Switch {
    Switch { in_url, in_code, since, enough: true, frees_in_sql: false }
}

/// `ParseConfig` of pgconn, pgx and pgxpool, then what it sends and the server has. What came during pgx 4 is dated
/// by the changelog of pgconn, and by the pgconn that `go.mod` asks for at the tags v4.15.0 to v4.18.3.
pub(super) const PARAMS: &[Param] = &[
    Param::new("host", Setting::Host),
    Param::new("port", Setting::Port).kind(Kind::Integer),
    Param::new("user", Setting::User),
    Param::new("password", Setting::Password),
    Param::new("database", Setting::Database),
    Param::new("dbname", Setting::Database),
    Param::new("passfile", Setting::PasswordFile).kind(Kind::File),
    Param::new("service", Setting::Service),
    Param::new("servicefile", Setting::Service).kind(Kind::File),
    Param::new("sslmode", Setting::TlsMode).kind(libpq::SSL_MODE),
    Param::new("sslrootcert", Setting::TlsRootCertificate).kind(Kind::File),
    Param::new("sslcert", Setting::TlsClient).kind(Kind::File),
    Param::new("sslkey", Setting::TlsClient).kind(Kind::File),
    Param::new("sslpassword", Setting::TlsClient).since(Version(4, 17, 0)),
    Param::new("sslsni", Setting::TlsClient).kind(Kind::OneOf(&["0", "1"])).since(Version(4, 18, 0)),
    Param::new("sslnegotiation", Setting::TlsNegotiation)
        .kind(Kind::OneOf(&["postgres", "direct"]))
        .since(V5_7_5),
    Param::new("channel_binding", Setting::ChannelBinding)
        .kind(Kind::OneOf(&["disable", "prefer", "require"]))
        .since(V5_9),
    Param::new("require_auth", Setting::Authentication).since(V5_10),
    Param::new("krbspn", Setting::Authentication).since(Version(4, 16, 1)),
    Param::new("krbsrvname", Setting::Authentication).since(Version(4, 16, 1)),
    Param::new("min_protocol_version", Setting::Protocol).kind(PROTOCOL).since(V5_9),
    Param::new("max_protocol_version", Setting::Protocol).kind(PROTOCOL).since(V5_9),
    Param::new("target_session_attrs", Setting::TargetSession).kind(libpq::TARGET_SESSION),
    Param::new("connect_timeout", Setting::ConnectTimeout).kind(Kind::Integer),
    Param::new("min_read_buffer_size", Setting::Other).kind(Kind::Integer).until(V5),
    Param::new("statement_cache_capacity", Setting::StatementCache).kind(Kind::Integer),
    Param::new("statement_cache_mode", Setting::StatementCache)
        .kind(Kind::OneOf(&["prepare", "describe"]))
        .until(V5),
    Param::new("prefer_simple_protocol", Setting::StatementCache).kind(Kind::Boolean).until(V5),
    Param::new("description_cache_capacity", Setting::Other).kind(Kind::Integer).since(V5),
    Param::new("default_query_exec_mode", Setting::StatementCache)
        .kind(Kind::OneOf(&["cache_statement", "cache_describe", "describe_exec", "exec", "simple_protocol"]))
        .since(V5),
    Param::new("pool_max_conns", Setting::Pool).kind(Kind::Integer),
    Param::new("pool_min_conns", Setting::Pool).kind(Kind::Integer),
    Param::new("pool_min_idle_conns", Setting::Pool).kind(Kind::Integer).since(Version(5, 7, 3)),
    Param::new("pool_max_conn_lifetime", Setting::Pool),
    Param::new("pool_max_conn_lifetime_jitter", Setting::Pool).since(V5),
    Param::new("pool_max_conn_idle_time", Setting::Pool),
    Param::new("pool_health_check_period", Setting::Pool),
    Param::new("application_name", Setting::ApplicationName).sent(),
    Param::new("client_encoding", Setting::ClientEncoding).sent(),
    Param::new("search_path", Setting::SearchPath).sent(),
    Param::new("options", Setting::Options).sent(),
    Param::new("replication", Setting::Replication).sent(),
    Param::new("timezone", Setting::ServerSetting).sent(),
    Param::new("TimeZone", Setting::ServerSetting).sent(),
    Param::new("statement_timeout", Setting::ServerSetting).sent(),
    Param::new("lock_timeout", Setting::ServerSetting).sent(),
    Param::new("idle_in_transaction_session_timeout", Setting::ServerSetting).sent(),
    Param::new("default_transaction_read_only", Setting::ServerSetting).sent(),
];

const PROTOCOL: Kind = Kind::OneOf(&["3.0", "3.2", "latest"]);

fn read(text: &str, spelling: Spelling, version: Version) -> Reading {
    read_with(text, spelling, version, PARAMS)
}

/// Reads a string as pgx does for what takes these parameters from it.
pub(super) fn read_with(
    text: &str,
    spelling: Spelling,
    version: Version,
    params: &'static [Param],
) -> Reading {
    let out = Reading::empty(Tls::PREFER, prepared(PREPARED, version));
    if spelling == Spelling::Parts {
        return fill::separate(text, out);
    }
    Config::new(text, version, params, out).read()
}
