//! Texts of PgDog.

use super::{Emitter, ErrorText, Mend, NAMED_STATEMENTS, NO_TLS, WRONG_PASSWORD};
use crate::model::Tls;

pub(super) static EMITTER: Emitter = Emitter {
    name: "pgdog",
    label: "PgDog",
    near: &["pgdog"],
    texts: TEXTS,
    source: "source of PgDog 0.1; not run",
};

const TEXTS: &[ErrorText] = &[
    ErrorText {
        texts: &["password for user \"{}\" and database \"{}\" is wrong, or the database does not exist"],
        cause: "user, password or database is not in PgDog's users.toml",
        remedy: "correct the string, or add the user there",
        rules: WRONG_PASSWORD,
        example: "FATAL: password for user \"app\" and database \"shop\" is wrong, or the database does not exist",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["only TLS connections are allowed"],
        cause: "PgDog takes clients over TLS only",
        remedy: "require TLS, such as by `sslmode=require` or stronger",
        rules: NO_TLS,
        mend: Mend::Tls(Tls::REQUIRE),
        example: "FATAL: only TLS connections are allowed",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["connection pool for user \"{}\" and database \"{}\" is down"],
        cause: "PgDog does not reach the servers of this pool, or bans them after errors",
        remedy: "check that the servers run, and PgDog's log",
        example: "FATAL: connection pool for user \"app\" and database \"shop\" is down",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["^checkout timeout$"],
        cause: "no server connection came free within `checkout_timeout`, five seconds unless changed",
        remedy: "shorten transactions, or raise the size of the pool or the time-out",
        example: "FATAL: checkout timeout",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["^no such user/database:"],
        cause: "PgDog does not know this user with this database",
        remedy: "add them to its configuration, or correct the string",
        example: "FATAL: no such user/database: app/shop",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["PgDog is shutting down"],
        cause: "PgDog restarts",
        remedy: "reconnect",
        example: "FATAL: PgDog is shutting down",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["disconnecting idle client", "disconnecting idle in transaction client"],
        cause: "the client was idle for longer than PgDog allows, alone or inside a transaction",
        remedy: "let the client's pool close idle connections sooner, and commit sooner",
        example: "FATAL: disconnecting idle client",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["^client login timeout$"],
        cause: "the client did not finish logging in within `client_login_timeout`",
        remedy: "look for what holds the client, TLS or the network up",
        example: "FATAL: client login timeout",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["cross-shard queries are disabled"],
        cause: "the query names no sharding key, and queries over all shards are off",
        remedy: "put the key into the query, or turn them on",
        example: "ERROR: cross-shard queries are disabled",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["transaction control statements are not supported in statement pooler mode"],
        cause: "the pool is in statement mode, which takes single statements only",
        remedy: "use a pool in transaction mode",
        example: "ERROR: transaction control statements are not supported in statement pooler mode",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["prepared statement \"{}\" is missing"],
        cause: "PgDog lost a named statement that the client still uses",
        remedy: "let the driver prepare again, or turn named statements off",
        rules: NAMED_STATEMENTS,
        mend: Mend::StatementsOff,
        example: "ERROR: prepared statement \"__asyncpg_stmt_1__\" is missing from cache",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["execute requires prepared statements to be set to full"],
        cause: "SQL's `EXECUTE` was sent, and PgDog tracks only statements of the protocol",
        remedy: "set `prepared_statements` of PgDog to `full`, or do without `PREPARE` and `EXECUTE` in SQL",
        example: "ERROR: execute requires prepared statements to be set to full",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["pub/sub channel disabled", "pub/sub disabled"],
        cause: "`LISTEN` was sent, and PgDog has it turned off",
        remedy: "set `pub_sub_channel_size`, or listen on a connection to the server itself",
        example: "ERROR: pub/sub disabled",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["query size exceeds query_size_limit"],
        cause: "the query is longer than PgDog's `query_size_limit`",
        remedy: "make it shorter, or raise the limit",
        example: "ERROR: query size exceeds query_size_limit",
        ..ErrorText::PLAIN
    },
];
