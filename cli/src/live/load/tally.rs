//! What all clients of a load have seen.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use hdrhistogram::Histogram;

use super::super::step::{Name, Step};

/// The columns of a plot.
const MOMENTS: usize = 60;
const SHORTEST: Duration = Duration::from_millis(100);
/// Different texts of refusals that are kept.
const MOST_TEXTS: usize = 8;
/// Two digits of a latency are true, up to an hour.
const DIGITS: u8 = 2;
const LONGEST: u64 = 3_600_000_000;

/// Latencies in microseconds.
pub type Latencies = Histogram<u32>;

/// Latencies, none yet.
pub fn latencies() -> Latencies {
    Histogram::new_with_max(LONGEST, DIGITS).unwrap_or_else(|_| unreachable!("the bounds are constants"))
}

/// The tally, for all clients.
pub struct Shared(Mutex<Tally>);

impl Shared {
    /// Nothing seen yet, of a load that begins now and takes so long.
    pub fn new(begun: Instant, time: Duration) -> Self {
        let length = (time / u32::try_from(MOMENTS).unwrap_or(1)).max(SHORTEST);
        Self(Mutex::new(Tally {
            begun,
            length,
            working: 0,
            clients_missing: 0,
            stopped: false,
            open: 0,
            opening: 0,
            most_open: 0,
            opened: 0,
            refused: 0,
            answered: 0,
            failed: 0,
            connect: latencies(),
            query: latencies(),
            refusals: Vec::new(),
            moments: Vec::new(),
        }))
    }

    /// What is known, for one at a time.
    pub fn tally(&self) -> MutexGuard<'_, Tally> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What was seen.
pub struct Tally {
    begun: Instant,
    /// How long a moment is.
    pub length: Duration,
    /// Clients that have not ended.
    pub working: u32,
    /// Clients that the system did not let begin.
    pub clients_missing: u32,
    stopped: bool,
    open: u64,
    opening: u64,
    /// The most connections that were open at once.
    pub most_open: u64,
    /// Connections that were opened.
    pub opened: u64,
    /// Attempts that were refused.
    pub refused: u64,
    /// Queries that were answered.
    pub answered: u64,
    /// Queries that were not.
    pub failed: u64,
    /// How long it took to connect.
    pub connect: Latencies,
    /// How long an answer took.
    pub query: Latencies,
    /// What was said to those who were refused or not answered.
    pub refusals: Vec<Refusal>,
    /// How it went, moment by moment.
    pub moments: Vec<Seen>,
}

/// What was said to clients, and how often.
pub struct Refusal {
    /// The words.
    pub said: String,
    /// At which step of the path; a query when it was open already.
    pub step: Name,
    /// How often.
    pub count: u64,
    /// When for the first time.
    pub first: Duration,
    /// How many connections were open then.
    pub open: u64,
    /// How many others were being opened then, which a pooler counts as well.
    pub opening: u64,
}

/// A moment.
pub struct Seen {
    /// The most connections that were open.
    pub open: u64,
    /// Attempts that were refused, and queries that failed.
    pub refused: u64,
    /// Queries that were answered, with their latencies.
    pub query: Latencies,
}

impl Tally {
    /// Nobody is to go on.
    pub fn stop(&mut self) {
        self.stopped = true;
    }

    /// Whether nobody is to go on.
    pub fn is_over(&self) -> bool {
        self.stopped
    }

    /// Somebody begins to connect.
    pub fn begins(&mut self) {
        self.opening += 1;
    }

    /// Whoever began to connect has an answer, or none any more.
    pub fn has_begun(&mut self) {
        self.opening = self.opening.saturating_sub(1);
    }

    /// A connection was opened.
    pub fn opened(&mut self, took: Duration) {
        self.opened += 1;
        self.open += 1;
        self.most_open = self.most_open.max(self.open);
        self.connect.saturating_record(micros(took));
        self.moment();
    }

    /// A connection was closed.
    pub fn closed(&mut self) {
        self.open = self.open.saturating_sub(1);
    }

    /// A query was answered.
    pub fn answered(&mut self, took: Duration) {
        self.answered += 1;
        self.query.saturating_record(micros(took));
        self.moment().query.saturating_record(micros(took));
    }

    /// An attempt failed at this step.
    pub fn refused(&mut self, step: &Step) {
        self.refused += 1;
        self.heard(&step.said, step.step);
    }

    /// A query failed.
    pub fn failed(&mut self, said: &str) {
        self.failed += 1;
        self.heard(said, Name::Query);
    }

    fn heard(&mut self, said: &str, step: Name) {
        self.moment().refused += 1;
        if let Some(known) = self.refusals.iter_mut().find(|it| it.said == said) {
            known.count += 1;
        } else if self.refusals.len() < MOST_TEXTS {
            let (first, open, opening) = (self.begun.elapsed(), self.open, self.opening);
            self.refusals.push(Refusal { said: said.to_owned(), step, count: 1, first, open, opening });
        }
    }

    /// The present moment.
    fn moment(&mut self) -> &mut Seen {
        let nth = self.begun.elapsed().as_millis() / self.length.as_millis().max(1);
        let nth = usize::try_from(nth).unwrap_or(MOMENTS).min(MOMENTS * 2);
        let open = self.open;
        while self.moments.len() <= nth {
            self.moments.push(Seen { open, refused: 0, query: latencies() });
        }
        let moment = &mut self.moments[nth];
        moment.open = moment.open.max(open);
        moment
    }

    /// How it goes, for people who wait.
    pub fn words(&self, elapsed: Duration, all: Duration) -> String {
        format!(
            "{} of {} s: {} open, {} answered, {} refused",
            elapsed.min(all).as_secs(),
            all.as_secs(),
            self.open,
            self.answered,
            self.refused + self.failed
        )
    }
}

fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}
