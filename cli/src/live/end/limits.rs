//! The limits that a role may read.

use serde::Serialize;

use super::Failure;
use super::peer::Peer;

/// Limits, as the server tells them; a number that it does not tell is `None`.
#[derive(Clone, Debug, Serialize)]
pub struct Limits {
    /// Connections that the server takes: `max_connections`.
    pub connections: Option<i64>,
    /// Of these, kept for superusers and for roles with `pg_use_reserved_connections`.
    pub reserved: Option<i64>,
    /// Of these, in use now.
    pub in_use: Option<i64>,
    /// Connections that the role may have; -1 for no limit of its own.
    pub of_role: Option<i64>,
    /// Connections that the role has now.
    pub role_in_use: Option<i64>,
    /// Connections that the database takes; -1 for no limit of its own.
    pub of_database: Option<i64>,
    /// `statement_timeout` of the session; 0 for none.
    pub statement_timeout: String,
    /// `idle_in_transaction_session_timeout` of the session; 0 for none.
    pub idle_in_transaction_timeout: String,
    /// Whether the server replays what another one writes.
    pub is_in_recovery: bool,
    /// Whether transactions only read.
    pub is_read_only: bool,
}

const QUESTION: &str = "select current_setting('max_connections'), \
     current_setting('superuser_reserved_connections')::int + coalesce(current_setting('reserved_connections', true), '0')::int, \
     (select sum(numbackends) from pg_stat_database), \
     (select rolconnlimit from pg_roles where rolname = current_user), \
     (select count(*) from pg_stat_activity where usename = current_user), \
     (select datconnlimit from pg_database where datname = current_database()), \
     current_setting('statement_timeout'), \
     current_setting('idle_in_transaction_session_timeout'), \
     pg_is_in_recovery(), \
     current_setting('transaction_read_only')";

/// Asks for them.
pub fn limits(peer: &mut Peer) -> Result<Limits, Failure> {
    let row = peer.row(QUESTION)?;
    let text = |at: usize| row.get(at).map_or("", String::as_str);
    let number = |at: usize| text(at).parse().ok();
    Ok(Limits {
        connections: number(0),
        reserved: number(1),
        in_use: number(2),
        of_role: number(3),
        role_in_use: number(4),
        of_database: number(5),
        statement_timeout: text(6).to_owned(),
        idle_in_transaction_timeout: text(7).to_owned(),
        is_in_recovery: text(8) == "t",
        is_read_only: text(9) == "on",
    })
}

impl Limits {
    /// For people, each in a few words.
    pub fn words(&self) -> Vec<String> {
        let mut out = Vec::new();
        if let (Some(used), Some(all)) = (self.in_use, self.connections) {
            let reserved = self.reserved.unwrap_or(0);
            out.push(format!("{used} of {all} connections in use, {reserved} kept for superusers"));
        }
        if let (Some(used), Some(all @ 0..)) = (self.role_in_use, self.of_role) {
            out.push(format!("{used} of {all} of this role"));
        }
        if let Some(all @ 0..) = self.of_database {
            out.push(format!("{all} for this database"));
        }
        for (name, value) in [
            ("statement_timeout", &self.statement_timeout),
            ("idle_in_transaction_session_timeout", &self.idle_in_transaction_timeout),
        ] {
            if value != "0" && !value.is_empty() {
                out.push(format!("{name} {value}"));
            }
        }
        if self.is_in_recovery {
            out.push("a standby, which only reads".to_owned());
        } else if self.is_read_only {
            out.push("transactions only read".to_owned());
        }
        out
    }
}
