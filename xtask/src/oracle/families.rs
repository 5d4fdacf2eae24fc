//! The families of workers: what each needs, how it is made, and how it is started.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};

use crate::needs::{Needed, need, python_venv};
use crate::process::must;
use crate::workspace::{root, target};

/// Drivers that one worker asks.
pub struct Family {
    /// Its name on the command line, and its folder in tests/oracles.
    pub name: &'static str,
    /// Where its drivers come from.
    pub from: &'static str,
    /// Installs and builds what it needs.
    make: fn(&Places) -> Result<()>,
    /// The program, without its last argument.
    start: fn(&Places) -> Command,
}

/// The folders of a family.
struct Places {
    /// Its sources.
    sources: PathBuf,
    /// What is installed and built.
    built: PathBuf,
}

pub const FAMILIES: &[Family] = &[
    Family { name: "python", from: "PyPI, and libpq of the system", make: python, start: start_python },
    Family { name: "node", from: "npm", make: node, start: start_node },
    Family { name: "rust", from: "the crate registry", make: rust, start: start_rust },
    Family { name: "java", from: "Debian", make: java, start: start_java },
    Family { name: "go", from: "Debian", make: go, start: start_go },
];

impl Family {
    /// Makes it ready: nothing happens when its sources are what they were the last time.
    pub fn set_up(&self) -> Result<()> {
        let places = self.places();
        fs::create_dir_all(&places.built)?;
        let stamp = places.built.join("made-of");
        let sources = contents(&places.sources)?;
        if fs::read(&stamp).is_ok_and(|made_of| made_of == sources) {
            return Ok(());
        }
        println!("{:<8} installing from {}", self.name, self.from);
        (self.make)(&places)?;
        // The last thing, so that what was interrupted is done again.
        fs::write(&stamp, sources).context("the note of what it is made of")
    }

    /// Its worker, in the folder where things are installed.
    pub fn worker(&self) -> Command {
        let places = self.places();
        let mut command = (self.start)(&places);
        command.current_dir(&places.built);
        command
    }

    /// Puts a copy of a file under this name into the folder in which the worker runs.
    pub fn place(&self, file: &Path, name: &str) -> Result<()> {
        let built = self.places().built;
        fs::create_dir_all(&built)?;
        fs::copy(file, built.join(name)).map(drop).with_context(|| name.to_owned())
    }

    fn places(&self) -> Places {
        Places { sources: root().join("tests/oracles").join(self.name), built: folder().join(self.name) }
    }
}

/// The folder for everything that is installed or built.
pub fn folder() -> PathBuf {
    target().join("oracles")
}

/// The home that drivers have.
pub fn home() -> PathBuf {
    folder().join("home")
}

/// All files below a folder, as one.
fn contents(folder: &Path) -> Result<Vec<u8>> {
    let mut entries: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        entries.push(entry?.path());
    }
    entries.sort();
    let mut out = Vec::new();
    for path in entries {
        out.extend(if path.is_dir() { contents(&path)? } else { fs::read(&path)? });
    }
    Ok(out)
}

/// How long an installation may take, also on a busy machine.
const INSTALL: Duration = Duration::from_secs(900);

fn python(places: &Places) -> Result<()> {
    need(&[Needed { package: "libpq5", shows: "/usr/share/doc/libpq5" }])?;
    let pins = fs::read_to_string(places.sources.join("requirements.txt"))?;
    let pins: Vec<&str> =
        pins.lines().map(str::trim).filter(|it| !it.is_empty() && !it.starts_with('#')).collect();
    python_venv(&places.built.join("venv"), &pins).map(drop)
}

fn start_python(places: &Places) -> Command {
    let mut command = Command::new(places.built.join("venv/bin/python"));
    command.arg(places.sources.join("worker.py"));
    command
}

fn node(places: &Places) -> Result<()> {
    need(&[Needed { package: "nodejs", shows: "node" }, Needed { package: "npm", shows: "npm" }])?;
    fs::copy(places.sources.join("package.json"), places.built.join("package.json"))?;
    let mut npm = Command::new("npm");
    npm.args(["install", "--silent", "--no-audit", "--no-fund", "--no-package-lock"]);
    must(npm.current_dir(&places.built), INSTALL).map(drop)
}

fn start_node(places: &Places) -> Command {
    let mut command = Command::new("node");
    command.arg(places.sources.join("worker.mjs"));
    command
}

/// In a copy of the sources, so that its lock file is not among them.
fn rust(places: &Places) -> Result<()> {
    fs::create_dir_all(places.built.join("src"))?;
    for file in ["Cargo.toml", "src/main.rs"] {
        fs::copy(places.sources.join(file), places.built.join(file))?;
    }
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--quiet", "--target-dir", "target"]).current_dir(&places.built);
    must(&mut cargo, INSTALL).map(drop)
}

fn start_rust(places: &Places) -> Command {
    Command::new(places.built.join("target/debug/connlint-oracle"))
}

/// Where Debian puts pgjdbc.
const PGJDBC: &str = "/usr/share/java/postgresql.jar";

/// The jar of pgjdbc that is asked: Debian's, unless a variable names that of another version.
fn pgjdbc() -> String {
    env::var("CONNLINT_PGJDBC").unwrap_or_else(|_| PGJDBC.to_owned())
}

fn java(places: &Places) -> Result<()> {
    need(&[
        Needed { package: "default-jdk-headless", shows: "javac" },
        Needed { package: "libpostgresql-jdbc-java", shows: PGJDBC },
    ])?;
    let mut javac = Command::new("javac");
    javac.args(["-cp", &pgjdbc(), "-d"]).arg(&places.built).arg(places.sources.join("Worker.java"));
    must(&mut javac, INSTALL).map(drop)
}

fn start_java(places: &Places) -> Command {
    let mut command = Command::new("java");
    command.arg("-cp").arg(format!("{}:{}", pgjdbc(), places.built.display())).arg("Worker");
    command
}

/// Where Debian puts the sources of Go packages.
const GO_SOURCES: &str = "/usr/share/gocode";

fn go(places: &Places) -> Result<()> {
    need(&[
        Needed { package: "golang-go", shows: "go" },
        Needed {
            package: "golang-github-jackc-pgx-v4-dev",
            shows: "/usr/share/gocode/src/github.com/jackc/pgx/v4",
        },
        Needed { package: "golang-github-lib-pq-dev", shows: "/usr/share/gocode/src/github.com/lib/pq" },
    ])?;
    let mut go = Command::new("go");
    go.args(["build", "-o"]).arg(places.built.join("worker")).arg(places.sources.join("main.go"));
    go.env("GO111MODULE", "off").env("GOPATH", GO_SOURCES).env("GOCACHE", places.built.join("cache"));
    must(&mut go, INSTALL).map(drop)
}

fn start_go(places: &Places) -> Command {
    Command::new(places.built.join("worker"))
}
