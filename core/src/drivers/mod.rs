//! How each client reads a string, what it sends, and how it uses prepared statements: one file per driver.
//!
//! A record holds facts, each checked against the real driver (`checked`). What data cannot say is in its `read`
//! function, which splits the string with a reader of `parse` and gives every parameter its fate.

mod activerecord;
mod aiopg;
mod asynchronous;
mod asyncpg;
mod asyncpg_connect;
mod asyncpg_pool;
mod bun_sql;
mod conninfo;
mod databases;
mod dbd_pg;
mod deadpool_postgres;
mod deno_postgres;
mod diesel;
mod difference;
mod disk;
mod dj_database_url;
mod django;
mod django_environ;
mod doctrine;
mod drizzle;
mod ecto;
mod efcore;
mod failover;
mod fill;
mod gorm;
mod hikaricp;
mod infer;
mod knex;
mod kysely;
mod laravel;
mod lib_pq;
mod lib_pq_config;
mod libpq;
mod mikro_orm;
mod named;
mod neon_serverless;
mod node_postgres;
mod npgsql;
mod package;
mod packet;
mod pdo;
mod peewee;
mod pg8000;
mod pg_connection_string;
mod pgjdbc;
mod pgx;
mod pgx_config;
mod pgx_redact;
mod php_url;
mod piccolo;
mod postgres_js;
mod postgrex;
mod prisma;
mod prisma_adapter_pg;
mod psqlpy;
mod psycopg;
mod psycopg2;
mod python_netloc;
mod r2dbc_postgresql;
mod ruby_pg;
mod sea_orm;
mod sequelize;
mod snippets;
mod speech;
mod sqlalchemy;
mod sqlalchemy_asyncpg;
mod sqlalchemy_pg8000;
mod sqlalchemy_psycopg;
mod sqlalchemy_psycopg2;
mod sqlx;
mod surroundings;
mod tokio_postgres;
mod told;
mod tortoise;
mod typeorm;
mod words;

pub use asynchronous::Asynchronous;
pub use difference::{About, Difference, Side, Value, differences};
pub(crate) use difference::{client, session};
pub use disk::{Absent, Disk, Opens};
pub use failover::{Choice, Failover, Found, NoneFits};
pub use infer::{Inferred, Manifest, by_scheme, from_manifests, is_lock_file, is_manifest};
pub use package::{Package, Registry};
pub use packet::StartupPacket;
pub(crate) use snippets::alembic_env;
pub use snippets::{Argument, CodeFile, Impossible, Plan, Snippet};
pub use speech::{Command, Frees, Namer, Number, Recovery, Speech, Trips};
pub use surroundings::Surroundings;
pub use told::{Telling, Told, Wish};

use serde::Serialize;

use crate::model::{Prepared, Reading, Setting, Since, Tls, Version, newest_for};
use crate::parse::Spelling;

/// All drivers, by name.
pub static DRIVERS: &[&Driver] = &[
    &activerecord::DRIVER,
    &aiopg::DRIVER,
    &asyncpg::DRIVER,
    &bun_sql::DRIVER,
    &databases::DRIVER,
    &dbd_pg::DRIVER,
    &deadpool_postgres::DRIVER,
    &deno_postgres::DRIVER,
    &diesel::DRIVER,
    &dj_database_url::DRIVER,
    &django::DRIVER,
    &django_environ::DRIVER,
    &doctrine::DRIVER,
    &drizzle::DRIVER,
    &ecto::DRIVER,
    &efcore::DRIVER,
    &gorm::DRIVER,
    &hikaricp::DRIVER,
    &knex::DRIVER,
    &kysely::DRIVER,
    &laravel::DRIVER,
    &lib_pq::DRIVER,
    &libpq::DRIVER,
    &mikro_orm::DRIVER,
    &neon_serverless::DRIVER,
    &node_postgres::DRIVER,
    &npgsql::DRIVER,
    &pdo::DRIVER,
    &peewee::DRIVER,
    &pg_connection_string::DRIVER,
    &pg8000::DRIVER,
    &pgjdbc::DRIVER,
    &pgx::DRIVER,
    &piccolo::DRIVER,
    &postgres_js::DRIVER,
    &postgrex::DRIVER,
    &prisma::DRIVER,
    &prisma_adapter_pg::DRIVER,
    &psqlpy::DRIVER,
    &psycopg::DRIVER,
    &psycopg2::DRIVER,
    &r2dbc_postgresql::DRIVER,
    &ruby_pg::DRIVER,
    &sea_orm::DRIVER,
    &sequelize::DRIVER,
    &sqlalchemy_asyncpg::DRIVER,
    &sqlalchemy_pg8000::DRIVER,
    &sqlalchemy_psycopg::DRIVER,
    &sqlalchemy_psycopg2::DRIVER,
    &sqlx::DRIVER,
    &tokio_postgres::DRIVER,
    &tortoise::DRIVER,
    &typeorm::DRIVER,
];

