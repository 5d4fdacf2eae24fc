//! `cargo xtask serve`: hands out dist/ on this machine, with the page's own security policy as a header too.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};

/// Builds the page and serves it until it is interrupted.
pub fn run(args: &[String]) -> Result<()> {
    let dist = crate::web::build(args.iter().any(|arg| arg == "--dev"))?;
    let port = args.iter().skip_while(|arg| *arg != "--port").nth(1);
    let port = port.map_or(Ok(8017), |port| port.parse()).context("`--port` takes a number")?;
    let server = Server::start(dist, port)?;
    println!("http://{}/ (Ctrl-C ends it)", server.address);
    server.wait();
    Ok(())
}

/// A server on a thread of its own. It ends with the process.
pub struct Server {
    /// Where it listens; always the loopback interface.
    pub address: SocketAddr,
    thread: thread::JoinHandle<()>,
}

impl Server {
    /// Serves the files of `folder`. Port 0 takes any that is free.
    pub fn start(folder: PathBuf, port: u16) -> Result<Self> {
        let policy = policy_of(&fs::read_to_string(folder.join("index.html"))?)
            .context("index.html has no Content-Security-Policy")?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        let address = listener.local_addr()?;
        let site = Arc::new(Site { folder, policy });
        let thread = thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let site = Arc::clone(&site);
                // A browser that goes away in the middle is no news.
                thread::spawn(move || site.answer(stream).ok());
            }
        });
        Ok(Self { address, thread })
    }

    fn wait(self) {
        self.thread.join().ok();
    }
}

struct Site {
    folder: PathBuf,
    policy: String,
}

impl Site {
    fn answer(&self, stream: TcpStream) -> std::io::Result<()> {
        stream.set_read_timeout(Some(Duration::from_secs(5)))?;
        let mut reader = BufReader::new(&stream);
        let mut request = String::new();
        reader.read_line(&mut request)?;
        let mut header = String::new();
        while reader.read_line(&mut header)? > 2 {
            header.clear();
        }
        let file = file_of(&request).map(|name| self.folder.join(name));
        let (status, kind, body) = match file.and_then(|file| Some((kind_of(&file), fs::read(file).ok()?))) {
            Some((kind, body)) => ("200 OK", kind, body),
            None => ("404 Not Found", "text/plain", b"not found\n".to_vec()),
        };
        let head = format!(
            "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nContent-Security-Policy: {}\r\n\
             X-Content-Type-Options: nosniff\r\nReferrer-Policy: no-referrer\r\nCache-Control: no-store\r\n\
             Connection: close\r\n\r\n",
            body.len(),
            self.policy,
        );
        (&stream).write_all(head.as_bytes())?;
        (&stream).write_all(&body)
    }
}

/// The file that a request line asks for: a plain name, or `None` for anything else, folders above included.
fn file_of(request: &str) -> Option<&str> {
    let path = request.strip_prefix("GET /")?.split([' ', '?']).next()?;
    let plain =
        path.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c)) && !path.starts_with('.');
    plain.then_some(if path.is_empty() { "index.html" } else { path })
}

fn kind_of(file: &Path) -> &'static str {
    match file.extension().and_then(|it| it.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("wasm") => "application/wasm",
        _ => "application/octet-stream",
    }
}

/// The policy that a page states in its own `<meta>`, so that it is written in one place.
fn policy_of(html: &str) -> Option<String> {
    let meta = html.split("http-equiv=\"Content-Security-Policy\"").nth(1)?;
    let content = meta.split("content=\"").nth(1)?.split('"').next()?;
    Some(content.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_names_are_served() {
        assert_eq!(file_of("GET / HTTP/1.1\r\n"), Some("index.html"));
        assert_eq!(file_of("GET /style.css?x HTTP/1.1\r\n"), Some("style.css"));
        assert_eq!(file_of("GET /../Cargo.toml HTTP/1.1\r\n"), None);
        assert_eq!(file_of("GET /.env HTTP/1.1\r\n"), None);
        assert_eq!(file_of("POST / HTTP/1.1\r\n"), None);
    }

    #[test]
    fn the_page_states_a_strict_policy() {
        let html = fs::read_to_string(crate::workspace::root().join("index.html")).unwrap();
        let policy = policy_of(&html).unwrap();
        assert!(policy.starts_with("default-src 'none';"), "{policy}");
        assert!(policy.contains("connect-src 'self'"), "{policy}");
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{policy}");
    }
}
