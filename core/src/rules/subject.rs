//! The connection strings of a document, and who reads them.

use std::collections::BTreeMap;

use super::Options;
use super::uses::Use;
use crate::drivers::{DRIVERS, Driver, DriverAt, Inferred, Param, Place, by_scheme};
use crate::endpoints::{EndpointAt, Target};
use crate::formats::{Consumer, Document, Entry, Scope};
use crate::parse::{Spelling, Written, written};
use crate::text::{Mapped, Mapper, Span, sort_by_key};

/// A connection string found in a document, or one made up of separate variables.
pub struct Subject {
    /// The decoded string, with a map back to the file.
    pub value: Mapped,
    /// How it is spelled.
    pub spelling: Spelling,
    /// Index of its entry in the document; for separate variables the one that holds the host.
    pub entry: usize,
    /// What the author meant.
    pub written: Written,
    /// Who reads it, the most common first.
    pub readers: Vec<DriverAt>,
    /// How that is known.
    pub source: DriverSource,
    /// Who answers.
    pub endpoint: EndpointAt,
    /// Whether a comment beside it says that code turns named statements off: `connlint: statements=off`.
    pub statements_off: bool,
}

/// How the driver of a string is known, in order of precedence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DriverSource {
    /// The user named it.
    Named,
    /// A comment beside it says so.
    Comment,
    /// The caller knew beforehand who reads its variable; with what says so.
    Said(String),
    /// What holds the string hands it to this driver; with what shows it.
    Container(String),
    /// The scheme belongs to it.
    Scheme,
    /// Code of the project reads its variable; with the calls.
    Code(Vec<String>),
    /// The project's manifests; with the reasons.
    Project(Vec<String>),
    /// It is not known: everyone who could read it.
    Unknown,
}

impl Subject {
    /// Whether each of its readers is known to read it, and is not only one of those that may.
    pub fn readers_are_known(&self) -> bool {
        matches!(self.source, DriverSource::Said(_) | DriverSource::Code(_))
    }

    /// Whether somebody says who reads it.
    pub fn is_told(&self) -> bool {
        matches!(self.source, DriverSource::Named | DriverSource::Comment | DriverSource::Said(_))
    }

    /// Whether a finding may name the driver that it is found for: one only reads it, or each of its readers does.
    pub fn driver_is_known(&self) -> bool {
        self.readers.len() == 1 || self.readers_are_known()
    }

    /// The decoded text.
    pub fn text(&self) -> &str {
        self.value.text()
    }
}

/// Schemes of PostgreSQL, in any driver's spelling, and near misses of them; not those of other databases.
fn is_postgres_scheme(scheme: &str) -> bool {
    let lower = scheme.to_ascii_lowercase();
    let base = lower.split('+').next().unwrap_or_default();
    // `jdbc:` and `r2dbc:pool:` before it, `:failover` behind it.
    base.split(':').any(is_postgres_word) || is_of_prisma(scheme)
}

/// Prisma's own schemes, for its service behind HTTP.
fn is_of_prisma(scheme: &str) -> bool {
    ["prisma", "prisma+postgres"].iter().any(|it| scheme.eq_ignore_ascii_case(it))
}

/// Whether whoever reads this string for `endpoint` is made for it: where no PostgreSQL answers, there is nothing to
/// judge then.
fn is_made_for(readers: &[DriverAt], scheme: &str, endpoint: &EndpointAt) -> bool {
    let owns = |at: &DriverAt| at.driver.own_schemes.contains(&scheme);
    !endpoint.endpoint.speaks_postgresql && readers.iter().any(owns)
}

fn is_postgres_word(base: &str) -> bool {
    matches!(base, "postgres" | "postgresql" | "pgsql" | "psql" | "postgis" | "pg" | "cockroachdb" | "ecto")
        || base.len() >= 6 && crate::text::nearest(base, ["postgresql", "postgres"]).is_some()
}

/// Bytes up to which a text is taken for a connection string. No server takes a startup packet above 10,000 bytes, and
/// the bound keeps every reader's time bounded, whatever the file.
const LONGEST: usize = 32 * 1024;

