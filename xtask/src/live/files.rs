//! The files that are generated for a project, read by the tools that they are for: through a pooler in transaction mode,
//! with the way around it beside it.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use connlint_core::Request;
use connlint_core::generate::file;

use crate::lab::families::Family;
use crate::lab::program::{Program, connection, request};
use crate::lab::{DIRECT, OLD_TRANSACTION, Servers, USER};
use crate::process::{finish, start};
use crate::workspace::root;

const LIMIT: Duration = Duration::from_secs(60);

/// What a tool is asked about the files of a driver.
struct Trial {
    family: &'static str,
    driver: &'static str,
    files: &'static [&'static str],
    /// Folders that the tool wants to find.
    folders: &'static [&'static str],
    /// The tool, given the lab's folder of the family.
    program: fn(&Path) -> PathBuf,
    arguments: &'static [&'static str],
    /// A program of `tests/live` that goes with the arguments.
    script: Option<&'static str>,
    /// The connections of which it has to name the user.
    says: &'static [&'static str],
    /// A variable without which the string in the file counts.
    optional: Option<&'static str>,
}

const ALEMBIC: Trial = Trial {
    family: "python",
    driver: "sqlalchemy-psycopg",
    files: &["alembic.ini", "alembic/env.py"],
    folders: &["alembic/versions"],
    program: |home| home.join("venv/bin/python"),
    arguments: &["-m", "alembic", "current"],
    script: None,
    says: &[],
    optional: Some("MIGRATION_DATABASE_URL"),
};

const TRIALS: &[Trial] = &[
    ALEMBIC,
    Trial { driver: "sqlalchemy-asyncpg", ..ALEMBIC },
    Trial { driver: "sqlalchemy-pg8000", ..ALEMBIC },
    Trial {
        driver: "django",
        files: &["settings.py"],
        folders: &[],
        arguments: &[],
        script: Some("databases.py"),
        says: &["default", "direct"],
        optional: None,
        ..ALEMBIC
    },
    Trial {
        family: "node",
        driver: "prisma",
        files: &["prisma/schema.prisma", "prisma.config.ts"],
        folders: &[],
        program: |_| "npx".into(),
        arguments: &["prisma", "validate"],
        script: None,
        says: &[],
        optional: None,
    },
    Trial {
        family: "node",
        driver: "knex",
        files: &["knexfile.js"],
        folders: &["migrations"],
        program: |_| "npx".into(),
        arguments: &["knex", "migrate:currentVersion", "--env", "migrations"],
        script: None,
        says: &[],
        optional: None,
    },
];

/// Asks the tools of a family; what failed.
pub fn run(family: &Family, lab: &Path, servers: &Servers) -> Vec<String> {
    let mut failures = Vec::new();
    for trial in TRIALS.iter().filter(|trial| trial.family == family.name) {
        let what = format!("{} for {}", trial.files.join(" and "), trial.driver);
        match trial.run(family, lab, servers) {
            Ok(()) => println!("{:<20} {}: read by its tool", trial.driver, trial.files.join(", ")),
            Err(error) => failures.push(format!("{what}: {error:#}")),
        }
    }
    failures
}

impl Trial {
    fn run(&self, family: &Family, lab: &Path, servers: &Servers) -> Result<()> {
        let mut request = request(self.driver, "pgbouncer-transaction@1.18", servers.port(OLD_TRANSACTION)?)?;
        request.direct = Some(("127.0.0.1".to_owned(), Some(servers.port(DIRECT)?)));
        let name = format!("{}-files", self.driver);
        let program = Program::write(family, lab, &name, &connection(&request)?, |text| Ok(text.to_owned()))?;
        self.write(&program.folder, &request)?;
        let tool = || self.tool(&lab.join(family.home), &program.folder);
        self.ask(program.with_environment(tool()))?;
        if let Some(variable) = self.optional {
            let mut without = program.with_environment(tool());
            without.env_remove(variable);
            self.ask(without)?;
        }
        Ok(())
    }

    fn write(&self, folder: &Path, request: &Request) -> Result<()> {
        for name in self.files {
            let text = file(request, name, true).map_err(|it| anyhow::anyhow!(it.why))?;
            let path = folder.join(name);
            std::fs::create_dir_all(path.parent().context("a folder")?)?;
            std::fs::write(path, text.with_context(|| format!("there is no {name}"))?)?;
        }
        for name in self.folders {
            std::fs::create_dir_all(folder.join(name))?;
        }
        Ok(())
    }

    fn tool(&self, home: &Path, folder: &Path) -> Command {
        let mut out = Command::new((self.program)(home));
        out.args(self.arguments).args(self.script.map(|it| root().join("tests/live").join(it)));
        // The engine for migrations is not used here, and would be downloaded from elsewhere.
        out.env("PRISMA_SCHEMA_ENGINE_BINARY", "/bin/true").current_dir(folder);
        out
    }

    fn ask(&self, mut tool: Command) -> Result<()> {
        let outcome = finish(start(&mut tool)?, LIMIT);
        let said = self.says.iter().all(|name| outcome.out.contains(&format!("{name} {USER}")));
        if outcome.ok && said { Ok(()) } else { bail!("{}{}", outcome.out, outcome.err) }
    }
}
