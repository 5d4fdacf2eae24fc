//! `cargo xtask ends [--runs N]`: whether `connlint test` tells what is at the other end of every endpoint of the lab:
//! the server, the pooler and its version, its mode, what becomes of named statements, and whether that is an outage
//! for a driver that names them. N times alone, N times while others use the endpoint, and N times while they leave a
//! single place free.

use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use crate::lab::{ENDPOINTS, MORE, Running, Servers};
use crate::process::{finish, start};
use crate::workspace::{build_connlint, connlint};

/// What the lab knows of an endpoint.
struct Known {
    name: &'static str,
    pooler: &'static str,
    /// As far as behaviour shows it; `None` where it does not.
    version: Option<&'static str>,
    mode: &'static str,
    statements: &'static str,
    /// Clients that fill all places but one; 0 where that makes no sense.
    all_but_one: usize,
    /// Whether psycopg fails here.
    is_outage: bool,
}

const OLD: Option<&str> = Some("before 1.20");
const NEW: Option<&str> = Some("1.23 or newer");

const KNOWN: &[Known] = &[
    Known {
        name: "postgresql",
        pooler: "none",
        version: None,
        mode: "direct",
        statements: "kept",
        all_but_one: 0,
        is_outage: false,
    },
    Known {
        name: "pgbouncer-1.18-session",
        pooler: "pgbouncer",
        version: OLD,
        mode: "session",
        statements: "kept",
        all_but_one: 39,
        is_outage: false,
    },
    Known {
        name: "pgbouncer-1.18-transaction",
        pooler: "pgbouncer",
        version: OLD,
        mode: "transaction",
        statements: "lost",
        all_but_one: 2,
        is_outage: true,
    },
    Known {
        name: "pgbouncer-1.24-transaction",
        pooler: "pgbouncer",
        version: NEW,
        mode: "transaction",
        statements: "kept",
        all_but_one: 2,
        is_outage: false,
    },
    Known {
        name: "pgbouncer-1.24-untracked",
        pooler: "pgbouncer",
        version: NEW,
        mode: "transaction",
        statements: "lost",
        all_but_one: 2,
        is_outage: true,
    },
    Known {
        name: "pgbouncer-1.24-session",
        pooler: "pgbouncer",
        version: NEW,
        mode: "session",
        statements: "kept",
        all_but_one: 2,
        is_outage: false,
    },
    Known {
        name: "pgbouncer-1.24-statement",
        pooler: "pgbouncer",
        version: NEW,
        mode: "statement",
        statements: "kept",
        all_but_one: 2,
        is_outage: true,
    },
    Known {
        name: "pgpool-4.3",
        pooler: "pgpool",
        version: Some("4.3.5"),
        mode: "session",
        statements: "kept",
        all_but_one: 7,
        is_outage: false,
    },
];

/// Who else is there.
#[derive(Clone, Copy)]
enum Company {
    Nobody,
    /// Clients that ask all the time; where there are few places for sessions, they come and go.
    Busy,
    /// Clients that keep all places but one.
    AllButOne,
}

const COMPANIES: &[(Company, &str)] =
    &[(Company::Nobody, "alone"), (Company::Busy, "busy"), (Company::AllButOne, "one place free")];

/// Endpoints that are looked at at once.
const AT_ONCE: usize = 3;
const LIMIT: Duration = Duration::from_secs(40);

/// Looks as often as asked, or 100 times.
pub fn run(args: &[String]) -> Result<()> {
    let runs = match args {
        [] => 100,
        [flag, number] if flag == "--runs" => number.parse().context("--runs wants a number")?,
        _ => bail!("`cargo xtask ends [--runs N]`"),
    };
    look(runs)
}

/// Looks twice at each, with each company.
pub fn quick() -> Result<()> {
    look(2)
}

fn look(runs: usize) -> Result<()> {
    build_connlint()?;
    let servers = Servers::start(ENDPOINTS.iter().chain(MORE))?;
    ensure!(servers.running.len() == KNOWN.len(), "an endpoint of the lab is not known here");
    let left = Mutex::new(servers.running.iter().rev().collect::<Vec<_>>());
    let wrong = Mutex::new(Vec::new());
    let next = || left.lock().ok().and_then(|mut left| left.pop());
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                while let Some(running) = next() {
                    let found = at_endpoint(&servers, running, runs);
                    let mut wrong = wrong.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                    wrong.extend(
                        found.unwrap_or_else(|error| vec![format!("{}: {error:#}", running.endpoint.name)]),
                    );
                }
            });
        }
    });
    let wrong = wrong.into_inner().unwrap_or_default();
    if wrong.is_empty() { Ok(()) } else { bail!("{}", wrong.join("\n")) }
}

/// What was told wrongly of an endpoint.
fn at_endpoint(servers: &Servers, running: &Running, runs: usize) -> Result<Vec<String>> {
    let name = running.endpoint.name;
    let known = KNOWN.iter().find(|it| it.name == name).context("not known here")?;
    let mut wrong = Vec::new();
    for (company, label) in COMPANIES {
        if matches!(company, Company::AllButOne) && known.all_but_one == 0 {
            continue;
        }
        let crowd = Crowd::gather(servers, running, known, *company)?;
        let mut times = Vec::new();
        let before = wrong.len();
        for nth in 0..runs {
            let begun = Instant::now();
            let differences = differences(servers, running, known)?;
            times.push(begun.elapsed());
            if !differences.is_empty() {
                wrong.push(format!("{name}, {label}, run {nth}: {}", differences.join("; ")));
            }
        }
        let right = runs - (wrong.len() - before);
        drop(crowd);
        wrong.extend(left_behind(servers, running, known)?.map(|it| format!("{name}, {label}: {it}")));
        times.sort();
        let middle = times.get(runs / 2).map_or(0.0, Duration::as_secs_f64);
        let slowest = times.last().map_or(0.0, Duration::as_secs_f64);
        println!("{name:<28} {label:<15} {right} of {runs} right, {middle:.1} s, at most {slowest:.1} s");
    }
    Ok(wrong)
}

