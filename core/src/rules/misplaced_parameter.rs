//! `misplaced-parameter`: a parameter that the driver takes in code only.

use super::parameters::{Verdict, own_refusal, parameters, remedied, setting_of, verdict};
use super::prelude::*;
use super::unknown_parameter::refused_by_server;
use crate::drivers::Place;
use crate::model::Fate;

pub(super) static RULE: Rule = Rule {
    name: "misplaced-parameter",
    group: Group::Parameters,
    severity: Severity::Error,
    divided: Divided::Hint,
    summary: "a parameter that belongs into code",
    docs: "Some settings are arguments or options of the driver and nothing else. In the string they arrive as text \
           where a number is needed, go to the server as a setting, or are dropped: asyncpg's `statement_cache_size` \
           works as an argument of `connect()` and breaks the connection in the URL.",
    sources: &["measured: every driver's own table against the installed driver, 2026-11-23"],
    examples: &[
        Example::good("libpq", "postgresql://app@db.example.com/shop?sslmode=verify-full"),
        Example::bad(
            "postgres-js",
            "postgresql://app@db.example.com/shop?sslmode=verify-full&transform=camel",
        ),
        Example::fixed(
            "asyncpg",
            "postgresql://app@db.example.com/shop?sslmode=verify-full&statement_cache_size=0",
            "postgresql://app@db.example.com/shop?sslmode=verify-full",
        ),
    ],
    check: Check::Connection(check),
};

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    for given in &parameters(cx) {
        let verdict = verdict(cx, given);
        let Verdict::Misplaced(param) = verdict else { continue };
        let place = match param.place {
            Place::Code(place) | Place::Both(place) => place,
            Place::Url => continue,
        };
        let (name, driver) = (&given.key, cx.label_of_driver());
        let mut finding = cx.finding(given.span, format!("{driver} does not take `{name}` from the string"));
        finding = finding.here(format!("belongs into `{place}`"));
        match given.fate {
            Fate::Startup => finding = finding.note(refused_by_server(cx, name)),
            Fate::Ignored => {
                finding = finding.severity(Severity::Warning).note("it is dropped without a word")
            }
            _ => finding.notes.extend(own_refusal(cx, given)),
        }
        out.push(remedied(cx, given, setting_of(&verdict), finding));
    }
}
