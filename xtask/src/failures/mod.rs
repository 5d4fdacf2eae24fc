//! `cargo xtask failures`: provokes failures at real servers, and looks at what `connlint test` makes of each: the step,
//! the cause, what to do, the exit code, the time, and that no password shows.

mod cases;
mod failover;
mod held;
mod lab;
mod strangers;
mod trial;

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;

use anyhow::{Result, bail};

use cases::{ALONE, Case, TOGETHER};
use lab::Lab;

use crate::workspace::build_connlint;

/// How many cases are tried at the same time: they mostly wait.
const AT_ONCE: usize = 6;

/// Tries the cases whose names contain one of `args`, or all.
pub fn run(args: &[String]) -> Result<()> {
    let started = Instant::now();
    build_connlint()?;
    let lab = Lab::start()?;
    println!("the servers are up after {:.0} s", started.elapsed().as_secs_f64());
    let is_asked = |case: &&Case| args.is_empty() || args.iter().any(|arg| case.name.contains(arg.as_str()));
    let together: Vec<&Case> = TOGETHER.iter().copied().flatten().filter(is_asked).collect();
    let alone: Vec<&Case> = ALONE.iter().filter(is_asked).collect();
    let mut failures = try_together(&lab, &together);
    if let Err(error) = lab.nothing_left() {
        failures.push(format!("{error:#}"));
    }
    if args.is_empty() {
        match failover::run(&lab) {
            Ok(count) => println!("{:<44} {count} of {count} as it was said", "hosts that drivers take"),
            Err(error) => failures.push(format!("which hosts drivers take: {error:#}")),
        }
    }
    for case in &alone {
        failures.extend(tried(&lab, case));
    }
    let count = together.len() + alone.len();
    println!("{count} failures provoked, {:.0} s in all", started.elapsed().as_secs_f64());
    if count == 0 {
        bail!("there is no such case");
    }
    if failures.is_empty() {
        Ok(())
    } else {
        bail!("{} went wrong:\n{}", failures.len(), failures.join("\n"))
    }
}

/// Tries several at a time.
fn try_together(lab: &Lab, cases: &[&Case]) -> Vec<String> {
    let (next, failures) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Some(failure) = tried(lab, case)
                        && let Ok(mut failures) = failures.lock()
                    {
                        failures.push(failure);
                    }
                }
            });
        }
    });
    failures.into_inner().unwrap_or_default()
}

/// What went wrong, if anything.
fn tried(lab: &Lab, case: &Case) -> Option<String> {
    match trial::try_one(lab, case) {
        Ok(how) => {
            println!("{:<44} {how}", case.name);
            None
        }
        Err(error) => {
            println!("{:<44} WRONG", case.name);
            Some(format!("{}: {error:#}", case.name))
        }
    }
}
