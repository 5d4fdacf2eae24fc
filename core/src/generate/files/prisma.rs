//! Prisma: the schema, and from 7 on the configuration that names the string for migrations.

use super::{FileForm, Source};
use crate::model::Version;

const V7: Version = Version(7, 0, 0);

pub(super) static SCHEMA: FileForm = FileForm {
    name: "prisma/schema.prisma",
    what: "the schema of Prisma",
    fits: is_prisma,
    write: |source| {
        let files = &source.own.connection.snippet.files;
        let schema = files.iter().find(|file| file.path == "schema.prisma");
        let text = schema.map_or(String::new(), |file| file.text.clone());
        Ok(match source.around {
            Some(around) if !has_config(source) => {
                let direct = format!("  directUrl = env(\"{}\")\n}}\n", around.variable());
                format!("{}{direct}", text.trim_end().trim_end_matches('}'))
            }
            _ => text,
        })
    },
};

pub(super) static CONFIG: FileForm = FileForm {
    name: "prisma.config.ts",
    what: "where Prisma's commands find schema and string",
    fits: |source| is_prisma(source) && has_config(source),
    write: |source| {
        Ok(format!(
            r#"import "dotenv/config"; // npm install --save-dev dotenv
import {{ defineConfig, env }} from "prisma/config";

export default defineConfig({{
  schema: "prisma/schema.prisma",
  migrations: {{ path: "prisma/migrations" }},
  // Prisma's commands alone read this one; the client gets {} through its adapter.
  datasource: {{ url: env("{}") }},
}});
"#,
            source.own.variable(),
            source.migrator().variable()
        ))
    },
};

fn is_prisma(source: &Source<'_>) -> bool {
    source.is_for(&["prisma", "prisma-adapter-pg"])
}

fn has_config(source: &Source<'_>) -> bool {
    source.driver().name != "prisma" || source.own.request.driver.version >= V7
}