/// The strings of `document` that are PostgreSQL connections.
pub fn subjects(document: &Document, file: &str, options: &Options) -> Vec<Subject> {
    let mut out = Vec::new();
    for (index, entry) in document.entries.iter().enumerate() {
        let consumer = consumer_of(document, entry);
        let value = consumer.and_then(|consumer| completed(&entry.value, consumer));
        let value = value.as_ref().unwrap_or(&entry.value);
        let text = value.text();
        if text.len() > LONGEST {
            continue;
        }
        let meant = written(text);
        let Some(spelling) = meant.spelling else { continue };
        let scheme = meant.scheme.map_or("", |span| span.of(text));
        if spelling.is_url() && !is_postgres_scheme(scheme) {
            continue;
        }
        if is_pattern(&meant, text) {
            continue;
        }
        let told = told_by_comment(document, entry, file);
        let asked = Asked {
            scheme,
            spelling,
            told: told.driver,
            consumer,
            languages: document.languages,
            variable: variable(entry),
        };
        let (readers, source) = readers(&asked, options);
        let endpoint = endpoint(&meant, text, told.endpoint, options);
        if is_made_for(&readers, scheme, &endpoint) {
            continue;
        }
        let is_foreign = match source {
            DriverSource::Unknown => !super::ado_net::is_postgres(&meant, text, &endpoint),
            // A project may have more than one database.
            DriverSource::Project(_) => super::ado_net::is_of_another(&meant, text),
            _ => false,
        };
        if spelling == Spelling::AdoNet && is_foreign {
            continue;
        }
        out.push(Subject {
            value: value.clone(),
            spelling,
            entry: index,
            written: meant,
            readers,
            source,
            endpoint,
            statements_off: told.statements_off,
        });
    }
    out.extend(separate_variables(document, file, options));
    out
}

/// Who gets the value: as the call shows that it is given to, else as the file does.
fn consumer_of<'d>(document: &'d Document, entry: &Entry) -> Option<&'d Consumer> {
    let own = document.scope(entry).and_then(|scope| scope.consumer.as_ref());
    let of_file = || document.scopes.first().filter(|_| !document.languages.is_empty());
    own.or_else(|| of_file()?.consumer.as_ref())
}

/// A string whose beginning is computed, `{url}?sslmode=require`, with a scheme before it, so that its query is read.
fn completed(value: &Mapped, consumer: &Consumer) -> Option<Mapped> {
    let text = value.text();
    let is_computed = text.starts_with('{') || text.starts_with("${");
    let has_query = text.split_once('}').is_some_and(|(_, behind)| behind.starts_with('?'));
    let driver = DriverAt::parse(consumer.drivers.first()?)?.driver;
    let mut out = Mapper::default();
    out.push(&format!("{}://", driver.schemes.first()?), value.source(Span::at(0)));
    out.append(value);
    (is_computed && has_query).then(|| out.finish())
}

/// Whether the text shows the form of a string, `postgresql://host:port/database`, and is none.
fn is_pattern(meant: &Written, text: &str) -> bool {
    let ports = meant.hosts.iter().filter_map(|host| host.1);
    ports.map(|port| port.of(text)).any(|port| port.eq_ignore_ascii_case("port"))
}

/// Who answers: as the user says, as a comment says, as the caller knows of the host, else as the string shows.
fn endpoint(meant: &Written, text: &str, told: Option<EndpointAt>, options: &Options) -> EndpointAt {
    if let Some(named) = options.endpoint.clone().or(told) {
        return named;
    }
    let part = |span: Option<Span>| span.map_or("", |span| span.of(text));
    let host = meant.hosts.first().map_or("", |host| host.0.of(text)).to_ascii_lowercase();
    let host = socket(meant, text).filter(|_| matches!(host.as_str(), "" | "localhost")).unwrap_or(host);
    let port = meant.hosts.first().and_then(|host| host.1).and_then(|port| port.of(text).parse().ok());
    let target = Target {
        host: &host,
        scheme: &part(meant.scheme).to_ascii_lowercase(),
        port,
        user: part(meant.user),
        dbname: part(meant.dbname),
    };
    let said = options.answers.iter().find(|it| it.is_of(&target));
    said.map_or_else(|| EndpointAt::of(&target), |it| it.endpoint.clone())
}

