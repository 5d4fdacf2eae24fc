//! The arguments. Every name of a rule, driver, endpoint or output comes from a table.

mod generate;
mod live;
mod ports;
mod watch;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use connlint_core::diag::Severity;
use connlint_core::drivers::{self, DRIVERS, DriverAt};
use connlint_core::endpoints::{ENDPOINTS, EndpointAt};
use connlint_core::rules::{self, RULES};
use connlint_core::text::nearest;

use schemars::JsonSchema;
use serde::Deserialize;

pub use generate::{GenerateArgs, GenerateOutput, PoolArgs, SessionArgs, SpellingName, TargetServer};
pub use live::{Source, TestArgs};
pub use ports::PortsArgs;
pub use watch::{WatchArgs, WatchOutput};

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
read or written, or no connection could be had.";

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
    Test(Box<TestArgs>),
    /// Show who uses the pools and the server, who waits, and who keeps others waiting
    ///
    /// The first string counts. Where it leads to a PgBouncer whose console its user may open (`admin_users`,
    /// `stats_users`), the pools are shown; else the sessions of the server.
    Watch(WatchArgs),
    /// Say who holds the ports that an application needs, and free them
    Ports(PortsArgs),
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
