//! `connlint test`: the path to the server, step by step.

mod end;
mod failover;
mod load;
mod matrix;
mod rehearse;
mod walk;
mod with_driver;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use connlint_core::model::Reading;
use matrix::Matrix;
use rehearse::{Rehearsed, Stage};
use serde::Serialize;
use serde_json::json;
use walk::explanation;
use with_driver::shown;

use super::strings::{self, Question};
use crate::Exit;
use crate::args::{ExplainOutput, TestArgs};
use crate::config::Config;
use crate::live;
use crate::live::end::{Claim, End, end as look};
use crate::live::{Asked, Deadline, Failover, Load, Outcome, Own, Plan, Told, Tried, Walk};
use crate::terminal::{self, STRONG, printable, styled};

/// Runs the command.
pub fn run(args: &TestArgs, config: &Config) -> anyhow::Result<Exit> {
    load::refuse(args)?;
    let questions = strings::of_source(&args.source, config)?;
    let tests = questions.iter().map(|question| test(question, args)).collect::<Result<Vec<_>, _>>()?;
    if args.output_format == ExplainOutput::Json {
        terminal::print(&(json!({ "version": 1, "tests": tests }).to_string() + "\n"))?;
    }
    Ok(tests.iter().map(Tested::exit).max().unwrap_or(Exit::Clean))
}

/// What was found for one string.
#[derive(Serialize)]
struct Tested {
    /// Who reads it, with the version.
    driver: String,
    /// The path to each host; to nowhere, when the driver refuses the string.
    hosts: Vec<Walk>,
    /// Which host drivers take, where there are several, or a certain kind of server is wanted.
    failover: Option<Failover>,
    /// What the driver will meet there, when that was asked for and a host answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    rehearsal: Option<Rehearsed>,
    /// What each setting by itself leads to, when that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    matrix: Option<Matrix>,
    /// What came of the load, where one was asked for.
    load: Option<Load>,
    /// What came of the installed driver, if that was asked for and the walk did not end before.
    with_driver: Vec<Tried>,
}

impl Tested {
    /// One host that can be reached is enough for a driver, if it gets along with what is there. A string that it
    /// refuses is a finding, not a failure.
    fn exit(&self) -> Exit {
        if self.hosts.iter().any(Walk::arrived) {
            let fails = |walk: &Walk| walk.end.as_ref().is_some_and(End::is_outage);
            let is_good = !self.hosts.iter().any(fails)
                && self.load.as_ref().is_none_or(Load::is_good)
                && self.rehearsal.as_ref().is_none_or(Rehearsed::works)
                && self.with_driver.iter().all(|it| it.outcome == Outcome::Works);
            if is_good { Exit::Clean } else { Exit::Findings }
        } else if self.hosts.iter().any(|walk| walk.host.is_some()) {
            Exit::Failure
        } else {
            Exit::Findings
        }
    }
}

/// Walks the path to each host of a string, and shows each step as soon as it is taken.
fn test(question: &Question, args: &TestArgs) -> anyhow::Result<Tested> {
    let tested = |hosts, with_driver| Tested {
        driver: question.reader().display(),
        hosts,
        with_driver,
        failover: None,
        rehearsal: None,
        matrix: None,
        load: None,
    };
    let driver = question.reader();
    let is_shown = args.output_format == ExplainOutput::Text;
    let title = |text: &str| match is_shown {
        true => terminal::print(&format!("{}\n", styled(STRONG, &printable(text)))),
        false => Ok(()),
    };
    let told = if is_shown { walk::TOLD } else { Told::NOBODY };
    let done = |walk: Walk| match is_shown {
        true => terminal::print(&(explanation(&walk) + &end::shown(&walk))).map(|()| walk),
        false => Ok(walk),
    };
    let reading = driver.read_in(&question.text, question.spelling, &strings::surroundings());
    if let Some(refusal) = &reading.refusal {
        title(driver.driver.label)?;
        let walk = done(Walk::refused(refusal.masked(&question.text), driver, told))?;
        return Ok(tested(vec![walk], with_driver(question, &reading, args)?));
    }
    let claim = Claim {
        text: &question.text,
        driver,
        endpoint: &question.endpoint,
        statements_off: question.statements_off,
    };
    let mut plan = Plan::of(&reading, driver, args.source.allow_cleartext)?;
    let deadline = Deadline::after(Duration::from_secs(u64::from(args.timeout)));
    let mut walks = Vec::new();
    for (nth, (host, port)) in plan.hosts.clone().iter().enumerate() {
        title(&format!("{} to {host}, port {port}", driver.driver.label))?;
        let share = deadline.share(plan.hosts.len() - nth);
        let mut walk = plan.walk(host, *port, share, told);
        if walk.arrived() {
            walk.end = Some(look(&plan, host, *port, share, &claim));
        }
        plan.is_refused |= walk.is_wrong_password();
        walks.push(done(walk)?);
    }
    let asked = Asked { text: &question.text, spelling: question.spelling, reading: &reading, driver };
    let failover = live::failover(&plan, &walks, &asked, deadline);
    if let Some(failover) = failover.as_ref().filter(|_| is_shown) {
        terminal::print(&failover::shown(failover))?;
    }
    let plan = Arc::new(plan);
    let reached = walks.iter().find(|walk| walk.arrived()).and_then(|it| Some((it.host.clone()?, it.port?)));
    let answering = walks.iter().zip(&plan.hosts).find(|(walk, _)| walk.answered());
    let stage = answering.map(|(walk, (host, port))| {
        let (port, end) = (*port, walk.end.as_ref());
        Stage { question, reading: &reading, plan: &plan, host, port, end, args }
    });
    let rehearsal = stage.as_ref().filter(|_| args.rehearse).map(Stage::rehearse).transpose()?;
    let matrix = stage.as_ref().filter(|_| args.matrix).map(Stage::matrix);
    if is_shown {
        let rehearsed = rehearsal.iter().map(|it| rehearse::shown(it, driver));
        let tried = matrix.iter().map(|it| matrix::shown(it, driver));
        rehearsed.chain(tried).try_for_each(|text| terminal::print(&text))?;
    }
    // A password that is wrong is not tried again and again: some platforms shut out who does.
    let with_driver = if reached.is_some() { with_driver(question, &reading, args)? } else { Vec::new() };
    let load = match &reached {
        Some((host, port)) => load::run(&plan, (host, *port), args, is_shown)?,
        None => None,
    };
    Ok(Tested { failover, rehearsal, matrix, load, ..tested(walks, with_driver) })
}

/// Tries the installed driver, if that is asked for.
fn with_driver(question: &Question, reading: &Reading, args: &TestArgs) -> anyhow::Result<Vec<Tried>> {
    if !args.with_driver {
        return Ok(Vec::new());
    }
    let folder = args.source.file.as_deref().and_then(Path::parent).filter(|it| !it.as_os_str().is_empty());
    let own = Own {
        string: &question.text,
        spelling: question.spelling,
        driver: question.reader(),
        password: reading.password.as_ref().map(|it| it.value.clone()),
        python: args.python.as_deref(),
        node: args.node.as_deref(),
        folder: folder.unwrap_or(Path::new(".")),
    };
    own.try_all(Duration::from_secs(u64::from(args.timeout)), |tried| {
        if args.output_format == ExplainOutput::Text {
            // A screen that nobody reads any more is no reason to stop half-way.
            let _ = terminal::print(&shown(tried));
        }
    })
}
