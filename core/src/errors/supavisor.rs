//! Texts of Supavisor (Supabase).

use super::{Emitter, ErrorText, Mend, NAMED_STATEMENTS, NO_TLS, WRONG_PASSWORD};
use crate::model::Tls;

pub(super) static EMITTER: Emitter = Emitter {
    name: "supavisor",
    label: "Supavisor (Supabase)",
    near: &["supavisor", "pooler.supabase.com"],
    texts: TEXTS,
    source: "source of Supavisor 2.9.7",
};

const TEXTS: &[ErrorText] = &[
    ErrorText {
        texts: &["tenant/user {} not found"],
        cause: "the pooler's cluster does not know the project: wrong region or number in the host, or a wrong project in the user",
        remedy: "copy host and user from the dashboard; the user is `role.project`",
        rules: &["unknown-supabase-host", "pooler-user-without-project"],
        example: "FATAL:  (ENOTFOUND) tenant/user postgres.abcdefghijklmnopqrst not found",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["Tenant or user not found"],
        cause: "the pooler's cluster does not know the project: wrong region or number in the host, or a user without the project",
        remedy: "copy host and user from the dashboard; the user is `role.project`",
        rules: &["unknown-supabase-host", "pooler-user-without-project"],
        example: "FATAL:  Tenant or user not found",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["no tenant identifier provided"],
        cause: "the user lacks the project",
        remedy: "write the user as `role.project`",
        rules: &["pooler-user-without-project"],
        example: "FATAL:  (ENOIDENTIFIER) no tenant identifier provided (external_id or sni_hostname required)",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["max clients reached in session mode"],
        cause: "in session mode each client holds a server connection, and all are held",
        remedy: "use port 6543 for short transactions, or lower the sizes of client pools",
        example: "FATAL:  (EMAXCONNSESSION) max clients reached in session mode - max clients are limited to pool_size: 15",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["max clients reached - in Session mode max clients are limited to pool_size"],
        cause: "in session mode each client holds a server connection, and all are held",
        remedy: "use port 6543 for short transactions, or lower the sizes of client pools",
        example: "FATAL: MaxClientsInSessionMode: max clients reached - in Session mode max clients are limited to pool_size",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["SSL connection is required for user", "^SSL connection is required$"],
        cause: "the project takes clients over TLS only",
        remedy: "require TLS, such as by `sslmode=require` or stronger",
        rules: NO_TLS,
        mend: Mend::Tls(Tls::REQUIRE),
        example: "FATAL:  (ESSLREQUIRED) SSL connection is required for user: app",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["transaction mode only supports prepared statements using the Extended Query Protocol"],
        cause: "SQL such as `PREPARE` or `DEALLOCATE` was sent in transaction mode",
        remedy: "use port 5432, or keep the driver from sending it",
        example: "FATAL:  (EPSSIMPLEQUERY) transaction mode only supports prepared statements using the Extended Query Protocol",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["too many authentication failures, new connections are temporarily blocked"],
        cause: "somebody tried wrong passwords, and the pooler blocks for two minutes",
        remedy: "set the new password everywhere, and wait",
        example: "FATAL: (ECIRCUITBREAKER) too many authentication failures, new connections are temporarily blocked",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["(EMULTIPLEUSERS)", "multiple users matched for {}, check tenant configuration"],
        cause: "the tenant has several users that fit, on a pooler of one's own",
        remedy: "remove the spare users of the tenant; on Supabase's pooler, ask its support",
        example: "FATAL:  (EMULTIPLEUSERS) multiple users matched for app, check tenant configuration",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &[
            "(EINVALIDUSERINFO)",
            "Authentication error, reason: \"Invalid format for user or db_name\"",
        ],
        cause: "user or database holds characters that the pooler does not take: often a URL that nobody decoded, or one pasted into a field",
        remedy: "give user and database alone, decoded",
        rules: &["user-not-encoded"],
        example: "FATAL:  (EINVALIDUSERINFO) Authentication error, reason: \"Invalid format for user or db_name\"",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["(EMAXCONN) max client connections reached, limit: {}", "Max client connections reached"],
        cause: "there are more clients than this size of the database allows in transaction mode",
        remedy: "lower the sizes of client pools, keep one pool for each process, or take a larger size",
        example: "FATAL:  (EMAXCONN) max client connections reached, limit: 200",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &[
            "(ECHECKOUTTIMEOUT)",
            "unable to check out connection from the pool after {} in {} mode",
            "Unable to check out connection from the pool due to timeout",
        ],
        cause: "all server connections of the pool were busy until the time was up, a minute unless changed",
        remedy: "shorten transactions, look for idle ones that stay open, or raise the size of the pool",
        example: "FATAL:  (ECHECKOUTTIMEOUT) unable to check out connection from the pool after 60000ms in Transaction mode",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["(ECHECKOUTRETRIES)", "failed to check out a connection after multiple retries"],
        cause: "the pooler's connections to the database end while it takes them",
        remedy: "check that the database runs and has connections left",
        example: "FATAL:  (ECHECKOUTRETRIES) failed to check out a connection after multiple retries",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["(ECHECKOUTFAILED)", "checkout failed due to"],
        cause: "the database answered the pooler with an error; the rest of the line says which",
        remedy: "mend what the database says",
        follows: true,
        example: "FATAL:  (ECHECKOUTFAILED) checkout failed due to an error of the server",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["(EPOOLCHECKOUT)", "pool checkout failed"],
        cause: "something failed inside the pooler",
        remedy: "try again; tell Supabase if it stays",
        follows: true,
        example: "FATAL:  (EPOOLCHECKOUT) pool checkout failed",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &[
            "(EDBHANDLEREXITED)",
            "connection to database closed. Check logs for more information",
            "DbHandler exited",
        ],
        cause: "the connection to the database ended under the client: a restart, somebody ended it, memory or time ran out",
        remedy: "reconnect, and look into the database's log",
        example: "FATAL:  (EDBHANDLEREXITED) connection to database closed. Check logs for more information",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &[
            "too many failed attempts to connect to the database, new connections are temporarily blocked",
            "Circuit breaker open: Unable to establish connection to upstream database",
        ],
        cause: "the pooler could not reach the database many times, and pauses; the database is down, restarts, has no connections left, or bans the address",
        remedy: "bring the database back, lift the ban in its settings, then wait",
        example: "FATAL:  (ECIRCUITBREAKER) too many failed attempts to connect to the database, new connections are temporarily blocked",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &[
            "failed to retrieve database credentials after multiple attempts, new connections are temporarily blocked",
        ],
        cause: "the pooler could not ask the database for passwords, and pauses for half a minute",
        remedy: "check that the project runs and has connections left",
        example: "FATAL:  (ECIRCUITBREAKER) failed to retrieve database credentials after multiple attempts, new connections are temporarily blocked",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["Circuit breaker open:"],
        cause: "the pooler saw too many failures and pauses; an older version says so without the reason",
        remedy: "mend the password or the database, and wait",
        example: "FATAL:  Circuit breaker open: too many failures",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["(EWRONGPASSWORD)", "Exchange error: password authentication failed"],
        cause: "the password is wrong, or reserved characters in it were not encoded",
        remedy: "set the database's password anew, and percent-encode it in a URL",
        rules: WRONG_PASSWORD,
        example: "(EWRONGPASSWORD) Exchange error: password authentication failed",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["(EAUTHQUERY) user not found in the database"],
        cause: "the part of the user before the dot is no role of this database",
        remedy: "correct the role, or create it",
        example: "FATAL:  (EAUTHQUERY) user not found in the database",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["(EAUTHQUERY) MD5 secrets are not supported for auth_query"],
        cause: "the role's password is stored as MD5, which the pooler does not take",
        remedy: "set `password_encryption` to `scram-sha-256`, and set the password again",
        example: "FATAL:  (EAUTHQUERY) MD5 secrets are not supported for auth_query",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &[
            "(EAUTHQUERY)",
            "(EAUTHQUERY) authentication query failed",
            "(EAUTHQUERY) auth_query connection failed",
            "(EAUTHQUERY) auth_query secret check timed out",
            "(EAUTHQUERY) unsupported or invalid secret format",
            "(EAUTHQUERY) failed to parse SCRAM secret",
            "(EAUTHQUERY) no auth_query configured for this tenant",
        ],
        cause: "the pooler could not get the password's secret from the database",
        remedy: "check that the database runs; on a pooler of one's own, check `auth_query`",
        example: "FATAL:  (EAUTHQUERY) auth_query connection failed",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["(EAUTHSECRETS)", "failed to retrieve authentication secrets"],
        cause: "the pooler could not get the secrets for logging in",
        remedy: "try again, and check that the project runs",
        example: "FATAL:  (EAUTHSECRETS) failed to retrieve authentication secrets",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &[
            "(EAUTHTIMEOUT)",
            "^timeout while waiting for message$",
            "connection failure during authentication",
        ],
        cause: "the client stopped in the middle of logging in",
        remedy: "look for what holds the client up, or a proxy that keeps data back; then try again",
        example: "FATAL:  (EAUTHTIMEOUT) timeout while waiting for message",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["(EAUTHPROTOCOL)", "protocol violation during authentication"],
        cause: "the client sent something unexpected while logging in",
        remedy: "use a driver with SCRAM, and write `channel_binding=disable`",
        rules: &["channel-binding-unsupported"],
        mend: Mend::Set("channel_binding", "disable"),
        example: "FATAL:  (EAUTHPROTOCOL) protocol violation during authentication",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["(ESSLHANDSHAKE)", "^SSL handshake failed$"],
        cause: "client and pooler did not agree on TLS",
        remedy: "use TLS 1.2 or later, and take out a proxy that opens TLS",
        example: "FATAL:  (ESSLHANDSHAKE) SSL handshake failed",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["(EADDRNOTALLOWED)", "address not in tenant allow_list:"],
        cause: "the project lets certain addresses in only, and this one is none of them",
        remedy: "add the address that the client goes out by, IPv4 for the shared pooler, to the network restrictions",
        example: "FATAL:  (EADDRNOTALLOWED) address not in tenant allow_list: {203, 0, 113, 7}",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["(EBANNED)", "^tenant is banned:"],
        cause: "the operator blocks this project",
        remedy: "ask the operator's support",
        example: "FATAL:  (EBANNED) tenant is banned: abuse",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &[
            "(ESTARTUPMESSAGE)",
            "Invalid startup message: :bad_startup_payload",
            "Invalid startup message: :missing_user",
        ],
        cause: "the pooler does not understand how the client begins: it asks about Kerberos, sends no user, or speaks something else",
        remedy: "write `gssencmode=disable`, and give a user",
        mend: Mend::Set("gssencmode", "disable"),
        example: "FATAL:  (ESTARTUPMESSAGE) Invalid startup message: :bad_startup_payload",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["(ESTARTUPPACKETTOOLARGE)", "Startup packet too large: {} bytes (max {} bytes)"],
        cause: "the client sends more at startup than the pooler takes",
        remedy: "shorten `options` and `application_name`",
        example: "FATAL:  (ESTARTUPPACKETTOOLARGE) Startup packet too large: 20480 bytes (max 10000 bytes)",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["(EPREPAREDDUP) prepared statement \"{}\" already exists", "(EPREPAREDDUP)"],
        cause: "a pooler that tracks named statements got one name twice from this client",
        remedy: "give statements names of their own, or turn named statements off in the driver",
        rules: NAMED_STATEMENTS,
        mend: Mend::StatementsOff,
        example: "FATAL:  (EPREPAREDDUP) prepared statement \"s1\" already exists",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["(EPREPAREDNOTFOUND) prepared statement \"{}\" does not exist", "(EPREPAREDNOTFOUND)"],
        cause: "a pooler that tracks named statements never saw this one being prepared by the client",
        remedy: "turn named statements off in the driver, and reconnect",
        rules: NAMED_STATEMENTS,
        mend: Mend::StatementsOff,
        example: "FATAL:  (EPREPAREDNOTFOUND) prepared statement \"s1\" does not exist",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["(EMAXPREPARED)", "max prepared statements limit reached. Limit: 100 per connection"],
        cause: "the pooler keeps 100 named statements for each client connection",
        remedy: "keep fewer than 100 in the driver's cache, or turn named statements off",
        mend: Mend::StatementsOff,
        example: "FATAL:  (EMAXPREPARED) max prepared statements limit reached. Limit: 100 per connection",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &[
            "(EMAXPREPAREDMEM)",
            "max prepared statements memory limit reached. Limit: 1.0MB per connection",
        ],
        cause: "the named statements of one client take more than the megabyte that the pooler keeps",
        remedy: "keep fewer in the driver's cache, and avoid very long SQL made by programs",
        mend: Mend::StatementsOff,
        example: "FATAL:  (EMAXPREPAREDMEM) max prepared statements memory limit reached. Limit: 1.0MB per connection",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["(EMAXPOOLSREACHED)", "max pools count reached"],
        cause: "the pooler has too many pools: each user, database, mode and `search_path` has its own",
        remedy: "use fewer combinations, and try again",
        example: "FATAL:  (EMAXPOOLSREACHED) max pools count reached",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["(ESUBSCRIBERETRIES)", "failed to subscribe to tenant after multiple retries"],
        cause: "the pooler could not start the project's pool",
        remedy: "try again with growing waits",
        example: "FATAL:  (ESUBSCRIBERETRIES) failed to subscribe to tenant after multiple retries. Terminating",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["(EWORKERNOTFOUND)", "(EPOOLRANCHNOTFOUND)", "(EPOOLCONFIGNOTFOUND)"],
        cause: "the pool is not there yet: it was just made or moved",
        remedy: "try again with growing waits",
        example: "FATAL:  (EWORKERNOTFOUND) worker not found",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["(EPROXYSTARTFAILED)", "(EPROXYSUPERVISORUNAVAILABLE)"],
        cause: "one machine of the pooler could not hand the client to another",
        remedy: "try again",
        example: "FATAL:  (EPROXYSTARTFAILED) failed to start the proxy",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["(EPOOLTERMINATING)", "^pool terminating:"],
        cause: "the database answered with a fatal error, and the pool ends; the rest of the line says which",
        remedy: "mend what the database says",
        follows: true,
        example: "FATAL:  (EPOOLTERMINATING) pool terminating: the server went away",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["(EJITUNAUTHORIZED)", "(EJITREQUESTFAILED)", "failed to reach JIT provider for user"],
        cause: "logging in with an access token was refused, or the token's service did not answer",
        remedy: "use a valid token for a role that was granted, over TLS",
        example: "FATAL:  (EJITUNAUTHORIZED) the token was refused",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["^Failed to connect to database:"],
        cause: "the pooler does not reach the database: paused, restarting, or banning the address",
        remedy: "check that the project runs, and lift a ban in its settings",
        example: "FATAL:  Failed to connect to database: :econnrefused",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &[
            "Authentication credentials are invalid. Please reconnect with fresh credentials to restore pool functionality",
        ],
        cause: "the password changed while the pool lived",
        remedy: "give the new password to all clients, and reconnect",
        example: "FATAL:  Authentication credentials are invalid. Please reconnect with fresh credentials to restore pool functionality.",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["terminating connection due to administrator command"],
        cause: "a machine of the pooler was emptied, or somebody ended the session in the database",
        remedy: "let the pool check connections before use, and reconnect",
        example: "supavisor: FATAL:  terminating connection due to administrator command",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["Connection closed when state was authentication"],
        cause: "the pooler's log says this of a database that does not exist, or a wrong password",
        remedy: "check database and password",
        rules: WRONG_PASSWORD,
        example: "Supavisor: ClientHandler: Connection closed when state was authentication",
        ..ErrorText::PLAIN
    },
];
