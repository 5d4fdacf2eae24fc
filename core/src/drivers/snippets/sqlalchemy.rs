//! SQLAlchemy over each of its drivers.

use super::python::{Context, environment, literal};
use super::{Argument, Impossible, Plan, Snippet, needs_a_certificate};

const PLACE: &str = "connect_args of create_engine()";
const PLACE_ASYNC: &str = "connect_args of create_async_engine()";
const POOL: &str = "create_engine()";
const POOL_ASYNC: &str = "create_async_engine()";

pub(in crate::drivers) fn psycopg2(plan: &Plan) -> Result<Snippet, Impossible> {
    on_libpq(plan, "pip install sqlalchemy psycopg2-binary")
}

pub(in crate::drivers) fn psycopg(plan: &Plan) -> Result<Snippet, Impossible> {
    let install = match plan.is_async {
        true => "pip install 'sqlalchemy[asyncio]' 'psycopg[binary]'",
        false => "pip install sqlalchemy 'psycopg[binary]'",
    };
    on_libpq(plan, install)
}

fn on_libpq(plan: &Plan, install: &'static str) -> Result<Snippet, Impossible> {
    match plan.tls_in_code() {
        Some(_) => Err(needs_a_certificate("libpq under SQLAlchemy")),
        None if plan.is_async => Ok(waiting(plan, None, plan.arguments(PLACE_ASYNC), install)),
        None => Ok(blocking(plan, None, plan.arguments(PLACE), install)),
    }
}

pub(in crate::drivers) fn pg8000(plan: &Plan) -> Result<Snippet, Impossible> {
    let mut arguments = plan.arguments(PLACE);
    let context = plan.tls_in_code().map(|tls| Context::of(tls, plan));
    arguments.extend(context.as_ref().map(|context| context.argument(PLACE, "ssl_context", "None")));
    arguments.extend(
        plan.application_name.as_ref().map(|name| Argument::new(PLACE, "application_name", literal(name))),
    );
    Ok(blocking(plan, context.as_ref(), arguments, "pip install sqlalchemy pg8000"))
}

fn blocking(
    plan: &Plan,
    context: Option<&Context>,
    arguments: Vec<Argument>,
    install: &'static str,
) -> Snippet {
    let Engine { import, class, build, given, open, settings } = Engine::of(plan, context, arguments, POOL);
    let code = format!(
        r#"import os
{import}
from sqlalchemy import create_engine, text
{class}
{build}engine = create_engine({given})
with engine.{open}() as connection:
    print(connection.scalar(text("select current_user")))
engine.dispose()
"#
    );
    Snippet::of("connect.py", code, install, "python connect.py").with(settings)
}

pub(in crate::drivers) fn asyncpg(plan: &Plan) -> Result<Snippet, Impossible> {
    let mut arguments = plan.arguments(PLACE_ASYNC);
    let context = plan.tls_in_code().map(|tls| Context::of(tls, plan));
    arguments.extend(context.as_ref().map(|context| context.argument(PLACE_ASYNC, "ssl", "\"prefer\"")));
    arguments.extend(plan.application_name.as_ref().map(|name| {
        let settings = format!("{{\"application_name\": {}}}", literal(name));
        Argument::new(PLACE_ASYNC, "server_settings", settings).kind("dict")
    }));
    let install = "pip install 'sqlalchemy[asyncio]' 'asyncpg>=0.31'";
    Ok(waiting(plan, context.as_ref(), arguments, install))
}

fn waiting(
    plan: &Plan,
    context: Option<&Context>,
    arguments: Vec<Argument>,
    install: &'static str,
) -> Snippet {
    let Engine { import, class, build, given, open, settings } =
        Engine::of(plan, context, arguments, POOL_ASYNC);
    let code = format!(
        r#"import asyncio
import os
{import}
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
{class}
{build}engine = create_async_engine({given})


async def main():
    try:
        async with engine.{open}() as connection:
            print(await connection.scalar(text("select current_user")))
    finally:
        await engine.dispose()


asyncio.run(main())
"#
    );
    Snippet::of("connect.py", code, install, "python connect.py").with(settings)
}

/// What a program says of its engine.
struct Engine {
    /// The lines that import `ssl` and the class of the pool.
    import: &'static str,
    class: String,
    /// The lines before it.
    build: String,
    /// The arguments of its call.
    given: String,
    /// How it is opened: a program for more than one look has a transaction that ends with its block.
    open: &'static str,
    /// The same as settings.
    settings: Vec<Argument>,
}

impl Engine {
    fn of(plan: &Plan, context: Option<&Context>, arguments: Vec<Argument>, place: &'static str) -> Self {
        let (import, build) = Context::code(context);
        let pool = plan.pool_arguments(place);
        Self {
            import,
            class: pool_class(&pool),
            build,
            given: engine_arguments(plan, &pool, &arguments),
            open: if pool.is_empty() { "connect" } else { "begin" },
            settings: [pool, arguments].concat(),
        }
    }
}

/// The line that imports the class of the pool, where one is named.
fn pool_class(pool: &[Argument]) -> String {
    let class = pool.iter().find(|it| it.name == "poolclass");
    class.map_or(String::new(), |class| format!("from sqlalchemy.pool import {}\n", class.value))
}

/// The URL, and what else the engine is told, a line each.
fn engine_arguments(plan: &Plan, pool: &[Argument], arguments: &[Argument]) -> String {
    let url = environment(&plan.variable);
    let mut lines: Vec<String> = pool.iter().map(|it| format!("{}={}", it.name, it.value)).collect();
    if !arguments.is_empty() {
        let pairs: Vec<String> =
            arguments.iter().map(|it| format!("\"{}\": {}", it.name, it.value)).collect();
        lines.push(format!("connect_args={{{}}}", pairs.join(", ")));
    }
    if lines.is_empty() {
        return url;
    }
    let lines: String = lines.iter().map(|line| format!("    {line},\n")).collect();
    format!("\n    {url},\n{lines}")
}
