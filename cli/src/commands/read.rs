//! `connlint read`: what drivers make of a string.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::io::{BufRead, BufWriter};

use anyhow::Context;
use connlint_core::drivers::DriverAt;
use connlint_core::parse::{Spelling, spelling_of};
use connlint_core::report::{
    Asked, ConversionView, PacketView, ReadOptions, ReadingView, convert, hex_dump, read_as,
};
use connlint_core::text::mask_connection;

use super::compare;
use super::strings::{self, Question, all_drivers};
use crate::args::{ReadArgs, ReadInput, ReadOutput};
use crate::config::Config;
use crate::terminal::{self, FAINT, STRONG, hang, printable, styled, wrap};
use crate::{Exit, Usage};

/// Runs the command.
pub fn run(args: &ReadArgs, config: &Config) -> anyhow::Result<Exit> {
    match (args.input_format, args.to) {
        (ReadInput::JsonLines, Some(_)) => {
            return Err(Usage(
                "--to goes with a file or a string, not with --input-format json-lines".into(),
            )
            .into());
        }
        (ReadInput::JsonLines, None) => stream(args)?,
        (ReadInput::Text, Some(to)) => return rewrite(args, to, config),
        (ReadInput::Text, None) => show(args, config)?,
    }
    Ok(Exit::Clean)
}

fn options(args: &ReadArgs) -> ReadOptions {
    let surroundings = args.with_environment.then(strings::surroundings).unwrap_or_default();
    ReadOptions { surroundings, show_secrets: args.show_secrets, bytes: args.bytes }
}

/// One line in, one line out for each driver, in order; nothing is kept.
fn stream(args: &ReadArgs) -> anyhow::Result<()> {
    let readers = match (args.driver, args.all_drivers) {
        (Some(driver), _) => vec![driver],
        (None, true) => all_drivers(),
        (None, false) => {
            return Err(Usage("--input-format json-lines needs --driver NAME or --all-drivers".into()).into());
        }
    };
    if args.output_format != ReadOutput::JsonLines {
        return Err(Usage("--input-format json-lines goes with --output-format json-lines".into()).into());
    }
    let options = options(args);
    let mut out = BufWriter::new(std::io::stdout().lock());
    for (index, line) in std::io::stdin().lock().lines().enumerate() {
        let line = line.with_context(|| format!("standard input, line {}", index + 1))?;
        let string = string_of(&line).ok_or_else(|| {
            Usage(format!("standard input, line {}: expected {{\"s\":\"...\"}}", index + 1))
        })?;
        let spelling = spelling_of(&string).unwrap_or(Spelling::Uri);
        for reader in &readers {
            let reading = read_as(&string, spelling, reader, &options);
            let written = std::io::Write::write_all(&mut out, json_line(&reading)?.as_bytes());
            if !terminal::still_read(written)? {
                return Ok(());
            }
        }
    }
    terminal::still_read(std::io::Write::flush(&mut out))?;
    Ok(())
}

fn string_of(line: &str) -> Option<String> {
    let value: serde_json::Value = serde_json::from_str(line).ok()?;
    value.get("s")?.as_str().map(str::to_owned)
}

fn json_line(reading: &ReadingView) -> anyhow::Result<String> {
    Ok(serde_json::to_string(reading)? + "\n")
}

fn show(args: &ReadArgs, config: &Config) -> anyhow::Result<()> {
    let questions = questions(args, config)?;
    let options = options(args);
    let readings = |question: &Question| -> Vec<ReadingView> {
        let read = |reader| read_as(&question.text, question.spelling, reader, &options);
        question.readers.iter().map(read).collect()
    };
    let all = questions.iter().map(readings);
    let text = match args.output_format {
        ReadOutput::Json => serde_json::to_string(&all.flatten().collect::<Vec<_>>())? + "\n",
        ReadOutput::JsonLines => {
            all.flatten().map(|it| json_line(&it)).collect::<anyhow::Result<String>>()?
        }
        ReadOutput::Table => {
            let tables =
                questions.iter().zip(all).map(|(question, readings)| table(question, &readings, args));
            tables.collect::<Vec<_>>().join("\n")
        }
    };
    terminal::print(&text)
}

fn questions(args: &ReadArgs, config: &Config) -> anyhow::Result<Vec<Question>> {
    let place = strings::place(&args.file, args.env.as_deref());
    let mut out = strings::strings(place, args.driver, args.driver.is_some() || args.all_drivers, config)?;
    if args.all_drivers {
        for question in &mut out {
            question.readers = all_drivers();
            question.known_by = None;
        }
    }
    Ok(out)
}

/// `--to`: each string as another driver spells it.
fn rewrite(args: &ReadArgs, to: DriverAt, config: &Config) -> anyhow::Result<Exit> {
    let questions = questions(args, config)?;
    let all: Vec<ConversionView> = questions
        .iter()
        .map(|question| {
            let from = Asked { text: &question.text, spelling: question.spelling, driver: question.reader() };
            convert(&from, to, args.spelling.map(Into::into), args.show_secrets)
        })
        .collect();
    let text = match args.output_format {
        ReadOutput::Json => serde_json::to_string(&all)? + "\n",
        ReadOutput::JsonLines => {
            let line = |it: &ConversionView| Ok(serde_json::to_string(it)? + "\n");
            all.iter().map(line).collect::<anyhow::Result<String>>()?
        }
        ReadOutput::Table => all.iter().map(conversion).collect::<Vec<_>>().join("\n"),
    };
    terminal::print(&text)?;
    let is_refused = all.iter().any(|it| it.refused.is_some());
    Ok(if is_refused { Exit::Findings } else { Exit::Clean })
}

