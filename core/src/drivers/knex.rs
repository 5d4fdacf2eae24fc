//! Knex, which reads some strings itself and hands what it finds to node-postgres.

use super::{
    ArgumentSet, Checked, Command, Driver, Evidence, HandsOn, Package, Registry, Speech, Told, Wish, fill,
    node_postgres, pg_connection_string as strings,
};
use crate::model::{Fate, Host, Reading, Since, Sourced, Tls, Version};
use crate::parse::{Percent, Piece, Spelling, WebUrl, decode, read_web_url};
use crate::text::Span;

/// How Knex is told things, all of it of its pool: a client whose options stand beside the string would have the string
/// read by another parser.
const TOLD: &[Told] = &[
    Told::of_pool(Wish::ConnectTimeout, "createTimeoutMillis: {ms}"),
    Told::of_pool(Wish::PoolSize, "min: 0"),
    Told::of_pool(Wish::PoolSize, "max: {}"),
    Told::of_pool(Wish::PoolWait, "acquireTimeoutMillis: {ms}"),
    Told::of_pool(Wish::PoolRecycle, "maxConnectionLifetimeMillis: {ms}").since(Version(3, 3, 0)),
];

pub(super) static DRIVER: Driver = Driver {
    name: "knex",
    aliases: &[],
    label: "Knex",
    docs: "For `knex({ client: \"pg\", connection: url })` three things can become of the string. A URL with the scheme \
           `postgres` or `postgresql` is read by pg-connection-string in a version of its own, 2.6.2, which leaves an IPv6 \
           address in its brackets, so that it is not found, and knows no `uselibpqcompat`. Another URL is taken apart as Knex does it for \
           every database: host and database are not decoded, and `sslmode` means nothing. What is no URL, be it for a \
           space in the host or a password that is not encoded, is taken for the file of an SQLite database: nothing \
           of it reaches node-postgres, which then dials localhost. `{ connectionString: url }` as `connection` goes \
           to node-postgres unread.",
    newest: Version(3, 3, 0),
    told: &[TOLD],
    arguments: &[ArgumentSet::dropping(
        "",
        &[
            ("ssl", "`connection`, beside `connectionString`"),
            ("host", "`connection`"),
            ("statement_timeout", "`connection`"),
            ("application_name", "`connection`"),
        ],
    )],
    packages: &[Package::new(Registry::Node, "knex").with(&["pg"])],
    rank: Driver::RARE + 1,
    snippet: super::snippets::knex,
    read: |text, spelling, _| read(text, spelling),
    hands_on: Some(HandsOn {
        to: &node_postgres::DRIVER,
        changes: "an older parser reads the string, a URL with another scheme is taken apart by Knex, and a text that is no URL is lost without a word",
    }),
    checked: &[Checked {
        version: "3.3.0 with pg 8.23.1",
        evidence: Evidence::Run,
        on: "2026-11-24",
        how: "`knex({ client: \"pg\", connection })` and a `Client` of its settings, not connected; statements through \
              PgBouncer 1.18",
    }],
    speech: &[Since(Version(0, 0, 0), SPEECH)],
    ..node_postgres::DRIVER
};

/// How it speaks.
pub(super) const SPEECH: Speech = Speech {
    opens: &[Command::Query("select version();")],
    begin: Command::Query("BEGIN;"),
    commit: Command::Query("COMMIT;"),
    rollback: Command::Query("ROLLBACK"),
    ..node_postgres::SPEECH
};

/// The pg-connection-string that Knex depends on, in this version and no other.
const PARSER: Version = Version(2, 6, 2);

fn read(text: &str, spelling: Spelling) -> Reading {
    if spelling == Spelling::Parts {
        return node_postgres::read_8(text, spelling);
    }
    match read_web_url(text, None) {
        Ok(url) if DRIVER.schemes.contains(&url.scheme.value.as_str()) => {
            node_postgres::read(text, spelling, PARSER)
        }
        Ok(url) => of_any_database(text, &url),
        Err(_) => {
            let mut out = nothing();
            fill::dial_localhost(&mut out);
            out
        }
    }
}

fn nothing() -> Reading {
    let mut out = Reading::empty(Tls::OFF, node_postgres::PREPARED);
    fill::send(&mut out, node_postgres::STARTUP);
    out
}

/// `connectionObject` of parse-connection.js, and what a `Client` makes of that object.
fn of_any_database(text: &str, url: &WebUrl) -> Reading {
    let mut out = nothing();
    for pair in &url.pairs {
        let mut given = fill::given(pair, strings::PARAMS, Fate::Ignored, strings::DRIVER.newest);
        if MADE_BY_THE_PARSER.contains(&given.key.as_str()) {
            (given.fate, given.setting) = (Fate::Ignored, None);
        }
        fill::push(&mut out, given);
    }
    if let Err((span, message)) = connection(&mut out, text, url) {
        out.refuse(span, message);
    }
    fill::dial_localhost(&mut out);
    node_postgres::negotiate(&mut out);
    out
}

/// Names out of which pg-connection-string makes `ssl`. Without it nobody looks at them.
const MADE_BY_THE_PARSER: &[&str] = &["sslmode", "sslcert", "sslkey", "sslrootcert", "uselibpqcompat"];

type Step<T> = Result<T, (Span, String)>;

fn connection(out: &mut Reading, text: &str, url: &WebUrl) -> Step<()> {
    let last = |name: &str| url.pairs.iter().rev().find(|pair| pair.key.value == name).map(fill::value_of);
    let component = |piece: &Piece| match decode(&piece.value, Percent::JavaScript) {
        Ok(value) => Ok(Piece { span: piece.span, value }),
        Err(_) => Err((piece.span, "URI malformed".to_owned())),
    };
    let said = |piece: Piece| (!piece.value.is_empty()).then_some(piece);
    let user = component(&url.user)?;
    let password = url.password.as_ref().map(component).transpose()?;
    let (name, dbname) = (url.host.clone(), strip_slash(text, &url.path));
    out.user = last("user").or(Some(user)).and_then(said).map(|it| fill::written(&it));
    out.password = last("password").or(password).and_then(said).map(|it| fill::secret(&it));
    out.dbname = last("database").or(Some(dbname)).and_then(said).map(|it| fill::written(&it));
    let name = last("host").or(name).and_then(said).map(|it| fill::written(&it));
    let port = last("port").or(url.port.clone()).and_then(said).map(|port| {
        let number = fill::parse_int(&port.value);
        let number = number.ok_or_else(|| (port.span, format!("Invalid port: {}", port.value)))?;
        Ok(Sourced::written(number, port.span))
    });
    let port = port.transpose()?;
    if name.is_some() || port.is_some() {
        out.hosts = vec![Host { name, port }];
    }
    if let Some(ssl) = last("ssl") {
        out.tls = Sourced::written(strings::ssl_text(&ssl.value, ""), ssl.span);
    }
    Ok(())
}

fn strip_slash(text: &str, path: &Piece) -> Piece {
    if path.value.starts_with('/') { path.without_first(text) } else { path.clone() }
}
