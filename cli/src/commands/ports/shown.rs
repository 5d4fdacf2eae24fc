//! Ports and processes, for people.

use std::fmt::Write as _;

use crate::ports::{Ended, Holder, Port};
use crate::terminal::{self, BAD, FAINT, GOOD, STRONG, hang, printable, styled, wrap};

/// Where everything behind the number of a port begins.
const INDENT: usize = 7;

/// The ports, each with who holds it.
pub fn ports(ports: &[Port]) -> String {
    let mut out = String::new();
    for port in ports {
        let (word, style) = if port.is_free { ("free", GOOD) } else { ("held", BAD) };
        let number = styled(STRONG, &format!("{:<INDENT$}", port.port));
        let _ = writeln!(out, "{number}{}", styled(style, word));
        port.needed_by.iter().for_each(|why| out.push_str(&line(why, true)));
        port.holders.iter().for_each(|it| out.push_str(&holder(it)));
        for place in &port.unseen {
            out.push_str(&line(&format!("listening at {place}"), false));
        }
        if !port.unseen.is_empty() {
            let why = "Who it is cannot be seen by this user; root can see it. A container or another network \
                       namespace hides it, too.";
            out.push_str(&line(why, true));
        }
    }
    out
}

fn holder(holder: &Holder) -> String {
    let mut head = format!("{}, pid {}", holder.name, holder.pid);
    if let Some(user) = &holder.user {
        let _ = write!(head, ", user {user}");
    }
    let _ = write!(head, ", for {}", duration(holder.seconds));
    let mut out = line(&head, false);
    out.push_str(&line(&format!("listens at {}", holder.addresses.join(", ")), true));
    if holder.command != holder.name {
        out.push_str(&line(&holder.command, true));
    }
    if let Some(keeper) = &holder.keeper {
        out.push_str(&line(&format!("{}; to stop it: {}", keeper.what, keeper.command), false));
    }
    out
}

/// What `--free` leaves alone.
pub fn spared(spared: &[(Holder, String)]) -> String {
    let said =
        spared.iter().map(|(it, why)| sentence(&format!("{} ({}) is left alone: {why}", it.name, it.pid)));
    said.collect()
}

/// What was done.
pub fn ended(ended: &[Ended]) -> String {
    let mut out = String::new();
    for it in ended {
        let name = format!("{} ({})", it.name, it.pid);
        let said = match (it.is_gone, it.signals.as_slice(), &it.error) {
            (true, [], _) => format!("{name} is gone"),
            (true, [.., last], _) => format!("{name} ended after {last}"),
            (false, _, Some(error)) => format!("{name} could not be ended: {error}"),
            (false, ..) => format!("{name} does not end"),
        };
        out.push_str(&sentence(&said));
    }
    out
}

/// What came of it, port by port.
pub fn outcome(before: &[Port], after: &[Port], successors: &[(u16, &Holder)]) -> String {
    let mut out = String::new();
    for (port, was_free) in after.iter().zip(before.iter().map(|it| it.is_free)) {
        match (port.is_free, was_free) {
            (true, false) => out.push_str(&sentence(&format!("port {} is free now", port.port))),
            (true, true) => {}
            (false, _) => out.push_str(&sentence(&format!("port {} is still held", port.port))),
        }
        for (_, it) in successors.iter().filter(|it| it.0 == port.port) {
            let said = format!(
                "{} ({}) has taken port {} since: somebody starts it anew, and has to be told to stop",
                it.name, it.pid, port.port
            );
            out.push_str(&sentence(&said));
        }
    }
    out
}

fn sentence(text: &str) -> String {
    wrap(&printable(text), terminal::width()) + "\n"
}

fn line(text: &str, is_faint: bool) -> String {
    let text = hang(&wrap(&printable(text), terminal::width().saturating_sub(INDENT)), INDENT);
    let text = if is_faint { styled(FAINT, &text) } else { text };
    format!("{:INDENT$}{text}\n", "")
}

/// In the two largest units.
pub fn duration(seconds: u64) -> String {
    let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86400);
    match (days, hours, minutes) {
        (0, 0, 0) => format!("{seconds} s"),
        (0, 0, _) => format!("{minutes} min {} s", seconds % 60),
        (0, ..) => format!("{hours} h {} min", minutes % 60),
        _ => format!("{days} d {} h", hours % 24),
    }
}
