//! A bounded load: clients that connect and ask, all at once, and what becomes of them.

mod client;
mod report;
mod svg;
mod tally;

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::clock::Deadline;
use super::plan::Plan;
use super::resolve::resolve;
use super::stop;
use client::{Client, work};
pub use report::{Latency, Load, Moment, Recovery};
pub use svg::svg;
use tally::Shared;

/// More clients than this are no test any more.
pub const MOST_CLIENTS: u32 = 500;
/// Longer than this nobody should load a server by accident.
pub const MOST_SECONDS: u32 = 300;

/// How long the answers may still take that are on their way at the end.
const GRACE: Duration = Duration::from_secs(1);
/// How long a server may take to let somebody in after the load.
const RECOVERY: Duration = Duration::from_secs(10);
/// Between two clients that begin, so that it shows at how many the first is refused.
const STEP: Duration = Duration::from_millis(20);
const LOOK: Duration = Duration::from_millis(100);

/// What is wanted.
pub struct Order {
    /// How many clients.
    pub clients: u32,
    /// For how long.
    pub time: Duration,
    /// How long one connection, or one query, may take.
    pub timeout: Duration,
}

/// Whether all addresses of `host` are of this machine.
pub fn is_here(host: &str, port: u16, timeout: Duration) -> bool {
    let found = || resolve(host, port, Deadline::after(timeout));
    host.starts_with('/')
        || found().is_ok_and(|(addresses, _)| addresses.iter().all(|it| it.ip().is_loopback()))
}

/// Loads the server at one host; `told` hears how it goes, in a few words.
pub fn load(plan: &Arc<Plan>, host: &str, port: u16, order: &Order, told: impl Fn(&str)) -> Load {
    stop::listen();
    let begun = Instant::now();
    let shared = Arc::new(Shared::new(begun, order.time));
    let step = STEP.min(order.time / 4 / order.clients.max(1));
    for nth in 0..order.clients {
        let client = Client {
            plan: Arc::clone(plan),
            host: host.to_owned(),
            port,
            begins: step * nth,
            timeout: order.timeout,
            end: begun + order.time,
            grace: GRACE,
            shared: Arc::clone(&shared),
        };
        // A thread for each, with little room: it holds a connection and a message.
        let thread = std::thread::Builder::new().stack_size(256 << 10);
        if thread.spawn(move || work(&client)).is_err() {
            shared.tally().clients_missing += 1;
        }
    }
    wait(&shared, begun, order, told);
    let took = begun.elapsed().min(order.time);
    let was_stopped = stop::is_asked();
    let recovery = (!was_stopped).then(|| recovery(plan, host, port));
    Load::of(&shared.tally(), order, took, was_stopped, recovery, plan.driver)
}

/// Until the time is over and all clients have gone; those that wait for an answer are not waited for.
fn wait(shared: &Shared, begun: Instant, order: &Order, told: impl Fn(&str)) {
    loop {
        let (is_over, is_empty, words) = {
            let tally = shared.tally();
            (tally.is_over(), tally.working == 0, tally.words(begun.elapsed(), order.time))
        };
        told(&words);
        let is_late = begun.elapsed() > order.time + GRACE * 2;
        let is_over = is_over || stop::is_asked() || begun.elapsed() > order.time;
        if is_late || is_over && (is_empty || stop::is_asked()) {
            // Those that ask right now see the end in a moment, and say good-bye to the server.
            std::thread::sleep(LOOK);
            return;
        }
        std::thread::sleep(LOOK);
    }
}

/// How long it takes until somebody is let in again, and answered.
fn recovery(plan: &Plan, host: &str, port: u16) -> Recovery {
    let begun = Instant::now();
    let deadline = Deadline::after(RECOVERY);
    loop {
        let said = match plan.open(host, port, deadline) {
            Ok(mut session) => match session.ask("select 1") {
                Ok(_) => return Recovery::of(true, begun.elapsed(), None),
                Err(failure) => failure.said,
            },
            Err(walk) => walk.steps.last().map(|step| step.said.clone()).unwrap_or_default(),
        };
        if deadline.left().is_err() || stop::is_asked() {
            return Recovery::of(false, begun.elapsed(), Some(said));
        }
        stop::sleep(LOOK, stop::is_asked);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::is_here;

    #[test]
    fn only_loopback_is_this_machine() {
        let here = |host| is_here(host, 5432, Duration::from_secs(5));
        assert!(here("127.0.0.1") && here("::1") && here("localhost") && here("/run/postgresql"));
        assert!(!here("192.0.2.1") && !here("0.0.0.0") && !here("no-such-host.invalid"));
    }
}
