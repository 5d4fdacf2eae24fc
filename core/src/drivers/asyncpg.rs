//! asyncpg, a client of its own for Python's asyncio.

use super::asyncpg_connect::{Arguments, Complaint, NO_FILE, number};
use super::named::Named;
use super::{
    Absent, ArgumentSet, Asynchronous, Checked, Command, Disk, Driver, Evidence, Kind, Number, Opens,
    Package, Packet, Param, Place, Registry, Speech, Switch, Told, Unknown, Wish, disk, fill, libpq,
    unexpected_argument,
};
use crate::model::{Fate, Prepared, Reading, Setting, Since, Statements, Tls, Version};
use crate::parse::{Piece, Spelling, python_pairs, python_repr, python_unquoted, read_python_url};
use crate::text::Span;

/// How a connection is told things.
pub(super) const TOLD: &[Told] = &[
    Told::in_code(Wish::ConnectTimeout, "timeout={s}"),
    Told::in_url(Wish::Primary, "target_session_attrs=primary"),
    Told::in_url(Wish::Standby, "target_session_attrs=prefer-standby"),
];

/// How `create_pool()` is told its size, which is 10 to 10 unless both ends are said. A connection leaves the pool when
/// it was idle for five minutes, and not for its age.
pub(super) const TOLD_SIZE: &[Told] =
    &[Told::of_pool(Wish::PoolSize, "min_size=1"), Told::of_pool(Wish::PoolSize, "max_size={}")];

pub(super) static DRIVER: Driver = Driver {
    name: "asyncpg",
    aliases: &[],
    label: "asyncpg",
    language: "Python",
    docs: "Splits the URL with Python's urllib, and sends every parameter that it does not know to the server as a \
           setting. Every query with arguments is a named statement from its first execution on, with names that \
           count up per process; `statement_cache_size=0` as an argument of `connect()` or `create_pool()` turns \
           that off, in a URL it does not work.",
    newest: Version(0, 32, 0),
    schemes: &["postgresql", "postgres"],
    own_schemes: &[],
    spellings: &[Spelling::Uri, Spelling::Parts],
    params: PARAMS,
    unknown: Unknown::SentToServer,
    tls_modes: libpq::TLS_MODES,
    system_roots: &[],
    startup: &[("client_encoding", "'utf-8'")],
    packet: PACKET,
    variables: VARIABLES,
    service_unknown: None,
    disk: DISK,
    prepared: &[Since(Version(0, 0, 0), PREPARED)],
    speech: &[Since(Version(0, 0, 0), SPEECH)],
    statements_off: &[Switch {
        in_url: "",
        in_code: "statement_cache_size=0",
        since: Version(0, 0, 0),
        enough: true,
        frees_in_sql: false,
    }],
    asynchronous: Asynchronous::Always,
    told: &[TOLD, TOLD_SIZE, &[Told::of_pool(Wish::PoolWait, "pool.acquire(timeout={s})")]],
    arguments: &[ArgumentSet {
        prefix: "",
        names: &[&[
            "dsn",
            "loop",
            "connection_class",
            "record_class",
            "init_size",
            "min_size",
            "max_size",
            "max_queries",
            "max_inactive_connection_lifetime",
            "connect",
            "setup",
            "init",
            "reset",
        ]],
        takes_params: false,
        refused: Some(unexpected_argument),
        is_complete: true,
        elsewhere: NOT_ARGUMENTS,
    }],
    packages: &[
        Package::new(Registry::Python, "asyncpg"),
        Package::new(Registry::Python, "sqlalchemy[postgresql-asyncpg]").unversioned(),
    ],
    rank: 5,
    read,
    snippet: super::snippets::asyncpg,
    hands_on: None,
    checked: &[
        Checked {
            version: "0.32.0",
            evidence: Evidence::Run,
            on: "2026-11-24",
            how: "_parse_connect_arguments of connect_utils.py, run",
        },
        Checked {
            version: "0.27.0 to 0.31.0",
            evidence: Evidence::Run,
            on: "2026-11-24",
            how: "_parse_connect_arguments of 0.27.0, 0.28.0, 0.29.0, 0.30.0 and 0.31.0, run",
        },
    ],
};

