//! The arguments. Every name of a rule, driver, endpoint or output comes from a table.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use connlint_core::diag::Severity;
use connlint_core::drivers::{self, DRIVERS, DriverAt};
use connlint_core::endpoints::{ENDPOINTS, EndpointAt};
use connlint_core::generate::Shell;
use connlint_core::model::Tls;
use connlint_core::parse::Spelling;
use connlint_core::rules::{self, RULES};
use connlint_core::text::nearest;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::Usage;
use crate::render::{self, OUTPUTS, Output};

/// Lints, explains and fixes PostgreSQL connection strings, as each driver reads them.
#[derive(Parser)]
#[command(name = "connlint", version, max_term_width = 80, after_help = AFTER_HELP)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// When to use colours; `auto` also honours NO_COLOR, FORCE_COLOR and CLICOLOR
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
    /// The configuration [default: connlint.toml of this folder or of the nearest above it, up to the root of the repository]
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

const AFTER_HELP: &str = "\
A password is never an argument, because arguments can be seen by others: a string comes from a file, from standard \
input (-) or from an environment variable (--env NAME). No output shows a password, unless --show-secrets asks for it.

Exit codes: 0 nothing found at or above the threshold, 1 findings, 2 wrong usage or configuration, 3 something could not be \
read or written.";

/// The commands.
#[derive(Subcommand)]
pub enum Command {
    /// Lint files and folders
    Check(CheckArgs),
    /// Show what drivers make of a string
    Read(ReadArgs),
    /// Say whether two strings, or one under two drivers, are the same connection
    Compare(CompareArgs),
    /// Write the string, the code and the .env lines that a driver needs
    Generate(Box<GenerateArgs>),
    /// Walk the path to the server as the driver would, and say which step fails
    Test(TestArgs),
    /// Explain a rule, a driver, an endpoint or an error message
    Explain(ExplainArgs),
    /// Show which settings are in force, and why
    Config(ConfigArgs),
    /// List the rules
    Rules(ListArgs),
    /// List the drivers
    Drivers(ListArgs),
    /// List the endpoints
    Endpoints(ListArgs),
    /// Write completions for a shell
    Completions {
        /// Which shell
        shell: clap_complete::Shell,
    },
}

/// Arguments of `check`.
#[derive(Args)]
pub struct CheckArgs {
    /// Files, folders, or - for standard input [default: .]
    ///
    /// Of a folder, the files are read whose names say that they hold connection strings; .gitignore is honoured.
    /// A file that is named is always read, unless connlint.toml excludes it.
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Lint the string in this environment variable
    #[arg(long, value_name = "NAME")]
    pub env: Vec<String>,
    /// The name that standard input would have as a file; it decides the format
    #[arg(long, value_name = "NAME")]
    pub stdin_filename: Option<String>,
    #[command(flatten)]
    pub who: Who,
    /// Apply the safe fixes; of standard input, the fixed text goes to standard output
    #[arg(long)]
    pub fix: bool,
    /// With --fix or --diff: also the fixes that are only very likely what was meant
    #[arg(long)]
    pub unsafe_fixes: bool,
    /// Show what --fix would change, passwords masked, and change nothing
    #[arg(long)]
    pub diff: bool,
    /// Rules to run [default: those of connlint.toml, else all]
    #[arg(long, value_name = "RULE", value_delimiter = ',', value_parser = rule)]
    pub select: Vec<String>,
    /// Rules not to run, besides those of connlint.toml
    #[arg(long, value_name = "RULE", value_delimiter = ',', value_parser = rule)]
    pub ignore: Vec<String>,
    /// The least severity that makes the exit code 1; hints alone do not fail a build unless asked [default: that of connlint.toml, else warning]
    #[arg(long, value_name = "SEVERITY")]
    pub fail_on: Option<Threshold>,
    /// Leave out the findings in this report of an earlier `check --output-format json`
    #[arg(long, value_name = "FILE", conflicts_with_all = ["fix", "diff"])]
    pub baseline: Option<PathBuf>,
    /// How to report
    #[arg(long, value_name = "FORMAT", default_value = "full", value_parser = output())]
    pub output_format: &'static Output,
    /// Of folders, also read files that git ignores, such as the .env in use
    #[arg(long, visible_alias = "no-ignore")]
    pub git_ignored: bool,
    /// Say how every string was read, also where nothing was found
    #[arg(long, short, conflicts_with = "quiet")]
    pub verbose: bool,
    /// Print findings and failures only: no summary, no notices
    #[arg(long, short)]
    pub quiet: bool,
}

