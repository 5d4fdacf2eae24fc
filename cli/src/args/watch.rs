//! Arguments of `watch`.

use clap::{Args, ValueEnum};

use super::Source;

/// Arguments of `watch`.
#[derive(Args)]
pub struct WatchArgs {
    #[command(flatten)]
    pub source: Source,
    /// How long to wait between two looks
    #[arg(long, value_name = "SECONDS", default_value_t = 2, value_parser = clap::value_parser!(u32).range(1..=3600))]
    pub interval: u32,
    /// Look once, also on a terminal
    #[arg(long)]
    pub once: bool,
    /// How long a connection or an answer may take
    #[arg(long, value_name = "SECONDS", default_value_t = 5, value_parser = clap::value_parser!(u32).range(1..=600))]
    pub timeout: u32,
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
