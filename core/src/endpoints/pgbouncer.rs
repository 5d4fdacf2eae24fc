//! PgBouncer: by name in either mode, and as a guess from its usual port.

use super::{
    Endpoint, InOptions, Limit, Match, Mode, NamedStatements, Others, Part, Startup, TlsOffer, UserForm,
    behind,
};
use crate::drivers::{Checked, Evidence};
use crate::model::{Since, Version};

const CHECKED: &[Checked] = &[
    Checked {
        version: "1.18",
        evidence: Evidence::Run,
        on: "2026-11-23",
        how: "run in session and transaction mode",
    },
    Checked {
        version: "1.24.1",
        evidence: Evidence::Run,
        on: "2026-11-23",
        how: "run in transaction mode, with and without tracking",
    },
    Checked { version: "1.25.2", evidence: Evidence::Documentation, on: "2026-11-23", how: "release notes" },
];

const NAMED: &[Since<NamedStatements>] = &[
    Since(Version(1, 0, 0), NamedStatements::Lost),
    // 1.21 can track them, but `max_prepared_statements` is 0 by default until 1.24.
    Since(Version(1, 21, 0), NamedStatements::Unknown),
    Since(Version(1, 24, 0), NamedStatements::Tracked),
];

/// Parameters that PgBouncer follows for each client.
pub(super) const TRACKED: &[&str] = &[
    "application_name",
    "client_encoding",
    "datestyle",
    "timezone",
    "standard_conforming_strings",
    "intervalstyle",
];
const TRACKED_1_18: &[&str] =
    &["application_name", "client_encoding", "datestyle", "timezone", "standard_conforming_strings"];
const TRACKED_1_23: &[&str] = &[
    "application_name",
    "client_encoding",
    "datestyle",
    "timezone",
    "standard_conforming_strings",
    "intervalstyle",
    "replication",
];

pub(super) const REFUSED: Others = Others::Refused("unsupported startup parameter: {}");
pub(super) const REFUSED_IN_OPTIONS: Others = Others::Refused("unsupported startup parameter in options: {}");

const STARTUP: &[Since<Startup>] = &[
    Since(
        Version(1, 0, 0),
        Startup { accepted: TRACKED_1_18, others: REFUSED, options: InOptions::Whole(REFUSED) },
    ),
    Since(
        Version(1, 20, 0),
        Startup {
            accepted: TRACKED,
            others: REFUSED,
            options: InOptions::Each { accepted: TRACKED, others: REFUSED_IN_OPTIONS },
        },
    ),
    Since(
        Version(1, 23, 0),
        Startup {
            accepted: TRACKED_1_23,
            others: REFUSED,
            options: InOptions::Each { accepted: TRACKED, others: REFUSED_IN_OPTIONS },
        },
    ),
];

/// What is known of the defaults of PgBouncer alone, where somebody else configures it.
const PERHAPS_REFUSED: &[Since<Startup>] = &[Since(
    Version(0, 0, 0),
    Startup {
        accepted: TRACKED,
        others: Others::PerhapsRefused("unsupported startup parameter: {}"),
        options: InOptions::Each {
            accepted: TRACKED,
            others: Others::PerhapsRefused("unsupported startup parameter in options: {}"),
        },
    },
)];

const SOURCE: &str = "source of PgBouncer 1.25.2";

/// A PgBouncer that a platform runs: version and configuration are its own.
pub(super) static MANAGED: Endpoint = Endpoint {
    name: "",
    aliases: &[],
    newest: Version(0, 0, 0),
    named_statements: &[Since(Version(0, 0, 0), NamedStatements::Unknown)],
    startup: PERHAPS_REFUSED,
    limits: &[],
    ..TRANSACTION
};

pub(super) static TRANSACTION: Endpoint = Endpoint {
    name: "pgbouncer",
    aliases: &["pgbouncer-transaction"],
    label: "PgBouncer",
    docs: "In transaction mode a client has a server connection for one transaction only. What belongs to a session \
           (named statements before 1.21, `SET`, `LISTEN`, advisory locks, temporary tables) is lost or meets another \
           client. 6432 is the usual port of PgBouncer and 6543 the one of Supabase's transaction pooler, but nothing \
           keeps a plain server from using them: what follows from the port is a guess.",
    matches: |target| {
        let whose = match target.port {
            Some(6432) => "the usual port of PgBouncer",
            Some(6543) => "the usual port of a transaction pooler",
            _ => return target.called(&["pgbouncer", "pooler"]),
        };
        Match::guess(Part::Port, format!("{} is {whose}", target.port?))
    },
    newest: Version(1, 25, 0),
    mode: Mode::Transaction,
    behind: behind::unknown,
    named_statements: NAMED,
    startup: STARTUP,
    tls: TlsOffer::Configured,
    authority: None,
    user: UserForm::Any,
    ipv6_only: false,
    channel_binding: false,
    read_only: false,
    speaks_postgresql: true,
    limits: &[
        Limit::new("client connections", "`max_client_conn`, 100 by default", SOURCE),
        Limit::new(
            "server connections",
            "`default_pool_size` for each user and database, 20 by default",
            SOURCE,
        ),
        Limit::new("waiting", "`query_wait_timeout`, 120 s by default", SOURCE),
        Limit::new(
            "tracked statements",
            "`max_prepared_statements` for each connection, 200 by default",
            SOURCE,
        ),
    ],
    checked: CHECKED,
};

pub(super) static SESSION: Endpoint = Endpoint {
    name: "pgbouncer-session",
    aliases: &[],
    label: "PgBouncer in session mode",
    docs: "A client keeps its server connection until it leaves, so that a session works as without a pooler; \
           startup parameters are still refused unless PgBouncer tracks them.",
    matches: |_| None,
    mode: Mode::Session,
    named_statements: &[Since(Version(1, 0, 0), NamedStatements::Kept)],
    ..TRANSACTION
};
