//! Arguments of `generate`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use connlint_core::drivers::DriverAt;
use connlint_core::endpoints::EndpointAt;
use connlint_core::generate::Shell;
use connlint_core::model::Tls;
use connlint_core::parse::Spelling;

use super::{driver, endpoint};

/// Arguments of `generate`.
#[derive(Args)]
pub struct GenerateArgs {
    /// The driver, with or without a version
    #[arg(long, value_name = "DRIVER", value_parser = driver)]
    pub driver: DriverAt,
    /// The server or pooler [default: what host, port and user show]
    #[arg(long, value_name = "ENDPOINT", value_parser = endpoint)]
    pub endpoint: Option<EndpointAt>,
    /// Take what the flags do not say from the first connection in this file, or - for standard input
    #[arg(long, value_name = "FILE", conflicts_with = "env")]
    pub from_env: Option<PathBuf>,
    /// Take it from this environment variable
    #[arg(long, value_name = "NAME")]
    pub env: Option<String>,
    /// Host name, address or socket directory
    #[arg(long)]
    pub host: Option<String>,
    /// Port
    #[arg(long)]
    pub port: Option<u16>,
    /// Role that logs in
    #[arg(long)]
    pub user: Option<String>,
    /// The environment variable that holds its password
    #[arg(long, value_name = "NAME")]
    pub password_env: Option<String>,
    /// Database
    #[arg(long)]
    pub dbname: Option<String>,
    /// A further host, tried when those before it do not answer; with its port as HOST:PORT
    #[arg(long, value_name = "HOST")]
    pub other_host: Vec<String>,
    /// The server behind the pooler, for migrations; with its port as HOST:PORT [default: the one that the pooler's host
    /// and port show]
    #[arg(long, value_name = "HOST")]
    pub direct_host: Option<String>,
    /// Encryption and verification, by the names of libpq [default: what the endpoint's certificate allows, else the
    /// driver's]
    #[arg(long, value_name = "MODE")]
    pub tls: Option<TlsMode>,
    /// File with the certificates of the authorities to trust
    #[arg(long, value_name = "FILE")]
    pub root_certificate: Option<String>,
    /// Name to show in pg_stat_activity
    #[arg(long, value_name = "NAME")]
    pub application_name: Option<String>,
    #[command(flatten)]
    pub session: SessionArgs,
    #[command(flatten)]
    pub pool: PoolArgs,
    /// Write asynchronous code, where the driver has both kinds
    #[arg(long = "async")]
    pub is_async: bool,
    /// The variable that will hold the string, or the prefix of those that hold its parts
    #[arg(long, value_name = "NAME")]
    pub variable: Option<String>,
    /// How to spell it [default: as the driver's users mostly do]
    #[arg(long)]
    pub spelling: Option<SpellingName>,
    /// What to write
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub output_format: GenerateOutput,
    /// Write the program and its .env into this folder; nothing that is there is overwritten
    #[arg(long, value_name = "FOLDER", conflicts_with = "output_format")]
    pub write: Option<PathBuf>,
    /// Write this file of a project alone; which ones there are for a driver stands at the end of the usual output
    #[arg(long, value_name = "NAME", conflicts_with_all = ["output_format", "write", "shell"])]
    pub file: Option<String>,
    /// Write lines that set the variables in this shell [default: posix, for sh, bash and zsh]
    #[arg(
        long,
        value_name = "SHELL",
        num_args = 0..=1,
        default_missing_value = "posix",
        conflicts_with_all = ["output_format", "write"]
    )]
    pub shell: Option<ShellName>,
    /// Say of each setting why it is there, and who says so
    #[arg(long)]
    pub explain: bool,
    /// Show the password as it is
    #[arg(long)]
    pub show_secrets: bool,
}

/// What holds for each session.
#[derive(Args)]
#[command(next_help_heading = "Settings of a session")]
pub struct SessionArgs {
    /// Add what a connection in production needs: time-outs, keepalives, and for a pool a check and an age
    #[arg(long)]
    pub recommended: bool,
    /// How long to try to connect to one address
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(1..))]
    pub connect_timeout: Option<u32>,
    /// How long an idle connection is trusted before the network is asked about it
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(1..))]
    pub keepalive: Option<u32>,
    /// How long a statement may run
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(1..))]
    pub statement_timeout: Option<u32>,
    /// Schemas in which names are looked up, separated by commas
    #[arg(long, value_name = "SCHEMAS")]
    pub search_path: Option<String>,
    /// Isolation of transactions
    #[arg(long, value_name = "LEVEL")]
    pub isolation: Option<Isolation>,
    /// Which of several hosts to take
    #[arg(long, value_name = "KIND")]
    pub target: Option<TargetServer>,
}