/// A client that reads connection strings.
pub struct Driver {
    /// Name on the command line, in kebab-case.
    pub name: &'static str,
    /// Other names under which people ask for it.
    pub aliases: &'static [&'static str],
    /// What its users call it.
    pub label: &'static str,
    /// Programming language of its users.
    pub language: &'static str,
    /// What one should know about it, in a paragraph.
    pub docs: &'static str,
    /// The newest version that was checked; facts hold for it unless a version is asked for.
    pub newest: Version,
    /// Schemes it takes, the preferred one first; empty when it takes no URL.
    pub schemes: &'static [&'static str],
    /// Schemes that name this driver and no other, such as `postgresql+asyncpg`.
    pub own_schemes: &'static [&'static str],
    /// Spellings it takes.
    pub spellings: &'static [Spelling],
    /// Its parameters. Names not in here meet `unknown`.
    pub params: &'static [Param],
    /// What happens to a parameter that is not in the table.
    pub unknown: Unknown,
    /// Values of its TLS parameter and what each means; the first entry is the default when nothing is given, and
    /// its value is empty if the default has no name.
    pub tls_modes: &'static [TlsMode],
    /// What makes it verify against the authorities of the system, by version: `name=value` in the string, empty when
    /// it does so by itself, `None` when the string cannot say it.
    pub system_roots: &'static [Since<Option<&'static str>>],
    /// What it sends at startup of its own accord, besides user and database.
    pub startup: &'static [(&'static str, &'static str)],
    /// How it writes the startup packet.
    pub packet: Packet,
    /// Variables of the environment that it looks at for what the string leaves open, each with the parameter of
    /// `params` that it stands for.
    pub variables: &'static [(&'static str, &'static str)],
    /// What it says of a service that no service file defines; `None` when it says nothing, or knows no service files.
    pub service_unknown: Option<fn(&Absent<'_>) -> String>,
    /// What it looks for among the files while it reads a string.
    pub disk: Disk,
    /// Prepared statements, by version.
    pub prepared: &'static [Since<Prepared>],
    /// How it speaks to a server, by version.
    pub speech: &'static [Since<Speech>],
    /// The ways to do without named statements, the one to recommend first. Empty when there is none or none is
    /// needed.
    pub statements_off: &'static [Switch],
    /// Whether there is code for it that does not block.
    pub asynchronous: Asynchronous,
    /// How it is told what a good connection says besides, in groups: those of the connection, those of the pool.
    pub told: &'static [&'static [Told]],
    /// What code may give it besides the string.
    pub arguments: &'static [ArgumentSet],
    /// Packages whose presence in a manifest says that this driver is used.
    pub packages: &'static [Package],
    /// How many projects read a bare `postgresql://` with it, as a rank: 1 is the most common. From
    /// [`RARE`](Self::RARE) on nobody assumes it of a project that does not show it.
    pub rank: u8,
    /// Reads a string as the driver does.
    pub read: fn(&str, Spelling, Version) -> Reading,
    /// Writes code that connects, or says why the driver cannot do what the plan asks.
    pub snippet: fn(&Plan) -> Result<Snippet, Impossible>,
    /// The driver that it hands its connection to, when it does not speak to the server itself.
    pub hands_on: Option<HandsOn>,
    /// Where the facts come from.
    pub checked: &'static [Checked],
}

impl Driver {
    /// The first rank that has to be shown by a project.
    pub const RARE: u8 = 50;

    /// Whether it may be what reads a string of a project that shows nothing. Who hands the string on is left to the
    /// driver below.
    pub fn is_assumed(&self) -> bool {
        self.hands_on.is_none() && self.rank < Self::RARE
    }

    /// Whether it is the driver of this name, or what it hands its connection on to is.
    pub fn stands_on(&self, name: &str) -> bool {
        self.name == name || self.hands_on.is_some_and(|it| it.to.stands_on(name))
    }
}