/// The statements of the program that lie about in a pool, where the next client gets what others leave.
fn left_behind(servers: &Servers, running: &Running, known: &Known) -> Result<Option<String>> {
    if known.mode != "transaction" {
        return Ok(None);
    }
    // As many at once as the pool has places.
    let mut asked = Vec::new();
    for _ in 0..3 {
        let mut psql = Command::new(servers.program("psql"));
        psql.arg(servers.string(running.port)).args(["-qAtc", LYING_ABOUT]);
        asked.push(start(&mut psql)?);
    }
    let found: Vec<String> = asked
        .into_iter()
        .map(|child| finish(child, LIMIT).out.trim().to_owned())
        .filter(|it| !it.is_empty())
        .collect();
    Ok((!found.is_empty()).then(|| format!("statements are left behind: {}", found.join(" "))))
}

/// Keeps its place for a moment.
const LYING_ABOUT: &str = "select pg_sleep(0.5)::text || coalesce(string_agg(name, ' '), '') from pg_prepared_statements where name like 'connlint%'";

/// Runs the program once; how what it tells differs from what is known.
fn differences(servers: &Servers, running: &Running, known: &Known) -> Result<Vec<String>> {
    let mut connlint = connlint();
    connlint.args([
        "test",
        "--env",
        "LAB",
        "--driver",
        "psycopg",
        "--timeout",
        "20",
        "--output-format",
        "json",
    ]);
    connlint.env("LAB", servers.string(running.port));
    let outcome = finish(start(&mut connlint)?, LIMIT);
    let Ok(told) = serde_json::from_str::<Value>(&outcome.out) else {
        return Ok(vec![format!("no report: {}", outcome.err.trim())]);
    };
    let Some(end) = told.pointer("/tests/0/hosts/0/end") else {
        return Ok(vec![format!("the walk did not arrive: {}", told["tests"][0]["hosts"][0]["steps"])]);
    };
    let server = &servers.running.first().context("no server")?.version;
    let mut out = Vec::new();
    let mut must_be = |what: &str, at: &str, known: Option<&str>| {
        let told = end.pointer(at).and_then(Value::as_str);
        if told != known {
            let why = end.pointer(&format!("/{what}/evidence")).unwrap_or(&Value::Null);
            out.push(format!("{what} is {known:?}, told {told:?} {why} {}", end["unanswered"]));
        }
    };
    must_be("server", "/server/is/product", Some(server));
    must_be("pooler", "/pooler/is/kind", Some(known.pooler));
    must_be("pooler", "/pooler/is/version", known.version);
    must_be("mode", "/mode/is", Some(known.mode));
    must_be("statements", "/statements/is", Some(known.statements));
    if outcome.ok == known.is_outage {
        out.push(format!("an outage: {}, told {}", known.is_outage, end["agreement"]));
    }
    Ok(out)
}

/// Others at an endpoint, who leave when this is dropped.
struct Crowd(Option<Child>);

impl Drop for Crowd {
    fn drop(&mut self) {
        if let Some(child) = &mut self.0 {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

impl Crowd {
    fn gather(servers: &Servers, running: &Running, known: &Known, company: Company) -> Result<Self> {
        let name = running.endpoint.name;
        let (clients, script) = match company {
            Company::Nobody => return Ok(Self(None)),
            Company::Busy if known.pooler == "pgpool" => (4, "select pg_sleep(0.002)"),
            Company::Busy if known.all_but_one == 2 && known.mode == "session" => {
                (3, "select pg_sleep(0.02)")
            }
            Company::Busy => (8, "select pg_sleep(0.002)"),
            Company::AllButOne => (known.all_but_one, "select pg_sleep(600)"),
        };
        let file =
            std::env::temp_dir().join(format!("connlint-ends-{}-{}.sql", std::process::id(), running.port));
        std::fs::write(&file, format!("{script}, '{name}';\n"))?;
        let mut pgbench = Command::new(servers.program("pgbench"));
        pgbench
            .args(["--no-vacuum", "--time", "86400", "--client", &clients.to_string(), "--file"])
            .arg(&file);
        if matches!(company, Company::Busy) && known.all_but_one == 2 && known.mode == "session" {
            pgbench.arg("--connect");
        }
        pgbench.arg(format!("{}?sslmode=disable", servers.string(running.port)));
        pgbench.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let crowd = Self(Some(pgbench.spawn().context("pgbench")?));
        std::thread::sleep(Duration::from_secs(1));
        if matches!(company, Company::AllButOne) {
            must_sleep(servers, name, clients)?;
        }
        std::fs::remove_file(&file)?;
        Ok(crowd)
    }
}

/// Waits until so many clients have their places at the endpoint `name`.
fn must_sleep(servers: &Servers, name: &str, clients: usize) -> Result<()> {
    let question =
        format!("select count(*) from pg_stat_activity where query = 'select pg_sleep(600), ''{name}'';'");
    let begun = Instant::now();
    while begun.elapsed() < LIMIT {
        if servers.ask("postgres", &question)?.parse::<usize>()? >= clients {
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(200));
    }
    bail!("{name}: the places could not be filled")
}
