//! Prisma: with a driver adapter from 7 on, with its own engine before.

use super::node::{connection_string, options, pool_options};
use super::{CodeFile, Impossible, Plan, Snippet};
use crate::model::Version;

pub(in crate::drivers) fn prisma(plan: &Plan) -> Result<Snippet, Impossible> {
    says_tls(plan)?;
    Ok(if plan.version >= Version(7, 0, 0) { with_adapter(plan) } else { with_engine(plan) })
}

pub(in crate::drivers) fn prisma_adapter_pg(plan: &Plan) -> Result<Snippet, Impossible> {
    says_tls(plan)?;
    Ok(with_adapter(plan))
}

fn says_tls(plan: &Plan) -> Result<(), Impossible> {
    if plan.tls_in_code().is_none() {
        return Ok(());
    }
    Err(Impossible::new(
        "Prisma cannot be told this level of TLS in its string",
        "take `verify-full`, `require` or `off`",
    ))
}

fn with_adapter(plan: &Plan) -> Snippet {
    let arguments = pool_options(plan);
    let query = match plan.pool.is_empty() {
        true => "  const rows = await prisma.$queryRaw`select current_user`;\n",
        false => "  const [rows] = await prisma.$transaction([prisma.$queryRaw`select current_user`]);\n",
    };
    let code = format!(
        r#"import {{ PrismaPg }} from "@prisma/adapter-pg";
import {{ PrismaClient }} from "@prisma/client";

const adapter = new PrismaPg({});
const prisma = new PrismaClient({{ adapter }});
try {{
{query}  console.log(rows[0].current_user);
}} finally {{
  await prisma.$disconnect();
}}
"#,
        options(&[connection_string(plan)], &arguments)
    );
    let config = format!(
        r#"import {{ defineConfig, env }} from "prisma/config";

export default defineConfig({{
  schema: "schema.prisma",
  datasource: {{ url: env("{}") }},
}});
"#,
        plan.variable
    );
    let mut out = Snippet::of(
        "connect.mjs",
        code,
        "npm install prisma @prisma/client @prisma/adapter-pg",
        "npx prisma generate && node connect.mjs",
    );
    out.files.push(CodeFile { path: "schema.prisma", text: schema("") });
    out.files.push(CodeFile { path: "prisma.config.ts", text: config });
    out.with(arguments)
}

fn with_engine(plan: &Plan) -> Snippet {
    let code = r#"import { PrismaClient } from "@prisma/client";

const prisma = new PrismaClient();
try {
  const rows = await prisma.$queryRaw`select current_user`;
  console.log(rows[0].current_user);
} finally {
  await prisma.$disconnect();
}
"#;
    let mut out = Snippet::of(
        "connect.mjs",
        code.to_owned(),
        "npm install prisma@6 @prisma/client@6",
        "npx prisma generate && node connect.mjs",
    );
    let url = format!("  url      = env(\"{}\")\n", plan.variable);
    out.files.push(CodeFile { path: "schema.prisma", text: schema(&url) });
    out
}

fn schema(url: &str) -> String {
    format!(
        "generator client {{\n  provider = \"prisma-client-js\"\n}}\n\ndatasource db {{\n  provider = \"postgresql\"\n{url}}}\n"
    )
}
