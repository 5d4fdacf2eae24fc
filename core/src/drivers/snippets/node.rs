//! The clients of Node.js.

use super::{Argument, Impossible, Plan, Snippet};
use crate::model::{Encryption, Tls, Verification};

pub(in crate::drivers) fn node_postgres(plan: &Plan) -> Result<Snippet, Impossible> {
    says_tls(plan, "node-postgres")?;
    if !plan.pool.is_empty() {
        return Ok(pooled(plan));
    }
    let arguments = plan.arguments("options of pg.Client");
    let code = format!(
        r#"import pg from "pg";

const client = new pg.Client({});
await client.connect();
try {{
  const result = await client.query("select current_user");
  console.log(result.rows[0].current_user);
}} finally {{
  await client.end();
}}
"#,
        options(&[connection_string(plan)], &arguments)
    );
    Ok(Snippet::of("connect.mjs", code, "npm install pg", "node connect.mjs").with(arguments))
}

fn pooled(plan: &Plan) -> Snippet {
    let arguments = pool_options(plan);
    let code = format!(
        r#"import pg from "pg";

const pool = new pg.Pool({});
pool.on("error", (error) => console.error(error.message)); // of an idle client; without it the program ends

async function transaction(work) {{
  const client = await pool.connect();
  try {{
    await client.query("begin");
    const result = await work(client);
    await client.query("commit");
    return result;
  }} catch (error) {{
    await client.query("rollback");
    throw error;
  }} finally {{
    client.release();
  }}
}}

try {{
  const result = await transaction((client) => client.query("select current_user"));
  console.log(result.rows[0].current_user);
}} finally {{
  await pool.end();
}}
"#,
        options(&[connection_string(plan)], &arguments)
    );
    Snippet::of("connect.mjs", code, "npm install pg", "node connect.mjs").with(arguments)
}

/// What `pg.Pool` is told besides the string: what is the client's, then what is its own.
pub(super) fn pool_options(plan: &Plan) -> Vec<Argument> {
    const PLACE: &str = "options of pg.Pool";
    [plan.arguments(PLACE), plan.pool_arguments(PLACE)].concat()
}

/// `connectionString: process.env.NAME`.
pub(super) fn connection_string(plan: &Plan) -> String {
    format!("connectionString: process.env.{}", plan.variable)
}

/// An object of JavaScript with these entries, and then the arguments.
pub(super) fn options(first: &[String], arguments: &[Argument]) -> String {
    object(&[first, &entries(arguments)].concat(), 0)
}

/// Arguments as entries of an object.
pub(super) fn entries(arguments: &[Argument]) -> Vec<String> {
    arguments.iter().map(|it| format!("{}: {}", it.name, it.value)).collect()
}

/// An object of JavaScript: on one line where that is short, else one entry a line. It stands in `depth` others.
pub(super) fn object(entries: &[String], depth: usize) -> String {
    let length: usize = entries.iter().map(String::len).sum();
    if length < 72 && entries.iter().all(|entry| !entry.contains('\n')) {
        return format!("{{ {} }}", entries.join(", "));
    }
    let indent = "  ".repeat(depth);
    let lines: String = entries.iter().map(|entry| format!("{indent}  {entry},\n")).collect();
    format!("{{\n{lines}{indent}}}")
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
