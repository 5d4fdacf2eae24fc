//! ORMs and query builders of Node.js on node-postgres.

use super::node::{says_tls, ssl_option};
use super::{Argument, Impossible, Plan, Snippet};
use crate::model::{Encryption, Version};

const RUN: &str = "node connect.mjs";

pub(in crate::drivers) fn knex(plan: &Plan) -> Result<Snippet, Impossible> {
    says_tls(plan, "Knex")?;
    let code = format!(
        r#"import knex from "knex";

const db = knex({{ client: "pg", connection: process.env.{} }});
try {{
  const {{ rows }} = await db.raw("select current_user");
  console.log(rows[0].current_user);
}} finally {{
  await db.destroy();
}}
"#,
        plan.variable
    );
    Ok(Snippet::of("connect.mjs", code, "npm install knex pg", RUN))
}

pub(in crate::drivers) fn kysely(plan: &Plan) -> Result<Snippet, Impossible> {
    says_tls(plan, "Kysely")?;
    let code = format!(
        r#"import {{ Kysely, PostgresDialect, sql }} from "kysely";
import pg from "pg";

const pool = new pg.Pool({{ connectionString: process.env.{} }});
const db = new Kysely({{ dialect: new PostgresDialect({{ pool }}) }});
try {{
  const {{ rows }} = await sql`select current_user`.execute(db);
  console.log(rows[0].current_user);
}} finally {{
  await db.destroy();
}}
"#,
        plan.variable
    );
    Ok(Snippet::of("connect.mjs", code, "npm install kysely pg", RUN))
}

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
    let code = format!(
        r#"import {{ sql }} from "drizzle-orm";
import {{ drizzle }} from "drizzle-orm/node-postgres";

const db = drizzle(process.env.{});
try {{
  const {{ rows }} = await db.execute(sql`select current_user`);
  console.log(rows[0].current_user);
}} finally {{
  await db.$client.end();
}}
"#,
        plan.variable
    );
    Ok(Snippet::of("connect.mjs", code, "npm install drizzle-orm pg", RUN))
}

pub(in crate::drivers) fn typeorm(plan: &Plan) -> Result<Snippet, Impossible> {
    says_tls(plan, "TypeORM")?;
    let code = format!(
        r#"import "reflect-metadata";
import {{ DataSource }} from "typeorm";

const source = new DataSource({{ type: "postgres", url: process.env.{} }});
await source.initialize();
try {{
  const rows = await source.query("select current_user");
  console.log(rows[0].current_user);
}} finally {{
  await source.destroy();
}}
"#,
        plan.variable
    );
    Ok(Snippet::of("connect.mjs", code, "npm install typeorm pg reflect-metadata", RUN))
}

pub(in crate::drivers) fn sequelize(plan: &Plan) -> Result<Snippet, Impossible> {
    says_tls(plan, "Sequelize")?;
    let code = format!(
        r#"import {{ QueryTypes, Sequelize }} from "sequelize";

const sequelize = new Sequelize(process.env.{}, {{ logging: false }});
try {{
  const [row] = await sequelize.query("select current_user", {{ type: QueryTypes.SELECT }});
  console.log(row.current_user);
}} finally {{
  await sequelize.close();
}}
"#,
        plan.variable
    );
    Ok(Snippet::of("connect.mjs", code, "npm install sequelize pg", RUN))
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
    let mut arguments = Vec::new();
    arguments.extend(tls.map(|tls| Argument::new(PLACE, "ssl", ssl_option(tls, plan)).kind("object")));
    arguments.extend(
        plan.application_name.as_ref().map(|it| Argument::new(PLACE, "application_name", format!("{it:?}"))),
    );
    let reads_file = tls.is_some() && plan.root_certificate.is_some();
    let import = if reads_file { "import { readFileSync } from \"node:fs\";\n" } else { "" };
    let code = format!(
        r#"{import}import {{ MikroORM }} from "@mikro-orm/postgresql";

const orm = await MikroORM.init({{
  clientUrl: process.env.{},
  entities: [],
  discovery: {{ warnWhenNoEntities: false }},{}
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
    Ok(Snippet::of("connect.mjs", code, install, RUN).with(arguments))
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
