//! Which of several hosts each driver takes now, and what happens when that one is gone.

use connlint_core::drivers::{Choice, DRIVERS, DriverAt, Evidence, Found, NoneFits};
use connlint_core::model::{Reading, Setting};
use connlint_core::parse::Spelling;
use serde::Serialize;

use super::clock::Deadline;
use super::plan::Plan;
use super::step::{Name, Walk};

/// What a server is asked about itself. A wish for reading may be the role's or the database's own.
const QUESTION: &str = "select pg_is_in_recovery(), current_setting('default_transaction_read_only')";

/// What drivers make of several hosts, or of a wish for a certain kind of server.
#[derive(Debug, Serialize)]
pub struct Failover {
    /// The kind of server that the string asks for, as it is written.
    pub wants: Option<String>,
    /// The hosts, in the order of the string.
    pub hosts: Vec<Host>,
    /// The drivers that read the same hosts from it, the one that was asked about first.
    pub drivers: Vec<Row>,
}

/// A host.
#[derive(Debug, Serialize)]
pub struct Host {
    /// Host or socket directory.
    pub host: String,
    /// Port.
    pub port: u16,
    /// What was found there.
    pub state: State,
    /// The code with which it refuses, if it does.
    pub code: Option<String>,
}

/// What was found at a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// It takes writes.
    Writes,
    /// It is no standby, and this role only reads there unless a transaction says otherwise.
    ReadsOnly,
    /// A standby.
    Standby,
    /// There is no connection to it.
    Unreachable,
    /// It refuses.
    Refuses,
    /// Something else is wrong with it.
    Unclear,
}

/// What a driver does.
#[derive(Debug, Serialize)]
pub struct Row {
    /// The driver, with its version where one was asked for.
    pub driver: String,
    /// What people call it.
    #[serde(skip)]
    pub label: &'static str,
    /// What it does now.
    pub now: Taken,
    /// What it does when the host that it takes now cannot be reached any more; `None` when it takes none.
    pub when_gone: Option<Taken>,
    /// How this is known, when it was not tried: "from source".
    pub remark: Option<&'static str>,
}

/// What comes of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "outcome", content = "hosts", rename_all = "kebab-case")]
pub enum Taken {
    /// It takes this host, or any of these: the first is 1.
    Takes(Vec<usize>),
    /// It gives up at this one.
    EndsAt(usize),
    /// It fails: none will do.
    Fails,
    /// It waits for ever: none will do.
    Hangs,
    /// It is not known, because of this host.
    Unclear(usize),
}

/// What is asked about.
pub struct Asked<'a> {
    /// The string.
    pub text: &'a str,
    /// How it is spelled.
    pub spelling: Spelling,
    /// What the driver reads.
    pub reading: &'a Reading,
    /// The driver.
    pub driver: DriverAt,
}

/// Looks at the servers that were reached and says what drivers do; nothing where the string leaves no choice.
pub fn failover(plan: &Plan, walks: &[Walk], asked: &Asked<'_>, deadline: Deadline) -> Option<Failover> {
    let wants = asked.reading.given(Setting::TargetSession).map(|it| it.value.to_string());
    if walks.len() < 2 && wants.as_deref().is_none_or(|it| it == "any") {
        return None;
    }
    let found: Vec<Found> = walks.iter().map(|walk| look(plan, walk, deadline.share(walks.len()))).collect();
    let hosts = walks.iter().zip(&found).map(|(walk, found)| host(walk, found)).collect();
    let others = DRIVERS
        .iter()
        .map(|it| DriverAt::newest(it))
        .filter(|it| !std::ptr::eq(it.driver, asked.driver.driver));
    let drivers = std::iter::once(asked.driver).chain(others.filter(|it| it.driver.is_assumed()));
    let rows = drivers.filter_map(|driver| row(driver, asked, &found)).collect();
    Some(Failover { wants, hosts, drivers: rows })
}

fn look(plan: &Plan, walk: &Walk, deadline: Deadline) -> Found {
    let Some(last) = walk.steps.last() else { return Found::Unclear };
    if !walk.arrived() {
        return match (last.step, code(&last.said)) {
            (Name::Resolve | Name::Connect, _) => Found::Unreachable,
            (_, Some(code)) => Found::Refuses(code),
            _ => Found::Unclear,
        };
    }
    let (Some(host), Some(port)) = (&walk.host, walk.port) else { return Found::Unclear };
    let answer = plan.open(host, port, deadline).ok().and_then(|mut session| session.ask(QUESTION).ok());
    match answer.as_deref() {
        Some([recovery, reads]) => Found::Serves { is_standby: recovery == "t", reads_only: reads == "on" },
        _ => Found::Unclear,
    }
}

/// The SQLSTATE of what a server said.
fn code(said: &str) -> Option<String> {
    let (code, _) = said.split_once("(SQLSTATE ")?.1.split_once(')')?;
    Some(code.to_owned())
}

fn host(walk: &Walk, found: &Found) -> Host {
    let state = match found {
        Found::Unreachable => State::Unreachable,
        Found::Refuses(_) => State::Refuses,
        Found::Serves { is_standby: true, .. } => State::Standby,
        Found::Serves { reads_only: true, .. } => State::ReadsOnly,
        Found::Serves { .. } => State::Writes,
        Found::Unclear => State::Unclear,
    };
    let code = if let Found::Refuses(code) = found { Some(code.clone()) } else { None };
    Host { host: walk.host.clone().unwrap_or_default(), port: walk.port.unwrap_or_default(), state, code }
}

/// What a driver does, if it is known, and if it reads as many hosts from the string.
fn row(driver: DriverAt, asked: &Asked<'_>, found: &[Found]) -> Option<Row> {
    let failover = driver.failover()?;
    let reading = driver.read(asked.text, asked.spelling);
    if reading.refusal.is_some()
        || reading.hosts.len() != found.len()
        || sends_wishes(&reading, asked.reading)
    {
        return None;
    }
    let outcome = |found: &[Found]| match failover.choose(&reading, found) {
        Choice::Takes(hosts) => Taken::Takes(hosts.iter().map(|at| at + 1).collect()),
        Choice::EndsAt(at) => Taken::EndsAt(at + 1),
        Choice::Unclear(at) => Taken::Unclear(at + 1),
        Choice::NoneFits if failover.none_fits == NoneFits::Waits => Taken::Hangs,
        Choice::NoneFits => Taken::Fails,
    };
    let now = outcome(found);
    let when_gone = match &now {
        Taken::Takes(hosts) => {
            let gone = |at: usize| hosts.first() == Some(&(at + 1));
            let left: Vec<Found> = found
                .iter()
                .enumerate()
                .map(|(at, host)| if gone(at) { Found::Unreachable } else { host.clone() })
                .collect();
            Some(outcome(&left))
        }
        _ => None,
    };
    let remark = (failover.evidence != Evidence::Run).then(|| failover.evidence.remark()).flatten();
    Some(Row { driver: driver.display(), label: driver.driver.label, now, when_gone, remark })
}

/// Whether what `asked` says about hosts goes to the server here, which does not know it.
fn sends_wishes(reading: &Reading, asked: &Reading) -> bool {
    let is_wish = |setting| matches!(setting, Some(Setting::TargetSession | Setting::LoadBalance));
    let wishes = asked.params.iter().filter(|it| is_wish(it.setting));
    wishes.into_iter().any(|wish| {
        let same = reading.params.iter().find(|it| it.key == wish.key);
        same.is_some_and(|it| !is_wish(it.setting))
    })
}
