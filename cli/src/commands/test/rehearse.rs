//! `connlint test --rehearse`: what the driver will meet at this endpoint, as it is set and as it should be.

use std::fmt::Write as _;
use std::time::Duration;

use connlint_core::drivers::DriverAt;
use connlint_core::endpoints::EndpointAt;
use connlint_core::generate::Connection;
use connlint_core::model::{Prepared, Reading};
use connlint_core::parse::spelling_of;
use connlint_core::{Request, generate};
use serde::Serialize;

use crate::args::TestArgs;
use crate::commands::strings::Question;
use crate::live::end::{End, Mode, Statements};
use crate::live::rehearsal::{Outcome, Tally, rehearse};
use crate::live::{Deadline, Plan};
use crate::terminal::{BAD, GOOD, STRONG, hang, printable, styled, width, wrap};

/// What connlint takes a pooler for, where nothing says which it is.
const TRACKS_STATEMENTS: &str = "pgbouncer-transaction@1.24";
const LOSES_STATEMENTS: &str = "pgbouncer-transaction@1.18";

/// What came of a rehearsal.
#[derive(Serialize)]
pub struct Rehearsed {
    /// The host.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// What the recommended settings are made for.
    pub endpoint: String,
    /// Whether the real driver was heard to speak as these clients did; else they go by its documentation.
    pub heard: bool,
    /// What the settings of the string lead to.
    pub present: Trial,
    /// What the recommended ones lead to; the same when there is nothing to change.
    pub recommended: Option<Trial>,
    /// Why nothing is recommended.
    pub refused: Option<String>,
    /// What the recommended settings say that the present ones do not, each with its place and its reason.
    pub changes: Vec<Change>,
}

/// What one way to connect leads to.
#[derive(Clone, Serialize)]
pub struct Trial {
    /// In a word.
    pub outcome: Outcome,
    /// In numbers, with the first error.
    #[serde(flatten)]
    pub tally: Tally,
}

/// A setting to add.
#[derive(Serialize)]
pub struct Change {
    /// The setting.
    pub setting: String,
    /// Where it goes.
    pub place: String,
    /// Why.
    pub why: String,
}

impl Rehearsed {
    /// Whether the settings of the string are good enough.
    pub fn works(&self) -> bool {
        self.present.outcome == Outcome::Works
    }
}

impl Trial {
    /// What a tally comes to.
    pub fn of(tally: Tally) -> Self {
        Self { outcome: tally.outcome(), tally }
    }

    /// The same in a line, without the words of errors that do not keep everybody out.
    pub fn in_short(&self) -> String {
        let Tally { clients, asked, wrong, failed, committed, lost, hung, .. } = self.tally;
        let errors = if failed > 0 { format!(", {failed} errors") } else { String::new() };
        match self.outcome {
            Outcome::Works => "works".to_owned(),
            Outcome::Fails if clients == 0 => self.sentence(),
            Outcome::Fails => format!("fails: {failed} errors in {asked} questions"),
            Outcome::Hangs => format!("hangs: {hung} of {clients} clients{errors}"),
            Outcome::WrongAnswers => format!("wrong answers: {wrong} of {asked}{errors}"),
            Outcome::LostCommits => {
                format!("lost commits: {lost} of {committed}; wrong answers: {wrong} of {asked}{errors}")
            }
        }
    }

    /// What happened, in words.
    pub fn sentence(&self) -> String {
        let Tally { clients, asked, right, wrong, failed, committed, lost, hung, .. } = self.tally;
        let said =
            |before: &str| self.tally.said.as_ref().map_or(String::new(), |it| format!("{before}`{it}`"));
        let errors =
            if failed > 0 { format!("; {failed} of {asked} fail{}", said(": ")) } else { String::new() };
        match self.outcome {
            Outcome::Works => format!("works: {right} of {asked} questions have their own answer"),
            Outcome::Fails if clients == 0 => format!("does not connect{}", said(": ")),
            Outcome::Fails => format!("fails: {failed} of {asked} questions end with an error{}", said(", ")),
            Outcome::Hangs => format!("hangs: {hung} of {clients} clients wait in vain{errors}"),
            Outcome::WrongAnswers => {
                format!("wrong answers: {wrong} of {asked} questions get another client's answer{errors}")
            }
            Outcome::LostCommits => {
                let others = match wrong {
                    0 => String::new(),
                    _ => format!("; {wrong} of {asked} questions get another client's answer"),
                };
                format!(
                    "lost commits: {lost} of {committed} transactions are reported as committed and are \
                     not{others}{errors}"
                )
            }
        }
    }
}

/// Where, as whom, and for how long.
pub struct Stage<'a> {
    /// The string.
    pub question: &'a Question,
    /// As the driver reads it.
    pub reading: &'a Reading,
    /// The plan of the string.
    pub plan: &'a Plan,
    /// The host.
    pub host: &'a str,
    /// Its port.
    pub port: u16,
    /// What was found there.
    pub end: Option<&'a End>,
    /// The arguments.
    pub args: &'a TestArgs,
}

