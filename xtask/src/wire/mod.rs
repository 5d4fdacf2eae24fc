//! `cargo xtask wire [DRIVER...]`: what a driver says to a server when it asks the questions of the proof, as a proxy
//! in front of the lab's server hears it.

mod message;
mod proxy;

use anyhow::{Result, ensure};

use crate::lab::families::FAMILIES;
use crate::lab::program::{connection, request};
use crate::lab::{self, DIRECT, ENDPOINTS, Servers};
use crate::prove::crowd::Crowd;
use crate::prove::fragment::provable;
use message::lines;
use proxy::Proxy;

/// Clients; every language can share them out among its processes.
const CLIENTS: usize = 4;
/// Lines of each that are shown.
const SHOWN: usize = 60;

/// Lets the drivers that are named, or all, speak, and prints what they said.
pub fn run(drivers: &[String]) -> Result<()> {
    let servers = Servers::start(&ENDPOINTS[..1])?;
    servers.ask(lab::DATABASE, "create table stored (run text, n int); grant all on stored to public")?;
    let proxy = Proxy::before(servers.port(DIRECT)?)?;
    let lab = lab::folder()?;
    for family in FAMILIES {
        for driver in
            provable(family).filter(|it| drivers.is_empty() || drivers.iter().any(|name| name == it))
        {
            (family.set_up)(&lab)?;
            for endpoint in ["postgresql", "pgbouncer-transaction@1.18"] {
                let Ok(plain) = connection(&request(driver, endpoint, proxy.port)?) else { continue };
                let crowd = Crowd { family, driver, lab: &lab, servers: &servers, clients: CLIENTS };
                let tally = crowd.run(&format!("wire-{driver}"), &plain)?;
                ensure!(tally.right > 0, "{driver}: {:?}", tally.said);
                println!("\n== {driver} {endpoint}");
                let talks = proxy.take();
                let Some(talk) = talks.iter().max_by_key(|it| it.said.len()) else { continue };
                println!("{} connections; {:?}", talks.len(), talk.startup);
                for line in lines(&talk.said).iter().take(SHOWN) {
                    println!("{line}");
                }
            }
        }
    }
    Ok(())
}
