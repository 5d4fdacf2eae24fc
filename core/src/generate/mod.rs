//! From what is wanted to a connection: the string as the driver reads it, the settings that belong into code, a
//! program that connects, and lines for `.env`. The inverse of reading, and checked by it: what comes out has been
//! read back by the driver's own reader and linted, and what cannot be had is refused with the reason.

mod budget;
mod choose;
mod convert;
mod env;
mod files;
mod migrations;
mod parts;
mod request;
mod server;
mod shell;
mod tls;
mod why;
mod wishes;
mod write;

pub use budget::Budget;
pub use convert::{Conversion, convert};
pub use env::Variable;
pub use files::{File, file};
pub use migrations::Migrations;
pub use request::Request;
pub use server::ServerSetting;
pub use shell::{Shell, shell_lines};
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
    /// The way around a pooler in transaction mode, for migrations.
    pub migrations: Option<Migrations>,
    /// Further files that [`file`] writes.
    pub files: Vec<File>,
    /// Lines for `.env`. They hold the password, so they show as `***`.
    pub env: Secret,
    /// The same with the password masked.
    pub env_shown: String,
    /// The variables in them.
    #[serde(skip)]
    pub variables: Vec<Variable>,
    /// Whether a setting in code does without named statements.
    #[serde(skip)]
    pub statements_off_in_code: bool,
}

/// What makes a shell of POSIX hand the lines of `.env` to the programs that it runs.
const LOAD_ENV: &str = "set -a; . ./.env; set +a";

/// What stands there instead where a shell would run a part of a value, or leave its line breaks out.
const NOT_LOADED: &str = "# a shell would change a value in .env; have it loaded by a library for such files";

impl Connection {
    /// The commands that run the program in a shell of POSIX; empty when there is none. Where a shell would make
    /// something else of a line of `.env`, a comment stands in the place of the command that loads it.
    pub fn to_run(&self) -> String {
        let is_loaded = self.variables.iter().all(Variable::is_the_same_in_a_shell);
        match self.snippet.run {
            "" => String::new(),
            run => format!("{}\n{run}", if is_loaded { LOAD_ENV } else { NOT_LOADED }),
        }
    }
}

impl Generated {
    /// Nothing yet.
    fn nothing(request: &Request) -> Self {
        let endpoint = request.endpoint();
        Self {
            driver: request.driver.display(),
            endpoint: endpoint.endpoint.name.to_owned(),
            endpoint_known_by: endpoint.evidence.iter().map(|(_, why)| why.clone()).collect(),
            connection: None,
            refused: None,
            findings: Vec::new(),
        }
    }

    /// Nothing, for this reason.
    pub fn refused(request: &Request, why: Impossible) -> Self {
        Self { refused: Some(without_secret(why, request)), ..Self::nothing(request) }
    }
}

/// Generates the connection that `request` asks for. Never fails: what cannot be had is refused with the reason and
/// the nearest thing that can.
pub fn generate(request: &Request) -> Generated {
    match connection(request) {
        Ok((connection, findings)) => {
            Generated { connection: Some(connection), findings, ..Generated::nothing(request) }
        }
        Err(impossible) => Generated::refused(request, impossible),
    }
}

/// Reasons repeat what a driver prints, and drivers print strings.
fn without_secret(impossible: Impossible, request: &Request) -> Impossible {
    let hider = Hider::new(request.password.iter().map(Secret::expose));
    Impossible::new(hider.hide(&impossible.why), hider.hide(&impossible.instead))
}

/// The connection, and the way around its pooler, if that is a thing to have.
fn connection(request: &Request) -> Result<(Connection, Vec<Finding>), Impossible> {
    let (own, around) = pair(request)?;
    let offered = files::offered(&own, around.as_ref());
    let Made { mut connection, mut findings, .. } = own;
    connection.files = offered;
    if let Some(around) = around {
        let direct = &around.connection;
        let join =
            |own: &str, other: &str| format!("{own}\n# for migrations: {}", other.trim_start_matches("# "));
        connection.env = Secret::new(join(connection.env.expose(), direct.env.expose()));
        connection.env_shown = join(&connection.env_shown, &direct.env_shown);
        connection.variables.extend(direct.variables.iter().cloned());
        let is_new =
            |it: &&Finding| !findings.iter().any(|own| own.rule == it.rule && own.message == it.message);
        let more: Vec<Finding> = around.findings.iter().filter(is_new).cloned().collect();
        findings.extend(more);
        connection.migrations = Some(Migrations::of(&around));
    }
    Ok((connection, findings))
}

/// A connection, and what it was made from.
struct Made {
    /// What was asked for, TLS included.
    request: Request,
    choice: Choice,
    connection: Connection,
    findings: Vec<Finding>,
}

/// A connection and the way around its pooler. That one is an offer: where it cannot be had, the connection itself still
/// can.
fn pair(request: &Request) -> Result<(Made, Option<Made>), Impossible> {
    speaks_postgresql(request)?;
    does_not_block(request)?;
    let own = best(request)?;
    let around = request.for_migrations(own.choice.spelling).and_then(|around| best(&around).ok());
    Ok((own, around))
}

/// A connection at the best level of TLS that can be had; why there is none at the best, if there is none at all.
fn best(request: &Request) -> Result<Made, Impossible> {
    let mut refused = None;
    for tls in tls::levels(request) {
        match one(Request { tls, ..request.clone() }) {
            Ok(made) => return Ok(made),
            Err(impossible) => refused = refused.or(Some(impossible)),
        }
    }
    Err(refused.unwrap_or_else(|| Impossible::new("there is nothing to say", "")))
}

/// One connection, without a way around anything.
fn one(request: Request) -> Result<Made, Impossible> {
    let choice = choose::choose(&request)?;
    let snippet = (request.driver.driver.snippet)(&plan(&request, &choice))?;
    let in_parts = choice.spelling == Spelling::Parts;
    let lines = |value| env::lines(&request, &choice, &snippet.connect_args, value);
    let (env, env_shown) = (lines(|it| it.value.expose()), lines(|it| &it.shown));
    let findings = judge(&request, &env)?;
    let connection = Connection {
        string: (!in_parts).then(|| Secret::new(&choice.text)),
        shown: (!in_parts).then(|| mask_connection(&choice.text)),
        settings: why::explain(&request, &choice, &snippet),
        variables: env::variables(&request, &choice),
        statements_off_in_code: choice.statements_off_in_code,
        sql: choice.sql.clone(),
        unsaid: choice.unsaid.clone(),
        snippet,
        migrations: None,
        files: Vec::new(),
        env_shown,
        env: Secret::new(env),
    };
    Ok(Made { request, choice, connection, findings })
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
