//! What a caller knows beforehand of the strings that it has linted: who reads some variables, who answers at some
//! hosts. It comes from a configuration, or from files that describe the machines.

use crate::drivers::DriverAt;
use crate::endpoints::{EndpointAt, Target};
use crate::text::Wildcard;

/// Who reads the strings of some variables. Each of the drivers reads them all.
#[derive(Clone)]
pub struct Readers {
    /// The variables or keys; empty for all strings.
    pub variables: Vec<Wildcard>,
    /// The drivers.
    pub drivers: Vec<DriverAt>,
    /// What says so, for people: "connlint.toml:4".
    pub why: String,
}

impl Readers {
    /// Whether it speaks of the strings in `variable`; that is empty for a string without a name.
    pub fn is_of(&self, variable: &str) -> bool {
        self.variables.is_empty() || self.variables.iter().any(|it| it.matches(variable))
    }
}

/// Who answers at some hosts.
#[derive(Clone)]
pub struct Answers {
    /// The hosts, in lower case.
    pub hosts: Vec<Wildcard>,
    /// The ports; empty for all.
    pub ports: Vec<u16>,
    /// The server or pooler there.
    pub endpoint: EndpointAt,
}

impl Answers {
    /// Whether it speaks of `target`. Without a port PostgreSQL's own is meant.
    pub fn is_of(&self, target: &Target<'_>) -> bool {
        let port = target.port.unwrap_or(5432);
        self.hosts.iter().any(|it| it.matches(target.host))
            && (self.ports.is_empty() || self.ports.contains(&port))
    }
}