/// How it speaks.
pub(super) const SPEECH: Speech = Speech {
    begin: Command::Query("BEGIN;"),
    commit: Command::Query("COMMIT;"),
    rollback: Command::Query("ROLLBACK;"),
    always_in_transaction: true,
    unnamed: &["PDH", "PBES"],
    parses: &["PDH", "BES"],
    again: &["BES"],
    number: Number { first: 1, is_hexadecimal: true, digits: 1 },
    words: &[
        ("42P05", "DuplicatePreparedStatementError: {}"),
        ("26000", "InvalidSQLStatementNameError: {}"),
        ("25P02", "InFailedSQLTransactionError: {}"),
        ("08P01", "ProtocolViolationError: {}"),
        ("28P01", "InvalidPasswordError: {}"),
        ("53300", "TooManyConnectionsError: {}"),
        ("42704", "UndefinedObjectError: {}"),
    ],
    ..Speech::PLAIN
};

/// `_connect` of protocol/coreproto.pyx.
pub(super) const PACKET: Packet =
    Packet { order: &["client_encoding", "user", "database"], names_database: true };

/// `os.getenv` in connect_utils.py.
pub(super) const VARIABLES: &[(&str, &str)] = &[
    ("PGSERVICE", "service"),
    ("PGHOST", "host"),
    ("PGPORT", "port"),
    ("PGUSER", "user"),
    ("PGPASSWORD", "password"),
    ("PGDATABASE", "database"),
    ("PGPASSFILE", "passfile"),
    ("PGSSLMODE", "sslmode"),
    ("PGSSLNEGOTIATION", "sslnegotiation"),
    ("PGSSLROOTCERT", "sslrootcert"),
    ("PGSSLCERT", "sslcert"),
    ("PGSSLKEY", "sslkey"),
    ("PGSSLCRL", "sslcrl"),
    ("PGSSLMINPROTOCOLVERSION", "ssl_min_protocol_version"),
    ("PGSSLMAXPROTOCOLVERSION", "ssl_max_protocol_version"),
    ("PGTARGETSESSIONATTRS", "target_session_attrs"),
    ("PGKRBSRVNAME", "krbsrvname"),
    ("PGGSSLIB", "gsslib"),
];

/// `load_verify_locations` and `load_cert_chain` in connect_utils.py.
const DISK: Disk = Disk {
    opens: &[
        Opens::new("sslrootcert", no_file).when(verifies),
        Opens::new("sslcrl", no_file).when(verifies),
        Opens::new("sslcert", no_file).when(uses_tls),
        Opens::new("sslkey", no_file).when(|it| uses_tls(it) && disk::named(it, "sslcert").is_some()),
    ],
    usual_hosts: &[],
};

fn no_file(_: &Absent<'_>) -> String {
    NO_FILE.to_owned()
}

fn uses_tls(reading: &Reading) -> bool {
    reading.tls.value != Tls::OFF
}

fn verifies(reading: &Reading) -> bool {
    reading.tls.value >= Tls::REQUIRE
}

pub(super) const PREPARED: Prepared = Prepared {
    statements: Statements::Named,
    named_from: 1,
    cache_size: Some(100),
    names: "__asyncpg_stmt_N__",
};

/// What people give to `connect()` that other drivers have as an argument.
pub(super) const NOT_ARGUMENTS: &[(&str, &str)] = &[
    ("application_name", "`server_settings`"),
    ("options", "`server_settings`, each setting by its name"),
    ("search_path", "`server_settings`"),
    ("sslmode", "`ssl`, with the same value"),
    ("connect_timeout", "`timeout`"),
    ("dbname", "`database`"),
];

const CONNECT: Place = Place::Code("asyncpg.connect(...)");
const BOTH: Place = Place::Both("asyncpg.connect(...)");
const V29: Version = Version(0, 29, 0);
const V30: Version = Version(0, 30, 0);
const V31: Version = Version(0, 31, 0);

