//! Sessions that are open while something is tried.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, ensure};

use super::lab::Lab;
use crate::lab::PASSWORD;

/// Sessions that end when this is dropped.
pub struct Held(Vec<Child>);

impl Held {
    /// No session.
    pub fn none() -> Self {
        Self(Vec::new())
    }

    /// A session of `user` in `database` at the port, in which `sql` has been run.
    pub fn over_network(lab: &Lab, port: &str, user: &str, database: &str, sql: &str) -> Result<Self> {
        let mut psql = Command::new(lab.servers.bin.join("psql"));
        psql.env("PGPASSWORD", PASSWORD).args(["-h", "127.0.0.1", "-p", &lab.fill(port), "-U", user]);
        Self::begin(psql.args(["-d", database]), sql)
    }

    /// The same at the strict server, as its superuser, over its socket.
    pub fn as_superuser(lab: &Lab, database: &str, sql: &str) -> Result<Self> {
        let mut psql = Command::new(lab.servers.bin.join("psql"));
        psql.arg("-h").arg(lab.servers.folder.join("strict-socket"));
        psql.args(["-p", &lab.fill("{strict}"), "-U", "postgres", "-d", database]);
        Self::begin(&mut psql, sql)
    }

    /// These sessions and those.
    pub fn and(mut self, mut other: Self) -> Self {
        self.0.append(&mut other.0);
        self
    }

    fn begin(psql: &mut Command, sql: &str) -> Result<Self> {
        psql.args(["-qAtX", "-v", "ON_ERROR_STOP=1"]);
        let mut child = psql
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("psql")?;
        let input = child.stdin.as_mut().context("its input")?;
        writeln!(input, "{sql};\n\\echo ready")?;
        input.flush()?;
        let output = BufReader::new(child.stdout.take().context("its output")?);
        let held = Self(vec![child]);
        let is_ready = output.lines().map_while(Result::ok).any(|line| line == "ready");
        ensure!(is_ready, "psql did not get to `{sql}`");
        Ok(held)
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        for child in &mut self.0 {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}
