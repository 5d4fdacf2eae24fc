//! Texts of the operating system.

use super::{Emitter, ErrorText, Mend};
use crate::model::Setting;

pub(super) static EMITTER: Emitter = Emitter {
    name: "network",
    label: "the operating system",
    near: &[],
    texts: TEXTS,
    source: "words of Linux, macOS, Windows, Node, Go and Java; measured on Linux",
};

const TEXTS: &[ErrorText] = &[
    ErrorText {
        texts: &["Connection refused", "ECONNREFUSED"],
        cause: "nothing listens on this host and port, or a firewall says no; in a container `localhost` is the container itself",
        remedy: "check host and port, and whether the server runs and listens on that address",
        example: "Error: connect ECONNREFUSED 127.0.0.1:5432",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["timeout expired", "Connection timed out", "ETIMEDOUT"],
        cause: "nobody answered in time: a firewall or an allow-list drops the packets, the address is private, or the server is asleep",
        remedy: "let the client's address in, and give the connection ten seconds or more where a server has to wake up",
        mend: Mend::Raise(Setting::ConnectTimeout),
        example: "connection to server at \"203.0.113.7\", port 5432 failed: Connection timed out",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &[
            "No route to host",
            "EHOSTUNREACH",
            "Network is unreachable",
            "ENETUNREACH",
            "Cannot assign requested address",
        ],
        cause: "this network has no way to the address: often the host has IPv6 addresses only, and the network has none",
        remedy: "use a host with IPv4, such as the provider's pooler, or a network with IPv6",
        rules: &["ipv6-only-host"],
        example: "connection to server at \"2001:db8::7\", port 5432 failed: Network is unreachable",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &[
            "getaddrinfo ENOTFOUND",
            "Name or service not known",
            "nodename nor servname provided, or not known",
            "Temporary failure in name resolution",
            "UnknownHostException",
        ],
        cause: "the host does not exist as seen from here: a typing error, a name of a private network, or a part of a password whose `@` or `/` was not encoded",
        remedy: "check the host, and percent-encode the password",
        rules: &["password-not-encoded", "host-misread"],
        example: "Error: getaddrinfo ENOTFOUND db.example.internal",
        ..ErrorText::PLAIN
    },
];
