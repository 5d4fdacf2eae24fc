//! What a walk along the path to a server finds.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use connlint_core::drivers::DriverAt;
use connlint_core::report::{Explanation, explain_error};
use serde::Serialize;

use super::clock::Deadline;
use super::connect::PATIENCE;
use super::end::End;

const SECOND: Duration = Duration::from_secs(1);

/// A step of the path, in the order in which they are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Name {
    /// The string, as the driver reads it.
    Read,
    /// The addresses of the name.
    Resolve,
    /// A connection to one of them.
    Connect,
    /// Encryption, and the server's certificate.
    Tls,
    /// The startup packet, up to the question who this is.
    Startup,
    /// The answer to that question.
    Authenticate,
    /// The first query.
    Query,
}

impl Name {
    /// For people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Resolve => "resolve",
            Self::Connect => "connect",
            Self::Tls => "TLS",
            Self::Startup => "startup",
            Self::Authenticate => "authenticate",
            Self::Query => "query",
        }
    }
}

/// A step that was taken.
#[derive(Clone, Debug, Serialize)]
pub struct Step {
    /// Which one.
    pub step: Name,
    /// Whether it went well.
    pub ok: bool,
    /// How long it took, in milliseconds.
    pub milliseconds: f64,
    /// What was found, or what failed, in the words of who said it.
    pub said: String,
    /// What else there is to know.
    pub notes: Vec<String>,
}

/// Why a step failed.
#[derive(Clone, Debug)]
pub struct Failure {
    /// In the words of who said it: the server, the system, or this program.
    pub said: String,
    /// Why, where no table of error texts knows better.
    pub cause: Option<&'static str>,
    /// What to do about it.
    pub remedy: Option<String>,
}

impl Failure {
    /// A failure that the tables of error texts explain.
    pub fn of(said: impl Into<String>) -> Self {
        Self { said: said.into(), cause: None, remedy: None }
    }

    /// The same, where the client is known already: then it is not its own password that is wrong.
    pub fn of_the_server_behind(self) -> Self {
        if !self.said.contains("(SQLSTATE 28P01)") {
            return self;
        }
        self.because(
            "a pooler took your password, and its own login at the server failed: the password that the pooler keeps is \
             not the server's",
            "give the pooler the server's password, such as in PgBouncer's `auth_file` or `[databases]`, and reload it",
        )
    }

    /// The same, with a cause and what to do.
    pub fn because(self, cause: &'static str, remedy: impl Into<String>) -> Self {
        Self { cause: Some(cause), remedy: Some(remedy.into()), ..self }
    }
}

/// The path to one host.
#[derive(Debug, Serialize)]
pub struct Walk {
    /// Host or socket directory; `None` when the driver refuses the string.
    pub host: Option<String>,
    /// Port.
    pub port: Option<u16>,
    /// The steps that were taken; the last one may have failed, and ends the walk.
    pub steps: Vec<Step>,
    /// Why the last step failed; `None` when it did not.
    pub cause: Option<String>,
    /// What to do about it.
    pub remedy: Option<String>,
    /// What the tables know about the text of the failure.
    pub explanations: Vec<Explanation>,
    /// What is at the other end; `None` when the walk did not arrive.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<End>,
    /// Who is told how it goes.
    #[serde(skip)]
    told: Told,
    /// When it has to be over.
    #[serde(skip)]
    until: Deadline,
}

/// Who is told how a walk goes.
#[derive(Clone, Copy, Debug)]
pub struct Told {
    /// Hears of each step as soon as it is taken.
    pub taken: fn(&Step),
    /// Hears of a step that takes its time, each second; `None` when nobody wants to.
    pub waits: Option<fn(&Wait)>,
}

impl Told {
    /// Nobody is told anything.
    pub const NOBODY: Self = Self { taken: |_| {}, waits: None };
}

/// A step that is not over yet.
pub struct Wait {
    /// Which one.
    pub step: Name,
    /// How many seconds it has taken.
    pub seconds: u64,
    /// How many seconds it may take in all.
    pub limit: u64,
}

