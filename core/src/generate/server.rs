//! Settings of the server that hold for the sessions of a connection: schemas, time-outs, isolation.

use super::Request;
use super::choose::Choice;
use super::convert::sent;
use super::why::Because;
use crate::endpoints::{EndpointAt, Others, UserForm};
use crate::model::Setting;
use crate::parse::Spelling;

/// A setting of the server that is wanted for every session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ServerSetting {
    /// `search_path`: schemas, separated by commas.
    SearchPath(String),
    /// `statement_timeout`, in seconds.
    StatementTimeout(u32),
    /// `idle_in_transaction_session_timeout`, in seconds.
    IdleInTransaction(u32),
    /// `default_transaction_isolation`: `read committed`, `repeatable read` or `serializable`.
    Isolation(String),
}

impl ServerSetting {
    /// Its name at the server.
    pub fn name(&self) -> &'static str {
        match self {
            Self::SearchPath(_) => "search_path",
            Self::StatementTimeout(_) => "statement_timeout",
            Self::IdleInTransaction(_) => "idle_in_transaction_session_timeout",
            Self::Isolation(_) => "default_transaction_isolation",
        }
    }

    /// Its value at startup; times are milliseconds, which the server counts in.
    fn value(&self) -> String {
        match self {
            Self::SearchPath(schemas) => schemas.clone(),
            Self::StatementTimeout(seconds) | Self::IdleInTransaction(seconds) => {
                (u64::from(*seconds) * 1000).to_string()
            }
            Self::Isolation(level) => level.clone(),
        }
    }

    /// Its value in SQL.
    fn sql(&self) -> String {
        match self {
            Self::SearchPath(schemas) => {
                schemas.split(',').map(|schema| identifier(schema.trim())).collect::<Vec<_>>().join(", ")
            }
            Self::StatementTimeout(seconds) | Self::IdleInTransaction(seconds) => format!("'{seconds}s'"),
            Self::Isolation(level) => format!("'{}'", level.replace('\'', "''")),
        }
    }

    /// Why one wants it, as a sentence without its stop.
    pub fn why(name: &str) -> &'static str {
        match name {
            "search_path" => "names without a schema are looked up there",
            "statement_timeout" => "a query that runs away ends, and gives its connection back",
            "idle_in_transaction_session_timeout" => {
                "a transaction that nobody ends holds its locks, and behind a pooler its server connection"
            }
            _ => "what a transaction sees of others does not depend on how the server is set up",
        }
    }
}

/// Sets them where they survive: in the string when the driver sends them and the endpoint lets them through, else for
/// the role, which no pooler can get in the way of.
pub(super) fn set(request: &Request, out: &mut Choice) {
    for setting in &request.server {
        match in_string(request, out.spelling, setting) {
            Some((name, value)) => add(out, &name, &value, Because::Server(setting.name())),
            None => out.sql.push(for_role(request, setting)),
        }
    }
}

/// Adds a parameter. Options of the server process gather in one.
fn add(out: &mut Choice, name: &str, value: &str, because: Because) {
    match out.params.iter_mut().find(|it| it.0 == name && value.starts_with("-c ")) {
        Some(options) => options.1 = format!("{} {value}", options.1),
        None => out.param(name, value, because),
    }
}

/// A parameter of the string that the endpoint lets through.
fn in_string(request: &Request, spelling: Spelling, setting: &ServerSetting) -> Option<(String, String)> {
    if spelling == Spelling::Parts {
        return None;
    }
    let endpoint = request.endpoint();
    let is_options =
        |name: &str| request.driver.param(name).is_some_and(|param| param.setting == Setting::Options);
    let arrives = |(name, value): &(String, String)| match is_options(name) {
        true => passes_options(&endpoint, value),
        false => passes(&endpoint, setting.name()),
    };
    sent(setting.name(), &setting.value(), request.driver).into_iter().find(arrives)
}

fn passes(endpoint: &EndpointAt, name: &str) -> bool {
    endpoint.startup(name) == Others::Forwarded
}

fn passes_options(endpoint: &EndpointAt, value: &str) -> bool {
    endpoint.options(value).iter().all(|(_, fate)| *fate == Others::Forwarded)
}

fn for_role(request: &Request, setting: &ServerSetting) -> String {
    let with_project = request.endpoint().endpoint.user == UserForm::WithProject;
    let user = request.user.as_deref().map(|user| match user.rsplit_once('.') {
        Some((role, _)) if with_project => role,
        _ => user,
    });
    let role = user.map_or("current_user".to_owned(), identifier);
    let database =
        request.dbname.as_deref().map_or(String::new(), |name| format!(" in database {}", identifier(name)));
    format!("alter role {role}{database} set {} = {};", setting.name(), setting.sql())
}

/// A name as SQL needs it: in quotes unless it is plain.
fn identifier(name: &str) -> String {
    let is_plain = !name.is_empty()
        && !name.starts_with(|c: char| c.is_ascii_digit())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        && name != "user";
    if is_plain { name.to_owned() } else { format!("\"{}\"", name.replace('"', "\"\"")) }
}
