//! What was seen at one moment.

use serde::Serialize;

/// What was seen at one moment.
#[derive(Clone, Debug, Serialize)]
pub struct Sample {
    /// Host and port.
    pub place: String,
    /// What answers, with its version.
    pub server: String,
    /// Who was asked.
    pub source: Source,
    /// The pools of a pooler.
    pub pools: Vec<Pool>,
    /// How many are connected.
    pub sessions: Sessions,
    /// Clients of a pooler that wait for a server connection, and sessions that wait for a lock; longest first.
    pub waiting: Vec<Client>,
    /// Clients that hold a server connection of a pooler, and sessions inside a transaction; longest first.
    pub busy: Vec<Client>,
    /// Sessions of which this role sees only that they are there.
    pub hidden: u64,
    /// What is worth doing, the most urgent first.
    pub advice: Vec<String>,
}

/// Who was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// PgBouncer's console.
    Pgbouncer,
    /// The server's view `pg_stat_activity`.
    #[serde(rename = "pg_stat_activity")]
    Activity,
}

/// A pool of a pooler: of one database and one user.
#[derive(Clone, Debug, Serialize)]
pub struct Pool {
    /// The database.
    pub database: String,
    /// The user.
    pub user: String,
    /// What is pooled: `session`, `transaction` or `statement`.
    pub mode: String,
    /// Clients that have a server connection, or want none now.
    pub clients_active: u64,
    /// Clients that wait for one.
    pub clients_waiting: u64,
    /// For how many seconds the first of them has waited.
    pub longest_wait: f64,
    /// Server connections that are in a client's use.
    pub servers_active: u64,
    /// Server connections that nobody uses.
    pub servers_idle: u64,
    /// Server connections there may be; `None` when it is not known or has no end.
    pub size: Option<u64>,
}

/// How many are connected.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Sessions {
    /// All of them, without the one that watches.
    pub all: u64,
    /// How many there may be, as far as it is known.
    pub limit: Option<u64>,
    /// Those that work.
    pub active: u64,
    /// Those that do nothing.
    pub idle: u64,
    /// Those that do nothing inside a transaction, and keep its locks.
    pub idle_in_transaction: u64,
    /// Those that wait for a lock, or for a server connection.
    pub waiting: u64,
}

/// Somebody who is connected.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Client {
    /// The number of its process at the server, where that is known.
    pub pid: Option<u64>,
    /// The database.
    pub database: String,
    /// The user.
    pub user: String,
    /// What it calls itself.
    pub application: String,
    /// From where it comes.
    pub address: String,
    /// What it does: `active`, `idle in transaction`, `waiting`.
    pub state: String,
    /// For how many seconds it has waited, or been inside its transaction.
    pub seconds: f64,
    /// For how many seconds it has been in its state.
    pub state_seconds: f64,
    /// What the server waits for on its behalf: `Lock: transactionid`, `Client: ClientRead`.
    pub waits_for: Option<String>,
    /// The processes that it waits for.
    pub blocked_by: Vec<u64>,
    /// How its statement begins, without any value in it.
    pub statement: Option<String>,
}

/// The longest first.
pub fn longest_first(clients: &mut [Client]) {
    clients.sort_by(|a, b| b.seconds.total_cmp(&a.seconds).then(a.pid.cmp(&b.pid)));
}
