//! Texts of Neon.

use super::{Emitter, ErrorText, Mend, NAMED_STATEMENTS, NO_TLS, WRONG_PASSWORD};
use crate::model::{Setting, Tls};

pub(super) static EMITTER: Emitter = Emitter {
    name: "neon",
    label: "Neon",
    near: &[".neon.tech", ".neon.build"],
    texts: TEXTS,
    source: "documentation and source of Neon's proxy",
};

const TEXTS: &[ErrorText] = &[
    ErrorText {
        texts: &["connection is insecure (try using `sslmode=require`)"],
        cause: "Neon takes clients over TLS only",
        remedy: "require TLS, such as by `sslmode=require` or stronger",
        rules: NO_TLS,
        mend: Mend::Tls(Tls::REQUIRE),
        example: "ERROR: connection is insecure (try using `sslmode=require`)",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["Endpoint ID is not specified"],
        cause: "the client did not say which host it wants during the TLS handshake (SNI)",
        remedy: "upgrade the client library, or write `options=endpoint%3D` and the first part of the host",
        example: "ERROR: Endpoint ID is not specified. Either please upgrade the postgres client library (libpq) for SNI support or pass the endpoint ID",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["Inconsistent project name inferred from SNI"],
        cause: "`options=endpoint=...` names another endpoint than the host",
        remedy: "make both the same, or remove the option",
        example: "ERROR: Inconsistent project name inferred from SNI ('ep-a') and project option ('ep-b')",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["password authentication failed for user '{}'"],
        cause: "password or user is wrong, or the endpoint belongs to another branch",
        remedy: "copy the string again from the console",
        rules: WRONG_PASSWORD,
        example: "ERROR: password authentication failed for user 'neondb_owner'",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["Control plane request failed: endpoint cannot be found"],
        cause: "the endpoint was removed or renamed, or the region is wrong",
        remedy: "copy the string again from the console",
        example: "ERROR: Control plane request failed: endpoint cannot be found",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &[
            "unsupported startup parameter in options: {} Please use unpooled connection or remove this parameter from the startup package",
            "unsupported startup parameter: {} Please use unpooled connection or remove this parameter from the startup package",
        ],
        cause: "a setting was sent through the pooled endpoint, which does not take it",
        remedy: "remove it, or use the host without `-pooler`",
        rules: &["startup-parameter-refused"],
        example: "ERROR: unsupported startup parameter in options: search_path. Please use unpooled connection or remove this parameter from the startup package",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["Project name ('{}') must contain only alphanumeric characters and hyphen"],
        cause: "`options=endpoint=...` holds something else than the endpoint's name",
        remedy: "write the first part of the host there",
        example: "ERROR: Project name ('ep_cool') must contain only alphanumeric characters and hyphen",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &[
            "Parameter 'user' is missing in startup packet",
            "Parameter 'database' is missing in startup packet",
        ],
        cause: "the client sent no user or no database",
        remedy: "write both in the string",
        rules: &["user-missing", "database-missing"],
        example: "ERROR: Parameter 'user' is missing in startup packet.",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["This IP address {} is not allowed to connect to this endpoint"],
        cause: "the project lets certain addresses in only",
        remedy: "add the client's address to the project's IP Allow list, in IPv4 or IPv6 as the text shows it",
        example: "ERROR: This IP address 203.0.113.7 is not allowed to connect to this endpoint.",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["This connection is trying to access this endpoint from a blocked network"],
        cause: "the project blocks the public internet, or this private network",
        remedy: "change the project's network settings, or connect from the network that is let in",
        example: "ERROR: This connection is trying to access this endpoint from a blocked network.",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &[
            "This VPC endpoint id {} is not allowed to connect to this endpoint",
            "VPC endpoint ID is not specified",
        ],
        cause: "the private network's endpoint is not the one that the project knows",
        remedy: "register the VPC endpoint in the project",
        example: "ERROR: This VPC endpoint id vpce-0abc is not allowed to connect to this endpoint.",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["Too many connections to this endpoint. Please try again later"],
        cause: "Neon's proxy limits how fast connections are made",
        remedy: "wait longer between tries, and connect through the pooled host",
        example: "ERROR: Too many connections to this endpoint. Please try again later.",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["Too many connections attempts", "Failed to acquire permit to connect to the database"],
        cause: "too many connections were opened at once, mostly while the database woke up",
        remedy: "open fewer at the same time, and wait longer between tries",
        example: "ERROR: Failed to acquire permit to connect to the database. Too many database connection attempts are currently ongoing.",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["^Authentication timed out$"],
        cause: "the client took too long to log in",
        remedy: "try again",
        example: "ERROR: Authentication timed out",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["Couldn't connect to compute node"],
        cause: "the database is still waking up, or failed to",
        remedy: "try again with growing waits, and give the connection ten seconds or more",
        mend: Mend::Raise(Setting::ConnectTimeout),
        example: "ERROR: Couldn't connect to compute node",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["Control plane request failed: endpoint is disabled"],
        cause: "the endpoint was disabled in the console",
        remedy: "enable it",
        example: "ERROR: Control plane request failed: endpoint is disabled",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["Control plane request failed: endpoint is temporarily unavailable"],
        cause: "a quota is used up, or Neon works on the endpoint",
        remedy: "look at the project's usage, else at Neon's status",
        example: "ERROR: Control plane request failed: endpoint is temporarily unavailable. Check your quotas and/or contact our support.",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["Control plane request failed"],
        cause: "Neon's own management did not answer",
        remedy: "try again, and look at Neon's status",
        follows: true,
        example: "ERROR: Control plane request failed",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &[
            "exceeded the compute time quota",
            "exceeded the active time quota",
            "exceeded the data transfer quota",
            "exceeded the written data quota",
            "exceeded the logical size quota",
            "exceeded the limit of concurrently active endpoints",
        ],
        cause: "a quota of the plan is used up",
        remedy: "take a larger plan, or wait for the next month",
        example: "ERROR: Your account or project has exceeded the compute time quota. Upgrade your plan to increase limits.",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["Malformed password message:", "Unsupported authentication method:"],
        cause: "client and proxy do not agree on how to log in",
        remedy: "use a driver with SCRAM, or the plain password over TLS",
        example: "ERROR: Unsupported authentication method: md5",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["Channel binding failed:", "Unsupported channel binding method:"],
        cause: "channel binding does not fit: something in between ends TLS",
        remedy: "write `channel_binding=disable` behind such a hop",
        rules: &["channel-binding-unsupported"],
        mend: Mend::Set("channel_binding", "disable"),
        example: "ERROR: Channel binding failed: data does not match",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["JWT token has expired", "invalid JWT token audience", "^jwk not found$"],
        cause: "the token of the user is old, or made for somebody else",
        remedy: "make a new token, and check its audience and key",
        example: "ERROR: JWT token has expired",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["terminating connection due to administrator command"],
        cause: "the database went to sleep after its idle time, or restarted",
        remedy: "reconnect; let the pool check connections before use, and keep them for less than the idle time",
        example: "ep-cool-name-a1b2c3.eu-central-1.aws.neon.tech: FATAL:  terminating connection due to administrator command",
        ..ErrorText::PLAIN
    },
    ErrorText {
        texts: &["prepared statement \"{}\" already exists"],
        cause: "an old engine of Prisma, or a migration through the pooled host",
        remedy: "migrate by the host without `-pooler`; Neon's pooler itself tracks named statements today",
        rules: NAMED_STATEMENTS,
        mend: Mend::StatementsOff,
        example: "ep-cool-name-a1b2c3-pooler.eu-central-1.aws.neon.tech: ERROR: prepared statement \"s0\" already exists",
        ..ErrorText::PLAIN
    },
];
