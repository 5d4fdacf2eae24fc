//! What is generated for a driver, written to a folder and run.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use connlint_core::drivers::DriverAt;
use connlint_core::endpoints::EndpointAt;
use connlint_core::formats::format_of;
use connlint_core::generate::Connection;
use connlint_core::model::Tls;
use connlint_core::text::Secret;
use connlint_core::{Request, generate};

use super::families::Family;
use super::{DATABASE, PASSWORD, USER};
use crate::process::{finish, start};

const BUILD_LIMIT: Duration = Duration::from_secs(400);

/// What is asked of the generator: the lab's database, read by `driver`, where `endpoint` answers at `port`.
pub fn request(driver: &str, endpoint: &str, port: u16) -> Result<Request> {
    let driver = DriverAt::parse(driver).with_context(|| format!("no driver `{driver}`"))?;
    let mut request = Request::new(driver, "127.0.0.1");
    request.endpoint = Some(EndpointAt::parse(endpoint).context("an endpoint")?);
    request.port = Some(port);
    request.user = Some(USER.to_owned());
    request.password = Some(Secret::new(PASSWORD));
    request.dbname = Some(DATABASE.to_owned());
    Ok(request)
}

/// The same with TLS that verifies the server against `authority`; the lab's certificate is for `localhost`.
pub fn verifying(driver: &str, endpoint: &str, port: u16, authority: &Path) -> Result<Request> {
    let mut request = request(driver, endpoint, port)?;
    request.host = "localhost".to_owned();
    request.tls = Some(Tls::VERIFY_FULL);
    request.root_certificate = Some(authority.to_string_lossy().into_owned());
    Ok(request)
}

/// What is generated for `request`, or why it is refused.
pub fn connection(request: &Request) -> Result<Connection> {
    let generated = generate(request);
    match (generated.connection, generated.refused) {
        (Some(connection), _) => Ok(connection),
        (None, refused) => {
            let refused = refused.context("neither a connection nor a refusal")?;
            bail!("{}; {}", refused.why, refused.instead)
        }
    }
}

/// A generated program in its folder.
pub struct Program<'a> {
    family: &'a Family,
    lab: &'a Path,
    /// Where it is.
    pub folder: PathBuf,
    environment: Vec<(String, String)>,
}

impl<'a> Program<'a> {
    /// Writes the snippet of `connection` to the folder `name`, its first file as `edit` makes it.
    pub fn write(
        family: &'a Family,
        lab: &'a Path,
        name: &str,
        connection: &Connection,
        edit: impl Fn(&str) -> Result<String>,
    ) -> Result<Self> {
        let folder = lab.join(family.home).join(name);
        if folder.is_dir() {
            std::fs::remove_dir_all(&folder)?;
        }
        for (index, file) in connection.snippet.files.iter().enumerate() {
            let path = folder.join(file.path);
            std::fs::create_dir_all(path.parent().context("a folder")?)?;
            let mut text = if index == 0 { edit(&file.text)? } else { file.text.clone() };
            if file.path == "Cargo.toml" {
                // The lab lies inside this project's workspace and is no part of it.
                text.push_str("\n[workspace]\n");
            }
            std::fs::write(path, text)?;
        }
        Ok(Self { family, lab, folder, environment: environment(connection) })
    }

    /// Makes it ready to run.
    pub fn build(&self) -> Result<()> {
        if let Some(build) = (self.family.build)(self.lab, &self.folder) {
            let outcome = finish(start(&mut self.with_environment(build))?, BUILD_LIMIT);
            if !outcome.ok {
                bail!("it cannot be built: {}{}", outcome.out, outcome.err);
            }
        }
        Ok(())
    }

    /// The command that runs it.
    pub fn run(&self) -> Command {
        self.with_environment((self.family.run)(self.lab, &self.folder))
    }

    /// `command` with the `.env` lines as its environment, and nothing of this machine's own.
    pub fn with_environment(&self, mut command: Command) -> Command {
        // libpq and its like would take what is missing from here.
        for (variable, _) in std::env::vars().filter(|(variable, _)| variable.starts_with("PG")) {
            command.env_remove(variable);
        }
        command.envs(self.environment.iter().cloned());
        command
    }
}

/// The variables of the `.env` lines, as the linter's own reader finds them.
fn environment(connection: &Connection) -> Vec<(String, String)> {
    let text = connection.env.expose();
    let document = (format_of(Some(".env"), text).read)(text);
    let named = |entry: connlint_core::formats::Entry| Some((entry.name?.0, entry.value.text().to_owned()));
    document.entries.into_iter().filter_map(named).collect()
}
