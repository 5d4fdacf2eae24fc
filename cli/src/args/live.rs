//! Arguments of the commands that open connections.

use std::path::PathBuf;

use clap::Args;
use connlint_core::drivers::DriverAt;

use super::{ExplainOutput, driver};

/// Arguments of `test`.
#[derive(Args)]
pub struct TestArgs {
    /// A file, or - for standard input [default: .env]
    #[arg(value_name = "FILE", conflicts_with = "env")]
    pub file: Option<PathBuf>,
    /// The string in this environment variable
    #[arg(long, value_name = "NAME")]
    pub env: Option<String>,
    /// Who reads the string [default: what comment, scheme and project show, else libpq]
    #[arg(long, value_name = "DRIVER", value_parser = driver)]
    pub driver: Option<DriverAt>,
    /// How long the test of one string may take; several hosts share it
    #[arg(long, value_name = "SECONDS", default_value_t = 15, value_parser = clap::value_parser!(u32).range(1..=3600))]
    pub timeout: u32,
    /// Send the password in clear text when the server asks for it without encryption
    #[arg(long)]
    pub allow_cleartext: bool,
    /// How to report
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub output_format: ExplainOutput,
}
