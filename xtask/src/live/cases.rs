//! What is run for each driver, and what has to come out.

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
use crate::lab::{DATABASE, DIRECT, OLD_TRANSACTION, PASSWORD, Servers, USER};
use crate::process::{Outcome, finish, start};

/// What is told to the generator about the server.
const SERVER: &str = "postgresql";
/// What is told to it about the pooler.
const POOLER: &str = "pgbouncer-transaction@1.18";

/// How often a program is run, and how many of it at a time.
#[derive(Clone, Copy)]
struct Times {
    rounds: usize,
    at_once: usize,
}

const ONCE: Times = Times { rounds: 1, at_once: 1 };
/// Through the pooler. Twice, because what one leaves on a server connection has to meet another.
const CROWD: Times = Times { rounds: 2, at_once: 4 };

const LIMIT: Duration = Duration::from_secs(30);
const BUILD_LIMIT: Duration = Duration::from_secs(400);

/// Runs all drivers of a family; what failed.
pub fn run(family: &Family, lab: &Path, servers: &Servers) -> Vec<String> {
    let mut failures = Vec::new();
    for driver in family.drivers {
        let lab = Lab { family, driver, lab, servers };
        let results = [
            ("directly", lab.directly()),
            ("directly with TLS", lab.with_tls()),
            ("through the pooler", lab.pooled()),
        ];
        for (what, result) in results {
            match result {
                Ok(how) => println!("{driver:<20} {what}: {how}"),
                Err(error) => {
                    println!("{driver:<20} {what}: FAILED");
                    failures.push(format!("{driver} {what}: {error:#}"));
                }
            }
        }
        if let Some(repeat) = NAMED.iter().find(|it| it.driver == *driver) {
            match lab.needs_the_setting(repeat) {
                Ok(()) => println!("{driver:<20} without the setting: fails, as it has to"),
                Err(error) => failures.push(format!("{driver} without the setting: {error:#}")),
            }
        }
    }
    failures
}

/// A driver that names statements, and what makes its snippet use one query often enough for that to show.
struct Repeat {
    driver: &'static str,
    from: &'static str,
    to: &'static str,
}

const NAMED: &[Repeat] = &[
    Repeat { driver: "asyncpg", from: "", to: "" },
    Repeat {
        driver: "psycopg",
        from: "    row = connection.execute(\"select current_user\").fetchone()\n",
        to: "    for _ in range(9):\n        row = connection.execute(\"select current_user\").fetchone()\n        connection.commit()\n",
    },
    Repeat {
        driver: "postgres-js",
        from: "  const [row] = await sql`select current_user`;\n",
        to: "  let row;\n  for (let n = 0; n < 60; n++) {\n    [row] = await sql.begin(async (sql) => {\n      await sql`select 1`;\n      return sql`select current_user`;\n    });\n  }\n",
    },
];

struct Lab<'a> {
    family: &'a Family,
    driver: &'a str,
    lab: &'a Path,
    servers: &'a Servers,
}

