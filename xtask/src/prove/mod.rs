//! `cargo xtask prove [DRIVER...]`: what a driver does by default and what is generated for it, each tried at every
//! endpoint of the lab by twenty clients of the real driver at once.
//!
//! A generated program is taken as it is; only its one query gives way to the fragment in `tests/prove/FAMILY/`, which
//! asks fifty questions, sees whether each answer belongs to its question, and counts the commits that it is told of.
//! What comes out is compared with what the rules say of the same string, and written to `tests/prove/proof.json`,
//! which `docs/proof.md` shows. `--claims` does the same for each rule alone: see `claims`.

mod claim;
pub mod claims;
pub mod crowd;
pub mod fragment;
pub mod record;
pub mod tally;

use std::path::{Path, PathBuf};

use anyhow::{Result, bail, ensure};
use connlint_core::drivers::DriverAt;
use connlint_core::generate::Connection;

use crate::lab::families::{FAMILIES, Family};
use crate::lab::program::{connection, request, verifying};
use crate::lab::{self, ENDPOINTS, OLD_TRANSACTION, Running, Servers};
use crate::needs::is_ci;
use crate::oracle::today;
use crowd::Crowd;
use record::{Row, Trial};
use tally::Tally;

/// Clients at once, enough for the statements of some to meet those of others.
const CLIENTS: usize = 20;
/// Clients at once when it is TLS that is tried. Every language can share them out among its processes.
const CLIENTS_WITH_TLS: usize = 8;
/// What is told to the generator when a driver shall be left as it is.
pub const PLAIN: &str = "postgresql";
/// Drivers that go wrong in different ways when they are left as they are, and one that does not.
const QUICK: &[&str] = &["psycopg", "pg8000", "asyncpg", "node-postgres", "postgres-js"];

/// Tries the drivers that are named, or all, at all endpoints, and writes what came out.
pub fn run(args: &[String]) -> Result<()> {
    if let [flag, rules @ ..] = args
        && flag == "--claims"
    {
        return claims::run(rules);
    }
    let write = |rows: &[Judged]| record::write(rows.iter().map(|(row, _)| row.clone()).collect());
    judge(&prove(args, ENDPOINTS.iter().map(|it| it.name).collect(), &write)?)
}

/// Tries a few drivers at the pooler that is worst for them, and a few claims, and writes nothing.
pub fn quick() -> Result<()> {
    let drivers: Vec<String> = QUICK.iter().map(|&name| name.to_owned()).collect();
    judge(&prove(&drivers, vec![OLD_TRANSACTION], &|_| Ok(()))?)?;
    claims::quick()
}

/// A row, and how it contradicts the rules, if it does.
type Judged = (Row, Vec<String>);

fn judge(rows: &[Judged]) -> Result<()> {
    let wrong: Vec<&str> = rows.iter().flat_map(|(_, wrong)| wrong).map(String::as_str).collect();
    println!("\n{} endpoints of drivers tried, {} contradict the rules", rows.len(), wrong.len());
    if wrong.is_empty() { Ok(()) } else { bail!("{}", wrong.join("\n")) }
}

/// Tries the drivers that are named, or all; what comes of each is kept as soon as it is known.
fn prove(
    drivers: &[String],
    endpoints: Vec<&str>,
    keep: &dyn Fn(&[Judged]) -> Result<()>,
) -> Result<Vec<Judged>> {
    let provable: Vec<(&Family, &str)> =
        FAMILIES.iter().flat_map(|family| fragment::provable(family).map(move |it| (family, it))).collect();
    for name in drivers {
        let known = provable.iter().any(|(_, driver)| is_named(driver, name));
        ensure!(known, "no fragment in tests/prove asks `{name}`");
    }
    let lab = lab::folder()?;
    let servers = Servers::start(ENDPOINTS)?;
    servers.ask(lab::DATABASE, "create table stored (run text, n int); grant all on stored to public")?;
    let mut rows = Vec::new();
    for (family, driver) in provable {
        if !drivers.is_empty() && !drivers.iter().any(|name| is_named(driver, name)) {
            continue;
        }
        if let Err(error) = (family.set_up)(&lab) {
            ensure!(!is_ci(), "{}: {error:#}", family.name);
            println!("{driver:<20} left out: {error:#}");
            continue;
        }
        let here = Bench { family, driver, lab: &lab, servers: &servers };
        let asked = servers.running.iter().filter(|it| endpoints.contains(&it.endpoint.name));
        let of_driver: Vec<Judged> = asked.map(|running| here.row(running)).collect::<Result<_>>()?;
        keep(&of_driver)?;
        rows.extend(of_driver);
    }
    Ok(rows)
}

