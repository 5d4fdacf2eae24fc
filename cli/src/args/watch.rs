//! Arguments of `watch`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use connlint_core::drivers::DriverAt;

use super::driver;

/// Arguments of `watch`.
#[derive(Args)]
pub struct WatchArgs {
    /// A file, or - for standard input; its first string counts [default: .env]
    ///
    /// Where the string leads to a PgBouncer whose console its user may open (`admin_users`, `stats_users`), the pools
    /// are shown; else the sessions of the server.
    #[arg(value_name = "FILE", conflicts_with = "env")]
    pub file: Option<PathBuf>,
    /// The string in this environment variable
    #[arg(long, value_name = "NAME")]
    pub env: Option<String>,
    /// Who reads the string [default: what comment, scheme and project show, else libpq]
    #[arg(long, value_name = "DRIVER", value_parser = driver)]
    pub driver: Option<DriverAt>,
    /// How long to wait between two looks
    #[arg(long, value_name = "SECONDS", default_value_t = 2, value_parser = clap::value_parser!(u32).range(1..=3600))]
    pub interval: u32,
    /// Look once, also on a terminal
    #[arg(long)]
    pub once: bool,
    /// How long a connection or an answer may take
    #[arg(long, value_name = "SECONDS", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=600))]
    pub timeout: u32,
    /// Send the password in clear text when the server asks for it without encryption
    #[arg(long)]
    pub allow_cleartext: bool,
    /// How to report; `json` and `prometheus` look once
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub output_format: WatchOutput,
}

/// What `watch` writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum WatchOutput {
    /// For people; on a terminal again and again.
    Text,
    /// One object.
    Json,
    /// Metrics, as Prometheus and its collectors of text files take them.
    Prometheus,
}
