//! `pool-parameter-without-pool`: a parameter of a pool for a call that makes one connection.

use super::prelude::*;
use crate::model::Setting;

pub(super) static RULE: Rule = Rule {
    name: "pool-parameter-without-pool",
    group: Group::Parameters,
    severity: Severity::Error,
    divided: Divided::Silent,
    summary: "a parameter of pgxpool for a call that makes no pool",
    docs: "`pool_max_conns` and its kin are read by pgxpool alone. `pgx.Connect`, `pgx.ParseConfig` and database/sql \
           send them to the server as settings, where the login fails.",
    sources: &["run: `pgx.Connect` and `sql.Open(\"pgx\")` of pgx 5.8 against PostgreSQL 15, 2026-11-23"],
    examples: &[
        Example::good(
            "",
            "package main\n\nimport \"github.com/jackc/pgx/v5/pgxpool\"\n\nvar pool, err = pgxpool.New(ctx, \
             \"postgres://app@db/shop?pool_max_conns=10\")\n",
        )
        .in_file("db.go"),
        Example::bad(
            "",
            "package main\n\nimport \"github.com/jackc/pgx/v5\"\n\nvar conn, err = pgx.Connect(ctx, \
             \"postgres://app@db/shop?pool_max_conns=10\")\n",
        )
        .in_file("db.go"),
    ],
    check: Check::Connection(check),
};

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    let Some(call) = call_without_pool(cx) else { return };
    let is_of_pool =
        |it: &&crate::model::Given| it.setting == Some(Setting::Pool) && it.key.starts_with("pool_");
    for given in cx.reading.params.iter().filter(is_of_pool) {
        let name = &given.key;
        let finding = cx
            .finding(given.span, format!("{call} sends `{name}` to the server as a setting"))
            .here("a parameter of pgxpool")
            .note(super::unknown_parameter::refused_by_server(cx, name));
        let help = "remove it, or connect with `pgxpool.New()`";
        out.push(finding.fix(Safety::Unsafe, help, [cx.remove_pair(given.span)]));
    }
}

/// The call that gets the string and makes no pool: beside it, or in the code of the project that reads its variable.
fn call_without_pool<'a>(cx: &Cx<'a>) -> Option<&'a str> {
    let why = |scope: &'a crate::formats::Scope| scope.consumer.as_ref().map(|it| it.why.as_str());
    if let Some(scope) = cx.scope().filter(|scope| scope.has_no_pool) {
        return why(scope);
    }
    let (variable, _) = cx.entry()?.name.as_ref()?;
    let mut uses = cx.file.options.code.iter().filter(|it| it.may_read(variable, cx.driver.driver));
    let first = uses.next().filter(|it| it.has_no_pool)?;
    uses.all(|it| it.has_no_pool).then_some(first.why.as_str())
}
