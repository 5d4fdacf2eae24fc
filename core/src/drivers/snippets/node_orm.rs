//! ORMs and query builders of Node.js on node-postgres.

use super::node::{connection_string, entries, object, options, pool_options, says_tls, ssl_option};
use super::{Argument, Impossible, Plan, Snippet};
use crate::model::{Encryption, Version};

const RUN: &str = "node connect.mjs";

pub(in crate::drivers) fn knex(plan: &Plan) -> Result<Snippet, Impossible> {
    says_tls(plan, "Knex")?;
    let pool = plan.pool_arguments("pool of knex()");
    let mut entries = vec!["client: \"pg\"".to_owned(), format!("connection: process.env.{}", plan.variable)];
    if !pool.is_empty() {
        entries.push(format!("pool: {}", inner(&pool)));
    }
    let query = match pool.is_empty() {
        true => "db.raw(\"select current_user\")",
        false => "db.transaction((transaction) => transaction.raw(\"select current_user\"))",
    };
    let code = format!(
        r#"import knex from "knex";

const db = knex({});
try {{
  const {{ rows }} = await {query};
  console.log(rows[0].current_user);
}} finally {{
  await db.destroy();
}}
"#,
        options(&entries, &[])
    );
    Ok(Snippet::of("connect.mjs", code, "npm install knex pg", RUN).with(pool))
}

/// An object inside another.
fn inner(arguments: &[Argument]) -> String {
    object(&entries(arguments), 1)
}

pub(in crate::drivers) fn kysely(plan: &Plan) -> Result<Snippet, Impossible> {
    says_tls(plan, "Kysely")?;
    let arguments = pool_options(plan);
    let (handler, query) = match plan.pool.is_empty() {
        true => ("", "sql`select current_user`.execute(db)"),
        false => (
            ON_ERROR,
            "db.transaction().execute((transaction) => sql`select current_user`.execute(transaction))",
        ),
    };
    let code = format!(
        r#"import {{ Kysely, PostgresDialect, sql }} from "kysely";
import pg from "pg";

const pool = new pg.Pool({});
{handler}const db = new Kysely({{ dialect: new PostgresDialect({{ pool }}) }});
try {{
  const {{ rows }} = await {query};
  console.log(rows[0].current_user);
}} finally {{
  await db.destroy();
}}
"#,
        options(&[connection_string(plan)], &arguments)
    );
    Ok(Snippet::of("connect.mjs", code, "npm install kysely pg", RUN).with(arguments))
}

/// An idle client whose server goes away ends the program unless somebody listens.
const ON_ERROR: &str = "pool.on(\"error\", (error) => console.error(error.message));\n";

pub(in crate::drivers) fn neon_serverless(plan: &Plan) -> Result<Snippet, Impossible> {
    if plan.tls_in_code().is_some() {
        return Err(Impossible::new(
            "Neon's serverless driver encrypts and verifies with the authorities of the system, and nothing else",
            "take `verify-full` without a file, or another driver",
        ));
    }
    let code = format!(
        r#"import {{ neon }} from "@neondatabase/serverless";

const sql = neon(process.env.{});
const [row] = await sql`select current_user`;
console.log(row.current_user);
"#,
        plan.variable
    );
    Ok(Snippet::of("connect.mjs", code, "npm install @neondatabase/serverless", RUN))
}

pub(in crate::drivers) fn drizzle(plan: &Plan) -> Result<Snippet, Impossible> {
    says_tls(plan, "Drizzle")?;
    let arguments = pool_options(plan);
    let connection = match arguments.as_slice() {
        [] => format!("process.env.{}", plan.variable),
        _ => {
            let connection = object(&[vec![connection_string(plan)], entries(&arguments)].concat(), 1);
            options(&[format!("connection: {connection}")], &[])
        }
    };
    let (handler, query) = match plan.pool.is_empty() {
        true => ("", "db.execute(sql`select current_user`)"),
        false => (
            "db.$client.on(\"error\", (error) => console.error(error.message));\n",
            "db.transaction((transaction) => transaction.execute(sql`select current_user`))",
        ),
    };
    let code = format!(
        r#"import {{ sql }} from "drizzle-orm";
import {{ drizzle }} from "drizzle-orm/node-postgres";

const db = drizzle({connection});
{handler}try {{
  const {{ rows }} = await {query};
  console.log(rows[0].current_user);
}} finally {{
  await db.$client.end();
}}
"#
    );
    Ok(Snippet::of("connect.mjs", code, "npm install drizzle-orm pg", RUN).with(arguments))
}

