//! `parameter-wrong-type`: text where the driver needs a number, and does not make one of it.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "parameter-wrong-type",
    group: Group::Parameters,
    severity: Severity::Warning,
    divided: Divided::Hint,
    summary: "a parameter that does something else as text",
    docs: "Everything in a string is text. Most drivers turn it into a number where they need one; a few do not, and \
           the setting then means something else: postgres.js makes a pool of one connection of `max=20`. SQLAlchemy \
           hands `prepare_threshold` to psycopg as text, whatever it says, and psycopg compares it with a number at \
           the first query with parameters.",
    sources: &[
        "measured: twenty queries at once through postgres.js 3.4.9 with `max=20` in the URL, 2026-11-23",
        "run: SQLAlchemy 2.0.58 and 2.1.9 over psycopg 3.3.9 with `prepare_threshold` 0, 5 and `None` in the URL, \
         2026-11-29",
    ],
    examples: &[
        Example::good("libpq", "postgresql://app@db.example.com/shop?sslmode=verify-full"),
        Example::bad("postgres-js", "postgresql://app@db.example.com/shop?sslmode=verify-full&max=20"),
        Example::bad(
            "sqlalchemy-psycopg",
            "postgresql+psycopg://app@db.example.com/shop?sslmode=verify-full&prepare_threshold=0",
        ),
    ],
    check: Check::Connection(check),
};

/// A parameter that a driver does not make a number of.
struct Fact {
    driver: &'static str,
    name: &'static str,
    severity: Severity,
    effect: &'static str,
    help: &'static str,
}

const FACTS: &[Fact] = &[
    Fact {
        driver: "postgres-js",
        name: "max",
        severity: Severity::Warning,
        effect: "`Array('20')` has one element, so that the pool has one connection",
        help: "remove it, and pass `max` as a number in the options of `postgres()`",
    },
    Fact {
        driver: "sqlalchemy-psycopg",
        name: "prepare_threshold",
        severity: Severity::Error,
        effect: "the first query with parameters fails with `TypeError: '>=' not supported between instances of 'int' \
                 and 'str'`",
        help: "remove it, and pass `connect_args={\"prepare_threshold\": None}` to turn named statements off, or a number",
    },
];

fn fact(driver: &str, name: &str) -> Option<&'static Fact> {
    FACTS.iter().find(|fact| fact.driver == driver && fact.name == name)
}

/// Whether the parameter is text to `driver` where it needs a number.
pub(super) fn is_text_only(driver: &str, name: &str) -> bool {
    fact(driver, name).is_some()
}

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    for given in &cx.reading.params {
        let Some(fact) = fact(cx.driver.driver.name, &given.key) else { continue };
        let is_same = fact.driver == "postgres-js" && given.value.trim() == "1";
        if is_same || given.value.is_empty() {
            continue;
        }
        let message = format!("{} takes `{}` from the string as text", cx.label_of_driver(), fact.name);
        let finding = cx.finding(given.span, message).severity(fact.severity).note(fact.effect);
        out.push(finding.fix(Safety::Unsafe, fact.help, [cx.remove_pair(given.span)]));
    }
}
