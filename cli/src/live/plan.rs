//! What a driver would do with a string, and the walk along its path.

use anyhow::Context;
use connlint_core::drivers::{DriverAt, StartupPacket};
use connlint_core::endpoints::{EndpointAt, Target};
use connlint_core::model::{Reading, Setting, Verification};
use connlint_core::text::Secret;

use super::authenticate::{Who, authenticate};
use super::clock::Deadline;
use super::connect::{self, connect};
use super::query::query;
use super::resolve::resolve;
use super::session::Session;
use super::startup::start;
use super::step::{Name, Told, Walk};
use super::tls::{Encrypted, Wanted, encrypt};
use super::wire::{Messages, Timed};
use crate::Usage;
use crate::ports::name_of_account;

/// What a driver would do.
pub struct Plan {
    /// The driver.
    pub driver: DriverAt,
    /// Hosts or socket directories with their ports, in the order in which they are tried.
    pub hosts: Vec<(String, u16)>,
    /// What the string says about TLS.
    pub wanted: Wanted,
    /// The startup packet.
    pub packet: StartupPacket,
    /// The role.
    pub user: String,
    /// Its password.
    pub password: Option<Secret>,
    /// The database that is asked for; the user's name when none is.
    pub database: Option<String>,
    /// Whether a host has refused the password: it is not sent again.
    pub is_refused: bool,
    /// Whether the password may be sent as it is where others can read it.
    pub allow_cleartext: bool,
}

impl Plan {
    /// What `driver` would do with a string that it does not refuse.
    ///
    /// # Errors
    /// A port that is none, or no user where the machine has no account either.
    pub fn of(reading: &Reading, driver: DriverAt, allow_cleartext: bool) -> anyhow::Result<Self> {
        let mut packet =
            driver.startup_packet(reading).context("the driver sends nothing for this string")?;
        let user = match &reading.user {
            Some(user) if !user.value.is_empty() => user.value.to_string(),
            _ => account()
                .ok_or_else(|| Usage("the string names no user, and this machine no account".into()))?,
        };
        for (_, value) in &mut packet.pairs {
            match value.as_str() {
                "<user>" => value.clone_from(&user),
                "<time zone of the JVM>" => *value = time_zone(),
                _ => {}
            }
        }
        Ok(Self {
            driver,
            hosts: hosts(reading)?,
            wanted: wanted(reading, driver),
            packet,
            user,
            password: reading.password.as_ref().map(|it| it.value.clone()),
            database: reading.dbname.as_ref().map(|it| it.value.to_string()),
            is_refused: false,
            allow_cleartext,
        })
    }

    /// Walks the path to one of the hosts, until it arrives or a step fails; `told` hears of each step.
    pub fn walk(&self, host: &str, port: u16, deadline: Deadline, told: Told) -> Walk {
        let mut walk = Walk::to(host, port, deadline, told);
        if let Some(mut session) = self.enter(&mut walk, host, port, deadline, &self.packet) {
            walk.take(Name::Query, |_| query(&mut session));
        }
        let walk = walk.explained(self.driver);
        match self.lock_out(host, port).filter(|_| walk.is_wrong_password()) {
            Some(lock_out) => walk.with_warning(&lock_out),
            None => walk,
        }
    }

    /// Opens a connection to one of the hosts without a word.
    ///
    /// # Errors
    /// The walk that failed on the way.
    pub fn open(&self, host: &str, port: u16, deadline: Deadline) -> Result<Session, Box<Walk>> {
        self.open_with(host, port, deadline, &[])
    }

