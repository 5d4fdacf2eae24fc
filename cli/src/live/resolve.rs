//! Addresses of a name.

use std::net::{SocketAddr, ToSocketAddrs};
use std::sync::mpsc;
use std::thread;

use super::clock::Deadline;
use super::silence::NO_NAMES;
use super::step::Failure;

/// The addresses of `host`, in the order in which the system prefers them. The system's resolver knows no time-out of
/// its own, so it is left alone when it takes too long.
pub fn resolve(host: &str, port: u16, deadline: Deadline) -> Result<(Vec<SocketAddr>, String), Failure> {
    let (send, receive) = mpsc::channel();
    let name = host.to_owned();
    thread::spawn(move || {
        let found = (name.as_str(), port).to_socket_addrs().map(|all| all.collect::<Vec<_>>());
        // Nobody listens any more when it took too long.
        let _ = send.send(found);
    });
    let left = deadline.left().map_err(|_| too_slow(host))?;
    let found = receive.recv_timeout(left).map_err(|_| too_slow(host))?;
    let mut addresses = found.map_err(|error| unknown(host, &error.to_string()))?;
    addresses.dedup();
    if addresses.is_empty() {
        return Err(unknown(host, "no address"));
    }
    let said = addresses.iter().map(|it| it.ip().to_string()).collect::<Vec<_>>().join(", ");
    Ok((addresses, said))
}

fn too_slow(host: &str) -> Failure {
    Failure::of(format!("could not translate host name \"{host}\" to address: no answer in time"))
        .because(NO_NAMES.0, NO_NAMES.1)
}

fn unknown(host: &str, why: &str) -> Failure {
    // The words of the system, without the name of its function.
    let why = why.rsplit(": ").next().unwrap_or(why);
    Failure::of(format!("could not translate host name \"{host}\" to address: {why}"))
}
