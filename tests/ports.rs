//! `connlint ports`, with processes that these tests start: this program itself, as a child that listens.
#![cfg(target_os = "linux")]

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use serde_json::Value;

/// No child outlives its test by more.
const LIFE: Duration = Duration::from_secs(30);

/// What a child does, when the variable says where.
#[test]
#[ignore = "it is the child of the others"]
fn child() {
    let Ok(address) = std::env::var("CONNLINT_LISTEN") else { return };
    let listener = TcpListener::bind(address).unwrap();
    println!("port {}", listener.local_addr().unwrap().port());
    std::thread::sleep(LIFE);
}

/// A child that ends with its test.
struct Listener {
    child: Child,
    port: u16,
}

impl Drop for Listener {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Listener {
    fn start(address: &str) -> Self {
        Self::start_with(address, &["exec \"$@\""])
    }

    /// Lets a shell start it.
    fn start_with(address: &str, script: &[&str]) -> Self {
        let mut child = Command::new("sh")
            .args(["-c", &script.join("\n"), "sh"])
            .arg(std::env::current_exe().unwrap())
            .args(["--exact", "child", "--ignored", "--nocapture"])
            .env("CONNLINT_LISTEN", address)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let port = lines.find_map(|line| line.unwrap().rsplit_once("port ")?.1.parse().ok()).unwrap();
        // Whoever prints at the end must have somebody to print to.
        std::thread::spawn(move || lines.count());
        Self { child, port }
    }

    fn is_running(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }
}

fn connlint(args: &[&str]) -> Command {
    let mut out = Command::new(env!("CARGO_BIN_EXE_connlint"));
    out.arg("ports").args(args).env_clear().env("COLUMNS", "200").stdin(Stdio::null());
    out
}

fn run(args: &[&str]) -> (Option<i32>, String) {
    seen(&connlint(args).output().unwrap())
}

fn seen(output: &Output) -> (Option<i32>, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout) + &text(&output.stderr))
}

fn json(args: &[&str]) -> (Option<i32>, Value) {
    let output = connlint(args).args(["--output-format", "json"]).output().unwrap();
    (output.status.code(), serde_json::from_slice(&output.stdout).unwrap())
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().unwrap().stdout.trim_ascii() == b"0"
}

#[test]
fn a_port_is_free_or_held_over_either_protocol() {
    let port = free_port().to_string();
    assert_eq!(run(&[&port]), (Some(0), format!("{port:<7}free\n")));
    for address in ["127.0.0.1:0", "[::1]:0", "0.0.0.0:0", "[::]:0"] {
        // A machine without IPv6 has nothing to see there.
        if TcpListener::bind(address).is_err() {
            continue;
        }
        let listener = Listener::start(address);
        let (code, told) = json(&[&listener.port.to_string(), &port]);
        assert_eq!(code, Some(1), "{told}");
        let held = &told["ports"][0];
        assert_eq!(held["holders"][0]["pid"], listener.child.id());
        let host = address.trim_end_matches(":0").trim_matches(['[', ']']);
        assert_eq!(held["holders"][0]["addresses"][0], host);
        assert_eq!(
            (held["is_free"].as_bool(), told["ports"][1]["is_free"].as_bool()),
            (Some(false), Some(true))
        );
    }
}

#[test]
fn a_command_line_shows_no_password() {
    let script = "exec \"$@\" --skip postgresql://me:s3cr3t@localhost/shop --skip password=s3cr3t";
    let listener = Listener::start_with("127.0.0.1:0", &[script]);
    for format in ["text", "json"] {
        let (code, text) = run(&[&listener.port.to_string(), "--output-format", format]);
        assert_eq!(code, Some(1));
        assert!(text.contains("postgresql://me:******@localhost/shop") && !text.contains("s3cr3t"), "{text}");
    }
}

