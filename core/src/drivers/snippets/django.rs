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

pub(in crate::drivers) fn django(plan: &Plan) -> Result<Snippet, Impossible> {
    const PLACE: &str = "OPTIONS of DATABASES[\"default\"]";
    let mut options = Vec::new();
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
    let pairs: Vec<String> = options.iter().map(|it| format!("\"{}\": {}", it.name, it.value)).collect();
    let options_line = if pairs.is_empty() {
        String::new()
    } else {
        format!("        \"OPTIONS\": {{{}}},\n", pairs.join(", "))
    };
    let settings = top_level(plan);
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
    Ok(snippet(text, "pip install django 'psycopg[binary]'", options.into_iter().chain(settings).collect()))
}

pub(in crate::drivers) fn dj_database_url(plan: &Plan) -> Result<Snippet, Impossible> {
    says_all(plan)?;
    const PLACE: &str = "dj_database_url.config()";
    let arguments: Vec<Argument> = if plan.pooled {
        vec![Argument::new(PLACE, "disable_server_side_cursors", "True")]
    } else {
        Vec::new()
    };
    let variable = format!("\"{}\"", plan.variable);
    let call = super::python::call(&variable, &arguments, "    ");
    let text =
        format!("import dj_database_url\n\nDATABASES = {{\"default\": dj_database_url.config({call})}}\n");
    Ok(snippet(text, "pip install django dj-database-url 'psycopg[binary]'", arguments))
}

pub(in crate::drivers) fn django_environ(plan: &Plan) -> Result<Snippet, Impossible> {
    says_all(plan)?;
    let settings = top_level(plan);
    let lines: String = settings
        .iter()
        .map(|it| format!("DATABASES[\"default\"][\"{}\"] = {}\n", it.name, it.value))
        .collect();
    let text = format!(
        "import environ\n\nenv = environ.Env()\nDATABASES = {{\"default\": env.db_url(\"{}\")}}\n{lines}",
        plan.variable
    );
    Ok(snippet(text, "pip install django django-environ 'psycopg[binary]'", settings))
}

fn says_all(plan: &Plan) -> Result<(), Impossible> {
    if plan.tls_in_code().is_some() { Err(needs_a_certificate("libpq under Django")) } else { Ok(()) }
}

/// What a transaction pooler needs beside the connection: a cursor that lives on the server belongs to one server
/// connection, and `.iterator()` fails with `portal "_django_curs_..." does not exist` on the next one.
fn top_level(plan: &Plan) -> Vec<Argument> {
    const PLACE: &str = "DATABASES[\"default\"]";
    if plan.pooled { vec![Argument::new(PLACE, "DISABLE_SERVER_SIDE_CURSORS", "True")] } else { Vec::new() }
}

fn snippet(settings: String, install: &'static str, arguments: Vec<Argument>) -> Snippet {
    let mut out = Snippet::of("connect.py", CONNECT.to_owned(), install, "python connect.py").with(arguments);
    out.files.push(CodeFile { path: "settings.py", text: settings });
    out
}
