//! Texts of PgCat.

use super::{Emitter, ErrorText, Mend, NAMED_STATEMENTS};

pub(super) static EMITTER: Emitter = Emitter {
    name: "pgcat",
    label: "PgCat",
    near: &["pgcat"],
    texts: TEXTS,
    source: "source of PgCat 0.2.5; not run",
};

const TEXTS: &[ErrorText] = &[
    ErrorText {
        texts: &["No pool configured for database: {}, user: {}"],
        cause: "no pool of PgCat has this name and user",
        remedy: "write the pool's name as the database, or add it to pgcat.toml",
        example: "FATAL: No pool configured for database: \"shop\", user: \"app\"",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["Pool down for database:"],
        cause: "all servers of the pool are down or banned",
        remedy: "check that the servers run, and PgCat's log",
        example: "FATAL: Pool down for database: \"shop\", user: \"app\"",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["could not get connection from the pool -"],
        cause: "no server of the pool could be taken: all are down, banned or busy",
        remedy: "check that the servers run, or raise the size of the pool",
        example: "ERROR: could not get connection from the pool - AllServersDown",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["checkout failure limit reached"],
        cause: "the client failed to get a server connection `checkout_failure_limit` times, and PgCat closes it",
        remedy: "reconnect, and see why no connection comes free",
        follows: true,
        example: "FATAL: checkout failure limit reached",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["pool statement timeout"],
        cause: "the query took longer than PgCat's `statement_timeout`",
        remedy: "make it faster, or raise the time-out",
        example: "ERROR: pool statement timeout",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["^idle transaction timeout$"],
        cause: "a transaction was left open longer than PgCat's `idle_client_in_transaction_timeout`",
        remedy: "commit or roll back sooner",
        example: "pgcat: ERROR: idle transaction timeout",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["prepared statement \"{}\" does not exist"],
        cause: "PgCat tracks named statements only with `prepared_statements_cache_size` above 0, and only so many",
        remedy: "set it, or turn named statements off in the driver",
        rules: NAMED_STATEMENTS,
        mend: Mend::StatementsOff,
        example: "pgcat: ERROR: prepared statement \"S_1\" does not exist",
        ..ErrorText::PLAIN
    },
];