impl Stage<'_> {
    /// Rehearses the present settings, and the recommended ones where they are others.
    pub fn rehearse(&self) -> anyhow::Result<Rehearsed> {
        let driver = self.question.reader();
        let present = self.tally(self.plan, self.prepared());
        let request = self.request(driver);
        let mut out = Rehearsed {
            host: self.host.to_owned(),
            port: self.port,
            endpoint: request.endpoint().display(),
            heard: driver.speech().heard,
            present: Trial::of(present),
            recommended: None,
            refused: None,
            changes: Vec::new(),
        };
        let generated = generate(&request);
        if let Some(connection) = &generated.connection {
            out.changes = self.changes(connection);
            out.recommended = Some(self.recommended(driver, connection, &out.present)?);
        }
        out.refused = generated.refused.map(|it| format!("{}; {}", it.why, it.instead));
        Ok(out)
    }

    /// What the generator is asked for: the same connection, for whoever answers.
    fn request(&self, driver: DriverAt) -> Request {
        let Self { question, reading, host, port, .. } = self;
        let mut out = Request::from_text(driver, &question.text, None)
            .unwrap_or_else(|| Request::new(driver, host.to_owned()));
        out.host = (*host).to_owned();
        out.port = Some(*port);
        out.user = reading.user.as_ref().map(|it| it.value.to_string());
        out.password = reading.password.as_ref().map(|it| it.value.clone());
        out.dbname = reading.dbname.as_ref().map(|it| it.value.to_string());
        out.endpoint = Some(self.endpoint());
        out
    }

    /// Who answers: as it was said, as the string tells, or by what was found.
    fn endpoint(&self) -> EndpointAt {
        if let Some(endpoint) = &self.args.endpoint {
            return endpoint.clone();
        }
        let claimed = &self.question.endpoint;
        let Some((end, mode)) = self.end.and_then(|end| Some((end, end.mode.is?))) else {
            return claimed.clone();
        };
        if claimed.certain && claimed.endpoint.mode.may_share_transactions() == mode.is_shared() {
            return claimed.clone();
        }
        let name = match mode {
            Mode::Direct => "postgresql",
            Mode::Session => "pgbouncer-session",
            _ if end.statements.is == Some(Statements::Kept) => TRACKS_STATEMENTS,
            _ => LOSES_STATEMENTS,
        };
        EndpointAt::parse(name).unwrap_or_else(|| claimed.clone())
    }

    /// What the program does with statements, as the string and a comment beside it say.
    pub fn prepared(&self) -> Prepared {
        match self.question.statements_off {
            true => self.question.reader().prepared_without_names(),
            false => self.reading.prepared.value,
        }
    }

    fn recommended(
        &self,
        driver: DriverAt,
        connection: &Connection,
        present: &Trial,
    ) -> anyhow::Result<Trial> {
        let text = connection.string.as_ref().map(|it| it.expose());
        let reading = text.map_or_else(
            || self.reading.clone(),
            |text| driver.read(text, spelling_of(text).unwrap_or(self.question.spelling)),
        );
        let prepared = match connection.statements_off_in_code {
            true => driver.prepared_without_names(),
            false => reading.prepared.value,
        };
        let is_same = prepared == self.prepared() && reading.startup == self.reading.startup;
        if is_same && self.reading.accepted() {
            return Ok(present.clone());
        }
        let mut plan = Plan::of(&reading, driver, self.args.source.allow_cleartext)?;
        // The path is the one that was walked; the password may come from beside the string.
        plan.wanted = self.plan.wanted.clone();
        plan.password.clone_from(&self.plan.password);
        Ok(Trial::of(self.tally(&plan, prepared)))
    }

    /// What comes of clients with this plan, and with statements so.
    pub fn tally(&self, plan: &Plan, prepared: Prepared) -> Tally {
        let deadline = Deadline::after(Duration::from_secs(u64::from(self.args.timeout)));
        rehearse(plan, prepared, self.question.reader(), (self.host, self.port), deadline)
    }

    /// The settings that the string does not have.
    fn changes(&self, connection: &Connection) -> Vec<Change> {
        let is_new = |name: &str, value: &str| {
            !self.reading.params.iter().any(|it| it.key == name && it.value == value)
        };
        let settings = connection.settings.iter().filter(|it| is_new(&it.setting.name, &it.setting.value));
        settings
            .map(|it| Change {
                setting: format!("{}={}", it.setting.name, it.setting.value),
                place: it.setting.place.to_owned(),
                why: it.why.clone(),
            })
            .collect()
    }
}

/// For people.
pub fn shown(it: &Rehearsed, driver: DriverAt) -> String {
    let mut out = String::new();
    let clients = it.present.tally.clients.max(it.recommended.as_ref().map_or(0, |it| it.tally.clients));
    let heard = if it.heard { "" } else { ", which go by its documentation: the real one was not heard" };
    let title = format!("rehearsal with {clients} clients that speak as {}{heard}", driver.driver.label);
    let _ = writeln!(out, "  {}", hang(&wrap(&title, width().saturating_sub(2)), 2));
    out.push_str(&row("as it is", &it.present));
    match (&it.recommended, &it.refused) {
        (Some(_), _) if it.changes.is_empty() => {}
        (Some(trial), _) => out.push_str(&row("recommended", trial)),
        (None, Some(why)) => out.push_str(&named("instead", why)),
        (None, None) => {}
    }
    if it.present.outcome != Outcome::Works || it.recommended.is_some() {
        for change in &it.changes {
            let Change { setting, place, why } = change;
            out.push_str(&named("change", &format!("{setting} in {place}: {why}")));
        }
    }
    out
}

fn row(name: &str, trial: &Trial) -> String {
    let (mark, style) = match trial.outcome {
        Outcome::Works => ("ok  ", GOOD),
        _ => ("FAIL", BAD),
    };
    let text = hang(&wrap(&printable(&trial.sentence()), width().saturating_sub(20)), 20);
    format!("  {} {name:<13}{text}\n", styled(style, mark))
}

fn named(name: &str, text: &str) -> String {
    let text = hang(&wrap(&printable(text), width().saturating_sub(20)), 20);
    format!("  {}{text}\n", styled(STRONG, &format!("{name:<18}")))
}
