//! Prisma: up to 6 with an engine of its own, from 7 on with node-postgres under it.

use super::{
    Asynchronous, Checked, Command, Disk, Driver, Evidence, Kind, Number, Package, Param, Registry, Speech,
    Switch, Told, Unknown, Wish, fill, node_postgres, pg_connection_string as strings,
};
use crate::model::{Fate, Host, Prepared, Reading, Setting, Since, Sourced, Statements, Tls, Version};
use crate::parse::{Percent, Piece, Spelling, WebUrl, decode, read_web_url};
use crate::text::Span;

/// How the engine of its own is told things, before it had adapters only.
const TOLD_ENGINE: &[Told] = &[
    Told::in_url(Wish::ConnectTimeout, "connect_timeout={s}").until(ADAPTER),
    Told::in_url(Wish::PoolSize, "connection_limit={}").until(ADAPTER),
    Told::in_url(Wish::PoolWait, "pool_timeout={s}").until(ADAPTER),
    Told::in_url(Wish::PoolRecycle, "max_connection_lifetime={s}").until(ADAPTER),
];

/// How the adapter is told things, which hands them to `pg.Pool`.
const TOLD: &[Told] = &[
    Told::in_code(Wish::ConnectTimeout, "connectionTimeoutMillis: {ms}").since(ADAPTER),
    Told::in_code(Wish::Keepalive, "keepAlive: true").since(ADAPTER),
    Told::in_code(Wish::Keepalive, "keepAliveInitialDelayMillis: {ms}").since(ADAPTER),
    Told::of_pool(Wish::PoolSize, "max: {}").since(ADAPTER),
    Told::of_pool(Wish::PoolRecycle, "maxLifetimeSeconds: {s}").since(ADAPTER),
];

pub(super) static DRIVER: Driver = Driver {
    name: "prisma",
    aliases: &[],
    label: "Prisma",
    language: "TypeScript",
    docs: "Two clients under one name. Prisma 6 and older read the URL in an engine written in Rust: its parameters \
           (`pgbouncer`, `connection_limit`, `schema`, ...) stand in the URL, `sslmode` knows `disable`, `prefer` and \
           `require` and takes everything else for `prefer`, and statements are named unless `pgbouncer=true`. Prisma 7 \
           hands the URL to a driver adapter, `adapter-pg` by default: node-postgres's rules hold, Prisma's own \
           parameters do nothing any more, and statements are not named.",
    newest: Version(7, 10, 0),
    schemes: &["postgresql", "postgres"],
    own_schemes: &["prisma", "prisma+postgres"],
    spellings: &[Spelling::Uri],
    params: PARAMS,
    unknown: Unknown::Ignored,
    tls_modes: strings::TLS_MODES,
    system_roots: &[Since(Version(0, 0, 0), Some("sslaccept=strict")), Since(ADAPTER, Some(""))],
    startup: node_postgres::STARTUP,
    packet: node_postgres::PACKET,
    variables: &[],
    service_unknown: None,
    disk: Disk::UNTOUCHED,
    prepared: &[Since(Version(0, 0, 0), ENGINE), Since(ADAPTER, node_postgres::PREPARED)],
    speech: &[Since(Version(0, 0, 0), SPEECH)],
    statements_off: &[Switch {
        in_url: "pgbouncer=true",
        in_code: "",
        since: Version(2, 0, 0),
        enough: true,
        frees_in_sql: false,
    }],
    asynchronous: Asynchronous::Always,
    told: &[TOLD_ENGINE, TOLD],
    arguments: &[],
    packages: &[
        Package::new(Registry::Node, "prisma").unless(&["@prisma/adapter-pg"]),
        Package::new(Registry::Node, "@prisma/client").unless(&["@prisma/adapter-pg"]),
        Package::new(Registry::Prisma, "postgresql"),
        Package::new(Registry::Prisma, "postgres"),
    ],
    rank: 3,
    read,
    snippet: super::snippets::prisma,
    hands_on: None,
    checked: &[
        Checked {
            version: "7.10",
            evidence: Evidence::Run,
            on: "2026-11-24",
            how: "with adapter-pg against PostgreSQL 15 and PgBouncer; the string as node-postgres 8.23 reads it",
        },
        Checked {
            version: "6.19",
            evidence: Evidence::Source,
            on: "2026-11-24",
            how: "source of its engine (quaint), which was not run; the string as the url crate 2.5 reads it",
        },
    ],
};

