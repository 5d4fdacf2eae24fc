//! Programs that end in time.

use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// What a program said and whether it was content.
pub struct Outcome {
    /// Whether it ended with 0 in time.
    pub ok: bool,
    /// Whether it had to be stopped.
    pub is_late: bool,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

/// Starts `command` with its output kept.
pub fn start(command: &mut Command) -> Result<Child> {
    let name = command.get_program().to_string_lossy().into_owned();
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().with_context(|| name)
}

/// Waits for `child`, and ends it when `limit` is over.
pub fn finish(mut child: Child, limit: Duration) -> Outcome {
    let reader = |pipe: Option<Box<dyn Read + Send>>| {
        std::thread::spawn(move || {
            let mut bytes = Vec::new();
            if let Some(mut pipe) = pipe {
                let _ = pipe.read_to_end(&mut bytes);
            }
            String::from_utf8_lossy(&bytes).into_owned()
        })
    };
    let out = reader(child.stdout.take().map(|it| Box::new(it) as _));
    let err = reader(child.stderr.take().map(|it| Box::new(it) as _));
    let started = Instant::now();
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break Some(status),
            Ok(None) if started.elapsed() < limit => std::thread::sleep(Duration::from_millis(20)),
            _ => {
                let _ = child.kill();
                let _ = child.wait();
                break None;
            }
        }
    };
    let mut err = err.join().unwrap_or_default();
    if status.is_none() {
        err.push_str("\nstopped: it took too long");
    }
    Outcome {
        is_late: status.is_none(),
        ok: status.is_some_and(|it| it.success()),
        out: out.join().unwrap_or_default(),
        err,
    }
}

/// Runs `command` to its end, which has to be a good one.
pub fn must(command: &mut Command, limit: Duration) -> Result<String> {
    let outcome = finish(start(command)?, limit);
    if outcome.ok {
        return Ok(outcome.out);
    }
    let last: Vec<&str> = outcome.err.lines().chain(outcome.out.lines()).rev().take(8).collect();
    bail!(
        "{} failed: {}",
        command.get_program().to_string_lossy(),
        last.into_iter().rev().collect::<Vec<_>>().join("\n")
    )
}
