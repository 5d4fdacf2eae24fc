//! What manifests show about the drivers of a project, and what follows for its strings.

use connlint_core::diag::Severity;
use connlint_core::drivers::{Inferred, Manifest, from_manifests};
use connlint_core::{Options, lint};

/// Files of a project as name and text, and the drivers that they show with the reason.
type Case = (&'static [(&'static str, &'static str)], &'static [(&'static str, &'static str)]);

const CASES: &[Case] = &[
    (&[("requirements.txt", "# asyncpg\npsycopg_pool\nasyncpg-stubs==1\n")], &[]),
    (
        &[("requirements.txt", "asyncpg==0.29.0  # pinned\n")],
        &[("asyncpg@0.29", "asyncpg in requirements.txt")],
    ),
    (
        &[("requirements-dev.txt", "-r requirements.txt\nasyncpg>=0.29 ; python_version < '3.13'\n")],
        &[("asyncpg", "asyncpg in requirements-dev.txt")],
    ),
    (
        &[("requirements.txt", "SQLAlchemy>=2.0,<2.1\npsycopg2_binary==2.9.9 --hash=sha256:00\n")],
        &[("sqlalchemy-psycopg2@2", "sqlalchemy with psycopg2-binary in requirements.txt")],
    ),
    (
        &[("requirements.txt", "Flask-SQLAlchemy==3.1.1\npsycopg2\n")],
        &[("sqlalchemy-psycopg2", "flask-sqlalchemy with psycopg2 in requirements.txt")],
    ),
    (
        &[("requirements.txt", "sqlalchemy[asyncio]~=1.4.0\nasyncpg\n")],
        &[
            ("asyncpg", "asyncpg in requirements.txt"),
            ("sqlalchemy-asyncpg@1.4", "sqlalchemy with asyncpg in requirements.txt"),
        ],
    ),
    (
        &[("requirements.txt", "sqlalchemy[postgresql_psycopg]\n")],
        &[("sqlalchemy-psycopg", "sqlalchemy[postgresql-psycopg] in requirements.txt")],
    ),
    (
        &[("requirements.txt", "Django<6\npsycopg[binary]\ndj-database-url\n")],
        &[
            ("dj-database-url", "dj-database-url in requirements.txt"),
            ("django", "django in requirements.txt"),
        ],
    ),
    (
        &[(
            "pyproject.toml",
            "[project]\nname = \"asyncpg\"\ndependencies = [\n  \"fastapi\", # web\n  \"psycopg[binary]>=3.1,<3.2\",\n]\n",
        )],
        &[("psycopg@3.1", "psycopg in pyproject.toml")],
    ),
    (
        &[(
            "pyproject.toml",
            "[tool.poetry.dependencies]\npython = \"^3.12\"\nSQLAlchemy = {version = \"^2.0.1\", extras = [\"asyncio\"]}\n\
             [tool.poetry.group.dev.dependencies]\nasyncpg = \"0.29.0\"\n[tool.other]\npg8000 = \"1\"\n",
        )],
        &[
            ("asyncpg@0.29", "asyncpg in pyproject.toml"),
            ("sqlalchemy-asyncpg", "sqlalchemy with asyncpg in pyproject.toml"),
        ],
    ),
    (
        &[("Pipfile", "[packages]\npsycopg2-binary = \"==2.8.6\"\n[requires]\npython_version = \"3.12\"\n")],
        &[("psycopg2@2.8.6", "psycopg2-binary in Pipfile")],
    ),
    (
        &[(
            "setup.cfg",
            "[metadata]\nname = pg8000\n[options]\ninstall_requires =\n    asyncpg\npython_requires = >=3\n",
        )],
        &[("asyncpg", "asyncpg in setup.cfg")],
    ),
    (
        &[(
            "setup.py",
            "setup(name='asyncpg', install_requires=['psycopg[binary]', 'x'], extras_require={'a': ['pg8000']})",
        )],
        &[("psycopg", "psycopg in setup.py")],
    ),
    (
        &[(
            "environment.yml",
            "name: asyncpg\ndependencies:\n  - conda-forge::psycopg2=2.8\n  - pip:\n    - asyncpg==0.27\n",
        )],
        &[("asyncpg@0.27", "asyncpg in environment.yml"), ("psycopg2@2.8", "psycopg2 in environment.yml")],
    ),
    (
        &[(
            "package.json",
            "{\"name\": \"pg\", \"scripts\": {\"postgres\": \"up {\\\"\"}, \"dependencies\": {\"drizzle-orm\": \"^0.40\", \
             \"postgres\": \"^3.4.0\"}, \"overrides\": {\"pg\": \"7\"}}",
        )],
        &[("postgres-js", "postgres in package.json")],
    ),
    (
        &[("package.json", "{\"dependencies\": {\"knex\": \"3\", \"pg\": \"~8.11.3\"}}")],
        &[("knex", "knex with pg in package.json")],
    ),
    (
        &[("package.json", "{\"dependencies\": {\"pg\": \"~8.11.3\", \"kysely\": \"0.28.2\"}}")],
        &[
            ("kysely@0.28.2", "kysely with pg in package.json"),
            ("node-postgres@8.11.3", "pg in package.json"),
        ],
    ),
    (
        &[(
            "package.json",
            "{\"dependencies\": {\"drizzle-orm\": \"0.45\", \"pg\": \"8\"}, \"devDependencies\": {\"@types/bun\": \"1\"}}",
        )],
        &[("drizzle", "drizzle-orm with pg in package.json"), ("node-postgres", "pg in package.json")],
    ),
    (
        &[("package.json", "{\"dependencies\": {\"typeorm\": \"0.3.20\", \"pg\": \"8\"}}")],
        &[("typeorm@0.3.20", "typeorm with pg in package.json")],
    ),
    (
        &[("package.json", "{\"devDependencies\": {\"@types/bun\": \"latest\"}}")],
        &[("bun-sql", "@types/bun in package.json")],
    ),
    (&[("package.json", "{\"dependencies\": {\"sequelize\": \"6\", \"mysql2\": \"3\"}}")], &[]),
    (
        &[(
            "package.json",
            "{\"devDependencies\": {\"prisma\": \"7\"}, \"dependencies\": {\"@prisma/client\": \"7\", \"@prisma/adapter-pg\": \"7\"}}",
        )],
        &[("prisma-adapter-pg", "@prisma/adapter-pg in package.json")],
    ),
    (
        &[(
            "package.json",
            "{\"devDependencies\": {\"prisma\": \"^6.19.0\"}, \"dependencies\": {\"@prisma/client\": \"6\"}}",
        )],
        &[("prisma@6.19", "prisma in package.json")],
    ),
    (
        &[
            ("package.json", "{\"devDependencies\": {\"prisma\": \"latest\"}}"),
            (
                "schema.prisma",
                "generator client {\n  provider = \"prisma-client-js\"\n}\ndatasource db {\n  provider = \"postgresql\"\n  \
                 url      = env(\"DATABASE_URL\")\n}\n",
            ),
        ],
        &[("prisma@6", "postgresql in schema.prisma")],
    ),
    (
        &[(
            "schema.prisma",
            "datasource db {\n  provider = \"postgresql\"\n  // url = env(\"DATABASE_URL\")\n}\n",
        )],
        &[("prisma", "postgresql in schema.prisma")],
    ),
    (&[("schema.prisma", "// postgresql\ndatasource db {\n  provider = \"mysql\"\n}\n")], &[]),
    (
        &[(
            "Cargo.toml",
            "[package]\nname = \"postgres\"\n[dependencies]\nsqlx = { version = \"0.7\", features = [\n  \"postgres\",\n] }\n\
             [dev-dependencies.tokio-postgres]\nversion = \"0.7\"\n",
        )],
        &[("sqlx@0.7", "sqlx in Cargo.toml"), ("tokio-postgres", "tokio-postgres in Cargo.toml")],
    ),
    (
        &[(
            "Cargo.toml",
            "[dependencies]\ndiesel = { version = \"2\", features = [\"postgres\"] }\nsea-orm = \"1\"\n",
        )],
        &[("diesel", "diesel[postgres] in Cargo.toml"), ("sea-orm@1", "sea-orm in Cargo.toml")],
    ),
    (
        &[("composer.json", "{\"require\": {\"ext-pdo_pgsql\": \"*\"}}")],
        &[("pdo", "ext-pdo_pgsql in composer.json")],
    ),
    (
        &[("build.gradle", "dependencies { runtimeOnly 'org.postgresql:postgresql:42.2.5' }")],
        &[("pgjdbc@42.2.5", "org.postgresql:postgresql in build.gradle")],
    ),
    (
        &[(
            "build.gradle.kts",
            "dependencies {\n  runtimeOnly(\"org.postgresql:r2dbc-postgresql\")\n  runtimeOnly(\"org.postgresql:postgresql\")\n}\n",
        )],
        &[
            ("pgjdbc", "org.postgresql:postgresql in build.gradle.kts"),
            ("r2dbc-postgresql", "org.postgresql:r2dbc-postgresql in build.gradle.kts"),
        ],
    ),
    (
        &[(
            "pom.xml",
            "<dependency><groupId>io.r2dbc</groupId><artifactId>r2dbc-postgresql</artifactId><version>0.8.13.RELEASE</version></dependency>",
        )],
        &[("r2dbc-postgresql@0.8.13", "io.r2dbc:r2dbc-postgresql in pom.xml")],
    ),
    (
        &[
            ("pyproject.toml", "[project]\ndependencies = [\"asyncpg>=0.27\"]\n"),
            (
                "poetry.lock",
                "[[package]]\nname = \"asyncpg\"\nversion = \"0.29.0\"\n\n[package.dependencies]\nversion = \"9\"\n\n\
                 [[package]]\nname = \"psycopg2\"\nversion = \"2.9.9\"\n",
            ),
        ],
        &[("asyncpg@0.29", "asyncpg 0.29.0 in poetry.lock")],
    ),
    (
        &[
            ("pyproject.toml", "[project]\ndependencies = [\"sqlmodel\", \"psycopg2_binary\"]\n"),
            (
                "uv.lock",
                "[[package]]\nname = \"sqlalchemy\"\nversion = \"2.0.30\"\nsource = { registry = \"\" }\n",
            ),
        ],
        &[(
            "sqlalchemy-psycopg2@2.0.30",
            "sqlmodel with psycopg2-binary in pyproject.toml, sqlalchemy 2.0.30 in uv.lock",
        )],
    ),
    (&[("uv.lock", "[[package]]\nname = \"asyncpg\"\nversion = \"0.29.0\"\n")], &[]),
    (
        &[
            ("requirements.txt", "SQLAlchemy\npsycopg2\n"),
            ("pdm.lock", "[[package]]\nname = \"SQLAlchemy\"\nversion = \"2.1.9\"\n"),
        ],
        &[("sqlalchemy-psycopg2@2.1.9", "sqlalchemy 2.1.9 with psycopg2 in pdm.lock")],
    ),
    (
        &[
            ("Pipfile", "[packages]\npg8000 = \"*\"\n"),
            ("Pipfile.lock", "{\"default\": {\"pg8000\": {\"hashes\": [\"a\"], \"version\": \"==1.30.1\"}}}"),
        ],
        &[("pg8000@1.30.1", "pg8000 1.30.1 in Pipfile.lock")],
    ),
    (
        &[
            ("package.json", "{\"dependencies\": {\"pg\": \"^8\"}}"),
            (
                "package-lock.json",
                "{\"packages\": {\"\": {\"version\": \"1.0.0\"}, \"node_modules/pg\": {\"version\": \"8.7.1\", \"engines\": \
                 {\"version\": \"1\"}}, \"node_modules/a/node_modules/pg\": {\"version\": \"8.9.0\"}}}",
            ),
        ],
        &[("node-postgres@8.7.1", "pg 8.7.1 in package-lock.json")],
    ),
    (
        &[
            ("package.json", "{\"dependencies\": {\"pg\": \"^8\"}}"),
            (
                "package-lock.json",
                "{\"dependencies\": {\"pg\": {\"version\": \"8.6.0\", \"requires\": {\"pg\": \"1\"}}}}",
            ),
        ],
        &[("node-postgres@8.6", "pg 8.6.0 in package-lock.json")],
    ),
    (
        &[
            ("package.json", "{\"dependencies\": {\"pg\": \"^8.1\", \"@prisma/client\": \"6\"}}"),
            (
                "yarn.lock",
                "# yarn lockfile v1\n\npg@^7.1:\n  version \"7.18.2\"\n  dependencies:\n    version \"1\"\n\n\
                 pg@^8.1, pg@8:\n  version \"8.11.3\"\n\n\"@prisma/client@npm:6\":\n  version: 6.1.0\n",
            ),
        ],
        &[
            ("node-postgres@8.11.3", "pg 8.11.3 in yarn.lock"),
            ("prisma@6.1", "@prisma/client 6.1.0 in yarn.lock"),
        ],
    ),
    (
        &[
            ("package.json", "{\"dependencies\": {\"@prisma/client\": \"^6\", \"postgres\": \"3\"}}"),
            (
                "pnpm-lock.yaml",
                "lockfileVersion: '9.0'\n\nimporters:\n\n  .:\n    dependencies:\n      '@prisma/client':\n        \
                 specifier: ^6\n        version: 6.2.1(prisma@6.2.1)\n      postgres:\n        specifier: '3'\n        \
                 version: 3.4.3\n\npackages:\n\n  postgres:\n    version: 3.4.4\n",
            ),
        ],
        &[
            ("postgres-js@3.4.3", "postgres 3.4.3 in pnpm-lock.yaml"),
            ("prisma@6.2.1", "@prisma/client 6.2.1 in pnpm-lock.yaml"),
        ],
    ),
    (
        &[
            ("package.json", "{\"dependencies\": {\"pg\": \"^8\"}}"),
            (
                "pnpm-lock.yaml",
                "lockfileVersion: 5.4\nspecifiers:\n  pg: ^8\ndependencies:\n  pg: 8.8.0\npackages:\n  /pg/8.8.0:\n",
            ),
        ],
        &[("node-postgres@8.8", "pg 8.8.0 in pnpm-lock.yaml")],
    ),
    (
        &[
            ("package.json", "{\"dependencies\": {\"pg\": \"^8\"}}"),
            (
                "bun.lock",
                "{\"workspaces\": {\"\": {\"dependencies\": {\"pg\": \"^8\",},},}, \"packages\": {\n\"pg\": \
                 [\"pg@8.12.0\", \"\", {\"dependencies\": {\"pg-pool\": \"^3\"}}, \"sha512-x\"],\n}}",
            ),
        ],
        &[("node-postgres@8.12", "pg 8.12.0 in bun.lock")],
    ),
    (
        &[
            ("Cargo.toml", "[dependencies]\nsqlx = { version = \"0.8\", features = [\"postgres\"] }\n"),
            (
                "Cargo.lock",
                "version = 4\n\n[[package]]\nname = \"sqlx\"\nversion = \"0.8.6\"\nchecksum = \"00\"\n",
            ),
        ],
        &[("sqlx@0.8.6", "sqlx 0.8.6 in Cargo.lock")],
    ),
    (
        &[
            ("requirements.txt", "asyncpg<0.30\n"),
            ("poetry.lock", "[[package]]\nname = \"asyncpg\"\nversion = \"0.31.0\"\n"),
        ],
        &[("asyncpg@0.29", "asyncpg in requirements.txt")],
    ),
    (
        &[("Gemfile", "gem \"rails\", \"~> 7.1\"\ngem \"pg\", \"~> 1.5\"\n")],
        &[("activerecord@7.1", "rails with pg in Gemfile")],
    ),
    (&[("Gemfile", "gem 'pg'\n")], &[("ruby-pg", "pg in Gemfile")]),
    (
        &[("mix.exs", "defp deps do\n  [{:ecto_sql, \"~> 3.10\"}, {:postgrex, \">= 0.0.0\"}]\nend\n")],
        &[("ecto", "ecto_sql with postgrex in mix.exs")],
    ),
    (
        &[("requirements.txt", "tortoise-orm[asyncpg]==0.20.0\ndatabases[asyncpg]\n")],
        &[
            ("databases", "databases[asyncpg] in requirements.txt"),
            ("tortoise@0.20", "tortoise-orm[asyncpg] in requirements.txt"),
        ],
    ),
    (
        &[("requirements.txt", "aiopg\npeewee\npsqlpy\npiccolo[postgres]\n")],
        &[
            ("aiopg", "aiopg in requirements.txt"),
            ("peewee", "peewee in requirements.txt"),
            ("piccolo", "piccolo[postgres] in requirements.txt"),
            ("psqlpy", "psqlpy in requirements.txt"),
        ],
    ),
    (&[("requirements.txt", "databases[aiosqlite]\ntortoise-orm\n")], &[]),
    (
        &[("cpanfile", "requires 'DBI';\nrequires 'DBD::Pg', '3.18.0';\n")],
        &[("dbd-pg", "dbd::pg in cpanfile")],
    ),
    (
        &[("go.mod", "module example.com/a\nrequire github.com/jackc/pgx/v5 v5.7.0\n")],
        &[("pgx@5.7", "github.com/jackc/pgx/v5 in go.mod")],
    ),
    (
        &[(
            "go.mod",
            "module a\n\nrequire (\n\tgithub.com/jackc/pgx/v4 v4.18.3\n\tgithub.com/lib/pq v1.12.3\n\tgithub.com/jackc/pgx/v5 v5.10.0 // indirect\n)\n",
        )],
        &[("lib-pq", "github.com/lib/pq in go.mod"), ("pgx@4.18.3", "github.com/jackc/pgx/v4 in go.mod")],
    ),
    (
        &[("go.mod", "module a\nrequire gorm.io/driver/postgres v1.5.9\n")],
        &[("gorm@1.5.9", "gorm.io/driver/postgres in go.mod")],
    ),
    (&[("README.md", "asyncpg==0.29")], &[]),
];

