//! `connlint ports`: who holds the ports that an application needs.

mod shown;

pub use shown::duration;

use std::path::Path;
use std::time::Duration;

use connlint_core::text::counted;
use serde_json::json;

use crate::args::{ExplainOutput, PortsArgs};
use crate::config::Config;
use crate::ports::{self, Ended, Holder, Needed, Port};
use crate::{Exit, Usage, terminal};

/// The files that say what an application needs, where nobody names one.
const FILES: &[&str] = &[".env", "compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"];

/// How long a supervisor may take to start a process anew.
const SUCCESSION: Duration = Duration::from_millis(700);

/// Runs the command.
pub fn run(args: &PortsArgs, config: &Config) -> anyhow::Result<Exit> {
    let needed = needed(args, config)?;
    let before = ports::look(&needed)?;
    let is_text = args.output_format == ExplainOutput::Text;
    if is_text {
        terminal::print(&shown::ports(&before))?;
    }
    if !args.free {
        if !is_text {
            terminal::print(&(json!({ "version": 1, "ports": before }).to_string() + "\n"))?;
        }
        return Ok(exit(&before));
    }
    let (chosen, spared) = chosen(&before, args.yes);
    if is_text {
        terminal::print(&shown::spared(&spared))?;
    }
    if !chosen.is_empty() && !args.yes && !is_agreed(&chosen)? {
        return Ok(exit(&before));
    }
    let ended = ports::end(&chosen, Duration::from_secs(u64::from(args.wait)));
    if !ended.is_empty() {
        std::thread::sleep(SUCCESSION);
    }
    let after = ports::look(&needed)?;
    let successors = successors(&before, &after);
    if is_text {
        terminal::print(&shown::ended(&ended))?;
        terminal::print(&shown::outcome(&before, &after, &successors))?;
    } else {
        terminal::print(&(report(&after, &ended, &spared, &successors).to_string() + "\n"))?;
    }
    Ok(exit(&after))
}

fn needed(args: &PortsArgs, config: &Config) -> anyhow::Result<Vec<Needed>> {
    let mut out: Vec<Needed> = Vec::new();
    for wanted in &args.wanted {
        match wanted.parse::<u64>() {
            Ok(number) => match u16::try_from(number) {
                Ok(port) if port > 0 && out.iter().all(|it| it.port != port) => {
                    out.push(Needed { port, by: Vec::new() });
                }
                Ok(port) if port > 0 => {}
                _ => return Err(Usage(format!("{number} is no port; ports are 1 to 65535")).into()),
            },
            Err(_) => {
                let before = out.len();
                ports::needed(Path::new(wanted), config, &mut out)?;
                if out.len() == before {
                    terminal::notice(&format!("{wanted} names no other port of this machine"));
                }
            }
        }
    }
    if args.wanted.is_empty() {
        for file in FILES.iter().map(Path::new).filter(|file| file.is_file()) {
            ports::needed(file, config, &mut out)?;
        }
        if out.is_empty() {
            out = ports::usual();
        }
    }
    Ok(out)
}

/// The processes to end, and those that are spared, with the reason.
fn chosen(ports: &[Port], kept: bool) -> (Vec<Holder>, Vec<(Holder, String)>) {
    let (mut chosen, mut spared): (Vec<Holder>, Vec<(Holder, String)>) = Default::default();
    for holder in ports.iter().flat_map(|port| &port.holders) {
        if chosen.iter().chain(spared.iter().map(|it| &it.0)).any(|it| it.pid == holder.pid) {
            continue;
        }
        match ports::reluctance(holder, kept) {
            Some(why) => spared.push((holder.clone(), why)),
            None => chosen.push(holder.clone()),
        }
    }
    (chosen, spared)
}

/// Asks whoever sits there.
fn is_agreed(chosen: &[Holder]) -> anyhow::Result<bool> {
    let names: Vec<String> = chosen.iter().map(|it| format!("{} ({})", it.name, it.pid)).collect();
    let question = format!("End {}: {}?", counted(chosen.len(), "process"), names.join(", "));
    terminal::agrees(&question, "ends the processes")
}

/// Who holds a port now and did not before.
fn successors<'a>(before: &[Port], after: &'a [Port]) -> Vec<(u16, &'a Holder)> {
    let is_known = |holder: &Holder| {
        let mut known = before.iter().flat_map(|it| &it.holders);
        known.any(|it| it.pid == holder.pid && it.birth == holder.birth)
    };
    let all = after.iter().flat_map(|port| port.holders.iter().map(|holder| (port.port, holder)));
    all.filter(|it| !is_known(it.1)).collect()
}

fn report(
    after: &[Port],
    ended: &[Ended],
    spared: &[(Holder, String)],
    successors: &[(u16, &Holder)],
) -> serde_json::Value {
    let spared: Vec<_> =
        spared.iter().map(|(it, why)| json!({ "pid": it.pid, "name": it.name, "why": why })).collect();
    let successors: Vec<_> =
        successors.iter().map(|(port, it)| json!({ "port": port, "pid": it.pid, "name": it.name })).collect();
    json!({
        "version": 1,
        "ports": after,
        "ended": ended,
        "spared": spared,
        "successors": successors,
    })
}

fn exit(ports: &[Port]) -> Exit {
    if ports.iter().all(|port| port.is_free) { Exit::Clean } else { Exit::Findings }
}