pub(in crate::drivers) fn typeorm(plan: &Plan) -> Result<Snippet, Impossible> {
    says_tls(plan, "TypeORM")?;
    const PLACE: &str = "extra of DataSource";
    let arguments = [plan.arguments(PLACE), plan.pool_arguments(PLACE)].concat();
    let mut entries = vec!["type: \"postgres\"".to_owned(), format!("url: process.env.{}", plan.variable)];
    if !arguments.is_empty() {
        entries.push(format!("extra: {}", inner(&arguments)));
    }
    let query = match plan.pool.is_empty() {
        true => "source.query(\"select current_user\")",
        false => "source.transaction((manager) => manager.query(\"select current_user\"))",
    };
    let code = format!(
        r#"import "reflect-metadata";
import {{ DataSource }} from "typeorm";

const source = new DataSource({});
await source.initialize();
try {{
  const rows = await {query};
  console.log(rows[0].current_user);
}} finally {{
  await source.destroy();
}}
"#,
        options(&entries, &[])
    );
    Ok(Snippet::of("connect.mjs", code, "npm install typeorm pg reflect-metadata", RUN).with(arguments))
}

pub(in crate::drivers) fn sequelize(plan: &Plan) -> Result<Snippet, Impossible> {
    says_tls(plan, "Sequelize")?;
    let connection = plan.arguments("dialectOptions");
    let pool = plan.pool_arguments("pool of Sequelize");
    let mut entries = vec!["logging: false".to_owned()];
    if !connection.is_empty() {
        entries.push(format!("dialectOptions: {}", inner(&connection)));
    }
    if !pool.is_empty() {
        entries.push(format!("pool: {}", inner(&pool)));
    }
    let query = match pool.is_empty() {
        true => {
            "  const [row] = await sequelize.query(\"select current_user\", { type: QueryTypes.SELECT });\n"
        }
        false => {
            "  const [row] = await sequelize.transaction((transaction) =>\n    \
             sequelize.query(\"select current_user\", { type: QueryTypes.SELECT, transaction }),\n  );\n"
        }
    };
    let code = format!(
        r#"import {{ QueryTypes, Sequelize }} from "sequelize";

const sequelize = new Sequelize(process.env.{}, {});
try {{
{query}  console.log(row.current_user);
}} finally {{
  await sequelize.close();
}}
"#,
        plan.variable,
        options(&entries, &[])
    );
    Ok(Snippet::of("connect.mjs", code, "npm install sequelize pg", RUN).with([connection, pool].concat()))
}

pub(in crate::drivers) fn mikro_orm(plan: &Plan) -> Result<Snippet, Impossible> {
    const PLACE: &str = "driverOptions";
    let tls = plan.tls_in_code();
    if tls.is_some_and(|tls| tls.encryption == Encryption::IfOffered) {
        return Err(Impossible::new(
            "node-postgres, which MikroORM hands its connection to, either demands TLS or never asks for it",
            "take `verify-full`, `require` or `off`",
        ));
    }
    let mut arguments = plan.arguments(PLACE);
    arguments.extend(tls.map(|tls| Argument::new(PLACE, "ssl", ssl_option(tls, plan)).kind("object")));
    arguments.extend(
        plan.application_name.as_ref().map(|it| Argument::new(PLACE, "application_name", format!("{it:?}"))),
    );
    let pool = plan.pool_arguments("pool");
    let pool_line = if pool.is_empty() { String::new() } else { format!("\n  pool: {},", inner(&pool)) };
    let reads_file = tls.is_some() && plan.root_certificate.is_some();
    let import = if reads_file { "import { readFileSync } from \"node:fs\";\n" } else { "" };
    let code = format!(
        r#"{import}import {{ MikroORM }} from "@mikro-orm/postgresql";

const orm = await MikroORM.init({{
  clientUrl: process.env.{},
  entities: [],
  discovery: {{ warnWhenNoEntities: false }},{}{pool_line}
}});
try {{
  const [row] = await orm.em.getConnection().execute("select current_user");
  console.log(row.current_user);
}} finally {{
  await orm.close();
}}
"#,
        plan.variable,
        driver_options(&arguments, plan.version)
    );
    let install = "npm install @mikro-orm/core @mikro-orm/postgresql";
    Ok(Snippet::of("connect.mjs", code, install, RUN).with([arguments, pool].concat()))
}

/// Up to 6 they are options of Knex, with those of node-postgres inside.
fn driver_options(arguments: &[Argument], version: Version) -> String {
    if arguments.is_empty() {
        return String::new();
    }
    let options: Vec<String> = arguments.iter().map(|it| format!("{}: {}", it.name, it.value)).collect();
    let options = format!("{{ {} }}", options.join(", "));
    let options = if version < Version(7, 0, 0) { format!("{{ connection: {options} }}") } else { options };
    format!("\n  driverOptions: {options},")
}