/// Who reads the string, and who answers.
#[derive(Args)]
pub struct Who {
    /// The driver that reads the strings, with or without a version: asyncpg, asyncpg@0.29
    #[arg(long, value_name = "DRIVER", value_parser = driver)]
    pub driver: Option<DriverAt>,
    /// The server or pooler that answers
    #[arg(long, value_name = "ENDPOINT", value_parser = endpoint)]
    pub endpoint: Option<EndpointAt>,
}

/// Arguments of `read`.
#[derive(Args)]
pub struct ReadArgs {
    /// A file that holds strings, or - for standard input
    #[arg(value_name = "FILE", default_value = "-", conflicts_with = "env")]
    pub file: PathBuf,
    /// Read the string in this environment variable
    #[arg(long, value_name = "NAME")]
    pub env: Option<String>,
    /// The driver [default: the one that the scheme or the project shows, else all]
    #[arg(long, value_name = "DRIVER", value_parser = driver)]
    pub driver: Option<DriverAt>,
    /// Compare all drivers, those included that do not take the scheme
    #[arg(long, conflicts_with = "driver")]
    pub all_drivers: bool,
    /// `json-lines`: one object {"s": "<string>"} on each line
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub input_format: ReadInput,
    /// `json-lines`: one reading on each line; `json`: all of them in one list
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub output_format: ReadOutput,
    /// Write it as this driver spells it, and say what is lost
    #[arg(long, value_name = "DRIVER", value_parser = driver, conflicts_with_all = ["all_drivers", "bytes"])]
    pub to: Option<DriverAt>,
    /// How to spell it with --to [default: as the driver's users mostly do]
    #[arg(long, requires = "to")]
    pub spelling: Option<SpellingName>,
    /// Show the bytes that the driver sends first
    #[arg(long)]
    pub bytes: bool,
    /// Count what this machine has around the string: PG* variables, service and password files, and whether the files that are named are there
    #[arg(long, conflicts_with = "to")]
    pub with_environment: bool,
    /// Show passwords as they are
    #[arg(long)]
    pub show_secrets: bool,
}

/// Arguments of `compare`.
#[derive(Args)]
pub struct CompareArgs {
    /// Files that hold the strings, or - for standard input: two strings in all, or one
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Compare the string in this environment variable; twice for two
    #[arg(long, value_name = "NAME")]
    pub env: Vec<String>,
    /// The driver [default: the one that the scheme or the project shows, else libpq]; twice for one each
    #[arg(long, value_name = "DRIVER", value_parser = driver)]
    pub driver: Vec<DriverAt>,
    /// Count what this machine has around the strings: PG* variables, service and password files, and whether the files that are named are there
    #[arg(long)]
    pub with_environment: bool,
    /// How to say it
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub output_format: ExplainOutput,
    /// Show passwords as they are
    #[arg(long)]
    pub show_secrets: bool,
}

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

/// Arguments of `explain`.
#[derive(Args)]
pub struct ExplainArgs {
    /// Name of a rule, a driver or an endpoint, or - for an error message on standard input
    #[arg(value_name = "NAME", default_value = "-", hide_default_value = true)]
    pub name: String,
    /// The driver that printed the error message [default: the one that its words show]
    #[arg(long, value_name = "DRIVER", value_parser = driver)]
    pub driver: Option<DriverAt>,
    /// Lint these files and folders, and point at the lines that show the cause of the error
    #[arg(long, value_name = "PATH")]
    pub check: Vec<PathBuf>,
    /// How to explain; `json` is for error messages
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub output_format: ExplainOutput,
}

/// Arguments of `config`.
#[derive(Args)]
pub struct ConfigArgs {
    /// Say what holds for these files, too
    #[arg(value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Print the JSON schema of connlint.toml, for editors
    #[arg(long, conflicts_with = "files")]
    pub schema: bool,
    /// How to show it
    #[arg(long, value_name = "FORMAT", default_value = "text", conflicts_with = "schema")]
    pub output_format: ExplainOutput,
}

