//! `connlint test` against a server that plays a part: what cannot be provoked at a real one, at each step.

mod played;

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Output};
use std::thread;
use std::time::{Duration, Instant};

use played::{begin, connlint, message};

/// What the server does, one after the other; then it closes the connection.
enum Act {
    /// Waits for a message.
    Hear,
    /// Answers.
    Say(Vec<u8>),
    /// Says nothing any more, and keeps the connection.
    Sleep,
}
use Act::{Hear, Say, Sleep};

fn authentication(code: u32, more: &[u8]) -> Act {
    Say(message(b'R', &[&code.to_be_bytes(), more].concat()))
}

fn error(severity: &str, code: &str, text: &str) -> Act {
    Say(message(b'E', format!("S{severity}\0C{code}\0M{text}\0\0").as_bytes()))
}

/// Lets the client in.
fn welcome() -> Act {
    let ready = message(b'Z', b"I");
    let mut all = message(b'R', &0u32.to_be_bytes());
    all.extend(message(b'S', b"server_version\x0015.18\0"));
    all.extend(ready);
    Say(all)
}

fn row(parts: &[&str]) -> Act {
    let mut body = u16::try_from(parts.len()).unwrap().to_be_bytes().to_vec();
    for part in parts {
        body.extend(u32::try_from(part.len()).unwrap().to_be_bytes());
        body.extend(part.bytes());
    }
    Say([message(b'D', &body), message(b'C', b"SELECT 1\0"), message(b'Z', b"I")].concat())
}

/// Plays the acts to one client.
fn server(acts: Vec<Act>) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        for act in acts {
            match act {
                Hear => drop(stream.read(&mut [0; 4096])),
                Say(bytes) => drop(stream.write_all(&bytes)),
                Sleep => sleep(&mut stream),
            }
        }
    });
    port
}

/// Until the client has enough of it.
fn sleep(stream: &mut TcpStream) {
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    while stream.read(&mut [0; 64]).is_ok_and(|count| count > 0) {}
}

fn walk(string: &str, more: &[&str]) -> Output {
    let mut command = connlint(&["test", "-", "--driver", "libpq", "--timeout", "2"]);
    let command = command.args(more).env_clear().env("USER", "somebody").env("COLUMNS", "200");
    begin(command, string).wait_with_output().unwrap()
}

/// Tests the string at the port, `PORT` in it, and says what is seen: the failed step, or `arrived`; and the rest.
fn seen(string: &str, port: u16, more: &[&str]) -> (String, String) {
    let begun = Instant::now();
    let output = walk(&string.replace("PORT", &port.to_string()), more);
    assert!(begun.elapsed() < Duration::from_secs(8), "{string}: it outlives its time-out");
    let text = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    assert!(!text.contains("s3cr3t"), "{text}");
    let failed = text.lines().find_map(|line| line.trim().strip_prefix("FAIL "));
    let step = failed.and_then(|line| line.split(' ').next()).unwrap_or("arrived").to_owned();
    let code = match step.as_str() {
        "arrived" => 0,
        "read" => 1,
        _ => 3,
    };
    assert_eq!(output.status.code(), Some(code), "{text}");
    (step, text)
}

const PLAIN: &str = "postgresql://app:s3cr3t@127.0.0.1:PORT/shop?sslmode=disable";
const REQUIRED: &str = "postgresql://app:s3cr3t@127.0.0.1:PORT/shop?sslmode=require";

