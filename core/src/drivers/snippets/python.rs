//! The clients of Python.

use super::{Argument, Impossible, Plan, Snippet};
use crate::model::{Encryption, Tls, Verification};

const RUN: &str = "python connect.py";
const POOL: &str = "asyncpg.create_pool()";

pub(in crate::drivers) fn asyncpg(plan: &Plan) -> Result<Snippet, Impossible> {
    let place = if plan.pool.is_empty() { "asyncpg.connect()" } else { POOL };
    let mut arguments = plan.arguments(place);
    let context = plan.tls_in_code().map(|tls| Context::of(tls, plan));
    arguments.extend(context.as_ref().map(|context| context.argument(place, "ssl", "\"prefer\"")));
    arguments.extend(plan.application_name.as_ref().map(|name| {
        Argument::new(place, "server_settings", format!("{{\"application_name\": {}}}", literal(name)))
            .kind("dict")
    }));
    let (import, build) = Context::code(context.as_ref());
    let body = if plan.pool.is_empty() { one(plan, &arguments) } else { pooled(plan, &mut arguments) };
    let code = format!(
        r#"import asyncio
import os
{import}
import asyncpg

{build}
async def main():
{body}

asyncio.run(main())
"#
    );
    Ok(Snippet::of("connect.py", code, "pip install asyncpg", RUN).with(arguments))
}

/// One connection.
fn one(plan: &Plan, arguments: &[Argument]) -> String {
    format!(
        r#"    connection = await asyncpg.connect({})
    try:
        print(await connection.fetchval("select current_user"))
    finally:
        await connection.close()
"#,
        call(&environment(&plan.variable), arguments, "    ")
    )
}

/// A pool, with what is asked of it added to `arguments`; how long to wait is asked of each `acquire`.
fn pooled(plan: &Plan, arguments: &mut Vec<Argument>) -> String {
    let is_acquire = |it: &&String| it.starts_with("pool.");
    arguments.extend(plan.pool_arguments(POOL).into_iter().filter(|it| !it.name.starts_with("pool.")));
    let create = call(&environment(&plan.variable), arguments, "    ");
    let acquire = plan.pool.iter().find(is_acquire).map_or("pool.acquire()", String::as_str);
    arguments.extend(
        plan.pool.iter().filter(is_acquire).map(|it| Argument::new("the pool", it, "").kind("method")),
    );
    format!(
        r#"    async with asyncpg.create_pool({create}) as pool:
        async with {acquire} as connection, connection.transaction():
            print(await connection.fetchval("select current_user"))
"#
    )
}

pub(in crate::drivers) fn pg8000(plan: &Plan) -> Result<Snippet, Impossible> {
    const PLACE: &str = "pg8000.dbapi.connect()";
    let mut arguments = plan.arguments(PLACE);
    let context = plan.tls_in_code().map(|tls| Context::of(tls, plan));
    arguments.extend(context.as_ref().map(|context| context.argument(PLACE, "ssl_context", "None")));
    arguments.extend(
        plan.application_name.as_ref().map(|name| Argument::new(PLACE, "application_name", literal(name))),
    );
    let (import, build) = Context::code(context.as_ref());
    let extra: String = arguments.iter().map(|it| format!("    {}={},\n", it.name, it.value)).collect();
    let code = format!(
        r#"import os
{}from contextlib import closing

import pg8000.dbapi

{}connection = pg8000.dbapi.connect(
    host=os.environ["{}"],
    port=int(os.environ["{}"]),
    user=os.environ["{}"],
    password=os.environ["{}"],
    database=os.environ["{}"],
{extra})
with closing(connection):
    cursor = connection.cursor(){}
    cursor.execute("select current_user")
    print(cursor.fetchone()[0])
    connection.commit()
"#,
        import,
        build.trim_start_matches('\n'),
        plan.part("HOST"),
        plan.part("PORT"),
        plan.part("USER"),
        plan.part("PASSWORD"),
        plan.part("DATABASE"),
        if plan.pooled {
            "  # leave autocommit off: outside a transaction rows of other clients come back"
        } else {
            ""
        },
    );
    Ok(Snippet::of("connect.py", code, "pip install pg8000", RUN).with(arguments))
}

/// Drivers on libpq take everything from the string.
pub(super) fn needs_no_code(plan: &Plan, label: &str) -> Result<(), Impossible> {
    match plan.tls_in_code() {
        None => Ok(()),
        Some(_) => Err(super::needs_a_certificate(label)),
    }
}

/// `os.environ["NAME"]`.
pub(super) fn environment(variable: &str) -> String {
    format!("os.environ[\"{variable}\"]")
}

/// A text as Python writes it.
pub(super) fn literal(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"))
}

/// Arguments of a call: on one line where there is one only, else one a line.
pub(super) fn call(first: &str, arguments: &[Argument], indent: &str) -> String {
    let named: Vec<String> = arguments.iter().map(|it| format!("{}={}", it.name, it.value)).collect();
    match named.as_slice() {
        [] => first.to_owned(),
        [one] if first.len() + one.len() < 60 => format!("{first}, {one}"),
        _ => {
            let lines: String = named.iter().map(|it| format!("{indent}    {it},\n")).collect();
            format!("\n{indent}    {first},\n{lines}{indent}")
        }
    }
}

/// TLS as Python says it: by an `ssl.SSLContext`, or by a word where none is needed.
pub(super) struct Context {
    tls: Tls,
    root: Option<String>,
}

impl Context {
    /// The context for `tls`.
    pub(super) fn of(tls: Tls, plan: &Plan) -> Self {
        Self { tls, root: plan.root_certificate.clone() }
    }

    fn is_needed(&self) -> bool {
        self.tls.encryption == Encryption::Required
    }

    /// The argument `name` that asks for it. `prefer` is what the driver takes for TLS when offered.
    pub(super) fn argument(&self, place: &'static str, name: &str, prefer: &str) -> Argument {
        match self.tls.encryption {
            Encryption::Never => Argument::new(place, name, "False"),
            Encryption::IfOffered => Argument::new(place, name, prefer),
            Encryption::Required => Argument::new(place, name, "context").kind("ssl.SSLContext"),
        }
    }

    /// The line that imports `ssl` and the lines that build the context, each with its line ends; empty without one.
    pub(super) fn code(context: Option<&Self>) -> (&'static str, String) {
        let Some(context) = context.filter(|context| context.is_needed()) else { return ("", String::new()) };
        let file = context.root.as_ref().map_or(String::new(), |file| format!("cafile={}", literal(file)));
        let relax = match context.tls.verification {
            Verification::Full => "",
            Verification::Authority => "context.check_hostname = False\n",
            Verification::None => "context.check_hostname = False\ncontext.verify_mode = ssl.CERT_NONE\n",
        };
        ("import ssl\n", format!("context = ssl.create_default_context({file})\n{relax}\n"))
    }
}
