//! Sockets that listen, where there is no procfs.

use std::io;

use listeners::{Protocol, SocketState};

/// A socket that listens.
pub struct Listening {
    /// At which port.
    pub port: u16,
    /// At which address.
    pub address: String,
    /// The process that has it open.
    pub pids: Vec<u32>,
    /// The number of the user who made it, which is not told here.
    pub user: Option<u32>,
}

/// The sockets that listen at one of `ports`.
pub fn listening(ports: &[u16]) -> io::Result<Vec<Listening>> {
    let all = listeners::get_all().map_err(|error| io::Error::other(error.to_string()))?;
    let wanted = all.into_iter().filter(|it| {
        it.protocol == Protocol::TCP && it.state == SocketState::Listen && ports.contains(&it.socket.port())
    });
    let listening = wanted.map(|it| Listening {
        port: it.socket.port(),
        address: it.socket.ip().to_string(),
        pids: vec![it.process.pid],
        user: None,
    });
    Ok(listening.collect())
}
