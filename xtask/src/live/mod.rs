//! `cargo xtask live`: runs every generated snippet with its real driver against a real PostgreSQL, directly and
//! through a real PgBouncer in transaction mode.
//!
//! What is missing on the machine is installed where that is possible. On a developer's machine a family that cannot
//! be set up is named and left out; under CI it is a failure.

mod arguments;
mod cases;
mod files;
mod own;
pub mod silent;

use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use anyhow::{Result, bail};

use crate::lab::families::{FAMILIES, Family};
use crate::lab::{self, ENDPOINTS, Servers};
use crate::needs::is_ci;
use crate::workspace::build_connlint;

/// Runs the families whose names are given, or all.
pub fn run(args: &[String]) -> Result<()> {
    try_all(args, false)
}

/// Runs all families, and of the recommended programs only the one that asks most.
pub fn quick() -> Result<()> {
    try_all(&[], true)
}

fn try_all(args: &[String], is_quick: bool) -> Result<()> {
    let known = |name: &&String| !FAMILIES.iter().any(|family| family.name == name.as_str());
    if let Some(name) = args.iter().find(known) {
        let names: Vec<&str> = FAMILIES.iter().map(|family| family.name).collect();
        bail!("there is no family `{name}`; there are {}", names.join(", "));
    }
    let started = Instant::now();
    build_connlint()?;
    let lab = lab::folder()?;
    let servers = Servers::start(ENDPOINTS)?;
    let is_asked = |family: &&Family| args.is_empty() || args.iter().any(|it| it == family.name);
    let asked = Mutex::new(FAMILIES.iter().filter(is_asked));
    let failures = Mutex::new(Vec::new());
    let worker = || {
        while let Some(family) = next(&asked) {
            let failed = try_family(family, &lab, &servers, is_quick);
            failures.lock().unwrap_or_else(PoisonError::into_inner).extend(failed);
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(worker);
        }
    });
    let failures = failures.into_inner().unwrap_or_else(PoisonError::into_inner);
    drop(servers);
    println!("{:.0} s in all", started.elapsed().as_secs_f64());
    if failures.is_empty() { Ok(()) } else { bail!("{} failed:\n{}", failures.len(), failures.join("\n")) }
}

/// Families at once. Much of their time is waiting: for hosts that do not answer, and for programs to start.
const AT_ONCE: usize = 2;

fn next<'a>(families: &Mutex<impl Iterator<Item = &'a Family>>) -> Option<&'a Family> {
    families.lock().unwrap_or_else(PoisonError::into_inner).next()
}

/// What failed in a family.
fn try_family(family: &Family, lab: &Path, servers: &Servers, is_quick: bool) -> Vec<String> {
    let before = Instant::now();
    let mut failures = Vec::new();
    match (family.set_up)(lab) {
        Ok(()) => {
            failures.extend(cases::run(family, lab, servers, is_quick));
            failures.extend(files::run(family, lab, servers));
            match arguments::run(family, lab) {
                Some(Ok(how)) => println!("{:<20} {how}", "arguments in code"),
                Some(Err(error)) => failures.push(format!("arguments in code: {error:#}")),
                None => {}
            }
            match own::run(family, lab, servers) {
                Some(Ok(how)) => println!("{:<20} {how}", "connlint test"),
                Some(Err(error)) => failures.push(format!("connlint test --with-driver: {error:#}")),
                None => {}
            }
        }
        Err(error) if is_ci() => failures.push(format!("{}: {error:#}", family.name)),
        Err(error) => println!("{:<8} left out: {error:#}", family.name),
    }
    println!("{:<8} {:.0} s", family.name, before.elapsed().as_secs_f64());
    failures
}
