//! `connlint watch`: who uses the pools and the server, who waits, and who keeps others waiting.

mod lines;
mod prometheus;
mod screen;

use std::io::IsTerminal;
use std::time::Duration;

use anyhow::bail;
use serde_json::json;

use super::strings;
use crate::args::{WatchArgs, WatchOutput};
use crate::config::Config;
use crate::live::{Walk, Watched};
use crate::{Exit, terminal};

/// What waits at most when a screen has no end.
const ALL: usize = 20;

/// Runs the command.
pub fn run(args: &WatchArgs, config: &Config) -> anyhow::Result<Exit> {
    let watched = watched(args, config)?;
    let is_repeated = args.output_format == WatchOutput::Text
        && !args.once
        && std::io::stdout().is_terminal()
        && std::io::stderr().is_terminal();
    if is_repeated {
        return screen::run(watched, Duration::from_secs(u64::from(args.interval)));
    }
    let sample = match watched.open() {
        Ok(mut watch) => watch.sample().map_err(|failure| failure.said),
        Err(walk) => Err(why(&walk)),
    };
    match (args.output_format, sample) {
        (WatchOutput::Prometheus, sample) => {
            terminal::print(&prometheus::text(sample.as_ref().ok()))?;
            sample.map_or_else(|said| bail!(said), |_| Ok(Exit::Clean))
        }
        (_, Err(said)) => bail!(said),
        (WatchOutput::Json, Ok(sample)) => {
            terminal::print(&(json!({ "version": 1, "sample": sample }).to_string() + "\n"))?;
            Ok(Exit::Clean)
        }
        (WatchOutput::Text, Ok(sample)) => {
            let lines = lines::all(&sample, terminal::width(), ALL);
            terminal::print(&lines.iter().map(|line| line.styled() + "\n").collect::<String>())?;
            Ok(Exit::Clean)
        }
    }
}

/// The first string of the place, as its driver reads it.
fn watched(args: &WatchArgs, config: &Config) -> anyhow::Result<Watched> {
    let questions = strings::of_source(&args.source, config)?;
    let Some(question) = questions.first() else { bail!("there is no connection string") };
    let driver = question.reader();
    let reading = driver.read_in(&question.text, question.spelling, &strings::surroundings());
    if let Some(refusal) = &reading.refusal {
        bail!("{} refuses the string: {}", driver.driver.label, refusal.masked(&question.text));
    }
    Watched::of(&reading, driver, args.source.allow_cleartext, Duration::from_secs(u64::from(args.timeout)))
}

/// Why there is no connection: where, the words, and what they mean.
fn why(walk: &Walk) -> String {
    let Some(step) = walk.steps.last() else { return "there is no host to connect to".to_owned() };
    let known = walk.explanations.first();
    let host = walk.host.as_deref().unwrap_or_default();
    let port = walk.port.unwrap_or_default();
    let mut out = format!("{host}, port {port}, at the step {}: {}", step.step.label(), step.said);
    for more in [
        walk.cause.as_deref().or(known.map(|it| it.cause)),
        walk.remedy.as_deref().or(known.map(|it| it.remedy)),
    ] {
        more.iter().for_each(|more| {
            out.push('\n');
            out.push_str(more);
        });
    }
    out
}
