//! `connlint test`: the path to the server, step by step.

use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

use serde_json::json;

use super::strings::{self, Question};
use crate::Exit;
use crate::args::{ExplainOutput, TestArgs};
use crate::config::Config;
use crate::live::{Deadline, Plan, Step, Walk};
use crate::terminal::{self, BAD, FAINT, GOOD, STRONG, hang, printable, styled, wrap};

/// Runs the command.
pub fn run(args: &TestArgs, config: &Config) -> anyhow::Result<Exit> {
    let place = match (&args.file, &args.env) {
        (None, None) => strings::place(Path::new(".env"), None),
        (file, env) => strings::place(file.as_deref().unwrap_or(Path::new("-")), env.as_deref()),
    };
    let questions = strings::strings(place, args.driver, args.driver.is_some(), config)?;
    let mut walks = Vec::new();
    for question in &questions {
        walks.push(test(question, args)?);
    }
    if args.output_format == ExplainOutput::Json {
        let all: Vec<_> = questions
            .iter()
            .zip(&walks)
            .map(|(question, walks)| json!({ "driver": question.reader().display(), "hosts": walks }))
            .collect();
        terminal::print(&(json!({ "version": 1, "tests": all }).to_string() + "\n"))?;
    }
    // One host that can be reached is enough for a driver.
    let arrived = walks.iter().all(|hosts| hosts.iter().any(Walk::arrived));
    Ok(if arrived { Exit::Clean } else { Exit::Findings })
}

/// Walks the path to each host of a string, and shows each step as soon as it is taken.
fn test(question: &Question, args: &TestArgs) -> anyhow::Result<Vec<Walk>> {
    let driver = question.reader();
    let is_shown = args.output_format == ExplainOutput::Text;
    let title = |text: &str| match is_shown {
        true => terminal::print(&format!("{}\n", styled(STRONG, &printable(text)))),
        false => Ok(()),
    };
    let told: fn(&Step) = if is_shown { show } else { |_| {} };
    let done = |walk: Walk| match is_shown {
        true => terminal::print(&explanation(&walk)).map(|()| walk),
        false => Ok(walk),
    };
    let reading = driver.read_in(&question.text, question.spelling, &strings::surroundings());
    if let Some(refusal) = &reading.refusal {
        title(driver.driver.label)?;
        return Ok(vec![done(Walk::refused(refusal.masked(&question.text), driver, told))?]);
    }
    let plan = Plan::of(&reading, driver, args.allow_cleartext)?;
    let deadline = Deadline::after(Duration::from_secs(u64::from(args.timeout)));
    let mut walks = Vec::new();
    for (nth, (host, port)) in plan.hosts.iter().enumerate() {
        title(&format!("{} to {host}, port {port}", driver.driver.label))?;
        let share = deadline.share(plan.hosts.len() - nth);
        walks.push(done(plan.walk(host, *port, share, told))?);
    }
    Ok(walks)
}

/// A screen that nobody reads any more is no reason to stop half-way.
fn show(step: &Step) {
    let _ = terminal::print(&line(step));
}

/// Why the walk ended before it arrived, and what to do.
fn explanation(walk: &Walk) -> String {
    let mut out = String::new();
    let known = walk.explanations.first();
    let cause = walk.cause.as_deref().or(known.map(|it| it.cause));
    let remedy = walk.remedy.as_deref().or(known.map(|it| it.remedy));
    let changes =
        known.iter().flat_map(|it| &it.changes).map(|it| ("edit", format!("{}: {}", it.label, it.advice)));
    let rows = cause.map(|it| ("why", it.to_owned())).into_iter();
    for (name, row) in rows.chain(remedy.map(|it| ("do", it.to_owned()))).chain(changes) {
        let row = hang(&wrap(&printable(&row), terminal::width().saturating_sub(8)), 8);
        let _ = writeln!(out, "  {}{row}", styled(STRONG, &format!("{name:<6}")));
    }
    out
}

fn line(step: &Step) -> String {
    let (mark, style) = if step.ok { ("ok  ", GOOD) } else { ("FAIL", BAD) };
    let head = format!("{:<13}{:>7.1} ms  ", step.step.label(), step.milliseconds);
    let width = terminal::width().saturating_sub(31);
    let said = hang(&wrap(&printable(&step.said), width), 31);
    let mut out = format!("  {} {head}{said}\n", styled(style, mark));
    for note in &step.notes {
        let note = hang(&wrap(&printable(note), width), 31);
        let _ = writeln!(out, "{}{}", " ".repeat(31), styled(FAINT, &note));
    }
    out
}
