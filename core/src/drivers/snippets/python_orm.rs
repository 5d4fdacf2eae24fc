//! The ORMs and pools of Python above psycopg2, asyncpg and tokio-postgres.

use super::python::{Context, call, environment, literal, needs_no_code};
use super::{Argument, Impossible, Plan, Snippet};
use crate::model::Tls;

const RUN: &str = "python connect.py";

pub(in crate::drivers) fn aiopg(plan: &Plan) -> Result<Snippet, Impossible> {
    needs_no_code(plan, "aiopg")?;
    let url = environment(&plan.variable);
    let is_one = plan.pool.is_empty();
    let (place, begins) = if is_one {
        ("aiopg.connect()", "aiopg.connect")
    } else {
        ("aiopg.create_pool()", "aiopg.create_pool")
    };
    let arguments = [plan.arguments(place), plan.pool_arguments(place)].concat();
    let open = format!("{begins}({})", call(&url, &arguments, "    "));
    let opened = if is_one {
        format!("    async with {open} as connection:\n")
    } else {
        format!("    async with {open} as pool, pool.acquire() as connection:\n")
    };
    let code = format!(
        r#"import asyncio
import os

import aiopg


async def main():
{opened}        async with connection.cursor() as cursor:
            await cursor.execute("select current_user")
            print((await cursor.fetchone())[0])


asyncio.run(main())
"#
    );
    Ok(Snippet::of("connect.py", code, "pip install aiopg", RUN).with(arguments))
}

pub(in crate::drivers) fn databases(plan: &Plan) -> Result<Snippet, Impossible> {
    let (mut arguments, import, build) = for_asyncpg(plan, "Database()");
    arguments.extend(plan.pool_arguments("Database()"));
    let code = format!(
        r#"import asyncio
import os
{import}
from databases import Database

{build}
async def main():
    async with Database({}) as database:
        print(await database.fetch_val("select current_user"))


asyncio.run(main())
"#,
        call(&environment(&plan.variable), &arguments, "    ")
    );
    Ok(Snippet::of("connect.py", code, "pip install 'databases[asyncpg]'", RUN).with(arguments))
}

pub(in crate::drivers) fn piccolo(plan: &Plan) -> Result<Snippet, Impossible> {
    let (arguments, import, build) = for_asyncpg(plan, "PostgresEngine(config=...)");
    let entries: String =
        arguments.iter().map(|it| format!("        \"{}\": {},\n", it.name, it.value)).collect();
    let pool = plan.pool_arguments("start_connection_pool()");
    let main = if pool.is_empty() {
        PICCOLO_QUERY.to_owned()
    } else {
        let options: Vec<String> = pool.iter().map(|it| format!("{}={}", it.name, it.value)).collect();
        let query: String = PICCOLO_QUERY.lines().map(|line| format!("        {line}\n")).collect();
        format!(
            "    await DB.start_connection_pool({})\n    try:\n        async with DB.transaction():\n{query}    finally:\n        \
             await DB.close_connection_pool()\n",
            options.join(", ")
        )
    };
    let code = format!(
        r#"import asyncio
import os
{import}
from piccolo.engine.postgres import PostgresEngine
from piccolo.table import Table

{build}DB = PostgresEngine(
    config={{
        "dsn": {},
{entries}    }},
    extensions=(),
)


class Session(Table, db=DB):
    pass


async def main():
{main}

asyncio.run(main())
"#,
        environment(&plan.variable)
    );
    Ok(Snippet::of("connect.py", code, "pip install 'piccolo[postgres]'", RUN)
        .with([arguments, pool].concat()))
}

const PICCOLO_QUERY: &str = r#"    rows = await Session.raw("select current_user")
    print(rows[0]["current_user"])
"#;

