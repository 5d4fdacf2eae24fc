//! Who answers: what host, port, user and database name say about the server or pooler, and what it supports, drops
//! or refuses. One file per pooler or platform.

mod aiven;
mod azure;
mod behind;
mod cockroachdb;
mod crunchy;
mod digitalocean;
mod fly;
mod google;
mod heroku;
mod hyperdrive;
mod localhost;
mod neon;
mod nile;
mod odyssey;
mod pgbouncer;
mod pgcat;
mod pgdog;
mod pgpool;
mod planetscale;
mod postgresql;
mod prisma;
mod railway;
mod rds;
mod render;
mod supabase;
mod supabase_local;
mod supavisor;
mod tiger;
mod words;
mod xata;
mod yugabytedb;

pub use behind::Server;

use serde::Serialize;

use crate::drivers::{Checked, Evidence};
use crate::model::{Since, Version, newest_for};

/// All endpoints, the more particular ones first: the first match decides.
pub static ENDPOINTS: &[&Endpoint] = &[
    &prisma::ACCELERATE,
    &prisma::POOLER,
    &prisma::DIRECT,
    &supabase_local::DIRECT,
    &supabase_local::POOLER,
    &google::SOCKET,
    &localhost::ENDPOINT,
    &supabase::DEDICATED_POOLER,
    &supabase::DIRECT,
    &supavisor::TRANSACTION,
    &supavisor::SESSION,
    &neon::SERVERLESS,
    &neon::VERCEL_POOLER,
    &neon::VERCEL_DIRECT,
    &neon::POOLER,
    &neon::DIRECT,
    &rds::PROXY,
    &rds::READER,
    &rds::WRITER,
    &rds::SERVER,
    &rds::DSQL,
    &azure::WORKERS,
    &azure::POOLER,
    &azure::SERVER,
    &azure::COSMOS_POOLER,
    &azure::COSMOS_SERVER,
    &google::POOLER,
    &google::SERVER,
    &google::ALLOYDB_POOLER,
    &google::ALLOYDB_SERVER,
    &digitalocean::POOL,
    &digitalocean::SERVER,
    &heroku::POOLER,
    &heroku::SERVER,
    &render::EXTERNAL,
    &render::INTERNAL,
    &railway::POOLER,
    &railway::PRIVATE,
    &railway::PUBLIC,
    &fly::MANAGED_POOLER,
    &fly::MANAGED_DIRECT,
    &fly::INSTANCE,
    &fly::APP,
    &aiven::POOL,
    &aiven::SERVICE,
    &crunchy::POOLER,
    &crunchy::SERVER,
    &tiger::TRANSACTION,
    &tiger::SESSION,
    &tiger::SERVER,
    &planetscale::DEDICATED_POOLER,
    &planetscale::POOLER,
    &planetscale::REPLICA,
    &planetscale::SERVER,
    &xata::ENDPOINT,
    &nile::ENDPOINT,
    &cockroachdb::ENDPOINT,
    &yugabytedb::ENDPOINT,
    &hyperdrive::ENDPOINT,
    &pgcat::ENDPOINT,
    &pgdog::ENDPOINT,
    &odyssey::ENDPOINT,
    &pgpool::ENDPOINT,
    &supavisor::OWN_TRANSACTION,
    &supavisor::OWN_SESSION,
    &pgbouncer::TRANSACTION,
    &pgbouncer::SESSION,
    &postgresql::ENDPOINT,
];

