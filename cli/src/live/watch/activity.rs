//! The server's view of its sessions.

use std::time::Duration;

use super::super::session::Session;
use super::super::step::Failure;
use super::super::table::{Row, rows};
use super::sample::{Client, Sample, Sessions, Source, longest_first};
use super::statement::begin_of;

/// Sessions of clients without the own one, and a row about the server, which has no number of a process. Who blocks whom
/// is asked only of those who wait for a lock, because the answer takes locks itself.
const QUESTION: &str = "\
select pid, datname, usename, application_name, coalesce(host(client_addr), 'local') as address, state, \
wait_event_type, wait_event, extract(epoch from clock_timestamp() - xact_start) as in_transaction, \
extract(epoch from clock_timestamp() - state_change) as in_state, \
case when wait_event_type = 'Lock' then array_to_string(pg_blocking_pids(pid), ' ') end as blocked_by, \
left(query, 400) as query, null::text as server, null::int as most \
from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid() \
union all select null, null, null, null, null, null, null, null, null, null, null, null, \
split_part(version(), ' on ', 1), \
current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int";

/// What a role that may not look sees of the sessions of others.
const HIDDEN: &str = "<insufficient privilege>";

/// What goes on now. Its own time-out holds for its transaction alone, so that behind a pooler nobody inherits it.
pub fn sample(session: &mut Session, place: &str, timeout: Duration) -> Result<Sample, Failure> {
    let limit = timeout.as_millis();
    let question = format!("begin read only; set local statement_timeout = {limit}; {QUESTION}; commit");
    let answer = rows(session, &question);
    if answer.is_err() {
        let _ = rows(session, "rollback");
    }
    Ok(of(&answer?, place))
}

fn of(all: &[Row], place: &str) -> Sample {
    let about = all.iter().find(|row| !row.has("pid"));
    let sessions: Vec<&Row> = all.iter().filter(|row| row.has("pid")).collect();
    let in_state =
        |state: &str| sessions.iter().filter(|row| row.text("state").starts_with(state)).count() as u64;
    let is_waiting = |row: &&&Row| row.text("wait_event_type") == "Lock";
    let idle_in_transaction = in_state("idle in transaction");
    let mut waiting: Vec<Client> = sessions
        .iter()
        .filter(is_waiting)
        .map(|row| {
            let client = client(row);
            Client { seconds: client.state_seconds, ..client }
        })
        .collect();
    longest_first(&mut waiting);
    let mut busy: Vec<Client> =
        sessions.iter().filter(|row| row.has("in_transaction")).map(|row| client(row)).collect();
    longest_first(&mut busy);
    Sample {
        place: place.to_owned(),
        server: about.map(|row| row.text("server").to_owned()).unwrap_or_default(),
        source: Source::Activity,
        pools: Vec::new(),
        sessions: Sessions {
            all: sessions.len() as u64,
            limit: about.map(|row| row.number("most")),
            active: in_state("active"),
            idle: in_state("idle") - idle_in_transaction,
            idle_in_transaction,
            waiting: waiting.len() as u64,
        },
        waiting,
        busy,
        hidden: sessions.iter().filter(|row| row.text("query") == HIDDEN).count() as u64,
        advice: Vec::new(),
    }
}

fn client(row: &Row) -> Client {
    let waits_for = row
        .has("wait_event_type")
        .then(|| format!("{}: {}", row.text("wait_event_type"), row.text("wait_event")));
    let blocked_by = row.text("blocked_by").split(' ').filter_map(|pid| pid.parse().ok()).collect();
    Client {
        pid: Some(row.number("pid")),
        database: row.text("datname").to_owned(),
        user: row.text("usename").to_owned(),
        application: row.text("application_name").to_owned(),
        address: row.text("address").to_owned(),
        state: row.text("state").to_owned(),
        seconds: row.fraction("in_transaction").unwrap_or(0.0).max(0.0),
        state_seconds: row.fraction("in_state").unwrap_or(0.0).max(0.0),
        waits_for,
        blocked_by,
        statement: Some(begin_of(row.text("query"))).filter(|it| !it.is_empty()),
    }
}