/// Arguments of the lists.
#[derive(Args)]
pub struct ListArgs {
    /// How to list
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    pub output_format: ListOutput,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The least severity that makes the exit code 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Threshold {
    /// Any finding.
    Hint,
    /// Warnings and errors.
    Warning,
    /// Errors.
    Error,
    /// Nothing.
    Never,
}

impl Threshold {
    /// Whether a finding of this severity makes the exit code 1.
    pub fn is_reached_by(self, severity: Severity) -> bool {
        match self {
            Threshold::Hint => true,
            Threshold::Warning => severity >= Severity::Warning,
            Threshold::Error => severity >= Severity::Error,
            Threshold::Never => false,
        }
    }
}

/// What `read` gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReadInput {
    /// A file as `check` takes it, or a string.
    Text,
    /// One object on each line.
    JsonLines,
}

/// What `read` writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ReadOutput {
    /// For people.
    Table,
    /// One list.
    Json,
    /// One object on each line.
    JsonLines,
}

/// What `explain` writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExplainOutput {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// What the lists write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ListOutput {
    /// For people.
    Table,
    /// For programs.
    Json,
}

/// The driver of this name, with or without a version; what is wrong with it else.
pub fn driver(text: &str) -> Result<DriverAt, String> {
    DriverAt::parse(text).ok_or_else(|| {
        let name = text.split('@').next().unwrap_or_default();
        match drivers::by_name(name) {
            Some(_) => "the part after `@` is not a version".to_owned(),
            None => unknown(name, "driver", names_of_drivers()),
        }
    })
}

/// The endpoint of this name, with or without a version; what is wrong with it else.
pub fn endpoint(text: &str) -> Result<EndpointAt, String> {
    EndpointAt::parse(text).ok_or_else(|| {
        let name = text.split('@').next().unwrap_or_default();
        match connlint_core::endpoints::by_name(name) {
            Some(_) => "the part after `@` is not a version".to_owned(),
            None => unknown(name, "endpoint", names_of_endpoints()),
        }
    })
}

/// The rule of this name; what is wrong with it else.
pub fn rule(text: &str) -> Result<String, String> {
    match rules::by_name(text) {
        Some(rule) => Ok(rule.name.to_owned()),
        None => Err(unknown(text, "rule", RULES.iter().map(|rule| rule.name))),
    }
}

/// All names that drivers go by.
pub fn names_of_drivers() -> impl Iterator<Item = &'static str> {
    DRIVERS.iter().flat_map(|it| it.aliases.iter().copied().chain([it.name]))
}

/// All names that endpoints go by.
pub fn names_of_endpoints() -> impl Iterator<Item = &'static str> {
    ENDPOINTS.iter().flat_map(|it| it.aliases.iter().copied().chain([it.name]))
}

fn unknown<'a>(name: &str, kind: &str, names: impl Iterator<Item = &'a str>) -> String {
    match nearest(name, names) {
        Some(near) => format!("there is no such {kind}; the nearest name is `{near}`"),
        None => format!("there is no such {kind}; `connlint {kind}s` lists them"),
    }
}

fn output() -> impl TypedValueParser<Value = &'static Output> {
    let names = OUTPUTS.iter().map(|it| clap::builder::PossibleValue::new(it.name).help(it.about));
    PossibleValuesParser::new(names.collect::<Vec<_>>())
        .try_map(|name| render::by_name(&name).ok_or("unknown"))
}

/// Refuses a connection string among the arguments without repeating it. It comes before the arguments are parsed,
/// because the parser quotes what it does not understand.
pub fn refuse_connection_strings(args: impl Iterator<Item = OsString>) -> Result<(), Usage> {
    for (index, arg) in args.enumerate() {
        let text = arg.to_string_lossy();
        if is_connection_string(&text) && !PathBuf::from(&arg).exists() {
            return Err(Usage(format!(
                "argument {} is a connection string, and arguments can be seen by others (`ps`, the history of \
                 the shell)\nput it into a file, pipe it to `connlint ... -`, or name its variable: `--env NAME`",
                index + 1
            )));
        }
    }
    Ok(())
}

/// Whether an argument could hold a password: a URL, keyword/value text, or `user:password@host`.
fn is_connection_string(arg: &str) -> bool {
    let has_user_info = arg.split_once(':').is_some_and(|(_, rest)| rest.contains('@'));
    arg.contains("://")
        || has_user_info
        || arg.contains('=') && connlint_core::parse::spelling_of(arg).is_some()
        || !connlint_core::text::secret_spans(arg).is_empty()
}