fn conversion(it: &ConversionView) -> String {
    let width = terminal::width();
    let mut out = format!("{}\n", styled(FAINT, &format!("as {} reads it, for {}", it.from, it.to)));
    if let Some(string) = &it.string {
        let _ = writeln!(out, "{}", printable(string));
    }
    if let Some(refused) = &it.refused {
        let _ = writeln!(out, "{}", wrap(&printable(&format!("not possible: {}", refused.why)), width));
        let _ = writeln!(out, "{}", wrap(&printable(&refused.instead), width));
    }
    let verdict = match (&it.string, it.losses.is_empty(), it.same) {
        (None, ..) => return out,
        (_, true, _) => "nothing is lost",
        (_, false, true) => "the same connection; what differs:",
        (_, false, false) => "not the same connection; what differs:",
    };
    let _ = writeln!(out, "\n{}", styled(STRONG, verdict));
    out.push_str(&compare::rows(&it.losses, [&it.from, &it.to]));
    out
}

/// One block for each distinct reading, the one that most drivers share first.
fn table(question: &Question, readings: &[ReadingView], args: &ReadArgs) -> String {
    let width = terminal::width();
    let string = if args.show_secrets { question.text.clone() } else { mask_connection(&question.text) };
    let mut out = format!("{}\n", printable(&string));
    let mut groups: Vec<(Vec<String>, Vec<&ReadingView>)> = Vec::new();
    for reading in readings {
        let rows = rows(reading, question, readings.len() == 1);
        match groups.iter_mut().find(|(known, _)| *known == rows) {
            Some((_, members)) => members.push(reading),
            None => groups.push((rows, vec![reading])),
        }
    }
    groups.sort_by_key(|(_, members)| std::cmp::Reverse(members.len()));
    for (rows, members) in groups {
        let names = members.iter().map(|it| name(it)).collect::<Vec<_>>().join(", ");
        let why =
            question.known_by.as_ref().map(|why| styled(FAINT, &format!(" ({why})"))).unwrap_or_default();
        let _ = writeln!(out, "\n{}{why}", styled(STRONG, &wrap(&names, width)));
        for row in rows {
            let (name, value) = row.split_once('\t').unwrap_or((&row, ""));
            let value = hang(&wrap(&printable(value), width.saturating_sub(COLUMN)), COLUMN);
            let _ = writeln!(out, "  {} {value}", styled(FAINT, &format!("{name:<10}")));
        }
    }
    out
}

/// The driver, and what its facts rest on unless it was run.
fn name(reading: &ReadingView) -> String {
    match reading.evidence.remark() {
        Some(remark) => format!("{} ({remark})", reading.driver),
        None => reading.driver.clone(),
    }
}

/// Where the values of a table begin.
const COLUMN: usize = 13;

/// Names and values of a reading, each pair with a tab between. Prepared statements and what a driver sends of its own
/// accord would tell readings apart that are the same, so they are shown for one driver alone.
fn rows(reading: &ReadingView, question: &Question, alone: bool) -> Vec<String> {
    let mut out = Vec::new();
    let mut row = |name: &str, value: String| out.push(format!("{name}\t{value}"));
    if let Some(error) = &reading.error {
        row("refused", error.clone());
        return out;
    }
    let not_said = || "not said; the driver's default".to_owned();
    let is_failing = reading.connect_error.is_some();
    let nobody = if is_failing && reading.hosts.len() > 1 { "no host" } else { "the default host" };
    let hosts = reading
        .hosts
        .iter()
        .map(|host| host.address().unwrap_or_else(|| format!("{nobody}, port {}", host.port_shown())));
    let hosts = hosts.collect::<Vec<_>>().join(", ");
    row("host", if hosts.is_empty() { not_said() } else { hosts });
    row("user", reading.user.clone().unwrap_or_else(not_said));
    row("password", reading.password.clone().unwrap_or_else(|| "none".to_owned()));
    row("database", reading.dbname.clone().unwrap_or_else(not_said));
    row("tls", reading.tls.words());
    if alone {
        row("prepared", reading.prepared.words());
    }
    let pairs = |map: &BTreeMap<String, String>, all: bool| {
        let pairs = map.iter().filter(|(name, _)| all || question.text.contains(name.as_str()));
        pairs.map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(" ")
    };
    for (name, value) in [
        ("to server", pairs(&reading.startup, alone)),
        ("in client", pairs(&reading.client, true)),
        ("ignored", reading.ignored.join(" ")),
    ] {
        if !value.is_empty() {
            row(name, value);
        }
    }
    if let Some(error) = &reading.connect_error {
        row("fails", error.clone());
    }
    if let Some(packet) = &reading.packet {
        row("bytes", bytes(packet));
    }
    out
}

/// The messages in hexadecimal digits and as text, sixteen bytes a line.
fn bytes(packet: &PacketView) -> String {
    let mut out = Vec::new();
    if let Some(request) = &packet.ssl_request {
        out.push("SSLRequest, and after the answer:".to_owned());
        out.extend(hex_dump(request));
        out.push("startup packet, inside TLS if the server agreed:".to_owned());
    }
    out.extend(hex_dump(&packet.startup));
    if packet.stands_for_user {
        out.push("`<user>` stands for the user of the operating system".to_owned());
    }
    out.join("\n")
}
