//! What is run for each driver, and what has to come out.

use std::path::Path;
use std::time::Duration;

use anyhow::{Result, bail};
use connlint_core::generate::Connection;

use crate::lab::families::Family;
use crate::lab::program::{Program, connection, request, verifying};
use crate::lab::{DIRECT, OLD_TRANSACTION, Servers, USER};
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
    }
    failures
}

struct Lab<'a> {
    family: &'a Family,
    driver: &'a str,
    lab: &'a Path,
    servers: &'a Servers,
}

impl Lab<'_> {
    fn directly(&self) -> Result<String> {
        let connection = self.connection(SERVER, self.servers.port(DIRECT)?)?;
        self.must_answer(&connection, "direct", ONCE)
    }

    /// Certificate and host name verified; and another authority than the server's has to be refused.
    fn with_tls(&self) -> Result<String> {
        let with = |authority: &Path| {
            connection(&verifying(self.driver, SERVER, self.servers.port(DIRECT)?, authority)?)
        };
        let said = self.must_answer(&with(&self.servers.authority)?, "tls", ONCE)?;
        let strange = self.outcomes(&with(&self.servers.stranger)?, "tls-stranger", ONCE)?;
        if strange.iter().any(|it| it.ok) {
            bail!("it trusts a server whose authority it does not know");
        }
        Ok(format!("{said}, and it refuses a strange authority"))
    }

    /// Where the generator refuses, what it would have written for a plain server has to fail here.
    fn pooled(&self) -> Result<String> {
        match self.connection(POOLER, self.servers.port(OLD_TRANSACTION)?) {
            Ok(connection) => self.must_answer(&connection, "pooled", CROWD),
            Err(refused) => {
                let connection = self.connection(SERVER, self.servers.port(OLD_TRANSACTION)?)?;
                let outcomes = self.outcomes(&connection, "refused", ONCE)?;
                if outcomes.iter().all(|it| it.ok) {
                    bail!("the generator refuses what works: {refused:#}");
                }
                Ok(format!("refused, and it fails: {}", first_line(&outcomes)))
            }
        }
    }

    fn connection(&self, endpoint: &str, port: u16) -> Result<Connection> {
        connection(&request(self.driver, endpoint, port)?)
    }

    fn must_answer(&self, connection: &Connection, name: &str, times: Times) -> Result<String> {
        let outcomes = self.outcomes(connection, name, times)?;
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
    fn outcomes(&self, connection: &Connection, name: &str, times: Times) -> Result<Vec<Outcome>> {
        let folder = format!("{}-{name}", self.driver);
        let program = Program::write(self.family, self.lab, &folder, connection, |text| Ok(text.to_owned()))?;
        program.build()?;
        let mut out = Vec::new();
        for _ in 0..times.rounds {
            let started: Result<Vec<_>> = (0..times.at_once).map(|_| start(&mut program.run())).collect();
            out.extend(started?.into_iter().map(|child| finish(child, LIMIT)));
        }
        Ok(out)
    }
}

fn first_line(outcomes: &[Outcome]) -> String {
    let failed = outcomes.iter().find(|it| !it.ok);
    failed.and_then(|it| it.err.trim().lines().next()).unwrap_or_default().trim().to_owned()
}
