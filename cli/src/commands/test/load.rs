//! `connlint test --load`: the load, for people.

use std::fmt::Write as _;
use std::io::{IsTerminal, Write as _};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use crate::args::TestArgs;
use crate::live::{Latency, Load, Moment, Order, Plan, is_here, load, svg};
use crate::terminal::{self, BAD, FAINT, GOOD, STRONG, hang, printable, styled, wrap};
use crate::{Usage, atomic};

/// Where the values of a row begin.
const INDENT: usize = 15;
/// Rows of a plot.
const ROWS: usize = 5;
const BLOCKS: &[char] = &[' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// Refuses what cannot be done, before anything is done.
pub fn refuse(args: &TestArgs) -> anyhow::Result<()> {
    match &args.svg {
        Some(path) if path.symlink_metadata().is_ok() => {
            Err(Usage(format!("{}: it is there already, and nothing is overwritten", path.display())).into())
        }
        _ => Ok(()),
    }
}

/// Loads the server that was reached, and shows what came of it; `None` when it was not agreed to.
pub fn run(
    plan: &Arc<Plan>,
    (host, port): (&str, u16),
    args: &TestArgs,
    is_shown: bool,
) -> anyhow::Result<Option<Load>> {
    let Some(clients) = args.load else { return Ok(None) };
    let timeout = Duration::from_secs(u64::from(args.timeout));
    let order = Order { clients, time: Duration::from_secs(u64::from(args.seconds)), timeout };
    let question = format!(
        "{host} is not this machine. Load it with {clients} clients for {} s, which its other users will feel?",
        args.seconds
    );
    if !args.yes && !is_here(host, port, timeout) && !terminal::agrees(&question, "loads it")? {
        return Ok(None);
    }
    let loaded = load(plan, host, port, &order, told);
    quiet();
    let title = format!("{clients} clients at {host}, port {port}, for {} s", loaded.seconds);
    if is_shown {
        terminal::print(&shown(&loaded, &title))?;
    }
    if let Some(path) = &args.svg {
        write(path, &svg(&loaded, &title))?;
    }
    Ok(Some(loaded))
}

fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    atomic::create(path, text).map_err(|error| anyhow::anyhow!("{}: {error}", path.display()))?;
    terminal::notice(&format!("wrote {}", path.display()));
    Ok(())
}

/// How it goes, on a terminal.
fn told(words: &str) {
    if std::io::stderr().is_terminal() {
        let _ = write!(std::io::stderr(), "\r{words:<70}");
    }
}

fn quiet() {
    if std::io::stderr().is_terminal() {
        let _ = write!(std::io::stderr(), "\r{:70}\r", "");
    }
}

fn shown(load: &Load, title: &str) -> String {
    let mut out = format!("{}\n", styled(STRONG, &printable(title)));
    if load.was_stopped {
        row(&mut out, "ended early", "what was seen until then:");
    }
    if load.clients_missing > 0 {
        row(&mut out, "clients", &format!("this machine had no room for {}", load.clients_missing));
    }
    let connections =
        format!("{} opened, at most {} at once; {} refused", load.opened, load.most_open, load.refused);
    row(&mut out, "connections", &connections);
    let queries =
        format!("{} answered, {:.0} a second; {} failed", load.answered, load.per_second(), load.failed);
    row(&mut out, "queries", &queries);
    if let Some(success) = load.success {
        let style = if load.refused + load.failed == 0 { GOOD } else { BAD };
        row(&mut out, "success", &styled(style, &percent(success)));
    }
    let _ = writeln!(out, "  {:INDENT$}{:>10}{:>10}{:>10}{:>10}", "", "p50", "p95", "p99", "max");
    latency(&mut out, "to connect", &load.connect);
    latency(&mut out, "to be answered", &load.query);
    refusals(&mut out, load);
    recovery(&mut out, load);
    plots(&mut out, load);
    out
}

