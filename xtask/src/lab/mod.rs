//! `cargo xtask lab`: a PostgreSQL with PgBouncers of two versions in front of it, in all modes, and a Pgpool-II.
//!
//! What is installed or unpacked lives under `target/lab`. The servers listen on loopback only, on free ports, keep
//! their data in a temporary folder, and stop with the task. Nothing of the system's own servers is touched.

pub mod certificates;
pub mod debian;
mod endpoints;
pub mod families;
pub mod go;
mod keeper;
mod pgpool;
pub mod program;
mod servers;

use std::path::PathBuf;

use anyhow::Result;

use crate::workspace::target;
pub use endpoints::{DIRECT, ENDPOINTS, Endpoint, Front, MORE, NEW, OLD_TRANSACTION, Pooler};
pub use servers::{DATABASE, IN_URL, PASSWORD, Running, Servers, USER, free_port, wait_for};

/// Starts everything, says where it is, and waits for Ctrl-C.
pub fn run(_: &[String]) -> Result<()> {
    let servers = Servers::start(ENDPOINTS.iter().chain(MORE))?;
    println!(
        "\nRole {USER}, password {PASSWORD}, database {DATABASE}. TLS is offered everywhere; its authority:"
    );
    println!("{}\n", servers.authority.display());
    for running in &servers.running {
        let Endpoint { known_as, what, .. } = running.endpoint;
        println!("{:<18} {what}; connlint calls it {known_as}", running.version);
        println!("{:<18} {}", "", servers.string(running.port));
    }
    println!("\nEach string verifies the server when this is added: {}", servers.verifying());
    println!("Ctrl-C stops everything.");
    loop {
        std::thread::park();
    }
}

/// The folder for everything that is installed or written.
pub fn folder() -> Result<PathBuf> {
    let lab = target().join("lab");
    std::fs::create_dir_all(&lab)?;
    Ok(lab)
}
