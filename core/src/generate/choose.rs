//! What goes into the string and what into code, going by the tables, and checked by the driver's own reader.

use super::why::Because;
use super::wishes::{self, Unsaid};
use super::write::{Param, spellings};
use super::{Request, server, tls};
use crate::drivers::Impossible;
use crate::endpoints::NamedStatements;
use crate::model::{Host, Origin, Reading, Setting, Statements};
use crate::parse::Spelling;
use crate::text::Secret;

/// What was chosen.
pub(super) struct Choice {
    /// How the connection is spelled.
    pub spelling: Spelling,
    /// The string; for separate parts, what they say together in keyword/value form.
    pub text: String,
    /// The parameters in it.
    pub params: Vec<Param>,
    /// Settings that belong into code, as the driver's users spell them.
    pub in_code: Vec<String>,
    /// The same for the pool.
    pub pool: Vec<String>,
    /// Whether one of the settings in code is there to do without named statements.
    pub statements_off_in_code: bool,
    /// Why each of them is there, and each parameter: the text by which it is written, and the reason.
    pub reasons: Vec<(String, Because)>,
    /// Statements for the server, to be run once.
    pub sql: Vec<String>,
    /// What the driver cannot be told.
    pub unsaid: Vec<Unsaid>,
    /// Whether the string says all that was asked for of TLS.
    pub tls_in_string: bool,
    /// Whether the application name has to be said in code.
    pub name_in_code: bool,
}

/// Chooses for `request`.
pub(super) fn choose(request: &Request) -> Result<Choice, Impossible> {
    let spelling = spelling(request)?;
    let mut out = Choice {
        spelling,
        text: String::new(),
        params: Vec::new(),
        in_code: Vec::new(),
        pool: Vec::new(),
        statements_off_in_code: false,
        reasons: Vec::new(),
        tls_in_string: true,
        name_in_code: false,
        sql: Vec::new(),
        unsaid: Vec::new(),
    };
    without_named_statements(request, &mut out)?;
    for (name, value) in &request.parameters {
        out.param(name, value, Because::AskedFor);
    }
    wishes::tell(request, &mut out);
    server::set(request, &mut out);
    if let Some((name, value)) = application_name(request, spelling) {
        out.param(&name, &value, Because::ApplicationName);
    }
    out.name_in_code = request.application_name.is_some() && !out.is_given(Because::ApplicationName);
    if let Some(wanted) = request.tls {
        let chosen = tls::choose(request, spelling, &out.params, wanted)?;
        out.tls_in_string = chosen.says_all;
        for (name, value) in &chosen.params {
            out.param(name, value, Because::Tls);
        }
    }
    out.text = written(request, spelling, &out.params)?;
    Ok(out)
}

impl Choice {
    /// Adds a parameter to the string.
    pub(super) fn param(&mut self, name: &str, value: &str, because: Because) {
        self.reasons.push((name.to_owned(), because));
        self.params.push((name.to_owned(), value.to_owned()));
    }

    fn is_given(&self, because: Because) -> bool {
        self.reasons.iter().any(|it| it.1 == because)
    }
}

fn spelling(request: &Request) -> Result<Spelling, Impossible> {
    let driver = request.driver.driver;
    let usual = driver.spellings.first().copied().unwrap_or(Spelling::Uri);
    match request.spelling {
        Some(wanted) if !driver.spellings.contains(&wanted) => Err(Impossible::new(
            format!("{} does not read {}", driver.label, wanted.described()),
            format!("take {}", usual.described()),
        )),
        wanted => Ok(wanted.unwrap_or(usual)),
    }
}

/// Adds the switches against named statements, if they are needed.
fn without_named_statements(request: &Request, out: &mut Choice) -> Result<(), Impossible> {
    let endpoint = request.endpoint();
    let statements = request.driver.prepared().statements;
    let is_needed = endpoint.endpoint.mode.may_share_transactions()
        && match statements {
            Statements::Named => {
                request.driver.frees_in_sql()
                    || matches!(endpoint.named_statements(), NamedStatements::Lost | NamedStatements::Unknown)
            }
            // No pooler keeps the two round trips together.
            Statements::UnnamedSplit => true,
            Statements::Simple | Statements::Unnamed => false,
        };
    if !is_needed {
        return Ok(());
    }
    let switches = request.driver.statements_off();
    if switches.is_empty() && statements == Statements::Named {
        let verb = if endpoint.named_statements() == NamedStatements::Lost { "loses" } else { "may lose" };
        return Err(Impossible::new(
            format!(
                "{} prepares named statements, nothing turns that off, and {} {verb} them",
                request.driver.driver.label, endpoint.endpoint.label
            ),
            "connect to the server itself, to a pool in session mode, or to a pooler that tracks statements \
             (PgBouncer 1.21 or newer with `max_prepared_statements` above 0)",
        ));
    }
    for switch in switches {
        match switch.in_url.split_once('=') {
            Some((name, value)) => out.param(name, value, Because::Statements),
            None => {
                out.statements_off_in_code = true;
                out.reasons.push((switch.in_code.to_owned(), Because::Statements));
                out.in_code.push(switch.in_code.to_owned());
            }
        }
    }
    Ok(())
}

