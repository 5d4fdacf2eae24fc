//! One case: what `connlint test` says of it, to people and to machines.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use super::cases::Case;
use super::lab::Lab;
use crate::lab::{IN_URL, PASSWORD};
use crate::workspace::connlint;

/// What the program needs besides the time that it is given: it is a debug build, beside others of its kind.
const START: Duration = Duration::from_secs(1);
/// A screen.
const COLUMNS: usize = 80;
/// How long people wait for an explanation, also where the test itself waits for longer.
const EXPLAINED: Duration = Duration::from_secs(5);

/// An answer, and how long it took.
struct Answer {
    text: String,
    complaints: String,
    code: Option<i32>,
    took: Duration,
    /// When it began to say why.
    explained: Option<Duration>,
}

/// Provokes the failure, asks connlint, and looks at its answer.
pub fn try_one(lab: &Lab, case: &Case) -> Result<String> {
    let held = (case.before)(lab).context("the failure cannot be provoked")?;
    let answer = ask(lab, case, "text")?;
    let how = for_people(case, &answer).with_context(|| {
        format!("in {:.1} s:\n{}{}", answer.took.as_secs_f64(), answer.text, answer.complaints)
    })?;
    let held = match case.meanwhile {
        None => held,
        // What happened meanwhile has to happen again.
        Some(_) => {
            drop(held);
            (case.before)(lab).context("the failure cannot be provoked again")?
        }
    };
    for_machines(lab, case)?;
    drop(held);
    Ok(how)
}

fn for_people(case: &Case, answer: &Answer) -> Result<String> {
    let step = failed_step(&answer.text);
    ensure!(step == case.step, "`{step}` fails instead of `{}`", case.step);
    ensure!(answer.code == Some(case.exit()), "it ends with {:?}", answer.code);
    let said = flat(&answer.text);
    for piece in [case.cause, case.remedy] {
        ensure!(said.contains(piece), "it does not say `{piece}`");
    }
    let limit = case.within();
    ensure!(answer.took < limit + START, "it takes longer than {limit:?}");
    let is_late = answer.explained.is_none_or(|it| it > EXPLAINED);
    ensure!(step == "arrived" || !is_late, "it says too late why: {:?}", answer.explained);
    let is_long = |line: &&str| line.chars().count() > COLUMNS && !is_one_word(line);
    if let Some(line) = answer.text.lines().find(is_long) {
        bail!("this line is too long: {line}");
    }
    no_secret(&answer.text)?;
    no_secret(&answer.complaints)?;
    let explained = answer.explained.unwrap_or(answer.took);
    Ok(format!("{step}, said after {:.1} s", explained.as_secs_f64()))
}

/// The same as JSON.
fn for_machines(lab: &Lab, case: &Case) -> Result<()> {
    let text = ask(lab, case, "json")?.text;
    no_secret(&text)?;
    let json: Value = serde_json::from_str(&text).with_context(|| format!("no JSON: {text}"))?;
    let walk = &json["tests"][0]["hosts"][0];
    let last = walk["steps"].as_array().and_then(|steps| steps.last()).context("no step")?;
    let step = match last["ok"].as_bool() {
        Some(true) => "arrived",
        _ => last["step"].as_str().unwrap_or_default(),
    };
    let expected = case.step.to_lowercase();
    ensure!(step == expected, "in JSON, `{step}` fails instead of `{expected}`: {text}");
    if step != "arrived" {
        let known = &walk["explanations"][0];
        let cause = walk["cause"].as_str().or(known["cause"].as_str()).unwrap_or_default();
        let remedy = walk["remedy"].as_str().or(known["remedy"].as_str()).unwrap_or_default();
        ensure!(!cause.is_empty() && !remedy.is_empty(), "in JSON, there is no cause or no remedy: {text}");
    }
    Ok(())
}

/// Runs `connlint test` on the string of the case.
fn ask(lab: &Lab, case: &Case, format: &str) -> Result<Answer> {
    let mut connlint = connlint();
    connlint.args(["test", "-", "--driver", case.driver, "--output-format", format]);
    if let Some(seconds) = case.timeout {
        connlint.args(["--timeout", &seconds.to_string()]);
    }
    connlint
        .env_clear()
        .env("COLUMNS", COLUMNS.to_string())
        .env("USER", "somebody")
        .env("HOME", "/nonexistent")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let begun = Instant::now();
    let mut child = connlint.spawn().context("connlint")?;
    child.stdin.take().context("its input")?.write_all(lab.fill(case.string).as_bytes())?;
    let output = BufReader::new(child.stdout.take().context("its output")?);
    let reader = thread::spawn(move || {
        let (mut text, mut explained) = (String::new(), None);
        for line in output.lines().map_while(Result::ok) {
            if line.starts_with("  why ") {
                explained = explained.or(Some(begun.elapsed()));
            }
            text.push_str(&line);
            text.push('\n');
        }
        (text, explained)
    });
    let meanwhile = case.meanwhile.map(|act| act(lab)).transpose();
    let code = child.wait()?.code();
    let took = begun.elapsed();
    let (text, explained) = reader.join().unwrap_or_default();
    let mut complaints = String::new();
    child.stderr.take().context("its complaints")?.read_to_string(&mut complaints)?;
    meanwhile.with_context(|| format!("what has to happen meanwhile: {text}"))?;
    Ok(Answer { text, complaints, code, took, explained })
}

/// The step that failed, as people see it; `arrived` when none did.
fn failed_step(text: &str) -> &str {
    let failed = text.lines().find_map(|line| line.trim().strip_prefix("FAIL "));
    failed.and_then(|line| line.trim().split(' ').next()).unwrap_or("arrived")
}

/// On one line, as it was before it was broken into several.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether no blank is left at which the line could have been broken.
fn is_one_word(line: &str) -> bool {
    line.split_whitespace().any(|word| word.chars().count() > COLUMNS / 2)
}

fn no_secret(text: &str) -> Result<()> {
    let encoded = IN_URL.split_once(':').map_or(IN_URL, |it| it.1);
    for secret in [PASSWORD, encoded, "wr0ng"] {
        if text.contains(secret) {
            bail!("the password shows: {text}");
        }
    }
    Ok(())
}
