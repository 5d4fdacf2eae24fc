//! `query-overrides-url`: the query says again, and otherwise, what stands in front of it.

use super::prelude::*;
use super::reference::has_reference;
use crate::model::{Fate, Setting};
use crate::parse::Spelling;
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    name: "query-overrides-url",
    group: Group::Parameters,
    severity: Severity::Warning,
    divided: Divided::Warning,
    summary: "host, user or database in the query as well",
    docs: "libpq lets the query win, other drivers drop it or send it to the server. A string that names two hosts \
           connects to one or the other.",
    sources: &["measured: `?host=` and `?user=` behind a host and a user, 2026-11-23"],
    examples: &[
        Example::good("libpq", "postgresql://app@/shop?host=/run/postgresql&sslmode=disable"),
        Example::bad("libpq", "postgresql://app@db.example.com/shop?sslmode=verify-full&user=admin"),
    ],
    check: Check::Connection(check),
};

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    if cx.subject.spelling != Spelling::Uri {
        return;
    }
    let (text, written) = (cx.text(), cx.written());
    for given in &cx.reading.params {
        let (what, front): (&str, Option<Span>) = match given.setting {
            Some(Setting::Host) => ("host", written.hosts.first().map(|host| host.0)),
            Some(Setting::Port) => ("port", written.hosts.first().and_then(|host| host.1)),
            Some(Setting::User) => ("user", written.user),
            Some(Setting::Database) => ("database", written.dbname),
            _ => continue,
        };
        let Some(front) = front.filter(|front| !front.is_empty()) else { continue };
        let differs = front.of(text) != given.value;
        // A directory in the query and a host that a URL has to have: how sockets are written for some drivers.
        if !differs || given.value.starts_with('/') || has_reference(text) || given.fate == Fate::Refused {
            continue;
        }
        let driver = cx.label_of_driver();
        let message = match given.fate {
            Fate::Client | Fate::Startup => {
                format!("for {driver} `{}` in the query wins over the {what} in front", given.key)
            }
            _ => format!("{driver} keeps the {what} in front and not `{}` in the query", given.key),
        };
        out.push(
            cx.finding(given.span, message)
                .labelled(cx.label(front, format!("the {what} in front")))
                .help(format!("name the {what} once")),
        );
    }
}
