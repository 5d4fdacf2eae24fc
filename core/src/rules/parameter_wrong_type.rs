//! `parameter-wrong-type`: text where the driver needs a number, and does not make one of it.

use super::prelude::*;

pub(super) static RULE: Rule = Rule {
    name: "parameter-wrong-type",
    group: Group::Parameters,
    severity: Severity::Warning,
    divided: Divided::Hint,
    summary: "a parameter that does something else as text",
    docs: "Everything in a string is text. Most drivers turn it into a number where they need one; a few do not, and \
           the setting then means something else: postgres.js makes a pool of one connection of `max=20`.",
    sources: &[
        "measured: twenty queries at once through postgres.js 3.4.9 with `max=20` in the URL, 2026-11-23",
    ],
    examples: &[
        Example::good("libpq", "postgresql://app@db.example.com/shop?sslmode=verify-full"),
        Example::bad("postgres-js", "postgresql://app@db.example.com/shop?sslmode=verify-full&max=20"),
    ],
    check: Check::Connection(check),
};

/// Driver, parameter, what comes of it, what to do.
const FACTS: &[(&str, &str, &str, &str)] = &[(
    "postgres-js",
    "max",
    "`Array('20')` has one element, so that the pool has one connection",
    "remove it, and pass `max` as a number in the options of `postgres()`",
)];

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    for given in &cx.reading.params {
        let fact = FACTS.iter().find(|fact| fact.0 == cx.driver.driver.name && fact.1 == given.key);
        let Some((_, name, effect, help)) = fact else { continue };
        if given.value.trim() == "1" {
            continue;
        }
        let message = format!("{} takes `{name}` from the string as text", cx.label_of_driver());
        let finding = cx.finding(given.span, message).note(*effect);
        out.push(finding.fix(Safety::Unsafe, *help, [cx.remove_pair(given.span)]));
    }
}
