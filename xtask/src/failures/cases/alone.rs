//! What takes a server for itself.

use std::time::Duration;

use anyhow::Result;

use super::super::held::Held;
use super::super::lab::Lab;
use super::Case;
use crate::lab::{DATABASE, USER};

/// In this order.
pub const ALONE: &[Case] = &[
    Case::new(
        "role with its last connection",
        "postgresql://limited:{pw}@127.0.0.1:{strict}/shop",
        "authenticate",
        "`CONNECTION LIMIT` is reached",
        "lower the sizes of client pools",
    )
    .with(|lab| Held::over_network(lab, "{strict}", "limited", "shop", "select 1")),
    Case::new(
        "database with its last connection",
        "postgresql://app:{pw}@127.0.0.1:{strict}/narrow",
        "authenticate",
        "`CONNECTION LIMIT` is reached",
        "lower the sizes of client pools",
    )
    .with(|lab| Held::over_network(lab, "{strict}", "app", "narrow", "select 1")),
    Case::new(
        "only places for administrators",
        "postgresql://app:{pw}@127.0.0.1:{strict}/shop",
        "authenticate",
        "but for the slots of administrators",
        "put a pooler in between",
    )
    .with(|lab| fill(lab, 9, 0)),
    Case::new(
        "no place at all",
        "postgresql://app:{pw}@127.0.0.1:{strict}/shop",
        "startup",
        "`max_connections` is reached",
        "put a pooler in between",
    )
    .with(|lab| fill(lab, 9, 3)),
    Case::new(
        "full pooler",
        "postgresql://{login}@127.0.0.1:{full}/shop",
        "startup",
        "more clients than `max_client_conn` allows",
        "lower the sizes of client pools",
    )
    .with(|lab| Held::over_network(lab, "{full}", USER, DATABASE, "select 1")),
    Case::new(
        "pooler without a free server connection",
        "postgresql://{login}@127.0.0.1:{pooler}/narrow",
        "query",
        "no server connection came free in time",
        "shorten transactions",
    )
    .with(|lab| Held::over_network(lab, "{pooler}", USER, "narrow", "begin; select 1"))
    .within_seconds(5),
    Case::new(
        "pooler without a free server connection, for long",
        "postgresql://{login}@127.0.0.1:{patient}/narrow",
        "query",
        "connections to the server are all in use",
        "show pools",
    )
    .with(|lab| Held::over_network(lab, "{patient}", USER, "narrow", "begin; select 1"))
    .within_seconds(6),
    Case::new(
        "pooler that has just failed to log in",
        "postgresql://{login}@127.0.0.1:{patient}/stale",
        "authenticate",
        "refuses the pooler's login",
        "look at its log",
    )
    .with(|lab| {
        // It fails, and the pooler remembers why.
        let _ = lab.ask("{patient}", USER, "stale", "select 1");
        Ok(Held::none())
    })
    .within_seconds(2),
    Case::new(
        "pooler whose server has been down for a while",
        "postgresql://{login}@127.0.0.1:{patient}/down",
        "authenticate",
        "the server is down",
        "show pools",
    )
    .within_seconds(2),
    Case::new(
        "paused pooler",
        "postgresql://{login}@127.0.0.1:{patient}/paused",
        "authenticate",
        "the pool is paused",
        "resume",
    )
    .with(|lab| console(lab, "pause paused"))
    .within_seconds(2),
    Case::new(
        "pooler with a disabled database",
        "postgresql://{login}@127.0.0.1:{patient}/closed",
        "authenticate",
        "ran `DISABLE`",
        "ENABLE",
    )
    .with(|lab| console(lab, "disable closed")),
    Case::new(
        "query that takes longer than it may",
        "postgresql://app:{pw}@127.0.0.1:{strict}/shop?options=-c%20statement_timeout%3D300",
        "query",
        "longer than `statement_timeout`",
        "make it faster",
    )
    .with(lock),
    Case::new(
        "query without an answer",
        "postgresql://app:{pw}@127.0.0.1:{strict}/shop",
        "query",
        "its query waits",
        "show pools",
    )
    .with(lock)
    .within_seconds(2),
    Case::new(
        "session that somebody ends",
        "postgresql://app:{pw}@127.0.0.1:{strict}/shop",
        "query",
        "somebody ended the session",
        "reconnect",
    )
    .with(lock)
    .within_seconds(6)
    .while_waiting(terminate),
    Case::new(
        "server process that crashes",
        "postgresql://app:{pw}@127.0.0.1:{strict}/shop",
        "query",
        "the server stopped or crashed",
        "log of the server",
    )
    .with(lock)
    .within_seconds(6)
    .while_waiting(crash),
    Case::new(
        "server that stops",
        "postgresql://app:{pw}@127.0.0.1:{strict}/shop",
        "startup",
        "the server restarts or stops",
        "try again",
    )
    .with(stopping),
    Case::new(
        "server that has stopped",
        "postgresql://app:{pw}@127.0.0.1:{strict}/shop",
        "connect",
        "nothing listens at this port",
        "start the server",
    )
    .with(stopped),
];

