//! The smallest change to a driver's settings that does something about an error.

use serde::Serialize;

use crate::drivers::{Argument, DriverAt, Param, Place, Plan};
use crate::endpoints::EndpointAt;
use crate::errors::Mend;
use crate::generate::{Request, generate};
use crate::model::{Setting, Statements, Tls};
use crate::parse::Spelling;

/// Where a parameter of the string goes.
const THE_STRING: &str = "the string";

/// What to change for one driver.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The driver, `name` or `name@version`.
    pub driver: String,
    /// What its users call it.
    pub label: &'static str,
    /// The settings to write, all of them; empty when no setting of the driver does it.
    pub settings: Vec<Argument>,
    /// The same as an instruction, or what to do instead.
    pub advice: String,
}

impl Change {
    pub(super) fn new(driver: DriverAt, settings: Vec<Argument>, advice: String) -> Self {
        Self { driver: driver.display(), label: driver.driver.label, settings, advice }
    }

    fn written(driver: DriverAt, settings: Vec<Argument>) -> Option<Self> {
        let advice = settings.iter().map(words).collect::<Vec<_>>().join(", and ");
        (!settings.is_empty()).then(|| Self::new(driver, settings, advice))
    }
}

/// What `driver` has against the error; `None` when nothing, or when it does so by itself.
pub(super) fn change(mend: Mend, driver: DriverAt) -> Option<Change> {
    match mend {
        Mend::None => None,
        Mend::StatementsOff => statements_off(driver),
        Mend::Tls(wanted) => Change::written(driver, tls(driver, wanted)?),
        Mend::Set(name, value) => {
            let param =
                driver.driver.params.iter().find(|it| is_named(it, name) && it.is_in(driver.version))?;
            Change::written(driver, vec![Argument::new(place(param), param.name, value)])
        }
        Mend::Raise(setting) => {
            let param = param_of(driver, setting)?;
            let place = place(param);
            let advice = format!("raise `{}` in {place}", param.name);
            Some(Change::new(driver, vec![Argument::new(place, param.name, "")], advice))
        }
    }
}

fn statements_off(driver: DriverAt) -> Option<Change> {
    let switches = driver.statements_off();
    if !switches.is_empty() {
        let in_url = switches.iter().filter_map(|switch| switch.in_url.split_once('='));
        let mut settings: Vec<Argument> =
            in_url.map(|(name, value)| Argument::new(THE_STRING, name, value)).collect();
        let in_code = switches.iter().filter(|switch| switch.in_url.is_empty()).map(|switch| switch.in_code);
        settings.extend(arguments(driver, in_code.collect())?);
        return Change::written(driver, settings);
    }
    let is_needed = matches!(driver.prepared().statements, Statements::Named | Statements::UnnamedSplit);
    let instead = "no setting does it; connect to the server itself, or to a pool in session mode";
    is_needed.then(|| Change::new(driver, Vec::new(), instead.to_owned()))
}

/// Settings in code as its users write them, each with its place.
fn arguments(driver: DriverAt, settings: Vec<&'static str>) -> Option<Vec<Argument>> {
    if settings.is_empty() {
        return Some(Vec::new());
    }
    let plan = Plan {
        variable: "DATABASE_URL".to_owned(),
        spelling: driver.driver.spellings.first().copied().unwrap_or(Spelling::Uri),
        settings: settings.into_iter().map(str::to_owned).collect(),
        pool: Vec::new(),
        is_async: false,
        tls: None,
        tls_in_string: true,
        root_certificate: None,
        application_name: None,
        pooled: false,
        version: driver.version,
    };
    (driver.driver.snippet)(&plan).ok().map(|snippet| snippet.connect_args)
}

/// What the driver writes for a level of TLS.
fn tls(driver: DriverAt, wanted: Tls) -> Option<Vec<Argument>> {
    let mut request = Request::new(driver, "db.example.com");
    request.endpoint = EndpointAt::parse("postgresql");
    request.user = Some("app".to_owned());
    request.dbname = Some("shop".to_owned());
    request.tls = Some(wanted);
    let connection = generate(&request).connection?;
    Some(connection.settings.into_iter().map(|it| it.setting).collect())
}

fn param_of(driver: DriverAt, setting: Setting) -> Option<&'static Param> {
    driver.driver.params.iter().find(|param| param.setting == setting && param.is_in(driver.version))
}

/// Whether a parameter has this name, in the spelling of any language.
fn is_named(param: &Param, name: &str) -> bool {
    let letters = |text: &str| {
        text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
    };
    letters(param.name) == letters(name)
}

fn place(param: &Param) -> &'static str {
    match param.place {
        Place::Url | Place::Both(_) => THE_STRING,
        Place::Code(place) => place,
    }
}

fn words(setting: &Argument) -> String {
    let Argument { name, value, place, .. } = setting;
    match (*place, value.as_str()) {
        (THE_STRING | "the DSN", _) => format!("write `{name}={value}` in {place}"),
        (_, "") => format!("use `{name}` for {place}"),
        _ => format!("set `{name}` to `{value}` in {place}"),
    }
}
