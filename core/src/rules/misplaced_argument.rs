//! `misplaced-argument`: an option in a place where nobody reads it.

use super::arguments::strangers;
use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "misplaced-argument",
    group: Group::Parameters,
    severity: Severity::Warning,
    divided: Divided::Hint,
    summary: "an option in a place where it is dropped without a word",
    docs: "Options objects take any key and drop those that they do not know. `rejectUnauthorized` counts inside `ssl` \
           only; Knex hands on what stands in `connection`, Sequelize what stands in `dialectOptions`, Django what \
           stands in `OPTIONS`. Postgrex knows `hostname`, and with `host` it connects to its own machine.",
    sources: &[
        "run: knex 3.3.0, TypeORM 1.1.1, Sequelize 6.37.8 and pg 8.23.1, not connected, 2026-11-29",
        "source of Postgrex 0.22.2 (`default_opts` of utils.ex); not run",
    ],
    examples: &[
        Example::good(
            "",
            "module.exports = { client: \"pg\", connection: { connectionString: url, ssl: { ca } } };\n",
        )
        .in_file("knexfile.js"),
        Example::bad("", "module.exports = { client: \"pg\", connection: url, ssl: true };\n").in_file("knexfile.js"),
        Example::bad(
            "",
            "import pg from \"pg\";\nconst pool = new pg.Pool({ connectionString: url, rejectUnauthorized: false });\n",
        )
        .in_file("db.ts"),
        Example::bad("", "{:ok, pid} = Postgrex.start_link(host: \"db.internal\", username: \"app\", database: \"shop\")\n")
            .in_file("store.exs"),
    ],
    check: Check::Call(check),
};

fn check(cx: &CallCx<'_>, out: &mut Vec<Finding>) {
    for stranger in strangers(cx) {
        let (None, Some(place)) = (stranger.set.refused, stranger.place) else { continue };
        out.push(
            cx.finding(
                stranger.span,
                format!("{} does not read `{}` here", cx.label_of_driver(), stranger.path),
            )
            .here("dropped without a word")
            .help(format!("move it into {place}")),
        );
    }
}
