//! The strings that `read` and `compare` are asked about.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use connlint_core::Options;
use connlint_core::drivers::{DRIVERS, DriverAt, Surroundings};
use connlint_core::endpoints::{self, EndpointAt};
use connlint_core::parse::{Spelling, spelling_of};
use connlint_core::rules::{self, DriverSource};
use connlint_core::text::Secret;

use crate::args::Source;
use crate::config::Config;
use crate::files::{self, Place, Target};
use crate::project::Projects;

/// A string, who reads it, and how that is known.
pub struct Question {
    /// The string.
    pub text: String,
    /// How it is spelled.
    pub spelling: Spelling,
    /// Who reads it, the most common first.
    pub readers: Vec<DriverAt>,
    /// Who answers, as far as the string and the configuration tell.
    pub endpoint: EndpointAt,
    /// Whether a comment says that code turns named statements off.
    pub statements_off: bool,
    /// How that is known, for people; `None` when it was asked for or is not known.
    pub known_by: Option<String>,
}

impl Question {
    /// The driver that reads it: the only one that may, else libpq, which is what most others are made after.
    pub fn reader(&self) -> DriverAt {
        match self.readers.as_slice() {
            [only] => *only,
            _ => DriverAt::parse("libpq").unwrap_or(DriverAt::newest(DRIVERS[0])),
        }
    }
}

/// Where to look: a file, `-` for standard input, or a variable.
pub fn place(file: &Path, env: Option<&str>) -> Place {
    match env {
        Some(name) => Place::Variable(name.to_owned()),
        None if file.as_os_str() == "-" => Place::Stdin(None),
        None => Place::File(file.to_owned()),
    }
}

/// The strings that are connected with; those of `.env` where nothing is named.
pub fn of_source(source: &Source, config: &Config) -> anyhow::Result<Vec<Question>> {
    let place = match (&source.file, &source.env) {
        (None, None) => place(Path::new(".env"), None),
        (file, env) => place(file.as_deref().unwrap_or(Path::new("-")), env.as_deref()),
    };
    strings(place, source.driver, source.driver.is_some(), config)
}

/// The strings at `place`, read by `driver` or by who is known to; a text that is no PostgreSQL string for anybody is
/// one all the same when `anything` goes.
pub fn strings(
    place: Place,
    driver: Option<DriverAt>,
    anything: bool,
    config: &Config,
) -> anyhow::Result<Vec<Question>> {
    let target = Target { place, named: true };
    let text = files::read(&target).map_err(|it| anyhow::anyhow!("{}: {}", it.place, it.reason))?;
    let project = Projects::default().drivers(&target.place.folder());
    let path = target.place.path();
    let options = Options { driver, project, ..config.options(path.as_deref().map(Path::new)) };
    let facts = rules::check(&text, path.as_deref(), &options);
    let mut out: Vec<Question> = facts
        .subjects
        .iter()
        .map(|subject| Question {
            text: subject.text().to_owned(),
            spelling: subject.spelling,
            readers: subject.readers.clone(),
            known_by: known_by(&subject.source),
            endpoint: subject.endpoint.clone(),
            statements_off: subject.statements_off,
        })
        .collect();
    if out.is_empty() {
        let text = text.trim().to_owned();
        if !anything || text.is_empty() {
            anyhow::bail!("{}: there is no PostgreSQL connection string in it", target.place.display());
        }
        let spelling = spelling_of(&text).unwrap_or(Spelling::Uri);
        out.push(Question {
            text,
            spelling,
            readers: driver.into_iter().collect(),
            known_by: None,
            endpoint: EndpointAt::of(&endpoints::Target::default()),
            statements_off: false,
        });
    }
    Ok(out)
}

/// The newest version of every driver.
pub fn all_drivers() -> Vec<DriverAt> {
    DRIVERS.iter().map(|driver| DriverAt::newest(driver)).collect()
}

fn known_by(source: &DriverSource) -> Option<String> {
    match source {
        DriverSource::Comment => Some("a comment".to_owned()),
        DriverSource::Said(why) | DriverSource::Container(why) => Some(why.clone()),
        DriverSource::Scheme => Some("its scheme".to_owned()),
        DriverSource::Code(why) | DriverSource::Project(why) => Some(why.join(", ")),
        DriverSource::Named | DriverSource::Unknown => None,
    }
}

/// What this machine has around a string: the variables, the service and password files where libpq looks for them,
/// and whatever else is there.
/// A file that is not there or cannot be read is none.
pub fn surroundings() -> Surroundings {
    let variables: BTreeMap<String, String> = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .filter(|(name, _)| name.starts_with("PG"))
        .collect();
    let home = std::env::var_os("HOME").map(PathBuf::from);
    let at_home = |name: &str| home.as_ref().map(|home| home.join(name));
    let named = |variable: &str| variables.get(variable).map(PathBuf::from);
    let system = named("PGSYSCONFDIR").map(|folder| folder.join("pg_service.conf"));
    let text = |path: Option<PathBuf>| path.and_then(|path| std::fs::read_to_string(path).ok());
    let service_file = text(named("PGSERVICEFILE").or(at_home(".pg_service.conf"))).or_else(|| text(system));
    let password_file = text(named("PGPASSFILE").or(at_home(".pgpass"))).map(Secret::new);
    let is_there = Some((|name| Path::new(name).exists()) as fn(&str) -> bool);
    Surroundings { variables, service_file, password_file, is_there }
}
