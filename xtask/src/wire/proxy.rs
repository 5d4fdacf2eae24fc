//! A proxy in front of a server, which writes down what its clients send.

use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use anyhow::Result;

use super::message::{Said, front};

/// Codes in the place of a version: questions for encryption, and a request to cancel.
const QUESTIONS: [u32; 2] = [80_877_103, 80_877_104];
const CANCEL: u32 = 80_877_102;

/// A proxy on a port of its own, until the process ends.
pub struct Proxy {
    /// Where it listens.
    pub port: u16,
    talks: Arc<Mutex<Vec<Arc<Mutex<Talk>>>>>,
}

/// What one client sent.
#[derive(Clone, Debug, Default)]
pub struct Talk {
    /// Names and values of the startup packet.
    pub startup: Vec<(String, String)>,
    /// The messages after it, without those that carry a password.
    pub said: Vec<Said>,
}

impl Proxy {
    /// Stands in front of what answers at `server`, and lets nobody encrypt.
    pub fn before(server: u16) -> Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let out = Self { port: listener.local_addr()?.port(), talks: Arc::default() };
        let talks = out.talks.clone();
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let talk = Arc::<Mutex<Talk>>::default();
                if let Ok(mut talks) = talks.lock() {
                    talks.push(talk.clone());
                }
                thread::spawn(move || carry(client, server, &talk));
            }
        });
        Ok(out)
    }

    /// What each client has sent since this was asked last, the first one first.
    pub fn take(&self) -> Vec<Talk> {
        let Ok(mut talks) = self.talks.lock() else { return Vec::new() };
        talks.drain(..).filter_map(|it| it.lock().ok().map(|talk| talk.clone())).collect()
    }
}

fn carry(mut client: TcpStream, server: u16, talk: &Mutex<Talk>) -> io::Result<()> {
    client.set_nodelay(true)?;
    let startup = loop {
        let length = number(&mut client)?;
        let body = read(&mut client, length)?;
        let code = body.first_chunk().map_or(0, |it| u32::from_be_bytes(*it));
        if !QUESTIONS.contains(&code) {
            break (code, [&length.to_be_bytes()[..], &body].concat());
        }
        client.write_all(b"N")?;
    };
    let mut upstream = TcpStream::connect(("127.0.0.1", server))?;
    upstream.set_nodelay(true)?;
    upstream.write_all(&startup.1)?;
    if startup.0 == CANCEL {
        return Ok(());
    }
    note(talk, |talk| talk.startup = pairs(&startup.1[8..]));
    let (mut answers, mut back) = (upstream.try_clone()?, client.try_clone()?);
    thread::spawn(move || {
        let _ = io::copy(&mut answers, &mut back);
        let _ = back.shutdown(Shutdown::Both);
    });
    let result = questions(&mut client, &mut upstream, talk);
    let _ = upstream.shutdown(Shutdown::Both);
    result
}

fn questions(client: &mut TcpStream, upstream: &mut TcpStream, talk: &Mutex<Talk>) -> io::Result<()> {
    loop {
        let mut kind = [0];
        client.read_exact(&mut kind)?;
        let length = number(client)?;
        let body = read(client, length)?;
        if let Some(said) = front(kind[0], &body) {
            note(talk, |talk| talk.said.push(said));
        }
        upstream.write_all(&[&kind[..], &length.to_be_bytes(), &body].concat())?;
    }
}

fn note(talk: &Mutex<Talk>, note: impl FnOnce(&mut Talk)) {
    if let Ok(mut talk) = talk.lock() {
        note(&mut talk);
    }
}

fn number(stream: &mut TcpStream) -> io::Result<u32> {
    let mut bytes = [0; 4];
    stream.read_exact(&mut bytes)?;
    Ok(u32::from_be_bytes(bytes))
}

/// What follows on a length, which counts itself.
fn read(stream: &mut TcpStream, length: u32) -> io::Result<Vec<u8>> {
    let length = length.checked_sub(4).filter(|it| *it < 1 << 24).ok_or(io::ErrorKind::InvalidData)?;
    let mut body = vec![0; length as usize];
    stream.read_exact(&mut body)?;
    Ok(body)
}

fn pairs(bytes: &[u8]) -> Vec<(String, String)> {
    let texts: Vec<String> =
        bytes.split(|it| *it == 0).map(|it| String::from_utf8_lossy(it).into_owned()).collect();
    let pairs = texts.chunks_exact(2).map(|it| (it[0].clone(), it[1].clone()));
    pairs.filter(|(name, _)| !name.is_empty()).collect()
}
