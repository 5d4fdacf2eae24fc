//! What goes on at a server or a pooler, looked at again and again over one connection.

mod activity;
mod advice;
mod console;
mod sample;
mod statement;

use std::time::Duration;

use connlint_core::drivers::DriverAt;
use connlint_core::model::{Reading, Sourced};

use super::clock::Deadline;
use super::plan::Plan;
use super::session::Session;
use super::step::{Failure, Told, Walk};
pub use sample::{Client, Pool, Sample, Source};

/// PgBouncer's database that is none: who opens it can ask the pooler itself.
const CONSOLE: &str = "pgbouncer";

/// Who is watched, and how.
pub struct Watched {
    console: Plan,
    server: Plan,
    timeout: Duration,
}

/// A connection to who is watched.
pub struct Watch {
    session: Session,
    source: Source,
    place: String,
    limits: console::Limits,
    timeout: Duration,
}

impl Watched {
    /// What `driver` makes of a string that it does not refuse.
    ///
    /// # Errors
    /// As for [`Plan::of`].
    pub fn of(
        reading: &Reading,
        driver: DriverAt,
        allow_cleartext: bool,
        timeout: Duration,
    ) -> anyhow::Result<Self> {
        let mut console = reading.clone();
        console.dbname = Some(Sourced::default_of_driver(CONSOLE.into()));
        Ok(Self {
            console: Plan::of(&console, driver, allow_cleartext)?,
            server: Plan::of(reading, driver, allow_cleartext)?,
            timeout,
        })
    }

    /// Opens a connection to the first host that lets it in: to the console of a PgBouncer where that is allowed, because
    /// it answers when the pools are full; else to the database.
    ///
    /// # Errors
    /// The walk that failed, to the last of the hosts.
    pub fn open(&self) -> Result<Watch, Box<Walk>> {
        let mut last = None;
        for (host, port) in &self.server.hosts {
            match self.open_at(host, *port) {
                Ok(watch) => return Ok(watch),
                Err(walk) if walk.is_wrong_password() => return Err(walk),
                Err(walk) => last = Some(walk),
            }
        }
        Err(last.unwrap_or_else(|| Box::new(Walk::to("", 0, Deadline::after(Duration::ZERO), Told::NOBODY))))
    }

    fn open_at(&self, host: &str, port: u16) -> Result<Watch, Box<Walk>> {
        let place = format!("{host}, port {port}");
        let deadline = || Deadline::after(self.timeout);
        let watch = |session, source, limits| Watch { session, source, place, limits, timeout: self.timeout };
        match self.console.open(host, port, deadline()) {
            // A database may have that name.
            Ok(mut session) => match console::Limits::ask(&mut session) {
                Ok(limits) => return Ok(watch(session, Source::Pgbouncer, limits)),
                Err(_) => drop(session),
            },
            Err(walk) if walk.is_wrong_password() => return Err(walk),
            Err(_) => {}
        }
        let session = self.server.open(host, port, deadline())?;
        Ok(watch(session, Source::Activity, console::Limits::default()))
    }
}

impl Watch {
    /// What goes on now.
    ///
    /// # Errors
    /// What the server says, or what became of the connection.
    pub fn sample(&mut self) -> Result<Sample, Failure> {
        self.session.until(Deadline::after(self.timeout));
        let mut sample = match self.source {
            Source::Pgbouncer => console::sample(&mut self.session, &self.place, &self.limits),
            Source::Activity => activity::sample(&mut self.session, &self.place, self.timeout),
        }?;
        sample.advice = advice::advice(&sample);
        Ok(sample)
    }
}
