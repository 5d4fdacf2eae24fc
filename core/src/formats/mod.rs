//! Where connection strings live in a file: finding the values, and writing an edit so that its container still
//! reads it.

mod blocks;
mod code;
mod compose;
mod defaults;
mod dotenv;
mod ini;
mod interpolation;
mod json;
mod node;
mod pg_service;
mod pgbouncer;
mod pgpass;
mod plain;
mod prisma;
mod properties;
mod secret;
mod settings;
mod shell;
mod terraform;
mod toml;
mod windows;
mod workflow;
mod yaml;

pub use compose::{Composition, Service};
pub use pgbouncer::POOL_MODE_OF_DATABASE;
pub use pgpass::{PasswordLine, password_lines};
pub use workflow::{Job, JobService};

use crate::text::{Mapped, Span};

/// How a value is quoted in its container.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quote {
    /// Not at all.
    None,
    /// `'`.
    Single,
    /// `"`.
    Double,
    /// A backtick.
    Backtick,
}

/// One name and value of a file.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The variable or key; `None` for a bare string.
    pub name: Option<(String, Span)>,
    /// Which set of variables it belongs to: two values of one name say different things only within one set, and not
    /// in two services of a Compose file.
    pub scope: usize,
    /// The value as the program gets it, with a map back to the file.
    pub value: Mapped,
    /// The value in the file, without its quotes.
    pub span: Span,
    /// How it is quoted.
    pub quote: Quote,
    /// The comment behind it on the same line, without the mark.
    pub comment: Option<Span>,
    /// From where on some loaders cut the value: an unquoted `#` begins a comment for them, an unquoted `&` ends a
    /// command of the shell. In the file; of the shell it is what stands behind the value.
    pub cut: Option<Span>,
    /// Pieces that some loaders replace by another variable: `$name`, `${name}`. In the file.
    pub expansions: Vec<Span>,
}

impl Entry {
    /// A value without a name or anything beside it.
    pub(crate) fn new(value: Mapped, span: Span) -> Self {
        Self {
            name: None,
            scope: 0,
            value,
            span,
            quote: Quote::None,
            comment: None,
            cut: None,
            expansions: Vec::new(),
        }
    }
}

/// What is known of a set of names and values that belong together: the variables of a service, the options of a call.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// Who gets the values, when the container shows it.
    pub consumer: Option<Consumer>,
    /// The variable of the environment, or the setting, that the string is taken from.
    pub variable: Option<String>,
    /// What is given beside the values, in the order written.
    pub arguments: Vec<Argument>,
    /// Whether more is given that does not show: `**kwargs`, `...options`, a variable.
    pub has_more: bool,
    /// Whether the connection is for migrations and the like, which must not lead through a pooler.
    pub is_for_migrations: bool,
    /// Drivers below, as a scheme names them, that the call takes and cannot use, each with what it then says: one that
    /// awaits where nothing does, or the other way round.
    pub unusable: &'static [(&'static str, &'static str)],
    /// Whether it makes one connection, and reads nothing about a pool.
    pub has_no_pool: bool,
}

/// Who gets a value, as its container shows.
#[derive(Clone, Debug)]
pub struct Consumer {
    /// Names of the drivers that may be meant, the one that is meant without further signs first, with a version where
    /// the container shows it: `pgx@4`. The scheme chooses among them.
    pub drivers: &'static [&'static str],
    /// What shows it, as a piece of a sentence: "`asyncpg.connect()`".
    pub why: String,
    /// Whether others write the same: then a project that shows none of these drivers means somebody else.
    pub is_guess: bool,
}

/// An argument or option beside a connection string.
#[derive(Clone, Debug)]
pub struct Argument {
    /// Its name, with the names of what it stands in: `connect_args.statement_cache_size`.
    pub name: String,
    /// Where the last of these names stands.
    pub name_span: Span,
    /// Its value.
    pub value: Literal,
    /// Where the value stands, with its quotes.
    pub span: Span,
}

impl Argument {
    /// Its name without the names of what it stands in.
    pub fn last_name(&self) -> &str {
        self.name.rsplit('.').next().unwrap_or_default()
    }
}

/// The value of an option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Literal {
    /// A text.
    Text(Mapped),
    /// A number, or a word with a meaning of its own: `0`, `true`, `None`, `NullPool`.
    Word(String),
    /// Something that is computed, and not known.
    Computed,
}

impl Literal {
    /// Text or word; `None` for what is computed.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text.text()),
            Self::Word(word) => Some(word),
            Self::Computed => None,
        }
    }
}

/// Something that is wrong with the container itself.
#[derive(Clone, Debug)]
pub struct Problem {
    /// Where.
    pub span: Span,
    /// What, as the title of a finding.
    pub message: String,
    /// Why it matters.
    pub note: String,
}

