//! How many connections a process may keep, so that all of them together are granted.

use super::Request;
use crate::drivers::{Impossible, Wish};
use crate::endpoints::Mode;

/// Who shares the connections that an endpoint grants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    /// Connections that the endpoint grants to this application; what is usual there when it is not said.
    pub granted: Option<u32>,
    /// Copies of the application.
    pub instances: u32,
    /// Processes in each copy that have a pool of their own.
    pub workers: u32,
    /// Whether an instance lives for a request or little longer.
    pub is_serverless: bool,
}

/// What PostgreSQL grants unless it is set otherwise: `max_connections` less `superuser_reserved_connections`
/// (documentation of PostgreSQL 18, Connections and Authentication).
const OF_A_SERVER: u32 = 97;
/// `default_pool_size` of PgBouncer (documentation of PgBouncer 1.24).
const OF_A_POOLER: u32 = 20;

impl Budget {
    /// Connections for one process, at least one; refused when there are more processes than connections at an endpoint
    /// where each client holds one.
    pub fn for_each(&self, request: &Request) -> Result<u32, Impossible> {
        let mode = request.endpoint().endpoint.mode;
        let usual = if mode == Mode::Direct { OF_A_SERVER } else { OF_A_POOLER };
        let granted = self.granted.unwrap_or(usual);
        let processes = self.instances.max(1).saturating_mul(self.workers.max(1));
        let size = if self.is_serverless { 1 } else { granted / processes };
        if size == 0 && !mode.may_share_transactions() {
            return Err(Impossible::new(
                format!(
                    "{processes} processes hold at least {processes} connections, and {granted} are granted"
                ),
                "run fewer workers, or connect to a pooler in transaction mode",
            ));
        }
        Ok(size.max(1))
    }
}

impl Request {
    /// Asks for a pool that keeps to `budget`.
    ///
    /// # Errors
    /// When there are more processes than connections.
    pub fn keep_to(&mut self, budget: &Budget) -> Result<(), Impossible> {
        let size = budget.for_each(self)?;
        let needs_none = budget.is_serverless && self.endpoint().endpoint.mode.may_share_transactions();
        let wish = if needs_none && self.driver.told(Wish::NoPool).next().is_some() {
            Wish::NoPool
        } else {
            Wish::PoolSize
        };
        self.wishes.retain(|it| ![Wish::NoPool, Wish::PoolSize].contains(&it.0));
        self.wishes.push((wish, size));
        Ok(())
    }

    /// Asks for what a connection in production needs, as far as the driver can be told and the request says nothing of
    /// it: time-outs, keepalives, and for a pool a check and an age.
    pub fn recommend(&mut self) {
        let usual = [
            (Wish::ConnectTimeout, 10),
            (Wish::Keepalive, 60),
            (Wish::PoolWait, 10),
            (Wish::PoolRecycle, 1800),
            (Wish::PoolCheck, 1),
        ];
        let without_pool = self.wishes.iter().any(|it| it.0 == Wish::NoPool);
        for (wish, number) in usual {
            let can_be = self.told(wish).next().is_some();
            let is_new = self.wishes.iter().all(|it| it.0 != wish);
            if can_be && is_new && !(without_pool && wish.is_about_pool()) {
                self.wishes.push((wish, number));
            }
        }
        let server =
            [super::ServerSetting::StatementTimeout(30), super::ServerSetting::IdleInTransaction(60)];
        for setting in server {
            if self.server.iter().all(|it| it.name() != setting.name()) {
                self.server.push(setting);
            }
        }
    }
}
