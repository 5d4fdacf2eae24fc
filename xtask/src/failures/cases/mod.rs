//! The failures: how each is provoked, and what has to be said of it.

use std::time::Duration;

use anyhow::Result;

mod alone;
mod drivers;
mod login;
mod network;
mod tls;

pub use alone::ALONE;

use super::held::Held;
use super::lab::Lab;

/// A failure.
pub struct Case {
    /// What fails.
    pub name: &'static str,
    /// Who reads the string.
    pub driver: &'static str,
    /// The string; the lab fills in what stands in braces.
    pub string: &'static str,
    /// The step that fails; `arrived` when none does.
    pub step: &'static str,
    /// A piece of the cause.
    pub cause: &'static str,
    /// A piece of what to do.
    pub remedy: &'static str,
    /// `--timeout`; the usual one without it, and then an answer has to come within five seconds.
    pub timeout: Option<u64>,
    /// What has to be there while connlint runs.
    pub before: fn(&Lab) -> Result<Held>,
    /// What happens while connlint waits.
    pub meanwhile: Option<fn(&Lab) -> Result<()>>,
}

impl Case {
    const fn new(
        name: &'static str,
        string: &'static str,
        step: &'static str,
        cause: &'static str,
        remedy: &'static str,
    ) -> Self {
        let before = |_: &Lab| Ok(Held::none());
        Self { name, driver: "libpq", string, step, cause, remedy, timeout: None, before, meanwhile: None }
    }

    const fn read_by(self, driver: &'static str) -> Self {
        Self { driver, ..self }
    }

    const fn within_seconds(self, seconds: u64) -> Self {
        Self { timeout: Some(seconds), ..self }
    }

    const fn with(self, before: fn(&Lab) -> Result<Held>) -> Self {
        Self { before, ..self }
    }

    const fn while_waiting(self, meanwhile: fn(&Lab) -> Result<()>) -> Self {
        Self { meanwhile: Some(meanwhile), ..self }
    }

    /// The exit code: a string that the driver refuses is a finding, no connection a failure.
    pub fn exit(&self) -> i32 {
        match self.step {
            "arrived" => 0,
            "read" => 1,
            _ => 3,
        }
    }

    /// How long it may take, without what the program needs to start.
    pub fn within(&self) -> Duration {
        Duration::from_secs(self.timeout.unwrap_or(4))
    }
}

/// Those that do not disturb each other, by what they are about.
pub const TOGETHER: &[&[Case]] = &[network::CASES, tls::CASES, login::CASES, drivers::CASES];
