//! Alembic: `alembic.ini`, which Python's ConfigParser reads, and `alembic/env.py`, which connects.

use super::FileForm;
use crate::drivers::alembic_env;
use crate::generate::plan;

const DRIVERS: &[&str] =
    &["sqlalchemy-psycopg2", "sqlalchemy-psycopg", "sqlalchemy-asyncpg", "sqlalchemy-pg8000"];

pub(super) static INI: FileForm = FileForm {
    name: "alembic.ini",
    what: "settings of Alembic",
    fits: |source| source.is_for(DRIVERS),
    write: |source| {
        let made = source.migrator();
        let url = made.with_password(source.password())?.replace('%', "%%");
        Ok(format!(
            "[alembic]\n\
             script_location = %(here)s/alembic\n\
             prepend_sys_path = .\n\
             # alembic/env.py takes {} from the environment; this one is for who has not set it. Percent signs are\n\
             # doubled in it.\n\
             sqlalchemy.url = {url}\n",
            made.variable()
        ))
    },
};

pub(super) static ENV_PY: FileForm = FileForm {
    name: "alembic/env.py",
    what: "how Alembic connects",
    fits: |source| source.is_for(DRIVERS),
    write: |source| {
        let made = source.migrator();
        let is_async = source.is_for(&["sqlalchemy-asyncpg"]);
        Ok(alembic_env(&plan(&made.request, &made.choice), &made.connection.snippet, is_async))
    },
};