/// How it speaks.
pub(super) const SPEECH: Speech = Speech {
    begin: Command::Query("BEGIN"),
    parses: &["PDS", "BES"],
    again: &["BES"],
    number: Number { first: 0, is_hexadecimal: false, digits: 1 },
    words: &[("", "Raw query failed. Code: `{code}`. Message: `{}`")],
    ..Speech::PLAIN
};

/// From here on an adapter reads the string.
const ADAPTER: Version = Version(7, 0, 0);

const ENGINE: Prepared =
    Prepared { statements: Statements::Named, named_from: 1, cache_size: Some(100), names: "s<n>" };

/// Parameters of the engine (`PostgresUrl::parse_query_params` of quaint). Under an adapter they are inert, and those
/// of node-postgres count.
const PARAMS: &[Param] = &[
    Param::new("pgbouncer", Setting::PgbouncerFlag).kind(Kind::Boolean),
    Param::new("connection_limit", Setting::Pool).kind(Kind::Integer),
    Param::new("pool_timeout", Setting::Pool).kind(Kind::Integer),
    Param::new("max_connection_lifetime", Setting::Pool).kind(Kind::Integer),
    Param::new("max_idle_connection_lifetime", Setting::Pool).kind(Kind::Integer),
    Param::new("schema", Setting::SearchPath),
    Param::new("statement_cache_size", Setting::StatementCache).kind(Kind::Integer),
    Param::new("connect_timeout", Setting::ConnectTimeout).kind(Kind::Integer),
    Param::new("socket_timeout", Setting::CommandTimeout).kind(Kind::Integer),
    Param::new("sslmode", Setting::TlsMode),
    Param::new("sslaccept", Setting::TlsClient).kind(Kind::OneOf(&["strict", "accept_invalid_certs"])),
    // The first that a version has is the one to write: for the adapter `sslcert` is the client's certificate.
    Param::new("sslrootcert", Setting::TlsRootCertificate).kind(Kind::File).since(ADAPTER),
    Param::new("sslcert", Setting::TlsRootCertificate).kind(Kind::File),
    Param::new("sslidentity", Setting::TlsClient).kind(Kind::File),
    Param::new("sslpassword", Setting::TlsClient),
    Param::new("host", Setting::Host),
    Param::new("application_name", Setting::ApplicationName).sent(),
    Param::new("options", Setting::Options).sent(),
    Param::new("channel_binding", Setting::ChannelBinding)
        .kind(Kind::OneOf(&["disable", "prefer", "require"])),
    Param::new("ssl", Setting::TlsMode).since(ADAPTER),
    Param::new("sslkey", Setting::TlsClient).kind(Kind::File).since(ADAPTER),
    Param::new("sslnegotiation", Setting::TlsNegotiation).since(ADAPTER),
    Param::new("uselibpqcompat", Setting::Other).kind(Kind::Boolean).since(ADAPTER),
    Param::new("port", Setting::Port).kind(Kind::Integer).since(ADAPTER),
    Param::new("user", Setting::User).since(ADAPTER),
    Param::new("password", Setting::Password).since(ADAPTER),
    Param::new("statement_timeout", Setting::ServerSetting).kind(Kind::Integer).sent().since(ADAPTER),
    Param::new("lock_timeout", Setting::ServerSetting).kind(Kind::Integer).sent().since(ADAPTER),
    Param::new("query_timeout", Setting::CommandTimeout).kind(Kind::Integer).since(ADAPTER),
];

fn read(text: &str, spelling: Spelling, version: Version) -> Reading {
    if version >= ADAPTER {
        return through_adapter(text, spelling, version);
    }
    let mut out = Reading::empty(Tls::PREFER, ENGINE);
    fill::send(&mut out, ENGINE_STARTUP);
    if spelling == Spelling::Parts {
        out = fill::separate(text, out);
    } else if let Err((span, message)) = engine(&mut out, text, version) {
        out.refuse(span, message);
    }
    fill::dial_localhost(&mut out);
    out
}

/// As node-postgres reads it. Prisma's own parameters do nothing, but are told from strangers.
fn through_adapter(text: &str, spelling: Spelling, version: Version) -> Reading {
    let mut out = node_postgres::read_8(text, spelling);
    for given in out.params.iter_mut().filter(|given| given.setting.is_none()) {
        given.setting = fill::param_of(PARAMS, &given.key, version).map(|param| param.setting);
    }
    out
}

/// What the engine sends. Behind a pooler `pgbouncer=true` makes it `SET` the path instead.
const ENGINE_STARTUP: &[(&str, &str)] = &[("client_encoding", "UTF8"), ("search_path", "\"public\"")];