impl Lab<'_> {
    fn directly(&self) -> Result<String> {
        let connection = self.connection(SERVER, self.servers.port(DIRECT)?)?;
        self.must_answer(&connection, "direct", None, ONCE)
    }

    /// Certificate and host name verified; and another authority than the server's has to be refused.
    fn with_tls(&self) -> Result<String> {
        let with = |file: &Path| {
            let mut request = self.request(SERVER, self.servers.port(DIRECT)?)?;
            request.host = "localhost".to_owned();
            request.tls = Some(Tls::VERIFY_FULL);
            request.root_certificate = Some(file.to_string_lossy().into_owned());
            connection(&request)
        };
        let said = self.must_answer(&with(&self.servers.authority)?, "tls", None, ONCE)?;
        let strange = self.outcomes(&with(&self.servers.stranger)?, "tls-stranger", None, ONCE)?;
        if strange.iter().any(|it| it.ok) {
            bail!("it trusts a server whose authority it does not know");
        }
        Ok(format!("{said}, and it refuses a strange authority"))
    }

    /// Where the generator refuses, what it would have written for a plain server has to fail here.
    fn pooled(&self) -> Result<String> {
        match self.connection(POOLER, self.servers.port(OLD_TRANSACTION)?) {
            Ok(connection) => {
                let repeat = NAMED.iter().find(|it| it.driver == self.driver);
                self.must_answer(&connection, "pooled", repeat, CROWD)
            }
            Err(refused) => {
                let connection = self.connection(SERVER, self.servers.port(OLD_TRANSACTION)?)?;
                let outcomes = self.outcomes(&connection, "refused", None, ONCE)?;
                if outcomes.iter().all(|it| it.ok) {
                    bail!("the generator refuses what works: {refused:#}");
                }
                Ok(format!("refused, and it fails: {}", first_line(&outcomes)))
            }
        }
    }

    /// What is written for a plain server has to fail at the pooler; else the setting is for nothing.
    fn needs_the_setting(&self, repeat: &Repeat) -> Result<()> {
        let connection = self.connection(SERVER, self.servers.port(OLD_TRANSACTION)?)?;
        let outcomes = self.outcomes(&connection, "without", Some(repeat), CROWD)?;
        if outcomes.iter().all(|it| it.ok) {
            bail!("it works at the pooler without the setting");
        }
        let said = outcomes.iter().any(|it| it.err.contains("prepared statement"));
        if said { Ok(()) } else { bail!("it fails for another reason: {}", first_line(&outcomes)) }
    }

    fn request(&self, endpoint: &str, port: u16) -> Result<Request> {
        let driver = DriverAt::parse(self.driver).with_context(|| format!("no driver `{}`", self.driver))?;
        let mut request = Request::new(driver, "127.0.0.1");
        request.endpoint = Some(EndpointAt::parse(endpoint).context("an endpoint")?);
        request.port = Some(port);
        request.user = Some(USER.to_owned());
        request.password = Some(Secret::new(PASSWORD));
        request.dbname = Some(DATABASE.to_owned());
        Ok(request)
    }

    fn connection(&self, endpoint: &str, port: u16) -> Result<Connection> {
        connection(&self.request(endpoint, port)?)
    }

    fn must_answer(
        &self,
        connection: &Connection,
        name: &str,
        repeat: Option<&Repeat>,
        times: Times,
    ) -> Result<String> {
        let outcomes = self.outcomes(connection, name, repeat, times)?;
        let right = |it: &&Outcome| it.ok && it.out.lines().any(|line| line.trim() == USER);
        let answered = outcomes.iter().filter(right).count();
        if answered == outcomes.len() {
            return Ok(format!("{answered} of {answered}"));
        }
        let wrong = outcomes.iter().find(|it| !right(it));
        let said = wrong.map_or(String::new(), |it| format!("{}{}", it.out, it.err));
        // Bundled JavaScript shows its whole line, which is all of the program.
        let said: Vec<&str> = said.trim().lines().filter(|line| line.len() < 500).take(20).collect();
        bail!("{answered} of {} answered; one said: {}", outcomes.len(), said.join("\n"))
    }

    /// Writes the snippet, and runs it several times at once.
    fn outcomes(
        &self,
        connection: &Connection,
        name: &str,
        repeat: Option<&Repeat>,
        times: Times,
    ) -> Result<Vec<Outcome>> {
        let folder = self.write(connection, name, repeat)?;
        let environment = environment(connection);
        let with = |mut command: Command| {
            // libpq and its like would take what is missing from here.
            for (variable, _) in std::env::vars().filter(|(variable, _)| variable.starts_with("PG")) {
                command.env_remove(variable);
            }
            command.envs(environment.iter().cloned());
            command
        };
        if let Some(build) = (self.family.build)(self.lab, &folder) {
            let outcome = finish(start(&mut with(build))?, BUILD_LIMIT);
            if !outcome.ok {
                bail!("it cannot be built: {}{}", outcome.out, outcome.err);
            }
        }
        let mut out = Vec::new();
        for _ in 0..times.rounds {
            let started: Result<Vec<_>> =
                (0..times.at_once).map(|_| start(&mut with((self.family.run)(self.lab, &folder)))).collect();
            out.extend(started?.into_iter().map(|child| finish(child, LIMIT)));
        }
        Ok(out)
    }

    fn write(&self, connection: &Connection, name: &str, repeat: Option<&Repeat>) -> Result<PathBuf> {
        let folder = self.lab.join(self.family.home).join(format!("{}-{name}", self.driver));
        for (index, file) in connection.snippet.files.iter().enumerate() {
            let path = folder.join(file.path);
            std::fs::create_dir_all(path.parent().context("a folder")?)?;
            let mut text = file.text.clone();
            if let Some(repeat) = repeat.filter(|it| index == 0 && !it.from.is_empty()) {
                if !text.contains(repeat.from) {
                    bail!("its snippet has changed; say anew how to repeat its query");
                }
                text = text.replace(repeat.from, repeat.to);
            }
            if file.path == "Cargo.toml" {
                // The lab lies inside this project's workspace and is no part of it.
                text.push_str("\n[workspace]\n");
            }
            std::fs::write(path, text)?;
        }
        Ok(folder)
    }
}

/// What is generated for `request`, or why it is refused.
fn connection(request: &Request) -> Result<Connection> {
    let generated = generate(request);
    match (generated.connection, generated.refused) {
        (Some(connection), _) => Ok(connection),
        (None, refused) => {
            let refused = refused.context("neither a connection nor a refusal")?;
            bail!("{}; {}", refused.why, refused.instead)
        }
    }
}

/// The variables of the `.env` lines, as the linter's own reader finds them.
fn environment(connection: &Connection) -> Vec<(String, String)> {
    let text = connection.env.expose();
    let document = (format_of(Some(".env"), text).read)(text);
    let named = |entry: connlint_core::formats::Entry| Some((entry.name?.0, entry.value.text().to_owned()));
    document.entries.into_iter().filter_map(named).collect()
}

fn first_line(outcomes: &[Outcome]) -> String {
    let failed = outcomes.iter().find(|it| !it.ok);
    failed.and_then(|it| it.err.trim().lines().next()).unwrap_or_default().trim().to_owned()
}
