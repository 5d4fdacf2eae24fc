//! `connlint test --with-driver`, with the drivers that a family has installed.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::lab::families::Family;
use crate::lab::{DIRECT, OLD_TRANSACTION, PASSWORD, Servers};
use crate::process::{finish, must, start};
use crate::workspace::connlint;

const LIMIT: Duration = Duration::from_secs(120);
const WORKS: &str = "works";
const FAILS: &str = "fails";
const WRONG: &str = "wrong-answers";

/// Who is asked for and in which package, the scheme of the string, how many drivers answer, and what may come out behind a
/// pooler that does not track statements.
struct Case {
    family: &'static str,
    driver: &'static str,
    package: &'static str,
    scheme: &'static str,
    answer: usize,
    pooled: &'static [&'static str],
}

const CASES: &[Case] = &[
    Case {
        family: "python",
        driver: "psycopg2",
        package: "psycopg2-binary",
        scheme: "postgresql",
        answer: 2,
        pooled: &[WORKS],
    },
    Case {
        family: "python",
        driver: "psycopg",
        package: "\"psycopg[binary]\"",
        scheme: "postgresql",
        answer: 4,
        pooled: &[FAILS, WRONG],
    },
    Case {
        family: "python",
        driver: "sqlalchemy-asyncpg",
        package: "SQLAlchemy greenlet asyncpg",
        scheme: "postgresql+asyncpg",
        answer: 2,
        pooled: &[FAILS, WRONG],
    },
    Case {
        family: "node",
        driver: "node-postgres",
        package: "pg",
        scheme: "postgresql",
        answer: 6,
        pooled: &[WORKS],
    },
    Case {
        family: "node",
        driver: "postgres-js",
        package: "postgres",
        scheme: "postgresql",
        answer: 1,
        pooled: &[FAILS, WRONG],
    },
];

/// Tries the cases of a family; what came out, in a line. `None` for a family that has none.
pub fn run(family: &Family, lab: &Path, servers: &Servers) -> Option<Result<String>> {
    let cases: Vec<&Case> = CASES.iter().filter(|it| it.family == family.name).collect();
    if cases.is_empty() {
        return None;
    }
    Some(try_cases(&cases, &lab.join(family.home), servers))
}

fn try_cases(cases: &[&Case], home: &Path, servers: &Servers) -> Result<String> {
    let (server, pooler) = (servers.port(DIRECT)?, servers.port(OLD_TRANSACTION)?);
    let mut count = 0;
    for case in cases {
        count += case.works(home, &servers.string(server)).context(case.driver)?;
        count += case.pooled(home, &servers.string(pooler)).context(case.driver)?;
    }
    if let Some(case) = cases.iter().find(|it| it.family == "python") {
        case.missing(home, &servers.string(server)).context("without the package")?;
    }
    let is_python = cases.iter().any(|it| it.family == "python");
    ends_with_its_input(&mut if is_python { python(home) } else { node() }, is_python)?;
    Ok(format!("{count} scripts for {} drivers ended as they should", cases.len()))
}

/// A script that waits for a server ends when its standard input does, which is when connlint is gone, killed or not.
fn ends_with_its_input(command: &mut Command, is_python: bool) -> Result<()> {
    let source = if is_python { "import time\ndef open(_):\n    time.sleep(60)\n" } else { "" };
    let task = json!({ "name": "<waits>", "source": source, "string": "", "packages": [], "clients": 1, "rounds": 1 });
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).spawn()?;
    let mut input = child.stdin.take().context("its input")?;
    writeln!(input, "{task}")?;
    std::thread::sleep(Duration::from_secs(1));
    ensure!(child.try_wait()?.is_none(), "the script does not wait");
    drop(input);
    let ended = finish(child, Duration::from_secs(5));
    ensure!(!ended.is_late, "the script outlives its standard input");
    Ok(())
}

fn python(home: &Path) -> Command {
    let mut out = Command::new(home.join("venv/bin/python"));
    out.args(["-c", include_str!("../../../cli/src/live/with_driver/scripts/boot.py")]);
    out
}

fn node() -> Command {
    let boot = include_str!("../../../cli/src/live/with_driver/scripts/boot.mjs");
    let waits = "const open = () => new Promise((resolve) => setTimeout(resolve, 60_000));";
    let mut out = Command::new("node");
    out.args(["--input-type=module", "--eval", &format!("{waits}\n{boot}")]);
    out
}

impl Case {
    fn works(&self, home: &Path, string: &str) -> Result<usize> {
        let (tried, is_good) = self.tried(home, &home.join("venv/bin/python"), string)?;
        ensure!(tried.len() == self.answer, "{} drivers instead of {}: {tried:#?}", tried.len(), self.answer);
        ensure!(is_good && tried.iter().all(|it| it["outcome"] == WORKS), "at the server: {tried:#?}");
        Ok(tried.len())
    }

    fn pooled(&self, home: &Path, string: &str) -> Result<usize> {
        let (tried, is_good) = self.tried(home, &home.join("venv/bin/python"), string)?;
        let is_right = |it: &Value| it["outcome"].as_str().is_some_and(|it| self.pooled.contains(&it));
        ensure!(tried.iter().all(is_right), "at the pooler: {tried:#?}");
        ensure!(is_good == self.pooled.contains(&WORKS), "the exit code does not fit: {tried:#?}");
        for it in tried.iter().filter(|it| it["outcome"] == FAILS) {
            ensure!(it["explanations"][0]["cause"].is_string(), "not explained: {it:#?}");
            ensure!(it["traceback"].as_str().is_some_and(|it| !it.is_empty()), "no traceback: {it:#?}");
        }
        Ok(tried.len())
    }

    /// In an environment that has no packages.
    fn missing(&self, home: &Path, string: &str) -> Result<()> {
        let bare = home.join("bare");
        must(Command::new("python3").args(["-m", "venv", "--without-pip"]).arg(&bare), LIMIT)?;
        let python = bare.join("bin/python");
        let (tried, is_good) = self.tried(home, &python, string)?;
        ensure!(!is_good && tried.len() == 1 && tried[0]["outcome"] == "not-installed", "{tried:#?}");
        let install = tried[0]["install"].as_str().unwrap_or_default();
        let wanted = format!("{} -m pip install {}", python.display(), self.package);
        ensure!(install == wanted, "to install: {install}");
        Ok(())
    }

    /// What `connlint test --with-driver` says in a project that has its packages in `home`, and whether it ends with 0.
    fn tried(&self, home: &Path, python: &Path, string: &str) -> Result<(Vec<Value>, bool)> {
        let mut command = connlint();
        command.current_dir(home).env("URL", string.replacen("postgresql", self.scheme, 1));
        command.args(["test", "--env", "URL", "--with-driver", "--driver", self.driver]);
        command.args(["--timeout", "60", "--output-format", "json"]);
        if self.family == "python" {
            command.arg("--python").arg(python);
        }
        let outcome = finish(start(&mut command)?, LIMIT);
        ensure!(!outcome.out.contains(PASSWORD), "the password shows: {}", outcome.out);
        let said: Value = serde_json::from_str(&outcome.out).with_context(|| outcome.err.clone())?;
        Ok((said["tests"][0]["with_driver"].as_array().cloned().unwrap_or_default(), outcome.ok))
    }
}