/// Takes so many places of the strict server, and so many of those for its administrators.
fn fill(lab: &Lab, places: usize, reserved: usize) -> Result<Held> {
    let mut held = Held::none();
    for _ in 0..places {
        held = held.and(Held::over_network(lab, "{strict}", "app", "shop", "select 1")?);
    }
    for _ in 0..reserved {
        held = held.and(Held::as_superuser(lab, "postgres", "select 1")?);
    }
    Ok(held)
}

/// Tells the console of the patient pooler something.
fn console(lab: &Lab, command: &str) -> Result<Held> {
    // It complains when it is told twice.
    let _ = lab.ask("{patient}", "console", "pgbouncer", command);
    Ok(Held::none())
}

/// Locks what every query of the database has to look into.
fn lock(lab: &Lab) -> Result<Held> {
    patiently(|| Held::as_superuser(lab, "shop", "begin; lock table pg_proc in access exclusive mode"))
}

/// After a crash the server takes a moment.
fn patiently(hold: impl Fn() -> Result<Held>) -> Result<Held> {
    for _ in 0..20 {
        if let Ok(held) = hold() {
            return Ok(held);
        }
        std::thread::sleep(Duration::from_millis(300));
    }
    hold()
}

const WAITING: &str = "from pg_stat_activity where usename = 'app' and wait_event_type = 'Lock'";

/// Waits until the query of connlint waits.
fn await_query(lab: &Lab) -> Result<()> {
    for _ in 0..50 {
        if lab.ask_strict("postgres", &format!("select count(*) {WAITING}"))? != "0" {
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    anyhow::bail!("no query waits")
}

fn terminate(lab: &Lab) -> Result<()> {
    await_query(lab)?;
    lab.ask_strict("postgres", &format!("select pg_terminate_backend(pid) {WAITING}")).map(drop)
}

fn crash(lab: &Lab) -> Result<()> {
    await_query(lab)?;
    let process = lab.ask_strict("postgres", &format!("select pid {WAITING}"))?;
    crate::process::must(std::process::Command::new("kill").args(["-9", &process]), Duration::from_secs(5))
        .map(drop)
}

/// The server waits for the last session before it stops.
fn stopping(lab: &Lab) -> Result<Held> {
    let held = patiently(|| Held::over_network(lab, "{strict}", "app", "shop", "select 1"))?;
    lab.stop("strict", &["-m", "smart", "--no-wait"])?;
    std::thread::sleep(Duration::from_millis(500));
    Ok(held)
}

fn stopped(lab: &Lab) -> Result<Held> {
    // It may be gone already.
    let _ = lab.stop("strict", &["-m", "immediate"]);
    Ok(Held::none())
}
