//! Django, with separate settings and with the packages that read a URL.

use super::python::literal;
use super::{Argument, CodeFile, Impossible, Plan, Snippet, needs_a_certificate, sslmode};
use crate::model::Verification;

/// Runs a query with the settings beside it.
const CONNECT: &str = r#"import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")

import django
from django.db import connection

django.setup()
with connection.cursor() as cursor:
    cursor.execute("select current_user")
    print(cursor.fetchone()[0])
"#;

/// The same in a transaction, as a program that keeps its connections does.
const CONNECT_AND_KEEP: &str = r#"import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")

import django
from django.db import connection, transaction

django.setup()
with transaction.atomic(), connection.cursor() as cursor:
    cursor.execute("select current_user")
    print(cursor.fetchone()[0])
connection.close()
"#;

/// What closes the pool.
const CLOSE_POOL: &str = "connection.close_pool()\n";

pub(in crate::drivers) fn django(plan: &Plan) -> Result<Snippet, Impossible> {
    const PLACE: &str = "OPTIONS of DATABASES[\"default\"]";
    let mut options = plan.arguments(PLACE);
    if let Some(tls) = plan.tls_in_code() {
        options.push(Argument::new(PLACE, "sslmode", literal(sslmode(tls))));
        if tls.verification > Verification::None {
            // libpq verifies against the authorities of the system only when told to.
            let root = plan.root_certificate.as_deref().unwrap_or("system");
            options.push(Argument::new(PLACE, "sslrootcert", literal(root)));
        }
    }
    options.extend(
        plan.application_name.as_ref().map(|it| Argument::new(PLACE, "application_name", literal(it))),
    );
    let (pool, settings) = of_pool(plan);
    let mut pairs: Vec<String> = options.iter().map(pair).collect();
    if !pool.is_empty() {
        pairs.push(format!("\"pool\": {{{}}}", pool.iter().map(pair).collect::<Vec<_>>().join(", ")));
    }
    let options_line = match pairs.as_slice() {
        [] => String::new(),
        pairs if pairs.iter().map(String::len).sum::<usize>() < 80 => {
            format!("        \"OPTIONS\": {{{}}},\n", pairs.join(", "))
        }
        pairs => {
            let lines: String = pairs.iter().map(|pair| format!("            {pair},\n")).collect();
            format!("        \"OPTIONS\": {{\n{lines}        }},\n")
        }
    };
    let settings_lines: String =
        settings.iter().map(|it| format!("        \"{}\": {},\n", it.name, it.value)).collect();
    let text = format!(
        r#"import os

DATABASES = {{
    "default": {{
        "ENGINE": "django.db.backends.postgresql",
        "HOST": os.environ["{}"],
        "PORT": os.environ["{}"],
        "USER": os.environ["{}"],
        "PASSWORD": os.environ["{}"],
        "NAME": os.environ["{}"],
{options_line}{settings_lines}    }}
}}
"#,
        plan.part("HOST"),
        plan.part("PORT"),
        plan.part("USER"),
        plan.part("PASSWORD"),
        plan.part("DATABASE"),
    );
    let install = match pool.as_slice() {
        [] => "pip install django 'psycopg[binary]'",
        _ => "pip install django 'psycopg[binary,pool]'",
    };
    let has_pool = !pool.is_empty();
    let mut out = snippet(plan, text, install, [options, pool, settings].concat());
    if let (true, Some(program)) = (has_pool, out.files.first_mut()) {
        program.text.push_str(CLOSE_POOL);
    }
    Ok(out)
}

pub(in crate::drivers) fn dj_database_url(plan: &Plan) -> Result<Snippet, Impossible> {
    says_all(plan)?;
    const PLACE: &str = "dj_database_url.config()";
    let mut arguments = plan.pool_arguments(PLACE);
    if plan.pooled {
        arguments.push(Argument::new(PLACE, "disable_server_side_cursors", "True"));
    }
    let variable = format!("\"{}\"", plan.variable);
    let call = super::python::call(&variable, &arguments, "    ");
    let text =
        format!("import dj_database_url\n\nDATABASES = {{\"default\": dj_database_url.config({call})}}\n");
    Ok(snippet(plan, text, "pip install django dj-database-url 'psycopg[binary]'", arguments))
}

pub(in crate::drivers) fn django_environ(plan: &Plan) -> Result<Snippet, Impossible> {
    says_all(plan)?;
    let (_, settings) = of_pool(plan);
    let lines: String = settings
        .iter()
        .map(|it| format!("DATABASES[\"default\"][\"{}\"] = {}\n", it.name, it.value))
        .collect();
    let text = format!(
        "import environ\n\nenv = environ.Env()\nDATABASES = {{\"default\": env.db_url(\"{}\")}}\n{lines}",
        plan.variable
    );
    Ok(snippet(plan, text, "pip install django django-environ 'psycopg[binary]'", settings))
}

fn says_all(plan: &Plan) -> Result<(), Impossible> {
    if plan.tls_in_code().is_some() { Err(needs_a_certificate("libpq under Django")) } else { Ok(()) }
}

/// Name and value as an entry of a dictionary.
fn pair(argument: &Argument) -> String {
    format!("\"{}\": {}", argument.name, argument.value)
}

/// What is asked of the pool of psycopg, and what stands beside `OPTIONS`: how long to keep a connection, and what a
/// transaction pooler needs. A cursor that lives on the server belongs to one server connection, and `.iterator()` fails
/// with `portal "_django_curs_..." does not exist` on the next one.
fn of_pool(plan: &Plan) -> (Vec<Argument>, Vec<Argument>) {
    const PLACE: &str = "DATABASES[\"default\"]";
    let asked = plan.pool_arguments(PLACE);
    let is_setting = |it: &Argument| it.name.starts_with(|c: char| c.is_ascii_uppercase());
    let (mut settings, mut pool): (Vec<_>, Vec<_>) = asked.into_iter().partition(is_setting);
    for it in &mut pool {
        it.place = "pool in OPTIONS of DATABASES[\"default\"]";
    }
    if plan.pooled {
        settings.push(Argument::new(PLACE, "DISABLE_SERVER_SIDE_CURSORS", "True"));
    }
    (pool, settings)
}

fn snippet(plan: &Plan, settings: String, install: &'static str, arguments: Vec<Argument>) -> Snippet {
    let program = if plan.pool.is_empty() { CONNECT } else { CONNECT_AND_KEEP };
    let mut out = Snippet::of("connect.py", program.to_owned(), install, "python connect.py").with(arguments);
    out.files.push(CodeFile { path: "settings.py", text: settings });
    out
}