impl Walk {
    /// Before the first step.
    pub fn to(host: &str, port: u16, until: Deadline, told: Told) -> Self {
        Self { host: Some(host.to_owned()), port: Some(port), ..Self::nowhere(until, told) }
    }

    /// The driver refuses the string, in these words.
    pub fn refused(said: String, driver: DriverAt, told: Told) -> Self {
        let mut out = Self::nowhere(Deadline::after(Duration::ZERO), told);
        out.take::<()>(Name::Read, |_| Err(Failure::of(said)));
        out.explained(driver)
    }

    fn nowhere(until: Deadline, told: Told) -> Self {
        let explanations = Vec::new();
        Self {
            host: None,
            port: None,
            steps: Vec::new(),
            cause: None,
            remedy: None,
            explanations,
            end: None,
            told,
            until,
        }
    }

    /// With what the tables know about the text of the failure, if there was one.
    pub fn explained(mut self, driver: DriverAt) -> Self {
        if let Some(failed) = self.steps.last().filter(|step| !step.ok) {
            self.explanations = explain_error(&failed.said, Some(driver));
        }
        self
    }

    /// Whether the server, or a pooler, says that user or password is wrong.
    pub fn is_wrong_password(&self) -> bool {
        let is_last = self.steps.last().is_some_and(|step| !step.ok && step.step == Name::Authenticate);
        is_last && self.explanations.first().is_some_and(|it| it.rules.contains(&"password-not-encoded"))
    }

    /// The same, with something to mind in what to do.
    pub fn with_warning(mut self, warning: &str) -> Self {
        let remedy = self.remedy.take().or(self.explanations.first().map(|it| it.remedy.to_owned()));
        self.remedy = Some(remedy.map_or_else(|| warning.to_owned(), |it| format!("{it}; {warning}")));
        self
    }

    /// Whether the whole path was walked.
    pub fn arrived(&self) -> bool {
        self.steps.last().is_some_and(|step| step.ok && step.step == Name::Query)
    }

    /// Does `work`, and says each second that it goes on.
    fn patiently<T>(&self, step: Name, work: impl FnOnce() -> T) -> T {
        let Some(waits) = self.told.waits else { return work() };
        let until = if step == Name::Connect { self.until.or_after(PATIENCE) } else { self.until };
        let begun = Instant::now();
        let limit = until.left().map_or(0, whole_seconds);
        thread::scope(|scope| {
            let (done, is_done) = mpsc::channel::<()>();
            scope.spawn(move || {
                while is_done.recv_timeout(SECOND) == Err(RecvTimeoutError::Timeout) {
                    waits(&Wait { step, seconds: whole_seconds(begun.elapsed()), limit });
                }
            });
            let result = work();
            drop(done);
            result
        })
    }

    /// Whether somebody answered who speaks the protocol, be it with a refusal.
    pub fn answered(&self) -> bool {
        let spoke = |step: &Step| step.step == Name::Query || step.step == Name::Startup;
        self.arrived() || self.steps.last().is_some_and(|step| spoke(step) && step.said.contains("SQLSTATE"))
    }

    /// Takes a step: notes how long it took and what came of it.
    pub fn take<T>(
        &mut self,
        step: Name,
        walk: impl FnOnce(&mut Vec<String>) -> Result<(T, String), Failure>,
    ) -> Option<T> {
        let begun = Instant::now();
        let mut notes = Vec::new();
        let result = self.patiently(step, || walk(&mut notes));
        let milliseconds = in_milliseconds(begun.elapsed());
        let (ok, said) = match &result {
            Ok((_, said)) => (true, said.clone()),
            Err(failure) => (false, failure.said.clone()),
        };
        let taken = Step { step, ok, milliseconds, said, notes };
        (self.told.taken)(&taken);
        self.steps.push(taken);
        match result {
            Ok((value, _)) => Some(value),
            Err(failure) => {
                self.cause = failure.cause.map(str::to_owned);
                self.remedy = failure.remedy;
                None
            }
        }
    }
}

fn whole_seconds(time: Duration) -> u64 {
    (time + Duration::from_millis(500)).as_secs()
}

fn in_milliseconds(time: Duration) -> f64 {
    (time.as_secs_f64() * 10_000.0).round() / 10.0
}
