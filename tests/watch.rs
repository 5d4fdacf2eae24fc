//! `connlint watch` against a server that plays a part: what cannot be provoked at a real one.

mod played;

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Output, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use played::{begin, connlint, message};
use serde_json::Value;

fn error(code: &str, text: &str) -> Vec<u8> {
    message(b'E', format!("SFATAL\0C{code}\0M{text}\0\0").as_bytes())
}

const COLUMNS: &[&str] = &[
    "pid",
    "datname",
    "usename",
    "application_name",
    "address",
    "state",
    "wait_event_type",
    "wait_event",
    "in_transaction",
    "in_state",
    "blocked_by",
    "query",
    "server",
    "most",
];

/// One of them has forgotten its transaction, one waits for it, and one cannot be looked at.
const ROWS: &[&[&str]] = &[
    &[
        "7",
        "shop",
        "app",
        "web\u{1b}[31m",
        "10.0.0.7",
        "idle in transaction",
        "Client",
        "ClientRead",
        "754.5",
        "700",
        "",
        "update t set secret = 's3cr3t'",
    ],
    &[
        "8",
        "shop",
        "app",
        "job",
        "local",
        "active",
        "Lock",
        "transactionid",
        "12.25",
        "11",
        "7",
        "delete from t where id = 4711",
    ],
    &["9", "shop", "other", "", "10.0.0.9", "", "", "", "", "", "", "<insufficient privilege>"],
    &["", "", "", "", "", "", "", "", "", "", "", "", "PostgreSQL 17.2", "97"],
];

fn answer() -> Vec<u8> {
    let mut out = Vec::new();
    let count = u16::try_from(COLUMNS.len()).unwrap().to_be_bytes();
    let mut names = count.to_vec();
    for column in COLUMNS {
        names.extend(column.bytes());
        names.extend([0; 19]);
    }
    out.extend(message(b'T', &names));
    for row in ROWS {
        let mut cells = count.to_vec();
        for nth in 0..COLUMNS.len() {
            match row.get(nth).copied().unwrap_or_default() {
                "" => cells.extend((-1i32).to_be_bytes()),
                text => {
                    cells.extend(u32::try_from(text.len()).unwrap().to_be_bytes());
                    cells.extend(text.bytes());
                }
            }
        }
        out.extend(message(b'D', &cells));
    }
    out.extend(message(b'C', b"SELECT 4\0"));
    out.extend(message(b'Z', b"I"));
    out
}

/// What the server is like.
#[derive(Clone, Copy)]
struct Part {
    /// Queries that it answers before it closes a connection.
    answers: usize,
    /// Whether it takes the password for wrong.
    is_shut: bool,
}

/// A server, and the number of connections that it has had.
fn server(part: Part) -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            counted.fetch_add(1, Ordering::SeqCst);
            thread::spawn(move || serve(stream, part));
        }
    });
    (port, count)
}

fn serve(mut stream: TcpStream, part: Part) -> std::io::Result<()> {
    let mut heard = [0; 4096];
    let count = stream.read(&mut heard)?;
    if part.is_shut {
        // It asks for the password as md5.
        stream.write_all(&message(b'R', b"\0\0\0\x05salt"))?;
        let _ = stream.read(&mut heard)?;
        return stream.write_all(&error("28P01", "password authentication failed for user \"app\""));
    }
    if heard[..count].windows(9).any(|it| it == b"pgbouncer") {
        return stream.write_all(&error("3D000", "database \"pgbouncer\" does not exist"));
    }
    stream.write_all(&[message(b'R', &[0; 4]), message(b'Z', b"I")].concat())?;
    for _ in 0..part.answers {
        if stream.read(&mut heard)? == 0 || heard[0] != b'Q' {
            return Ok(());
        }
        stream.write_all(&answer())?;
    }
    Ok(())
}

const WELL: Part = Part { answers: 1000, is_shut: false };

fn string(port: u16) -> String {
    format!("postgresql://app:s3cr3t@127.0.0.1:{port}/shop?sslmode=disable")
}

