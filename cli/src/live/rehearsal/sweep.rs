//! The statements that a rehearsal leaves in the connections of a pooler are freed.

use std::sync::Barrier;
use std::thread;
use std::time::Duration;

use super::voice::MARK;
use crate::live::clock::Deadline;
use crate::live::plan::Plan;
use crate::live::session::Session;

/// Connections of the pooler that are held at once, to find what lies in each.
const HELD: usize = 8;
/// So often, as there may be more of them.
const TURNS: usize = 3;
/// It is no use to wait long for that.
const PATIENCE: Duration = Duration::from_secs(2);

/// Frees them, as far as they can be found.
pub fn sweep(plan: &Plan, host: &str, port: u16) {
    for _ in 0..TURNS {
        let deadline = Deadline::after(PATIENCE);
        let sessions: Vec<Session> = (0..HELD).filter_map(|_| plan.open(host, port, deadline).ok()).collect();
        let all = Barrier::new(sessions.len());
        let found = thread::scope(|scope| {
            let sweepers: Vec<_> = sessions
                .into_iter()
                .map(|session| {
                    let all = &all;
                    scope.spawn(move || free(session, all, deadline))
                })
                .collect();
            sweepers.into_iter().filter_map(|it| it.join().ok()).sum::<usize>()
        });
        if found == 0 {
            return;
        }
    }
}

/// Frees what lies in one connection, while others hold theirs; how many statements that were.
fn free(mut session: Session, all: &Barrier, deadline: Deadline) -> usize {
    session.until(deadline);
    let list = format!(
        "select string_agg(quote_ident(name), ',') from pg_prepared_statements where starts_with(name, '{MARK}')"
    );
    let held = session.ask("begin");
    let found = held.and_then(|_| session.ask(&list)).unwrap_or_default();
    all.wait();
    let names: Vec<&str> =
        found.first().map_or("", String::as_str).split(',').filter(|it| !it.is_empty()).collect();
    for name in &names {
        let _ = session.ask(&format!("deallocate {name}"));
    }
    let _ = session.ask("commit");
    names.len()
}