pub(in crate::drivers) fn tortoise(plan: &Plan) -> Result<Snippet, Impossible> {
    const PLACE: &str = "credentials";
    let context = plan.tls_in_code().map(|tls| Context::of(tls, plan));
    let mut arguments = [plan.arguments(PLACE), plan.pool_arguments(PLACE)].concat();
    arguments.extend(context.as_ref().map(|context| context.argument(PLACE, "ssl", "\"prefer\"")));
    let (import, build) = Context::code(context.as_ref());
    let credentials: String = arguments
        .iter()
        .map(|it| format!("    connection[\"credentials\"][\"{}\"] = {}\n", it.name, it.value))
        .collect();
    let code = format!(
        r#"import asyncio
import os
{import}
from tortoise import Model, Tortoise, fields
from tortoise.backends.base.config_generator import expand_db_url

{build}
class Visit(Model):
    id = fields.IntField(primary_key=True)


async def main():
    connection = expand_db_url({})
{credentials}    apps = {{"shop": {{"models": ["__main__"]}}}}
    await Tortoise.init(config={{"connections": {{"default": connection}}, "apps": apps}})
    try:
        rows = await Tortoise.get_connection("default").execute_query_dict("select current_user")
        print(rows[0]["current_user"])
    finally:
        await Tortoise.close_connections()


asyncio.run(main())
"#,
        environment(&plan.variable)
    );
    Ok(Snippet::of("connect.py", code, "pip install 'tortoise-orm[asyncpg]'", RUN).with(arguments))
}

pub(in crate::drivers) fn peewee(plan: &Plan) -> Result<Snippet, Impossible> {
    needs_no_code(plan, "Peewee")?;
    let pool = plan.pool_arguments("PooledPostgresqlDatabase()");
    let url = environment(&plan.variable);
    let code = if pool.is_empty() {
        format!(
            r#"import os

from playhouse.db_url import connect

with connect({url}) as database:
    print(database.execute_sql("select current_user").fetchone()[0])
"#
        )
    } else {
        format!(
            r#"import os

from playhouse.db_url import parse
from playhouse.pool import PooledPostgresqlDatabase

database = PooledPostgresqlDatabase({})
try:
    with database:  # a connection of the pool, and one transaction
        print(database.execute_sql("select current_user").fetchone()[0])
finally:
    database.close_all()
"#,
            call(&format!("**parse({url})"), &pool, "")
        )
    };
    Ok(Snippet::of("connect.py", code, "pip install peewee psycopg2-binary", RUN).with(pool))
}

pub(in crate::drivers) fn psqlpy(plan: &Plan) -> Result<Snippet, Impossible> {
    const PLACE: &str = "psqlpy.ConnectionPool()";
    let mode = match plan.tls {
        None | Some(Tls::OFF) => None,
        Some(Tls::REQUIRE) => {
            Some(Argument::new(PLACE, "ssl_mode", "psqlpy.SslMode.Require").kind("psqlpy.SslMode"))
        }
        Some(_) => {
            return Err(Impossible::new(
                "psqlpy goes on in plain text when the server offers no TLS, also when it is told to verify",
                "take `require`, which encrypts and verifies nothing, or another driver",
            ));
        }
    };
    let arguments: Vec<Argument> = mode.into_iter().chain(plan.pool_arguments(PLACE)).collect();
    let code = format!(
        r#"import asyncio
import os

import psqlpy


async def main():
    pool = psqlpy.ConnectionPool({})
    connection = await pool.connection()
    rows = await connection.fetch("select current_user::text")
    print(rows.result()[0]["current_user"])
    pool.close()


asyncio.run(main())
"#,
        call(&format!("dsn={}", environment(&plan.variable)), &arguments, "    ")
    );
    Ok(Snippet::of("connect.py", code, "pip install psqlpy", RUN).with(arguments))
}

/// What asyncpg is told in code, the import of `ssl` and the lines that build a context for it.
fn for_asyncpg(plan: &Plan, place: &'static str) -> (Vec<Argument>, &'static str, String) {
    let context = plan.tls_in_code().map(|tls| Context::of(tls, plan));
    let mut arguments = plan.arguments(place);
    arguments.extend(context.as_ref().map(|context| context.argument(place, "ssl", "\"prefer\"")));
    arguments.extend(plan.application_name.as_ref().map(|name| {
        Argument::new(place, "server_settings", format!("{{\"application_name\": {}}}", literal(name)))
            .kind("dict")
    }));
    let (import, build) = Context::code(context.as_ref());
    (arguments, import, build)
}
