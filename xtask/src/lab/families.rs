//! The languages: what each needs, and how its programs are run.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};

use super::go;
use crate::needs::{Needed, alone, need, python_venv};
use crate::process::must;

/// The drivers of one language.
pub struct Family {
    /// Its name on the command line.
    pub name: &'static str,
    /// Its drivers.
    pub drivers: &'static [&'static str],
    /// Installs what it needs under the lab's folder.
    pub set_up: fn(&Path) -> Result<()>,
    /// Folder of the lab in which its programs find what was installed.
    pub home: &'static str,
    /// What makes a program ready in its folder, if anything.
    pub build: fn(&Path, &Path) -> Option<Command>,
    /// The command that runs a program, given the lab and the program's folder.
    pub run: fn(&Path, &Path) -> Command,
}

/// All of them, and first the one that takes longest.
pub const FAMILIES: &[Family] = &[
    Family {
        name: "rust",
        drivers: &["tokio-postgres", "deadpool-postgres", "sqlx", "sea-orm", "diesel"],
        set_up: |_| {
            need(&[Needed { package: "libpq-dev", shows: "/usr/share/doc/libpq-dev" }])?;
            must(Command::new("cargo").arg("--version"), Duration::from_secs(10)).map(drop)
        },
        home: "rust",
        build: |lab, folder| {
            let mut cargo = program("cargo", folder, &["build", "--quiet"]);
            cargo.env("CARGO_TARGET_DIR", lab.join("rust/target")).env("CARGO_PROFILE_DEV_DEBUG", "0");
            Some(cargo)
        },
        run: |lab, folder| program(&lab.join("rust/target/debug/connect").to_string_lossy(), folder, &[]),
    },
    Family {
        name: "psql",
        drivers: &["libpq"],
        set_up: |_| need(&[Needed { package: "postgresql-client", shows: "psql" }]),
        home: "shell",
        build: |_, _| None,
        run: |_, folder| program("sh", folder, &["connect.sh"]),
    },
    Family {
        name: "python",
        drivers: &[
            "psycopg2",
            "psycopg",
            "asyncpg",
            "pg8000",
            "sqlalchemy-psycopg2",
            "sqlalchemy-psycopg",
            "sqlalchemy-asyncpg",
            "sqlalchemy-pg8000",
            "django",
            "dj-database-url",
            "django-environ",
        ],
        set_up: python,
        home: "python",
        build: |_, _| None,
        run: |lab, folder| {
            let python = lab.join("python/venv/bin/python");
            program(&python.to_string_lossy(), folder, &["connect.py"])
        },
    },
    Family {
        name: "node",
        drivers: &[
            "node-postgres",
            "postgres-js",
            "prisma",
            "prisma-adapter-pg",
            "drizzle",
            "knex",
            "typeorm",
            "kysely",
            "sequelize",
        ],
        set_up: |lab| npm(lab, "node", NODE_PACKAGES),
        home: "node",
        build: |_, folder| {
            let mut npx = program("npx", folder, &["prisma", "generate"]);
            // The engine for migrations is not used here, and would be downloaded from elsewhere.
            npx.env("PRISMA_SCHEMA_ENGINE_BINARY", "/bin/true");
            folder.join("schema.prisma").exists().then_some(npx)
        },
        run: |_, folder| program("node", folder, &["connect.mjs"]),
    },
    Family {
        name: "java",
        // The version in Debian 12; HikariCP's are pgjdbc's.
        drivers: &["pgjdbc@42.5.5", "hikaricp@42.5.5"],
        set_up: |_| {
            need(&[
                Needed { package: "default-jdk-headless", shows: "javac" },
                Needed { package: "libpostgresql-jdbc-java", shows: POSTGRESQL_JAR },
                Needed { package: "libhikaricp-java", shows: HIKARICP_JAR },
            ])
        },
        home: "java",
        build: |_, folder| Some(program("javac", folder, &["-cp", &classes(), "Connect.java"])),
        run: |_, folder| program("java", folder, &["-cp", &classes(), "Connect"]),
    },
    Family {
        name: "php",
        drivers: &["pdo"],
        set_up: |_| {
            need(&[
                Needed { package: "php-cli", shows: "php" },
                Needed { package: "php-pgsql", shows: "/usr/share/doc/php-pgsql" },
            ])
        },
        home: "php",
        build: |_, _| None,
        run: |_, folder| program("php", folder, &["connect.php"]),
    },
    Family {
        name: "perl",
        drivers: &["dbd-pg"],
        set_up: |_| {
            need(&[
                Needed { package: "perl", shows: "perl" },
                Needed { package: "libdbd-pg-perl", shows: "/usr/share/doc/libdbd-pg-perl" },
            ])
        },
        home: "perl",
        build: |_, _| None,
        run: |_, folder| program("perl", folder, &["connect.pl"]),
    },
    Family {
        name: "ruby",
        // Active Record in the version of Debian 12.
        drivers: &["ruby-pg", "activerecord@6.1"],
        set_up: |_| {
            need(&[
                Needed { package: "ruby", shows: "ruby" },
                Needed { package: "ruby-pg", shows: "/usr/share/doc/ruby-pg" },
                Needed { package: "ruby-activerecord", shows: "/usr/share/doc/ruby-activerecord" },
            ])
        },
        home: "ruby",
        build: |_, _| None,
        run: |_, folder| program("ruby", folder, &["connect.rb"]),
    },
    Family {
        name: "go",
        // The versions of the release that they come from.
        drivers: &["pgx@5.9.2", "pgx@4.18.3", "lib-pq@1.10.9"],
        set_up: go::set_up,
        home: "go",
        build: |lab, folder| Some(go::build(lab, folder)),
        run: |_, folder| program(&folder.join("connect").to_string_lossy(), folder, &[]),
    },
];

