//! `cargo xtask live`: runs every generated snippet with its real driver against a real PostgreSQL, directly and
//! through a real PgBouncer in transaction mode.
//!
//! What is missing on the machine is installed where that is possible. On a developer's machine a family that cannot
//! be set up is named and left out; under CI it is a failure.

mod arguments;
mod cases;
mod files;
pub mod silent;

use std::time::Instant;

use anyhow::{Result, bail};

use crate::lab::families::FAMILIES;
use crate::lab::{self, ENDPOINTS, Servers};
use crate::needs::is_ci;

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
    let lab = lab::folder()?;
    let servers = Servers::start(ENDPOINTS)?;
    let mut failures = Vec::new();
    for family in FAMILIES.iter().filter(|family| args.is_empty() || args.iter().any(|it| it == family.name))
    {
        let before = Instant::now();
        match (family.set_up)(&lab) {
            Ok(()) => {
                failures.extend(cases::run(family, &lab, &servers, is_quick));
                failures.extend(files::run(family, &lab, &servers));
                match arguments::run(family, &lab) {
                    Some(Ok(how)) => println!("{:<20} {how}", "arguments in code"),
                    Some(Err(error)) => failures.push(format!("arguments in code: {error:#}")),
                    None => {}
                }
            }
            Err(error) if is_ci() => failures.push(format!("{}: {error:#}", family.name)),
            Err(error) => println!("{:<8} left out: {error:#}", family.name),
        }
        println!("{:<8} {:.0} s", family.name, before.elapsed().as_secs_f64());
    }
    drop(servers);
    println!("{:.0} s in all", started.elapsed().as_secs_f64());
    if failures.is_empty() { Ok(()) } else { bail!("{} failed:\n{}", failures.len(), failures.join("\n")) }
}