/// A kind of server or pooler.
#[derive(Clone, Copy)]
pub struct Endpoint {
    /// Name on the command line, in kebab-case.
    pub name: &'static str,
    /// Other names under which people ask for it.
    pub aliases: &'static [&'static str],
    /// What people call it.
    pub label: &'static str,
    /// What one should know about it, in a paragraph.
    pub docs: &'static str,
    /// Whether a target is this, and why. Endpoints that can only be named (`--endpoint`) never match.
    pub matches: fn(&Target<'_>) -> Option<Match>,
    /// The newest version that was checked; for endpoints without versions, zero.
    pub newest: Version,
    /// How connections are shared.
    pub mode: Mode,
    /// Where migrations go, which a pooler in transaction mode is no place for: the server behind it, or its session
    /// mode. `None` when the target does not tell.
    pub behind: fn(&Target<'_>) -> Option<Server>,
    /// What becomes of named prepared statements, by version.
    pub named_statements: &'static [Since<NamedStatements>],
    /// What becomes of startup parameters, by version.
    pub startup: &'static [Since<Startup>],
    /// Whether it refuses unencrypted connections.
    pub tls: TlsOffer,
    /// Where the certificate of its own authority is to be had, as a sentence without its stop; `None` when a public
    /// authority signs, or when it is not known.
    pub authority: Option<&'static str>,
    /// What it wants to see as user.
    pub user: UserForm,
    /// Whether its host has an IPv6 address only.
    pub ipv6_only: bool,
    /// Whether SCRAM channel binding works through it.
    pub channel_binding: bool,
    /// Whether it refuses to write.
    pub read_only: bool,
    /// Whether it speaks PostgreSQL's protocol; what does not is for one client only.
    pub speaks_postgresql: bool,
    /// What it bounds: connections, time, size.
    pub limits: &'static [Limit],
    /// Where the facts come from.
    pub checked: &'static [Checked],
}

/// How connections are shared between clients.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// Nobody in between.
    Direct,
    /// A client keeps its server connection until it leaves.
    Session,
    /// A client has a server connection for one transaction.
    Transaction,
    /// A client has a server connection for one transaction, until it does something that needs a session; then it
    /// keeps the connection.
    Pinning,
    /// Session or transaction, as its owner chose; nothing in a string tells.
    Chosen,
}

/// A bound that the endpoint sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Limit {
    /// What it bounds: "client connections".
    pub of: &'static str,
    /// How far: "200 (Nano) to 12,000 (16XL)".
    pub is: &'static str,
    /// Who says so.
    pub source: &'static str,
}

/// What a limit bounds that locks clients out.
const WRONG_PASSWORDS: &str = "wrong passwords";

impl Limit {
    const fn new(of: &'static str, is: &'static str, source: &'static str) -> Self {
        Self { of, is, source }
    }
}

/// What becomes of named prepared statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NamedStatements {
    /// They work.
    Kept,
    /// The pooler tracks them, so they work.
    Tracked,
    /// They are lost or meet another client's.
    Lost,
    /// It depends on a setting of the pooler that nothing here shows.
    Unknown,
}

/// What becomes of startup parameters.
#[derive(Clone, Copy, Debug)]
pub struct Startup {
    /// Parameters that arrive, in lower case.
    pub accepted: &'static [&'static str],
    /// What happens to the others.
    pub others: Others,
    /// What happens to `options`.
    pub options: InOptions,
}

/// What becomes of `options`, the command-line options of the server process.
#[derive(Clone, Copy, Debug)]
pub enum InOptions {
    /// They share one fate, whatever they say.
    Whole(Others),
    /// Each setting in them is looked at.
    Each {
        /// Settings that arrive, in lower case.
        accepted: &'static [&'static str],
        /// What happens to the others.
        others: Others,
    },
}

/// The fate of a startup parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Others {
    /// It reaches the server.
    Forwarded,
    /// The connection is refused; the text, with `{}` for the name of the parameter.
    Refused(&'static str),
    /// The connection is refused unless the pooler's owner has it ignored, which nothing here shows; the text.
    PerhapsRefused(&'static str),
    /// It is dropped without a word.
    Dropped,
}

/// What an endpoint does about TLS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TlsOffer {
    /// Whatever its owner configured.
    Configured,
    /// Unencrypted connections are refused; certificate of a public authority.
    RequiredPublic,
    /// Unencrypted connections are refused; certificate of a private authority, or it differs.
    RequiredPrivate,
    /// Unencrypted connections are accepted unless forbidden; certificate of a private authority.
    OfferedPrivate,
    /// Unencrypted connections are accepted unless forbidden; certificate of a public authority.
    OfferedPublic,
    /// No TLS is usual here.
    Unusual,
}

/// What an endpoint wants to see as user.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum UserForm {
    /// Any role of the server.
    Any,
    /// A role without the project that a shared pooler wants behind it.
    WithoutProject,
    /// A role, `.` and the project: `postgres.abcdefghijklmnopqrst`.
    WithProject,
}

