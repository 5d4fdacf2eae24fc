//! A connection to one of the addresses.

use std::io;
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use super::clock::Deadline;
use super::step::Failure;
use super::wire::Timed;

/// What one address may take before the next one is tried.
const EACH: Duration = Duration::from_secs(5);

/// Connects to the first address that answers; the others are noted with what became of them.
pub fn connect(
    addresses: &[SocketAddr],
    deadline: Deadline,
    notes: &mut Vec<String>,
) -> Result<(Timed, String), Failure> {
    let mut failed: Vec<(SocketAddr, io::Error)> = Vec::new();
    for address in addresses {
        let attempt =
            deadline.or_after(EACH).left().and_then(|left| TcpStream::connect_timeout(address, left));
        match attempt {
            Ok(stream) => {
                notes.extend(failed.iter().map(|(address, error)| format!("{address}: {}", words(error))));
                return Ok((Timed::tcp(stream, deadline), address.to_string()));
            }
            Err(error) => failed.push((*address, error)),
        }
    }
    notes.extend(failed.iter().skip(1).map(|(address, error)| format!("{address}: {}", words(error))));
    Err(failed.first().map_or_else(|| Failure::of("there is no address"), |it| refused(it, addresses)))
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
            "no answer: a firewall or a security group drops what is sent, or the address is of a machine that is off",
            "let this machine's address in at the server's side, or look at the host",
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
