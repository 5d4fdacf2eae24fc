//! `argument-wrong-type`: a text where code has to give a number or a constant.

use super::prelude::*;
use crate::formats::Literal;

pub(super) static RULE: Rule = Rule {
    name: "argument-wrong-type",
    group: Group::Parameters,
    severity: Severity::Error,
    divided: Divided::Warning,
    summary: "a text for an argument that takes a number or a constant",
    docs: "What comes from the environment is text, and so is what is written between quotes by habit. asyncpg and \
           psycopg compare their settings with numbers and fail with a `TypeError`; Django adds `CONN_MAX_AGE` to a \
           time, and takes only constants of psycopg for `isolation_level`.",
    sources: &[
        "run: asyncpg 0.32, psycopg 3.3.9, SQLAlchemy 2.1.9 over asyncpg and Django 5.2.19, each with the text and with \
         the right value, against PostgreSQL 15, 2026-11-29",
    ],
    examples: &[
        Example::good("", "import asyncpg\n\npool = asyncpg.create_pool(url, statement_cache_size=0)\n").in_file("db.py"),
        Example::bad("", "import asyncpg\n\npool = asyncpg.create_pool(url, statement_cache_size=\"0\")\n")
            .in_file("db.py"),
        Example::bad(
            "",
            "DATABASES = {\n    \"default\": {\n        \"ENGINE\": \"django.db.backends.postgresql\",\n        \
             \"OPTIONS\": {\"isolation_level\": \"serializable\"},\n    }\n}\n",
        )
        .in_file("settings.py"),
    ],
    check: Check::Call(check),
};

/// An argument that takes no text.
struct Fact {
    driver: &'static str,
    argument: &'static str,
    says: &'static str,
    help: &'static str,
}

const TEXT_AND_NUMBER: &str = "TypeError: '<' not supported between instances of 'str' and 'int'";

const FACTS: &[Fact] = &[
    Fact {
        driver: "asyncpg",
        argument: "statement_cache_size",
        says: TEXT_AND_NUMBER,
        help: "give a number",
    },
    Fact {
        driver: "sqlalchemy-asyncpg",
        argument: "connect_args.statement_cache_size",
        says: TEXT_AND_NUMBER,
        help: "give a number",
    },
    Fact {
        driver: "psycopg",
        argument: "prepare_threshold",
        says: "TypeError: '>=' not supported between instances of 'int' and 'str'",
        help: "give a number, or `None` to turn named statements off",
    },
    Fact {
        driver: "sqlalchemy-psycopg",
        argument: "connect_args.prepare_threshold",
        says: "TypeError: '>=' not supported between instances of 'int' and 'str'",
        help: "give a number, or `None` to turn named statements off",
    },
    Fact {
        driver: "django",
        argument: "CONN_MAX_AGE",
        says: "TypeError: unsupported operand type(s) for +: 'float' and 'str'",
        help: "give a number of seconds, or `None`",
    },
    Fact {
        driver: "django",
        argument: "OPTIONS.isolation_level",
        says: "ImproperlyConfigured: Invalid transaction isolation level ... specified",
        help: "give a constant, such as `psycopg.IsolationLevel.SERIALIZABLE`",
    },
];

fn check(cx: &CallCx<'_>, out: &mut Vec<Finding>) {
    for fact in FACTS.iter().filter(|fact| fact.driver == cx.driver.driver.name) {
        let Some(argument) = cx.argument(fact.argument) else { continue };
        if !matches!(argument.value, Literal::Text(_)) {
            continue;
        }
        let name = argument.last_name();
        let span = argument.name_span.join(argument.span);
        out.push(
            cx.finding(span, format!("{} takes no text for `{name}`", cx.label_of_driver()))
                .note(format!("the driver says `{}`", fact.says))
                .help(fact.help),
        );
    }
}
