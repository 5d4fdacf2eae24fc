//! `env.py` of Alembic, which connects for migrations.

use super::python::Context;
use super::{Plan, Snippet};

/// The file that connects as `snippet` does, which SQLAlchemy's driver has for `plan`: without a pool, as a migration
/// needs one connection once.
pub(crate) fn alembic_env(plan: &Plan, snippet: &Snippet, is_async: bool) -> String {
    let context = plan.tls_in_code().map(|tls| Context::of(tls, plan));
    let (ssl, build) = Context::code(context.as_ref());
    // `context` is Alembic's own name.
    let renamed = |line: &str| match line.strip_prefix("context") {
        Some(rest) => format!("tls{rest}\n"),
        None => format!("{line}\n"),
    };
    let build: String = build.lines().map(renamed).collect();
    let arguments = snippet.connect_args.iter().filter(|it| it.place.starts_with("connect_args"));
    let pairs: Vec<String> = arguments
        .map(|it| format!("\"{}\": {}", it.name, if it.value == "context" { "tls" } else { &it.value }))
        .collect();
    let connect_args =
        if pairs.is_empty() { String::new() } else { format!(", connect_args={{{}}}", pairs.join(", ")) };
    let head = if is_async { "import asyncio\n" } else { "" };
    let (import, connect, run) = if is_async {
        ("from sqlalchemy.ext.asyncio import create_async_engine\n", ASYNC, "asyncio.run(run_online())")
    } else {
        ("", BLOCKING, "run_online()")
    };
    let engine = if is_async { "" } else { "create_engine, " };
    let connect = connect.replace("CONNECT_ARGS", &connect_args);
    format!(
        r#"{head}import os
{ssl}
from alembic import context
from sqlalchemy import {engine}pool
{import}
{build}target_metadata = None  # the MetaData of your models


def url():
    return os.environ.get("{}") or context.config.get_main_option("sqlalchemy.url")


def run_offline():
    context.configure(url=url(), target_metadata=target_metadata, literal_binds=True)
    with context.begin_transaction():
        context.run_migrations()


def run(connection):
    context.configure(connection=connection, target_metadata=target_metadata)
    with context.begin_transaction():
        context.run_migrations()


{connect}

if context.is_offline_mode():
    run_offline()
else:
    {run}
"#,
        plan.variable
    )
}

const BLOCKING: &str = "\
def run_online():
    engine = create_engine(url(), poolclass=pool.NullPoolCONNECT_ARGS)
    with engine.connect() as connection:
        run(connection)
";

const ASYNC: &str = "\
async def run_online():
    engine = create_async_engine(url(), poolclass=pool.NullPoolCONNECT_ARGS)
    async with engine.connect() as connection:
        await connection.run_sync(run)
    await engine.dispose()
";
