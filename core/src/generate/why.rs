//! Why each setting is there, and who says so.

use serde::Serialize;

use super::Request;
use super::choose::Choice;
use super::server::ServerSetting;
use crate::drivers::{Argument, DriverAt, Snippet, Wish};
use crate::model::{Encryption, Verification};

/// A setting with its reason.
#[derive(Clone, Debug, Serialize)]
pub struct Explained {
    /// The setting.
    #[serde(flatten)]
    pub setting: Argument,
    /// Why it is there, as a sentence without its stop.
    pub why: String,
    /// Who says that the driver takes it so.
    pub source: String,
}

/// What a setting is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Because {
    /// Named statements would be lost.
    Statements,
    /// Encryption and verification.
    Tls,
    /// Cursors of the server would be lost.
    Cursors,
    /// To be recognised by.
    ApplicationName,
    /// It was wished for.
    Wish(Wish),
    /// It is one of the server's.
    Server(&'static str),
    /// The request names it.
    AskedFor,
}

/// The settings in the string and in code, with their reasons.
pub(super) fn explain(request: &Request, choice: &Choice, snippet: &Snippet) -> Vec<Explained> {
    let in_string = choice.params.iter().map(|(name, value)| Argument::new("the string", name, value));
    let all = in_string.chain(snippet.connect_args.iter().cloned());
    all.map(|setting| {
        let why = reason(request, because(choice, &setting));
        Explained { setting, why, source: source(&request.driver) }
    })
    .collect()
}

/// What the driver's code says of its own accord is about TLS or cursors, or names the application.
fn because(choice: &Choice, setting: &Argument) -> Because {
    let is_meant = |text: &str| {
        let rest = text.strip_prefix(setting.name.as_str());
        rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
    };
    let is_exact = |text: &str| is_meant(text) && text.ends_with(setting.value.as_str());
    let find = |is: &dyn Fn(&str) -> bool| choice.reasons.iter().find(|(text, _)| is(text)).map(|it| it.1);
    let named = find(&is_exact).or_else(|| find(&is_meant));
    let is_name = choice.name_in_code && setting.value.contains("application_name")
        || setting.name.to_ascii_lowercase().contains("application_name");
    let by_name = || match setting.name.to_ascii_lowercase().as_str() {
        "disable_server_side_cursors" => Because::Cursors,
        _ if is_name => Because::ApplicationName,
        _ => Because::Tls,
    };
    named.unwrap_or_else(by_name)
}

fn reason(request: &Request, because: Because) -> String {
    let driver = request.driver.driver.label;
    let endpoint = request.endpoint();
    match because {
        Because::Statements => format!(
            "{driver} prepares statements, and {} does not keep a client on the server connection that has them",
            endpoint.endpoint.label
        ),
        Because::Tls => tls(request).to_owned(),
        Because::Cursors => format!(
            "a cursor of the server is lost where {} does not keep a client on one server connection",
            endpoint.label()
        ),
        Because::ApplicationName => {
            "`pg_stat_activity` and the server's log show whose connection it is".to_owned()
        }
        Because::Wish(wish) => wish.why().to_owned(),
        Because::Server(name) => ServerSetting::why(name).to_owned(),
        Because::AskedFor => "it was asked for".to_owned(),
    }
}

fn tls(request: &Request) -> &'static str {
    let Some(tls) = request.tls else {
        return "what the driver does about TLS by itself is not enough";
    };
    match (tls.encryption, tls.verification) {
        (Encryption::Never, _) => "no encryption was asked for",
        (Encryption::IfOffered, _) => "encryption was asked for where the server offers it",
        (_, Verification::None) => {
            "nobody reads along; whoever can redirect the connection can still pose as the server"
        }
        (_, Verification::Authority) => {
            "the certificate has to come from the authority; the host is not compared"
        }
        (_, Verification::Full) => {
            "the server has to show a certificate for this host from an authority that is trusted"
        }
    }
}

/// The driver with the version that was asked, and how: "asyncpg 0.32.0, run on 2026-11-24".
fn source(driver: &DriverAt) -> String {
    let checked = driver.checked().max_by_key(|it| it.evidence);
    let how = driver.evidence().remark().unwrap_or("run");
    match checked {
        Some(checked) => format!("{} {}, {how}, {}", driver.driver.label, checked.version, checked.on),
        None => driver.driver.label.to_owned(),
    }
}
