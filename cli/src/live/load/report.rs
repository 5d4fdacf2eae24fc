//! What came of a load.

use std::time::Duration;

use connlint_core::drivers::DriverAt;
use connlint_core::report::explain_error;
use serde::Serialize;

use super::super::step::Name;
use super::Order;
use super::tally::{Latencies, Refusal, Seen, Tally};

/// What came of a load.
#[derive(Debug, Serialize)]
pub struct Load {
    /// Clients that were wanted.
    pub clients: u32,
    /// Clients that this machine had no room for.
    pub clients_missing: u32,
    /// For how many seconds they worked.
    pub seconds: f64,
    /// Whether somebody ended it before its time.
    pub was_stopped: bool,
    /// Connections that were opened, those included that were opened anew.
    pub opened: u64,
    /// The most that were open at once.
    pub most_open: u64,
    /// Attempts to connect that failed.
    pub refused: u64,
    /// Queries that were answered.
    pub answered: u64,
    /// Queries that failed.
    pub failed: u64,
    /// The share of all attempts and queries that went well, from 0 to 1; `None` when there was none.
    pub success: Option<f64>,
    /// How long it took to be let in.
    pub connect: Latency,
    /// How long an answer took.
    pub query: Latency,
    /// What was said to those who were refused or not answered, the first one first.
    pub refusals: Vec<Refused>,
    /// Whether a client is let in afterwards; `None` when it was not tried.
    pub recovery: Option<Recovery>,
    /// How it went.
    pub moments: Vec<Moment>,
}

/// Latencies in milliseconds.
#[derive(Debug, Serialize)]
pub struct Latency {
    /// How many.
    pub count: u64,
    /// Half of them took no longer.
    pub p50: f64,
    /// Of twenty, nineteen took no longer.
    pub p95: f64,
    /// Of a hundred, ninety-nine took no longer.
    pub p99: f64,
    /// None took longer.
    pub max: f64,
}

/// What was said to clients.
#[derive(Debug, Serialize)]
pub struct Refused {
    /// The words.
    pub said: String,
    /// At which step of the path.
    pub step: Name,
    /// How often.
    pub count: u64,
    /// When for the first time, in seconds after the begin.
    pub first: f64,
    /// How many connections were open then.
    pub open: u64,
    /// How many others were being opened then; a pooler counts them as well.
    pub opening: u64,
    /// Why, as far as the words are known.
    pub cause: Option<&'static str>,
    /// What to do.
    pub remedy: Option<&'static str>,
}

/// Whether a client is let in after the load.
#[derive(Debug, Serialize)]
pub struct Recovery {
    /// Whether it was let in and answered.
    pub ok: bool,
    /// After how many milliseconds.
    pub milliseconds: f64,
    /// What was said to it last, when it was not.
    pub said: Option<String>,
}

/// A moment of the load.
#[derive(Debug, Serialize)]
pub struct Moment {
    /// When it begins, in seconds after the load did.
    pub at: f64,
    /// The most connections that were open.
    pub open: u64,
    /// Attempts that were refused, and queries that failed.
    pub refused: u64,
    /// Queries that were answered, in a second.
    pub per_second: f64,
    /// The latency of a query in milliseconds: half took no longer.
    pub p50: f64,
    /// Of twenty, nineteen took no longer.
    pub p95: f64,
}

impl Load {
    /// What `tally` says.
    pub fn of(
        tally: &Tally,
        order: &Order,
        took: Duration,
        was_stopped: bool,
        recovery: Option<Recovery>,
        driver: DriverAt,
    ) -> Self {
        let good = tally.opened + tally.answered;
        let all = good + tally.refused + tally.failed;
        let length = tally.length.as_secs_f64();
        let within = |nth: usize| nth as f64 * length < took.as_secs_f64();
        let moments = tally.moments.iter().enumerate().filter(|(nth, _)| within(*nth));
        Self {
            clients: order.clients,
            clients_missing: tally.clients_missing,
            seconds: round(took.as_secs_f64()),
            was_stopped,
            opened: tally.opened,
            most_open: tally.most_open,
            refused: tally.refused,
            answered: tally.answered,
            failed: tally.failed,
            success: (all > 0).then(|| good as f64 / all as f64),
            connect: Latency::of(&tally.connect),
            query: Latency::of(&tally.query),
            refusals: tally.refusals.iter().map(|it| Refused::of(it, driver)).collect(),
            recovery,
            moments: moments.map(|(nth, seen)| Moment::of(nth, seen, length)).collect(),
        }
    }

    /// Whether everything went well, during the load and after it.
    pub fn is_good(&self) -> bool {
        self.refused + self.failed == 0 && self.recovery.as_ref().is_none_or(|it| it.ok)
    }

    /// Queries that were answered in a second.
    pub fn per_second(&self) -> f64 {
        if self.seconds > 0.0 { self.answered as f64 / self.seconds } else { 0.0 }
    }
}

impl Latency {
    fn of(all: &Latencies) -> Self {
        let at = |quantile| in_milliseconds(all.value_at_quantile(quantile).min(all.max()));
        Self { count: all.len(), p50: at(0.5), p95: at(0.95), p99: at(0.99), max: in_milliseconds(all.max()) }
    }
}

impl Refused {
    fn of(refusal: &Refusal, driver: DriverAt) -> Self {
        let known = explain_error(&refusal.said, Some(driver)).into_iter().next();
        Self {
            said: refusal.said.clone(),
            step: refusal.step,
            count: refusal.count,
            first: round(refusal.first.as_secs_f64()),
            open: refusal.open,
            opening: refusal.opening,
            cause: known.as_ref().map(|it| it.cause),
            remedy: known.map(|it| it.remedy),
        }
    }
}

impl Recovery {
    /// What became of it, after so long.
    pub fn of(ok: bool, took: Duration, said: Option<String>) -> Self {
        Self { ok, milliseconds: round(took.as_secs_f64() * 1000.0), said }
    }
}

impl Moment {
    fn of(nth: usize, seen: &Seen, length: f64) -> Self {
        let latency = Latency::of(&seen.query);
        Self {
            at: round(nth as f64 * length),
            open: seen.open,
            refused: seen.refused,
            per_second: round(latency.count as f64 / length),
            p50: latency.p50,
            p95: latency.p95,
        }
    }
}

fn in_milliseconds(micros: u64) -> f64 {
    micros as f64 / 1000.0
}

fn round(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}