fn application_name(request: &Request, spelling: Spelling) -> Option<Param> {
    let name = request.application_name.clone()?;
    let param = parameter(request, spelling, Setting::ApplicationName).next()?;
    Some((param.to_owned(), name))
}

/// Names of the parameters of the string that set `setting`.
pub(super) fn parameter(
    request: &Request,
    spelling: Spelling,
    setting: Setting,
) -> impl Iterator<Item = &'static str> + use<> {
    let version = request.driver.version;
    let params = if spelling == Spelling::Parts { &[] } else { request.driver.driver.params };
    params
        .iter()
        .filter(move |param| param.setting == setting && param.in_url() && param.is_in(version))
        .map(|param| param.name)
}

/// The first spelling that the driver reads as what is wanted.
fn written(request: &Request, spelling: Spelling, params: &[Param]) -> Result<String, Impossible> {
    let candidates = spellings(request, spelling, params);
    let found = candidates
        .iter()
        .find(|text| differences(request, params, &request.driver.read(text, spelling)).is_empty());
    if let Some(text) = found {
        return Ok(text.clone());
    }
    let label = request.driver.driver.label;
    let reading = candidates.first().map(|text| request.driver.read(text, spelling));
    let why = match &reading {
        Some(Reading { refusal: Some(refusal), .. }) => format!("{label} refuses it: `{}`", refusal.text),
        Some(reading) => {
            format!(
                "no spelling of the {} reaches {label} unchanged",
                differences(request, params, reading).join(" and the ")
            )
        }
        None => format!("{label} has no spelling for it"),
    };
    Err(Impossible::new(why, "take letters, digits, `-`, `_` and `.` only, or another driver"))
}

/// Whether every parameter arrives as it is meant.
fn has_all(reading: &Reading, params: &[Param]) -> bool {
    let arrives =
        |(name, value): &Param| reading.params.iter().any(|it| it.key == *name && it.value == *value);
    params.iter().all(arrives)
}

/// The parts that the driver reads otherwise than wanted; also the whole when it refuses the string.
fn differences(request: &Request, params: &[Param], reading: &Reading) -> Vec<&'static str> {
    let (names, ports): (Vec<&str>, Vec<i64>) = match reading.hosts.as_slice() {
        [] => (vec![""], vec![5432]),
        hosts => hosts.iter().map(|host| (host_name(host), port_number(host))).unzip(),
    };
    let same = [
        ("string", reading.accepted()),
        ("host", names.into_iter().eq(request.hosts().map(|(host, _)| host))),
        ("port", ports.into_iter().eq(request.hosts().map(|(_, port)| i64::from(port.unwrap_or(5432))))),
        ("user", reading.user.as_ref().map(|user| user.value.as_str()) == request.user.as_deref()),
        (
            "password",
            reading.password.as_ref().map(|it| it.value.expose())
                == request.password.as_ref().map(Secret::expose),
        ),
        (
            "database",
            reading.dbname.as_ref().map(|dbname| dbname.value.as_str()) == request.dbname.as_deref(),
        ),
        ("parameters", has_all(reading, params)),
    ];
    same.into_iter().filter(|(_, same)| !same).map(|(part, _)| part).collect()
}

/// The name that the string gives, without brackets; empty when it leaves that to the driver.
pub(super) fn host_name(host: &Host) -> &str {
    let said = host.name.as_ref().filter(|name| name.origin != Origin::DriverDefault);
    said.map_or("", |name| name.value.trim_start_matches('[').trim_end_matches(']'))
}

fn port_number(host: &Host) -> i64 {
    host.port.as_ref().map_or(5432, |port| port.value)
}
