//! Texts of Supabase.

use super::{Emitter, ErrorText, Mend, NO_TLS, WRONG_PASSWORD};
use crate::model::Tls;

pub(super) static EMITTER: Emitter = Emitter {
    name: "supabase",
    label: "Supabase",
    near: &[".supabase.co", ".supabase.com", "supabase"],
    texts: TEXTS,
    source: "documentation of Supabase",
};

const TEXTS: &[ErrorText] = &[
    ErrorText {
        texts: &[
            "connection to server at \"db.{}.supabase.co\"{}failed: Network is unreachable",
            "connection to server at \"db.{}.supabase.co\"{}failed: Cannot assign requested address",
            "connection to server at \"db.{}.supabase.co\"{}failed: No route to host",
            "ENETUNREACH{}db.{}.supabase.co",
        ],
        cause: "the direct host has IPv6 addresses only, and this network has none",
        remedy: "use the shared pooler's host, which has IPv4, or buy the IPv4 add-on",
        rules: &["ipv6-only-host"],
        example: "connection to server at \"db.abcdefghijklmnopqrst.supabase.co\" (2001:db8::1), port 5432 failed: Network is unreachable",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &[
            "could not translate host name \"db.{}.supabase.co\" to address",
            "getaddrinfo ENOTFOUND db.{}.supabase.co",
        ],
        cause: "the direct host has no IPv4 address, or the project is paused or deleted",
        remedy: "use the pooler's host, and check that the project is active",
        rules: &["ipv6-only-host", "unknown-supabase-host"],
        example: "Error: getaddrinfo ENOTFOUND db.abcdefghijklmnopqrst.supabase.co",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["Connection refused", "ECONNREFUSED"],
        cause: "two wrong passwords ban the address for half an hour; or the project is down",
        remedy: "lift the ban in the database settings or by `supabase network-bans`, and correct the password",
        rules: WRONG_PASSWORD,
        example: "connection to server at \"db.abcdefghijklmnopqrst.supabase.co\" (203.0.113.7), port 5432 failed: Connection refused",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &[
            "no pg_hba.conf entry for host \"{}\", user \"{}\", database \"{}\", no encryption",
            "no pg_hba.conf entry for host \"{}\", user \"{}\", database \"{}\", SSL off",
        ],
        cause: "the project enforces TLS, and the client came without",
        remedy: "require TLS: `sslmode=require`, or `verify-full` with the project's certificate",
        rules: NO_TLS,
        mend: Mend::Tls(Tls::REQUIRE),
        example: "connection to server at \"db.abcdefghijklmnopqrst.supabase.co\" failed: FATAL:  no pg_hba.conf entry for host \"203.0.113.7\", user \"postgres\", database \"postgres\", no encryption",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["remaining connection slots are reserved for"],
        cause: "all connections of this size of the database are in use: 60 on the smallest",
        remedy: "connect through the pooler, lower the sizes of pools, or take a larger size",
        example: "aws-0-eu-central-1.pooler.supabase.com: FATAL:  remaining connection slots are reserved for non-replication superuser connections",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["received invalid response to GSSAPI negotiation"],
        cause: "libpq asks about Kerberos first, and Supabase's pooler does not answer that",
        remedy: "write `gssencmode=disable`",
        mend: Mend::Set("gssencmode", "disable"),
        example: "connection to server at \"aws-0-eu-central-1.pooler.supabase.com\" failed: received invalid response to GSSAPI negotiation: S",
        ..ErrorText::PLAIN
    },
];
