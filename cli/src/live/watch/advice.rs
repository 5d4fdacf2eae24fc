//! What to do about what was seen.

use std::collections::BTreeMap;

use super::sample::{Client, Sample, Source};

/// Nobody needs that long to think inside a transaction.
const LONG_IDLE: f64 = 60.0;
/// From this share of the limit on it is worth a word.
const NEARLY_FULL: f64 = 0.9;

/// What is worth doing, the most urgent first.
pub fn advice(sample: &Sample) -> Vec<String> {
    let mut out = used_up(sample);
    out.extend(nearly_full(sample));
    if sample.source == Source::Activity {
        let blockers = blockers(sample);
        out.extend(blockers.iter().map(|(pid, count)| of_blocker(sample, *pid, *count)));
        out.extend(long_idle(sample, &blockers));
    }
    out
}

fn used_up(sample: &Sample) -> Vec<String> {
    let used_up = sample
        .pools
        .iter()
        .filter(|pool| pool.clients_waiting > 0 && pool.size.is_some_and(|size| pool.servers_active >= size));
    let said = used_up.map(|pool| {
        format!(
            "the pool of {}, {} is used up: {} clients wait for one of its {} connections. Shorten the transactions of \
             those who hold them, or raise `default_pool_size` as far as the server has room",
            pool.database, pool.user, pool.clients_waiting, pool.servers_active
        )
    });
    said.collect()
}

fn nearly_full(sample: &Sample) -> Option<String> {
    let (all, limit) = (sample.sessions.all, sample.sessions.limit?);
    let (who, setting) = match sample.source {
        Source::Pgbouncer => ("clients", "max_client_conn"),
        Source::Activity => ("sessions", "max_connections"),
    };
    (all as f64 >= limit as f64 * NEARLY_FULL).then(|| {
        format!(
            "{all} of {limit} {who} are there: others are soon refused. Lower the sizes of client pools, or raise \
             `{setting}`"
        )
    })
}

/// Those that others wait for and that wait for nobody, with the number of those that wait for them.
fn blockers(sample: &Sample) -> BTreeMap<u64, usize> {
    let mut out = BTreeMap::new();
    let is_waiting = |pid: &u64| sample.waiting.iter().any(|it| it.pid == Some(*pid));
    let pids = sample.waiting.iter().flat_map(|it| &it.blocked_by).filter(|pid| !is_waiting(pid));
    pids.for_each(|pid| *out.entry(*pid).or_default() += 1);
    out
}

fn of_blocker(sample: &Sample, pid: u64, count: usize) -> String {
    let others = if count == 1 { "one session".to_owned() } else { format!("{count} sessions") };
    let does = match sample.busy.iter().find(|it| it.pid == Some(pid)) {
        Some(it) if is_idle(it) => "is idle in its transaction: its program has to commit or to roll back",
        _ => "is at work: it ends by itself, or has to be cancelled",
    };
    format!("pid {pid} keeps {others} waiting, and {does}; `select pg_terminate_backend({pid})` ends it")
}

fn long_idle(sample: &Sample, blockers: &BTreeMap<u64, usize>) -> Option<String> {
    let is_long = |it: &&Client| is_idle(it) && it.state_seconds > LONG_IDLE;
    let all: Vec<&Client> = sample.busy.iter().filter(is_long).collect();
    let is_told = all.iter().all(|it| it.pid.is_some_and(|pid| blockers.contains_key(&pid)));
    (!is_told).then(|| {
        "sessions that are idle in a transaction keep its locks and hold up vacuum: find where the program forgets to \
         commit; `idle_in_transaction_session_timeout` ends them"
            .to_owned()
    })
}

fn is_idle(client: &Client) -> bool {
    client.state.starts_with("idle in transaction")
}

#[cfg(test)]
mod tests {
    use super::super::sample::{Client, Pool, Sample, Sessions, Source};
    use super::advice;

    fn sample(source: Source) -> Sample {
        Sample {
            place: String::new(),
            server: String::new(),
            source,
            pools: Vec::new(),
            sessions: Sessions { all: 5, limit: Some(100), ..Sessions::default() },
            waiting: Vec::new(),
            busy: Vec::new(),
            hidden: 0,
            advice: Vec::new(),
        }
    }

    fn client(pid: u64, state: &str, seconds: f64, blocked_by: &[u64]) -> Client {
        Client {
            pid: Some(pid),
            state: state.to_owned(),
            seconds,
            state_seconds: seconds,
            blocked_by: blocked_by.to_vec(),
            ..Client::default()
        }
    }

    #[test]
    fn quiet_servers_need_nothing() {
        let mut quiet = sample(Source::Activity);
        quiet.busy = vec![client(7, "active", 600.0, &[]), client(8, "idle in transaction", 2.0, &[])];
        assert_eq!(advice(&quiet), Vec::<String>::new());
    }

    #[test]
    fn the_first_of_a_queue_is_named() {
        let mut queue = sample(Source::Activity);
        queue.waiting = vec![client(8, "active", 9.0, &[7]), client(9, "active", 8.0, &[7, 8])];
        queue.busy = vec![client(7, "idle in transaction", 90.0, &[])];
        let said = advice(&queue);
        assert!(said[0].starts_with("pid 7 keeps 2 sessions waiting, and is idle"), "{said:?}");
        assert_eq!(said.len(), 1);
        queue.busy.push(client(5, "idle in transaction (aborted)", 61.0, &[]));
        assert!(advice(&queue)[1].contains("idle_in_transaction_session_timeout"));
    }

    #[test]
    fn what_is_full_is_told() {
        let mut full = sample(Source::Pgbouncer);
        full.sessions.all = 95;
        full.pools.push(Pool {
            database: "shop".to_owned(),
            user: "app".to_owned(),
            mode: "transaction".to_owned(),
            clients_active: 3,
            clients_waiting: 40,
            longest_wait: 1.0,
            servers_active: 3,
            servers_idle: 0,
            size: Some(3),
        });
        let said = advice(&full);
        assert!(
            said[0].contains("40 clients wait for one of its 3") && said[1].contains("`max_client_conn`")
        );
    }
}
