//! Active Record: a URL becomes a configuration, and what libpq knows of that goes to pg.

use super::conninfo::{self, Caller, Conninfo};
use super::{
    Checked, Driver, Evidence, HandsOn, Kind, Package, Param, Registry, Speech, Switch, Told, Wish, fill,
    libpq, ruby_pg,
};
use crate::model::{Fate, Given, Prepared, Reading, Setting, Since, Sourced, Statements, Tls, Version};
use crate::parse::{Pair, Percent, Piece, RubyUrl, Spelling, decode, read_ruby_url, ruby_pairs};
use crate::text::{Span, has_byte};

/// How the pool is told things. It looks by itself whether a connection is alive.
const TOLD_POOL: &[Told] =
    &[Told::in_url(Wish::PoolSize, "pool={}"), Told::in_url(Wish::PoolWait, "checkout_timeout={s}")];

pub(super) static DRIVER: Driver = Driver {
    name: "activerecord",
    aliases: &["rails", "active-record"],
    label: "Active Record (Rails)",
    language: "Ruby",
    docs: "`DATABASE_URL` and `url:` of database.yml become a configuration, in which the query stands beside host, \
           user and password; from Rails 7.0 on the query wins over the URL, before that it loses even to what the URL \
           leaves out. What libpq knows of the configuration goes to libpq, and all else is dropped without a word. \
           The URL has to be one by RFC 2396: an underscore or a comma in a host, an `@` in a password or any letter \
           beyond ASCII is refused. A string given to `establish_connection` has to pass `URI.parse` as well. Queries \
           are named statements, up to 1000 of them per connection; migrations take an advisory lock, which a pooler \
           in transaction mode loses.",
    newest: Version(8, 1, 3),
    spellings: &[Spelling::Uri, Spelling::Parts],
    params: &PARAMS,
    unknown: super::Unknown::Ignored,
    system_roots: &[Since(Version(0, 0, 0), Some("sslrootcert=system"))],
    prepared: &[Since(Version(0, 0, 0), PREPARED)],
    statements_off: &[Switch {
        in_url: "prepared_statements=false",
        in_code: "prepared_statements: false",
        since: Version(0, 0, 0),
        enough: true,
        frees_in_sql: false,
    }],
    arguments: &[],
    packages: &[
        Package::new(Registry::Ruby, "rails").with(&["pg"]),
        Package::new(Registry::Ruby, "activerecord").with(&["pg"]),
    ],
    told: &[libpq::TOLD, TOLD_POOL],
    rank: 43,
    read,
    snippet: super::snippets::activerecord,
    hands_on: Some(HandsOn {
        to: &ruby_pg::DRIVER,
        changes: "the URL is read by Ruby's `URI`, and what libpq does not know is dropped",
    }),
    checked: &[
        Checked {
            version: "8.1.3",
            evidence: Evidence::Run,
            on: "2026-11-24",
            how: "its `ConnectionUrlResolver` under the adapter of 6.1.7.10, on Ruby 3.1; connection_adapters.rb",
        },
        Checked {
            version: "6.1.7.10 with pg 1.4.5 and libpq 18.6",
            evidence: Evidence::Run,
            on: "2026-11-24",
            how: "`establish_connection(url:)` and `connection`, with host names that become no address",
        },
        Checked {
            version: "6.1.7.10",
            evidence: Evidence::Run,
            on: "2026-11-23",
            how: "startup packet and statements against PostgreSQL 15 and PgBouncer 1.18 and 1.24",
        },
    ],
    speech: &[Since(Version(0, 0, 0), SPEECH)],
    ..ruby_pg::DRIVER
};

/// How it speaks.
pub(super) const SPEECH: Speech = Speech {
    names_changes: false,
    words: &[
        ("42P05", "ActiveRecord::StatementInvalid: PG::DuplicatePstatement: ERROR: {}"),
        ("26000", "ActiveRecord::StatementInvalid: PG::InvalidSqlStatementName: ERROR: {}"),
        ("", "ActiveRecord::StatementInvalid: {}"),
    ],
    ..Speech::PLAIN
};

const PREPARED: Prepared =
    Prepared { statements: Statements::Named, named_from: 1, cache_size: Some(1000), names: "a<n>" };

const UNNAMED: Prepared =
    Prepared { statements: Statements::Unnamed, named_from: 0, cache_size: None, names: "" };