fn inferred(files: &[(&str, &str)]) -> Vec<Inferred> {
    let manifests: Vec<Manifest<'_>> = files.iter().map(|(name, text)| Manifest { name, text }).collect();
    from_manifests(&manifests)
}

#[test]
fn manifests_show_drivers() {
    for (files, expected) in CASES {
        let found = inferred(files);
        let found: Vec<(String, &str)> =
            found.iter().map(|it| (it.driver.display(), it.why.as_str())).collect();
        let expected: Vec<(String, &str)> =
            expected.iter().map(|(driver, why)| ((*driver).to_owned(), *why)).collect();
        assert_eq!(found, expected, "{files:#?}");
    }
}

/// What is found in a string beside a `requirements.txt`.
fn found(requirements: &str, text: &str) -> Vec<(String, Severity)> {
    let project = inferred(&[("requirements.txt", requirements)]);
    let report = lint(text, Some(".env"), &Options { project, ..Options::default() });
    report.findings.into_iter().map(|finding| (finding.rule, finding.severity)).collect()
}

#[test]
fn a_driver_that_is_shown_counts_although_it_refuses_the_scheme() {
    let text = "DATABASE_URL=postgres://app@db:5432/shop\n";
    let refused = ("scheme-not-accepted".to_owned(), Severity::Error);
    assert!(found("sqlalchemy\npsycopg2-binary\n", text).contains(&refused));
    assert!(!found("psycopg2-binary\n", text).contains(&refused));
    assert!(!found("", text).iter().any(|(rule, _)| rule == "scheme-not-accepted"));
}

