//! psycopg 2 and 3, which hand everything to libpq, and their pools.

use super::python::{call, environment, needs_no_code};
use super::{Argument, Impossible, Plan, Snippet};

const RUN: &str = "python connect.py";

pub(in crate::drivers) fn psycopg2(plan: &Plan) -> Result<Snippet, Impossible> {
    needs_no_code(plan, "psycopg2")?;
    let pool = plan.pool_arguments("psycopg2.pool.ThreadedConnectionPool()");
    let dsn = environment(&plan.variable);
    let code = if pool.is_empty() {
        format!(
            r#"import os
from contextlib import closing

import psycopg2

with closing(psycopg2.connect({dsn})) as connection:
    with connection, connection.cursor() as cursor:
        cursor.execute("select current_user")
        print(cursor.fetchone()[0])
"#
        )
    } else {
        format!(
            r#"import os

from psycopg2.pool import ThreadedConnectionPool

pool = ThreadedConnectionPool({})
try:
    connection = pool.getconn()
    try:
        with connection, connection.cursor() as cursor:  # one transaction
            cursor.execute("select current_user")
            print(cursor.fetchone()[0])
    finally:
        pool.putconn(connection)
finally:
    pool.closeall()
"#,
            call(&format!("dsn={dsn}"), &pool, "")
        )
    };
    Ok(Snippet::of("connect.py", code, "pip install psycopg2-binary", RUN).with(pool))
}

pub(in crate::drivers) fn psycopg(plan: &Plan) -> Result<Snippet, Impossible> {
    needs_no_code(plan, "psycopg")?;
    Ok(match (plan.pool.is_empty(), plan.is_async) {
        (true, false) => one(plan),
        (true, true) => one_async(plan),
        (false, is_async) => pooled(plan, is_async),
    })
}

fn one(plan: &Plan) -> Snippet {
    let arguments = plan.arguments("psycopg.connect()");
    let code = format!(
        r#"import os

import psycopg

with psycopg.connect({}) as connection:
    row = connection.execute("select current_user").fetchone()
    print(row[0])
"#,
        call(&environment(&plan.variable), &arguments, "")
    );
    Snippet::of("connect.py", code, "pip install 'psycopg[binary]'", RUN).with(arguments)
}

fn one_async(plan: &Plan) -> Snippet {
    let arguments = plan.arguments("psycopg.AsyncConnection.connect()");
    let code = format!(
        r#"import asyncio
import os

import psycopg


async def main():
    connection = await psycopg.AsyncConnection.connect({})
    async with connection:
        cursor = await connection.execute("select current_user")
        row = await cursor.fetchone()
        print(row[0])


asyncio.run(main())
"#,
        call(&environment(&plan.variable), &arguments, "    ")
    );
    Snippet::of("connect.py", code, "pip install 'psycopg[binary]'", RUN).with(arguments)
}

/// What belongs to a connection goes into `kwargs`.
fn pooled(plan: &Plan, is_async: bool) -> Snippet {
    let connection = plan.arguments(if is_async { "kwargs of AsyncConnectionPool()" } else { KWARGS });
    let mut pool = plan.pool_arguments(if is_async { "AsyncConnectionPool()" } else { "ConnectionPool()" });
    for check in pool.iter_mut().filter(|it| is_async && it.name == "check") {
        check.value = format!("Async{}", check.value);
    }
    let pairs: Vec<String> = connection.iter().map(|it| format!("\"{}\": {}", it.name, it.value)).collect();
    let kwargs =
        (!pairs.is_empty()).then(|| Argument::new(KWARGS, "kwargs", format!("{{{}}}", pairs.join(", "))));
    let open = Argument::new(KWARGS, "open", "False");
    let written: Vec<Argument> = [open].into_iter().chain(kwargs).chain(pool.iter().cloned()).collect();
    let url = environment(&plan.variable);
    let code = if is_async {
        format!(
            r#"import asyncio
import os

from psycopg_pool import AsyncConnectionPool


async def main():
    pool = AsyncConnectionPool({})
    async with pool, pool.connection() as connection, connection.transaction():
        cursor = await connection.execute("select current_user")
        row = await cursor.fetchone()
        print(row[0])


asyncio.run(main())
"#,
            call(&url, &written, "    ")
        )
    } else {
        format!(
            r#"import os

from psycopg_pool import ConnectionPool

pool = ConnectionPool({})
with pool, pool.connection() as connection, connection.transaction():
    row = connection.execute("select current_user").fetchone()
    print(row[0])
"#,
            call(&url, &written, "")
        )
    };
    let install = "pip install 'psycopg[binary,pool]'";
    Snippet::of("connect.py", code, install, RUN).with([connection, pool].concat())
}

const KWARGS: &str = "kwargs of ConnectionPool()";