/// From this version on the query wins over the rest of the URL.
const QUERY_WINS: Version = Version(7, 0, 0);

/// From this version on adapters are registered by name.
const REGISTERED: Version = Version(7, 2, 0);

/// What the adapter, the pool and migrations look at (postgresql_adapter.rb, hash_config.rb), under names that libpq
/// does not know.
const OWN: &[Param] = &[
    Param::new("adapter", Setting::Other),
    Param::new("username", Setting::User),
    Param::new("database", Setting::Database),
    Param::new("prepared_statements", Setting::StatementCache).kind(Kind::OneOf(&["true", "false"])),
    Param::new("statement_limit", Setting::StatementCache).kind(Kind::Integer),
    Param::new("schema_search_path", Setting::ServerSetting),
    Param::new("encoding", Setting::ClientEncoding),
    Param::new("min_messages", Setting::ServerSetting),
    Param::new("pool", Setting::Pool).kind(Kind::Integer),
    Param::new("checkout_timeout", Setting::Pool).kind(Kind::Number),
    Param::new("idle_timeout", Setting::Pool).kind(Kind::Number),
    Param::new("reaping_frequency", Setting::Pool).kind(Kind::Number),
    Param::new("advisory_locks", Setting::Other).kind(Kind::OneOf(&["true", "false"])),
    Param::new("insert_returning", Setting::Other).kind(Kind::OneOf(&["true", "false"])),
];

static PARAMS: [Param; OWN.len() + libpq::PARAMS_18.len()] = libpq::beside(OWN);

static CALLER: Caller = Caller::of_libpq_18(PREPARED);

type Step<T> = Result<T, (Span, String)>;

/// `UrlConfig.new(.., text)`, and what the adapter hands to pg.
fn read(text: &str, spelling: Spelling, version: Version) -> Reading {
    if spelling == Spelling::Parts {
        return conninfo::read(text, spelling, &CALLER);
    }
    let mut out = Reading::empty(Tls::PREFER, PREPARED);
    match resolve(&mut out, text, version) {
        Ok(conninfo) => ruby_pg::with_defaults(conninfo::finish(out, &conninfo, &CALLER)),
        Err((span, text)) => {
            out.refuse(span, text);
            out
        }
    }
}

fn resolve(out: &mut Reading, text: &str, version: Version) -> Step<Conninfo> {
    let whole = Span::new(0, text.len());
    if is_blank(text) {
        return Err((whole, "RuntimeError: Database URL cannot be empty".to_owned()));
    }
    if ["jdbc:", "http:", "https:"].iter().any(|start| text.starts_with(start)) {
        return Err((whole, NO_ADAPTER.to_owned()));
    }
    let url = read_ruby_url(text).map_err(|refused| (refused.span, refused.text))?;
    let config = Config::of(text, &url, version);
    for pair in &config.pairs {
        fill::push(out, config.given(pair));
    }
    if let Some(nameless) = config.pairs.iter().find(|pair| pair.span.is_empty()) {
        return Err((nameless.span, "ArgumentError: invalid number of elements (0 for 1..2)".to_owned()));
    }
    config.check_adapter(whole)?;
    if let Some(off) = config.last("prepared_statements").filter(|value| value.value == "false") {
        out.prepared = Sourced::written(UNNAMED, off.span);
    }
    config.conninfo()
}

const NO_ADAPTER: &str = "ActiveRecord::AdapterNotSpecified: database configuration does not specify adapter";

/// What Rails calls blank.
fn is_blank(text: &str) -> bool {
    !text.starts_with(|c: char| c.is_ascii_graphic()) && text.chars().all(char::is_whitespace)
}

