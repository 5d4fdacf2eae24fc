//! What a good connection says besides where it leads, and how each driver is told it.

use serde::Serialize;

use crate::model::Version;

/// Something to tell a driver about a connection or its pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Wish {
    /// To give up connecting to an address after so many seconds.
    ConnectTimeout,
    /// To ask the network after so many idle seconds whether the other side is still there; after the system's own time
    /// where the driver can only be told to do so.
    Keepalive,
    /// To take that one of several servers which accepts writes.
    Primary,
    /// To prefer a server that only reads.
    Standby,
    /// To keep no more than so many connections.
    PoolSize,
    /// To keep no connections at all, because a pooler does.
    NoPool,
    /// To close a connection after so many seconds, however busy.
    PoolRecycle,
    /// To see whether a pooled connection is alive before it is handed out.
    PoolCheck,
    /// To wait no longer than so many seconds for a connection of the pool.
    PoolWait,
}

impl Wish {
    /// All of them, in the order in which they are told.
    pub const ALL: &'static [Self] = &[
        Self::ConnectTimeout,
        Self::Keepalive,
        Self::Primary,
        Self::Standby,
        Self::NoPool,
        Self::PoolSize,
        Self::PoolWait,
        Self::PoolRecycle,
        Self::PoolCheck,
    ];

    /// In words, as the object of a sentence: "a time-out for connecting".
    pub fn label(self) -> &'static str {
        match self {
            Self::ConnectTimeout => "a time-out for connecting",
            Self::Keepalive => "keepalives",
            Self::Primary => "to take the server that accepts writes",
            Self::Standby => "to prefer a server that only reads",
            Self::PoolSize => "the size of the pool",
            Self::NoPool => "to keep no pool",
            Self::PoolRecycle => "the age at which a connection is replaced",
            Self::PoolCheck => "a check before a connection is handed out",
            Self::PoolWait => "how long to wait for a connection of the pool",
        }
    }

    /// Why to tell it, as a sentence without its stop.
    pub fn why(self) -> &'static str {
        match self {
            Self::ConnectTimeout => {
                "a host that does not answer is given up in time; many drivers wait for it as long as the system does, \
                 often two minutes"
            }
            Self::Keepalive => {
                "firewalls and load balancers forget idle connections; where the driver takes no time for it, the \
                 system's own counts, two hours on Linux"
            }
            Self::Primary => "the first host that answers may be a standby, which refuses every write",
            Self::Standby => {
                "the first host that answers may be the primary, whose work reads would slow down"
            }
            Self::PoolSize => {
                "all instances and workers together must stay below what the endpoint grants, or some are refused or \
                 wait"
            }
            Self::NoPool => {
                "an instance that lives for a request leaves its pool behind, and the pooler keeps connections anyway"
            }
            Self::PoolRecycle => {
                "poolers and platforms close old connections; replacing them first spares a query the error"
            }
            Self::PoolCheck => "a connection that died while it was idle is found before a query fails on it",
            Self::PoolWait => "a request that waits for a free connection for ever looks like a hang",
        }
    }

    /// Whether it is about the pool.
    pub fn is_about_pool(self) -> bool {
        matches!(self, Self::NoPool | Self::PoolSize | Self::PoolRecycle | Self::PoolCheck | Self::PoolWait)
    }
}

/// How a driver is told something: `{s}` and `{}` stand for the number, `{ms}` for a thousand times as much.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    /// What is told.
    pub what: Wish,
    /// Where it is told.
    pub place: Telling,
    /// How it is written: `connect_timeout={s}`.
    pub text: &'static str,
    /// The first version that is told so.
    pub since: Version,
    /// The first version that is told so no more.
    pub until: Option<Version>,
    /// Whether it is told so only together with a size of the pool, or only without one.
    pub sized: Option<bool>,
}

/// Where something is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Telling {
    /// As a parameter of the string.
    InUrl,
    /// As an argument of the connection, in code.
    InCode,
    /// As an argument of the pool, in code.
    OfPool,
}

impl Told {
    const fn new(what: Wish, place: Telling, text: &'static str) -> Self {
        Self { what, place, text, since: Version(0, 0, 0), until: None, sized: None }
    }

    /// Told as a parameter of the string.
    pub(super) const fn in_url(what: Wish, text: &'static str) -> Self {
        Self::new(what, Telling::InUrl, text)
    }

    /// Told as an argument of the connection.
    pub(super) const fn in_code(what: Wish, text: &'static str) -> Self {
        Self::new(what, Telling::InCode, text)
    }

    /// Told as an argument of the pool.
    pub(super) const fn of_pool(what: Wish, text: &'static str) -> Self {
        Self::new(what, Telling::OfPool, text)
    }

    /// The same, from a version on.
    pub(super) const fn since(self, since: Version) -> Self {
        Self { since, ..self }
    }

    /// The same, gone from a version on.
    pub(super) const fn until(self, until: Version) -> Self {
        Self { until: Some(until), ..self }
    }

    /// The same, only together with a size of the pool.
    pub(super) const fn sized(self) -> Self {
        Self { sized: Some(true), ..self }
    }

    /// The same, only without a size of the pool.
    pub(super) const fn unsized_only(self) -> Self {
        Self { sized: Some(false), ..self }
    }

    /// Whether `version` is told so.
    pub(super) fn is_in(&self, version: Version) -> bool {
        self.since <= version && self.until.is_none_or(|until| version < until)
    }

    /// Whether it is told so when a size of the pool `is_sized`, or not.
    pub fn fits(&self, is_sized: bool) -> bool {
        self.sized.is_none_or(|sized| sized == is_sized)
    }

    /// What to write for `number`.
    pub fn with(&self, number: u32) -> String {
        let milliseconds = u64::from(number) * 1000;
        self.text
            .replace("{ms}", &milliseconds.to_string())
            .replace("{s}", &number.to_string())
            .replace("{}", &number.to_string())
    }
}
