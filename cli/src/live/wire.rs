//! The connection: bytes in time, and messages of the protocol.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpStream};
#[cfg(unix)]
use std::os::unix::net::UnixStream;
use std::time::Duration;

use postgres_protocol::message::backend::Message;
use rustls::{ClientConnection, StreamOwned};

use super::clock::Deadline;
use super::stranger::NoMessage;

/// A message longer than this is no answer to what is asked here.
const LONGEST: usize = 1 << 20;

/// A socket that waits no longer than until its deadline.
pub struct Timed {
    socket: Socket,
    deadline: Deadline,
}

enum Socket {
    Tcp(TcpStream),
    #[cfg(unix)]
    Unix(UnixStream),
}

impl Timed {
    /// A connection over the network.
    pub fn tcp(stream: TcpStream, deadline: Deadline) -> Self {
        // What is sent here is short, and answered before the next is.
        let _ = stream.set_nodelay(true);
        Self { socket: Socket::Tcp(stream), deadline }
    }

    /// A connection inside the machine.
    #[cfg(unix)]
    pub fn unix(stream: UnixStream, deadline: Deadline) -> Self {
        Self { socket: Socket::Unix(stream), deadline }
    }

    /// What has come already and was not read yet; it stays there.
    pub fn unasked(&self) -> Vec<u8> {
        let mut bytes = [0; 64];
        let count = match &self.socket {
            Socket::Tcp(stream) => {
                let peeked = stream.set_nonblocking(true).and_then(|()| stream.peek(&mut bytes));
                // Should this fail, the next read complains.
                let _ = stream.set_nonblocking(false);
                peeked.unwrap_or(0)
            }
            // Nobody's greeting is waiting in a socket of the right name.
            #[cfg(unix)]
            Socket::Unix(_) => 0,
        };
        bytes.get(..count).unwrap_or_default().to_vec()
    }

    fn wait(&self) -> io::Result<()> {
        let left = Some(self.deadline.left()?.max(Duration::from_millis(1)));
        match &self.socket {
            Socket::Tcp(stream) => stream.set_read_timeout(left).and(stream.set_write_timeout(left)),
            #[cfg(unix)]
            Socket::Unix(stream) => stream.set_read_timeout(left).and(stream.set_write_timeout(left)),
        }
    }
}

/// Time-outs are reported as `WouldBlock` on some systems.
fn as_timeout(error: io::Error) -> io::Error {
    if error.kind() == io::ErrorKind::WouldBlock { io::ErrorKind::TimedOut.into() } else { error }
}

impl Read for Timed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.wait()?;
        let read = match &mut self.socket {
            Socket::Tcp(stream) => stream.read(buffer),
            #[cfg(unix)]
            Socket::Unix(stream) => stream.read(buffer),
        };
        read.map_err(as_timeout)
    }
}

impl Write for Timed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.wait()?;
        let written = match &mut self.socket {
            Socket::Tcp(stream) => stream.write(bytes),
            #[cfg(unix)]
            Socket::Unix(stream) => stream.write(bytes),
        };
        written.map_err(as_timeout)
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.socket {
            Socket::Tcp(stream) => stream.flush(),
            #[cfg(unix)]
            Socket::Unix(stream) => stream.flush(),
        }
    }
}

/// In plain text or inside TLS.
pub enum Wire {
    /// Everybody on the way can read it.
    Plain(Timed),
    /// Nobody can.
    Tls(Box<StreamOwned<ClientConnection, Timed>>),
}

impl Wire {
    /// Whether nobody on the way can read it.
    pub fn is_encrypted(&self) -> bool {
        matches!(self, Self::Tls(_))
    }

    /// Whether it does not leave the machine.
    #[cfg(unix)]
    pub fn is_inside(&self) -> bool {
        matches!(self, Self::Plain(Timed { socket: Socket::Unix(_), .. }))
    }

    /// Whether it does not leave the machine.
    #[cfg(not(unix))]
    pub fn is_inside(&self) -> bool {
        false
    }

    /// The port at this end; none inside the machine.
    pub fn port(&self) -> Option<u16> {
        let timed = match self {
            Self::Plain(stream) => stream,
            Self::Tls(stream) => &stream.sock,
        };
        match &timed.socket {
            Socket::Tcp(stream) => stream.local_addr().ok().map(|it| it.port()),
            #[cfg(unix)]
            Socket::Unix(_) => None,
        }
    }

    /// From now on nothing waits longer than until `deadline`.
    pub fn until(&mut self, deadline: Deadline) {
        match self {
            Self::Plain(stream) => stream.deadline = deadline,
            Self::Tls(stream) => stream.sock.deadline = deadline,
        }
    }

    /// Sends all of `bytes`.
    pub fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        let out: &mut dyn Write = match self {
            Self::Plain(stream) => stream,
            Self::Tls(stream) => stream,
        };
        out.write_all(bytes)?;
        out.flush()
    }

    fn receive(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(stream) => stream.read(buffer),
            Self::Tls(stream) => stream.read(buffer),
        }
    }
}

impl Drop for Wire {
    /// Says good-bye, so that the server's log has no complaint about a lost connection; nobody waits for it.
    fn drop(&mut self) {
        let _ = self.send(b"X\0\0\0\x04");
        if let Self::Plain(Timed { socket: Socket::Tcp(stream), .. }) = self {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}

/// Messages from a wire.
pub struct Messages {
    wire: Wire,
    buffer: bytes::BytesMut,
}

impl Messages {
    /// Messages of the protocol over `wire`.
    pub fn over(wire: Wire) -> Self {
        Self { wire, buffer: bytes::BytesMut::new() }
    }

    /// What they come over.
    pub fn wire(&mut self) -> &mut Wire {
        &mut self.wire
    }

    /// The next message.
    ///
    /// # Errors
    /// `UnexpectedEof` when the other side has closed the connection, `InvalidData` for what is no message, `TimedOut`.
    pub fn next(&mut self) -> io::Result<Message> {
        loop {
            self.must_be_short()?;
            let beginning = self.beginning();
            let parsed = Message::parse(&mut self.buffer);
            if let Some(message) = parsed.map_err(|_| no_message(beginning))? {
                return Ok(message);
            }
            let mut piece = [0; 4096];
            match self.wire.receive(&mut piece)? {
                0 => return Err(io::ErrorKind::UnexpectedEof.into()),
                count => self.buffer.extend_from_slice(&piece[..count]),
            }
        }
    }

    /// Refuses a length that no answer has, before waiting for so many bytes.
    fn must_be_short(&self) -> io::Result<()> {
        let Some(length) = self.buffer.get(1..5) else { return Ok(()) };
        let length = u32::from_be_bytes([length[0], length[1], length[2], length[3]]) as usize;
        if (4..=LONGEST).contains(&length) {
            return Ok(());
        }
        Err(no_message(self.beginning()))
    }

    fn beginning(&self) -> Vec<u8> {
        self.buffer.iter().take(64).copied().collect()
    }
}

fn no_message(beginning: Vec<u8>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, NoMessage(beginning))
}