/// The folder of a socket that the query of a URL names: `?host=/cloudsql/project:region:instance`.
fn socket(meant: &Written, text: &str) -> Option<String> {
    let (_, _, value) = meant.pair(text, "host").filter(|_| meant.spelling.is_some_and(Spelling::is_url))?;
    let folder = value.of(text).to_ascii_lowercase();
    (folder.starts_with('/') || folder.starts_with("%2f")).then_some(folder)
}

/// What is known of a string whose readers are asked for.
struct Asked<'a> {
    scheme: &'a str,
    spelling: Spelling,
    told: Option<DriverAt>,
    consumer: Option<&'a Consumer>,
    languages: &'a [&'a str],
    /// The variable that holds it; empty when it has none.
    variable: &'a str,
}

fn variable(entry: &Entry) -> &str {
    entry.name.as_ref().map_or("", |name| &name.0)
}

fn readers(asked: &Asked<'_>, options: &Options) -> (Vec<DriverAt>, DriverSource) {
    let &Asked { scheme, spelling, told, consumer, languages, variable } = asked;
    let project = &options.project;
    if let Some(driver) = options.driver {
        return (vec![driver], DriverSource::Named);
    }
    if let Some(driver) = told {
        return (vec![driver], DriverSource::Comment);
    }
    if let Some(said) = options.readers.iter().find(|it| it.is_of(variable)) {
        return (said.drivers.clone(), DriverSource::Said(said.why.clone()));
    }
    let own = by_scheme(scheme);
    let at = |driver| in_project(driver, project);
    if let Some(consumer) = consumer.filter(|it| is_believed(it, project)) {
        let mut meant = consumer.drivers.iter().filter_map(|name| of_consumer(name, project));
        let chosen = meant.clone().find(|at| own.iter().any(|it| std::ptr::eq(*it, at.driver)));
        if let Some(driver) = chosen.or_else(|| meant.next()) {
            return (vec![driver], DriverSource::Container(consumer.why.clone()));
        }
    }
    if !own.is_empty() {
        return (own.into_iter().map(at).collect(), DriverSource::Scheme);
    }
    let uses: Vec<&Use> = options.code.iter().filter(|it| it.reads(variable)).collect();
    if !uses.is_empty() {
        return in_code(&uses, project);
    }
    // What the project shows counts even if it refuses the scheme: that is what there is to find.
    let shown: Vec<&Inferred> =
        project.iter().filter(|it| it.driver.driver.spellings.contains(&spelling)).collect();
    if !shown.is_empty() {
        let why = shown.iter().map(|it| it.why.clone()).collect();
        return (by_rank(shown.iter().map(|it| it.driver).collect()), DriverSource::Project(why));
    }
    let spells = |driver: &&&'static Driver| driver.spellings.contains(&spelling);
    let speaks = |driver: &&&'static Driver| languages.is_empty() || languages.contains(&driver.language);
    let of_language = || DRIVERS.iter().filter(spells).filter(speaks);
    // Where one alone would be taken for known, those that hand strings to it may be meant as well.
    let is_one = !languages.is_empty() && of_language().filter(|driver| driver.is_assumed()).nth(1).is_none();
    let is_spoken = of_language().any(|driver| driver.is_assumed());
    let assumed = || {
        let all = DRIVERS.iter().filter(spells).filter(move |driver| {
            (driver.is_assumed() || is_spoken && is_one) && (!is_spoken || speaks(driver))
        });
        all.map(|driver| DriverAt::newest(driver))
    };
    let mut anyone: Vec<DriverAt> =
        assumed().filter(|at| takes_scheme(at.driver, scheme, spelling)).collect();
    if anyone.is_empty() {
        anyone = assumed().collect();
    }
    (by_rank(anyone), DriverSource::Unknown)
}

