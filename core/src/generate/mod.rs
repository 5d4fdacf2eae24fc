//! From what is wanted to a connection: the string as the driver reads it, the settings that belong into code, a
//! program that connects, and lines for `.env`. The inverse of reading, and checked by it: what comes out has been
//! read back by the driver's own reader and linted, and what cannot be had is refused with the reason.

mod budget;
mod choose;
mod convert;
mod env;
mod parts;
mod request;
mod server;
mod tls;
mod why;
mod wishes;
mod write;

pub use budget::Budget;
pub use convert::{Conversion, convert};
pub use request::Request;
pub use server::ServerSetting;
pub use why::Explained;
pub use wishes::Unsaid;

use serde::Serialize;

use crate::diag::{Finding, Severity};
use crate::drivers::{Asynchronous, Impossible, Plan, Snippet};
use crate::parse::Spelling;
use crate::rules::{Options, check};
use crate::text::{Hider, Secret, mask_connection};
use choose::Choice;

/// What came of a request.
#[derive(Clone, Debug, Serialize)]
pub struct Generated {
    /// The driver, `name` or `name@version`.
    pub driver: String,
    /// The endpoint.
    pub endpoint: String,
    /// What decided the endpoint; empty when it was named.
    pub endpoint_known_by: Vec<String>,
    /// The connection; `None` when it was refused.
    pub connection: Option<Connection>,
    /// Why there is none.
    pub refused: Option<Impossible>,
    /// What there is to say about the connection: hints, and what the request itself asks for against advice.
    pub findings: Vec<Finding>,
}

/// A connection, in every form that is needed to use it.
#[derive(Clone, Debug, Serialize)]
pub struct Connection {
    /// The string; `None` for a driver that takes none. It holds the password, so it shows as `***`.
    pub string: Option<Secret>,
    /// The same with the password masked.
    pub shown: Option<String>,
    /// The settings in the string, then those that belong into code, each with its reason.
    pub settings: Vec<Explained>,
    /// What belongs neither into the string nor into code: statements for the server, to be run once.
    pub sql: Vec<String>,
    /// What was wished for and the driver cannot be told.
    pub unsaid: Vec<Unsaid>,
    /// A program that connects, runs one query and prints the answer.
    pub snippet: Snippet,
    /// Lines for `.env`. They hold the password, so they show as `***`.
    pub env: Secret,
    /// The same with the password masked.
    pub env_shown: String,
}

/// What makes a shell of POSIX hand the lines of `.env` to the programs that it runs.
const LOAD_ENV: &str = "set -a; . ./.env; set +a";

impl Connection {
    /// The commands that run the program in a shell of POSIX; empty when there is none.
    pub fn to_run(&self) -> String {
        match self.snippet.run {
            "" => String::new(),
            run => format!("{LOAD_ENV}\n{run}"),
        }
    }
}

/// Generates the connection that `request` asks for. Never fails: what cannot be had is refused with the reason and
/// the nearest thing that can.
pub fn generate(request: &Request) -> Generated {
    let endpoint = request.endpoint();
    let evidence = endpoint.evidence.iter().map(|(_, why)| why.clone()).collect();
    let mut out = Generated {
        driver: request.driver.display(),
        endpoint: endpoint.endpoint.name.to_owned(),
        endpoint_known_by: evidence,
        connection: None,
        refused: None,
        findings: Vec::new(),
    };
    match connection(request) {
        Ok((connection, findings)) => {
            out.connection = Some(connection);
            out.findings = findings;
        }
        Err(impossible) => out.refused = Some(without_secret(impossible, request)),
    }
    out
}

/// Reasons repeat what a driver prints, and drivers print strings.
fn without_secret(impossible: Impossible, request: &Request) -> Impossible {
    let hider = Hider::new(request.password.iter().map(Secret::expose));
    Impossible::new(hider.hide(&impossible.why), hider.hide(&impossible.instead))
}

/// The connection at the best level of TLS that can be had; why there is none at the best, if there is none at all.
fn connection(request: &Request) -> Result<(Connection, Vec<Finding>), Impossible> {
    speaks_postgresql(request)?;
    does_not_block(request)?;
    let mut refused = None;
    for tls in tls::levels(request) {
        match connection_with(&Request { tls, ..request.clone() }) {
            Ok(made) => return Ok(made),
            Err(impossible) => refused = refused.or(Some(impossible)),
        }
    }
    Err(refused.unwrap_or_else(|| Impossible::new("there is nothing to say", "")))
}

fn connection_with(request: &Request) -> Result<(Connection, Vec<Finding>), Impossible> {
    let choice = choose::choose(request)?;
    let snippet = (request.driver.driver.snippet)(&plan(request, &choice))?;
    let in_parts = choice.spelling == Spelling::Parts;
    let env = env::lines(request, &choice, &snippet.connect_args);
    let findings = judge(request, &env)?;
    let connection = Connection {
        string: (!in_parts).then(|| Secret::new(&choice.text)),
        shown: (!in_parts).then(|| mask_connection(&choice.text)),
        settings: why::explain(request, &choice, &snippet),
        sql: choice.sql,
        unsaid: choice.unsaid,
        snippet,
        env_shown: env::shown(&env),
        env: Secret::new(env),
    };
    Ok((connection, findings))
}

fn speaks_postgresql(request: &Request) -> Result<(), Impossible> {
    let endpoint = request.endpoint().endpoint;
    if endpoint.speaks_postgresql {
        return Ok(());
    }
    Err(Impossible::new(
        format!("{} does not speak PostgreSQL's protocol", endpoint.label),
        "connect to the server itself, or copy the string of the platform into the client that is made for it",
    ))
}

fn does_not_block(request: &Request) -> Result<(), Impossible> {
    let driver = request.driver.driver;
    let Asynchronous::Never(nearest) = driver.asynchronous else { return Ok(()) };
    if !request.is_async {
        return Ok(());
    }
    let instead = match nearest {
        "" => "ask for a program that blocks".to_owned(),
        nearest => format!("take `{nearest}`, or ask for a program that blocks"),
    };
    Err(Impossible::new(format!("{} blocks its thread while it waits for the server", driver.label), instead))
}

fn plan(request: &Request, choice: &Choice) -> Plan {
    Plan {
        variable: request.variable(choice.spelling),
        spelling: choice.spelling,
        settings: choice.in_code.clone(),
        pool: choice.pool.clone(),
        tls: request.tls,
        tls_in_string: choice.tls_in_string,
        is_async: request.is_async,
        pooled: request.endpoint().endpoint.mode.may_share_transactions(),
        root_certificate: request.root_certificate.clone(),
        application_name: choice.name_in_code.then(|| request.application_name.clone()).flatten(),
        version: request.driver.version,
    }
}

/// What the linter has to say about the lines. An error refuses the request: nobody is handed a connection that
/// does not work.
fn judge(request: &Request, env: &str) -> Result<Vec<Finding>, Impossible> {
    let options =
        Options { driver: Some(request.driver), endpoint: Some(request.endpoint()), ..Options::default() };
    let findings = check(env, Some(".env"), &options).findings;
    match findings.iter().find(|finding| finding.severity == Severity::Error) {
        Some(error) => {
            let note = error.notes.first().map_or(String::new(), |note| format!(": {note}"));
            let instead = error.help.clone().unwrap_or_default();
            Err(Impossible::new(format!("{}{note}", error.message), instead))
        }
        None => Ok(findings),
    }
}
