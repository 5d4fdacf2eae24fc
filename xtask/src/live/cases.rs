//! What is run for each driver, and what has to come out.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};
use connlint_core::drivers::{Asynchronous, Wish};
use connlint_core::generate::{Budget, Connection};

use super::silent::Silent;
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
/// With a pool, whose threads may meet the end of the program in one run and not in another.
const FEW: Times = Times { rounds: 1, at_once: 4 };
/// Through the pooler. Twice, because what one leaves on a server connection has to meet another.
const CROWD: Times = Times { rounds: 2, at_once: 4 };

/// How many seconds to wait for a host that does not answer.
const PATIENCE: u32 = 4;
/// What a program needs besides.
const START: Duration = Duration::from_secs(11);

const LIMIT: Duration = Duration::from_secs(30);

/// Runs all drivers of a family; what failed. Of the recommended programs, only the one that asks most when `is_quick`.
pub fn run(family: &Family, lab: &Path, servers: &Servers, is_quick: bool) -> Vec<String> {
    let mut failures = Vec::new();
    for driver in family.drivers {
        let lab = Lab { family, driver, lab, servers, is_quick };
        let results = [
            ("directly", lab.directly()),
            ("directly with TLS", lab.with_tls()),
            ("through the pooler", lab.pooled()),
            ("as recommended", lab.recommended()),
            ("a silent host", lab.given_up()),
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
    /// Whether one recommended program will do.
    is_quick: bool,
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

    /// With time-outs and a pool: of a size, of any size, and for an instance that lives for a request; asynchronous, too,
    /// where there are both kinds. Through the pooler as far as it is not refused, which `pooled` looks after.
    fn recommended(&self) -> Result<String> {
        let at_server = self.connection(SERVER, self.servers.port(DIRECT)?);
        let at_pooler = self.connection(POOLER, self.servers.port(OLD_TRANSACTION)?);
        let open: Vec<_> =
            [(SERVER, DIRECT, at_server.is_ok()), (POOLER, OLD_TRANSACTION, at_pooler.is_ok())]
                .into_iter()
                .filter(|it| it.2)
                .collect();
        // With a pool of a size, and behind the pooler where that can be, is where the most is said.
        let (first, budgets) = match self.is_quick {
            true => (open.len().saturating_sub(1), &BUDGETS[..1]),
            false => (0, BUDGETS),
        };
        let mut count = 0;
        for (endpoint, port, _) in open.into_iter().skip(first) {
            for (name, budget) in budgets {
                for is_async in self.kinds()? {
                    let mut request = request(self.driver, endpoint, self.servers.port(port)?)?;
                    if let Some(budget) = budget {
                        request.keep_to(budget).map_err(|it| anyhow!("{}; {}", it.why, it.instead))?;
                    }
                    request.recommend();
                    request.is_async = *is_async;
                    let name = format!("{endpoint}-{name}-{is_async}");
                    self.must_answer(&connection(&request)?, &name, FEW).with_context(|| name.clone())?;
                    count += 1;
                }
            }
        }
        Ok(format!("{count} answered"))
    }

    /// Whether asynchronous code is asked for: both, where there are both kinds.
    fn kinds(&self) -> Result<&'static [bool]> {
        let driver = request(self.driver, SERVER, 0)?.driver.driver;
        Ok(if driver.asynchronous == Asynchronous::Both { &[false, true] } else { &[false] })
    }

    /// A host that does not answer is given up after as many seconds as were said.
    fn given_up(&self) -> Result<String> {
        let silent = Silent::start()?;
        let mut slowest = 0.0_f64;
        for is_async in self.kinds()? {
            let mut request = request(self.driver, SERVER, silent.port())?;
            request.wishes.push((Wish::ConnectTimeout, PATIENCE));
            request.is_async = *is_async;
            let connection = connection(&request)?;
            if !connection.unsaid.is_empty() {
                return Ok("it cannot be told a time-out".to_owned());
            }
            let program = self.program(&connection, "silent")?;
            let started = Instant::now();
            let outcome = finish(start(&mut program.run())?, LIMIT);
            let waited = started.elapsed();
            if outcome.ok || waited < Duration::from_secs(PATIENCE.into()) {
                bail!("it did not wait {PATIENCE} seconds but {waited:?}: {}{}", outcome.out, outcome.err);
            }
            if waited > Duration::from_secs(PATIENCE.into()) + START {
                bail!("it waited for {waited:?} instead of {PATIENCE} seconds");
            }
            slowest = slowest.max(waited.as_secs_f64());
        }
        Ok(format!("given up after {PATIENCE} s, the program ended after {slowest:.1} s"))
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

    /// Writes the snippet, and makes it ready to run.
    fn program(&self, connection: &Connection, name: &str) -> Result<Program<'_>> {
        let folder = format!("{}-{name}", self.driver);
        let program = Program::write(self.family, self.lab, &folder, connection, |text| Ok(text.to_owned()))?;
        program.build()?;
        Ok(program)
    }

    /// Writes the snippet, and runs it several times at once.
    fn outcomes(&self, connection: &Connection, name: &str, times: Times) -> Result<Vec<Outcome>> {
        let program = self.program(connection, name)?;
        let mut out = Vec::new();
        for _ in 0..times.rounds {
            let started: Result<Vec<_>> = (0..times.at_once).map(|_| start(&mut program.run())).collect();
            out.extend(started?.into_iter().map(|child| finish(child, LIMIT)));
        }
        Ok(out)
    }
}

/// Who shares connections, by a name for the folder.
const BUDGETS: &[(&str, Option<&Budget>)] = &[
    ("sized", Some(&Budget { granted: Some(8), instances: 2, workers: 2, is_serverless: false })),
    ("unsized", None),
    ("serverless", Some(&Budget { granted: None, instances: 1, workers: 1, is_serverless: true })),
];

fn first_line(outcomes: &[Outcome]) -> String {
    let failed = outcomes.iter().find(|it| !it.ok);
    failed.and_then(|it| it.err.trim().lines().next()).unwrap_or_default().trim().to_owned()
}
