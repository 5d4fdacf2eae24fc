//! connlint on the command line: arguments, files, terminals. What is true of drivers, endpoints and strings, core
//! knows; nothing of it is here.

mod args;
mod atomic;
mod baseline;
mod commands;
mod config;
mod files;
mod live;
mod ports;
mod project;
mod render;
mod terminal;

use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command};
use config::Config;

/// How a run ended. The only place that knows the numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Nothing at or above the threshold.
    Clean,
    /// Findings at or above the threshold, changes that `--fix` would make, or connections that are not the same.
    Findings,
    /// Wrong usage.
    Usage,
    /// Something could not be read or written, or no connection could be had.
    Failure,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(match exit {
            Exit::Clean => 0,
            Exit::Findings => 1,
            Exit::Usage => 2,
            Exit::Failure => 3,
        })
    }
}

/// An error that the user mends by other arguments.
#[derive(Debug)]
pub struct Usage(pub String);

impl std::fmt::Display for Usage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Usage {}

fn main() -> ExitCode {
    let exit = match run() {
        Ok(exit) => exit,
        Err(error) => {
            terminal::complain(&format!("{error:#}"));
            if error.is::<Usage>() { Exit::Usage } else { Exit::Failure }
        }
    };
    exit.into()
}

fn run() -> anyhow::Result<Exit> {
    args::refuse_connection_strings(std::env::args_os().skip(1))?;
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let exit = if error.use_stderr() { Exit::Usage } else { Exit::Clean };
            // A closed pipe is no reason to complain.
            let _ = error.print();
            return Ok(exit);
        }
    };
    terminal::choose_color(cli.color);
    let config = || Config::load(cli.config.as_deref());
    match cli.command {
        Command::Check(args) => commands::check::run(&args, &config()?),
        Command::Read(args) => commands::read::run(&args, &config()?),
        Command::Compare(args) => commands::compare::run(&args, &config()?),
        Command::Generate(args) => commands::generate::run(&args),
        Command::Test(args) => commands::test::run(&args, &config()?),
        Command::Watch(args) => commands::watch::run(&args, &config()?),
        Command::Ports(args) => commands::ports::run(&args, &config()?),
        Command::Explain(args) => commands::explain::run(&args, &config()?),
        Command::Config(args) => commands::config::run(&args, &config()?),
        Command::Rules(args) => commands::lists::rules(args.output_format),
        Command::Drivers(args) => commands::lists::drivers(args.output_format),
        Command::Endpoints(args) => commands::lists::endpoints(args.output_format),
        Command::Completions { shell } => commands::lists::completions(shell),
    }
}