/// How an ORM, a pool or a wrapper hands its connection to a driver.
#[derive(Clone, Copy)]
pub struct HandsOn {
    /// The driver below.
    pub to: &'static Driver,
    /// What it changes on the way, as a sentence without its stop; empty when it changes nothing.
    pub changes: &'static str,
}

/// How a driver writes the startup packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Packet {
    /// The names that it writes first, in this order, as far as they are sent; the others follow in the order of the
    /// string.
    pub order: &'static [&'static str],
    /// Whether it names the user as the database when the string names none. Otherwise it leaves that to the server.
    pub names_database: bool,
}

/// A parameter of a driver.
#[derive(Clone, Copy, Debug)]
pub struct Param {
    /// Name.
    pub name: &'static str,
    /// Meaning.
    pub setting: Setting,
    /// Where it can be given.
    pub place: Place,
    /// What kind of value it takes.
    pub kind: Kind,
    /// Whether it goes to the server at startup.
    pub sent: bool,
    /// The first version that has it.
    pub since: Version,
    /// The first version that does not have it any more.
    pub until: Option<Version>,
}

/// Where a parameter can be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// In the string.
    Url,
    /// Only in code: the argument or option named here, such as `asyncpg.connect(...)`.
    Code(&'static str),
    /// In the string and in code.
    Both(&'static str),
}

/// What kind of value a parameter takes, as the driver checks it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Any text.
    Text,
    /// A whole number.
    Integer,
    /// A number that may have a fraction.
    Number,
    /// Yes or no, in the driver's spelling.
    Boolean,
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// A file.
    File,
    /// Something that no text can say: an object or a function.
    Object,
}

impl Param {
    /// A text parameter of the string that stays in the client.
    pub const fn new(name: &'static str, setting: Setting) -> Self {
        Self {
            name,
            setting,
            place: Place::Url,
            kind: Kind::Text,
            sent: false,
            since: Version(0, 0, 0),
            until: None,
        }
    }

    /// The same, of another kind.
    pub const fn kind(self, kind: Kind) -> Self {
        Self { kind, ..self }
    }

    /// The same, given elsewhere.
    pub const fn place(self, place: Place) -> Self {
        Self { place, ..self }
    }

    /// The same, sent to the server.
    pub const fn sent(self) -> Self {
        Self { sent: true, ..self }
    }

    /// The same, from a version on.
    pub const fn since(self, since: Version) -> Self {
        Self { since, ..self }
    }

    /// The same, gone from a version on.
    pub const fn until(self, until: Version) -> Self {
        Self { until: Some(until), ..self }
    }

    /// Whether `version` has it.
    pub fn is_in(&self, version: Version) -> bool {
        self.since <= version && self.until.is_none_or(|until| version < until)
    }

    /// Whether it can be given in the string.
    pub fn in_url(&self) -> bool {
        matches!(self.place, Place::Url | Place::Both(_))
    }
}

/// What a driver does with a parameter that it does not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unknown {
    /// It refuses the string.
    Refused,
    /// It sends it to the server as a setting.
    SentToServer,
    /// It drops it without a word.
    Ignored,
}

/// One value of a TLS parameter.
#[derive(Clone, Copy, Debug)]
pub struct TlsMode {
    /// As it is written.
    pub value: &'static str,
    /// What it means.
    pub tls: Tls,
}

/// A set of arguments or options that code gives to a driver.
#[derive(Clone, Copy, Debug)]
pub struct ArgumentSet {
    /// What stands before their names: `connect_args.`; empty for those of the call itself.
    pub prefix: &'static str,
    /// Names besides those of `params` that code can give, in groups: those of a connection, those of a pool.
    pub names: &'static [&'static [&'static str]],
    /// Whether parameters that belong into a string will do here as well.
    pub takes_params: bool,
    /// Whether any other name is a mistake.
    pub is_complete: bool,
    /// What the driver says of a name that it does not know; `None` when it drops that without a word.
    pub refused: Option<fn(&str) -> String>,
    /// Names that people write here and that belong elsewhere, with the place, as a piece of a sentence.
    pub elsewhere: &'static [(&'static str, &'static str)],
}

impl ArgumentSet {
    /// Names besides those of `params` that code can give.
    pub fn all_names(&self) -> impl Iterator<Item = &'static str> {
        self.names.iter().copied().flatten().copied()
    }