const PARAMS: &[Param] = &[
    Param::new("host", Setting::Host).place(BOTH),
    Param::new("port", Setting::Port).kind(Kind::Integer).place(BOTH),
    Param::new("user", Setting::User).place(BOTH),
    Param::new("password", Setting::Password).place(BOTH),
    Param::new("database", Setting::Database).place(BOTH),
    Param::new("dbname", Setting::Database),
    Param::new("passfile", Setting::PasswordFile).kind(Kind::File).place(BOTH),
    Param::new("service", Setting::Service).place(BOTH).since(V31),
    Param::new("servicefile", Setting::Service).kind(Kind::File).place(CONNECT).since(V31),
    Param::new("sslmode", Setting::TlsMode).kind(libpq::SSL_MODE),
    Param::new("ssl", Setting::TlsMode).kind(Kind::Object).place(CONNECT),
    Param::new("direct_tls", Setting::TlsNegotiation).kind(Kind::Boolean).place(CONNECT),
    Param::new("sslnegotiation", Setting::TlsNegotiation)
        .kind(Kind::OneOf(&["postgres", "direct"]))
        .since(V30),
    Param::new("sslrootcert", Setting::TlsRootCertificate).kind(Kind::File),
    Param::new("sslcert", Setting::TlsClient).kind(Kind::File),
    Param::new("sslkey", Setting::TlsClient).kind(Kind::File),
    Param::new("sslcrl", Setting::TlsClient).kind(Kind::File),
    Param::new("sslpassword", Setting::TlsClient),
    Param::new("ssl_min_protocol_version", Setting::TlsClient),
    Param::new("ssl_max_protocol_version", Setting::TlsClient),
    Param::new("target_session_attrs", Setting::TargetSession)
        .kind(libpq::TARGET_SESSION)
        .place(BOTH)
        .since(V29),
    Param::new("krbsrvname", Setting::Authentication).place(BOTH).since(V30),
    Param::new("gsslib", Setting::Authentication)
        .kind(Kind::OneOf(&["gssapi", "sspi"]))
        .place(BOTH)
        .since(V30),
    Param::new("timeout", Setting::ConnectTimeout).kind(Kind::Number).place(CONNECT),
    Param::new("command_timeout", Setting::CommandTimeout).kind(Kind::Number).place(CONNECT),
    Param::new("statement_cache_size", Setting::StatementCache).kind(Kind::Integer).place(CONNECT),
    Param::new("max_cached_statement_lifetime", Setting::Other).kind(Kind::Integer).place(CONNECT),
    Param::new("max_cacheable_statement_size", Setting::Other).kind(Kind::Integer).place(CONNECT),
    Param::new("server_settings", Setting::ServerSetting).kind(Kind::Object).place(CONNECT),
    Param::new("application_name", Setting::ApplicationName).sent(),
    Param::new("client_encoding", Setting::ClientEncoding).sent(),
    Param::new("search_path", Setting::SearchPath).sent(),
    Param::new("options", Setting::Options).sent(),
    Param::new("replication", Setting::Replication).sent(),
    Param::new("TimeZone", Setting::ServerSetting).sent(),
    Param::new("timezone", Setting::ServerSetting).sent(),
    Param::new("DateStyle", Setting::ServerSetting).sent(),
    Param::new("datestyle", Setting::ServerSetting).sent(),
    Param::new("IntervalStyle", Setting::ServerSetting).sent(),
    Param::new("statement_timeout", Setting::ServerSetting).sent(),
    Param::new("lock_timeout", Setting::ServerSetting).sent(),
    Param::new("idle_in_transaction_session_timeout", Setting::ServerSetting).sent(),
    Param::new("default_transaction_isolation", Setting::ServerSetting).sent(),
    Param::new("default_transaction_read_only", Setting::ServerSetting).sent(),
    Param::new("jit", Setting::ServerSetting).sent(),
    Param::new("role", Setting::ServerSetting).sent(),
    Param::new("work_mem", Setting::ServerSetting).sent(),
];

