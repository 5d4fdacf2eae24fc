//! Sockets that listen, where there is no procfs.

use std::io;

use listeners::{Protocol, SocketState};

use super::Listening;

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