    /// Options of an object that takes any name and drops those that it does not know.
    pub const fn dropping(prefix: &'static str, elsewhere: &'static [(&'static str, &'static str)]) -> Self {
        Self { prefix, names: &[], takes_params: true, is_complete: false, refused: None, elsewhere }
    }
}

/// What Python says of a keyword argument that `connect()` does not have.
pub(crate) fn unexpected_argument(name: &str) -> String {
    format!("TypeError: connect() got an unexpected keyword argument '{name}'")
}

/// A way to do without named statements.
#[derive(Clone, Copy, Debug)]
pub struct Switch {
    /// What to write in the string, `name=value`; empty when it cannot be said there.
    pub in_url: &'static str,
    /// What to write in code; empty when it cannot be said there.
    pub in_code: &'static str,
    /// From which version on it works.
    pub since: Version,
    /// Whether it is enough by itself.
    pub enough: bool,
    /// Whether the driver frees its named statements with `DEALLOCATE` in SQL. A pooler that tracks statements has other
    /// names for them, so that the command fails, and aborts the transaction that it stands in.
    pub frees_in_sql: bool,
}

impl Switch {
    /// Whether `argument` is this switch, as [`in_code`](Self::in_code) shows it: `prepare: false`,
    /// `statement_cache_size=0`, `properties.setProperty("prepareThreshold", "0")`.
    pub fn is_given(&self, argument: &crate::formats::Argument) -> bool {
        let is = |code: &str| {
            let (name, value) = name_and_value(code);
            let value = value.trim_matches([' ', '"', '\'']);
            let is_value = |text: &str| text.eq_ignore_ascii_case(value) || text == last_part(value);
            !name.is_empty() && argument.last_name() == name && argument.value.text().is_some_and(is_value)
        };
        let is_key = self.in_code.contains(&format!("\"{}\"", Self::name(self.in_url)));
        is(self.in_code) || is_key && is(self.in_url)
    }

    /// Whether `name` is this switch's with a value that only looks like its position "off": `prepare_threshold=0`
    /// prepares at once, as `prepareThreshold=-1` does.
    pub fn is_misread(&self, name: &str, value: &str) -> bool {
        let looks_off = ["0", "-1", "false"].iter().any(|off| value.eq_ignore_ascii_case(off));
        let is_misread = |code: &str| {
            let (own, off) = name_and_value(code);
            !own.is_empty() && own == name && !value.eq_ignore_ascii_case(off.trim_matches([' ', '"', '\'']))
        };
        looks_off && (is_misread(self.in_code) || is_misread(self.in_url))
    }

    /// The name of what `code` sets, without what it belongs to.
    pub fn name(code: &str) -> &str {
        name_and_value(code).0
    }
}

fn name_and_value(code: &str) -> (&str, &str) {
    let marks = [" => ", ": ", "=", "("];
    let (name, value) = marks.iter().find_map(|mark| code.split_once(mark)).unwrap_or((code, ""));
    (last_part(name.trim()), value)
}

fn last_part(path: &str) -> &str {
    path.rsplit(['.', ':']).next().unwrap_or_default()
}

/// What a fact rests on, the strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Evidence {
    /// The real thing was run and asked.
    Run,
    /// Its source was read.
    Source,
    /// Its documentation was read.
    Documentation,
}

impl Evidence {
    /// In a word or two, as a remark: "from source". What was run needs no remark.
    pub fn remark(self) -> Option<&'static str> {
        match self {
            Self::Run => None,
            Self::Source => Some("from source"),
            Self::Documentation => Some("from documentation"),
        }
    }
}

/// Where a fact comes from.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Checked {
    /// Version of the driver, first in the text: `0.27.0 to 0.31.0`, `3.3.9 with libpq 18`.
    pub version: &'static str,
    /// What it rests on.
    pub evidence: Evidence,
    /// Day, as `2026-11-24`.
    pub on: &'static str,
    /// How: what was run, or which file of its source was read.
    pub how: &'static str,
}

impl Checked {
    /// The first version that it speaks of.
    fn since(&self) -> Version {
        Version::parse(self.version).unwrap_or(Version(0, 0, 0))
    }
}

