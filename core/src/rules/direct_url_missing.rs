//! `direct-url-missing`: a pooled string for Prisma, and none that leads around the pooler.

use super::prelude::*;
use crate::endpoints::Mode;
use crate::model::Version;
use crate::parse::Spelling;

pub(super) static RULE: Rule = Rule {
    name: "direct-url-missing",
    group: Group::Endpoints,
    severity: Severity::Hint,
    divided: Divided::Silent,
    summary: "a string for Prisma that leads to a transaction pooler, with none beside it for migrations",
    docs: "`prisma migrate` takes advisory locks and prepares statements, which a pooler in transaction mode loses: it \
           hangs or fails with `prepared statement \"s0\" already exists`, also with `pgbouncer=true`. Up to Prisma 6 \
           `directUrl` of the schema leads migrations around the pooler; it usually names a variable `DIRECT_URL`. From \
           Prisma 7 on `prisma.config.ts` names the string for migrations, and the schema has no `directUrl` any more. \
           It is said of a file that holds no other string but pooled ones.",
    sources: &["documentation of Prisma and Supabase, 2026-11-23; reports of users, prisma/prisma#6480; not run"],
    examples: &[
        Example::good(
            "prisma@6",
            "DATABASE_URL=postgresql://app@ep-cool-rain-123456-pooler.eu-central-1.aws.neon.tech/shop?sslmode=require&sslaccept=strict\n\
             DIRECT_URL=postgresql://app@ep-cool-rain-123456.eu-central-1.aws.neon.tech/shop?sslmode=require&sslaccept=strict\n",
        )
        .in_file(".env"),
        Example::bad(
            "prisma@6",
            "DATABASE_URL=postgresql://app@ep-cool-rain-123456-pooler.eu-central-1.aws.neon.tech/shop?sslmode=require&sslaccept=strict\n",
        )
        .in_file(".env"),
        Example::bad(
            "prisma@6",
            "datasource db {\n  provider = \"postgresql\"\n  url      = \
             \"postgresql://app@ep-cool-rain-123456-pooler.eu-central-1.aws.neon.tech/shop?sslmode=require&sslaccept=strict\"\n}\n",
        )
        .in_file("schema.prisma"),
    ],
    check: Check::Connection(check),
};

/// From here on the schema has no `directUrl`.
const V7: Version = Version(7, 0, 0);

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    let is_prisma = cx.driver.driver.name == "prisma" && cx.driver.version_known && cx.driver.version < V7;
    let is_pooled = cx.endpoint.certain && cx.endpoint.endpoint.mode == Mode::Transaction;
    let is_variable = cx.entry().is_some_and(|entry| entry.name.is_some());
    if !is_prisma || !is_pooled || !is_variable || cx.is_for_migrations() || leads_around(cx.file) {
        return;
    }
    out.push(
        cx.finding(cx.endpoint_span(), "no string here leads Prisma's migrations around the pooler")
            .about(cx.endpoint)
            .here(cx.evidence())
            .note("`prisma migrate` takes advisory locks and prepares statements, and hangs or fails here")
            .help("name the server itself, or a pool in session mode, in `DIRECT_URL`, and set `directUrl` in the schema"),
    );
}

/// Whether the file holds a string for something else than this pooler, or names one.
fn leads_around(cx: &FileCx<'_>) -> bool {
    let is_other = |it: &super::Subject| it.endpoint.endpoint.mode != Mode::Transaction;
    let has_several = cx.subjects.iter().filter(|it| it.spelling == Spelling::Uri).count() > 1;
    let upper = cx.text.to_ascii_uppercase();
    has_several
        || cx.subjects.iter().any(is_other)
        || upper.contains("DIRECTURL")
        || upper.contains("DIRECT_URL")
}