/// Files that hold a string inside other text, and the driver that reads it; nothing in them is certain enough for
/// more than a hint.
const IN_OTHER_TEXT: &[(&str, &str, &str)] = &[
    (
        "standalone.xml",
        "pgjdbc",
        "<connection-url>jdbc:postgresql://db:5432/shop?ssl=true&amp;ApplicationName=shop</connection-url>\n",
    ),
    (
        "alembic.ini",
        "sqlalchemy-psycopg2",
        "[alembic]\nsqlalchemy.url = postgresql+psycopg2://app:a%%40b@db:5432/shop\n",
    ),
    (
        "app.py",
        "asyncpg",
        "url = 'postgresql://app.abcdefghijklmnopqrst@aws-1-eu-central-1.pooler.supabase.com:6543/postgres?sslmode=require'\npool = create_pool(url, statement_cache_size=0)\n",
    ),
];

#[test]
fn other_text_around_a_string_is_not_judged() {
    for (name, driver, text) in IN_OTHER_TEXT {
        let driver = connlint_core::drivers::DriverAt::parse(driver);
        let report = lint(text, Some(name), &Options { driver, ..Options::default() });
        assert_eq!(report.connections.len(), 1, "{name}");
        let loud: Vec<_> = report.findings.iter().filter(|it| it.severity > Severity::Hint).collect();
        assert!(loud.is_empty(), "{name}: {loud:#?}");
    }
}

#[test]
fn every_driver_that_a_format_names_has_a_record() {
    let (drivers, languages) = connlint_core::formats::names_of_drivers();
    assert!(drivers.len() > 50 && languages.len() > 9, "{drivers:?} {languages:?}");
    for name in drivers {
        assert!(connlint_core::drivers::DriverAt::parse(name).is_some(), "no driver `{name}`");
    }
    for name in languages {
        assert!(connlint_core::drivers::DRIVERS.iter().any(|it| it.language == name), "no driver for {name}");
    }
}
