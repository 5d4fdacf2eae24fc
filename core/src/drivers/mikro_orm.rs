//! MikroORM, which splits `clientUrl` itself and hands the parts to node-postgres: up to 6 through Knex, from 7 on
//! through Kysely.

use super::{
    Checked, Driver, Evidence, HandsOn, Kind, Package, Param, Place, Registry, TlsMode, Told, Wish, fill,
    node_postgres,
};
use crate::model::{Fate, Host, Reading, Setting, Sourced, Tls, Version};
use crate::parse::{Percent, Piece, Spelling, WebUrl, decode, read_web_url};
use crate::text::Span;

/// How its pool is told things.
const TOLD_POOL: &[Told] =
    &[Told::of_pool(Wish::PoolSize, "min: 0"), Told::of_pool(Wish::PoolSize, "max: {}")];

pub(super) static DRIVER: Driver = Driver {
    name: "mikro-orm",
    aliases: &["mikroorm"],
    label: "MikroORM",
    language: "TypeScript",
    docs: "Takes host, port, user, password, database and `schema` out of `clientUrl`, a WHATWG URL with any scheme and \
           a database in its path, and drops every other parameter without a word: `sslmode=require` means no TLS. \
           TLS, the application name and all else go into `driverOptions`. The brackets of an IPv6 address stay in the \
           host, which is then not found.",
    newest: Version(7, 2, 1),
    params: PARAMS,
    tls_modes: &[TlsMode { value: "", tls: Tls::OFF }],
    system_roots: &[],
    told: &[node_postgres::TOLD, TOLD_POOL],
    arguments: &[],
    packages: &[Package::new(Registry::Node, "@mikro-orm/postgresql")],
    rank: Driver::RARE + 1,
    snippet: super::snippets::mikro_orm,
    read: |text, spelling, _| read(text, spelling),
    hands_on: Some(HandsOn {
        to: &node_postgres::DRIVER,
        changes: "the parts alone go on, and of the parameters none",
    }),
    checked: &[
        Checked {
            version: "7.2.1 with pg 8.23.1",
            evidence: Evidence::Run,
            on: "2026-11-24",
            how: "`new MikroORM({ clientUrl })` on Bun 1.4.5, and the options for its pool, not connected",
        },
        Checked {
            version: "6.6.16 with pg 8.20.0",
            evidence: Evidence::Run,
            on: "2026-11-24",
            how: "`MikroORM.initSync({ clientUrl })` on Node 20.20 and a `Client` of its settings, not connected",
        },
    ],
    ..node_postgres::DRIVER
};

const CODE: Place = Place::Code("MikroORM.init({...})");
const DRIVER_OPTIONS: Place = Place::Code("driverOptions");

const PARAMS: &[Param] = &[
    Param::new("schema", Setting::SearchPath).place(Place::Both("MikroORM.init({...})")),
    Param::new("host", Setting::Host).place(CODE),
    Param::new("port", Setting::Port).kind(Kind::Integer).place(CODE),
    Param::new("user", Setting::User).place(CODE),
    Param::new("password", Setting::Password).place(CODE),
    Param::new("dbName", Setting::Database).place(CODE),
    Param::new("pool", Setting::Pool).kind(Kind::Object).place(CODE),
    Param::new("ssl", Setting::TlsMode).kind(Kind::Object).place(DRIVER_OPTIONS),
    Param::new("application_name", Setting::ApplicationName).place(DRIVER_OPTIONS).sent(),
    Param::new("options", Setting::Options).place(DRIVER_OPTIONS).sent(),
    Param::new("statement_timeout", Setting::ServerSetting).kind(Kind::Integer).place(DRIVER_OPTIONS).sent(),
    Param::new("query_timeout", Setting::CommandTimeout).kind(Kind::Integer).place(DRIVER_OPTIONS),
    Param::new("connectionTimeoutMillis", Setting::ConnectTimeout).kind(Kind::Integer).place(DRIVER_OPTIONS),
];

fn read(text: &str, spelling: Spelling) -> Reading {
    let mut out = Reading::empty(Tls::OFF, node_postgres::PREPARED);
    fill::send(&mut out, node_postgres::STARTUP);
    if spelling == Spelling::Parts {
        out = fill::separate(text, out);
    } else if let Err((span, message)) = configure(&mut out, text) {
        out.refuse(span, message);
    }
    fill::dial_localhost(&mut out);
    out
}

type Step<T> = Result<T, (Span, String)>;

fn configure(out: &mut Reading, text: &str) -> Step<()> {
    let all = Span::new(0, text.len());
    if text.is_empty() {
        return Err((all, "No database specified, please fill in `dbName` or `clientUrl` option".to_owned()));
    }
    let url = read_web_url(text, None);
    let missing = "No database specified, `clientUrl` option provided but it's missing the pathname.";
    if !names_database(text, url.as_ref().ok())? {
        return Err((all, missing.to_owned()));
    }
    let url = url.map_err(|(_, span)| (span, "Invalid URL".to_owned()))?;
    let path = component(&url.path)?;
    let dbname = if path.value.starts_with('/') { path.without_first(text) } else { path };
    out.dbname = Some(fill::written(&dbname));
    for pair in &url.pairs {
        fill::push(out, fill::given(pair, PARAMS, Fate::Ignored, DRIVER.newest));
    }
    let said = |piece: &Piece| component(piece).map(|it| Some(it).filter(|it| !it.value.is_empty()));
    let name = url.host.as_ref().map(said).transpose()?.flatten().map(|it| fill::written(&it));
    out.user = said(&url.user)?.map(|it| fill::written(&it));
    out.password = url.password.as_ref().map(said).transpose()?.flatten().map(|it| fill::secret(&it));
    let port = url.port.as_ref().and_then(|it| Some(Sourced::written(it.value.parse().ok()?, it.span)));
    // A port 0 counts as none.
    let port = port.filter(|port: &Sourced<i64>| port.value != 0);
    if name.is_some() || port.is_some() {
        out.hosts = vec![Host { name, port }];
    }
    Ok(())
}

/// `init` of Configuration.js: whether the path, decoded, has more than one character. Of what is no URL, or has a path
/// that cannot be decoded, what follows the last `/` counts.
fn names_database(text: &str, url: Option<&WebUrl>) -> Step<bool> {
    match url.map(|url| component(&url.path)) {
        Some(Ok(path)) => Ok(path.value.chars().nth(1).is_some()),
        _ => Ok(behind_last_slash(text).as_ref().map(component).transpose()?.is_some()),
    }
}

/// The first group of `/:\/\/.*\/([^?]+)/`.
fn behind_last_slash(text: &str) -> Option<Piece> {
    let start = text.find("://")? + 3;
    let line_end = text.get(start..)?.find('\n').map_or(text.len(), |at| start + at);
    let mut slashes = text.get(start..line_end)?.rmatch_indices('/').map(|(at, _)| start + at + 1);
    let at =
        slashes.find(|at| text.get(*at..).is_some_and(|rest| !rest.is_empty() && !rest.starts_with('?')))?;
    let rest = text.get(at..)?;
    let value = rest.split('?').next().unwrap_or_default();
    Some(Piece { span: Span::new(at, at + value.len()), value: value.into() })
}

fn component(piece: &Piece) -> Step<Piece> {
    let value = decode(&piece.value, Percent::JavaScript);
    let value = value.map_err(|_| (piece.span, "URI malformed".to_owned()))?;
    Ok(Piece { span: piece.span, value })
}
