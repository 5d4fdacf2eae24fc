//! One of the clients.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::super::clock::Deadline;
use super::super::plan::Plan;
use super::super::session::Session;
use super::super::step::Walk;
use super::super::stop;
use super::tally::Shared;

/// Between two attempts of a client that was refused, at first and at last.
const PAUSE: Duration = Duration::from_millis(250);
const LONGEST_PAUSE: Duration = Duration::from_secs(4);

/// A client.
pub struct Client {
    /// What it does.
    pub plan: Arc<Plan>,
    /// The server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// When it begins, after the others.
    pub begins: Duration,
    /// How long a connection or a query may take.
    pub timeout: Duration,
    /// When everything is over.
    pub end: Instant,
    /// How long an answer that is on its way then may still take.
    pub grace: Duration,
    /// What all of them know.
    pub shared: Arc<Shared>,
}

/// Connects and asks until the time is over; connects anew when the connection is lost or refused.
pub fn work(client: &Client) {
    client.shared.tally().working += 1;
    stop::sleep(client.begins, || client.is_over());
    let mut pause = PAUSE;
    while !client.is_over() {
        match client.connect() {
            Some(session) => {
                pause = PAUSE;
                client.ask(session);
            }
            None => pause = (pause * 2).min(LONGEST_PAUSE),
        }
        stop::sleep(pause, || client.is_over());
    }
    let mut tally = client.shared.tally();
    tally.working -= 1;
}

impl Client {
    fn is_over(&self) -> bool {
        Instant::now() >= self.end || stop::is_asked() || self.shared.tally().is_over()
    }

    fn deadline(&self) -> Deadline {
        let left = self.end.saturating_duration_since(Instant::now()) + self.grace;
        Deadline::after(self.timeout.min(left))
    }

    /// Whether what took so long was cut off by the end, and failed because of nothing else.
    fn was_cut(&self, took: Duration) -> bool {
        Instant::now() >= self.end && took < self.timeout
    }

    fn connect(&self) -> Option<Session> {
        let begun = Instant::now();
        self.shared.tally().begins();
        let open = self.plan.open(&self.host, self.port, self.deadline());
        let took = begun.elapsed();
        self.shared.tally().has_begun();
        match open {
            Ok(session) => {
                self.shared.tally().opened(took);
                Some(session)
            }
            Err(_) if self.was_cut(took) => None,
            Err(walk) => {
                self.refused(&walk);
                None
            }
        }
    }

    /// A wrong password is not tried again and again: some platforms shut out the address.
    fn refused(&self, walk: &Walk) {
        let Some(step) = walk.steps.last() else { return };
        let mut tally = self.shared.tally();
        tally.refused(step);
        if walk.is_wrong_password() {
            tally.stop();
        }
    }

    /// Asks until the end, or until an answer fails.
    fn ask(&self, mut session: Session) {
        while !self.is_over() {
            let begun = Instant::now();
            session.until(self.deadline());
            let answer = session.ask("select 1");
            let took = begun.elapsed();
            match answer {
                Ok(_) => self.shared.tally().answered(took),
                Err(_) if self.was_cut(took) => break,
                Err(failure) => {
                    self.shared.tally().failed(&failure.said);
                    break;
                }
            }
        }
        drop(session);
        self.shared.tally().closed();
    }
}
