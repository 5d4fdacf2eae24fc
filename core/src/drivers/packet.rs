//! The bytes that a driver sends first.

use super::{DriverAt, Packet};
use crate::model::{Encryption, Reading};
use crate::text::sort_by_key;

/// What a driver writes before the server has said anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StartupPacket {
    /// Whether it asks for TLS first, with an `SSLRequest`, and sends the startup packet inside TLS if the server agrees.
    pub asks_for_tls: bool,
    /// Names and values in the order written; a driver may write a name twice.
    pub pairs: Vec<(String, String)>,
    /// Whether the string names the user. If not, `<user>` stands for the one of the operating system.
    pub names_user: bool,
}

/// Version 3.0 of the protocol.
const PROTOCOL: u32 = 3 << 16;

/// Code of an `SSLRequest`.
const SSL_REQUEST: u32 = 80_877_103;

impl StartupPacket {
    /// The startup packet: its length and the version of the protocol in four bytes each, then names and values, each
    /// ended by a zero byte, and one more zero byte.
    pub fn bytes(&self) -> Vec<u8> {
        let mut body = PROTOCOL.to_be_bytes().to_vec();
        for text in self.pairs.iter().flat_map(|(name, value)| [name, value]) {
            body.extend(text.bytes());
            body.push(0);
        }
        body.push(0);
        with_length(&body)
    }

    /// The request for TLS.
    pub fn ssl_request() -> Vec<u8> {
        with_length(&SSL_REQUEST.to_be_bytes())
    }
}

/// A message without a type, after its length, which counts itself.
fn with_length(body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len() + 4).unwrap_or(u32::MAX);
    let mut out = length.to_be_bytes().to_vec();
    out.extend(body);
    out
}

impl DriverAt {
    /// What this driver sends first for a string that it has read; `None` for a string that it refuses.
    pub fn startup_packet(&self, reading: &Reading) -> Option<StartupPacket> {
        if !reading.accepted() {
            return None;
        }
        let Packet { order, names_database } = self.driver.packet;
        let user = reading.user.as_ref().filter(|it| !it.value.is_empty());
        let name_of_user = user.map_or("<user>", |user| &user.value);
        let dbname = reading.dbname.as_ref().map(|it| it.value.as_str());
        let database = dbname.or(names_database.then_some(name_of_user));
        let mut pairs = vec![("user", name_of_user)];
        pairs.extend(database.map(|database| ("database", database)));
        pairs.extend(reading.startup.iter().map(|(name, value)| (name.as_str(), value.value.as_str())));
        let place = |name: &str| order.iter().position(|it| *it == name).unwrap_or(order.len());
        sort_by_key(&mut pairs, |(name, _)| place(name));
        Some(StartupPacket {
            asks_for_tls: reading.tls.value.encryption != Encryption::Never,
            pairs: pairs.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
            names_user: user.is_some(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::{Spelling, spelling_of};

    /// What the real drivers wrote to a server of ours that listened, answered `N` to an `SSLRequest` and kept the rest;
    /// on 2026-11-24, in the versions of their records.
    const RECORDED: &[(&str, &str, bool, &str)] = &[
        ("libpq", "postgresql://app:pw@h/shop", true, "user app database shop"),
        ("libpq", "postgresql://app:pw@h", true, "user app database app"),
        (
            "libpq",
            "postgresql://app:pw@h/shop?application_name=web&client_encoding=latin1&options=-c%20x%3D1",
            true,
            "user app database shop options -c·x=1 application_name web client_encoding latin1",
        ),
        (
            "psycopg2",
            "postgresql://app:pw@h/?fallback_application_name=x&sslmode=disable",
            false,
            "user app database app application_name x",
        ),
        (
            "psycopg",
            "postgresql://app:pw@h/shop?client_encoding=latin1&replication=database",
            true,
            "user app database shop replication database client_encoding latin1",
        ),
        (
            "asyncpg",
            "postgresql://app:pw@h/shop?application_name=web&options=-c%20a%3Db",
            true,
            "client_encoding 'utf-8' user app database shop application_name web options -c·a=b",
        ),
        (
            "sqlalchemy-asyncpg",
            "postgresql+asyncpg://app:pw@h",
            true,
            "client_encoding 'utf-8' user app database app",
        ),
        ("sqlalchemy-pg8000", "postgresql+pg8000://app:pw@h", true, "user app"),
        ("node-postgres", "postgresql://app:pw@h", false, "user app database app client_encoding UTF8"),
        (
            "node-postgres",
            "postgresql://app:pw@h/shop?options=-c%20a%3Db&application_name=web&search_path=x",
            false,
            "user app database shop application_name web options -c·a=b client_encoding UTF8",
        ),
        (
            "node-postgres",
            "postgresql://app:pw@h/shop?statement_timeout=5&client_encoding=latin1&replication=database",
            false,
            "user app database shop replication database statement_timeout 5 client_encoding UTF8",
        ),
        (
            "node-postgres",
            "postgresql://app:pw@h/shop?sslmode=require",
            true,
            "user app database shop client_encoding UTF8",
        ),
        (
            "postgres-js",
            "postgresql://app:pw@h/shop?options=-c%20a%3Db&search_path=x&application_name=web",
            false,
            "user app database shop client_encoding UTF8 application_name web options -c·a=b search_path x",
        ),
    ];

    #[test]
    fn the_packet_is_the_one_that_the_driver_writes() {
        for (driver, text, asks_for_tls, written) in RECORDED {
            let at = DriverAt::parse(driver).unwrap();
            let packet = at.startup_packet(&at.read(text, spelling_of(text).unwrap())).unwrap();
            let pairs = packet.pairs.iter().flat_map(|(name, value)| [name, value]);
            let words: Vec<String> = pairs.map(|text| text.replace(' ', "·")).collect();
            assert_eq!(
                (words.join(" ").as_str(), packet.asks_for_tls),
                (*written, *asks_for_tls),
                "{driver} {text}"
            );
        }
    }

    #[test]
    fn bytes_are_those_of_the_protocol() {
        let at = DriverAt::parse("tokio-postgres").unwrap();
        let packet = at.startup_packet(&at.read("host=h dbname=d", Spelling::KeywordValue)).unwrap();
        assert!(!packet.names_user);
        assert_eq!(
            packet.bytes(),
            b"\0\0\0\x35\0\x03\0\0client_encoding\0UTF8\0user\0<user>\0database\0d\0\0"
        );
        assert_eq!(StartupPacket::ssl_request(), [0, 0, 0, 8, 4, 210, 22, 47]);
        assert_eq!(at.startup_packet(&at.read("host=h nonsense=1", Spelling::KeywordValue)), None);
    }
}
