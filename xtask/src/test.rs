//! `cargo xtask test`: everything, on a machine that has nothing but a Rust toolchain.
//!
//! What a part needs is installed (Debian packages as root, Python and Node packages below target/) or named. A part
//! that cannot run has failed: nothing is skipped.

use std::time::Instant;

use anyhow::{Result, bail};

use crate::workspace::{cargo, succeed};
use crate::{browser, docs, failures, live, loads, precommit, prove, rehearse, web};

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
    Part { name: "wasm", what: "core compiles for the browser", run: core_for_wasm },
    Part { name: "docs", what: "the generated pages are fresh", run: || docs::run(&["--check".to_owned()]) },
    Part { name: "browser", what: "the page in a headless Chromium", run: || browser::run(&[]) },
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
    let mut failed = Vec::new();
    let chosen = PARTS.iter().filter(|part| args.is_empty() || args.iter().any(|arg| arg == part.name));
    for part in chosen {
        println!("\n== {}: {}", part.name, part.what);
        let start = Instant::now();
        let outcome = (part.run)();
        let seconds = start.elapsed().as_secs();
        match outcome {
            Ok(()) => println!("== {} passed in {seconds} s", part.name),
            Err(error) => {
                println!("== {} FAILED after {seconds} s: {error:#}", part.name);
                failed.push(part.name);
            }
        }
    }
    if !failed.is_empty() {
        bail!("failed: {}; run one part with `cargo xtask test PART`", failed.join(", "));
    }
    println!("\nall parts passed");
    Ok(())
}
