//! Texts of PostgreSQL.

use super::{Emitter, ErrorText, Mend, NAMED_STATEMENTS, NO_TLS, WRONG_PASSWORD};
use crate::model::{Setting, Tls};

pub(super) static EMITTER: Emitter = Emitter {
    name: "postgresql",
    label: "PostgreSQL",
    near: &[],
    texts: TEXTS,
    source: "measured: PostgreSQL 15, 2026-11-23; what was not met there was found in its program, and newer wordings in the source up to 18",
};

const TEXTS: &[ErrorText] = &[
    ErrorText {
        texts: &["prepared statement \"{}\" already exists"],
        cause: "a named statement of another client, or of an earlier life of this one, still lives on the server connection that a transaction pooler handed out",
        remedy: "turn named statements off in the driver, or use a session endpoint",
        rules: NAMED_STATEMENTS,
        mend: Mend::StatementsOff,
        example: "asyncpg.exceptions.DuplicatePreparedStatementError: prepared statement \"__asyncpg_stmt_1__\" already exists",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["prepared statement \"{}\" does not exist"],
        cause: "the statement was prepared on another server connection: a transaction pooler that does not track statements is in between",
        remedy: "turn named statements off in the driver, or use a session endpoint",
        rules: NAMED_STATEMENTS,
        mend: Mend::StatementsOff,
        example: "ERROR: prepared statement \"S_1\" does not exist",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["unnamed prepared statement does not exist"],
        cause: "the driver prepares in one round trip and executes in another, and a transaction pooler gave it another server connection in between",
        remedy: "keep both inside one transaction, or let the driver send them together",
        rules: NAMED_STATEMENTS,
        mend: Mend::StatementsOff,
        example: "pq: unnamed prepared statement does not exist",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["bind message supplies {} parameters, but prepared statement \"{}\" requires {}"],
        cause: "another client's statement answers to the same name behind a transaction pooler",
        remedy: "turn named statements off in the driver, or use a session endpoint",
        rules: NAMED_STATEMENTS,
        mend: Mend::StatementsOff,
        example: "ERROR: bind message supplies 1 parameters, but prepared statement \"s0\" requires 2",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["cached plan must not change result type"],
        cause: "a table changed while statements over it stayed prepared",
        remedy: "prepare again: reconnect, and on PgBouncer run `RECONNECT`",
        example: "ERROR: cached plan must not change result type",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["portal \"{}\" does not exist", "cursor \"{}\" does not exist"],
        cause: "a cursor of the server was used outside the transaction that opened it, which a transaction pooler does not carry over",
        remedy: "read the cursor inside one transaction; in Django write `DISABLE_SERVER_SIDE_CURSORS: True`",
        rules: &["server-side-cursors-behind-pooler"],
        example: "ERROR:  portal \"C_2\" does not exist",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["unrecognized configuration parameter \"{}\""],
        cause: "the driver sends parameters of the string that it does not know to the server as settings",
        remedy: "remove the parameter, or give it where the driver takes it",
        rules: &["unknown-parameter"],
        example: "asyncpg.exceptions.UndefinedObjectError: unrecognized configuration parameter \"pgbouncer\"",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["parameter \"{}\" cannot be changed now"],
        cause: "the driver sends a parameter, such as another driver's `ssl`, to the server as a setting",
        remedy: "write the driver's own parameter for it, such as `sslmode=require`",
        rules: &["unknown-parameter"],
        example: "asyncpg.exceptions.CantChangeRuntimeParamError: parameter \"ssl\" cannot be changed now",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["invalid command-line argument for server process: {}"],
        cause: "`options` holds something that is not `-c name=value`, often the endpoint or tenant that only a proxy takes",
        remedy: "remove it where no proxy takes it",
        example: "FATAL:  invalid command-line argument for server process: endpoint=ep-cool",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["password authentication failed for user \"{}\""],
        cause: "password or user is wrong, or reserved characters of the password were not encoded and something else was sent",
        remedy: "check both, and percent-encode the password in a URL; the server says the same when `VALID UNTIL` of the role is over",
        rules: WRONG_PASSWORD,
        example: "psycopg2.OperationalError: connection to server at \"127.0.0.1\", port 5432 failed: FATAL:  password authentication failed for user \"app\"",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &[
            "no pg_hba.conf entry for host \"{}\", user \"{}\", database \"{}\", no encryption",
            "no pg_hba.conf entry for host \"{}\", user \"{}\", database \"{}\", SSL off",
        ],
        cause: "the server takes this user over TLS only",
        remedy: "require TLS, such as by `sslmode=require` or stronger",
        rules: NO_TLS,
        mend: Mend::Tls(Tls::REQUIRE),
        example: "FATAL:  no pg_hba.conf entry for host \"203.0.113.7\", user \"app\", database \"shop\", no encryption",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["no pg_hba.conf entry for host"],
        cause: "no rule of the server lets this user in from this address into this database",
        remedy: "check address, user and database against pg_hba.conf",
        example: "FATAL:  no pg_hba.conf entry for host \"10.0.0.2\", user \"app\", database \"shop\", SSL encryption",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["database \"{}\" does not exist"],
        cause: "the name of the database is wrong; when the string has none, drivers use the user's name",
        remedy: "write the name of the database behind the port",
        rules: &["database-missing"],
        example: "FATAL:  database \"app\" does not exist",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["role \"{}\" does not exist"],
        cause: "the user is unknown; a user of a pooler, such as `role.project`, is unknown to the server itself",
        remedy: "write the user as this endpoint knows it",
        rules: &["project-in-direct-user"],
        example: "FATAL:  role \"postgres.abcdefgh\" does not exist",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["sorry, too many clients already"],
        cause: "`max_connections` is reached",
        remedy: "lower the sizes of client pools, or put a pooler in between",
        example: "FATAL:  sorry, too many clients already",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["remaining connection slots are reserved for"],
        cause: "`max_connections` is reached but for the slots of administrators",
        remedy: "lower the sizes of client pools, or put a pooler in between",
        example: "FATAL:  remaining connection slots are reserved for non-replication superuser connections",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["terminating connection due to administrator command"],
        cause: "the server or a pooler restarted, a database that sleeps when idle went to sleep, or somebody ended the session",
        remedy: "let the pool check connections before use, and reconnect",
        example: "FATAL:  terminating connection due to administrator command",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["terminating connection due to idle-in-transaction timeout"],
        cause: "a transaction was left open longer than the server allows",
        remedy: "commit or roll back sooner",
        example: "FATAL:  terminating connection due to idle-in-transaction timeout",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["the database system is starting up"],
        cause: "the server restarts",
        remedy: "try again with growing waits",
        example: "FATAL:  the database system is starting up",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["canceling statement due to statement timeout"],
        cause: "the query took longer than `statement_timeout`",
        remedy: "make it faster, or set the time for the role: poolers may drop it from the string",
        rules: &["startup-parameter-dropped"],
        example: "ERROR:  canceling statement due to statement timeout",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["unsupported frontend protocol"],
        cause: "something else than this version of the protocol reached the server, such as HTTP or TLS bytes",
        remedy: "check port and scheme",
        example: "FATAL:  unsupported frontend protocol 1234.5680: server supports 3.0 to 3.0",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["cannot execute {} in a read-only transaction"],
        cause: "the connection reached a replica, or another client left the session read-only behind a transaction pooler",
        remedy: "connect to the primary, or write `target_session_attrs=read-write`",
        mend: Mend::Set("target_session_attrs", "read-write"),
        example: "ERROR:  cannot execute INSERT in a read-only transaction",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["relation \"{}\" does not exist"],
        cause: "the table is in another schema or database: a `search_path` set by `SET` or in the string gets lost behind a pooler in transaction mode, or the string names another database",
        remedy: "set it for the role by `ALTER ROLE ... SET search_path`, or write the schema before the table; check the database",
        rules: &["startup-parameter-dropped"],
        example: "ERROR:  relation \"orders\" does not exist",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["there is no transaction in progress"],
        cause: "a `COMMIT` or `ROLLBACK` came outside of a transaction; behind a pooler in transaction mode the transaction may have ended on another server connection",
        remedy: "open transactions explicitly, and keep each on one connection of the client's pool",
        example: "WARNING:  there is no transaction in progress",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["current transaction is aborted, commands ignored"],
        cause: "an earlier statement of the same transaction failed, and nobody rolled back",
        remedy: "look for the first error above, and roll back after an error",
        follows: true,
        example: "ERROR:  current transaction is aborted, commands ignored until end of transaction block",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["no pg_hba.conf entry for replication connection"],
        cause: "no rule of the server lets this user replicate from this address",
        remedy: "use a role with `REPLICATION` and the host of the server itself, and add a line for `replication` to pg_hba.conf",
        example: "FATAL:  no pg_hba.conf entry for replication connection from host \"10.0.0.2\", user \"app\", no encryption",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &[
            "pg_hba.conf rejects connection for host \"{}\", user \"{}\", database \"{}\", no encryption",
            "pg_hba.conf rejects connection for host \"{}\", user \"{}\", database \"{}\", SSL off",
        ],
        cause: "a rule of the server rejects this user without TLS",
        remedy: "require TLS, such as by `sslmode=require` or stronger",
        rules: NO_TLS,
        mend: Mend::Tls(Tls::REQUIRE),
        example: "FATAL:  pg_hba.conf rejects connection for host \"203.0.113.7\", user \"app\", database \"shop\", no encryption",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["pg_hba.conf rejects connection for host"],
        cause: "a rule of the server says `reject` for this address, user and database",
        remedy: "change the rule in pg_hba.conf, or connect as another user or by another endpoint",
        example: "FATAL:  pg_hba.conf rejects connection for host \"10.0.0.2\", user \"app\", database \"shop\", SSL encryption",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["too many connections for role \"{}\""],
        cause: "the role's own `CONNECTION LIMIT` is reached",
        remedy: "close connections or lower the sizes of client pools; else raise it by `ALTER ROLE ... CONNECTION LIMIT`",
        example: "FATAL:  too many connections for role \"app\"",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["too many connections for database \"{}\""],
        cause: "the database's own `CONNECTION LIMIT` is reached",
        remedy: "close connections or lower the sizes of client pools; else raise it by `ALTER DATABASE ... CONNECTION LIMIT`",
        example: "FATAL:  too many connections for database \"shop\"",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["number of requested standby connections exceeds max_wal_senders"],
        cause: "all `max_wal_senders` are in use, and the client asks for replication",
        remedy: "remove `replication` if it is not meant; else raise `max_wal_senders`",
        example: "FATAL:  number of requested standby connections exceeds max_wal_senders (currently 10)",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["the database system is shutting down"],
        cause: "the server restarts or stops",
        remedy: "try again with growing waits",
        example: "FATAL:  the database system is shutting down",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["the database system is in recovery mode"],
        cause: "the server crashed, and replays its log",
        remedy: "try again with growing waits, and look into the server's log for the crash: memory that ran out is a usual one",
        example: "FATAL:  the database system is in recovery mode",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &[
            "the database system is not yet accepting connections",
            "the database system is not accepting connections",
        ],
        cause: "the host is a standby that takes no queries, or not yet; the DETAIL says which",
        remedy: "connect to the primary, or wait",
        example: "FATAL:  the database system is not yet accepting connections",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["terminating connection because of crash of another server process"],
        cause: "another backend crashed, and the server ends all sessions to be safe",
        remedy: "reconnect, and look into the server's log for the process that crashed",
        example: "WARNING:  terminating connection because of crash of another server process",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["terminating connection due to idle-session timeout"],
        cause: "the session did nothing for longer than `idle_session_timeout`",
        remedy: "let the client's pool close idle connections sooner than that",
        example: "FATAL:  terminating connection due to idle-session timeout",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &[
            "terminating connection due to conflict with recovery",
            "canceling statement due to conflict with recovery",
        ],
        cause: "a long query on a replica stood in the way of changes that came from the primary",
        remedy: "run long queries on the primary, or turn `hot_standby_feedback` on",
        example: "ERROR:  canceling statement due to conflict with recovery",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["canceling statement due to user request"],
        cause: "somebody cancelled the query: mostly the driver, when its own time-out ran out",
        remedy: "raise the time-out of the client, or make the query faster",
        mend: Mend::Raise(Setting::CommandTimeout),
        example: "ERROR:  canceling statement due to user request",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["canceling authentication due to timeout"],
        cause: "the client did not finish logging in within `authentication_timeout`",
        remedy: "look for what holds the client or the network up, such as too many connections opened at once",
        example: "FATAL:  canceling authentication due to timeout",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["invalid value for parameter \"{}\": \"{}\""],
        cause: "a setting sent at startup has a value that the server does not take",
        remedy: "correct the value in the string, in `options` or in the driver's configuration",
        rules: &["invalid-parameter-value"],
        example: "FATAL:  invalid value for parameter \"TimeZone\": \"Europe/Nowhere\"",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &[
            "parameter \"{}\" cannot be changed without restarting the server",
            "permission denied to set parameter \"{}\"",
        ],
        cause: "a setting in the string belongs to the server's configuration, or to its administrators",
        remedy: "remove it from the string",
        example: "FATAL:  permission denied to set parameter \"log_statement\"",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["no PostgreSQL user name specified in startup packet"],
        cause: "the client sent an empty user",
        remedy: "write the user in the string",
        rules: &["user-missing"],
        example: "FATAL:  no PostgreSQL user name specified in startup packet",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["invalid length of startup packet", "incomplete startup packet"],
        cause: "something that does not speak PostgreSQL's protocol reached the port: a health check, a web client, or TLS at once",
        remedy: "let health checks use `pg_isready`, and write `sslnegotiation=direct` only where the server takes it",
        example: "LOG:  invalid length of startup packet",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["connection requires a valid client certificate"],
        cause: "a rule of the server asks for a certificate of the client",
        remedy: "give `sslcert` and `sslkey` with a certificate of the authority that the server knows",
        example: "FATAL:  connection requires a valid client certificate",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["GSSAPI authentication failed", "accepting GSS security context failed"],
        cause: "logging in by Kerberos failed",
        remedy: "write `gssencmode=disable` where Kerberos is not meant; else renew the ticket, and check realm and keytab",
        mend: Mend::Set("gssencmode", "disable"),
        example: "FATAL:  GSSAPI authentication failed for user \"app\"",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["Peer authentication failed for user", "Ident authentication failed for user"],
        cause: "over the local socket the server compares the user with the account of the operating system, and they differ",
        remedy: "connect over TCP with a password, such as `host=localhost`, or as the account's own user",
        example: "FATAL:  Peer authentication failed for user \"app\"",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["LDAP authentication failed for user", "PAM authentication failed for user"],
        cause: "the service that the server asks about passwords said no; on Amazon RDS this is a wrong or stale IAM token",
        remedy: "check user and password there, or make a new token",
        example: "FATAL:  LDAP authentication failed for user \"app\"",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["SCRAM channel binding check failed", "invalid SCRAM response"],
        cause: "the password is wrong, or something between client and server ends TLS, so that both see different certificates",
        remedy: "check the password; behind a proxy that ends TLS write `channel_binding=disable`",
        rules: &["channel-binding-unsupported"],
        mend: Mend::Set("channel_binding", "disable"),
        example: "FATAL:  SCRAM channel binding check failed",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["permission denied for database \"{}\""],
        cause: "the role may not connect to this database",
        remedy: "`GRANT CONNECT ON DATABASE` to the role, or connect as another",
        example: "FATAL:  permission denied for database \"shop\"",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["database \"{}\" is not currently accepting connections"],
        cause: "the database is closed to connections, as `template0` is, or its provider moves it",
        remedy: "connect to another database, or wait",
        example: "FATAL:  database \"template0\" is not currently accepting connections",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["role \"{}\" is not permitted to log in"],
        cause: "the role is a group: it has `NOLOGIN`",
        remedy: "connect as a role that may log in, or `ALTER ROLE ... LOGIN`",
        example: "FATAL:  role \"readers\" is not permitted to log in",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["must be superuser to connect during database shutdown"],
        cause: "the server is stopping, and takes administrators only",
        remedy: "try again with growing waits",
        example: "FATAL:  must be superuser to connect during database shutdown",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["^out of memory$"],
        cause: "the server, or the pooler in between, has no memory left",
        remedy: "lower the number of connections or `work_mem`, or give the machine more",
        example: "ERROR:  out of memory",
        ..ErrorText::PLAIN
    },
];
