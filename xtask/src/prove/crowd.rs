//! Twenty clients of one driver.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};
use connlint_core::generate::Connection;

use super::fragment;
use super::tally::Tally;
use crate::lab::families::Family;
use crate::lab::program::Program;
use crate::lab::{DATABASE, Servers, USER};
use crate::process::{finish, start};

/// Questions of each, as the tallies of the languages have them.
const QUESTIONS: usize = 50;
/// A program that takes longer hangs.
const LIMIT: Duration = Duration::from_secs(40);

/// How the clients of a family come about: so many processes, each of which is as many clients as are left.
struct Shape {
    family: &'static str,
    processes: usize,
    /// The words that start a process; the family's own when there are none.
    words: &'static [&'static str],
}

/// For families that are not here a process is a client.
const SHAPES: &[Shape] = &[
    Shape { family: "python", processes: 1, words: &["../venv/bin/python", "crowd.py"] },
    Shape { family: "node", processes: 4, words: &["node", "crowd.mjs"] },
    Shape {
        family: "java",
        processes: 1,
        words: &["java", "-cp", "/usr/share/java/postgresql.jar:.", "Tally"],
    },
    Shape { family: "ruby", processes: 1, words: &["ruby", "crowd.rb"] },
];

/// A driver and where it runs.
pub struct Crowd<'a> {
    pub family: &'a Family,
    pub driver: &'a str,
    pub lab: &'a Path,
    pub servers: &'a Servers,
    /// Clients at once.
    pub clients: usize,
}

impl Crowd<'_> {
    /// Runs what is generated as `connection` in the folder `name`, and counts.
    pub fn run(&self, name: &str, connection: &Connection) -> Result<Tally> {
        let program = self.program(name, connection)?;
        forget_statements(self.servers)?;
        let shape = SHAPES.iter().find(|it| it.family == self.family.name);
        let processes = shape.map_or(self.clients, |it| it.processes);
        let copies = self.clients / processes;
        let with = |nth: usize| {
            let mut command = match shape {
                Some(shape) => self.words(&program, shape),
                None => program.run(),
            };
            command.env("PROVE_RUN", name).env("PROVE_CLIENT", (nth * copies).to_string());
            start(command.env("PROVE_COPIES", copies.to_string()))
        };
        let children: Result<Vec<_>> = (0..processes).map(with).collect();
        let mut tally = Tally { asked: self.clients * QUESTIONS, ..Tally::default() };
        for child in children? {
            let outcome = finish(child, LIMIT);
            tally.add(&outcome.out);
            if outcome.is_late {
                tally.hung += copies;
            } else if !outcome.ok {
                tally.say(&outcome.err);
            }
        }
        tally.stored = self.stored(name)?;
        Ok(tally)
    }

    fn program(&self, name: &str, connection: &Connection) -> Result<Program<'_>> {
        let put = |text: &str| fragment::put(self.family, self.driver, text);
        let program = Program::write(self.family, self.lab, name, connection, put)?;
        // Beside the program itself, which some languages keep in a folder of its own.
        let first = connection.snippet.files.first().context("a program")?;
        let folder = program.folder.join(first.path);
        let folder = folder.parent().context("a folder")?;
        for file in fragment::helpers(self.family) {
            std::fs::copy(&file, folder.join(file.file_name().context("a name")?))?;
        }
        program.build()?;
        Ok(program)
    }

    fn words(&self, program: &Program<'_>, shape: &Shape) -> Command {
        let mut words = shape.words.iter();
        let name = words.next().copied().unwrap_or_default();
        let is_path = name.contains('/');
        let mut command = if is_path { Command::new(program.folder.join(name)) } else { Command::new(name) };
        command.args(words).current_dir(&program.folder);
        program.with_environment(command)
    }

    fn stored(&self, run: &str) -> Result<usize> {
        let sql = format!(
            "with gone as (delete from stored where run = '{run}' returning 1) select count(*) from gone"
        );
        Ok(self.servers.ask(DATABASE, &sql)?.parse()?)
    }
}

/// Ends the poolers' server connections, so that no program meets what another one left there.
pub fn forget_statements(servers: &Servers) -> Result<()> {
    let sql = format!("select pg_terminate_backend(pid) from pg_stat_activity where usename = '{USER}'");
    servers.ask(DATABASE, &sql)?;
    std::thread::sleep(Duration::from_millis(300));
    Ok(())
}

/// The variables of a connection, without the comments on who reads them.
pub fn lines(connection: &Connection) -> impl Iterator<Item = &str> {
    connection.env.expose().lines().filter(|line| !line.starts_with('#'))
}
