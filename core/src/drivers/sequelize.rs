//! Sequelize, which splits the string with Node's old URL parser and hands the parts to node-postgres.

use compact_str::CompactString;

use super::{
    ArgumentSet, Checked, Driver, Evidence, HandsOn, Kind, Package, Param, Place, Registry, Told, Wish, fill,
    node_postgres, pg_connection_string as strings,
};
use crate::model::{Given, Host, Reading, Setting, Sourced, Version};
use crate::parse::{BadNodeUrl, NodeUrl, Spelling, read_node_url};
use crate::text::Span;

/// How Sequelize is told things. Of the keepalives it hands on whether, and not after how long.
const TOLD: &[Told] = &[
    Told::in_code(Wish::ConnectTimeout, "connectionTimeoutMillis: {ms}"),
    Told::of_pool(Wish::PoolSize, "min: 0"),
    Told::of_pool(Wish::PoolSize, "max: {}"),
    Told::of_pool(Wish::PoolWait, "acquire: {ms}"),
];

pub(super) static DRIVER: Driver = Driver {
    name: "sequelize",
    aliases: &[],
    label: "Sequelize",
    docs: "`new Sequelize(url)` reads the string twice. Node's old `url.parse` gives host, port, user, password and \
           database: the database is not decoded, user and password are decoded before their `:` is looked for, and \
           a host that begins with `%2F` joins the database. pg-connection-string gives what `dialectOptions` then \
           hand on: TLS and the settings that go to the server. Both have to take the string. The scheme chooses the \
           database, so `postgresql+psycopg2` and its kin are refused.",
    newest: Version(6, 37, 8),
    params: PARAMS,
    told: &[TOLD],
    arguments: &[
        ArgumentSet::dropping(
            "",
            &[
                ("ssl", "`dialectOptions`"),
                ("rejectUnauthorized", "`dialectOptions.ssl`"),
                ("sslmode", "`dialectOptions.ssl`"),
                ("application_name", "`dialectOptions`"),
            ],
        ),
        ArgumentSet::dropping(
            "dialectOptions.",
            &[("rejectUnauthorized", "`dialectOptions.ssl`"), ("sslmode", "`dialectOptions.ssl`")],
        ),
    ],
    packages: &[Package::new(Registry::Node, "sequelize").with(&["pg"])],
    rank: Driver::RARE + 1,
    snippet: super::snippets::sequelize,
    read: |text, spelling, _| read(text, spelling),
    hands_on: Some(HandsOn {
        to: &node_postgres::DRIVER,
        changes: "host, port, user, password and database are read by Node's old URL parser, and of the parameters only \
                  those in the table go on",
    }),
    checked: &[Checked {
        version: "6.37.8 with pg 8.23.1",
        evidence: Evidence::Run,
        on: "2026-11-24",
        how: "`new Sequelize(url)` and the options of the `Client` that its connection manager makes, not connected; \
              statements through PgBouncer 1.18",
    }],
    ..node_postgres::DRIVER
};

const BOTH: Place = Place::Both("dialectOptions");
const POOL: Place = Place::Code("pool");

/// What `connect` of connection-manager.js picks out of `dialectOptions`; out of `ssl...` pg-connection-string has made
/// `ssl` by then.
const PARAMS: &[Param] = &[
    Param::new("host", Setting::Host),
    Param::new("sslmode", Setting::TlsMode).kind(Kind::OneOf(&[
        "disable",
        "prefer",
        "require",
        "verify-ca",
        "verify-full",
        "no-verify",
    ])),
    Param::new("ssl", Setting::TlsMode).place(BOTH),
    Param::new("sslcert", Setting::TlsClient).kind(Kind::File),
    Param::new("sslkey", Setting::TlsClient).kind(Kind::File),
    Param::new("sslrootcert", Setting::TlsRootCertificate).kind(Kind::File),
    Param::new("uselibpqcompat", Setting::Other).kind(Kind::Boolean),
    Param::new("application_name", Setting::ApplicationName).place(BOTH).sent(),
    Param::new("options", Setting::Options).place(BOTH).sent(),
    Param::new("client_encoding", Setting::ClientEncoding).place(BOTH),
    Param::new("statement_timeout", Setting::ServerSetting).kind(Kind::Integer).place(BOTH).sent(),
    Param::new("lock_timeout", Setting::ServerSetting).kind(Kind::Integer).place(BOTH).sent(),
    Param::new("idle_in_transaction_session_timeout", Setting::ServerSetting)
        .kind(Kind::Integer)
        .place(BOTH)
        .sent(),
    Param::new("query_timeout", Setting::CommandTimeout).kind(Kind::Integer).place(BOTH),
    Param::new("connectionTimeoutMillis", Setting::ConnectTimeout).kind(Kind::Integer).place(BOTH),
    Param::new("keepAlive", Setting::Keepalive).kind(Kind::Boolean).place(BOTH),
    Param::new("binary", Setting::Other).kind(Kind::Boolean).place(BOTH),
    Param::new("stream", Setting::Other).kind(Kind::Object).place(Place::Code("dialectOptions")),
    Param::new("clientMinMessages", Setting::ServerSetting).place(Place::Code("dialectOptions")),
    Param::new("max", Setting::Pool).kind(Kind::Integer).place(POOL),
    Param::new("min", Setting::Pool).kind(Kind::Integer).place(POOL),
    Param::new("idle", Setting::Pool).kind(Kind::Integer).place(POOL),
    Param::new("acquire", Setting::Pool).kind(Kind::Integer).place(POOL),
];