/// A file, taken apart.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// Names and values in the order written.
    pub entries: Vec<Entry>,
    /// What is known of the sets of variables that entries belong to, by [`Entry::scope`]; shorter when of the last
    /// ones nothing is known.
    pub scopes: Vec<Scope>,
    /// The services of a Compose file.
    pub composition: Option<Composition>,
    /// The jobs of a workflow that have services.
    pub jobs: Vec<Job>,
    /// Whether the values stand inside text of a kind that is not understood, such as source code: what that text says
    /// about them is not known, nor how it escapes characters.
    pub in_other_text: bool,
    /// The programming languages whose drivers may read the values; empty when any may.
    pub languages: &'static [&'static str],
    /// Comments on lines of their own, without the mark.
    pub comments: Vec<Span>,
    /// `%` that Python's ConfigParser refuses in a value.
    pub lone_percents: Vec<Span>,
    /// What is wrong with the container.
    pub problems: Vec<Problem>,
    /// The lines of a password file.
    pub password_lines: Vec<PasswordLine>,
    /// What the file holds in secret that does not look like it. In the file.
    pub secrets: Vec<Span>,
    /// Whether the values are parts of connections whose parameters are given elsewhere, TLS among them.
    pub is_partial: bool,
}

impl Document {
    /// What is known of the set that `entry` belongs to.
    pub fn scope(&self, entry: &Entry) -> Option<&Scope> {
        self.scopes.get(entry.scope)
    }
}

/// A kind of file.
pub struct Format {
    /// Name on the command line.
    pub name: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// Whether a file of this name is of this kind. Gets the last part of the path.
    pub has_name: fn(&str) -> bool,
    /// Whether a text without a name looks like this kind.
    pub looks_like: fn(&str) -> bool,
    /// Takes the file apart.
    pub read: fn(&str) -> Document,
    /// Writes `text`, a replacement inside the value of `entry`, as the container spells it; `None` when it cannot
    /// be written there without changing what stands around it.
    pub encode: fn(&str, &Entry) -> Option<String>,
}

/// All kinds, the more particular ones first; the last one takes everything.
pub static FORMATS: &[&Format] = &[
    &dotenv::FORMAT,
    &yaml::FORMAT,
    &code::PYTHON,
    &code::JAVASCRIPT,
    &code::GO,
    &code::CSHARP,
    &code::JAVA,
    &code::KOTLIN,
    &code::PHP,
    &code::RUBY,
    &code::RUST,
    &code::ELIXIR,
    &properties::FORMAT,
    &pgbouncer::FORMAT,
    &ini::FORMAT,
    &pg_service::FORMAT,
    &pgpass::FORMAT,
    &json::FORMAT,
    &toml::FORMAT,
    &prisma::FORMAT,
    &terraform::FORMAT,
    &shell::FORMAT,
    &shell::DOCKERFILE,
    &windows::BATCH,
    &windows::POWERSHELL,
    &plain::FORMAT,
];

/// The names of drivers that formats mention, each as [`Consumer::drivers`] has it, and the languages that they give to
/// drivers. A format knows no driver's record: a test sees that every name has one.
pub fn names_of_drivers() -> (Vec<&'static str>, Vec<&'static str>) {
    let (drivers, languages) = code::names();
    (drivers.chain(settings::names()).collect(), languages.collect())
}

/// Whether a file of this name holds source code that is understood.
pub fn is_source_code(path: &str) -> bool {
    !(format_of(Some(path), "").read)("").languages.is_empty()
}

/// Whether a file of this name may say how a PgBouncer pools: its own settings, or a Compose file.
pub fn may_set_up_poolers(path: &str) -> bool {
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
    (pgbouncer::FORMAT.has_name)(name) || name.contains("compose") && (yaml::FORMAT.has_name)(name)
}

/// Whether a file of this path is code that tests other code, by the customs of the languages: such files hold strings
/// that are wrong on purpose.
pub fn is_test(path: &str) -> bool {
    let mut parts = path.rsplit(['/', '\\']);
    let name = parts.next().unwrap_or_default();
    let stem = name.split('.').next().unwrap_or_default();
    let marks = ["test", "tests", "spec", "specs", "__tests__", "testdata", "fixtures", "testing", "e2e"];
    let is_named = stem.starts_with("test_")
        || ["_test", "_tests", "_spec", "Test", "Tests", "Spec", "IT"].iter().any(|end| stem.ends_with(end))
        || name.split('.').skip(1).any(|part| matches!(part, "test" | "spec" | "e2e-spec" | "cy"));
    is_source_code(path)
        && (is_named || parts.any(|part| marks.contains(&part.to_ascii_lowercase().as_str())))
}

/// The kind of `text`: by its name if a format claims it. A name with an extension that none claims is a file of another
/// kind; only a text without one is judged by its looks.
pub fn format_of(path: Option<&str>, text: &str) -> &'static Format {
    let name = path.and_then(|path| path.rsplit(['/', '\\']).next());
    let by_name = name.and_then(|name| FORMATS.iter().find(|format| (format.has_name)(name)));
    let has_extension = name.and_then(|name| name.rsplit_once('.')).is_some_and(|(stem, _)| !stem.is_empty());
    let by_looks = || FORMATS.iter().find(|format| !has_extension && (format.looks_like)(text));
    by_name.or_else(by_looks).copied().unwrap_or(&plain::FORMAT)
}
