//! `connlint test` and its end: whatever ends it at whatever step, nothing is left; and what it says while it waits.
#![cfg(target_os = "linux")]

mod played;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use played::{begin, connlint, message};

const LONG: Duration = Duration::from_secs(10);

/// Lets the client in.
fn welcome() -> Vec<u8> {
    [message(b'R', &0u32.to_be_bytes()), message(b'Z', b"I")].concat()
}

/// Asks for the password as md5.
fn question() -> Vec<u8> {
    message(b'R', &[&5u32.to_be_bytes()[..], b"salt"].concat())
}

/// What a server tells: that it is silent from now on, and that the client has closed the connection.
#[derive(Debug, PartialEq, Eq)]
enum Told {
    Silent,
    Closed,
}

/// Gives these answers, one for each thing that it hears, and is silent after the next.
fn silent_after(answers: Vec<Vec<u8>>) -> (u16, Receiver<Told>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (send, receive) = mpsc::channel();
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        stream.set_read_timeout(Some(2 * LONG)).unwrap();
        for answer in answers {
            let _ = stream.read(&mut [0; 4096]);
            let _ = stream.write_all(&answer);
        }
        let _ = stream.read(&mut [0; 4096]);
        let _ = send.send(Told::Silent);
        while stream.read(&mut [0; 64]).is_ok_and(|count| count > 0) {}
        let _ = send.send(Told::Closed);
    });
    (port, receive)
}

/// Each step at which a server can be silent: the mode of TLS, and what was answered before.
fn steps() -> Vec<(&'static str, &'static str, Vec<Vec<u8>>)> {
    vec![
        ("the request for TLS", "require", vec![]),
        ("the handshake", "require", vec![b"S".to_vec()]),
        ("the startup packet", "disable", vec![]),
        ("the password", "disable", vec![question()]),
        ("the query", "disable", vec![welcome()]),
    ]
}

fn start(port: u16, mode: &str, temporary: &Path, more: &[&str]) -> Child {
    let string = format!("postgresql://app:s3cr3t@127.0.0.1:{port}/shop?sslmode={mode}");
    let mut command = connlint(&["test", "-", "--driver", "libpq"]);
    begin(command.args(more).env("TMPDIR", temporary).env("COLUMNS", "200"), &string)
}

#[test]
fn nothing_is_left_of_a_test_that_is_killed() {
    for (signal, number) in [("INT", 2), ("TERM", 15), ("KILL", 9)] {
        for (step, mode, answers) in steps() {
            let temporary = tempfile::tempdir().unwrap();
            let (port, told) = silent_after(answers);
            let mut child = start(port, mode, temporary.path(), &[]);
            assert_eq!(told.recv_timeout(LONG), Ok(Told::Silent), "{signal} at {step}");
            let children = format!("/proc/{0}/task/{0}/children", child.id());
            assert_eq!(std::fs::read_to_string(children).unwrap_or_default(), "", "{signal} at {step}");
            let process = child.id().to_string();
            assert!(Command::new("kill").args([&format!("-{signal}"), &process]).status().unwrap().success());
            let begun = Instant::now();
            let status = child.wait().unwrap();
            assert!(
                status.signal() == Some(number) || status.code() == Some(130),
                "{signal} at {step}: {status}"
            );
            assert!(begun.elapsed() < Duration::from_secs(2), "{signal} at {step}");
            assert_eq!(told.recv_timeout(LONG), Ok(Told::Closed), "{signal} at {step}");
            assert_eq!(std::fs::read_dir(temporary.path()).unwrap().count(), 0, "{signal} at {step}");
        }
    }
}

/// The server hears of it, too, when the time is over.
#[test]
fn nothing_outlives_its_time() {
    for (step, mode, answers) in steps() {
        let temporary = tempfile::tempdir().unwrap();
        let (port, told) = silent_after(answers);
        let begun = Instant::now();
        let mut child = start(port, mode, temporary.path(), &["--timeout", "1"]);
        assert_eq!(child.wait().unwrap().code(), Some(3), "{step}");
        assert!(begun.elapsed() < Duration::from_secs(3), "{step}");
        assert_eq!(told.recv_timeout(LONG), Ok(Told::Silent), "{step}");
        assert_eq!(told.recv_timeout(LONG), Ok(Told::Closed), "{step}");
    }
}

/// With the time that it has by itself, it says within five seconds what it mostly waits for, and waits on.
#[test]
fn a_step_that_takes_long_is_explained_before_it_is_over() {
    let (port, _told) = silent_after(vec![question()]);
    let temporary = tempfile::tempdir().unwrap();
    let begun = Instant::now();
    let mut child = start(port, "disable", temporary.path(), &[]);
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let why = { lines }.find(|line| line.trim_start().starts_with("why ")).unwrap_or_default();
    let took = begun.elapsed();
    let is_waiting = child.try_wait().unwrap().is_none();
    child.kill().unwrap();
    child.wait().unwrap();
    let mut complaints = String::new();
    child.stderr.take().unwrap().read_to_string(&mut complaints).unwrap();
    assert!(why.contains("lets nobody in yet"), "{why}");
    assert!(is_waiting && took < Duration::from_secs(5), "{took:?}");
    // Nobody counts seconds for a pipe.
    assert_eq!(complaints, "");
}

/// Refuses every password, and counts them.
fn refusing() -> (u16, Receiver<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (send, receive) = mpsc::channel();
    let refuse = move |stream: &mut TcpStream| -> std::io::Result<()> {
        let mut heard = [0; 4096];
        let _ = stream.read(&mut heard)?;
        stream.write_all(&question())?;
        // Who does not answer says good-bye.
        if stream.read(&mut heard)? > 0 && heard[0] == b'p' {
            let _ = send.send(());
        }
        let text = b"SFATAL\0C28P01\0Mpassword authentication failed for user \"app\"\0\0";
        stream.write_all(&message(b'E', text))
    };
    thread::spawn(move || listener.incoming().flatten().try_for_each(|mut stream| refuse(&mut stream)));
    (port, receive)
}

#[test]
fn a_wrong_password_is_sent_once() {
    let (port, passwords) = refusing();
    let string = format!(
        "postgresql://app:s3cr3t@127.0.0.1:{port},localhost:{port},127.0.0.1:{port}/shop?sslmode=disable"
    );
    let mut child = Command::new(env!("CARGO_BIN_EXE_connlint"))
        .args(["test", "-", "--driver", "libpq"])
        .env("COLUMNS", "200")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(string.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(3), "{text}");
    assert_eq!(passwords.try_iter().count(), 1, "{text}");
    assert_eq!(text.matches("the password was not sent again").count(), 2, "{text}");
}

/// On a terminal seconds are counted, and what counted them is gone at the end. `script` makes a terminal.
#[test]
fn a_terminal_sees_the_seconds() {
    let (port, _told) = silent_after(vec![]);
    let test = format!("{} test --env URL --driver libpq --timeout 2", env!("CARGO_BIN_EXE_connlint"));
    let output = Command::new("script")
        .args(["-qec", &test, "/dev/null"])
        .env("URL", format!("postgresql://app:s3cr3t@127.0.0.1:{port}/shop?sslmode=disable"))
        .stdin(Stdio::null())
        .output();
    // Not every machine has it.
    let Ok(output) = output else { return };
    let screen = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(screen.contains("startup: 1 s of 2 s"), "{screen}");
    let last = screen.rfind("s of 2 s").unwrap_or_default();
    assert!(screen[last..].contains("\r\u{1b}[K"), "{screen}");
}
