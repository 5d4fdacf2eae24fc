//! The name, the address, and who answers there instead.

use super::Case;

pub const CASES: &[Case] = &[
    Case::new(
        "no such host",
        "postgresql://app@nosuch.invalid/shop",
        "resolve",
        "the host does not exist as seen from here",
        "check the host",
    ),
    Case::new(
        "dead port",
        "postgresql://app@127.0.0.1:{dead}/shop",
        "connect",
        "nothing listens at this port",
        "start the server",
    ),
    Case::new(
        "address without an answer",
        "postgresql://app@127.0.0.1:{unreachable}/shop",
        "connect",
        "nobody answers at this address",
        "look at host and port",
    ),
    Case::new("IPv6 without a way", "postgresql://app@[2001:db8::1]:5432/shop", "connect", "IPv6", "IPv4"),
    Case::new(
        "no socket",
        "postgresql://app@/shop?host={files}/none",
        "connect",
        "no server has a socket there",
        "start the server",
    ),
    Case::new(
        "a socket that was left",
        "postgresql://app@/shop?host={files}/left",
        "connect",
        "the socket is left from a server that does not run",
        "start the server",
    ),
    Case::new(
        "web server",
        "postgresql://app@127.0.0.1:{http}/shop?sslmode=require",
        "TLS",
        "a web server answers",
        "look at host and port",
    ),
    Case::new(
        "web server in plain text",
        "postgresql://app@127.0.0.1:{http}/shop?sslmode=disable",
        "startup",
        "a web server answers",
        "look at host and port",
    ),
    Case::new(
        "SSH",
        "postgresql://app@127.0.0.1:{ssh}/shop?sslmode=require",
        "TLS",
        "an SSH server answers",
        "look at host and port",
    ),
    Case::new(
        "SSH in plain text",
        "postgresql://app@127.0.0.1:{ssh}/shop?sslmode=disable",
        "startup",
        "an SSH server answers",
        "look at host and port",
    ),
    Case::new("Redis", "postgresql://app@127.0.0.1:{redis}/shop", "TLS", "Redis", "look at host and port"),
    Case::new(
        "mail server",
        "postgresql://app@127.0.0.1:{smtp}/shop",
        "TLS",
        "a mail or file server",
        "look at host and port",
    ),
    Case::new(
        "MySQL",
        "postgresql://app@127.0.0.1:{mysql}/shop?sslmode=disable",
        "startup",
        "MySQL",
        "look at host and port",
    ),
    Case::new(
        "TLS only",
        "postgresql://app@127.0.0.1:{https}/shop?sslmode=require",
        "TLS",
        "this port takes TLS only",
        "sslnegotiation=direct",
    ),
    Case::new(
        "TLS only in plain text",
        "postgresql://app@127.0.0.1:{https}/shop?sslmode=disable",
        "startup",
        "this port takes TLS only",
        "look at host and port",
    ),
    Case::new(
        "mute",
        "postgresql://app@127.0.0.1:{mute}/shop",
        "TLS",
        "somebody took the connection and says nothing",
        "look at what listens",
    )
    .within_seconds(2),
    Case::new(
        "mute in plain text",
        "postgresql://app@127.0.0.1:{mute}/shop?sslmode=disable",
        "startup",
        "somebody took the connection and says nothing",
        "look at what listens",
    )
    .within_seconds(2),
];
