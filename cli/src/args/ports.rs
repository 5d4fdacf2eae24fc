//! Arguments of `ports`.

use clap::Args;

use super::ExplainOutput;

/// Arguments of `ports`.
#[derive(Args)]
pub struct PortsArgs {
    /// Ports, or files that name them [default: .env and the Compose files of this folder, else the usual ports]
    ///
    /// Of a file, the ports of this machine count that its connection strings connect to, that its Compose services
    /// publish, and that `PORT` or `listen_port` names.
    #[arg(value_name = "PORT|FILE")]
    pub wanted: Vec<String>,
    /// End the processes that hold them: ask them to end, wait, and end those that do not
    #[arg(long)]
    pub free: bool,
    /// With --free: do not ask before; also end services and containers, which are better stopped by who runs them
    #[arg(long, requires = "free")]
    pub yes: bool,
    /// With --free: how long a process may take to end when it is asked to
    #[arg(long, value_name = "SECONDS", default_value_t = 5, requires = "free", value_parser = clap::value_parser!(u32).range(0..=600))]
    pub wait: u32,
    /// How to report
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub output_format: ExplainOutput,
}
