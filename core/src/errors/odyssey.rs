//! Texts of Odyssey.

use super::{Emitter, ErrorText, Mend, NO_TLS};
use crate::model::Tls;

pub(super) static EMITTER: Emitter = Emitter {
    name: "odyssey",
    label: "Odyssey",
    near: &["odyssey", "od_"],
    texts: TEXTS,
    source: "source of Odyssey 1.5; not run",
};

const TEXTS: &[ErrorText] = &[
    ErrorText {
        texts: &["route for '{}' is not found"],
        cause: "no rule of Odyssey fits this database and user",
        remedy: "write a `database` and a `user` section for them",
        example: "ERROR: odyssey: c1a2: route for 'shop.app' is not found",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["^SSL is required$"],
        cause: "Odyssey takes clients over TLS only",
        remedy: "require TLS, such as by `sslmode=require` or stronger",
        rules: NO_TLS,
        mend: Mend::Tls(Tls::REQUIRE),
        example: "ERROR: odyssey: c1a2: SSL is required",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["TLS connection required"],
        cause: "Odyssey asks for a certificate of the client, over TLS",
        remedy: "give `sslcert` and `sslkey`, over TLS",
        mend: Mend::Tls(Tls::REQUIRE),
        example: "ERROR: odyssey: c1a2: TLS connection required",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["too many tcp connections (global client_max {})", "too many client tcp connections"],
        cause: "there are more clients than Odyssey's `client_max` allows",
        remedy: "lower the sizes of client pools, or raise it",
        example: "ERROR: odyssey: c1a2: too many tcp connections (global client_max 100)",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["too many active clients for user"],
        cause: "the pool of this user is full, and waited for longer than `pool_timeout`",
        remedy: "shorten transactions, or raise `pool_size`",
        example: "ERROR: odyssey: c1a2: too many active clients for user (pool_size for user shop.app reached 10)",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["failed to get remote server connection", "failed to connect to remote server"],
        cause: "Odyssey does not reach the database",
        remedy: "check host and port of its `storage`",
        example: "ERROR: odyssey: c1a2: failed to connect to remote server s3b4",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &[
            "Odyssey has dropped the connection",
            "Connection was dropped by Odyssey due to idle timeout",
            "Connection was dropped by Odyssey due to idle in transaction timeout",
        ],
        cause: "the client was idle for longer than Odyssey allows, alone or inside a transaction",
        remedy: "let the client's pool close idle connections sooner, and commit sooner",
        example: "ERROR: odyssey: c1a2: Connection was dropped by Odyssey due to idle timeout",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["Odyssey is gracefully shutting down"],
        cause: "Odyssey restarts",
        remedy: "reconnect",
        example: "ERROR: odyssey: c1a2: Odyssey is gracefully shutting down",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["can't find suitable host for tsa '{}' of user"],
        cause: "no server is what `target_session_attrs` asks for",
        remedy: "ask for another, or mend the hosts of `storage`",
        example: "ERROR: odyssey: c1a2: can't find suitable host for tsa 'read-write' of user app",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["replication lag too big ({} seconds), connection rejected"],
        cause: "the replica is further behind than `catchup_timeout` allows",
        remedy: "connect to the primary, or wait",
        example: "ERROR: odyssey: c1a2: replication lag too big (42 seconds), connection rejected",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["doesn't support channel binding at the moment"],
        cause: "the client wants channel binding, which Odyssey does not have",
        remedy: "remove `channel_binding`, or write `channel_binding=disable`",
        rules: &["channel-binding-unsupported"],
        mend: Mend::Set("channel_binding", "disable"),
        example: "ERROR: odyssey: c1a2: frontend auth: doesn't support channel binding at the moment",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["host based authentication rejected"],
        cause: "a rule of Odyssey's own list of addresses rejects the client",
        remedy: "mend the file of `hba_file`",
        example: "ERROR: odyssey: c1a2: host based authentication rejected",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["soft out of memory"],
        cause: "Odyssey has reached the memory that `soft_oom` allows",
        remedy: "try again, and lower the number of clients or raise the limit",
        example: "ERROR: odyssey: c1a2: soft out of memory",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["^unsupported request '{}'"],
        cause: "the client sent a message that Odyssey, or its console, does not take",
        remedy: "use the database itself for what the client wants",
        example: "ERROR: odyssey: c1a2: unsupported request 'FunctionCall'",
        ..ErrorText::PLAIN
    },
];
