//! Sockets that listen, on Linux: from procfs, which tells of all, also of those whose processes it hides.

use std::collections::BTreeMap;
use std::io;

use procfs::net::{TcpState, UnixState};
use procfs::process::{FDTarget, all_processes};

use super::Listening;

/// The sockets that listen at one of `ports`, over TCP or as PostgreSQL's do inside a machine.
pub fn listening(ports: &[u16]) -> io::Result<Vec<Listening>> {
    let mut found = BTreeMap::new();
    let tcp = procfs::net::tcp().map_err(told)?.into_iter();
    // A system without IPv6 has no such list.
    let all = tcp.chain(procfs::net::tcp6().unwrap_or_default());
    for entry in all.filter(|it| it.state == TcpState::Listen) {
        let (address, port) = (entry.local_address.ip().to_string(), entry.local_address.port());
        let listening = Listening { port, address, pids: Vec::new(), user: Some(entry.uid) };
        found.insert(entry.inode, listening);
    }
    for entry in procfs::net::unix().unwrap_or_default() {
        let path = entry.path.filter(|_| entry.state == UnixState::UNCONNECTED);
        let path = path.map(|path| path.display().to_string()).unwrap_or_default();
        if let Some(port) = port_of(&path) {
            found.insert(entry.inode, Listening { port, address: path, pids: Vec::new(), user: None });
        }
    }
    found.retain(|_, it| ports.contains(&it.port));
    add_processes(&mut found)?;
    Ok(found.into_values().collect())
}

/// The port in the name of a socket of PostgreSQL's, `.s.PGSQL.5432`.
fn port_of(path: &str) -> Option<u16> {
    path.rsplit_once("/.s.PGSQL.")?.1.parse().ok()
}

/// Several processes may share a socket: a server that forks, and its children.
fn add_processes(sockets: &mut BTreeMap<u64, Listening>) -> io::Result<()> {
    if sockets.is_empty() {
        return Ok(());
    }
    for process in all_processes().map_err(told)?.flatten() {
        let Ok(descriptors) = process.fd() else { continue };
        for descriptor in descriptors.flatten() {
            let FDTarget::Socket(inode) = descriptor.target else { continue };
            let pid = process.pid().unsigned_abs();
            if let Some(socket) = sockets.get_mut(&inode).filter(|it| !it.pids.contains(&pid)) {
                socket.pids.push(pid);
            }
        }
    }
    Ok(())
}

fn told(error: procfs::ProcError) -> io::Error {
    io::Error::other(error)
}
