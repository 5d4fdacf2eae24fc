//! Files of a project that hold the connection or say where it comes from, each as its format and its tool want it. A
//! file takes the password from the environment; only where its format has no way to do so, it holds one.
//!
//! One file of this folder and one line of [`FILES`] each.

mod alembic;
mod compose;
mod database_yml;
mod django;
mod dotnet;
mod ecto;
mod env_example;
mod libpq;
mod node;
mod prisma;
mod spring;

use serde::Serialize;

use super::{Made, Request, choose, pair, without_secret};
use crate::drivers::{Driver, Impossible};
use crate::text::Secret;

/// All files, the most used first.
static FILES: &[&FileForm] = &[
    &env_example::ENV_EXAMPLE,
    &compose::COMPOSE,
    &alembic::INI,
    &alembic::ENV_PY,
    &django::SETTINGS,
    &database_yml::DATABASE_YML,
    &spring::PROPERTIES,
    &spring::YAML,
    &prisma::SCHEMA,
    &prisma::CONFIG,
    &node::DRIZZLE,
    &node::KNEX,
    &dotnet::APPSETTINGS,
    &ecto::RUNTIME,
    &libpq::SERVICE,
    &libpq::PASSWORDS,
];

/// What stands for a password that is not to be written; the linter knows it as a placeholder, and no grammar minds it.
const PLACEHOLDER: &str = "your-password";

/// A kind of file.
struct FileForm {
    /// Its path in a project, which is its name.
    name: &'static str,
    /// What it is.
    what: &'static str,
    /// Whether the driver's users have such a file.
    fits: fn(&Source<'_>) -> bool,
    /// What is in it.
    write: fn(&Source<'_>) -> Result<String, Impossible>,
}

/// A file that can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct File {
    /// Its path in the project.
    pub name: &'static str,
    /// What it is.
    pub what: &'static str,
}

/// The files that the users of the driver have.
pub(super) fn offered(own: &Made, around: Option<&Made>) -> Vec<File> {
    let source = Source { own, around, with_secrets: false };
    let fitting = FILES.iter().filter(|form| (form.fits)(&source));
    fitting.map(|form| File { name: form.name, what: form.what }).collect()
}

/// What is in the file `name` for the connection that `request` asks for; `None` when the users of the driver have no
/// such file. It holds the password only `with_secrets`, and where the format cannot do without.
///
/// # Errors
/// When the connection cannot be had, or not in this file.
pub fn file(request: &Request, name: &str, with_secrets: bool) -> Result<Option<String>, Impossible> {
    let write = || {
        let (own, around) = pair(request)?;
        let source = Source { own: &own, around: around.as_ref(), with_secrets };
        let form = FILES.iter().find(|form| form.name == name && (form.fits)(&source));
        form.map(|form| (form.write)(&source)).transpose()
    };
    write().map_err(|impossible| without_secret(impossible, request))
}

/// What files are written from.
struct Source<'a> {
    own: &'a Made,
    /// The way around a pooler.
    around: Option<&'a Made>,
    with_secrets: bool,
}

impl Source<'_> {
    fn driver(&self) -> &'static Driver {
        self.own.request.driver.driver
    }

    fn is_for(&self, drivers: &[&str]) -> bool {
        drivers.contains(&self.driver().name)
    }

    /// What migrates: the way around a pooler, or where there is none, the connection itself.
    fn migrator(&self) -> &Made {
        self.around.unwrap_or(self.own)
    }

    /// The password, if it may be written.
    fn password(&self) -> Option<&str> {
        self.own.request.password.as_ref().filter(|_| self.with_secrets).map(Secret::expose)
    }

    /// The password, or what stands for it.
    fn password_or_placeholder(&self) -> &str {
        self.password().unwrap_or(PLACEHOLDER)
    }
}

impl Made {
    /// The variable that holds the string, or what those of its parts begin with.
    fn variable(&self) -> String {
        self.request.variable(self.choice.spelling)
    }

    /// The string with another password, or with none.
    fn with_password(&self, password: Option<&str>) -> Result<String, Impossible> {
        let password = password.map(Secret::new);
        Ok(choose::choose(&Request { password, ..self.request.clone() })?.text)
    }
}

/// A text in double quotes, as JSON and YAML both read it.
fn double_quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out + "\""
}

/// The variable that holds the password alone, beside the one with the string: `DATABASE_PASSWORD` beside
/// `DATABASE_URL`.
fn password_variable(variable: &str) -> String {
    format!("{}_PASSWORD", variable.strip_suffix("_URL").unwrap_or(variable))
}