fn read(text: &str, spelling: Spelling, version: Version) -> Reading {
    let mut out = Reading::empty(Tls::PREFER, PREPARED);
    fill::send(&mut out, DRIVER.startup);
    if spelling == Spelling::Parts {
        return fill::separate(text, out);
    }
    if text.is_empty() {
        // As if there were no DSN at all.
        return out;
    }
    match read_python_url(text) {
        Err(refused) => out.refuse(refused.span, refused.text),
        Ok(url) => {
            list_params(&mut out, text, &url.query, version);
            if !DRIVER.schemes.contains(&url.scheme.value.as_str()) {
                let span =
                    if url.scheme.span.is_empty() { Span::new(0, text.len()) } else { url.scheme.span };
                out.refuse(span, refused_scheme(&url.scheme.value));
            }
            let mut arguments = Arguments::default();
            if let Err((span, text)) = gather(&mut arguments, &mut out, text, [&url.netloc, &url.path]) {
                out.refuse(span, text);
            }
            arguments.settle(&mut out, version);
        }
    }
    out
}

fn refused_scheme(scheme: &str) -> String {
    format!(
        "ClientConfigurationError: invalid DSN: scheme is expected to be either \"postgresql\" or \"postgres\", got {}",
        python_repr(scheme)
    )
}

/// Lists the fields of the query; one without `=`, an empty one too, is refused.
fn list_params(out: &mut Reading, text: &str, query: &Piece, version: Version) {
    if query.value.is_empty() {
        return;
    }
    for pair in python_pairs(text, query) {
        let mut given = fill::given(&pair, PARAMS, Fate::Startup, version);
        if pair.value.is_none() {
            given.fate = Fate::Refused;
            out.refuse(pair.span, format!("ValueError: bad query field: {}", python_repr(&pair.key.value)));
        } else if given.value.is_empty() {
            given.fate = Fate::Ignored;
        }
        fill::push(out, given);
    }
}

/// Takes the authority and the path, then what the query adds to them: unlike in libpq, it overrides nothing.
fn gather(
    arguments: &mut Arguments,
    out: &mut Reading,
    text: &str,
    [netloc, path]: [&Piece; 2],
) -> Result<(), Complaint> {
    let (user_information, hosts) =
        netloc.split_once(text, b'@').unwrap_or_else(|| (Piece::default(), netloc.clone()));
    let (user, password) =
        user_information.split_once(text, b':').unwrap_or((user_information, Piece::default()));
    for (name, piece) in [("user", user), ("password", password)] {
        if !piece.value.is_empty() {
            arguments.set(name, python_unquoted(piece));
        }
    }
    if !hosts.value.is_empty() {
        arguments.take_hosts(text, &hosts, true)?;
    }
    if !path.value.is_empty() {
        let name = if path.value.starts_with('/') { path.without_first(text) } else { path.clone() };
        arguments.set("database", python_unquoted(name));
    }
    // The last field of a name counts, `dbname` before `database`, and the ports are looked at before the hosts.
    let used = |given: &&mut crate::model::Given| given.fate == Fate::Client;
    let mut last = Named::default();
    for given in out.params.iter_mut().filter(used) {
        let key = if given.key == "dbname" { "database" } else { given.key.as_str() };
        let piece = Piece { span: given.value_span, value: given.value.clone() };
        let is_taken = match key {
            "host" | "port" => !arguments.hosts.is_empty(),
            _ => arguments.has(key),
        };
        if is_taken {
            given.fate = Fate::Ignored;
        } else {
            last.insert(given.key.clone(), piece);
        }
    }
    if let Some(dbname) =
        last.remove("dbname").filter(|it| !it.value.is_empty() || !last.contains("database"))
    {
        last.insert("database", dbname);
    }
    if let Some(ports) = last.remove("port") {
        arguments.ports = fill::split_list(text, &ports).iter().map(number).collect::<Result<_, _>>()?;
    }
    if let Some(hosts) = last.remove("host") {
        arguments.take_hosts(text, &hosts, false)?;
    }
    last.into_iter().for_each(|(name, piece)| arguments.set(&name, piece));
    Ok(())
}
