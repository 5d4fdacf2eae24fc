//! The clients of Node.js.

use super::{Argument, Impossible, Plan, Snippet};
use crate::model::{Encryption, Tls, Verification};

pub(in crate::drivers) fn node_postgres(plan: &Plan) -> Result<Snippet, Impossible> {
    says_tls(plan, "node-postgres")?;
    let code = format!(
        r#"import pg from "pg";

const client = new pg.Client({{ connectionString: process.env.{} }});
await client.connect();
try {{
  const result = await client.query("select current_user");
  console.log(result.rows[0].current_user);
}} finally {{
  await client.end();
}}
"#,
        plan.variable
    );
    Ok(Snippet::of("connect.mjs", code, "npm install pg", "node connect.mjs"))
}

/// What the string says of TLS beats the options, so that it has to say all of it.
pub(super) fn says_tls(plan: &Plan, label: &str) -> Result<(), Impossible> {
    if plan.tls_in_code().is_none() {
        return Ok(());
    }
    Err(Impossible::new(
        format!("{label} cannot be told this level of TLS in its string"),
        "take `verify-full`, `require` or `off`",
    ))
}

pub(in crate::drivers) fn bun_sql(plan: &Plan) -> Result<Snippet, Impossible> {
    says_tls(plan, "Bun.sql")?;
    let code = format!(
        r#"import {{ SQL }} from "bun";

const sql = new SQL(process.env.{});
try {{
  const [row] = await sql`select current_user`;
  console.log(row.current_user);
}} finally {{
  await sql.end();
}}
"#,
        plan.variable
    );
    Ok(Snippet::of("connect.mjs", code, "npm install bun", "bun connect.mjs"))
}

pub(in crate::drivers) fn deno_postgres(plan: &Plan) -> Result<Snippet, Impossible> {
    if plan.tls_in_code().is_some() {
        return Err(Impossible::new(
            "deno-postgres takes a string or options and not both, and its string cannot say this level of TLS",
            "take `verify-full` with the authorities of the system, `prefer` or `off`",
        ));
    }
    let code = format!(
        r#"import {{ Client }} from "jsr:@db/postgres";

const client = new Client(Deno.env.get("{}"));
await client.connect();
try {{
  const result = await client.queryObject("select current_user");
  console.log(result.rows[0].current_user);
}} finally {{
  await client.end();
}}
"#,
        plan.variable
    );
    Ok(Snippet::of(
        "connect.ts",
        code,
        "deno add jsr:@db/postgres",
        "deno run --allow-env --allow-net connect.ts",
    ))
}

pub(in crate::drivers) fn postgres_js(plan: &Plan) -> Result<Snippet, Impossible> {
    const PLACE: &str = "options of postgres()";
    let mut arguments = plan.arguments(PLACE);
    let tls = plan.tls_in_code();
    arguments.extend(tls.map(|tls| Argument::new(PLACE, "ssl", ssl_option(tls, plan)).kind("object")));
    let reads_file = plan.tls_in_code().is_some() && plan.root_certificate.is_some();
    let import = if reads_file { "import { readFileSync } from \"node:fs\";\n" } else { "" };
    let options: Vec<String> = arguments.iter().map(|it| format!("{}: {}", it.name, it.value)).collect();
    let options = if options.is_empty() { String::new() } else { format!(", {{ {} }}", options.join(", ")) };
    let code = format!(
        r#"{import}import postgres from "postgres";

const sql = postgres(process.env.{}{options});
try {{
  const [row] = await sql`select current_user`;
  console.log(row.current_user);
}} finally {{
  await sql.end();
}}
"#,
        plan.variable
    );
    Ok(Snippet::of("connect.mjs", code, "npm install postgres", "node connect.mjs").with(arguments))
}

/// Options of Node's `tls.connect`.
pub(super) fn ssl_option(tls: Tls, plan: &Plan) -> String {
    if tls.encryption != Encryption::Required {
        return if tls.encryption == Encryption::Never { "false" } else { "\"prefer\"" }.to_owned();
    }
    let mut options = Vec::new();
    options.extend(plan.root_certificate.as_ref().map(|file| format!("ca: readFileSync({file:?})")));
    match tls.verification {
        Verification::None => options.push("rejectUnauthorized: false".to_owned()),
        Verification::Authority => options.push("checkServerIdentity: () => undefined".to_owned()),
        Verification::Full => {}
    }
    format!("{{ {} }}", options.join(", "))
}