/// The drivers that code reads a variable with: of those that a call may mean the ones that the project shows, else the
/// first.
fn in_code(uses: &[&Use], project: &[Inferred]) -> (Vec<DriverAt>, DriverSource) {
    let is_shown =
        |driver: &&'static Driver| project.iter().any(|it| std::ptr::eq(it.driver.driver, *driver));
    let chosen = uses
        .iter()
        .filter_map(|it| it.drivers.iter().copied().find(is_shown).or(it.drivers.first().copied()));
    let mut all: Vec<DriverAt> = Vec::new();
    for driver in chosen {
        if !all.iter().any(|at| std::ptr::eq(at.driver, driver)) {
            all.push(in_project(driver, project));
        }
    }
    let mut why: Vec<String> = uses.iter().map(|it| it.why.clone()).collect();
    why.dedup();
    (by_rank(all), DriverSource::Code(why))
}

/// The driver in the version that the project pins.
fn in_project(driver: &'static Driver, project: &[Inferred]) -> DriverAt {
    let pinned = project.iter().find(|it| std::ptr::eq(it.driver.driver, driver));
    pinned.map_or(DriverAt::newest(driver), |inferred| inferred.driver)
}

/// Whether the project has nothing against it.
fn is_believed(consumer: &Consumer, project: &[Inferred]) -> bool {
    let meant = || consumer.drivers.iter().filter_map(|name| DriverAt::parse(name));
    let is_meant = |it: &Inferred| meant().any(|at| std::ptr::eq(at.driver, it.driver.driver));
    !consumer.is_guess || project.is_empty() || project.iter().any(is_meant)
}

/// The driver `name` in the version that it says, `pgx@4`, or in a more exact one that the project pins.
fn of_consumer(name: &str, project: &[Inferred]) -> Option<DriverAt> {
    let shown = DriverAt::parse(name)?;
    let pinned = in_project(shown.driver, project);
    let is_same = pinned.version_known && pinned.version.0 == shown.version.0;
    Some(if shown.version_known && !is_same { shown } else { pinned })
}

/// Who may get the arguments of `scope`, when the string beside them is not known: the one that the user named, those
/// that the project shows, the one whose own argument is among them, or any that `consumer` knows.
pub(super) fn consumers(consumer: &Consumer, scope: &Scope, options: &Options) -> Vec<DriverAt> {
    if !is_believed(consumer, &options.project) {
        return Vec::new();
    }
    let meant = || consumer.drivers.iter().filter_map(|name| of_consumer(name, &options.project));
    let all: Vec<&'static Driver> = meant().map(|at| at.driver).collect();
    let is_meant = |at: &DriverAt| all.iter().any(|driver| std::ptr::eq(*driver, at.driver));
    if let Some(named) = options.driver.filter(is_meant) {
        return vec![named];
    }
    let shown: Vec<DriverAt> =
        options.project.iter().map(|inferred| inferred.driver).filter(is_meant).collect();
    if !shown.is_empty() {
        return shown;
    }
    let betrayed = all.iter().find(|driver| scope.arguments.iter().any(|it| is_own(driver, &all, &it.name)));
    match betrayed {
        Some(driver) => vec![DriverAt::newest(driver)],
        None => meant().collect(),
    }
}

