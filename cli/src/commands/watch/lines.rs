//! What was seen, line by line, each no longer than the screen is wide.

use anstyle::Style;

use connlint_core::text::counted;

use crate::live::{Client, Pool, Sample, Source};
use crate::terminal::{BAD, FAINT, STRONG, WARNING, hang, printable, styled, wrap};

/// A line of the screen.
pub struct Line {
    style: Option<Style>,
    text: String,
}

impl Line {
    /// With its style.
    pub fn styled(&self) -> String {
        self.style.map_or_else(|| self.text.clone(), |style| styled(style, &self.text))
    }

    /// A line of `text`, cut where the screen ends.
    pub fn new(style: Option<Style>, text: &str, width: usize) -> Self {
        let text = printable(text).replace('\n', " ");
        let text = match text.chars().count() > width {
            true => text.chars().take(width.saturating_sub(1)).chain(['…']).collect(),
            false => text,
        };
        Self { style, text }
    }
}

/// Everything, at most `most` clients in each list.
pub fn all(sample: &Sample, width: usize, most: usize) -> Vec<Line> {
    let mut out = Lines { width, lines: Vec::new() };
    out.add(Some(STRONG), &format!("{} at {}", sample.server, sample.place));
    out.add(None, &totals(sample));
    if sample.hidden > 0 {
        let count = counted(sample.hidden as usize, "session");
        let hidden = format!("hidden from this role: {count}; pg_read_all_stats shows them");
        out.add(Some(BAD), &hidden);
    }
    for advice in &sample.advice {
        let text = hang(&wrap(advice, width.saturating_sub(4)), 4);
        text.lines().enumerate().for_each(|(nth, line)| {
            let line = if nth == 0 { format!("do  {line}") } else { line.to_owned() };
            out.add(Some(WARNING), &line);
        });
    }
    pools(&mut out, &sample.pools);
    let (waiting, busy) = match sample.source {
        Source::Pgbouncer => {
            ("waiting for a server connection", "with a server connection, by their last request")
        }
        Source::Activity => ("waiting for a lock", "in a transaction"),
    };
    clients(&mut out, waiting, &sample.waiting, most);
    clients(&mut out, busy, &sample.busy, most);
    if sample.waiting.is_empty() && sample.busy.is_empty() {
        out.add(None, "");
        out.add(Some(FAINT), "nobody waits, and nobody works");
    }
    out.lines
}

struct Lines {
    width: usize,
    lines: Vec<Line>,
}

impl Lines {
    fn add(&mut self, style: Option<Style>, text: &str) {
        self.lines.push(Line::new(style, text, self.width));
    }
}

fn totals(sample: &Sample) -> String {
    let it = &sample.sessions;
    let limit = it.limit.map(|limit| format!(" of {limit}")).unwrap_or_default();
    match sample.source {
        Source::Pgbouncer => {
            format!("clients {}{limit}: {} busy, {} waiting, {} idle", it.all, it.active, it.waiting, it.idle)
        }
        Source::Activity => format!(
            "sessions {}{limit}: {} active ({} waiting), {} idle in transaction, {} idle",
            it.all, it.active, it.waiting, it.idle_in_transaction, it.idle
        ),
    }
}

fn pools(out: &mut Lines, pools: &[Pool]) {
    if pools.is_empty() {
        return;
    }
    out.add(None, "");
    let head = format!(
        "{:<26} {:<11} {:>7} {:>7} {:>7} {:>5} {:>9}",
        "pool: database, user", "mode", "clients", "waiting", "servers", "idle", "longest"
    );
    out.add(Some(FAINT), &head);
    for pool in pools {
        let servers = match pool.size {
            Some(size) => format!("{}/{size}", pool.servers_active),
            None => pool.servers_active.to_string(),
        };
        let line = format!(
            "{:<26} {:<11} {:>7} {:>7} {servers:>7} {:>5} {:>9}",
            short(&format!("{}, {}", pool.database, pool.user), 26),
            pool.mode,
            pool.clients_active,
            pool.clients_waiting,
            pool.servers_idle,
            age(pool.longest_wait)
        );
        out.add((pool.clients_waiting > 0).then_some(BAD), &line);
    }
}

fn clients(out: &mut Lines, title: &str, clients: &[Client], most: usize) {
    if clients.is_empty() {
        return;
    }
    out.add(None, "");
    let count = clients.len();
    let more = if count > most { format!(" ({most} of {count})") } else { format!(" ({count})") };
    out.add(Some(STRONG), &format!("{title}, longest first{more}"));
    for it in clients.iter().take(most) {
        let is_bad = it.state.starts_with("idle in transaction") || !it.blocked_by.is_empty();
        out.add(is_bad.then_some(BAD), &client(it));
        if let Some(statement) = &it.statement {
            out.add(Some(FAINT), &format!("{:>10}  {statement}", ""));
        }
    }
}

fn client(it: &Client) -> String {
    let mut parts = vec![it.state.clone(), it.user.clone(), it.database.clone(), it.application.clone()];
    parts.push(it.address.clone());
    parts.extend(it.pid.map(|pid| format!("pid {pid}")));
    if !it.blocked_by.is_empty() {
        let pids: Vec<String> = it.blocked_by.iter().map(u64::to_string).collect();
        parts.insert(1, format!("blocked by {}", pids.join(", ")));
    } else if let Some(waits_for) = it.waits_for.as_ref().filter(|_| it.state == "active") {
        parts.insert(1, waits_for.clone());
    }
    parts.retain(|part| !part.is_empty());
    format!("{:>10}  {}", age(it.seconds), parts.join(", "))
}

fn short(text: &str, width: usize) -> String {
    match text.chars().count() > width {
        true => text.chars().take(width - 1).chain(['…']).collect(),
        false => text.to_owned(),
    }
}

fn age(seconds: f64) -> String {
    match seconds {
        none if none <= 0.0 => "0 s".to_owned(),
        short if short < 1.0 => format!("{:.0} ms", short * 1000.0),
        short if short < 60.0 => format!("{short:.1} s"),
        longer => crate::commands::ports::duration(longer as u64),
    }
}
