//! `cargo xtask wire [DRIVER...]`: what a driver says to a server when it asks the questions of the proof, as a proxy
//! in front of the lab's server hears it, compared with what the rehearsal says in its place: with the driver as it is,
//! and as it is generated for a pooler that loses statements. `--show` prints what was said.

mod compare;
mod message;
mod proxy;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use connlint_core::generate::Connection;
use connlint_core::model::Tls;

use crate::lab::families::{FAMILIES, Family};
use crate::lab::program::{connection, request};
use crate::lab::{self, DIRECT, ENDPOINTS, OLD_TRANSACTION, Servers};
use crate::prove::PLAIN;
use crate::prove::crowd::Crowd;
use crate::prove::fragment::provable;
use crate::rehearse;
use crate::workspace::build_connlint;
use message::{Said, lines};
use proxy::{Proxy, Talk};

/// Clients; every language can share them out among its processes.
const CLIENTS: usize = 4;
/// Who spreads one client's questions over several connections says the same in another order.
const SPREAD: &[&str] = &["sqlx", "sea-orm"];

/// Lets the drivers that are named, or all, speak, and compares.
pub fn run(args: &[String]) -> Result<()> {
    let shows = args.iter().any(|it| it == "--show");
    let names: Vec<&str> = args.iter().map(String::as_str).filter(|it| *it != "--show").collect();
    let is_named = |driver: &str| {
        names.is_empty() || names.iter().any(|name| driver.split('@').next() == name.split('@').next())
    };
    build_connlint()?;
    let servers = Servers::start(&ENDPOINTS[..1])?;
    servers.ask(lab::DATABASE, "create table stored (run text, n int); grant all on stored to public")?;
    let proxy = Proxy::before(servers.port(DIRECT)?)?;
    let lab = lab::folder()?;
    let loses = ENDPOINTS.iter().find(|it| it.name == OLD_TRANSACTION).context("a pooler")?.known_as;
    let mut wrong = Vec::new();
    let mut compared = 0;
    for family in FAMILIES {
        for driver in provable(family).filter(|it| is_named(it)) {
            (family.set_up)(&lab)?;
            for endpoint in [PLAIN, loses] {
                let here = Listener { family, driver, lab: &lab, servers: &servers, proxy: &proxy };
                let Some(heard) = here.both(endpoint)? else { continue };
                if shows {
                    println!("\n{driver} for {endpoint}\n{}\n", lines(&heard.0).join("\n"));
                }
                compared += 1;
                let said = differs(driver, &heard);
                println!("{driver:<20} {endpoint:<28} {}", said.as_deref().unwrap_or("the same"));
                wrong.extend(said.map(|it| format!("{driver} for {endpoint}: {it}")));
            }
        }
    }
    println!("\n{compared} ways to speak compared, {} differ", wrong.len());
    if wrong.is_empty() { Ok(()) } else { bail!("{}", wrong.join("\n")) }
}

fn differs(driver: &str, (real, rehearsed): &(Vec<Said>, Vec<Said>)) -> Option<String> {
    if let Some(text) = compare::invented(real, rehearsed) {
        return Some(format!("the driver does not ask `{text}` first"));
    }
    if SPREAD.contains(&driver) {
        return None;
    }
    let (real, rehearsed) = compare::difference(real, rehearsed)?;
    Some(format!("the driver says `{real}`, the rehearsal `{rehearsed}`"))
}

/// A driver, and who listens to it.
struct Listener<'a> {
    family: &'static Family,
    driver: &'static str,
    lab: &'a Path,
    servers: &'a Servers,
    proxy: &'a Proxy,
}

impl Listener<'_> {
    /// What the driver and the rehearsal say, set as for `endpoint`; `None` when nothing is generated for it.
    fn both(&self, endpoint: &str) -> Result<Option<(Vec<Said>, Vec<Said>)>> {
        let Self { family, driver, lab, servers, proxy } = *self;
        let Ok(connection) = self.connection(endpoint) else { return Ok(None) };
        let crowd = Crowd { family, driver, lab, servers, clients: CLIENTS };
        let tally = crowd.run(&format!("wire-{driver}"), &connection)?;
        ensure!(tally.right > 0, "{driver}: {:?}", tally.said);
        let real = most(proxy.take()).context("the driver said nothing")?;
        let file: PathBuf = lab.join("rehearse/.env");
        rehearse::ask(driver, endpoint, &self.connection(PLAIN)?, &file)?;
        let mut rehearsed = proxy.take();
        rehearsed.retain(|it| it.said.iter().any(|it| it.to_string().contains("ask ")));
        // The present settings come first, then the recommended ones, where they are others.
        let half = if rehearsed.len() > 20 { rehearsed.len() / 2 } else { 0 };
        let part = if endpoint == PLAIN {
            rehearsed.into_iter().take(20).collect()
        } else {
            rehearsed.split_off(half)
        };
        Ok(Some((real, most(part).context("the rehearsal said nothing")?)))
    }

    /// A connection to the proxy, which speaks no TLS.
    fn connection(&self, endpoint: &str) -> Result<Connection> {
        let asked = request(self.driver, endpoint, self.proxy.port)?;
        if self.driver.starts_with("lib-pq") {
            return connection(&connlint_core::Request { tls: Some(Tls::OFF), ..asked });
        }
        connection(&asked)
    }
}

/// What was said by the one who said most.
fn most(talks: Vec<Talk>) -> Option<Vec<Said>> {
    talks.into_iter().map(|it| it.said).max_by_key(Vec::len)
}