/// Whether `driver` has the argument for code alone, and no other of `all` has it at all.
fn is_own(driver: &Driver, all: &[&'static Driver], argument: &str) -> bool {
    let has = |driver: &Driver, also_in_strings: bool| {
        driver.arguments.iter().any(|set| {
            let Some(name) = argument.strip_prefix(set.prefix) else { return false };
            let is_taken = |it: &Param| it.place != Place::Url || set.takes_params && also_in_strings;
            let mut params = driver.params.iter();
            set.is_complete
                && (set.all_names().any(|it| it == name) || params.any(|it| it.name == name && is_taken(it)))
        })
    };
    has(driver, false) && !all.iter().any(|other| !std::ptr::eq(*other, driver) && has(other, true))
}

fn takes_scheme(driver: &Driver, scheme: &str, spelling: Spelling) -> bool {
    !spelling.is_url() || driver.schemes.contains(&scheme)
}

fn by_rank(mut readers: Vec<DriverAt>) -> Vec<DriverAt> {
    sort_by_key(&mut readers, |reader| (reader.driver.rank, reader.driver.name));
    readers
}

/// What comments beside a value say.
#[derive(Default)]
struct Told {
    driver: Option<DriverAt>,
    endpoint: Option<EndpointAt>,
    statements_off: bool,
}

/// What a comment `connlint: driver=... endpoint=... statements=off` behind the value, or on the line above it, says.
fn told_by_comment(document: &Document, entry: &Entry, file: &str) -> Told {
    let start = entry.name.as_ref().map_or(entry.span, |name| name.1).start;
    // Comments stand in order, so only the last one before the entry can be on the line above it.
    let before = document.comments.partition_point(|comment| comment.end <= start);
    let above = before.checked_sub(1).and_then(|last| document.comments.get(last)).filter(|comment| {
        let between = Span::new(comment.end, start).of(file);
        between.matches('\n').take(2).count() == 1 && !between.contains('=')
    });
    let comments = entry.comment.into_iter().chain(above.copied());
    let mut out = Told::default();
    for comment in comments {
        let Some((_, directives)) = comment.of(file).split_once("connlint:") else { continue };
        for word in directives.split_whitespace() {
            out.driver = out.driver.or(word.strip_prefix("driver=").and_then(DriverAt::parse));
            out.endpoint = out.endpoint.take().or(word.strip_prefix("endpoint=").and_then(EndpointAt::parse));
            out.statements_off |= word == "statements=off";
        }
    }
    out
}

/// Names of variables that hold one part each, after a common prefix: the part, and its endings.
const PART_NAMES: &[(&str, &[&str])] = &[
    ("host", &["HOST", "HOSTNAME", "SERVER"]),
    ("port", &["PORT"]),
    ("user", &["USER", "USERNAME"]),
    ("password", &["PASSWORD", "PASS", "PASSWD"]),
    ("dbname", &["DATABASE", "NAME", "DBNAME", "DB"]),
];

/// The name of libpq's option for TLS.
const SSLMODE: &[&str] = &["SSLMODE"];

/// Prefixes under which PostgreSQL settings are found.
const PREFIXES: &[&str] =
    &["PG", "MIGRATION_PG", "POSTGRES_", "POSTGRESQL_", "DB_", "DATABASE_", "PGSQL_", "SUPABASE_DB_"];

/// Connections that are spread over variables such as `DB_HOST`, `DB_PORT`, `DB_USERNAME`. They are read like
/// keyword/value text, piece by piece.
fn separate_variables(document: &Document, file: &str, options: &Options) -> Vec<Subject> {
    let mut out = Vec::new();
    for (number, entries) in by_scope(document) {
        let scope = document.scopes.get(number);
        let consumer = scope.and_then(|scope| scope.consumer.as_ref());
        for prefix in PREFIXES.iter().copied().chain(consumer.map(|_| "")) {
            let Some((value, entry)) = joined_parts(&entries, prefix) else { continue };
            let text = value.text().to_owned();
            if consumer.is_none() && !speaks_of_postgres(&entries, prefix, &text) {
                continue;
            }
            let mut meant = crate::parse::written(&text);
            meant.spelling = Some(Spelling::Parts);
            let told = document
                .entries
                .get(entry)
                .map_or_else(Told::default, |entry| told_by_comment(document, entry, file));
            let asked = Asked {
                scheme: "",
                spelling: Spelling::Parts,
                told: told.driver,
                consumer,
                languages: document.languages,
                variable: document.entries.get(entry).map_or("", variable),
            };
            let (readers, source) = readers(&asked, options);
            let takes_parts = |at: &DriverAt| at.driver.spellings.contains(&Spelling::Parts);
            if consumer.is_some() && !readers.iter().any(takes_parts) {
                continue;
            }
            let endpoint = endpoint(&meant, &text, told.endpoint, options);
            out.push(Subject {
                value,
                spelling: Spelling::Parts,
                entry,
                written: meant,
                readers,
                source,
                endpoint,
                statements_off: told.statements_off,
            });
        }
    }
    out
}

/// The entries that have names, with their places in the document, by the set they belong to.
fn by_scope(document: &Document) -> BTreeMap<usize, Vec<(usize, &Entry)>> {
    let mut out: BTreeMap<usize, Vec<(usize, &Entry)>> = BTreeMap::new();
    for (index, entry) in document.entries.iter().enumerate().filter(|(_, entry)| entry.name.is_some()) {
        out.entry(entry.scope).or_default().push((index, entry));
    }
    out
}

/// What stands behind `prefix` in the entry's name, in capitals. Without a prefix the names are options, and their
/// capitals do not count.
fn rest_of_name(entry: &Entry, prefix: &str) -> Option<String> {
    let (name, _) = entry.name.as_ref()?;
    if prefix.is_empty() {
        Some(name.to_ascii_uppercase())
    } else {
        name.strip_prefix(prefix).map(str::to_owned)
    }
}

/// The parts that stand in variables with this prefix as keyword/value text, and the entry with the host; `None`
/// without a host.
fn joined_parts(entries: &[(usize, &Entry)], prefix: &str) -> Option<(Mapped, usize)> {
    let mut value = Mapper::default();
    let mut host_entry = None;
    // Options are the driver's own, and the one for TLS is among them.
    let options = prefix.is_empty().then_some(&("sslmode", SSLMODE));
    for (keyword, endings) in PART_NAMES.iter().chain(options) {
        let is_part =
            |entry: &Entry| rest_of_name(entry, prefix).is_some_and(|rest| endings.contains(&rest.as_str()));
        let Some((index, entry)) = entries.iter().find(|(_, entry)| is_part(entry)) else { continue };
        let text = entry.value.text();
        if text.is_empty() || text.contains("://") {
            continue;
        }
        if *keyword == "host" {
            host_entry = Some(*index);
        }
        push_pair(&mut value, keyword, entry);
    }
    Some((value.finish(), host_entry?))
}

fn push_pair(out: &mut Mapper, keyword: &str, entry: &Entry) {
    let name = entry.name.as_ref().map_or(entry.span, |name| name.1);
    out.push(&format!("{keyword}='"), name);
    for (at, c) in entry.value.text().char_indices() {
        let source = entry.value.source(Span::new(at, at + c.len_utf8()));
        let mut plain = [0; 4];
        match c {
            '\'' => out.push("\\'", source),
            '\\' => out.push("\\\\", source),
            _ => out.push(c.encode_utf8(&mut plain), source),
        }
    }
    out.push("' ", Span::at(entry.span.end));
}

/// Whether variables with a general prefix (`DB_`) belong to PostgreSQL and not to another database.
fn speaks_of_postgres(entries: &[(usize, &Entry)], prefix: &str, text: &str) -> bool {
    if ["PG", "POSTGRES", "SUPABASE"].iter().any(|it| prefix.contains(it)) {
        return true;
    }
    let names_kind = |rest: String| {
        matches!(
            rest.as_str(),
            "CONNECTION" | "ENGINE" | "DRIVER" | "DIALECT" | "TYPE" | "CLIENT" | "ADAPTER"
        )
    };
    match entries.iter().find(|(_, entry)| rest_of_name(entry, prefix).is_some_and(names_kind)) {
        Some((_, entry)) => {
            let value = entry.value.text().to_ascii_lowercase();
            value.contains("pgsql")
                || value.contains("postgres")
                || value == "pg"
                || value.contains("psycopg")
        }
        None => text.contains("port='5432'") || text.contains("port='6543'") || text.contains("port='6432'"),
    }
}