type Step<T> = Result<T, (Span, String)>;

/// `PostgresNativeUrl::new` of quaint.
fn engine(out: &mut Reading, text: &str, version: Version) -> Step<()> {
    let url = read_web_url(text, None).map_err(|(bad, span)| {
        (span, format!("The provided database string is invalid. {bad} in database URL."))
    })?;
    let known = DRIVER.schemes.iter().chain(DRIVER.own_schemes);
    if !known.into_iter().any(|scheme| *scheme == url.scheme.value) {
        let message = "the URL must start with the protocol `postgresql://` or `postgres://`.";
        return Err((url.scheme.span, message.to_owned()));
    }
    parts(out, text, &url);
    for pair in &url.pairs {
        let given = fill::given(pair, PARAMS, Fate::Ignored, version);
        let value = fill::value_of(pair);
        if let Some(param) = fill::param_of(PARAMS, &given.key, version) {
            fill::push(out, given);
            take(out, param, &value)?;
        } else {
            fill::push(out, given);
        }
    }
    settle(out);
    Ok(())
}

/// User and password decoded as far as they are UTF-8; the database is the first segment of the path, not decoded.
fn parts(out: &mut Reading, text: &str, url: &WebUrl) {
    let decoded = |piece: &Piece| Piece {
        value: decode(&piece.value, Percent::JavaScript).unwrap_or(piece.value.clone()),
        ..piece.clone()
    };
    out.user = (!url.user.value.is_empty()).then(|| fill::written(&decoded(&url.user)));
    out.password = url.password.as_ref().map(|it| fill::secret(&decoded(it)));
    let path = url.path.value.as_str();
    let start = path.len() - path.trim_start_matches('/').len();
    let end = path.get(start..).and_then(|rest| rest.find('/')).map_or(path.len(), |length| start + length);
    out.dbname = (start < end).then(|| fill::written(&url.path.part(text, Span::new(start, end))));
    let name = url.host.as_ref().filter(|it| !it.value.is_empty()).map(fill::written);
    let port = url.port.as_ref().and_then(|it| Some(Sourced::written(it.value.parse().ok()?, it.span)));
    if name.is_some() || port.is_some() {
        out.hosts = vec![Host { name, port }];
    }
}

fn take(out: &mut Reading, param: &Param, value: &Piece) -> Step<()> {
    let is_valid = match param.kind {
        Kind::Integer => value.value.parse::<u64>().is_ok(),
        Kind::Boolean => value.value.parse::<bool>().is_ok(),
        _ => true,
    };
    if !is_valid {
        return Err((value.span, "The provided arguments are not supported.".to_owned()));
    }
    match param.setting {
        Setting::Host => match out.hosts.first_mut() {
            Some(host) => host.name = Some(fill::written(value)),
            None => out.hosts.push(Host { name: Some(fill::written(value)), port: None }),
        },
        Setting::SearchPath => {
            let path = Sourced::written(format!("\"{}\"", value.value).into(), value.span);
            out.startup.push(("search_path".into(), path));
        }
        Setting::StatementCache => {
            let prepared = Prepared { cache_size: value.value.parse().ok(), ..out.prepared.value };
            out.prepared = Sourced::written(prepared, value.span);
        }
        _ => {}
    }
    Ok(())
}

/// What several parameters decide together.
fn settle(out: &mut Reading) {
    let last = |key: &str| out.params.iter().rev().find(|given| given.key == key);
    let strict = last("sslaccept").is_some_and(|given| given.value != "accept_invalid_certs");
    // Any other value, `verify-full` too, is taken for `prefer`.
    let encrypted = match last("sslmode").map(|given| given.value.as_str()) {
        Some("disable") => Tls::OFF,
        Some("require") => Tls::REQUIRE,
        _ => Tls::PREFER,
    };
    let verification =
        if strict && encrypted != Tls::OFF { Tls::VERIFY_FULL } else { encrypted }.verification;
    let tls = Tls { verification, ..encrypted };
    let said = last("sslmode").or(last("sslaccept")).map(|given| given.value_span);
    let pooled = last("pgbouncer").filter(|given| given.value == "true").map(|given| given.value_span);
    if let Some(span) = said {
        out.tls = Sourced::written(tls, span);
    }
    if let Some(span) = pooled {
        out.startup.retain(|(name, _)| name != "search_path");
        let prepared =
            Prepared { statements: Statements::Unnamed, named_from: 0, cache_size: Some(0), names: "" };
        out.prepared = Sourced::written(prepared, span);
    }
}
