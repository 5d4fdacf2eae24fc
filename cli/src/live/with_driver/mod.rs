//! The live test through the user's own installed driver: a small script for it, run by their interpreter.
//!
//! No script lies on a disk and no string among the arguments of a process: both come over standard input, or as an
//! argument that holds no secret. A script ends when its standard input does, so that none outlives connlint.

mod interpreter;
mod trials;

use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::Duration;

use connlint_core::drivers::DriverAt;
use connlint_core::generate::convert;
use connlint_core::parse::Spelling;
use connlint_core::report::{Explanation, explain_error};
use connlint_core::text::{Hider, Secret, secret_spans};
use serde::{Deserialize, Serialize};

use super::clock::Deadline;
use crate::Usage;
use interpreter::{Interpreter, Language};
use trials::{TRIALS, Trial};

/// Connections at once: enough for the statements of one to meet those of another.
const CLIENTS: u32 = 4;
/// How often each connection asks each of its questions: psycopg prepares a statement when it has come five times.
const ROUNDS: u32 = 8;

/// The user's string, and who may run what is tried with it.
pub struct Own<'a> {
    /// The string.
    pub string: &'a str,
    /// How it is spelled.
    pub spelling: Spelling,
    /// Who reads it.
    pub driver: DriverAt,
    /// The password in it, as it is meant.
    pub password: Option<Secret>,
    /// A Python that was named.
    pub python: Option<&'a Path>,
    /// A Node.js that was named.
    pub node: Option<&'a Path>,
    /// Where the project is.
    pub folder: &'a Path,
}

/// How a trial ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Every question was answered, and rightly.
    Works,
    /// The driver or the server complained.
    Fails,
    /// It was not over in time.
    Hangs,
    /// Answers came that belong to other questions.
    WrongAnswers,
    /// A package is missing, or the interpreter is.
    NotInstalled,
}

/// What came of one trial.
#[derive(Debug, Serialize)]
pub struct Tried {
    /// Who read the string.
    pub driver: &'static str,
    /// What people call it, and `asynchronous` where there are both kinds.
    pub label: String,
    /// Whether the string was spelled anew for it; else it is the user's own.
    pub is_converted: bool,
    /// The parameters that are lost on the way.
    pub losses: Vec<String>,
    /// How it ended.
    pub outcome: Outcome,
    /// The interpreter.
    pub interpreter: String,
    /// Its version.
    pub runtime: Option<String>,
    /// Versions of the packages.
    pub versions: std::collections::BTreeMap<String, String>,
    /// Questions that were asked by all clients.
    pub asked: u32,
    /// Questions that were answered.
    pub answered: u32,
    /// Answers that belong to other questions.
    pub wrong: u32,
    /// How long it took, in milliseconds.
    pub milliseconds: f64,
    /// The first error, in the driver's words.
    pub error: Option<String>,
    /// Where it was raised, in full.
    pub traceback: Option<String>,
    /// What the tables know about it.
    pub explanations: Vec<Explanation>,
    /// The command that installs what is missing.
    pub install: Option<String>,
}

/// What a script says.
#[derive(Deserialize)]
struct Said {
    runtime: String,
    versions: std::collections::BTreeMap<String, String>,
    missing: Vec<String>,
    #[serde(default)]
    asked: u32,
    #[serde(default)]
    answered: u32,
    #[serde(default)]
    wrong: u32,
    #[serde(default)]
    milliseconds: f64,
    error: Option<String>,
    traceback: Option<String>,
}

