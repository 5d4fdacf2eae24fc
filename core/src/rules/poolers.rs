//! What files of a project show about its own PgBouncer: `pgbouncer.ini`, and the environment of its container.

use super::Answers;
use crate::endpoints::{EndpointAt, NamedStatements, Part, Settings, by_name};
use crate::formats::{Composition, Document, POOL_MODE_OF_DATABASE, Service, format_of};
use crate::text::Wildcard;

/// The poolers that `text`, a file at `path`, sets up.
pub fn poolers(text: &str, path: &str) -> Vec<Answers> {
    let format = format_of(Some(path), text);
    let document = (format.read)(text);
    match &document.composition {
        Some(composition) => of_composition(composition, path),
        None if format.name == "pgbouncer" => of_settings(&document, path).into_iter().collect(),
        None => Vec::new(),
    }
}

/// What PgBouncer is told.
#[derive(Default)]
struct Told<'a> {
    mode: &'a str,
    tracked: Option<&'a str>,
    ignored: &'a str,
}

impl Told<'_> {
    fn endpoint(&self, path: &str) -> Option<EndpointAt> {
        let name = match self.mode.trim().to_ascii_lowercase().as_str() {
            "session" => "pgbouncer-session",
            "transaction" | "statement" => "pgbouncer",
            _ => return None,
        };
        let endpoint = by_name(name)?;
        let named_statements = match self.tracked.map(|it| it.trim().parse::<u32>()) {
            _ if name == "pgbouncer-session" => None,
            Some(Ok(0)) => Some(NamedStatements::Lost),
            Some(Ok(_)) => Some(NamedStatements::Tracked),
            // What PgBouncer does by itself depends on its version.
            _ => Some(NamedStatements::Unknown),
        };
        let ignored = self.ignored.split([',', ' ']).filter(|it| !it.is_empty());
        Some(EndpointAt {
            endpoint,
            version: endpoint.newest,
            certain: true,
            evidence: vec![(Part::Host, format!("its pool mode is `{}` in {path}", self.mode.trim()))],
            settings: Settings { named_statements, dropped: ignored.map(str::to_ascii_lowercase).collect() },
        })
    }
}

fn answers(hosts: &[&str], ports: Vec<u16>, endpoint: EndpointAt) -> Answers {
    Answers {
        hosts: hosts.iter().map(|host| Wildcard::new(host.to_ascii_lowercase())).collect(),
        ports,
        endpoint,
    }
}

/// `[pgbouncer]` of `pgbouncer.ini`. Without a word it pools sessions. What a database changes for itself cannot be told
/// by its host.
fn of_settings(document: &Document, path: &str) -> Option<Answers> {
    let named = |name: &str| {
        let is_named = |it: &(String, crate::text::Span)| it.0.eq_ignore_ascii_case(name);
        document
            .entries
            .iter()
            .find(|entry| entry.name.as_ref().is_some_and(is_named))
            .map(|it| it.value.text())
    };
    if named(POOL_MODE_OF_DATABASE).is_some() {
        return None;
    }
    let told = Told {
        mode: named("pool_mode").unwrap_or("session"),
        tracked: named("max_prepared_statements"),
        ignored: named("ignore_startup_parameters").unwrap_or_default(),
    };
    let port = named("listen_port").map_or(Some(6432), |port| port.trim().parse().ok())?;
    let hosts = ["localhost", "127.0.0.1", "::1", "*pgbouncer*", "*pooler*"];
    Some(answers(&hosts, vec![port], told.endpoint(path)?))
}

/// The containers of PgBouncer, whose images take its settings from the environment.
fn of_composition(composition: &Composition, path: &str) -> Vec<Answers> {
    let poolers = composition.services.iter().filter(|service| service.image.contains("pgbouncer"));
    poolers.flat_map(|service| of_service(service, path)).collect()
}

fn of_service(service: &Service, path: &str) -> Vec<Answers> {
    let variable = |name: &str| {
        let with_prefix = service.variable(&format!("PGBOUNCER_{name}"));
        with_prefix.or_else(|| service.variable(name)).map(|it| it.text())
    };
    let told = Told {
        mode: variable("POOL_MODE").unwrap_or_default(),
        tracked: variable("MAX_PREPARED_STATEMENTS"),
        ignored: variable("IGNORE_STARTUP_PARAMETERS").unwrap_or_default(),
    };
    let Some(endpoint) = told.endpoint(path) else { return Vec::new() };
    let names: Vec<&str> =
        std::iter::once(&service.name.0).chain(&service.aliases).map(String::as_str).collect();
    let mut out = vec![answers(&names, Vec::new(), endpoint.clone())];
    let published: Vec<u16> = service.published.iter().map(|it| it.0).collect();
    if !published.is_empty() {
        out.push(answers(&["localhost", "127.0.0.1", "::1"], published, endpoint));
    }
    out
}
