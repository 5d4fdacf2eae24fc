//! Which of several hosts real drivers take, against what connlint says that they would.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::lab::Lab;
use crate::lab::families::FAMILIES;
use crate::lab::{self, DATABASE};
use crate::process::{finish, start};
use crate::workspace::connlint;

const LIMIT: Duration = Duration::from_secs(20);

/// The hosts by the lab's names, and what is asked for.
const STRINGS: &[(&[&str], &str)] = &[
    (&["direct", "standby"], ""),
    (&["standby", "direct"], ""),
    (&["dead", "standby"], ""),
    (&["strict", "direct"], ""),
    (&["standby", "direct"], "?target_session_attrs=read-write"),
    (&["standby", "direct"], "?target_session_attrs=primary"),
    (&["direct", "standby"], "?target_session_attrs=read-only"),
    (&["direct", "standby"], "?target_session_attrs=standby"),
    (&["direct", "standby"], "?target_session_attrs=prefer-standby"),
    (&["direct", "dead"], "?target_session_attrs=prefer-standby"),
    (&["standby", "dead"], "?target_session_attrs=read-write"),
];

/// Says at which port it arrives.
const PROGRAM: &str = "\
import asyncio, sys
driver, url = sys.argv[1:]
if driver == 'psycopg':
    import psycopg
    with psycopg.connect(url, connect_timeout=5) as connection:
        print(connection.execute('select inet_server_port()').fetchone()[0])
else:
    import asyncpg
    async def main():
        connection = await asyncpg.connect(url, timeout=5)
        print(await connection.fetchval('select inet_server_port()'))
        await connection.close()
    asyncio.run(main())
";

/// Lets the standby take queries, and compares; how often what was said came true.
pub fn run(lab: &Lab) -> Result<usize> {
    lab.stop("standby", &["-m", "fast"])?;
    lab.run_standby("on")?;
    let python = FAMILIES.iter().find(|it| it.name == "python").context("Python")?;
    (python.set_up)(&lab::folder()?)?;
    let mut count = 0;
    for driver in ["libpq", "psycopg", "asyncpg"] {
        for (hosts, query) in STRINGS {
            let said = said(lab, driver, hosts, query)?;
            let row = &said["tests"][0]["failover"]["drivers"][0];
            ensure!(row["driver"] == driver, "{driver} is not told of: {said}");
            let now = compare(lab, driver, hosts, query, &row["now"])?;
            count += 1;
            // What it takes now cannot be reached any more.
            let Some(now) = now else { continue };
            let mut left = hosts.to_vec();
            left[now] = "dead";
            compare(lab, driver, &left, query, &row["when_gone"])?;
            count += 1;
        }
    }
    Ok(count)
}

fn string(lab: &Lab, hosts: &[&str], query: &str) -> String {
    let hosts: Vec<String> = hosts.iter().map(|name| format!("127.0.0.1:{{{name}}}")).collect();
    lab.fill(&format!("postgresql://{{login}}@{}/{DATABASE}{query}", hosts.join(",")))
}

fn said(lab: &Lab, driver: &str, hosts: &[&str], query: &str) -> Result<Value> {
    let mut connlint = connlint();
    connlint.args(["test", "-", "--driver", driver, "--output-format", "json"]);
    let mut child = connlint.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    child.stdin.take().context("its input")?.write_all(string(lab, hosts, query).as_bytes())?;
    Ok(serde_json::from_slice(&child.wait_with_output()?.stdout)?)
}

/// Asks the driver itself; the host that it takes, if it does.
fn compare(lab: &Lab, driver: &str, hosts: &[&str], query: &str, said: &Value) -> Result<Option<usize>> {
    let url = string(lab, hosts, query);
    let mut command = match driver {
        "libpq" => {
            let mut psql = Command::new(lab.servers.bin.join("psql"));
            psql.env("PGCONNECT_TIMEOUT", "5").args(["-qAtXc", "select inet_server_port()", &url]);
            psql
        }
        _ => {
            let python: PathBuf = lab::folder()?.join("python/venv/bin/python");
            let mut python = Command::new(python);
            python.args(["-c", PROGRAM, driver, &url]);
            python
        }
    };
    let outcome = finish(start(&mut command)?, LIMIT);
    let port = outcome.out.trim().to_owned();
    let seen = hosts.iter().position(|name| lab.fill(&format!("{{{name}}}")) == port);
    let expected = said["hosts"].as_array().and_then(|hosts| hosts.first()).and_then(Value::as_u64);
    let expected = expected.and_then(|number| usize::try_from(number).ok()).map(|number| number - 1);
    ensure!(
        seen == expected && outcome.ok == expected.is_some(),
        "{driver} with {hosts:?}{query} was to do {said}, and took {seen:?}: {}{}",
        outcome.out,
        outcome.err
    );
    Ok(seen)
}
