//! Who answers in the lab.

/// What stands at one port.
pub struct Endpoint {
    /// Its name in the lab.
    pub name: &'static str,
    /// What core calls it.
    pub known_as: &'static str,
    /// What it is, for people.
    pub what: &'static str,
    /// What stands in front of the server.
    pub front: Front,
}

impl Endpoint {
    /// Whether it is not the server itself.
    pub fn is_pooler(&self) -> bool {
        !matches!(self.front, Front::Nothing)
    }
}

/// What stands in front of the server.
pub enum Front {
    /// Nothing: it is the server itself.
    Nothing,
    /// A PgBouncer.
    PgBouncer(Pooler),
    /// A Pgpool-II.
    Pgpool,
}

/// A PgBouncer.
pub struct Pooler {
    /// The release of Debian that it comes from.
    pub release: &'static str,
    /// What its configuration says beside what all of them say.
    pub settings: &'static [(&'static str, &'static str)],
}

/// PgBouncer 1.18.
const OLD: &str = "bookworm";
/// PgBouncer 1.24.
pub const NEW: &str = "trixie";

const SESSION: (&str, &str) = ("pool_mode", "session");
/// A client that stays keeps its server connection.
const ONE_FOR_EACH: (&str, &str) = ("default_pool_size", "40");
const TRANSACTION: (&str, &str) = ("pool_mode", "transaction");
/// So few server connections that the statements of different clients meet.
const FEW: (&str, &str) = ("default_pool_size", "3");

/// The server itself.
pub const DIRECT: &str = "postgresql";
/// The pooler that most of the generated code has to get along with.
pub const OLD_TRANSACTION: &str = "pgbouncer-1.18-transaction";

/// Those that every driver is tried at; the server first.
pub const ENDPOINTS: &[Endpoint] = &[
    Endpoint { name: DIRECT, known_as: "postgresql", what: "the server itself", front: Front::Nothing },
    Endpoint {
        name: "pgbouncer-1.18-session",
        known_as: "pgbouncer-session@1.18",
        what: "session mode",
        front: Front::PgBouncer(Pooler { release: OLD, settings: &[SESSION, ONE_FOR_EACH] }),
    },
    Endpoint {
        name: OLD_TRANSACTION,
        known_as: "pgbouncer-transaction@1.18",
        what: "transaction mode, statements not tracked",
        front: Front::PgBouncer(Pooler { release: OLD, settings: &[TRANSACTION, FEW] }),
    },
    Endpoint {
        name: "pgbouncer-1.24-transaction",
        known_as: "pgbouncer-transaction@1.24",
        what: "transaction mode, named statements tracked",
        front: Front::PgBouncer(Pooler { release: NEW, settings: &[TRANSACTION, FEW] }),
    },
    Endpoint {
        name: "pgbouncer-1.24-untracked",
        // What 1.21 is when nobody sets `max_prepared_statements`.
        known_as: "pgbouncer-transaction@1.21",
        what: "transaction mode, max_prepared_statements = 0",
        front: Front::PgBouncer(Pooler {
            release: NEW,
            settings: &[TRANSACTION, FEW, ("max_prepared_statements", "0")],
        }),
    },
];

/// Others, which are told apart from these by their behaviour.
pub const MORE: &[Endpoint] = &[
    Endpoint {
        name: "pgbouncer-1.24-session",
        known_as: "pgbouncer-session",
        what: "session mode, three at a time",
        front: Front::PgBouncer(Pooler { release: NEW, settings: &[SESSION, FEW] }),
    },
    Endpoint {
        name: "pgbouncer-1.24-statement",
        known_as: "pgbouncer-transaction@1.24",
        what: "statement mode",
        front: Front::PgBouncer(Pooler { release: NEW, settings: &[("pool_mode", "statement"), FEW] }),
    },
    Endpoint {
        name: "pgpool-4.3",
        known_as: "pgpool",
        what: "Pgpool-II before the one server",
        front: Front::Pgpool,
    },
];
