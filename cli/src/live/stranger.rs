//! Who answers at a port where PostgreSQL is not.

use std::fmt;

use super::step::Failure;

/// What came instead of a message of the protocol.
#[derive(Debug)]
pub struct NoMessage(pub Vec<u8>);

impl fmt::Display for NoMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("what came is no message of PostgreSQL's protocol")
    }
}

impl std::error::Error for NoMessage {}

/// How others begin to speak, and who they are.
const STRANGERS: &[(&[u8], &str)] = &[
    (b"HTTP/", "a web server answers at this port"),
    (b"SSH-", "an SSH server answers at this port"),
    (b"-ERR", "Redis, or something like it, answers at this port"),
    (b"-NOAUTH", "Redis, or something like it, answers at this port"),
    (b"220", "a mail or file server answers at this port"),
    (b"* OK", "a mail server answers at this port"),
];

/// The first byte of TLS's own complaints, before the version.
const ALERT: &[u8] = &[0x15, 0x03];

/// MySQL speaks first: the length of its greeting in three bytes, a zero, and the version of its protocol.
fn is_mysql(bytes: &[u8]) -> bool {
    matches!(bytes, [_, _, 0, 0, 10, ..])
}

/// Says who answers `what`, as far as it shows.
pub fn stranger(what: &str, bytes: &[u8]) -> Failure {
    if bytes.starts_with(ALERT) {
        return Failure::of(format!("the answer to {what} is a complaint of TLS")).because(
            "this port takes TLS only: a web server or a proxy, or PostgreSQL 17 and later behind one that wants TLS at \
             once",
            "look at host and port; where the provider says so, write `sslnegotiation=direct`",
        );
    }
    let known = STRANGERS.iter().find(|(beginning, _)| bytes.starts_with(beginning)).map(|it| it.1);
    let known = known.or(is_mysql(bytes).then_some("MySQL or MariaDB answers at this port"));
    let cause = known.unwrap_or("what answers at this port does not speak PostgreSQL's protocol");
    Failure::of(format!("the answer to {what} begins with `{}`", shown(bytes)))
        .because(cause, "look at host and port; PostgreSQL's own is 5432, PgBouncer's 6432")
}

fn shown(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).chars().filter(|c| !c.is_control()).take(40).collect()
}
