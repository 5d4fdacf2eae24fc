//! A connection to one of the addresses.

use std::io;
use std::net::{SocketAddr, TcpStream};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use super::clock::Deadline;
use super::step::Failure;
use super::wire::Timed;

/// How long to wait for an address: a user has no answer before, and who answers later has lost two packets already.
pub const PATIENCE: Duration = Duration::from_secs(4);

/// How far each address is ahead of the next one. Drivers wait longer, which tells nobody more.
const HEAD_START: Duration = Duration::from_millis(300);

/// Connects to the first address that answers; the others are noted with what became of them.
pub fn connect(
    addresses: &[SocketAddr],
    deadline: Deadline,
    notes: &mut Vec<String>,
) -> Result<(Timed, String), Failure> {
    let until = deadline.or_after(PATIENCE);
    let mut became: Vec<Option<io::Error>> = addresses.iter().map(|_| None).collect();
    let (send, receive) = mpsc::channel();
    let mut waiting = addresses.iter().enumerate();
    let mut dialled = 0;
    while became.iter().any(Option::is_none) {
        let Ok(left) = until.left() else { break };
        let next = waiting.next();
        if let Some((at, address)) = next {
            let (send, address) = (send.clone(), *address);
            // Nobody listens any more when another one was faster; a connection that comes too late is closed.
            thread::spawn(move || send.send((at, TcpStream::connect_timeout(&address, left))));
            dialled = at + 1;
        }
        let pause = if dialled < addresses.len() { HEAD_START.min(left) } else { left };
        match receive.recv_timeout(pause) {
            Ok((at, Ok(stream))) => {
                let others = (0..dialled).filter(|other| *other != at);
                notes.extend(others.map(|other| note(addresses[other], became[other].as_ref())));
                return Ok((Timed::tcp(stream, deadline), addresses[at].to_string()));
            }
            Ok((at, Err(error))) => became[at] = Some(error),
            Err(_) => {}
        }
    }
    let silent = || io::Error::from(io::ErrorKind::TimedOut);
    let failed: Vec<_> =
        addresses.iter().zip(became).map(|(at, it)| (*at, it.unwrap_or_else(silent))).collect();
    notes.extend(failed.iter().skip(1).map(|(address, error)| note(*address, Some(error))));
    Err(failed.first().map_or_else(|| Failure::of("there is no address"), |it| refused(it, addresses)))
}

fn note(address: SocketAddr, error: Option<&io::Error>) -> String {
    format!("{address}: {}", error.map_or_else(|| "no answer yet".to_owned(), words))
}

/// Connects to the socket in `directory`.
#[cfg(unix)]
pub fn connect_inside(directory: &str, port: u16, deadline: Deadline) -> Result<(Timed, String), Failure> {
    let path = format!("{directory}/.s.PGSQL.{port}");
    match std::os::unix::net::UnixStream::connect(&path) {
        Ok(stream) => Ok((Timed::unix(stream, deadline), path)),
        Err(error) => {
            Err(Failure::of(format!("connection to server on socket \"{path}\" failed: {}", words(&error))))
        }
    }
}

/// In libpq's words, which the tables of error texts know.
fn refused((address, error): &(SocketAddr, io::Error), all: &[SocketAddr]) -> Failure {
    let said = format!(
        "connection to server at \"{}\", port {} failed: {}",
        address.ip(),
        address.port(),
        words(error)
    );
    let failure = Failure::of(said);
    match error.kind() {
        io::ErrorKind::ConnectionRefused => failure.because(
            "the machine is there, and nothing listens at this port",
            "start the server, or look at host and port; in a container `localhost` is the container itself",
        ),
        io::ErrorKind::TimedOut => failure.because(
            "nobody answers at this address: a firewall, a security group or an allow-list drops what is sent, the \
             address is private, or its machine is off",
            "look at host and port; then let this machine's address in at the server's side, or join its network or VPN",
        ),
        io::ErrorKind::NetworkUnreachable | io::ErrorKind::HostUnreachable
            if all.iter().all(SocketAddr::is_ipv6) =>
        {
            failure.because(
                "the host has IPv6 addresses only, and this machine has no way to them",
                "use the host of a pooler or a proxy that has an IPv4 address, or a network with IPv6",
            )
        }
        _ => failure,
    }
}

/// The words of the system, without the number that Rust adds.
pub fn words(error: &io::Error) -> String {
    if error.kind() == io::ErrorKind::TimedOut {
        return "timeout expired".to_owned();
    }
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or_default().to_owned()
}
