//! Drizzle Kit and Knex.

use super::{FileForm, Source};

pub(super) static DRIZZLE: FileForm = FileForm {
    name: "drizzle.config.ts",
    what: "how Drizzle Kit connects",
    fits: |source| source.is_for(&["drizzle"]),
    write: |source| {
        Ok(format!(
            r#"import {{ defineConfig }} from "drizzle-kit";

export default defineConfig({{
  dialect: "postgresql",
  schema: "./src/db/schema.ts",
  out: "./drizzle",
  dbCredentials: {{ url: process.env.{}! }},
}});
"#,
            source.migrator().variable()
        ))
    },
};

pub(super) static KNEX: FileForm = FileForm {
    name: "knexfile.js",
    what: "environments of Knex",
    fits: |source| source.is_for(&["knex"]),
    write: |source| Ok(knexfile(source)),
};

fn knexfile(source: &Source<'_>) -> String {
    let environment = |name: &str, variable: &str, more: &str| {
        format!("  {name}: {{ client: \"pg\", connection: process.env.{variable}{more} }},\n")
    };
    let pool = &source.own.choice.pool;
    let pool = if pool.is_empty() { String::new() } else { format!(", pool: {{ {} }}", pool.join(", ")) };
    let own = environment("production", &source.own.variable(), &pool);
    let around = source.around.map_or(String::new(), |around| {
        let head = "  // not through the pooler: npx knex migrate:latest --env migrations\n";
        format!("{head}{}", environment("migrations", &around.variable(), ""))
    });
    format!("module.exports = {{\n{own}{around}}};\n")
}
