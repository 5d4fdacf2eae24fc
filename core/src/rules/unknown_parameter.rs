//! `unknown-parameter`: a parameter that the driver does not have.

use super::prelude::*;
use crate::drivers::Unknown;
use crate::endpoints::Others;
use crate::model::Fate;

pub(super) static RULE: Rule = Rule {
    name: "unknown-parameter",
    group: Group::Parameters,
    severity: Severity::Error,
    divided: Divided::Hint,
    summary: "a parameter that the driver does not have",
    docs: "Every driver has its own table of parameters. One that is not in it is refused before anything is dialled \
           (libpq and all that use it), becomes an unexpected keyword argument (SQLAlchemy with asyncpg), or goes to \
           the server as a setting, which the server or the pooler refuses (asyncpg, postgres.js).",
    sources: &["measured: every driver's own table against the installed driver, 2026-11-23"],
    examples: &[
        Example::good("libpq", "postgresql://app@db.example.com/shop?sslmode=verify-full"),
        Example::bad("libpq", "postgresql://app@db.example.com/shop?sslmode=verify-full&pgbouncer=true"),
    ],
    check: Check::Connection(check),
};

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    for given in cx.reading.params.iter().filter(|given| given.setting.is_none()) {
        // The whole string, taken for a keyword because its scheme is not known: another rule's business.
        if given.key.contains("://") {
            continue;
        }
        let (name, driver) = (&given.key, cx.label_of_driver());
        let message = match given.fate {
            Fate::Refused => format!("{driver} has no parameter `{name}`"),
            Fate::Startup => format!("{driver} sends `{name}` to the server as a setting"),
            Fate::Client | Fate::Ignored => continue,
        };
        let mut finding = cx.finding(given.span, message);
        if given.fate == Fate::Startup && cx.driver.driver.unknown == Unknown::SentToServer {
            finding = match cx.endpoint.startup(name) {
                Others::Refused(text) => finding.note(format!(
                    "{} refuses the connection: `{}`",
                    cx.endpoint.endpoint.label,
                    text.replace("{}", name)
                )),
                _ => finding.note(format!(
                    "PostgreSQL refuses the connection: `unrecognized configuration parameter \"{name}\"`"
                )),
            };
        } else if let Some(refusal) = &cx.reading.refusal {
            finding = finding.note(format!("the driver says `{}`", refusal.masked(cx.text())));
        }
        out.push(finding.fix(Safety::Unsafe, format!("remove `{name}`"), [cx.remove_pair(given.span)]));
    }
}