/// Whom a string wants to reach.
#[derive(Clone, Copy, Debug, Default)]
pub struct Target<'a> {
    /// Host, in lower case; empty when none is written.
    pub host: &'a str,
    /// Scheme of a URL, in lower case; empty for other spellings.
    pub scheme: &'a str,
    /// Port; `None` when none is written (then it is 5432).
    pub port: Option<u16>,
    /// User.
    pub user: &'a str,
    /// Database.
    pub dbname: &'a str,
}

/// A part of a string that betrays the endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// The scheme.
    Scheme,
    /// The host.
    Host,
    /// The port.
    Port,
    /// The user.
    User,
    /// The database.
    Database,
}

/// A match, with what decided it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// Whether nothing else can answer there; otherwise it is a guess.
    pub certain: bool,
    /// What decided it, strongest first, each with a few words: "`-pooler` in the host".
    pub evidence: Vec<(Part, String)>,
}

impl Match {
    /// A certain match because of `part`.
    pub fn certain(part: Part, why: impl Into<String>) -> Option<Self> {
        Some(Self { certain: true, evidence: vec![(part, why.into())] })
    }

    /// A guess because of `part`.
    pub fn guess(part: Part, why: impl Into<String>) -> Option<Self> {
        Some(Self { certain: false, evidence: vec![(part, why.into())] })
    }

    /// The same, but only a guess.
    fn unsure(self) -> Self {
        Self { certain: false, ..self }
    }

    /// The same, with one more piece of evidence.
    pub fn and(mut self, part: Part, why: impl Into<String>) -> Self {
        self.evidence.push((part, why.into()));
        self
    }
}

impl Target<'_> {
    /// A certain match if the host lies under one of `domains`, each written with a leading dot.
    fn under(&self, domains: &[&str]) -> Option<Match> {
        let domain = domains.iter().find(|domain| self.host.ends_with(**domain))?;
        Match::certain(Part::Host, format!("`{}` in the host", domain.trim_start_matches('.')))
    }

    /// The first label of the host.
    fn label(&self) -> &str {
        self.host.split('.').next().unwrap_or_default()
    }

    /// A guess if one of the words of which the first label is made is among `words`.
    fn called(&self, words: &[&str]) -> Option<Match> {
        let mut parts = self.label().split(|c: char| !c.is_ascii_alphanumeric());
        let word = parts.find(|word| words.contains(word))?;
        Match::guess(Part::Host, format!("`{word}` in the host"))
    }

    /// Whether the port that is dialled is `port`.
    fn dials(&self, port: u16) -> bool {
        self.port.unwrap_or(5432) == port
    }
}

/// An endpoint in a version, and why it is thought to be this.
#[derive(Clone)]
pub struct EndpointAt {
    /// The endpoint.
    pub endpoint: &'static Endpoint,
    /// The version that facts are taken of.
    pub version: Version,
    /// Whether it was named by the user or follows from the string beyond doubt.
    pub certain: bool,
    /// What decided it; empty when the user named it.
    pub evidence: Vec<(Part, String)>,
    /// What its owner is known to have set.
    pub settings: Settings,
}

/// What the owner of a pooler has set otherwise than it is by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// What becomes of named prepared statements.
    pub named_statements: Option<NamedStatements>,
    /// Startup parameters that it takes and drops, in lower case.
    pub dropped: Vec<String>,
}

impl EndpointAt {
    /// Reads `name` or `name@version`; `None` for a name that is not known or a version that is no number.
    pub fn parse(text: &str) -> Option<Self> {
        let (name, version) =
            text.split_once('@').map_or((text, None), |(name, version)| (name, Some(version)));
        let endpoint = by_name(name)?;
        let version = version.map_or(Some(endpoint.newest), Version::parse)?;
        Some(Self { endpoint, version, certain: true, evidence: Vec::new(), settings: Settings::default() })
    }

    /// Who answers at `target`. There is always somebody: a plain server if nothing else fits.
    pub fn of(target: &Target<'_>) -> Self {
        let found =
            ENDPOINTS.iter().find_map(|endpoint| (endpoint.matches)(target).map(|it| (*endpoint, it)));
        let (endpoint, found) =
            found.unwrap_or((&postgresql::ENDPOINT, Match { certain: false, evidence: Vec::new() }));
        Self {
            endpoint,
            version: endpoint.newest,
            certain: found.certain,
            evidence: found.evidence,
            settings: Settings::default(),
        }
    }

