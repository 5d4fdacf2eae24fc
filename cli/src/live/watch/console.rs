//! PgBouncer's console.

use std::collections::BTreeMap;

use super::super::session::Session;
use super::super::step::Failure;
use super::super::table::{Row, rows};
use super::CONSOLE;
use super::sample::{Client, Pool, Sample, Sessions, Source, longest_first};

/// More than these nobody reads.
const MOST: usize = 200;

/// What the pooler was told, which does not change while it is watched.
#[derive(Debug, Default)]
pub struct Limits {
    version: String,
    clients: Option<u64>,
    size: Option<u64>,
    mode: String,
}

impl Limits {
    /// Asks for them.
    pub fn ask(session: &mut Session) -> Result<Self, Failure> {
        let config = rows(session, "show config")?;
        let value = |key: &str| config.iter().find(|row| row.text("key") == key).map(|row| row.text("value"));
        let reported = session.welcome.parameters.get("server_version").cloned().unwrap_or_default();
        Ok(Self {
            version: format!("PgBouncer {}", reported.split('/').next().unwrap_or_default()),
            clients: value("max_client_conn").and_then(|it| it.parse().ok()),
            size: value("default_pool_size").and_then(|it| it.parse().ok()),
            mode: value("pool_mode").unwrap_or_default().to_owned(),
        })
    }
}

/// What goes on now.
pub fn sample(session: &mut Session, place: &str, limits: &Limits) -> Result<Sample, Failure> {
    let pools = rows(session, "show pools")?;
    let databases = rows(session, "show databases")?;
    let clients = rows(session, "show clients")?;
    let servers = rows(session, "show servers")?;
    let sizes = sizes(&databases);
    let now = now(&clients);
    let clients: Vec<&Row> = clients.iter().filter(|row| row.text("database") != CONSOLE).collect();
    let waiting: Vec<&Row> = clients.iter().copied().filter(|row| row.text("state") == "waiting").collect();
    let mut waits: Vec<Client> = waiting.iter().map(|row| waits(row)).collect();
    longest_first(&mut waits);
    waits.truncate(MOST);
    let mut busy: Vec<Client> = servers
        .iter()
        .filter(|row| row.text("state") == "active")
        .map(|row| holds(row, &clients, now))
        .collect();
    longest_first(&mut busy);
    busy.truncate(MOST);
    let all = clients.len() as u64;
    Ok(Sample {
        place: place.to_owned(),
        server: limits.version.clone(),
        source: Source::Pgbouncer,
        pools: pools
            .iter()
            .filter(|row| row.text("database") != CONSOLE)
            .map(|row| pool(row, limits, &sizes))
            .collect(),
        sessions: Sessions {
            all,
            limit: limits.clients,
            active: busy_clients(&servers),
            idle: all.saturating_sub(busy_clients(&servers) + waiting.len() as u64),
            idle_in_transaction: 0,
            waiting: waiting.len() as u64,
        },
        waiting: waits,
        busy,
        hidden: 0,
        advice: Vec::new(),
    })
}

fn busy_clients(servers: &[Row]) -> u64 {
    servers.iter().filter(|row| row.text("state") == "active").count() as u64
}

/// What databases say of the sizes of their pools.
fn sizes(databases: &[Row]) -> BTreeMap<String, u64> {
    let all = databases.iter().filter(|row| row.has("pool_size"));
    all.map(|row| (row.text("name").to_owned(), row.number("pool_size"))).collect()
}

fn pool(row: &Row, limits: &Limits, sizes: &BTreeMap<String, u64>) -> Pool {
    let database = row.text("database").to_owned();
    let mode = row.text("pool_mode");
    Pool {
        size: sizes.get(&database).copied().or(limits.size).filter(|size| *size > 0),
        user: row.text("user").to_owned(),
        mode: if mode.is_empty() { limits.mode.clone() } else { mode.to_owned() },
        clients_active: row.number("cl_active"),
        clients_waiting: row.number("cl_waiting"),
        longest_wait: row.number("maxwait") as f64 + row.number("maxwait_us") as f64 / 1e6,
        servers_active: row.number("sv_active"),
        servers_idle: row.number("sv_idle") + row.number("sv_used"),
        database,
    }
}

