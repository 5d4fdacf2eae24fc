//! Who holds ports of this machine: which sockets listen, whose they are, and how they are freed.

mod command;
mod free;
mod holder;
mod keeper;
mod needed;
#[cfg_attr(not(target_os = "linux"), path = "sockets_elsewhere.rs")]
mod sockets;

use std::collections::BTreeMap;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, TcpListener};

use serde::Serialize;

pub use free::{Ended, end, reluctance};
pub use holder::{Holder, Processes, name_of_account};
pub use needed::{Needed, needed, usual};

/// A port, and who holds it.
#[derive(Debug, Serialize)]
pub struct Port {
    /// Its number.
    pub port: u16,
    /// Who needs it, as far as files say.
    pub needed_by: Vec<String>,
    /// Whether nobody listens at it.
    pub is_free: bool,
    /// Who listens; empty when nobody does, or when it cannot be seen who does.
    pub holders: Vec<Holder>,
    /// Where somebody listens who cannot be seen: addresses, each with the user, where the system tells.
    pub unseen: Vec<String>,
}

/// A socket that listens.
struct Listening {
    /// At which port.
    port: u16,
    /// At which address; of a socket inside the machine its path.
    address: String,
    /// Processes that have it open, as far as they can be seen.
    pids: Vec<u32>,
    /// The number of the user who made it; only Linux tells.
    user: Option<u32>,
}

/// Looks who holds `needed`.
///
/// # Errors
/// When the system does not tell.
pub fn look(needed: &[Needed]) -> io::Result<Vec<Port>> {
    let wanted: Vec<u16> = needed.iter().map(|it| it.port).collect();
    let listening = sockets::listening(&wanted)?;
    let pids = listening.iter().flat_map(|it| &it.pids).copied().collect();
    let processes = Processes::of(pids);
    Ok(needed.iter().map(|needed| seen(needed, &listening, &processes)).collect())
}

fn seen(needed: &Needed, listening: &[Listening], processes: &Processes) -> Port {
    let here = || listening.iter().filter(|it| it.port == needed.port);
    let mut addresses: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    for socket in here() {
        for pid in &socket.pids {
            let known = addresses.entry(*pid).or_default();
            if !known.contains(&socket.address) {
                known.push(socket.address.clone());
            }
        }
    }
    let holders: Vec<Holder> = addresses
        .into_iter()
        .filter_map(|(pid, addresses)| processes.holder(pid, needed.port, addresses))
        .collect();
    let mut unseen: Vec<String> = here().filter(|it| it.pids.is_empty()).map(unseen).collect();
    // What no list shows may be there all the same.
    if here().next().is_none() && is_taken(needed.port) {
        unseen.push("somewhere on this machine".to_owned());
    }
    let is_free = holders.is_empty() && unseen.is_empty();
    Port { port: needed.port, needed_by: needed.by.clone(), is_free, holders, unseen }
}

fn unseen(socket: &Listening) -> String {
    match socket.user.and_then(holder::name_of_user) {
        Some(user) => format!("{}, by a process of the user {user}", socket.address),
        None => socket.address.clone(),
    }
}

/// Whether nobody can listen at `port`, because somebody does.
fn is_taken(port: u16) -> bool {
    let addresses: [IpAddr; 4] = [
        Ipv4Addr::LOCALHOST.into(),
        Ipv4Addr::UNSPECIFIED.into(),
        Ipv6Addr::LOCALHOST.into(),
        Ipv6Addr::UNSPECIFIED.into(),
    ];
    addresses.iter().any(|address| {
        TcpListener::bind((*address, port)).is_err_and(|error| error.kind() == io::ErrorKind::AddrInUse)
    })
}