#[test]
fn each_step_fails_with_its_cause() {
    let cases: Vec<(&str, &str, Vec<Act>, &str, &str)> = vec![
        ("closes at once", REQUIRED, vec![], "TLS", "was closed instead of an answer"),
        ("is silent", REQUIRED, vec![Hear, Sleep], "TLS", "somebody took the connection and says nothing"),
        (
            "has no TLS",
            REQUIRED,
            vec![Hear, Say(b"N".to_vec())],
            "TLS",
            "server does not support SSL, but SSL was required",
        ),
        (
            "is a web server",
            REQUIRED,
            vec![Hear, Say(b"HTTP/1.1 400 Bad Request\r\n\r\n".to_vec())],
            "TLS",
            "a web server answers",
        ),
        (
            "is something else",
            REQUIRED,
            vec![Hear, Say(b"220 mail.example.com ESMTP\r\n".to_vec())],
            "TLS",
            "a mail or file server",
        ),
        (
            "agrees and leaves",
            REQUIRED,
            vec![Hear, Say(b"S".to_vec()), Hear],
            "TLS",
            "closed instead of an answer to the TLS handshake",
        ),
        (
            "agrees and is silent",
            REQUIRED,
            vec![Hear, Say(b"S".to_vec()), Sleep],
            "TLS",
            "no answer to the TLS handshake",
        ),
        (
            "agrees and speaks plainly",
            REQUIRED,
            vec![Hear, Say(b"S".to_vec()), Hear, Say(vec![b'x'; 200])],
            "TLS",
            "SSL error",
        ),
        (
            "closes after startup",
            PLAIN,
            vec![Hear],
            "startup",
            "closed instead of an answer to the startup packet",
        ),
        ("is silent after startup", PLAIN, vec![Hear, Sleep], "startup", "no answer to the startup packet"),
        (
            "is full",
            PLAIN,
            vec![Hear, error("FATAL", "53300", "sorry, too many clients already")],
            "startup",
            "(SQLSTATE 53300)",
        ),
        (
            "starts",
            PLAIN,
            vec![Hear, error("FATAL", "57P03", "the database system is starting up")],
            "startup",
            "the database system is starting up",
        ),
        (
            "lets nobody in",
            PLAIN,
            vec![
                Hear,
                error(
                    "FATAL",
                    "28000",
                    "no pg_hba.conf entry for host \"127.0.0.1\", user \"app\", database \"shop\", no encryption",
                ),
            ],
            "startup",
            "no pg_hba.conf entry",
        ),
        (
            "refuses a parameter",
            PLAIN,
            vec![Hear, error("FATAL", "08P01", "unsupported startup parameter: search_path")],
            "startup",
            "PgBouncer",
        ),
        (
            "garbles",
            PLAIN,
            vec![Hear, Say(b"SSH-2.0-OpenSSH_9.2\r\n".to_vec())],
            "startup",
            "an SSH server answers",
        ),
        (
            "promises too much",
            PLAIN,
            vec![Hear, Say(vec![b'R', 0x7f, 0xff, 0xff, 0xff])],
            "startup",
            "does not speak PostgreSQL's protocol",
        ),
        (
            "sends half a message",
            PLAIN,
            vec![Hear, Say(vec![b'R', 0, 0, 0, 8, 0])],
            "startup",
            "closed instead of an answer",
        ),
        ("asks for Kerberos", PLAIN, vec![Hear, authentication(7, b"")], "startup", "Kerberos"),
        ("wants clear text", PLAIN, vec![Hear, authentication(3, b"")], "authenticate", "not encrypted"),
        (
            "hashes, and refuses",
            PLAIN,
            vec![
                Hear,
                authentication(5, b"salt"),
                Hear,
                error("FATAL", "28P01", "password authentication failed for user \"app\""),
            ],
            "authenticate",
            "password or user is wrong",
        ),
        (
            "hashes, and leaves",
            PLAIN,
            vec![Hear, authentication(5, b"salt"), Hear],
            "authenticate",
            "closed instead of an answer to the password",
        ),
        (
            "hashes, and is silent",
            PLAIN,
            vec![Hear, authentication(5, b"salt"), Hear, Sleep],
            "authenticate",
            "no answer to the password",
        ),
        (
            "knows other proofs",
            PLAIN,
            vec![Hear, authentication(10, b"OAUTHBEARER\0\0")],
            "authenticate",
            "OAUTHBEARER only",
        ),
        (
            "proves nothing",
            PLAIN,
            vec![Hear, authentication(10, b"SCRAM-SHA-256\0\0"), Hear, authentication(11, b"r=x,s=AAAA,i=1")],
            "authenticate",
            "SCRAM",
        ),
        (
            "skips the proof",
            PLAIN,
            vec![Hear, authentication(10, b"SCRAM-SHA-256\0\0"), Hear, welcome()],
            "authenticate",
            "does not have here",
        ),
        (
            "has no such database",
            PLAIN,
            vec![
                Hear,
                Say(message(b'R', &0u32.to_be_bytes())),
                error("FATAL", "3D000", "database \"shop\" does not exist"),
            ],
            "authenticate",
            "name of the database is wrong",
        ),
        (
            "fails the query",
            PLAIN,
            vec![Hear, welcome(), Hear, error("ERROR", "XX000", "db_termination"), Say(message(b'Z', b"I"))],
            "query",
            "db_termination",
        ),
        (
            "leaves at the query",
            PLAIN,
            vec![Hear, welcome(), Hear],
            "query",
            "closed instead of an answer to the query",
        ),
        (
            "is silent at the query",
            PLAIN,
            vec![Hear, welcome(), Hear, Sleep],
            "query",
            "no answer to the query",
        ),
        (
            "answers",
            PLAIN,
            vec![Hear, welcome(), Hear, row(&["PostgreSQL 15.18", "app", "shop"])],
            "arrived",
            "PostgreSQL 15.18, as app in shop",
        ),
    ];
    let mut wrong = Vec::new();
    for (what, string, acts, step, said) in cases {
        let (got, text) = seen(string, server(acts), &[]);
        if got != step || !text.contains(said) {
            wrong.push(format!("a server that {what}: {got}\n{text}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_password_in_clear_text_goes_out_only_when_allowed() {
    let acts = || vec![Hear, authentication(3, b""), Hear, welcome(), Hear, row(&["x", "app", "shop"])];
    assert_eq!(seen(PLAIN, server(acts()), &[]).0, "authenticate");
    assert_eq!(seen(PLAIN, server(acts()), &["--allow-cleartext"]).0, "arrived");
}

#[test]
fn a_host_that_is_not_there_and_one_that_does_not_listen() {
    let (step, text) = seen("postgresql://app@nosuch.invalid:PORT/shop", 5432, &[]);
    assert_eq!(step, "resolve", "{text}");
    let unused = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let (step, text) = seen(PLAIN, unused, &[]);
    assert_eq!(step, "connect", "{text}");
    assert!(text.contains("nothing listens at this port"), "{text}");
}

/// One of several is enough, and each is shown.
#[test]
fn every_host_is_tried() {
    let port = server(vec![Hear, welcome(), Hear, row(&["PostgreSQL 15.18", "app", "shop"])]);
    let unused = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let string = format!("postgresql://app@127.0.0.1:{unused},127.0.0.1:{port}/shop?sslmode=disable");
    let output = walk(&string, &["--output-format", "json"]);
    assert_eq!(output.status.code(), Some(0));
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let hosts = json["tests"][0]["hosts"].as_array().unwrap();
    let last = |host: &serde_json::Value| {
        let step = host["steps"].as_array().and_then(|steps| steps.last()).unwrap().clone();
        (step["step"].as_str().unwrap().to_owned(), step["ok"].as_bool().unwrap())
    };
    let steps: Vec<_> = hosts.iter().map(last).collect();
    assert_eq!(steps, [("connect".to_owned(), false), ("query".to_owned(), true)]);
}

#[test]
fn a_string_that_the_driver_refuses_is_not_tried() {
    let (step, text) = seen("postgresql://app:s3cr3t@127.0.0.1:PORT/shop?nonsense=1", 1, &[]);
    assert_eq!(step, "read", "{text}");
    assert!(text.contains("invalid URI query parameter: \"nonsense\""), "{text}");
}

/// A server that agrees to TLS, shows a certificate, and closes the connection once it has heard the startup packet.
fn tls_server(certificate: &rcgen::Certificate, key: &rcgen::KeyPair) -> u16 {
    let key = rustls::pki_types::PrivatePkcs8KeyDer::from(key.serialize_der());
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key.into())
        .unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        stream.read_exact(&mut [0; 8]).unwrap();
        stream.write_all(b"S").unwrap();
        let connection = rustls::ServerConnection::new(std::sync::Arc::new(config)).unwrap();
        let mut tls = rustls::StreamOwned::new(connection, stream);
        let _ = tls.read(&mut [0; 1024]);
    });
    port
}

/// What the strictest level makes of each certificate, and what it would have made of it where nothing is verified.
#[test]
fn certificates_are_judged() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, certificate: &rcgen::Certificate| {
        let path = folder.path().join(name);
        std::fs::write(&path, certificate.pem()).unwrap();
        path.display().to_string()
    };
    let key = || rcgen::KeyPair::generate().unwrap();
    let params = |name: &str| rcgen::CertificateParams::new(vec![name.to_owned()]).unwrap();
    let mut root = params("authority");
    root.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    root.distinguished_name.push(rcgen::DnType::CommonName, "authority");
    let root_key = key();
    let authority = root.self_signed(&root_key).unwrap();
    let issuer = rcgen::Issuer::new(root, root_key);
    let signed = |params: rcgen::CertificateParams| {
        let key = key();
        (params.signed_by(&key, &issuer).unwrap(), key)
    };
    let mut expired = params("localhost");
    (expired.not_before, expired.not_after) =
        (rcgen::date_time_ymd(2020, 1, 1), rcgen::date_time_ymd(2021, 1, 1));
    let mut early = params("localhost");
    (early.not_before, early.not_after) =
        (rcgen::date_time_ymd(2098, 1, 1), rcgen::date_time_ymd(2099, 1, 1));
    let own_key = key();
    let own = params("localhost").self_signed(&own_key).unwrap();
    let trusted = file("authority.crt", &authority);
    let itself = file("own.crt", &own);
    // A file with an authority that has signed none of them.
    let stranger = file("stranger.crt", &{
        let mut stranger = params("stranger");
        stranger.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
        stranger.self_signed(&key()).unwrap()
    });
    let cases = [
        ("good", signed(params("localhost")), &trusted, "startup", "`verify-full` would pass"),
        (
            "of a stranger",
            signed(params("localhost")),
            &stranger,
            "TLS",
            "unable to get local issuer certificate",
        ),
        ("of another host", signed(params("db.example.com")), &trusted, "TLS", "does not match host name"),
        ("expired", signed(expired), &trusted, "TLS", "certificate has expired"),
        ("not valid yet", signed(early), &trusted, "TLS", "certificate is not yet valid"),
        ("its own", (own.clone(), own_key), &trusted, "TLS", "self-signed certificate"),
    ];
    let mut wrong = Vec::new();
    let mut check = |what: &str, port: u16, mode: &str, root: &str, step: &str, said: &str| {
        let string = format!("postgresql://app@localhost:PORT/shop?sslmode={mode}&sslrootcert={root}");
        let (got, text) = seen(&string, port, &[]);
        if got != step || !text.contains(said) {
            wrong.push(format!("{what}, {mode}: {got}\n{text}"));
        }
    };
    for (what, (certificate, key), root, step, said) in &cases {
        let full = if *step == "TLS" { said } else { "certificate for localhost by authority" };
        check(what, tls_server(certificate, key), "verify-full", root, step, full);
        // With a file libpq verifies the authority also under `require`; `prefer` leaves it alone, and says what would be.
        let note =
            if said.starts_with("does not match") { "the certificate is not for `localhost`" } else { said };
        check(what, tls_server(certificate, key), "prefer", root, "startup", note);
    }
    // One that is trusted itself needs no authority.
    check("trusted itself", tls_server(&own, &cases[5].1.1), "verify-full", &itself, "startup", "localhost");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Containers often have no variable that says who runs a program.
#[test]
#[cfg(unix)]
fn without_a_user_it_is_the_account_that_connects() {
    let acts = vec![Hear, welcome(), Hear, row(&["PostgreSQL 15.18", "app", "shop"])];
    let string = format!("postgresql://127.0.0.1:{}/shop?sslmode=disable", server(acts));
    let mut command = connlint(&["test", "-", "--driver", "libpq", "--timeout", "2"]);
    let output = begin(command.env_clear().env("COLUMNS", "200"), &string).wait_with_output().unwrap();
    let account = Command::new("id").arg("-un").output().unwrap();
    let wanted = format!("as {} without a password", String::from_utf8_lossy(&account.stdout).trim());
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(text.contains(&wanted), "{wanted}: {text}");
}