impl Own<'_> {
    /// Tries the driver itself, and what stands on it or below it; `told` hears of each. What stands above or below and is
    /// not installed is left out.
    ///
    /// # Errors
    /// No script is known for the driver.
    pub fn try_all(&self, each: Duration, told: impl Fn(&Tried)) -> anyhow::Result<Vec<Tried>> {
        let name = self.driver.driver.name;
        let own: Vec<&Trial> = TRIALS.iter().filter(|it| it.driver == name).collect();
        if own.is_empty() {
            let mut names: Vec<&str> = TRIALS.iter().map(|it| it.driver).collect();
            names.dedup();
            let known = names.join(", ");
            return Err(Usage(format!("--with-driver knows no script for {name}; it knows {known}")).into());
        }
        let below = own.first().and_then(|it| it.below);
        let is_related = |it: &&Trial| it.below == Some(name) || Some(it.driver) == below;
        let mut out = Vec::new();
        for trial in own {
            out.push(self.attempt(trial, self.string.to_owned(), None, each));
            out.iter().last().into_iter().for_each(&told);
        }
        for trial in TRIALS.iter().filter(is_related) {
            let Some((string, losses)) = self.converted(trial) else { continue };
            let tried = self.attempt(trial, string, Some(losses), each);
            if tried.outcome != Outcome::NotInstalled {
                told(&tried);
                out.push(tried);
            }
        }
        Ok(out)
    }

    /// The string as another driver spells it, and what is lost; `None` when it cannot be said there.
    fn converted(&self, trial: &Trial) -> Option<(String, Vec<String>)> {
        let to = DriverAt::parse(trial.driver)?;
        let out = convert(self.string, self.spelling, &self.driver, to, Some(Spelling::Uri)).ok()?;
        Some((out.string.expose().to_owned(), out.losses.into_iter().map(|it| it.name).collect()))
    }

    fn attempt(&self, trial: &Trial, string: String, losses: Option<Vec<String>>, each: Duration) -> Tried {
        let named = match trial.language {
            Language::Python => self.python,
            Language::Node => self.node,
        };
        let interpreter = Interpreter::of(trial.language, named, self.folder);
        let mut out = Tried {
            driver: trial.driver,
            label: label(trial),
            is_converted: losses.is_some(),
            losses: losses.unwrap_or_default(),
            outcome: Outcome::Hangs,
            interpreter: interpreter.program.display().to_string(),
            runtime: None,
            versions: Default::default(),
            asked: 0,
            answered: 0,
            wrong: 0,
            milliseconds: 0.0,
            error: None,
            traceback: None,
            explanations: Vec::new(),
            install: None,
        };
        let task = interpreter.task(trial, &string, CLIENTS, ROUNDS).to_string();
        match finish(interpreter.command(trial), &task, Deadline::after(each)) {
            Ok(Some(output)) => out.hear(&output, &interpreter),
            Ok(None) => {}
            Err(error) => {
                out.outcome = Outcome::NotInstalled;
                out.error = Some(format!("{} cannot be run: {error}", interpreter.program.display()));
            }
        }
        let hider = self.hider(&string);
        out.error = out.error.map(|text| hider.hide(&text));
        out.traceback = out.traceback.map(|text| hider.hide(&text));
        if let Some(error) = &out.error {
            out.explanations = explain_error(error, DriverAt::parse(trial.driver));
        }
        out
    }

    /// Hides what is secret in the string, in what a driver says of it.
    fn hider(&self, string: &str) -> Hider {
        let written = secret_spans(string).into_iter().map(|span| span.of(string));
        Hider::new(written.chain(self.password.as_ref().map(Secret::expose)))
    }
}

impl Tried {
    /// Takes in what the script said.
    fn hear(&mut self, output: &Output, interpreter: &Interpreter) {
        let line = output.out.lines().rev().find(|line| line.starts_with('{'));
        let Some(said) = line.and_then(|line| serde_json::from_str::<Said>(line).ok()) else {
            self.outcome = Outcome::Fails;
            self.error =
                Some(output.err.trim().lines().last().unwrap_or("it ended without a word").to_owned());
            self.traceback = Some(output.err.clone());
            return;
        };
        self.outcome = match &said {
            it if !it.missing.is_empty() => Outcome::NotInstalled,
            it if it.wrong > 0 => Outcome::WrongAnswers,
            it if it.error.is_some() || it.answered < it.asked => Outcome::Fails,
            _ => Outcome::Works,
        };
        if !said.missing.is_empty() {
            self.error = Some(format!("missing: {}", said.missing.join(", ")));
            self.install = Some(interpreter.install(&said.missing));
        }
        self.runtime = Some(said.runtime);
        self.versions = said.versions;
        (self.asked, self.answered, self.wrong) = (said.asked, said.answered, said.wrong);
        self.milliseconds = said.milliseconds;
        self.error = said.error.or(self.error.take());
        self.traceback = said.traceback;
    }
}

fn label(trial: &Trial) -> String {
    let label = DriverAt::parse(trial.driver).map_or(trial.driver, |it| it.driver.label);
    if trial.kind.is_empty() { label.to_owned() } else { format!("{label}, {}", trial.kind) }
}

/// What a process said.
struct Output {
    out: String,
    err: String,
}

/// A process that does not outlive this.
struct Kept(Child);

impl Drop for Kept {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Runs a command that hears `task`; `None` when it is not over in time, and has been ended.
fn finish(
    mut command: std::process::Command,
    task: &str,
    deadline: Deadline,
) -> std::io::Result<Option<Output>> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut kept = Kept(command.spawn()?);
    // Its standard input stays open for as long as it is wanted.
    let mut input = kept.0.stdin.take();
    if let Some(input) = &mut input {
        // A process that ends before it listens says why on its error output.
        let _ = writeln!(input, "{task}");
    }
    let (out, err) = (reader(kept.0.stdout.take()), reader(kept.0.stderr.take()));
    loop {
        if kept.0.try_wait()?.is_some() {
            let text = |it: std::thread::JoinHandle<String>| it.join().unwrap_or_default();
            return Ok(Some(Output { out: text(out), err: text(err) }));
        }
        if deadline.left().is_err() {
            return Ok(None);
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn reader(pipe: Option<impl Read + Send + 'static>) -> std::thread::JoinHandle<String> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut pipe) = pipe {
            let _ = pipe.read_to_end(&mut bytes);
        }
        String::from_utf8_lossy(&bytes).into_owned()
    })
}