fn read(text: &str, spelling: Spelling) -> Reading {
    if spelling == Spelling::Parts {
        return node_postgres::read_8(text, spelling);
    }
    let mut out = strings::read_url(text, PARAMS, strings::DRIVER.newest);
    match read_node_url(text) {
        Ok(url) => of_parts(&mut out, text, &url),
        Err((bad, span)) => refuse_first(
            &mut out,
            span,
            match bad {
                BadNodeUrl::Host => "Invalid URL".to_owned(),
                BadNodeUrl::Escape => "URI malformed".to_owned(),
            },
        ),
    }
    fill::dial_localhost(&mut out);
    out
}

/// Puts what is said before pg-connection-string sees the string in place of what that says.
fn refuse_first(out: &mut Reading, span: Span, message: String) {
    out.refusal = None;
    out.refuse(span, message);
}

/// The constructor of sequelize.js.
fn of_parts(out: &mut Reading, text: &str, url: &NodeUrl) {
    let Some(scheme) = &url.scheme else {
        let message = "Cannot read properties of null (reading 'replace')".to_owned();
        return refuse_first(out, Span::new(0, text.len()), message);
    };
    if !DRIVER.schemes.contains(&scheme.value.as_str()) {
        return refuse_first(out, scheme.span, other_dialect(&scheme.value));
    }
    let (user, password) = match &url.info {
        Some(info) => match info.split_once(text, b':') {
            Some((user, password)) => (Some(user), Some(password)),
            None => (Some(info.clone()), None),
        },
        None => (None, None),
    };
    out.user = user.filter(|it| !it.value.is_empty()).map(|it| fill::written(&it));
    out.password = password.filter(|it| !it.value.is_empty()).map(|it| fill::secret(&it));
    let path = &url.path;
    let dbname = if path.value.starts_with('/') { path.without_first(text) } else { path.clone() };
    out.dbname = (!dbname.value.is_empty()).then(|| fill::written(&dbname));
    let name = given_host(out).or_else(|| (!url.host.value.is_empty()).then(|| fill::written(&url.host)));
    let port = url.port.as_ref().and_then(|it| Some(Sourced::written(it.value.parse().ok()?, it.span)));
    out.hosts.clear();
    if name.is_some() || port.is_some() {
        out.hosts.push(Host { name, port });
    }
}

/// The `host` of the query. Two of them come as a list, which Node does not dial.
fn given_host(out: &mut Reading) -> Option<Sourced<CompactString>> {
    let given: Vec<&Given> = out.params.iter().filter(|it| it.key == "host").collect();
    let last = given.last()?;
    let span = last.value_span;
    if given.len() < 2 {
        return (!last.value.is_empty()).then(|| Sourced::written(last.value.clone(), span));
    }
    let list: Vec<String> = given.iter().map(|it| format!("{:?}", it.value)).collect();
    let message = "The \"options.host\" property must be of type string. Received an instance of Array";
    out.refuse_to_connect(span, message);
    Some(Sourced::written(format!("[{}]", list.join(",")).into(), span))
}

/// What it says of another database, whose package it then asks for, or of none that it knows.
fn other_dialect(scheme: &str) -> String {
    let packages = [
        ("mssql", "tedious"),
        ("mariadb", "mariadb"),
        ("mysql", "mysql2"),
        ("oracle", "oracledb"),
        ("db2", "ibm_db"),
        ("sqlite", "sqlite3"),
    ];
    match packages.iter().find(|(dialect, _)| *dialect == scheme) {
        Some((_, package)) => format!("Please install {package} package manually"),
        None => format!(
            "The dialect {scheme} is not supported. Supported dialects: mssql, mariadb, mysql, oracle, postgres, db2 and \
             sqlite."
        ),
    }
}
