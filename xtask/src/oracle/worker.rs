//! Asking a worker: a program that speaks JSON lines, in an environment of its own.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

/// A driver that a worker has.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Listed {
    /// Name in connlint, `libpq` or `libpq@15`.
    pub driver: String,
    /// Version of what is asked.
    pub version: String,
    /// What is called.
    pub how: String,
}

/// What a driver makes of a string. The parts of a string that it refuses do not count.
#[derive(Clone, Debug, Deserialize)]
pub struct Answer {
    pub s: String,
    pub ok: bool,
    #[serde(default)]
    pub host: Option<String>,
    #[serde(default)]
    pub port: Option<String>,
    #[serde(default)]
    pub user: Option<String>,
    #[serde(default)]
    pub password: Option<String>,
    #[serde(default)]
    pub dbname: Option<String>,
    /// Everything else that the driver keeps, when it keeps it under the names of the string.
    #[serde(default)]
    pub params: Option<BTreeMap<String, String>>,
    /// The settings that it would send to the server at startup, when it can be asked.
    #[serde(default)]
    pub to_server: Option<BTreeMap<String, String>>,
    /// Its text when it refuses; `None` when that text would not be the driver's.
    pub error: Option<String>,
}

/// How long a worker may think about one string; the first one includes its start.
const PATIENCE: Duration = Duration::from_secs(60);

/// The drivers of a worker.
pub fn list(mut command: Command) -> Result<Vec<Listed>> {
    let output = command.arg("--list").stdin(Stdio::null()).output().context("the worker does not start")?;
    if !output.status.success() {
        bail!(
            "the worker does not list its drivers: {}",
            last_line(&String::from_utf8_lossy(&output.stderr))
        );
    }
    let text = String::from_utf8(output.stdout)?;
    text.lines().map(|line| serde_json::from_str(line).with_context(|| line.to_owned())).collect()
}

/// The answers of `driver` to `strings`, in their order.
pub fn ask(mut command: Command, driver: &str, strings: &[&str]) -> Result<Vec<Answer>> {
    command.arg(driver).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut worker = Worker(command.spawn().context("the worker does not start")?);
    let mut stdin = worker.0.stdin.take().context("a worker without input")?;
    let questions: Vec<String> =
        strings.iter().map(|s| format!("{}\n", serde_json::json!({ "s": s }))).collect();
    // A worker that ends early says so by its answers.
    thread::spawn(move || questions.iter().try_for_each(|line| stdin.write_all(line.as_bytes())));
    let complaints = everything(worker.0.stderr.take());
    let lines = lines(worker.0.stdout.take());
    let mut answers = Vec::with_capacity(strings.len());
    for s in strings {
        let Ok(line) = lines.recv_timeout(PATIENCE) else {
            drop(worker);
            bail!("no answer to {s:?}: {}", last_line(&complaints.recv().unwrap_or_default()));
        };
        let answer: Answer = serde_json::from_str(&line).with_context(|| format!("the answer {line}"))?;
        if answer.s != **s {
            bail!("asked {s:?}, answered {:?}", answer.s);
        }
        answers.push(answer);
    }
    Ok(answers)
}

/// A child that does not outlive its question.
struct Worker(Child);

impl Drop for Worker {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

fn lines(pipe: Option<impl Read + Send + 'static>) -> Receiver<String> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        let lines = pipe.into_iter().flat_map(|pipe| BufReader::new(pipe).lines()).map_while(Result::ok);
        lines.map(|line| sender.send(line)).find(Result::is_err);
    });
    receiver
}

fn everything(pipe: Option<impl Read + Send + 'static>) -> Receiver<String> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut pipe) = pipe {
            pipe.read_to_end(&mut bytes).ok();
        }
        sender.send(String::from_utf8_lossy(&bytes).into_owned())
    });
    receiver
}

fn last_line(text: &str) -> &str {
    text.trim().lines().next_back().unwrap_or("it said nothing")
}

/// Gives a command an environment in which the string alone speaks: no `PG*` variable, a home of its own, one locale
/// and one time zone.
pub fn scrub(command: &mut Command, home: &Path, user: &str) {
    let path = std::env::var_os("PATH").unwrap_or_default();
    command.env_clear().env("PATH", path).env("HOME", home);
    command.envs([
        ("USER", user),
        ("LOGNAME", user),
        ("LANG", "C.UTF-8"),
        ("LC_ALL", "C.UTF-8"),
        ("TZ", "UTC"),
    ]);
}
