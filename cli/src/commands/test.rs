//! `connlint test`: the path to the server, step by step.

use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

use anyhow::Context;
use connlint_core::drivers::DriverAt;
use connlint_core::model::{Reading, Setting};
use serde_json::json;

use super::strings::{self, Question};
use crate::args::{ExplainOutput, TestArgs};
use crate::config::Config;
use crate::live::{Deadline, Plan, Step, Walk, Wanted};
use crate::terminal::{self, BAD, FAINT, GOOD, STRONG, hang, printable, styled, wrap};
use crate::{Exit, Usage};

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
    let plan = plan(&reading, driver, args)?;
    let deadline = Deadline::after(Duration::from_secs(u64::from(args.timeout)));
    let mut walks = Vec::new();
    for (nth, (host, port)) in plan.hosts.iter().enumerate() {
        title(&format!("{} to {host}, port {port}", driver.driver.label))?;
        let share = deadline.share(plan.hosts.len() - nth);
        walks.push(done(plan.walk(host, *port, share, told))?);
    }
    Ok(walks)
}

/// What the driver would do.
fn plan(reading: &Reading, driver: DriverAt, args: &TestArgs) -> anyhow::Result<Plan> {
    let mut packet = driver.startup_packet(reading).context("the driver sends nothing for this string")?;
    let user = match &reading.user {
        Some(user) if !user.value.is_empty() => user.value.to_string(),
        _ => {
            account().ok_or_else(|| Usage("the string names no user, and this machine no account".into()))?
        }
    };
    for (_, value) in packet.pairs.iter_mut().filter(|it| it.1 == "<user>") {
        value.clone_from(&user);
    }
    Ok(Plan {
        driver,
        hosts: hosts(reading)?,
        wanted: wanted(reading),
        packet: packet.bytes(),
        user,
        password: reading.password.as_ref().map(|it| it.value.clone()),
        allow_cleartext: args.allow_cleartext,
    })
}

/// The name of the account that runs this.
fn account() -> Option<String> {
    ["USER", "LOGNAME", "USERNAME"]
        .iter()
        .find_map(|name| std::env::var(name).ok())
        .filter(|it| !it.is_empty())
}

/// Each host with its port; where the string names none, the directory of Debian's sockets.
fn hosts(reading: &Reading) -> anyhow::Result<Vec<(String, u16)>> {
    let port = |port: i64| u16::try_from(port).with_context(|| format!("{port} is no port"));
    let mut out = Vec::new();
    for host in &reading.hosts {
        let name = host.name.as_ref().map_or("", |name| name.value.as_str());
        let name = name.trim_start_matches('[').trim_end_matches(']');
        let name = if name.is_empty() { "/var/run/postgresql" } else { name };
        out.push((name.to_owned(), port(host.port.as_ref().map_or(5432, |it| it.value))?));
    }
    if out.is_empty() {
        out.push(("/var/run/postgresql".to_owned(), 5432));
    }
    Ok(out)
}

fn wanted(reading: &Reading) -> Wanted {
    let given = |setting: Setting| reading.given(setting).map(|it| it.value.to_string());
    let named = |name: &str| reading.params.iter().find(|it| it.key == name).map(|it| it.value.to_string());
    Wanted {
        tls: reading.tls.value,
        roots: given(Setting::TlsRootCertificate).filter(|roots| roots != "system" && !roots.is_empty()),
        client: named("sslcert").zip(named("sslkey")),
        is_direct: given(Setting::TlsNegotiation).is_some_and(|how| how == "direct"),
    }
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