/// A URL on its way to a configuration. Values are still encoded.
struct Config<'a> {
    text: &'a str,
    version: Version,
    /// Names that the URL itself gives a value, or leaves open.
    parts: [(&'static str, Option<Piece>); 6],
    pairs: Vec<Pair>,
}

impl<'a> Config<'a> {
    fn of(text: &'a str, url: &RubyUrl, version: Version) -> Self {
        let (database, query) = match &url.opaque {
            Some(opaque) => match opaque.split_once(text, b'?') {
                Some((database, query)) => (database, Some(query)),
                None => (opaque.clone(), None),
            },
            None if url.path.value.starts_with('/') => (url.path.without_first(text), url.query.clone()),
            None => (url.path.clone(), url.query.clone()),
        };
        let parts = [
            ("adapter", url.scheme.as_ref().map(adapter)),
            ("username", url.user.clone()),
            ("password", url.password.clone()),
            ("port", url.port.as_ref().map(number)),
            ("database", Some(database)),
            ("host", url.host.clone()),
        ];
        Self { text, version, parts, pairs: query.as_ref().map_or(Vec::new(), ruby_pairs) }
    }

    /// The last value that the query gives `name`.
    fn last(&self, name: &str) -> Option<&Piece> {
        self.pairs.iter().rev().find(|pair| pair.key.value == name)?.value.as_ref()
    }

    fn is_part(name: &str) -> bool {
        ["adapter", "username", "password", "port", "database", "host"].contains(&name)
    }

    /// What is configured under `name`, unless that is blank.
    fn value(&self, name: &str) -> Option<Piece> {
        let part = self.parts.iter().find(|(part, _)| *part == name);
        let in_query = self.pairs.iter().any(|pair| pair.key.value == name);
        let value = match part {
            Some((_, part)) if self.version < QUERY_WINS || !in_query => part.clone(),
            _ => self.last(name).cloned(),
        };
        value.filter(|value| !is_blank(&value.value))
    }

    fn given(&self, pair: &Pair) -> Given {
        let mut given = fill::given(pair, &PARAMS, Fate::Ignored, self.version);
        if self.version < QUERY_WINS && Self::is_part(&given.key) {
            (given.setting, given.fate) = (None, Fate::Ignored);
        }
        if let Ok(value) = decode(&given.value, Percent::Lenient) {
            given.value = value;
        }
        given
    }

    fn check_adapter(&self, whole: Span) -> Step<()> {
        let Some(adapter) = self.value("adapter") else { return Err((whole, NO_ADAPTER.to_owned())) };
        let name = adapter.value.as_str();
        match name {
            "postgresql" => Ok(()),
            _ if self.version < REGISTERED => Err((
                adapter.span,
                format!(
                    "LoadError: Could not load the '{name}' Active Record adapter. Ensure that the adapter is spelled \
                     correctly in config/database.yml and that you've added the necessary adapter gem to your Gemfile."
                ),
            )),
            _ => Err((
                adapter.span,
                format!(
                    "ActiveRecord::AdapterNotFound: Database configuration specifies nonexistent '{name}' adapter. \
                     Available adapters are: mysql2, postgresql, sqlite3, trilogy. Ensure that the adapter is spelled \
                     correctly in config/database.yml and that you've added the necessary adapter gem to your Gemfile \
                     if it's not in the list of available adapters."
                ),
            )),
        }
    }

    /// `postgresql_connection`: two names become libpq's, and what libpq does not know is dropped.
    fn conninfo(&self) -> Step<Conninfo> {
        let mut out = Conninfo::default();
        let renamed = |name: &'static str| match name {
            "user" => self.value("username").or_else(|| self.value("user")),
            "dbname" => self.value("database").or_else(|| self.value("dbname")),
            name => self.value(name),
        };
        let mut nul = None;
        let parts = [Setting::User, Setting::Password, Setting::Host, Setting::Port, Setting::Database];
        let may_be_said = |param: &&Param| !self.pairs.is_empty() || parts.contains(&param.setting);
        for param in libpq::PARAMS_18.iter().filter(may_be_said) {
            let Some(raw) = renamed(param.name) else { continue };
            let value = decode(&raw.value, Percent::JavaScript)
                .map_err(|_| (raw.span, "ArgumentError: invalid byte sequence in UTF-8".to_owned()))?;
            if has_byte(&value, |byte| byte == 0) {
                nul = nul.or(Some(raw.span));
            }
            out.set(self.text, param.name, Piece { span: raw.span, value });
        }
        nul.map_or(Ok(out), |span| Err((span, ruby_pg::NUL.to_owned())))
    }
}

/// The adapter that a scheme stands for.
fn adapter(scheme: &Piece) -> Piece {
    let value = match scheme.value.as_str() {
        "postgres" => "postgresql".to_owned(),
        other => other.replace('-', "_"),
    };
    Piece { span: scheme.span, value: value.into() }
}

/// Digits as Ruby writes their number again.
fn number(digits: &Piece) -> Piece {
    let value = digits.value.trim_start_matches('0');
    Piece { span: digits.span, value: if value.is_empty() { "0" } else { value }.into() }
}
