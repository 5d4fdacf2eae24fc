//! `cargo xtask loads`: `connlint test --load` and `connlint watch` at real servers that are full, and at sessions that
//! keep others waiting.

use std::io::Write;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::lab::{DIRECT, Endpoint, Front, NEW, Pooler, Servers};
use crate::process::{Outcome, finish, must, start};
use crate::workspace::{build_connlint, connlint};

const POOLER: &str = "pgbouncer-small";

/// A server that lets 147 clients in, and a pooler that lets 20 in and gives three of them a connection.
const ENDPOINTS: &[Endpoint] = &[
    Endpoint { name: DIRECT, known_as: "postgresql", what: "the server itself", front: Front::Nothing },
    Endpoint {
        name: POOLER,
        known_as: "pgbouncer-transaction@1.24",
        what: "transaction mode, few clients",
        front: Front::PgBouncer(Pooler {
            release: NEW,
            settings: &[("pool_mode", "transaction"), ("default_pool_size", "3"), ("max_client_conn", "20")],
        }),
    },
];

const LIMIT: Duration = Duration::from_secs(40);

/// What is tried, by its name.
type Trial = (&'static str, fn(&Lab) -> Result<()>);

const TRIALS: &[Trial] = &[
    ("a load that the server carries", carried),
    ("a load at a full server", full_server),
    ("a load at a full pooler", full_pooler),
    ("a load that Ctrl-C ends", ended),
    ("sessions that keep others waiting", sessions),
    ("a pool that is used up", pool),
];

struct Lab {
    servers: Servers,
}

pub fn run(_: &[String]) -> Result<()> {
    build_connlint()?;
    let lab = Lab { servers: Servers::start(ENDPOINTS)? };
    for (name, trial) in TRIALS {
        let begun = Instant::now();
        trial(&lab).with_context(|| (*name).to_owned())?;
        println!("{name}: as it should be, in {:.1} s", begun.elapsed().as_secs_f64());
    }
    Ok(())
}

impl Lab {
    fn string(&self, endpoint: &str) -> Result<String> {
        Ok(self.servers.string(self.servers.port(endpoint)?))
    }

    /// Starts the command on the string of `endpoint`.
    fn start(&self, endpoint: &str, args: &[&str]) -> Result<Child> {
        let mut command = connlint();
        let url = self.string(endpoint)?;
        start(command.args(args).args(["--env", "LAB_URL", "--driver", "libpq"]).env("LAB_URL", url))
    }

    fn run(&self, endpoint: &str, args: &[&str]) -> Result<Outcome> {
        Ok(finish(self.start(endpoint, args)?, LIMIT))
    }

    /// What came of a load, and whether all went well.
    fn load(&self, endpoint: &str, clients: &str, seconds: &str) -> Result<(Value, bool)> {
        let args = ["test", "--output-format", "json", "--load", clients, "--for", seconds];
        let outcome = self.run(endpoint, &args)?;
        let all: Value = serde_json::from_str(&outcome.out).with_context(|| outcome.err.clone())?;
        Ok((all["tests"][0]["load"].clone(), outcome.ok))
    }

    fn watch(&self, endpoint: &str) -> Result<Value> {
        let outcome = self.run(endpoint, &["watch", "--output-format", "json"])?;
        ensure!(!outcome.out.contains("987654321"), "a value of a statement is shown: {}", outcome.out);
        let all: Value = serde_json::from_str(&outcome.out).with_context(|| outcome.err.clone())?;
        Ok(all["sample"].clone())
    }

    /// A session that does this, and stays.
    fn session(&self, endpoint: &str, application: &str, sql: &str) -> Result<Session> {
        let url = format!("{}?application_name={application}", self.string(endpoint)?);
        let mut psql = Command::new("psql");
        psql.args(["--quiet", "--no-psqlrc", &url]).stdin(Stdio::piped());
        let mut child = psql.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        child.stdin.as_mut().context("no input")?.write_all(sql.as_bytes())?;
        Ok(Session(child))
    }
}

/// A session that ends with its trial.
struct Session(Child);

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn carried(lab: &Lab) -> Result<()> {
    let (load, ok) = lab.load(DIRECT, "10", "2")?;
    ensure!(ok && load["success"] == 1.0 && load["most_open"] == 10, "{load}");
    ensure!(load["recovery"]["ok"] == true, "{load}");
    let [p50, p95, p99, max] = ["p50", "p95", "p99", "max"].map(|it| load["query"][it].as_f64());
    ensure!(p50 > Some(0.0) && p50 <= p95 && p95 <= p99 && p99 <= max, "{load}");
    Ok(())
}

fn full_server(lab: &Lab) -> Result<()> {
    let (load, ok) = lab.load(DIRECT, "200", "6")?;
    let open = load["most_open"].as_u64().unwrap_or_default();
    ensure!(!ok && (100..=147).contains(&open), "{load}");
    explained(&load, "53300", "max_connections")
}

fn full_pooler(lab: &Lab) -> Result<()> {
    let (load, ok) = lab.load(POOLER, "40", "3")?;
    let open = load["most_open"].as_u64().unwrap_or_default();
    ensure!(!ok && (10..=20).contains(&open), "{load}");
    explained(&load, "no more connections allowed", "max_client_conn")
}

/// The first refusal has these words and this cause, and somebody is let in afterwards.
fn explained(load: &Value, said: &str, cause: &str) -> Result<()> {
    let first = &load["refusals"][0];
    ensure!(first["said"].as_str().is_some_and(|it| it.contains(said)), "{load}");
    ensure!(first["cause"].as_str().is_some_and(|it| it.contains(cause)), "{load}");
    ensure!(load["recovery"]["ok"] == true, "{load}");
    Ok(())
}

fn ended(lab: &Lab) -> Result<()> {
    // The pooler keeps connections of its own.
    let count =
        || lab.servers.ask("postgres", "select count(*) from pg_stat_activity where usename like 'us@%'");
    let before = count()?;
    let child = lab.start(DIRECT, &["test", "--output-format", "json", "--load", "5", "--for", "60"])?;
    // The test of the string comes before the load.
    let started = Instant::now();
    while count()?.parse::<u32>()? < before.parse::<u32>()? + 5 && started.elapsed() < LIMIT {
        sleep(Duration::from_millis(100));
    }
    sleep(Duration::from_secs(1));
    must(Command::new("kill").args(["-INT", &child.id().to_string()]), LIMIT)?;
    let begun = Instant::now();
    let outcome = finish(child, LIMIT);
    ensure!(begun.elapsed() < Duration::from_secs(3), "it goes on after Ctrl-C");
    let all: Value = serde_json::from_str(&outcome.out).with_context(|| outcome.err.clone())?;
    let load = &all["tests"][0]["load"];
    ensure!(outcome.ok && load["was_stopped"] == true && load["answered"].as_u64() > Some(0), "{load}");
    sleep(Duration::from_millis(300));
    ensure!(count()? == before, "clients of the load are still there");
    Ok(())
}

fn sessions(lab: &Lab) -> Result<()> {
    let holder = "create table t(id int); insert into t values (1); begin; update t set id = 2 where id <> 987654321;\n";
    let _holder = lab.session(DIRECT, "holder", holder)?;
    sleep(Duration::from_secs(1));
    let _waiter = lab.session(DIRECT, "waiter", "update t set id = 987654321;\n")?;
    sleep(Duration::from_secs(1));
    let seen = lab.watch(DIRECT)?;
    ensure!(seen["source"] == "pg_stat_activity" && seen["sessions"]["limit"] == 147, "{seen}");
    let (first, waiting) = (&seen["busy"][0], &seen["waiting"][0]);
    ensure!(first["application"] == "holder" && first["state"] == "idle in transaction", "{seen}");
    ensure!(first["statement"] == "update t set id = ? where id <> ?;", "{seen}");
    ensure!(waiting["application"] == "waiter" && waiting["blocked_by"][0] == first["pid"], "{seen}");
    ensure!(seen["sessions"]["active"] == 1, "the session that watches counts itself: {seen}");
    Ok(())
}

fn pool(lab: &Lab) -> Result<()> {
    let begin = "begin; select 987654321;\n";
    let names = ["web1", "web2", "web3", "web4", "web5"];
    let _all: Vec<Session> =
        names.iter().map(|name| lab.session(POOLER, name, begin)).collect::<Result<_>>()?;
    sleep(Duration::from_secs(2));
    let seen = lab.watch(POOLER)?;
    let pool = &seen["pools"][0];
    ensure!(seen["source"] == "pgbouncer" && seen["sessions"]["limit"] == 20, "{seen}");
    ensure!(seen["advice"][0].as_str().is_some_and(|it| it.contains("is used up")), "{seen}");
    ensure!(pool["clients_waiting"] == 2 && pool["servers_active"] == 3 && pool["size"] == 3, "{seen}");
    let waits = seen["waiting"].as_array().context("a list")?;
    ensure!(waits.len() == 2 && waits[0]["seconds"].as_f64() >= waits[1]["seconds"].as_f64(), "{seen}");
    ensure!(waits[0]["application"].as_str().is_some_and(|it| it.starts_with("web")), "{seen}");
    let metrics = lab.run(POOLER, &["watch", "--output-format", "prometheus"])?.out;
    let line = "connlint_pool_clients{database=\"shop\",user=\"us@er\",state=\"waiting\"} 2";
    ensure!(metrics.lines().any(|it| it == line), "{metrics}");
    Ok(())
}
