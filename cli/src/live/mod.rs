//! The live test: the path from a name to the first query, walked as the driver would walk it. One file per step.

mod authenticate;
mod certificate;
mod clock;
mod connect;
pub mod end;
mod failover;
mod load;
mod plan;
mod query;
pub mod rehearsal;
mod resolve;
mod session;
mod silence;
mod startup;
mod step;
pub mod stop;
mod stranger;
mod table;
mod tls;
mod watch;
mod wire;
mod with_driver;

pub use clock::Deadline;
pub use failover::{Asked, Failover, Row, State, Taken, failover};
pub use load::{Latency, Load, MOST_CLIENTS, MOST_SECONDS, Moment, Order, is_here, load, svg};
pub use plan::Plan;
pub use silence::waiting;
pub use step::{Step, Told, Wait, Walk};
pub use watch::{Client, Pool, Sample, Source, Watched};
pub use with_driver::{Outcome, Own, Tried};