/// Who shares the connections that the endpoint grants.
#[derive(Args)]
#[command(next_help_heading = "Size of the pool")]
pub struct PoolArgs {
    /// Connections that the endpoint grants this application [default: 97 at a server, 20 at a pooler]
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..))]
    pub max_connections: Option<u32>,
    /// Copies of the application that run at once
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..))]
    pub instances: Option<u32>,
    /// Processes in each copy
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..))]
    pub workers: Option<u32>,
    /// Instances live for a request or little longer
    #[arg(long)]
    pub serverless: bool,
}

/// Levels of isolation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Isolation {
    /// Each statement sees what was committed before it.
    ReadCommitted,
    /// Each transaction sees what was committed before it.
    RepeatableRead,
    /// As if one transaction ran after the other; some have to be tried again.
    Serializable,
}

impl Isolation {
    /// As the server spells it.
    pub fn name(self) -> &'static str {
        match self {
            Self::ReadCommitted => "read committed",
            Self::RepeatableRead => "repeatable read",
            Self::Serializable => "serializable",
        }
    }
}

/// Which of several hosts to take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TargetServer {
    /// The one that accepts writes.
    Primary,
    /// One that only reads, if there is one.
    Standby,
}

/// Encryption and verification, by the names of libpq.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TlsMode {
    /// Never encrypted.
    Disable,
    /// Encrypted when the server offers it.
    Prefer,
    /// Encrypted, not verified.
    Require,
    /// Encrypted, authority verified.
    VerifyCa,
    /// Encrypted, authority and host name verified.
    VerifyFull,
}

impl From<TlsMode> for Tls {
    fn from(mode: TlsMode) -> Self {
        match mode {
            TlsMode::Disable => Tls::OFF,
            TlsMode::Prefer => Tls::PREFER,
            TlsMode::Require => Tls::REQUIRE,
            TlsMode::VerifyCa => Tls::VERIFY_CA,
            TlsMode::VerifyFull => Tls::VERIFY_FULL,
        }
    }
}

/// How a connection is spelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SpellingName {
    /// A URL.
    Uri,
    /// Keywords and values.
    KeywordValue,
    /// A URL of JDBC.
    Jdbc,
    /// A URL of R2DBC.
    R2dbc,
    /// Pairs of ADO.NET.
    AdoNet,
    /// A DSN of PDO.
    Pdo,
    /// A DSN of Perl's DBI.
    Dbi,
    /// A variable for each part.
    Parts,
}

impl From<SpellingName> for Spelling {
    fn from(name: SpellingName) -> Self {
        match name {
            SpellingName::Uri => Spelling::Uri,
            SpellingName::KeywordValue => Spelling::KeywordValue,
            SpellingName::Jdbc => Spelling::Jdbc,
            SpellingName::R2dbc => Spelling::R2dbc,
            SpellingName::AdoNet => Spelling::AdoNet,
            SpellingName::Pdo => Spelling::Pdo,
            SpellingName::Dbi => Spelling::Dbi,
            SpellingName::Parts => Spelling::Parts,
        }
    }
}

/// A shell that runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ShellName {
    /// sh, bash, zsh and their like.
    Posix,
    /// fish.
    Fish,
    /// PowerShell.
    Powershell,
    /// The command prompt of Windows.
    Cmd,
}

impl From<ShellName> for Shell {
    fn from(name: ShellName) -> Self {
        match name {
            ShellName::Posix => Shell::Posix,
            ShellName::Fish => Shell::Fish,
            ShellName::Powershell => Shell::PowerShell,
            ShellName::Cmd => Shell::Cmd,
        }
    }
}

/// What `generate` writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum GenerateOutput {
    /// Everything, for people.
    Text,
    /// Everything, for programs.
    Json,
    /// The string alone.
    String,
    /// The .env lines alone.
    Env,
}