fn client(row: &Row) -> Client {
    Client {
        database: row.text("database").to_owned(),
        user: row.text("user").to_owned(),
        application: row.text("application_name").to_owned(),
        address: row.text("addr").to_owned(),
        state: row.text("state").to_owned(),
        ..Client::default()
    }
}

fn waits(row: &Row) -> Client {
    let seconds = row.number("wait") as f64 + row.number("wait_us") as f64 / 1e6;
    Client {
        seconds,
        state_seconds: seconds,
        waits_for: Some("a server connection".to_owned()),
        ..client(row)
    }
}

/// Who has a server connection. When it got it the console does not tell, but when the client last asked something.
fn holds(server: &Row, clients: &[&Row], now: Option<i64>) -> Client {
    let link = server.text("link");
    let holder = clients.iter().find(|row| !link.is_empty() && row.text("ptr") == link);
    let since = now.zip(seconds(server.text("request_time")));
    let age = since.map_or(0.0, |(now, then)| (now - then).max(0) as f64);
    Client {
        pid: Some(server.number("remote_pid")).filter(|pid| *pid > 0),
        seconds: age,
        state_seconds: age,
        ..client(holder.copied().unwrap_or(server))
    }
}

/// What time it is for the pooler: when this client asked, a moment ago. So no clock and no time zone matters.
fn now(clients: &[Row]) -> Option<i64> {
    let own = clients.iter().filter(|row| row.text("database") == CONSOLE);
    own.filter_map(|row| seconds(row.text("request_time"))).max()
}

/// `2026-11-30 01:02:03 UTC` as seconds, in whatever zone it is.
fn seconds(time: &str) -> Option<i64> {
    let parts: Vec<i64> =
        time.get(..19)?.split(['-', ' ', ':']).map(str::parse).collect::<Result<_, _>>().ok()?;
    let [year, month, day, hour, minute, second] = parts.as_slice() else { return None };
    // Days since March of the year 0, which ends each year with the leap day.
    let (year, month) = if *month < 3 { (year - 1, month + 9) } else { (*year, month - 3) };
    let days = year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + day;
    Some(((days * 24 + hour) * 60 + minute) * 60 + second)
}

#[cfg(test)]
mod tests {
    use super::{Limits, Row, holds, pool, seconds, sizes};

    #[test]
    fn times_are_told_apart_across_months() {
        let between = |a, b| seconds(b).unwrap() - seconds(a).unwrap();
        assert_eq!(between("2024-02-28 23:59:59 CET", "2024-03-01 00:00:00 CET"), 86401);
        assert_eq!(between("2026-12-31 23:59:50 UTC", "2027-01-01 00:00:10 UTC"), 20);
        assert_eq!(seconds(""), None);
    }

    #[test]
    fn a_server_connection_is_its_clients() {
        let client = Row::of(&[("ptr", "0x1"), ("application_name", "web"), ("user", "app")]);
        let time = "2026-11-30 01:00:00 UTC";
        let server = Row::of(&[("link", "0x1"), ("request_time", time), ("remote_pid", "7")]);
        let held = holds(&server, &[&client], seconds("2026-11-30 01:00:09 UTC"));
        assert_eq!((held.application.as_str(), held.pid, held.seconds), ("web", Some(7), 9.0));
    }

    #[test]
    fn a_database_decides_about_its_pool() {
        let limits = Limits { size: Some(20), mode: "session".to_owned(), ..Limits::default() };
        let sizes = sizes(&[Row::of(&[("name", "shop"), ("pool_size", "3")])]);
        let row = Row::of(&[("database", "shop"), ("maxwait", "2"), ("maxwait_us", "500000")]);
        let of_shop = pool(&row, &limits, &sizes);
        assert_eq!((of_shop.size, of_shop.longest_wait, of_shop.mode.as_str()), (Some(3), 2.5, "session"));
        assert_eq!(pool(&Row::default(), &limits, &sizes).size, Some(20));
    }
}
