//! `unknown-parameter`: a parameter that the driver does not have.

use super::parameters::{Verdict, own_refusal, parameters, remedied, setting_of, verdict, whose};
use super::prelude::*;
use crate::endpoints::Others;
use crate::model::{Fate, Given};

pub(super) static RULE: Rule = Rule {
    name: "unknown-parameter",
    group: Group::Parameters,
    severity: Severity::Error,
    divided: Divided::Hint,
    summary: "a parameter that the driver does not have",
    docs: "Every driver has its own table of parameters. One that is not in it is refused before anything is dialled \
           (libpq and all that use it), becomes an unexpected keyword argument (SQLAlchemy with asyncpg), or goes to \
           the server as a setting, which the server or the pooler refuses (asyncpg, postgres.js). `pgbouncer=true` \
           is Prisma's alone: no other driver takes it.",
    sources: &["measured: every driver's own table against the installed driver, 2026-11-23"],
    examples: &[
        Example::good("libpq", "postgresql://app@db.example.com/shop?sslmode=verify-full"),
        Example::fixed(
            "libpq",
            "postgresql://app@db.example.com/shop?sslmode=verify-full&pgbouncer=true",
            "postgresql://app@db.example.com/shop?sslmode=verify-full",
        ),
        Example::fixed(
            "",
            "postgresql+asyncpg://app@db.example.com/shop?sslmode=verify-full",
            "postgresql+asyncpg://app@db.example.com/shop?ssl=verify-full",
        ),
        Example::bad("asyncpg", "postgresql://app@db.example.com/shop?sslmode=verify-full&pgbouncer=true"),
        Example::good("prisma", "postgresql://app@db.example.com/shop?sslmode=verify-full&pgbouncer=true"),
    ],
    check: Check::Connection(check),
};

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    for given in &parameters(cx) {
        let verdict = verdict(cx, given);
        if matches!(verdict, Verdict::Foreign(..) | Verdict::Unknown) {
            out.extend(judge(cx, given, &verdict));
        }
    }
}

fn judge(cx: &Cx<'_>, given: &Given, verdict: &Verdict) -> Option<Finding> {
    let (name, driver) = (&given.key, cx.label_of_driver());
    // postgres.js leaves out what is empty.
    let is_sent = cx.reading.startup.iter().any(|(sent, _)| sent == name);
    let message = match given.fate {
        Fate::Startup if given.value.is_empty() && !is_sent => return None,
        Fate::Refused => format!("{driver} has no parameter `{name}`"),
        Fate::Startup => format!("{driver} sends `{name}` to the server as a setting"),
        Fate::Client | Fate::Ignored => return None,
    };
    let mut finding = cx.finding(given.span, message);
    if let Some(whose) = whose(verdict) {
        finding = finding.here(whose);
    }
    if given.fate == Fate::Startup {
        finding = finding.note(refused_by_server(cx, name));
    } else {
        finding.notes.extend(own_refusal(cx, given));
    }
    Some(remedied(cx, given, setting_of(verdict), finding))
}

/// What the endpoint, or the server behind it, answers to a setting that it does not know.
pub(super) fn refused_by_server(cx: &Cx<'_>, name: &str) -> String {
    match cx.endpoint.startup(name) {
        Others::Refused(text) => {
            format!("{} refuses the connection: `{}`", cx.endpoint.endpoint.label, text.replace("{}", name))
        }
        // A setting that the server has, and fixes when it starts.
        _ if name == "ssl" => {
            "PostgreSQL refuses the connection: `parameter \"ssl\" cannot be changed now`".to_owned()
        }
        _ => format!("PostgreSQL refuses the connection: `unrecognized configuration parameter \"{name}\"`"),
    }
}
