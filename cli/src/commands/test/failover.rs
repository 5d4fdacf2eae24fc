//! Which host a driver takes, for people.

use std::fmt::Write as _;

use crate::live::{Failover, Row, State, Taken};
use crate::terminal::{self, FAINT, STRONG, hang, printable, styled, wrap};

/// What was found, and what each driver makes of it.
pub fn shown(failover: &Failover) -> String {
    let title = if failover.hosts.len() == 1 { "Whether the host will do" } else { "Which host is taken" };
    let mut out = format!("{}\n", styled(STRONG, title));
    for (at, host) in failover.hosts.iter().enumerate() {
        let state = match (host.state, &host.code) {
            (State::Refuses, Some(code)) => format!("refuses with {code}"),
            (state, _) => words(state).to_owned(),
        };
        line(&mut out, &format!("{}  {}, port {}: {state}", at + 1, host.host, host.port), 5);
    }
    let groups = groups(&failover.drivers);
    for (rows, (now, when_gone)) in groups {
        let names: Vec<String> = rows
            .iter()
            .map(|row| row.remark.map_or(row.label.to_owned(), |remark| format!("{} ({remark})", row.label)))
            .collect();
        let mut said = format!("{}: {}", names.join(", "), does(now, failover));
        if let Some(then) = when_gone {
            let _ = write!(said, "; when that is gone, it {}", does(then, failover));
        }
        line(&mut out, &said, 4);
    }
    if failover.drivers.is_empty() {
        line(&mut out, &styled(FAINT, "what this driver makes of several hosts is not known here"), 4);
    }
    out
}

fn line(out: &mut String, text: &str, indent: usize) {
    let text = hang(&wrap(&printable(text), terminal::width().saturating_sub(indent)), indent);
    let _ = writeln!(out, "  {text}");
}

fn words(state: State) -> &'static str {
    match state {
        State::Writes => "takes writes",
        State::ReadsOnly => "no standby, but this role only reads there",
        State::Standby => "a standby, which only reads",
        State::Unreachable => "cannot be reached",
        State::Refuses => "refuses",
        State::Unclear => "the test did not get through",
    }
}

type NowAndThen<'a> = (&'a Taken, Option<&'a Taken>);

/// The drivers that do the same, those of the first one first.
fn groups(rows: &[Row]) -> Vec<(Vec<&Row>, NowAndThen<'_>)> {
    let mut out: Vec<(Vec<&Row>, NowAndThen<'_>)> = Vec::new();
    for row in rows {
        let does = (&row.now, row.when_gone.as_ref());
        match out.iter_mut().find(|(_, other)| *other == does) {
            Some((group, _)) => group.push(row),
            None => out.push((vec![row], does)),
        }
    }
    out
}

fn does(outcome: &Taken, failover: &Failover) -> String {
    match outcome {
        Taken::Takes(hosts) => {
            let names = hosts.iter().map(usize::to_string).collect::<Vec<_>>().join(" or ");
            let how = if hosts.len() > 1 { " at random" } else { "" };
            let but =
                if hosts.iter().any(|at| refuses_writes(*at, failover)) { ", where writes fail" } else { "" };
            format!("takes {names}{how}{but}")
        }
        Taken::EndsAt(at) if failover.hosts.len() == 1 => format!("fails at {at}"),
        Taken::EndsAt(at) => format!("fails at {at}, and asks no other host"),
        Taken::Fails => "fails, because no host will do".to_owned(),
        Taken::Hangs => "waits for ever, because no host will do".to_owned(),
        Taken::Unclear(at) => format!("does what is not known, because of {at}"),
    }
}

/// Whether a host only reads, and the string does not ask for such a one.
fn refuses_writes(at: usize, failover: &Failover) -> bool {
    let state = failover.hosts.get(at - 1).map(|it| it.state);
    let wants = failover.wants.as_deref().unwrap_or_default().to_ascii_lowercase();
    let is_asked_for = ["standby", "read-only", "secondary", "slave"].iter().any(|word| wants.contains(word));
    !is_asked_for && matches!(state, Some(State::Standby | State::ReadsOnly))
}