fn watch(port: u16, more: &[&str]) -> Output {
    let mut command = connlint(&["watch", "-", "--driver", "libpq", "--timeout", "3"]);
    let output =
        begin(command.args(more).env_clear().env("COLUMNS", "80"), &string(port)).wait_with_output().unwrap();
    let all = [&output.stdout[..], &output.stderr[..]].concat();
    assert!(!String::from_utf8_lossy(&all).contains("s3cr3t"));
    output
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn who_keeps_others_waiting_is_seen() {
    let output = watch(server(WELL).0, &[]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let seen = text(&output.stdout);
    let expected = [
        "PostgreSQL 17.2 at 127.0.0.1, port ",
        "sessions 3 of 97: 1 active (1 waiting), 1 idle in transaction, 0 idle",
        "hidden from this role: 1 session; pg_read_all_stats shows them",
        "do  pid 7 keeps one session waiting, and is idle in its transaction",
        "waiting for a lock, longest first (1)",
        "    11.0 s  active, blocked by 7, app, shop, job, local, pid 8",
        "            delete from t where id = ?",
        "in a transaction, longest first (2)",
        "12 min 34 s  idle in transaction, app, shop, web\\u{1b}[31m, 10.0.0.7, pid 7",
        "            update t set secret = ?",
    ];
    let mut rest = seen.as_str();
    for part in expected {
        rest = rest.split_once(part).unwrap_or_else(|| panic!("no `{part}` in {seen}")).1;
    }
    assert!(seen.lines().all(|line| line.chars().count() <= 80), "{seen}");
}

#[test]
fn programs_get_numbers() {
    let output = watch(server(WELL).0, &["--output-format", "json"]);
    let all: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(all["sample"]["source"], "pg_stat_activity");
    assert_eq!(all["sample"]["waiting"][0]["blocked_by"], serde_json::json!([7]));
    assert_eq!(all["sample"]["busy"][0]["seconds"], 754.5);
    let metrics = text(&watch(server(WELL).0, &["--output-format", "prometheus"]).stdout);
    for line in [
        "connlint_up 1",
        "connlint_sessions{state=\"idle_in_transaction\"} 1",
        "connlint_sessions_limit 97",
        "connlint_longest_transaction_seconds 754.5",
        "connlint_longest_idle_in_transaction_seconds 700",
    ] {
        assert!(metrics.lines().any(|it| it == line), "no `{line}` in {metrics}");
    }
    // Each metric is described once, before its values.
    let described: Vec<&str> = metrics.lines().filter(|it| it.starts_with("# TYPE")).collect();
    let mut once = described.clone();
    once.dedup();
    assert_eq!(described, once);
}

#[test]
fn a_wrong_password_is_tried_once() {
    let (port, count) = server(Part { is_shut: true, ..WELL });
    let output = watch(port, &["--output-format", "prometheus"]);
    assert_eq!((output.status.code(), count.load(Ordering::SeqCst)), (Some(3), 1));
    assert!(text(&output.stdout).ends_with("connlint_up 0\n"));
    assert!(text(&output.stderr).contains("password authentication failed"));
}

#[test]
fn nobody_there_is_a_failure() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let output = watch(port, &[]);
    assert_eq!(output.status.code(), Some(3));
    assert!(text(&output.stderr).contains("at the step connect"), "{}", text(&output.stderr));
}

/// On a terminal, which `script` plays.
#[cfg(target_os = "linux")]
fn on_terminal(port: u16, keys: &[u8], after: Duration) -> (Option<i32>, String) {
    let folder = tempfile::tempdir().unwrap();
    let env = folder.path().join(".env");
    std::fs::write(&env, format!("DATABASE_URL={}\n", string(port))).unwrap();
    let command = format!(
        "stty cols 80 rows 24; exec '{}' watch '{}' --driver libpq --interval 1",
        env!("CARGO_BIN_EXE_connlint"),
        env.display()
    );
    let mut child = Command::new("script")
        .args(["--quiet", "--return", "--command", &command, "/dev/null"])
        .env("TERM", "xterm")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    thread::sleep(after);
    child.stdin.take().unwrap().write_all(keys).unwrap();
    let output = child.wait_with_output().unwrap();
    (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
}

#[cfg(target_os = "linux")]
#[test]
fn a_screen_is_drawn_again_and_given_back() {
    for key in [b"q", b"\x03"] {
        let (code, seen) = on_terminal(server(WELL).0, key, Duration::from_millis(2600));
        assert_eq!(code, Some(0), "{seen}");
        assert!(seen.matches("longest first (2)").count() >= 2, "{seen}");
        assert!(seen.contains("\u{1b}[?1049h") && seen.contains("\u{1b}[?1049l"), "{seen}");
        assert!(!seen.contains("s3cr3t"));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_lost_connection_is_opened_again() {
    let (port, count) = server(Part { answers: 1, ..WELL });
    let (code, seen) = on_terminal(port, b"q", Duration::from_millis(3800));
    assert_eq!(code, Some(0), "{seen}");
    assert!(seen.contains("lost, tries again in 1 s: the connection was closed"), "{seen}");
    assert!(seen.contains("longest first (2)") && count.load(Ordering::SeqCst) >= 4, "{seen}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_screen_ends_when_nobody_lets_it_in() {
    let (port, count) = server(Part { is_shut: true, ..WELL });
    let (code, seen) = on_terminal(port, b"", Duration::from_millis(1500));
    assert_eq!((code, count.load(Ordering::SeqCst)), (Some(3), 1), "{seen}");
    assert!(seen.contains("password authentication failed"), "{seen}");
}
