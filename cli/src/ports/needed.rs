//! The ports of this machine that files need.

use std::net::IpAddr;
use std::path::Path;

use connlint_core::formats::{Document, format_of};
use connlint_core::rules;
use connlint_core::rules::Facts;

use crate::config::Config;
use crate::files::{self, Place, Target};
use crate::project::Projects;

/// A port, and who needs it.
#[derive(Debug)]
pub struct Needed {
    /// Its number.
    pub port: u16,
    /// Who needs it, for people.
    pub by: Vec<String>,
}

/// Where PostgreSQL and its poolers listen when nobody says otherwise.
const USUAL: &[(u16, &str)] = &[
    (5432, "PostgreSQL's usual port"),
    (5433, "the usual port of a second PostgreSQL"),
    (6432, "PgBouncer's usual port"),
    (6543, "the usual port of Supabase's pooler"),
];

/// Settings that are a port to listen at, by the names that everybody gives them.
const OWN: &[&str] = &["PORT", "listen_port"];

/// The usual ports.
pub fn usual() -> Vec<Needed> {
    USUAL.iter().map(|(port, why)| Needed { port: *port, by: vec![(*why).to_owned()] }).collect()
}

/// Adds the ports of this machine that the file at `path` needs: where its strings connect to, what its Compose services
/// publish, and what it tells a program to listen at.
pub fn needed(path: &Path, config: &Config, out: &mut Vec<Needed>) -> anyhow::Result<()> {
    let target = Target { place: Place::File(path.to_owned()), named: true };
    let text = files::read(&target).map_err(|it| anyhow::anyhow!("{}: {}", it.place, it.reason))?;
    let project = Projects::default().drivers(&target.place.folder());
    let name = target.place.display();
    let options = connlint_core::Options { project, ..config.options(Some(path)) };
    strings(&rules::check(&text, Some(&name), &options), &name, out);
    settings(&(format_of(Some(&name), &text).read)(&text), &name, out);
    Ok(())
}

fn strings(facts: &Facts, file: &str, out: &mut Vec<Needed>) {
    for subject in &facts.subjects {
        let Some(reader) = subject.readers.first() else { continue };
        let reading = reader.read(subject.text(), subject.spelling);
        let variable = facts.document.entries.get(subject.entry).and_then(|entry| entry.name.as_ref());
        let who = variable.map_or("a string", |it| it.0.as_str());
        for host in &reading.hosts {
            let name = host.name.as_ref().map_or("", |it| it.value.as_str());
            let port = host.port.as_ref().map_or(5432, |it| it.value);
            if let (true, Ok(port)) = (is_here(name), u16::try_from(port)) {
                add(port, format!("{who} in {file} connects to it"), out);
            }
        }
    }
}

fn settings(document: &Document, file: &str, out: &mut Vec<Needed>) {
    for service in document.composition.iter().flat_map(|it| &it.services) {
        for (port, _) in &service.published {
            add(*port, format!("the service {} in {file} publishes it", service.name.0), out);
        }
    }
    for entry in &document.entries {
        let Some((name, _)) = &entry.name else { continue };
        if let (true, Ok(port)) = (OWN.contains(&name.as_str()), entry.value.text().trim().parse()) {
            add(port, format!("{name} in {file} is to listen at it"), out);
        }
    }
}

fn add(port: u16, why: String, out: &mut Vec<Needed>) {
    if port == 0 {
        return;
    }
    match out.iter_mut().find(|it| it.port == port) {
        Some(known) if known.by.contains(&why) => {}
        Some(known) => known.by.push(why),
        None => out.push(Needed { port, by: vec![why] }),
    }
}

/// Whether a host is this machine; a folder and none at all are its sockets.
fn is_here(host: &str) -> bool {
    let name = host.trim_start_matches('[').trim_end_matches(']');
    let is_own = |ip: IpAddr| ip.is_loopback() || ip.is_unspecified();
    let names = ["", "localhost", "host.docker.internal"];
    names.iter().any(|it| it.eq_ignore_ascii_case(name))
        || name.starts_with(['/', '@'])
        || name.parse().is_ok_and(is_own)
}
