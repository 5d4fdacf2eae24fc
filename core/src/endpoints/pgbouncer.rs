//! PgBouncer: by name in either mode, and as a guess from its usual port.

use super::{Endpoint, Match, Mode, NamedStatements, Others, Part, Startup, TlsOffer};
use crate::drivers::Checked;
use crate::model::{Since, Version};

const CHECKED: &[Checked] = &[
    Checked { version: "1.18", on: "2026-11-23", how: "run in session and transaction mode" },
    Checked {
        version: "1.24.1",
        on: "2026-11-23",
        how: "run in transaction mode, with and without tracking",
    },
];

const NAMED: &[Since<NamedStatements>] = &[
    Since(Version(1, 0, 0), NamedStatements::Lost),
    // 1.21 can track them, but `max_prepared_statements` is 0 by default until 1.24.
    Since(Version(1, 21, 0), NamedStatements::Unknown),
    Since(Version(1, 24, 0), NamedStatements::Tracked),
];

const TRACKED: &[&str] =
    &["application_name", "client_encoding", "datestyle", "timezone", "standard_conforming_strings"];
const TRACKED_1_20: &[&str] = &[
    "application_name",
    "client_encoding",
    "datestyle",
    "timezone",
    "standard_conforming_strings",
    "intervalstyle",
];

const STARTUP: &[Since<Startup>] = &[
    Since(
        Version(1, 0, 0),
        Startup {
            accepted: TRACKED,
            others: Others::Refused("unsupported startup parameter: {}"),
            options: Others::Refused("unsupported startup parameter: options"),
        },
    ),
    Since(
        Version(1, 20, 0),
        Startup {
            accepted: TRACKED_1_20,
            others: Others::Refused("unsupported startup parameter: {}"),
            options: Others::Refused("unsupported startup parameter in options: {}"),
        },
    ),
];

pub(super) static TRANSACTION: Endpoint = Endpoint {
    name: "pgbouncer-transaction",
    label: "PgBouncer in transaction mode",
    docs: "A client has a server connection for one transaction only. What belongs to a session (named statements \
           before 1.21, `SET`, `LISTEN`, advisory locks, temporary tables) is lost or meets another client.",
    matches: |_| None,
    newest: Version(1, 25, 0),
    mode: Mode::Transaction,
    named_statements: NAMED,
    startup: STARTUP,
    tls: TlsOffer::Configured,
    channel_binding: false,
    checked: CHECKED,
};

pub(super) static SESSION: Endpoint = Endpoint {
    name: "pgbouncer-session",
    label: "PgBouncer in session mode",
    docs: "A client keeps its server connection until it leaves, so that a session works as without a pooler; \
           startup parameters are still refused unless PgBouncer tracks them.",
    matches: |_| None,
    mode: Mode::Session,
    named_statements: &[Since(Version(1, 0, 0), NamedStatements::Kept)],
    ..copy(&TRANSACTION)
};

pub(super) static PORT: Endpoint = Endpoint {
    name: "pgbouncer",
    label: "probably PgBouncer",
    docs: "6432 is the usual port of PgBouncer and 6543 the one of Supabase's transaction pooler, but nothing keeps a \
           plain server from using them: what follows from the port is a guess.",
    matches: |target| {
        let port = target.port.filter(|port| matches!(port, 6432 | 6543))?;
        let whose = if port == 6432 {
            "the usual port of PgBouncer"
        } else {
            "the usual port of a transaction pooler"
        };
        Match::guess(Part::Port, format!("{port} is {whose}"))
    },
    named_statements: &[Since(Version(1, 0, 0), NamedStatements::Unknown)],
    ..copy(&TRANSACTION)
};

const fn copy(from: &'static Endpoint) -> Endpoint {
    Endpoint { ..*from }
}
