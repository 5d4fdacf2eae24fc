//! Arguments of the commands that open connections.

use std::path::PathBuf;

use clap::Args;
use connlint_core::drivers::DriverAt;
use connlint_core::endpoints::EndpointAt;

use super::{ExplainOutput, driver, endpoint};
use crate::live::{MOST_CLIENTS, MOST_SECONDS};

/// A string that is connected with, and who does so.
#[derive(Args)]
pub struct Source {
    /// A file, or - for standard input [default: .env]
    #[arg(value_name = "FILE", conflicts_with = "env")]
    pub file: Option<PathBuf>,
    /// The string in this environment variable
    #[arg(long, value_name = "NAME")]
    pub env: Option<String>,
    /// Who reads the string [default: what comment, scheme and project show, else libpq]
    #[arg(long, value_name = "DRIVER", value_parser = driver)]
    pub driver: Option<DriverAt>,
    /// Send the password in clear text when the server asks for it without encryption
    #[arg(long)]
    pub allow_cleartext: bool,
}

/// Arguments of `test`.
#[derive(Args)]
pub struct TestArgs {
    #[command(flatten)]
    pub source: Source,
    /// How long the test of one string may take; several hosts share it
    #[arg(long, value_name = "SECONDS", default_value_t = 15, value_parser = clap::value_parser!(u32).range(1..=3600))]
    pub timeout: u32,
    /// Then load the server that was reached: so many clients, 1 to 500, that connect and ask at once
    ///
    /// The exit code is 1 when one of them is refused. A server that is not on this machine is loaded only when you
    /// say yes.
    #[arg(long, value_name = "CLIENTS", value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST_CLIENTS)))]
    pub load: Option<u32>,
    /// With --load: for how long, 1 to 300
    #[arg(long = "for", value_name = "SECONDS", requires = "load", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST_SECONDS)))]
    pub seconds: u32,
    /// With --load: draw how it went into a new file
    #[arg(long, value_name = "FILE", requires = "load")]
    pub svg: Option<PathBuf>,
    /// With --load: do not ask before loading a server that is not on this machine
    #[arg(long, requires = "load")]
    pub yes: bool,
    /// Try the string through the installed driver, too, and through what stands on it: several connections at once, with
    /// the project's own interpreter
    #[arg(long)]
    pub with_driver: bool,
    /// The Python to do it with [default: the active or the project's environment, else python3]
    #[arg(long, value_name = "PATH", requires = "with_driver", conflicts_with = "node")]
    pub python: Option<PathBuf>,
    /// The Node.js to do it with [default: node]
    #[arg(long, value_name = "PATH", requires = "with_driver")]
    pub node: Option<PathBuf>,
    /// Let twenty clients speak to the server as the driver does, with the settings as they are and as they should be,
    /// and say what came of it. Nothing is written; each of the two takes no longer than the time-out. Where that driver
    /// breaks others at a pooler that they share, so does this
    #[arg(long)]
    pub rehearse: bool,
    /// Rehearse with one setting after the other, in the string and in code, and say which is the smallest that works
    #[arg(long)]
    pub matrix: bool,
    /// Who answers, for what --rehearse recommends [default: what host, port, user and rehearsal show]
    #[arg(long, value_name = "ENDPOINT", value_parser = endpoint, requires = "rehearse")]
    pub endpoint: Option<EndpointAt>,
    /// How to report
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub output_format: ExplainOutput,
}
