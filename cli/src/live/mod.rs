//! The live test: the path from a name to the first query, walked as the driver would walk it. One file per step.

mod authenticate;
mod certificate;
mod clock;
mod connect;
mod query;
mod resolve;
mod startup;
mod step;
mod tls;
mod wire;

pub use clock::Deadline;
pub use step::{Name, Step, Walk};
pub use tls::Wanted;

use authenticate::{Who, authenticate};
use connect::connect;
use connlint_core::drivers::DriverAt;
use connlint_core::text::Secret;
use query::query;
use resolve::resolve;
use startup::start;
use tls::{Encrypted, encrypt};
use wire::{Messages, Timed};

/// What a driver would do.
pub struct Plan {
    /// The driver.
    pub driver: DriverAt,
    /// Hosts or socket directories with their ports, in the order in which they are tried.
    pub hosts: Vec<(String, u16)>,
    /// What the string says about TLS.
    pub wanted: Wanted,
    /// The startup packet.
    pub packet: Vec<u8>,
    /// The role.
    pub user: String,
    /// Its password.
    pub password: Option<Secret>,
    /// Whether the password may be sent as it is where others can read it.
    pub allow_cleartext: bool,
}

impl Plan {
    /// Walks the path to one of the hosts, until it arrives or a step fails; `told` hears of each step.
    pub fn walk(&self, host: &str, port: u16, deadline: Deadline, told: fn(&Step)) -> Walk {
        let mut walk = Walk::to(host, port, told);
        self.take_steps(&mut walk, host, port, deadline);
        walk.explained(self.driver)
    }

    fn take_steps(&self, walk: &mut Walk, host: &str, port: u16, deadline: Deadline) -> Option<()> {
        let stream = self.reach(walk, host, port, deadline)?;
        let Encrypted { wire, certificate } =
            walk.take(Name::Tls, |notes| encrypt(stream, host, &self.wanted, notes))?;
        let mut messages = Messages::over(wire);
        let asked = walk.take(Name::Startup, |_| start(&mut messages, &self.packet))?;
        let who =
            Who { user: &self.user, password: self.password.as_ref(), allow_cleartext: self.allow_cleartext };
        walk.take(Name::Authenticate, |_| authenticate(&mut messages, asked, &who, certificate.as_ref()))?;
        walk.take(Name::Query, |_| query(&mut messages))
    }

    #[cfg(unix)]
    fn reach(&self, walk: &mut Walk, host: &str, port: u16, deadline: Deadline) -> Option<Timed> {
        if host.starts_with('/') {
            return walk.take(Name::Connect, |_| connect::connect_inside(host, port, deadline));
        }
        over_network(walk, host, port, deadline)
    }

    #[cfg(not(unix))]
    fn reach(&self, walk: &mut Walk, host: &str, port: u16, deadline: Deadline) -> Option<Timed> {
        over_network(walk, host, port, deadline)
    }
}

fn over_network(walk: &mut Walk, host: &str, port: u16, deadline: Deadline) -> Option<Timed> {
    let addresses = walk.take(Name::Resolve, |_| resolve(host, port, deadline))?;
    walk.take(Name::Connect, |notes| connect(&addresses, deadline, notes))
}
