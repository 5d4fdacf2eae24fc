//! What is wanted.

use super::parts::pooler;
use super::server::ServerSetting;
use crate::drivers::{DriverAt, Wish};
use crate::endpoints::{EndpointAt, Target};
use crate::model::Tls;
use crate::parse::{Percent, Spelling, Written, decode, read_keyword_value};
use crate::rules::{Options, check};
use crate::text::{Secret, Span};

/// A connection that is wanted.
#[derive(Clone)]
pub struct Request {
    /// Who will read it.
    pub driver: DriverAt,
    /// Who answers; what host, port, user and database say when it is not named.
    pub endpoint: Option<EndpointAt>,
    /// How it shall be spelled; as the driver's users mostly do when it is not said.
    pub spelling: Option<Spelling>,
    /// Host name, address or socket directory.
    pub host: String,
    /// Port; 5432 when it is not said.
    pub port: Option<u16>,
    /// Further hosts with their ports, to be tried in this order when the first one does not answer.
    pub other_hosts: Vec<(String, Option<u16>)>,
    /// The server behind the pooler with its port, for migrations; what the endpoint shows of it when it is not said.
    pub direct: Option<(String, Option<u16>)>,
    /// Role; the driver's default when it is not said.
    pub user: Option<String>,
    /// Its password.
    pub password: Option<Secret>,
    /// Database; the server's default when it is not said.
    pub dbname: Option<String>,
    /// Encryption and verification; the driver's default when it is not said.
    pub tls: Option<Tls>,
    /// File with the certificates of the authorities to trust.
    pub root_certificate: Option<String>,
    /// Further parameters of the string, named as the driver names them.
    pub parameters: Vec<(String, String)>,
    /// Name to show in `pg_stat_activity`.
    pub application_name: Option<String>,
    /// What else to tell the driver, with the number that goes with it.
    pub wishes: Vec<(Wish, u32)>,
    /// Whether the code shall not block a thread while it waits.
    pub is_async: bool,
    /// Settings of the server for the sessions of this connection.
    pub server: Vec<ServerSetting>,
    /// The variable that will hold it: `DATABASE_URL`, or for a driver that takes no string the beginning of the
    /// names of the variables for its parts, `PG`.
    pub variable: Option<String>,
}

impl Request {
    /// Wants nothing but `host`, to be read by `driver`.
    pub fn new(driver: DriverAt, host: impl Into<String>) -> Self {
        Self {
            driver,
            endpoint: None,
            spelling: None,
            host: host.into(),
            port: None,
            other_hosts: Vec::new(),
            direct: None,
            user: None,
            password: None,
            dbname: None,
            tls: None,
            root_certificate: None,
            parameters: Vec::new(),
            application_name: None,
            wishes: Vec::new(),
            is_async: false,
            server: Vec::new(),
            variable: None,
        }
    }

    /// Wants the connection that `text` describes: the first one in a string, a `.env` file or any other text that
    /// the linter reads, going by what its author meant, so that a password with reserved characters left as they
    /// are is understood. Where a pooler is described by variables of its own, it is wanted. `path` decides the format, as for linting. `None` when there is no connection in it.
    pub fn from_text(driver: DriverAt, text: &str, path: Option<&str>) -> Option<Self> {
        let facts = check(text, path, &Options::default());
        if let Some(pooler) = pooler(driver, &facts.document) {
            return Some(pooler);
        }
        let subject = facts.subjects.first()?;
        let mut out = Self::new(driver, "localhost");
        out.fill(&subject.written, subject.spelling, subject.text());
        Some(out)
    }

    fn fill(&mut self, written: &Written, spelling: Spelling, text: &str) {
        let part =
            |span: Option<Span>| span.map(|span| plain(span.of(text), spelling)).filter(|it| !it.is_empty());
        let host = written.hosts.first();
        if let Some(name) = part(host.map(|host| host.0)) {
            self.host = name.trim_start_matches('[').trim_end_matches(']').to_owned();
        }
        self.port = host.and_then(|host| host.1).and_then(|port| port.of(text).trim().parse().ok());
        self.user = part(written.user);
        self.password = part(written.password).map(Secret::new);
        self.dbname = part(written.dbname);
    }

    /// All hosts with their ports, in the order in which they are tried.
    pub(super) fn hosts(&self) -> impl Iterator<Item = (&str, Option<u16>)> {
        let others = self.other_hosts.iter().map(|(host, port)| (host.as_str(), *port));
        std::iter::once((self.host.as_str(), self.port)).chain(others)
    }

    /// Who answers.
    pub fn endpoint(&self) -> EndpointAt {
        self.endpoint.clone().unwrap_or_else(|| {
            EndpointAt::of(&Target { host: &self.host.to_ascii_lowercase(), ..self.target() })
        })
    }

    /// Whom it wants to reach, with the host as it is written.
    pub(super) fn target(&self) -> Target<'_> {
        Target {
            host: &self.host,
            scheme: "",
            port: self.port,
            user: self.user.as_deref().unwrap_or_default(),
            dbname: self.dbname.as_deref().unwrap_or_default(),
        }
    }

    /// The variable that holds the string, or the beginning of the names of those that hold its parts.
    pub(super) fn variable(&self, spelling: Spelling) -> String {
        let usual = if spelling == Spelling::Parts { "PG" } else { "DATABASE_URL" };
        self.variable.clone().unwrap_or_else(|| usual.to_owned())
    }
}

/// A part as it was meant: percent-encoding of URLs and backslashes of keyword/value text undone.
fn plain(part: &str, spelling: Spelling) -> String {
    match spelling {
        Spelling::Uri | Spelling::Jdbc | Spelling::R2dbc => {
            decode(part, Percent::Lenient).unwrap_or_else(|_| part.into()).into()
        }
        Spelling::AdoNet => {
            // A value that needed quotes has those of its own doubled; which ones they were is not in it.
            part.replace("\"\"", "\"")
        }
        Spelling::KeywordValue | Spelling::Pdo | Spelling::Dbi | Spelling::Parts => {
            let (parts, _) = read_keyword_value(&format!("x='{part}'"));
            parts
                .pairs
                .into_iter()
                .next()
                .and_then(|pair| pair.value)
                .map_or_else(String::new, |it| it.value.into())
        }
    }
}
