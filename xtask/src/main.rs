//! Tasks of the project, in Rust, so that a clone needs nothing but cargo. One file per task.

mod browser;
mod docs;
mod ends;
mod failures;
mod lab;
mod live;
mod loads;
mod needs;
mod oracle;
mod order;
mod precommit;
mod process;
mod prove;
mod rehearse;
mod serve;
mod test;
mod web;
mod wire;
mod workspace;

use anyhow::{Result, bail};

/// A task: its name, what it does, and the function that gets the arguments after the name.
struct Task {
    name: &'static str,
    help: &'static str,
    run: fn(&[String]) -> Result<()>,
}

/// All tasks, in the order in which people meet them.
const TASKS: &[Task] = &[
    Task { name: "test", help: "run all tests, setting up what is missing [PART...]", run: test::run },
    Task { name: "web", help: "build the page into dist/ [--dev: faster to build, larger]", run: web::run },
    Task {
        name: "serve",
        help: "build the page and serve it on this machine [--dev] [--port N]",
        run: serve::run,
    },
    Task {
        name: "browser",
        help: "build the page and drive it in a real browser [--dev]",
        run: browser::run,
    },
    Task {
        name: "lab",
        help: "start PostgreSQL and PgBouncers in several modes to try strings at, until Ctrl-C",
        run: lab::run,
    },
    Task {
        name: "failures",
        help: "provoke failures at real servers, and look at what `connlint test` says [CASE...]",
        run: failures::run,
    },
    Task {
        name: "live",
        help: "run the generated code with real drivers, PostgreSQL and PgBouncer [psql python node ...]",
        run: live::run,
    },
    Task {
        name: "prove",
        help: "try each driver, as it is and as generated, by twenty clients at every endpoint [DRIVER...], or what each rule says [--claims RULE...]",
        run: prove::run,
    },
    Task {
        name: "rehearse",
        help: "compare what `connlint test --rehearse` says at every endpoint with what became of the real driver [DRIVER...]",
        run: rehearse::run,
    },
    Task {
        name: "wire",
        help: "write down what each driver says to a server when it asks the questions of the proof [DRIVER...]",
        run: wire::run,
    },
    Task {
        name: "ends",
        help: "see whether `connlint test` tells what is at every endpoint of the lab, alone and in company [--runs N]",
        run: ends::run,
    },
    Task {
        name: "oracle",
        help: "ask the real drivers what they make of random strings [--help]",
        run: oracle::run,
    },
    Task {
        name: "loads",
        help: "load a full server and a full pooler, and watch those who keep others waiting",
        run: loads::run,
    },
    Task { name: "precommit", help: "run the hooks under the real pre-commit", run: precommit::run },
    Task { name: "docs", help: "write the pages in docs/ from the tables [--check]", run: docs::run },
];

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let Some((name, rest)) = args.split_first() else {
        print_help();
        return Ok(());
    };
    if matches!(name.as_str(), "help" | "--help" | "-h") {
        print_help();
        return Ok(());
    }
    match TASKS.iter().find(|task| task.name == name) {
        Some(task) => (task.run)(rest),
        None => bail!("there is no task `{name}`; `cargo xtask help` lists them"),
    }
}

fn print_help() {
    println!("cargo xtask <task>\n");
    for task in TASKS {
        println!("  {:<10} {}", task.name, task.help);
    }
}
