//! What is at the other end: one file per question. Two connections, opened as the driver would, show it by what they
//! meet; nothing is written, no setting or statement stays behind, and no lock is taken.

mod agreement;
mod limits;
mod mode;
mod pair;
mod peer;
mod pooler;
mod server;
mod startup;
mod statements;
mod told;

use std::time::{Duration, Instant};

use serde::Serialize;

use super::clock::Deadline;
use super::plan::Plan;
use super::step::Failure;
pub use agreement::{Agreement, Claim};
pub use limits::Limits;
pub use mode::Mode;
use pair::{Pair, Place};
pub use pooler::Pooler;
use pooler::Traces;
pub use server::Server;
pub use startup::{Fate, Parameter};
pub use statements::Statements;
pub use told::{Confidence, Told};

/// What is at the other end.
#[derive(Debug, Serialize)]
pub struct End {
    /// The server.
    pub server: Told<Server>,
    /// Who stands before it.
    pub pooler: Told<Pooler>,
    /// How connections are shared.
    pub mode: Told<Mode>,
    /// What becomes of named prepared statements.
    pub statements: Told<Statements>,
    /// What becomes of startup parameters.
    pub startup: Vec<Parameter>,
    /// What may be used; `None` when the server does not tell.
    pub limits: Option<Limits>,
    /// Whether that is what the string leads one to expect; `None` when the mode cannot be told.
    pub agreement: Option<Agreement>,
    /// What could not be found out, and why.
    pub unanswered: Vec<String>,
    /// How long it took.
    pub milliseconds: f64,
}

impl End {
    /// Whether the driver fails here.
    pub fn is_outage(&self) -> bool {
        self.agreement.as_ref().is_some_and(Agreement::is_outage)
    }
}

/// All of it has to be over by then.
const LONGEST: Duration = Duration::from_secs(10);

/// Looks at the other end.
pub fn end(plan: &Plan, host: &str, port: u16, deadline: Deadline, claim: &Claim<'_>) -> End {
    let begun = Instant::now();
    let place = Place { plan, host, port, deadline: deadline.or_after(LONGEST) };
    let nothing = || "no connection was had for it";
    let mut end = End {
        server: Told::unknown(nothing()),
        pooler: Told::unknown(nothing()),
        mode: Told::unknown(nothing()),
        statements: Told::unknown(nothing()),
        startup: Vec::new(),
        limits: None,
        agreement: None,
        unanswered: Vec::new(),
        milliseconds: 0.0,
    };
    let mut traces = Traces {
        claimed: claim.endpoint.certain.then_some(claim.endpoint.endpoint.name),
        ..Traces::default()
    };
    if let Err(failure) = over_two(&place, &mut end, &mut traces) {
        end.unanswered.push(failure.said);
    }
    match startup::tried(&place) {
        Ok(tried) => end.startup.extend(tried),
        Err(failure) => end.unanswered.push(format!("startup parameters: {}", failure.said)),
    }
    traces
        .refusals
        .extend(end.startup.iter().filter(|it| it.fate == Fate::Refused).filter_map(|it| it.said.clone()));
    if traces.is_keyed == Some(false) && traces.refusals.is_empty() && traces.renamed.is_none() {
        traces.refusals.extend(startup::stranger_refused(&place));
    }
    if end.server.is.is_some() {
        end.pooler = pooler::pooler(&traces);
    }
    if let (Some(pooler), Some(mode)) = (&end.pooler.is, end.mode.is) {
        let found = agreement::Found { pooler, mode, statements: end.statements.is };
        end.agreement = Some(agreement::agreement(claim, &found));
    }
    end.milliseconds = (begun.elapsed().as_secs_f64() * 10_000.0).round() / 10.0;
    end
}

/// What two connections show; they are closed afterwards, so that a small pool has room for what follows.
fn over_two(place: &Place<'_>, end: &mut End, traces: &mut Traces) -> Result<(), Failure> {
    let mut first = place.plain()?;
    let facts = server::facts(&mut first)?;
    end.server = facts.server;
    let key = first.session().welcome.process.map(|(process, _)| process.to_string());
    traces.is_keyed = key.map(|key| facts.backend.as_ref().is_some_and(|it| it.process() == key));
    traces.is_port_seen = facts.port.map(|port| first.session().port() == Some(port));
    traces.application_name = facts.application_name;
    // The server answers this with an error, which its log keeps; it is asked only where somebody may be in between.
    if (traces.is_keyed, traces.is_port_seen) != (Some(true), Some(true)) {
        traces.pool_version = first.row("show pool_version").ok().and_then(|row| row.into_iter().next());
    }
    match limits::limits(&mut first) {
        Ok(limits) => end.limits = Some(limits),
        Err(failure) => end.unanswered.push(format!("limits: {}", failure.said)),
    }
    end.startup = startup::sent(place, &mut first)?;
    let mut pair = Pair::with(place, first);
    end.mode = mode::mode(&mut pair, traces.is_keyed == Some(true)).map(|told| of_pgpool(told, traces))?;
    if let (Some(Mode::Statement), Some(why)) = (end.mode.is, end.mode.evidence.first()) {
        traces.refusals.extend(why.split_once("refused: ").map(|(_, text)| text.to_owned()));
    }
    let found = statements::statements(&mut pair, end.mode.is)?;
    end.statements = found.told;
    traces.renamed = found.renamed;
    Ok(())
}

/// Pgpool-II hands on the key of the server's process, and keeps sessions; but it may ask one server, then another.
fn of_pgpool(told: Told<Mode>, traces: &Traces) -> Told<Mode> {
    match (&traces.pool_version, told.is) {
        (Some(_), Some(Mode::Direct)) => Told { is: Some(Mode::Session), ..told },
        (Some(_), Some(Mode::Transaction)) => Told::likely(
            Mode::Session,
            "Pgpool-II keeps sessions, and spreads what only reads over its servers",
        ),
        _ => told,
    }
}