const POSTGRESQL_JAR: &str = "/usr/share/java/postgresql.jar";
const HIKARICP_JAR: &str = "/usr/share/java/HikariCP.jar";

/// Where Java finds the drivers, and what HikariCP logs to, which is nowhere.
fn classes() -> String {
    let logs = ["/usr/share/java/slf4j-api.jar", "/usr/share/java/slf4j-nop.jar"].join(":");
    [POSTGRESQL_JAR, HIKARICP_JAR, &logs, "."].join(":")
}

/// Versions that the lab runs; the records in core name the versions that their facts were measured with.
const PYTHON_PACKAGES: &[&str] = &[
    "psycopg2-binary==2.9.13",
    "psycopg[binary,pool]==3.3.9",
    "asyncpg==0.32.0",
    "pg8000==1.31.6",
    "sqlalchemy[asyncio]==2.1.9",
    "django==5.2.19",
    "dj-database-url==3.1.2",
    "django-environ==0.14.0",
    "alembic==1.20.1",
    "python-dotenv==1.2.4",
];

const NODE_PACKAGES: &[&str] = &[
    "pg@8.23.1",
    "postgres@3.4.9",
    "prisma@7.10.0",
    "@prisma/client@7.10.0",
    "@prisma/adapter-pg@7.10.0",
    "drizzle-orm@0.45.4",
    "knex@3.3.0",
    "typeorm@1.1.1",
    "reflect-metadata",
    "sequelize@6.37.8",
    "kysely@0.28.19",
    "dotenv@18.0.10",
    "dotenv-expand@13.0.0",
];

const INSTALL: Duration = Duration::from_secs(300);

fn program(name: &str, folder: &Path, args: &[&str]) -> Command {
    let mut out = Command::new(name);
    out.args(args).current_dir(folder);
    out
}

fn python(lab: &Path) -> Result<()> {
    python_venv(&lab.join("python/venv"), PYTHON_PACKAGES).map(drop)
}

/// Installs `packages` under `home`, unless that was done before.
fn npm(lab: &Path, home: &str, packages: &[&str]) -> Result<()> {
    need(&[Needed { package: "nodejs", shows: "node" }, Needed { package: "npm", shows: "npm" }])?;
    let _alone = alone()?;
    let home = lab.join(home);
    std::fs::create_dir_all(&home)?;
    let stamp = home.join("installed");
    let wanted = packages.join("\n");
    if std::fs::read_to_string(&stamp).is_ok_and(|have| have == wanted) {
        return Ok(());
    }
    std::fs::write(home.join("package.json"), "{ \"private\": true }\n")?;
    let mut npm = program("npm", &home, &["install", "--silent", "--no-audit", "--no-fund", "--save-exact"]);
    must(npm.args(packages), INSTALL)?;
    std::fs::write(stamp, wanted).context("the note of what is installed")
}