fn is_named(driver: &str, name: &str) -> bool {
    driver == name || driver.split('@').next() == Some(name)
}

/// A driver in the lab.
struct Bench<'a> {
    family: &'a Family,
    driver: &'a str,
    lab: &'a Path,
    servers: &'a Servers,
}

impl Bench<'_> {
    fn row(&self, running: &Running) -> Result<Judged> {
        let port = running.port;
        let plain = connection(&request(self.driver, PLAIN, port)?)?;
        let default = self.tally("default", running, &plain, CLIENTS)?;
        let known_as = running.endpoint.known_as;
        let generated = match connection(&request(self.driver, known_as, port)?) {
            Ok(it) if is_same(&it, &plain) => Trial::of(&default),
            Ok(it) => Trial::of(&self.tally("generated", running, &it, CLIENTS)?),
            Err(refused) => Trial::refused(&format!("{refused:#}")),
        };
        let driver = DriverAt::parse(self.driver);
        let row = Row {
            driver: self.driver.to_owned(),
            label: driver.map_or(self.driver, |it| it.driver.label).to_owned(),
            version: default.version.clone().or_else(|| self.version_of_package()).unwrap_or_default(),
            endpoint: running.endpoint.name.to_owned(),
            server: running.version.clone(),
            what: running.endpoint.what.to_owned(),
            on: today()?,
            default: Trial::of(&default),
            generated,
            verified: Some(self.verified(running)?),
        };
        println!("{row}");
        let wrong = claim::contradictions(&row, &plain, known_as);
        Ok((row, wrong))
    }

    /// What is generated with TLS that verifies the server.
    fn verified(&self, running: &Running) -> Result<Trial> {
        let Running { endpoint, port, .. } = running;
        match connection(&verifying(self.driver, endpoint.known_as, *port, &self.servers.authority)?) {
            Ok(it) => Ok(Trial::of(&self.tally("verified", running, &it, CLIENTS_WITH_TLS)?)),
            Err(refused) => Ok(Trial::refused(&format!("{refused:#}"))),
        }
    }

    fn tally(&self, what: &str, running: &Running, connection: &Connection, clients: usize) -> Result<Tally> {
        let Self { family, driver, lab, servers } = *self;
        let name = format!("prove-{driver}-{}-{what}", running.endpoint.name);
        Crowd { family, driver, lab, servers, clients }.run(&name, connection)
    }

    /// The version of the package that was built, for a driver that cannot say it itself.
    fn version_of_package(&self) -> Option<String> {
        let name = format!("prove-{}-{}-default", self.driver, lab::DIRECT);
        let lock: PathBuf = self.lab.join(self.family.home).join(name).join("Cargo.lock");
        let Ok(text) = std::fs::read_to_string(lock) else { return lab::go::version(self.lab, self.driver) };
        let (_, rest) = text.split_once(&format!("name = \"{}\"\nversion = \"", self.driver))?;
        Some(rest.split('"').next()?.to_owned())
    }
}

/// Whether the two are one program in one environment.
fn is_same(a: &Connection, b: &Connection) -> bool {
    a.snippet == b.snippet && crowd::lines(a).eq(crowd::lines(b))
}
