//! The rehearsal: several clients at once speak to the server as the user's driver does, and what they meet is what the
//! driver will meet. How drivers speak stands in core's records.

mod client;
mod sweep;
mod tally;
mod voice;

use std::thread;
use std::time::Duration;

use connlint_core::drivers::DriverAt;
use connlint_core::model::{Prepared, Statements};

use super::clock::Deadline;
use super::plan::Plan;
use super::session::Session;
use super::stop;
pub use tally::{Outcome, Tally};
use voice::Manner;

/// Clients at once, enough for the statements of some to meet those of others.
const CLIENTS: usize = 20;
/// Who is not let in by then stays outside.
const ENTRY: Duration = Duration::from_secs(8);

/// Lets clients of `driver` ask their questions of the server at `host`, with statements as `prepared` says.
pub fn rehearse(
    plan: &Plan,
    prepared: Prepared,
    driver: DriverAt,
    (host, port): (&str, u16),
    deadline: Deadline,
) -> Tally {
    // What was begun is swept up all the same.
    stop::listen();
    let manner = Manner { speech: driver.speech(), prepared };

    // The first one goes alone: what keeps it out keeps all out, and a wrong password is not said twenty times.
    let first = match plan.open(host, port, deadline.or_after(ENTRY)) {
        Ok(session) => session,
        Err(walk) => {
            let said = walk.steps.last().map(|step| step.said.clone());
            return Tally { said, ..Tally::default() };
        }
    };
    let leaves_statements = prepared.statements == Statements::Named;
    if leaves_statements {
        // What one that was killed has left would stand in the way.
        sweep::sweep(plan, host, port);
    }
    let mut sessions = vec![first];
    sessions.extend(others(plan, host, port, deadline.or_after(ENTRY)));
    let out = thread::scope(|scope| {
        let clients: Vec<_> = sessions
            .into_iter()
            .enumerate()
            .map(|(nth, session)| scope.spawn(move || client::ask(session, manner, nth, deadline)))
            .collect();
        let mut out = Tally::default();
        clients.into_iter().filter_map(|it| it.join().ok()).for_each(|tally| out.add(tally));
        out
    });
    if leaves_statements {
        sweep::sweep(plan, host, port);
    }
    stop::obey();
    out
}

/// The other clients, as many as are let in.
fn others(plan: &Plan, host: &str, port: u16, deadline: Deadline) -> Vec<Session> {
    thread::scope(|scope| {
        let doors: Vec<_> =
            (1..CLIENTS).map(|_| scope.spawn(move || plan.open(host, port, deadline).ok())).collect();
        doors.into_iter().filter_map(|it| it.join().ok().flatten()).collect()
    })
}