    /// What wrong passwords lead to, as a sentence without its stop, where the endpoint locks clients out.
    pub fn wrong_passwords(&self) -> Option<&'static str> {
        self.endpoint.limits.iter().find(|it| it.of == WRONG_PASSWORDS).map(|it| it.is)
    }

    /// `name`, or `name@version` for another version than the newest known.
    pub fn display(&self) -> String {
        if self.version == self.endpoint.newest {
            self.endpoint.name.to_owned()
        } else {
            format!("{}@{}", self.endpoint.name, self.version)
        }
    }

    /// Whether clients certainly share server connections by transactions here, or not.
    pub fn is_sure(&self) -> bool {
        self.certain && self.endpoint.mode != Mode::Chosen
    }

    /// What becomes of named prepared statements here. A guess says nothing about the version, so that what depends
    /// on it is not known either.
    pub fn named_statements(&self) -> NamedStatements {
        if let Some(set) = self.settings.named_statements {
            return set;
        }
        let table = self.endpoint.named_statements;
        if !self.certain && table.len() > 1 {
            return NamedStatements::Unknown;
        }
        newest_for(table, self.version).copied().unwrap_or(NamedStatements::Kept)
    }

    /// What becomes of a startup parameter here, `options` apart: see [`Self::options`].
    pub fn startup(&self, name: &str) -> Others {
        let Some(startup) = newest_for(self.endpoint.startup, self.version) else { return Others::Forwarded };
        if self.settings.dropped.contains(&name.to_ascii_lowercase()) {
            return Others::Dropped;
        }
        if startup.accepted.contains(&name.to_ascii_lowercase().as_str()) {
            Others::Forwarded
        } else {
            startup.others
        }
    }

    /// What becomes of the startup parameter `options`: one fate, named `options`, or one for each setting in it.
    pub fn options(&self, value: &str) -> Vec<(String, Others)> {
        let whole = |fate| vec![("options".to_owned(), fate)];
        let Some(startup) = newest_for(self.endpoint.startup, self.version) else {
            return whole(Others::Forwarded);
        };
        if self.settings.dropped.iter().any(|it| it == "options") {
            return whole(Others::Dropped);
        }
        match startup.options {
            InOptions::Whole(fate) => whole(fate),
            InOptions::Each { accepted, others } => settings_of(value)
                .into_iter()
                .map(|name| {
                    let lower = name.to_ascii_lowercase();
                    let fate = match accepted.contains(&lower.as_str()) {
                        true => Others::Forwarded,
                        false if self.settings.dropped.contains(&lower) => Others::Dropped,
                        false => others,
                    };
                    (name, fate)
                })
                .collect(),
        }
    }

    /// What to call it in a sentence: a guess is said to be one.
    pub fn label(&self) -> String {
        if self.certain {
            self.endpoint.label.to_owned()
        } else {
            format!("probably {}", self.endpoint.label)
        }
    }
}

/// The names of the settings in command-line options: `-c name=value`, `-cname=value`, `--name=value`, and the
/// `name=value` by which platforms route.
fn settings_of(options: &str) -> Vec<String> {
    options
        .split_ascii_whitespace()
        .filter_map(|word| word.split_once('='))
        .map(|(name, _)| {
            let bare = name.strip_prefix("--").or(name.strip_prefix("-c")).unwrap_or(name);
            bare.replace('-', "_")
        })
        .collect()
}

/// Read in documentation, not run.
const fn documented(how: &'static str) -> Checked {
    Checked { version: "", evidence: Evidence::Documentation, on: "2026-11-23", how }
}

/// Read in its source, not run.
const fn sourced(version: &'static str, how: &'static str) -> Checked {
    Checked { version, evidence: Evidence::Source, on: "2026-11-29", how }
}

/// The endpoint of this name.
pub fn by_name(name: &str) -> Option<&'static Endpoint> {
    ENDPOINTS.iter().copied().find(|endpoint| endpoint.name == name || endpoint.aliases.contains(&name))
}

#[cfg(test)]
mod tests;