#[test]
fn files_say_which_ports_are_needed() {
    let folder = tempfile::tempdir().unwrap();
    let (here, published, own) = (free_port(), free_port(), free_port());
    let write = |name: &str, text: String| std::fs::write(folder.path().join(name), text).unwrap();
    write(
        ".env",
        format!(
            "DATABASE_URL=postgresql://me:s3cr3t@localhost:{here}/shop\nPORT={own}\n\
             OTHER_URL=postgresql://me:s3cr3t@db.example.com:6432/shop\n"
        ),
    );
    write(
        "compose.yaml",
        format!("services:\n  db:\n    image: postgres:17\n    ports: [\"{published}:5432\"]\n"),
    );
    let output = connlint(&[]).current_dir(folder.path()).output().unwrap();
    let (code, text) = seen(&output);
    assert_eq!(code, Some(0), "{text}");
    assert_eq!(
        text,
        format!(
            "{here:<7}free\n       DATABASE_URL in .env connects to it\n\
             {own:<7}free\n       PORT in .env is to listen at it\n\
             {published:<7}free\n       the service db in compose.yaml publishes it\n"
        )
    );
    let (code, text) = run(&["no-such-file"]);
    assert_eq!(code, Some(3), "{text}");
    let (code, text) = run(&["70000"]);
    assert_eq!((code, text.contains("70000 is no port")), (Some(2), true), "{text}");
}

#[test]
fn a_socket_inside_the_machine_is_seen() {
    let folder = tempfile::tempdir().unwrap();
    let port = free_port();
    let path = folder.path().join(format!(".s.PGSQL.{port}"));
    let _listener = UnixListener::bind(&path).unwrap();
    let (code, text) = run(&[&port.to_string()]);
    assert!(code == Some(1) && text.contains(path.to_str().unwrap()), "{text}");
}

#[test]
fn nobody_is_ended_without_being_asked_for() {
    let mut listener = Listener::start("127.0.0.1:0");
    let (code, text) = run(&[&listener.port.to_string(), "--free"]);
    assert_eq!((code, text.contains("nobody is there to ask")), (Some(2), true), "{text}");
    assert!(listener.is_running());
}

#[test]
fn a_process_is_asked_to_end() {
    let listener = Listener::start("127.0.0.1:0");
    let port = listener.port.to_string();
    let (code, told) = json(&[&port, "--free", "--yes"]);
    assert_eq!(code, Some(0), "{told}");
    assert_eq!(told["ended"][0]["signals"], serde_json::json!(["TERM"]));
    assert_eq!(told["ports"][0]["is_free"], true);
    assert_eq!(json(&[&port, "--free", "--yes"]).0, Some(0), "a free port needs nothing");
}

#[test]
fn one_that_does_not_listen_is_ended_all_the_same() {
    let listener = Listener::start_with("127.0.0.1:0", &["trap '' TERM", "exec \"$@\""]);
    let (code, text) = run(&[&listener.port.to_string(), "--free", "--yes", "--wait", "1"]);
    assert_eq!(code, Some(0), "{text}");
    assert!(text.contains("ended after KILL") && text.contains("is free now"), "{text}");
}

#[test]
fn a_successor_is_named() {
    let port = free_port();
    // It ends when its parent does, and a few successors later at the latest.
    let script = "for nth in 1 2 3; do \"$@\"; done";
    let mut supervisor = Listener::start_with(&format!("127.0.0.1:{port}"), &[script]);
    let (code, text) = run(&[&port.to_string(), "--free", "--yes"]);
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains(&format!("has taken port {port} since")), "{text}");
    supervisor.child.kill().unwrap();
    supervisor.child.wait().unwrap();
    assert_eq!(run(&[&port.to_string(), "--free", "--yes"]).0, Some(0));
}

#[test]
fn what_the_command_runs_inside_is_spared() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port().to_string();
    let (code, text) = run(&[&port, "--free", "--yes"]);
    assert!(code == Some(1) && text.contains("this command runs inside it"), "{text}");
}

/// Runs the command as another user, which only root can.
#[test]
fn another_users_process_is_seen_and_spared() {
    let nobody = ["--reuid", "65534", "--regid", "65534", "--clear-groups"];
    if !is_root() || !Path::new("/usr/bin/setpriv").exists() {
        return;
    }
    let mut listener = Listener::start("127.0.0.1:0");
    let port = listener.port.to_string();
    // The program has to stand where everybody may run it.
    let folder = tempfile::Builder::new().permissions(everybody()).tempdir().unwrap();
    let program = folder.path().join("connlint");
    std::fs::copy(env!("CARGO_BIN_EXE_connlint"), &program).unwrap();
    let mut command = Command::new("setpriv");
    command.args(nobody).arg(&program).args(["ports", &port, "--free", "--yes"]);
    let (code, text) = seen(&command.current_dir("/").env("COLUMNS", "200").output().unwrap());
    assert!(code == Some(1) && text.contains("by a process of the user root"), "{text}");
    assert!(text.contains("root can see it") && listener.is_running(), "{text}");
}

fn everybody() -> std::fs::Permissions {
    std::os::unix::fs::PermissionsExt::from_mode(0o755)
}