    /// Opens one without a word, with startup parameters beside those of the driver or instead of them.
    ///
    /// # Errors
    /// As for [`Self::open`].
    pub fn open_with(
        &self,
        host: &str,
        port: u16,
        deadline: Deadline,
        more: &[(&str, &str)],
    ) -> Result<Session, Box<Walk>> {
        let mut packet = self.packet.clone();
        packet.pairs.retain(|(name, _)| more.iter().all(|(other, _)| name != other));
        packet.pairs.extend(more.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())));
        let mut walk = Walk::to(host, port, deadline, Told::NOBODY);
        self.enter(&mut walk, host, port, deadline, &packet)
            .ok_or_else(|| Box::new(walk.explained(self.driver)))
    }

    fn enter(
        &self,
        walk: &mut Walk,
        host: &str,
        port: u16,
        deadline: Deadline,
        packet: &StartupPacket,
    ) -> Option<Session> {
        let stream = self.reach(walk, host, port, deadline)?;
        let Encrypted { wire, certificate } =
            walk.take(Name::Tls, |notes| encrypt(stream, host, &self.wanted, notes))?;
        let mut messages = Messages::over(wire);
        let asked = walk.take(Name::Startup, |_| start(&mut messages, &packet.bytes()))?;
        let who = Who {
            user: &self.user,
            password: self.password.as_ref(),
            is_refused: self.is_refused,
            allow_cleartext: self.allow_cleartext,
        };
        let welcome = walk
            .take(Name::Authenticate, |_| authenticate(&mut messages, asked, &who, certificate.as_ref()))?;
        Some(Session::new(messages, welcome))
    }

    /// What wrong passwords lead to at the endpoint that this host is, as far as it is known.
    fn lock_out(&self, host: &str, port: u16) -> Option<String> {
        let host = host.to_ascii_lowercase();
        let dbname = self.database.as_deref().unwrap_or_default();
        let target = Target { host: &host, scheme: "", port: Some(port), user: &self.user, dbname };
        let endpoint = EndpointAt::of(&target);
        let limit = endpoint.wrong_passwords()?;
        Some(format!("do not try it again and again: at {} {limit}", endpoint.label()))
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

/// The name of the account that runs this: containers have it, but often no variable that says so.
fn account() -> Option<String> {
    let said = ["USER", "LOGNAME", "USERNAME"].iter().find_map(|name| std::env::var(name).ok());
    said.filter(|it| !it.is_empty()).or_else(name_of_account)
}

/// The time zone that is set for this machine's programs.
fn time_zone() -> String {
    std::env::var("TZ")
        .ok()
        .filter(|it| !it.is_empty() && !it.starts_with(':'))
        .unwrap_or_else(|| "UTC".into())
}

/// Each host with its port; where the string names none, the directory of Debian's sockets.
fn hosts(reading: &Reading) -> anyhow::Result<Vec<(String, u16)>> {
    let port = |port: i64| u16::try_from(port).with_context(|| format!("{port} is no port"));
    let mut out = Vec::new();
    for host in &reading.hosts {
        let name = host.name.as_ref().map_or("", |name| name.value.as_str());
        let name = name.trim_start_matches('[').trim_end_matches(']');
        let name = if name.is_empty() { "/var/run/postgresql" } else { name };
        out.push((name.to_owned(), port(host.port.as_ref().map_or(5432, |it| it.value))?));
    }
    if out.is_empty() {
        out.push(("/var/run/postgresql".to_owned(), 5432));
    }
    Ok(out)
}

fn wanted(reading: &Reading, driver: DriverAt) -> Wanted {
    let given = |setting: Setting| reading.given(setting).map(|it| it.value.to_string());
    let named = |name: &str| reading.params.iter().find(|it| it.key == name).map(|it| it.value.to_string());
    Wanted {
        tls: reading.tls.value,
        roots: given(Setting::TlsRootCertificate)
            .filter(|roots| roots != "system" && !roots.is_empty())
            .or_else(|| root_file(reading, driver)),
        client: named("sslcert").zip(named("sslkey")),
        is_direct: given(Setting::TlsNegotiation).is_some_and(|how| how == "direct"),
    }
}

/// The file in which the driver looks for authorities when it has to verify and the string names none.
fn root_file(reading: &Reading, driver: DriverAt) -> Option<String> {
    if reading.tls.value.verification < Verification::Authority {
        return None;
    }
    let home = std::env::var("HOME").ok()?;
    Some(format!("{home}/{}", driver.root_file(reading)?))
}