/// A driver in a version.
#[derive(Clone, Copy)]
pub struct DriverAt {
    /// The driver.
    pub driver: &'static Driver,
    /// The version that facts are taken of.
    pub version: Version,
    /// Whether the version was asked for or found in a lock file, not assumed.
    pub version_known: bool,
}

impl DriverAt {
    /// The newest version of `driver`.
    pub fn newest(driver: &'static Driver) -> Self {
        Self { driver, version: driver.newest, version_known: false }
    }

    /// Reads `name` or `name@version`; `None` for a name or a version that is not known.
    pub fn parse(text: &str) -> Option<Self> {
        let (name, version) =
            text.split_once('@').map_or((text, None), |(name, version)| (name, Some(version)));
        let driver = by_name(name)?;
        match version {
            Some(version) => Some(Self { driver, version: Version::parse(version)?, version_known: true }),
            None => Some(Self::newest(driver)),
        }
    }

    /// Reads a string as this driver does.
    pub fn read(&self, text: &str, spelling: Spelling) -> Reading {
        let mut out = (self.driver.read)(text, spelling, self.version);
        fill::send_last_of_each(&mut out);
        out
    }

    /// What its facts rest on at this version: the weakest evidence for the newest of the versions checked that it has
    /// reached, else for the oldest one.
    pub fn evidence(&self) -> Evidence {
        self.checked().map(|it| it.evidence).max().unwrap_or(Evidence::Documentation)
    }

    /// What was checked for the newest of the versions checked that it has reached, else for the oldest one.
    pub fn checked(&self) -> impl Iterator<Item = &'static Checked> {
        let versions = || self.driver.checked.iter().map(Checked::since);
        let nearest =
            versions().filter(|version| *version <= self.version).max().or_else(|| versions().min());
        self.driver.checked.iter().filter(move |it| Some(it.since()) == nearest)
    }

    /// Its prepared statements, before the string says anything about them.
    pub fn prepared(&self) -> Prepared {
        prepared(self.driver.prepared, self.version)
    }

    /// How it is told `wish`, the preferred way first; what is told in one place by several settings is told by all.
    pub fn told(&self, wish: Wish) -> impl Iterator<Item = &'static Told> + use<> {
        let version = self.version;
        let table = self.driver.told.iter().copied().flatten();
        table.filter(move |told| told.what == wish && told.is_in(version))
    }

    /// Whether it names statements that a pooler cannot track for it, because it frees them in SQL.
    pub fn frees_in_sql(&self) -> bool {
        self.prepared().statements == crate::model::Statements::Named
            && self.statements_off().iter().any(|it| it.frees_in_sql)
    }

    /// What does without named statements in this version: the first switch that is enough, else all of them together.
    pub fn statements_off(&self) -> Vec<&'static Switch> {
        let here = || self.driver.statements_off.iter().filter(|it| it.since <= self.version);
        match here().find(|switch| switch.enough) {
            Some(switch) => vec![switch],
            None => here().collect(),
        }
    }

    /// What makes it verify against the authorities of the system, `name=value` in the string; empty when it does so
    /// by itself; `None` when the string cannot say it.
    pub fn system_roots(&self) -> Option<&'static str> {
        let table = self.driver.system_roots;
        newest_for(table, self.version).copied().flatten()
    }

    /// Its parameter of this name, if its version has it.
    pub fn param(&self, name: &str) -> Option<&'static Param> {
        self.driver.params.iter().find(|param| param.name == name && param.is_in(self.version))
    }

    /// `name` or `name@version`, as it was asked for.
    pub fn display(&self) -> String {
        if self.version_known {
            format!("{}@{}", self.driver.name, self.version)
        } else {
            self.driver.name.to_owned()
        }
    }
}

/// The driver of this name or alias.
pub fn by_name(name: &str) -> Option<&'static Driver> {
    DRIVERS.iter().copied().find(|driver| driver.name == name || driver.aliases.contains(&name))
}

/// The entry of a table of prepared statements that holds at `version`.
pub(crate) fn prepared(table: &[Since<Prepared>], version: Version) -> Prepared {
    newest_for(table, version).copied().unwrap_or(Prepared {
        statements: crate::model::Statements::Simple,
        named_from: 0,
        cache_size: None,
        names: "",
    })
}

/// The TLS mode that `value` names, letter for letter.
pub(crate) fn tls_mode(modes: &[TlsMode], value: &str) -> Option<Tls> {
    modes.iter().find(|mode| mode.value == value).map(|mode| mode.tls)
}
