//! What was seen, as metrics in Prometheus' text format.

use std::fmt::Write as _;

use crate::live::{Client, Sample, Source};

/// The text; without a sample only that there is none.
pub fn text(sample: Option<&Sample>) -> String {
    let mut out = Metrics(String::new());
    out.metric("up", "Whether the server or pooler could be asked.");
    out.value("up", &[], if sample.is_some() { 1.0 } else { 0.0 });
    if let Some(sample) = sample {
        sessions(&mut out, sample);
        pools(&mut out, sample);
        longest(&mut out, sample);
    }
    out.0
}

fn sessions(out: &mut Metrics, sample: &Sample) {
    let it = &sample.sessions;
    out.metric("sessions", "Sessions of the server, or clients of the pooler, by their state.");
    let mut states = vec![("idle", it.idle)];
    match sample.source {
        Source::Pgbouncer => states.extend([("active", it.active), ("waiting", it.waiting)]),
        Source::Activity => {
            states.extend([("active", it.active), ("idle_in_transaction", it.idle_in_transaction)]);
        }
    }
    for (state, count) in states {
        out.value("sessions", &[("state", state)], count as f64);
    }
    if let Some(limit) = it.limit {
        out.metric("sessions_limit", "How many sessions or clients there may be.");
        out.value("sessions_limit", &[], limit as f64);
    }
    out.metric("sessions_waiting", "Those that wait for a lock, or for a server connection.");
    out.value("sessions_waiting", &[], it.waiting as f64);
    out.metric("sessions_hidden", "Sessions whose state this role may not see.");
    out.value("sessions_hidden", &[], sample.hidden as f64);
}

fn pools(out: &mut Metrics, sample: &Sample) {
    if sample.pools.is_empty() {
        return;
    }
    type Column = (&'static str, &'static str, &'static str, fn(&crate::live::Pool) -> Option<f64>);
    const COLUMNS: &[Column] = &[
        ("pool_clients", "active", "Clients of a pool.", |it| Some(it.clients_active as f64)),
        ("pool_clients", "waiting", "", |it| Some(it.clients_waiting as f64)),
        ("pool_servers", "active", "Server connections of a pool.", |it| Some(it.servers_active as f64)),
        ("pool_servers", "idle", "", |it| Some(it.servers_idle as f64)),
        ("pool_size", "", "Server connections that a pool may have.", |it| it.size.map(|it| it as f64)),
        ("pool_wait_seconds", "", "For how long the first client has waited.", |it| Some(it.longest_wait)),
    ];
    for (name, state, help, value) in COLUMNS {
        if !help.is_empty() {
            out.metric(name, help);
        }
        for pool in &sample.pools {
            let mut labels = vec![("database", pool.database.as_str()), ("user", pool.user.as_str())];
            labels.extend((!state.is_empty()).then_some(("state", *state)));
            if let Some(value) = value(pool) {
                out.value(name, &labels, value);
            }
        }
    }
}

fn longest(out: &mut Metrics, sample: &Sample) {
    let most = |all: &[Client]| all.iter().map(|it| it.seconds).fold(0.0, f64::max);
    out.metric("longest_wait_seconds", "For how long somebody has waited for a lock or a server connection.");
    out.value("longest_wait_seconds", &[], most(&sample.waiting));
    if sample.source == Source::Activity {
        out.metric("longest_transaction_seconds", "For how long the longest transaction has been open.");
        out.value("longest_transaction_seconds", &[], most(&sample.busy));
        let idle = sample.busy.iter().filter(|it| it.state.starts_with("idle in transaction"));
        let idle = idle.map(|it| it.state_seconds).fold(0.0, f64::max);
        out.metric(
            "longest_idle_in_transaction_seconds",
            "For how long somebody has done nothing inside a transaction.",
        );
        out.value("longest_idle_in_transaction_seconds", &[], idle);
    }
}

struct Metrics(String);

impl Metrics {
    fn metric(&mut self, name: &str, help: &str) {
        let _ = writeln!(self.0, "# HELP connlint_{name} {help}\n# TYPE connlint_{name} gauge");
    }

    fn value(&mut self, name: &str, labels: &[(&str, &str)], value: f64) {
        let labels: Vec<String> =
            labels.iter().map(|(name, value)| format!("{name}=\"{}\"", escaped(value))).collect();
        let labels = if labels.is_empty() { String::new() } else { format!("{{{}}}", labels.join(",")) };
        let _ = writeln!(self.0, "connlint_{name}{labels} {}", (value * 1e6).round() / 1e6);
    }
}

fn escaped(label: &str) -> String {
    label.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::{escaped, text};

    #[test]
    fn labels_are_escaped_and_nothing_is_down() {
        assert_eq!(escaped("a\"b\\c\nd"), "a\\\"b\\\\c\\nd");
        assert!(text(None).ends_with("\nconnlint_up 0\n"));
    }
}
