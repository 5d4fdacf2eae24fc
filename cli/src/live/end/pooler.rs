//! Which pooler stands in between, by what gives each away.

use connlint_core::report::explain_error;
use serde::Serialize;

use super::told::Told;

/// A pooler.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Pooler {
    /// As core calls its kind: `pgbouncer`; `none` where there is none, `unknown` where it is not known which.
    pub kind: &'static str,
    /// What people call it.
    pub label: &'static str,
    /// Its version, as far as it shows: `4.3.5`, `before 1.20`.
    pub version: Option<String>,
}

impl Pooler {
    const fn of(kind: &'static str, label: &'static str) -> Self {
        Self { kind, label, version: None }
    }

    /// Nobody in between.
    pub fn none() -> Self {
        Self::of("none", "none")
    }

    fn unknown() -> Self {
        Self::of("unknown", "one that is not known here")
    }
}

/// Poolers by the names of whoever prints their errors, and what their names for statements begin with.
const POOLERS: &[(&str, &str, &str)] = &[
    ("pgbouncer", "PgBouncer", "PGBOUNCER_"),
    ("pgcat", "PgCat", "PGCAT_"),
    ("pgdog", "PgDog", "__pgdog_"),
    ("odyssey", "Odyssey", "odyssey_"),
    ("supavisor", "Supavisor", "supavisor_"),
    ("pgpool", "Pgpool-II", ""),
    ("rds-proxy", "RDS Proxy", ""),
];

/// The pooler that gives such names to statements.
pub fn by_statement(name: &str) -> Option<Pooler> {
    let mut known = POOLERS.iter().filter(|(_, _, prefix)| !prefix.is_empty());
    known.find(|(_, _, prefix)| name.starts_with(prefix)).map(|(kind, label, _)| Pooler::of(kind, label))
}

/// The pooler that prints such errors.
fn by_error(text: &str) -> Option<Pooler> {
    let explanations = explain_error(text, None);
    let emitter = explanations.first()?.emitter;
    POOLERS.iter().find(|(kind, ..)| *kind == emitter).map(|(kind, label, _)| Pooler::of(kind, label))
}

/// What gave it away.
#[derive(Default)]
pub struct Traces {
    /// Whether the key of a connection is that of the process that answers it; `None` when no key came.
    pub is_keyed: Option<bool>,
    /// Whether the server sees the port that this end of the connection has; `None` when that cannot be compared.
    pub is_port_seen: Option<bool>,
    /// What `show pool_version` says, which only Pgpool-II answers.
    pub pool_version: Option<String>,
    /// `application_name` where the driver set none.
    pub application_name: String,
    /// The pooler's own name for a statement.
    pub renamed: Option<String>,
    /// How parameters and `begin` were refused.
    pub refusals: Vec<String>,
    /// What the string leads one to expect, where that is beyond doubt.
    pub claimed: Option<&'static str>,
}

/// Which one it is.
pub fn pooler(traces: &Traces) -> Told<Pooler> {
    if let Some(version) = &traces.pool_version {
        let number = version.split(' ').next().map(str::to_owned);
        let pooler = Pooler { version: number, ..Pooler::of("pgpool", "Pgpool-II") };
        return Told::seen(pooler, format!("`show pool_version` says {version}"));
    }
    for refusal in &traces.refusals {
        if let Some(pooler) = by_error(refusal) {
            let version = traces.refusals.iter().find_map(|it| version_of_pgbouncer(it));
            let version = version.filter(|_| pooler.kind == "pgbouncer").map(str::to_owned);
            return Told::seen(Pooler { version, ..pooler }, format!("it says `{}`", bare(refusal)));
        }
    }
    if let Some((pooler, name)) = traces.renamed.as_ref().and_then(|name| Some((by_statement(name)?, name))) {
        return Told::seen(pooler, format!("it calls a statement `{name}`"));
    }
    if traces.application_name.starts_with("Supavisor") {
        return Told::likely(Pooler::of("supavisor", "Supavisor"), "`application_name` is `Supavisor`");
    }
    match (traces.is_keyed, traces.is_port_seen) {
        (Some(true), Some(true)) => Told::seen(
            Pooler::none(),
            "the key of the connection is that of the server process, which sees this end's own port",
        ),
        (Some(true), None) => Told::likely(
            Pooler::none(),
            "the key of the connection is that of the server process, and `show pool_version` is not known to it",
        ),
        (Some(true), Some(false)) => Told::likely(
            Pooler::none(),
            "the key of the connection is that of the server process, which sees another address: a router or forwarded \
             port in between",
        ),
        (is_keyed, _) => by_claim(traces, is_keyed),
    }
}

/// Somebody is in between, or perhaps; the string may tell who.
fn by_claim(traces: &Traces, is_keyed: Option<bool>) -> Told<Pooler> {
    let why = match is_keyed {
        Some(_) => "the key of the connection is not that of the server process",
        None => "no key came with the connection",
    };
    let claimed =
        traces.claimed.and_then(|claimed| POOLERS.iter().find(|(kind, ..)| claimed.starts_with(kind)));
    match (claimed, is_keyed) {
        (Some((kind, label, _)), _) => {
            Told::likely(Pooler::of(kind, label), format!("{why}, and the host is one of its"))
        }
        (None, Some(_)) => {
            Told::seen(Pooler::unknown(), format!("{why}; nothing shows which pooler invented it"))
        }
        (None, None) => Told::unknown(why),
    }
}

/// The text without severity and code.
fn bare(refusal: &str) -> &str {
    let text = refusal.split_once(":  ").map_or(refusal, |(_, text)| text);
    text.split(" (SQLSTATE").next().unwrap_or(text)
}

/// What the refusal of `options` with a setting spelled `--name=value` tells.
fn version_of_pgbouncer(refusal: &str) -> Option<&'static str> {
    let text = bare(refusal);
    match text.strip_prefix("unsupported startup parameter: ") {
        Some("options") => return Some("before 1.20"),
        Some(_) => return None,
        None => {}
    }
    if text.contains("only '-c config=val' is allowed") {
        Some("1.20 to 1.22")
    } else if text.starts_with("unsupported startup parameter in options") {
        Some("1.23 or newer")
    } else {
        None
    }
}
