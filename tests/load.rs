//! `connlint test --load` against a server that lets so many clients in.

mod played;

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Output;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use played::{begin, connlint, message};
use serde_json::Value;

/// A server that lets `most` clients in at once, and refuses the others.
fn server(most: usize) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let open = Arc::new(AtomicUsize::new(0));
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let open = Arc::clone(&open);
            thread::spawn(move || {
                let is_in = open.fetch_add(1, Ordering::SeqCst) < most;
                let _ = serve(stream, is_in);
                open.fetch_sub(1, Ordering::SeqCst);
            });
        }
    });
    port
}

fn serve(mut stream: TcpStream, is_in: bool) -> std::io::Result<()> {
    let mut heard = [0; 4096];
    let _ = stream.read(&mut heard)?;
    if !is_in {
        return stream.write_all(&message(b'E', b"SFATAL\0C53300\0Msorry, too many clients already\0\0"));
    }
    let ready = message(b'Z', b"I");
    stream.write_all(&[message(b'R', &[0; 4]), ready.clone()].concat())?;
    let row = message(b'D', b"\0\x01\0\0\0\x011");
    while stream.read(&mut heard)? > 0 && heard[0] == b'Q' {
        stream.write_all(&[row.clone(), message(b'C', b"SELECT 1\0"), ready.clone()].concat())?;
    }
    Ok(())
}

fn load(port: u16, more: &[&str]) -> Output {
    let string = format!("postgresql://app:s3cr3t@127.0.0.1:{port}/shop?sslmode=disable");
    let mut command = connlint(&["test", "-", "--driver", "libpq", "--timeout", "5"]);
    begin(command.args(more).env_clear().env("COLUMNS", "80"), &string).wait_with_output().unwrap()
}

fn json(port: u16, more: &[&str]) -> (Option<i32>, Value) {
    let output = load(port, &[more, &["--output-format", "json"]].concat());
    let all: Value = serde_json::from_slice(&output.stdout).unwrap();
    (output.status.code(), all["tests"][0]["load"].clone())
}

#[test]
fn a_server_with_room_answers_everybody() {
    let begun = Instant::now();
    let (code, load) = json(server(50), &["--load", "8", "--for", "1"]);
    assert!(begun.elapsed() < Duration::from_secs(6));
    assert_eq!((code, load["opened"].as_u64(), load["most_open"].as_u64()), (Some(0), Some(8), Some(8)));
    assert_eq!((load["success"].as_f64(), load["recovery"]["ok"].as_bool()), (Some(1.0), Some(true)));
    let [p50, p99, max] = ["p50", "p99", "max"].map(|it| load["query"][it].as_f64().unwrap());
    assert!(0.0 < p50 && p50 <= p99 && p99 <= max, "{load}");
    assert!(load["answered"].as_u64() > Some(8));
}

#[test]
fn a_full_server_says_so_and_recovers() {
    let (code, load) = json(server(5), &["--load", "12", "--for", "1"]);
    assert_eq!((code, load["most_open"].as_u64()), (Some(1), Some(5)), "{load}");
    let refusal = &load["refusals"][0];
    assert_eq!(refusal["step"], "startup");
    assert!(refusal["said"].as_str().unwrap().contains("too many clients"));
    assert!(refusal["cause"].as_str().unwrap().contains("max_connections"));
    assert!(refusal["open"].as_u64().unwrap() + refusal["opening"].as_u64().unwrap() >= 5);
    assert_eq!(load["recovery"]["ok"], true);
    assert!(load["success"].as_f64() < Some(1.0));
}

#[test]
fn a_load_is_drawn_and_nothing_is_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("load.svg");
    let arguments = ["--load", "4", "--for", "1", "--svg", file.to_str().unwrap()];
    let output = load(server(3), &arguments);
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1), "{text}");
    for part in ["4 clients at 127.0.0.1", "to be answered", "too many clients", "open connections", "█"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    let picture = std::fs::read_to_string(&file).unwrap();
    assert!(picture.starts_with("<svg") && picture.trim_end().ends_with("</svg>"));
    assert!(!picture.contains("s3cr3t") && !picture.contains("NaN"));
    let again = load(server(3), &arguments);
    assert_eq!(again.status.code(), Some(2));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), picture);
}

#[test]
fn a_load_has_bounds() {
    for more in [["--load", "501", "--for", "1"], ["--load", "1", "--for", "301"]] {
        assert_eq!(load(1, &more).status.code(), Some(2));
    }
}
