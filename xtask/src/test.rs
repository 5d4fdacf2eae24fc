//! `cargo xtask test`: everything, on a machine that has nothing but a Rust toolchain.
//!
//! What a part needs is installed (Debian packages as root, Python and Node packages below target/) or named. A part
//! that cannot run has failed: nothing is skipped. Two parts run at once, each in a process of its own; what they say
//! stands in target/tests/, too.

use std::fs::File;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use anyhow::{Context, Result, bail};

use crate::workspace::{cargo, succeed, target};
use crate::{browser, docs, ends, failures, live, loads, precommit, prove, rehearse, web};

/// A part: its name, what it is, and what runs it.
struct Part {
    name: &'static str,
    what: &'static str,
    run: fn() -> Result<()>,
}

const PARTS: &[Part] = &[
    Part {
        name: "cargo",
        what: "tests of core, of the command line and of the tasks",
        run: || succeed(cargo().args(["test", "--quiet", "--locked", "--workspace"])),
    },
    Part { name: "browser", what: "the page in a headless Chromium", run: || browser::run(&[]) },
    Part { name: "wasm", what: "core compiles for the browser", run: core_for_wasm },
    Part { name: "docs", what: "the generated pages are fresh", run: || docs::run(&["--check".to_owned()]) },
    Part { name: "precommit", what: "the hooks, under the real pre-commit", run: || precommit::run(&[]) },
    Part { name: "live", what: "generated code against PostgreSQL and PgBouncer", run: live::quick },
    Part {
        name: "failures",
        what: "failures provoked at real servers, explained by the live test",
        run: || failures::run(&[]),
    },
    Part { name: "loads", what: "loads and watching, at full servers", run: || loads::run(&[]) },
    Part { name: "prove", what: "what the rules say of a few drivers at a pooler, tried", run: prove::quick },
    Part {
        name: "rehearse",
        what: "what the live test predicts for a few drivers at a pooler",
        run: rehearse::quick,
    },
    Part { name: "ends", what: "what `connlint test` tells of every endpoint of the lab", run: ends::quick },
];

fn core_for_wasm() -> Result<()> {
    web::add_target()?;
    succeed(cargo().args([
        "check",
        "--quiet",
        "--locked",
        "-p",
        "connlint-core",
        "--target",
        "wasm32-unknown-unknown",
    ]))
}

pub fn run(args: &[String]) -> Result<()> {
    let known = || PARTS.iter().map(|part| part.name).collect::<Vec<_>>().join(", ");
    if let Some(stranger) = args.iter().find(|arg| PARTS.iter().all(|part| part.name != arg.as_str())) {
        bail!("`{stranger}` is no part of the tests; the parts are {}", known());
    }
    let chosen: Vec<&Part> =
        PARTS.iter().filter(|part| args.is_empty() || args.iter().any(|arg| arg == part.name)).collect();
    if let [only] = chosen.as_slice() {
        return only.run_here();
    }
    let failed = run_beside(&chosen)?;
    if !failed.is_empty() {
        bail!("failed: {}; run one part with `cargo xtask test PART`", failed.join(", "));
    }
    println!("\nall parts passed");
    Ok(())
}

/// Parts at once. Some compute and some wait.
const AT_ONCE: usize = 2;

/// Runs each part in a process of its own, and shows what it said when it has ended; the names of those that failed.
fn run_beside(parts: &[&Part]) -> Result<Vec<&'static str>> {
    let program = std::env::current_exe()?;
    let logs = target().join("tests");
    std::fs::create_dir_all(&logs)?;
    stop_with_this()?;
    let (waiting, failed) = (Mutex::new(parts.iter()), Mutex::new(Vec::new()));
    let next = || lock(&waiting).next();
    let worker = || {
        while let Some(part) = next() {
            println!("== {} begins: {}", part.name, part.what);
            let outcome = part.run_apart(&program, &logs.join(part.name).with_extension("log"));
            match outcome {
                Ok((said, true)) => print!("{said}"),
                Ok((said, false)) => {
                    print!("{said}");
                    lock(&failed).push(part.name);
                }
                Err(error) => {
                    println!("== {} FAILED: {error:#}", part.name);
                    lock(&failed).push(part.name);
                }
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(worker);
        }
    });
    Ok(failed.into_inner().unwrap_or_else(PoisonError::into_inner))
}

impl Part {
    fn run_here(&self) -> Result<()> {
        println!("\n== {}: {}", self.name, self.what);
        let start = Instant::now();
        let outcome = (self.run)();
        let seconds = start.elapsed().as_secs();
        match &outcome {
            Ok(()) => println!("== {} passed in {seconds} s", self.name),
            Err(_) => println!("== {} FAILED after {seconds} s", self.name),
        }
        outcome
    }

    /// What a process of its own said, and whether it was content.
    fn run_apart(&self, program: &Path, log: &Path) -> Result<(String, bool)> {
        let file = File::create(log)?;
        let mut command = Command::new(program);
        command.args(["test", self.name]).stdin(Stdio::null()).stdout(file.try_clone()?).stderr(file);
        let mut child = command.spawn()?;
        lock(&APART).push(child.id());
        let status = child.wait();
        lock(&APART).retain(|id| *id != child.id());
        let said = String::from_utf8_lossy(&std::fs::read(log)?).into_owned();
        Ok((said, status?.success()))
    }
}

/// The processes of parts that run now.
static APART: Mutex<Vec<u32>> = Mutex::new(Vec::new());

/// Ends the parts when this is ended. The terminal's Ctrl-C reaches them by itself, a signal to this process does not.
fn stop_with_this() -> Result<()> {
    ctrlc::set_handler(|| {
        for id in lock(&APART).drain(..) {
            let _ = Command::new("kill").args(["-TERM", &id.to_string()]).status();
        }
        std::process::exit(130);
    })
    .context("Ctrl-C cannot be heard")
}

fn lock<T>(it: &Mutex<T>) -> MutexGuard<'_, T> {
    it.lock().unwrap_or_else(PoisonError::into_inner)
}
