//! A host that does not answer.

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

use anyhow::{Result, bail};

/// A port at which connections are asked for and nothing comes back: nobody accepts, and those who wait fill its queue.
pub struct Silent {
    address: SocketAddr,
    _listener: TcpListener,
    _waiting: Vec<TcpStream>,
}

/// More than any queue that a system gives unasked.
const MOST: usize = 10_000;

impl Silent {
    /// Starts listening, and fills the queue.
    pub fn start() -> Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let address = listener.local_addr()?;
        let mut waiting = Vec::new();
        while let Ok(stream) = TcpStream::connect_timeout(&address, Duration::from_millis(500)) {
            waiting.push(stream);
            if waiting.len() > MOST {
                bail!("the queue of {address} has no end");
            }
        }
        Ok(Self { address, _listener: listener, _waiting: waiting })
    }

    /// Its port on loopback.
    pub fn port(&self) -> u16 {
        self.address.port()
    }
}
