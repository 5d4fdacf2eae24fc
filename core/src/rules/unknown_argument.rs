//! `unknown-argument`: an argument beside the string that the driver refuses.

use super::arguments::strangers;
use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "unknown-argument",
    group: Group::Parameters,
    severity: Severity::Error,
    divided: Divided::Warning,
    summary: "an argument in code that the driver does not have",
    docs: "Each driver has its own arguments, and what one takes another refuses: asyncpg has `ssl` where psycopg has \
           `sslmode`, and `server_settings` where others have `options`. What SQLAlchemy hands on stands in \
           `connect_args`; `create_engine()` itself refuses it. Django hands `OPTIONS` to psycopg, which knows none of \
           Django's own settings.",
    sources: &[
        "run: asyncpg 0.32, psycopg 3.3.9, psycopg2 2.9.13, pg8000 1.31, SQLAlchemy 2.1.9 over each, Django 5.2.19, \
         2026-11-29",
        "run: `PG.connect` of pg 1.4.5 for Ruby against PostgreSQL 15, 2026-11-29",
    ],
    examples: &[
        Example::good(
            "",
            "import asyncpg\n\npool = asyncpg.create_pool(url, min_size=1, statement_cache_size=0, ssl=\"require\")\n",
        )
        .in_file("db.py"),
        Example::bad("", "import asyncpg\n\npool = asyncpg.create_pool(url, sslmode=\"require\")\n").in_file("db.py"),
        Example::bad(
            "",
            "from sqlalchemy.ext.asyncio import create_async_engine\n\nengine = create_async_engine(\n    \
             \"postgresql+asyncpg://app@db/shop\", connect_args={\"options\": \"-c search_path=shop\"}\n)\n",
        )
        .in_file("db.py"),
        Example::good(
            "",
            "DATABASES = {\n    \"default\": {\n        \"ENGINE\": \"django.db.backends.postgresql\",\n        \
             \"OPTIONS\": {\"isolation_level\": IsolationLevel.SERIALIZABLE, \"assume_role\": \"owner\"},\n    }\n}\n",
        )
        .in_file("settings.py"),
        Example::bad(
            "",
            "DATABASES = {\n    \"default\": {\n        \"ENGINE\": \"django.db.backends.postgresql\",\n        \
             \"OPTIONS\": {\"CONN_MAX_AGE\": 60},\n    }\n}\n",
        )
        .in_file("settings.py"),
        Example::bad("", "db = PG.connect(host: \"db.internal\", user: \"app\", database: \"shop\")\n").in_file("store.rb"),
    ],
    check: Check::Call(check),
};

fn check(cx: &CallCx<'_>, out: &mut Vec<Finding>) {
    for stranger in strangers(cx) {
        let Some(refused) = stranger.set.refused else { continue };
        let finding = cx
            .finding(stranger.span, format!("{} has no argument `{}`", cx.label_of_driver(), stranger.name))
            .here("unknown")
            .note(format!("the driver says `{}`", refused(stranger.name)));
        out.push(match (stranger.place, stranger.similar) {
            (Some(""), _) => finding.help("remove it"),
            (Some(place), _) => finding.help(format!("put it into {place}")),
            (None, Some(similar)) => finding.help(format!("write `{similar}`")),
            (None, None) => finding.help("remove it"),
        });
    }
}
