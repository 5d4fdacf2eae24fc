//! What listens at a port where PostgreSQL is looked for, and is not.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::thread;
use std::time::Duration;

use anyhow::Result;

/// What a client is told: at once, or when it has said something.
struct Stranger {
    name: &'static str,
    speaks_first: bool,
    says: &'static [u8],
}

const STRANGERS: &[Stranger] = &[
    Stranger {
        name: "http",
        speaks_first: false,
        says: b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n",
    },
    Stranger { name: "ssh", speaks_first: true, says: b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n" },
    Stranger { name: "redis", speaks_first: false, says: b"-ERR unknown command '\0\0\0'\r\n" },
    Stranger { name: "smtp", speaks_first: true, says: b"220 mail.example.com ESMTP Postfix\r\n" },
    Stranger { name: "mysql", speaks_first: true, says: b"\x4a\0\0\0\x0a8.0.36\0\x0b\0\0\0abcdefgh\0" },
    // A fatal alert of TLS: `unexpected_message`.
    Stranger { name: "https", speaks_first: false, says: b"\x15\x03\x01\0\x02\x02\x0a" },
    Stranger { name: "mute", speaks_first: false, says: b"" },
];

/// Starts all of them, and a socket that a server has left behind; each name with its port.
pub fn start(folder: &Path) -> Result<Vec<(&'static str, String)>> {
    let left = folder.join("left");
    std::fs::create_dir(&left)?;
    drop(UnixListener::bind(left.join(".s.PGSQL.5432"))?);
    STRANGERS.iter().map(|it| Ok((it.name, listen(it)?.to_string()))).collect()
}

fn listen(stranger: &'static Stranger) -> Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0))?;
    let port = listener.local_addr()?.port();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            thread::spawn(move || speak(stream, stranger));
        }
    });
    Ok(port)
}

fn speak(mut stream: TcpStream, stranger: &Stranger) {
    let _ = stream.set_read_timeout(Some(Duration::from_secs(30)));
    let heard = stranger.speaks_first || stream.read(&mut [0; 256]).is_ok_and(|count| count > 0);
    let _ = stream.write_all(stranger.says);
    // A mute one keeps the connection until the client has enough; the others wait for it to have read.
    while heard && stream.read(&mut [0; 256]).is_ok_and(|count| count > 0) {}
}