/// Never 100 % when something failed.
fn percent(share: f64) -> String {
    format!("{:.2} %", (share * 10_000.0).floor() / 100.0)
}

fn latency(out: &mut String, name: &str, latency: &Latency) {
    if latency.count == 0 {
        return;
    }
    let all = [latency.p50, latency.p95, latency.p99, latency.max];
    let columns: String = all.iter().map(|it| format!("{:>10}", milliseconds(*it))).collect();
    let _ = writeln!(out, "  {name:<INDENT$}{columns}");
}

fn milliseconds(time: f64) -> String {
    match time {
        short if short < 10.0 => format!("{short:.2} ms"),
        middle if middle < 1000.0 => format!("{middle:.0} ms"),
        long => format!("{:.1} s", long / 1000.0),
    }
}

fn refusals(out: &mut String, load: &Load) {
    for it in &load.refusals {
        let times = if it.count == 1 { "once".to_owned() } else { format!("{} times", it.count) };
        let opening = match it.opening {
            0 => String::new(),
            others => format!(" and {others} being opened"),
        };
        let head = format!(
            "at the step {}, {times}, first after {} s, with {} connections open{opening}:",
            it.step.label(),
            it.first,
            it.open
        );
        row(out, "failed", &head);
        row(out, "", &styled(BAD, &printable(&it.said)));
        it.cause.iter().for_each(|cause| row(out, "  why", cause));
        it.remedy.iter().for_each(|remedy| row(out, "  do", remedy));
    }
}

fn recovery(out: &mut String, load: &Load) {
    let Some(recovery) = &load.recovery else { return };
    let said = match &recovery.said {
        None => {
            let took = milliseconds(recovery.milliseconds);
            styled(GOOD, &format!("a new connection is answered {took} after the load"))
        }
        Some(said) => {
            let took = milliseconds(recovery.milliseconds);
            styled(BAD, &format!("no new connection within {took} after the load: {}", printable(said)))
        }
    };
    row(out, "afterwards", &said);
}

fn row(out: &mut String, name: &str, text: &str) {
    let width = terminal::width().saturating_sub(INDENT + 2);
    let _ = writeln!(out, "  {name:<INDENT$}{}", hang(&wrap(text, width), INDENT + 2));
}

fn plots(out: &mut String, load: &Load) {
    if load.moments.len() < 2 {
        return;
    }
    plot(out, "open connections", load, |it| it.open as f64);
    let marks: String = load.moments.iter().map(|it| if it.refused > 0 { 'x' } else { ' ' }).collect();
    if marks.contains('x') {
        let _ = writeln!(out, "  {:>8}  {}", "refused", styled(BAD, marks.trim_end()));
    }
    plot(out, "latency of a query, p95 in ms", load, |it| it.p95);
    let end = format!("{} s", load.seconds);
    let between = load.moments.len().saturating_sub(end.len() + 3).max(1);
    let _ = writeln!(out, "  {:>8}  0 s{:between$}{end}", "", "");
}

/// A column for each moment, a few rows high.
fn plot(out: &mut String, title: &str, load: &Load, value: fn(&Moment) -> f64) {
    let values: Vec<f64> = load.moments.iter().map(value).collect();
    let most = values.iter().copied().fold(0.0, f64::max);
    if most <= 0.0 {
        return;
    }
    let _ = writeln!(out, "\n  {:>8}  {}", "", styled(FAINT, title));
    let eighths = |value: f64| (value / most * (ROWS * 8) as f64).ceil() as usize;
    for row in (0..ROWS).rev() {
        let label = match row {
            top if top + 1 == ROWS => format!("{}", (most * 10.0).round() / 10.0),
            0 => "0".to_owned(),
            _ => String::new(),
        };
        let columns: String =
            values.iter().map(|it| BLOCKS[eighths(*it).saturating_sub(row * 8).min(8)]).collect();
        let _ = writeln!(out, "  {label:>8}  {}", columns.trim_end());
    }
}
