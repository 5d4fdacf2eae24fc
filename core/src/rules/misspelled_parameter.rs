//! `misspelled-parameter`: a name that is nearly one of the driver's.

use super::parameters::{Verdict, name_span, own_refusal, parameters, verdict};
use super::prelude::*;
use super::unknown_parameter::refused_by_server;
use crate::model::Fate;

pub(super) static RULE: Rule = Rule {
    name: "misspelled-parameter",
    group: Group::Parameters,
    severity: Severity::Error,
    divided: Divided::Warning,
    summary: "a parameter that is not spelled right",
    docs: "Names of parameters are compared letter for letter, letter case and `-` against `_` included. A slip is \
           refused by strict drivers and dropped without a word by others, so that a string asks for TLS and does not \
           get it.",
    sources: &["measured: every driver's own table against the installed driver, 2026-11-23"],
    examples: &[
        Example::good("libpq", "postgresql://app@db.example.com/shop?sslmode=verify-full"),
        Example::fixed(
            "libpq",
            "postgresql://app@db.example.com/shop?sslmode=verify-full&conect_timeout=5",
            "postgresql://app@db.example.com/shop?sslmode=verify-full&connect_timeout=5",
        ),
    ],
    check: Check::Connection(check),
};

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    for given in &parameters(cx) {
        let Verdict::Misspelled(meant) = verdict(cx, given) else { continue };
        let (name, driver) = (&given.key, cx.label_of_driver());
        let message = match given.fate {
            Fate::Ignored => format!("{driver} drops `{name}`, which is not how `{meant}` is spelled"),
            _ => format!("{driver} has no parameter `{name}`, but `{meant}`"),
        };
        let mut finding = cx.finding(name_span(given), message);
        match given.fate {
            Fate::Ignored => finding = finding.severity(Severity::Warning),
            Fate::Startup => finding = finding.note(refused_by_server(cx, name)),
            _ => finding.notes.extend(own_refusal(cx, given)),
        }
        let is_refused = given.fate == Fate::Refused && cx.subject.driver_is_known();
        let safety = if is_refused { Safety::Safe } else { Safety::Unsafe };
        out.push(finding.fix(safety, format!("write `{meant}`"), [cx.edit(given.key_span, meant)]));
    }
}
