//! Texts of PgBouncer.

use super::{Emitter, ErrorText, Mend, NAMED_STATEMENTS, NO_TLS, WRONG_PASSWORD};
use crate::model::Tls;

pub(super) static EMITTER: Emitter = Emitter {
    name: "pgbouncer",
    label: "PgBouncer",
    near: &[],
    texts: TEXTS,
    source: "measured: PgBouncer 1.18 and 1.24.1, 2026-11-23; its source up to 1.25",
};

const TEXTS: &[ErrorText] = &[
    ErrorText {
        texts: &["unsupported startup parameter: {}"],
        cause: "the driver sends a setting at startup that PgBouncer does not track",
        remedy: "remove it from the string, set it for the role by `ALTER ROLE`, or add it to `ignore_startup_parameters`",
        rules: &["startup-parameter-refused", "unknown-parameter"],
        example: "asyncpg.exceptions.ProtocolViolationError: unsupported startup parameter: pgbouncer",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["unsupported startup parameter in options: {}"],
        cause: "`options` sets something that PgBouncer does not track",
        remedy: "remove it from `options` and set it for the role by `ALTER ROLE`",
        rules: &["startup-parameter-refused"],
        example: "FATAL:  unsupported startup parameter in options: search_path",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["unsupported options startup parameter: only"],
        cause: "`options` is not in the form `-c name=value`",
        remedy: "write `-c name=value`, or remove it",
        rules: &["startup-parameter-refused"],
        example: "FATAL:  unsupported options startup parameter: only '-c config=val' is allowed",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["no such database: {}"],
        cause: "no entry of `[databases]` has this name; at some providers the name is that of the pool",
        remedy: "write the name of the pool as the database",
        example: "FATAL:  no such database: shop",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["no such user"],
        cause: "the user is neither in `auth_file` nor found by `auth_query`",
        remedy: "add the user to PgBouncer",
        example: "FATAL:  no such user: app",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["no more connections allowed (max_client_conn)", "^no more connections allowed$"],
        cause: "there are more clients than `max_client_conn` allows",
        remedy: "lower the sizes of client pools, or raise it",
        example: "FATAL:  no more connections allowed (max_client_conn)",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["^query_wait_timeout$"],
        cause: "no server connection came free in time: all are in transactions, or PgBouncer gets none because the server is down or refuses it",
        remedy: "look at `show pools` in its console: with `sv_active` at the size of the pool shorten transactions or raise it, without any look at the server",
        example: "psycopg.errors.ProtocolViolation: query_wait_timeout",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["server login has been failing, cached error: {} (server_login_retry)"],
        cause: "PgBouncer itself cannot log in to the server; the cached error says why",
        remedy: "mend what the cached error says",
        example: "FATAL:  server login has been failing, cached error: connect failed (server_login_retry)",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["server login has been failing, try again later (server_login_retry)"],
        cause: "PgBouncer itself cannot log in to the server",
        remedy: "look into PgBouncer's log for the error of the server",
        example: "FATAL:  server login has been failing, try again later (server_login_retry)",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["^SSL required$"],
        cause: "PgBouncer takes clients over TLS only",
        remedy: "require TLS, such as by `sslmode=require` or stronger",
        rules: NO_TLS,
        mend: Mend::Tls(Tls::REQUIRE),
        example: "FATAL:  SSL required",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["SASL authentication failed"],
        cause: "the password is wrong, or the user is unknown: PgBouncer does not say which",
        remedy: "check both, and percent-encode the password in a URL",
        rules: WRONG_PASSWORD,
        example: "asyncpg.exceptions.ProtocolViolationError: SASL authentication failed",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["prepared statement did not exist"],
        cause: "the client executes a statement that this PgBouncer never saw being prepared, as after `DEALLOCATE`",
        remedy: "turn named statements off in the driver, and reconnect",
        rules: NAMED_STATEMENTS,
        mend: Mend::StatementsOff,
        example: "FATAL:  prepared statement did not exist",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["transaction blocks not allowed in statement pooling mode"],
        cause: "the pool is in statement mode, which takes single statements only",
        remedy: "use a pool in transaction mode",
        example: "psycopg.errors.ProtocolViolation: transaction blocks not allowed in statement pooling mode",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["database \"{}\" is disabled"],
        cause: "an administrator ran `DISABLE` for this database in PgBouncer",
        remedy: "run `ENABLE` in PgBouncer's console",
        example: "FATAL:  database \"shop\" is disabled",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &[
            "client connections exceeded (max_db_client_connections)",
            "client connections exceeded (max_user_client_connections)",
        ],
        cause: "there are more clients of this database or this user than PgBouncer allows",
        remedy: "lower the sizes of client pools, or raise the limit that the text names",
        example: "FATAL:  client connections exceeded (max_user_client_connections)",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["^query_timeout$"],
        cause: "the query took longer than PgBouncer's `query_timeout`",
        remedy: "make the query faster, or raise `query_timeout`",
        example: "FATAL:  query_timeout",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["No server connection available in postgres backend, client being queued"],
        cause: "all server connections of the pool are in use, and the client waits",
        remedy: "shorten transactions, or raise the size of the pool",
        example: "NOTICE:  No server connection available in postgres backend, client being queued",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["^client_idle_timeout$"],
        cause: "the client did nothing for longer than PgBouncer's `client_idle_timeout`",
        remedy: "let the client's pool close idle connections sooner than that",
        example: "FATAL:  client_idle_timeout",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["^idle transaction timeout$"],
        cause: "a transaction was left open longer than PgBouncer's `idle_transaction_timeout`; PgCat says the same",
        remedy: "commit or roll back sooner",
        example: "FATAL:  idle transaction timeout",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["^transaction timeout$"],
        cause: "a transaction took longer than PgBouncer's `transaction_timeout`",
        remedy: "shorten the transaction, or raise the limit",
        example: "FATAL:  transaction timeout",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["client_login_timeout (server down)"],
        cause: "PgBouncer found no way to the server while the client waited to log in",
        remedy: "check that the server runs, and that PgBouncer's host and port for it are right",
        example: "FATAL:  client_login_timeout (server down)",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["^client_login_timeout$"],
        cause: "the client did not finish logging in within PgBouncer's `client_login_timeout`",
        remedy: "look for what holds the client, TLS or the network up",
        example: "FATAL:  client_login_timeout",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["server login failed: FATAL", "server login failed: ERROR"],
        cause: "the server refuses PgBouncer's own login; the rest of the line says why",
        remedy: "mend what the server says: mostly the password in `auth_file`, or pg_hba.conf",
        example: "WARNING server login failed: ERROR unsupported feature",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["pgbouncer cannot connect to server"],
        cause: "PgBouncer up to 1.16 does not reach the server, or cannot log in",
        remedy: "look into PgBouncer's log for the error of the server",
        example: "ERROR:  pgbouncer cannot connect to server",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["bouncer config error"],
        cause: "`auth_dbname` or `auth_query` is wrong; with some providers the pooler's extension is missing in this database",
        remedy: "mend `auth_query`, or create the provider's extension for its pooler in the database",
        example: "FATAL:  bouncer config error",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["^password authentication failed$"],
        cause: "PgBouncer itself checked the password, and it is not the one of `auth_file` or `auth_query`; reserved characters that were not encoded also change it",
        remedy: "check both, and percent-encode the password in a URL",
        rules: WRONG_PASSWORD,
        example: "FATAL:  password authentication failed",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["client selected an invalid SASL authentication mechanism"],
        cause: "the client wants channel binding, which PgBouncer does not have",
        remedy: "remove `channel_binding`, or write `channel_binding=disable`",
        rules: &["channel-binding-unsupported"],
        mend: Mend::Set("channel_binding", "disable"),
        example: "FATAL:  client selected an invalid SASL authentication mechanism",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &[
            "server login failed: wrong password type",
            "cannot do SCRAM authentication: wrong password type",
        ],
        cause: "the server wants a kind of password that PgBouncer's `auth_file` or `auth_query` does not hold, such as SCRAM where an MD5 is stored",
        remedy: "store the server's own SCRAM secret, or the plain password",
        example: "FATAL:  server login failed: wrong password type",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["no authentication method is found", "^login rejected$"],
        cause: "no line of PgBouncer's `auth_hba_file` lets this client in, or one rejects it",
        remedy: "mend the file",
        example: "FATAL:  login rejected",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["prepared statement name is already in use"],
        cause: "the client prepared a name twice on one connection, and PgBouncer closes it",
        remedy: "give statements names of their own, or turn named statements off in the driver",
        rules: NAMED_STATEMENTS,
        mend: Mend::StatementsOff,
        example: "FATAL:  prepared statement name is already in use",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["old V2 protocol not supported"],
        cause: "a very old client, or something that only tries ports",
        remedy: "use a client of this century; ignore it in the log otherwise",
        example: "FATAL:  old V2 protocol not supported",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &[
            "received unencrypted data after SSL request",
            "received unencrypted data after GSSAPI encryption request",
        ],
        cause: "data came before TLS was agreed upon, which PgBouncer and PostgreSQL refuse as an attack",
        remedy: "look for a proxy in between that mixes connections up",
        example: "FATAL:  received unencrypted data after SSL request",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["pooler is shutting down", "^server shutting down$"],
        cause: "PgBouncer restarts",
        remedy: "reconnect",
        example: "FATAL:  pooler is shutting down",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &[
            "^server lifetime over$",
            "^server idle timeout$",
            "^database configuration changed$",
            "^obsolete connection$",
            "^connect timeout$",
            "server DNS lookup failed",
        ],
        cause: "PgBouncer closed its connection to the server: old, idle, changed in its configuration, or never made",
        remedy: "try again; for a time-out or a failed look-up, mend host and port of the server in `[databases]`",
        example: "FATAL:  server DNS lookup failed",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["server conn crashed?", "^server connection crashed$"],
        cause: "the server ended the connection in the middle of a query",
        remedy: "look into the server's log",
        example: "FATAL:  server conn crashed?",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &[
            "auth_query response contained null user name",
            "error response from auth_query",
            "unexpected response from auth_query",
            "expected 2 columns from auth_query",
        ],
        cause: "PgBouncer's `auth_query` does not answer as it should",
        remedy: "mend the function: it returns user and password, and names its tables with their schema",
        example: "FATAL:  error response from auth_query",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["PQexec disallowed"],
        cause: "PgBouncer has `disable_pqexec = 1`, and the client sent a simple query",
        remedy: "let the driver use the extended protocol, or turn it off in PgBouncer",
        example: "FATAL:  PQexec disallowed",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["admin forced disconnect"],
        cause: "an administrator ran `KILL_CLIENT` in PgBouncer",
        remedy: "reconnect",
        example: "FATAL:  admin forced disconnect",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["no memory for pool"],
        cause: "PgBouncer has no memory left",
        remedy: "give the machine more, or lower the number of clients",
        example: "FATAL:  no memory for pool",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &[
            "certificate authentication failed",
            "TLS connection required",
            "TLS client certificate required",
        ],
        cause: "PgBouncer asks for a certificate of the client",
        remedy: "give `sslcert` and `sslkey`, over TLS",
        mend: Mend::Tls(Tls::REQUIRE),
        example: "FATAL:  TLS client certificate required",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["username too long", "empty password returned by client", "no username supplied"],
        cause: "the client sent no user, no password, or a user longer than PgBouncer takes",
        remedy: "check user and password in the string, and whether the variable that holds them is set",
        rules: &["user-missing"],
        example: "FATAL:  empty password returned by client",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["no such database: pgbouncer", "^not allowed$"],
        cause: "`pgbouncer` as a database is PgBouncer's console, which takes its administrators only",
        remedy: "name the application's database; for the console, add the user to `admin_users` or `stats_users`",
        example: "FATAL:  not allowed",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["extended query protocol not supported by admin console"],
        cause: "PgBouncer's console takes simple queries only",
        remedy: "use psql, or tell the driver to send simple queries",
        example: "ERROR:  extended query protocol not supported by admin console",
        ..ErrorText::PLAIN
    },
];
