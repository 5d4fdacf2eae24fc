//! `ignored-parameter`: a parameter that the driver drops without a word.

use super::parameters::{Verdict, parameters, remedied, setting_of, verdict, whose};
use super::prelude::*;
use crate::model::{Fate, Setting};

pub(super) static RULE: Rule = Rule {
    name: "ignored-parameter",
    group: Group::Parameters,
    severity: Severity::Hint,
    divided: Divided::Silent,
    summary: "a parameter that the driver drops without a word",
    docs: "node-postgres, sqlx and pgjdbc drop parameters that they do not know. Mostly nothing is lost, but a dropped \
           TLS parameter leaves the connection as it would be without, and a dropped `schema` means that tables are \
           looked for in `public`.",
    sources: &["measured: every driver's own table against the installed driver, 2026-11-23"],
    examples: &[
        Example::good("libpq", "postgresql://app@db.example.com/shop?sslmode=verify-full"),
        Example::bad("node-postgres", "postgresql://app@db.example.com/shop?sslmode=verify-full&schema=app"),
    ],
    check: Check::Connection(check),
};

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    for given in parameters(cx).iter().filter(|it| it.fate == Fate::Ignored) {
        let verdict = verdict(cx, given);
        if !matches!(verdict, Verdict::Foreign(..) | Verdict::Unknown) {
            continue;
        }
        let setting = setting_of(&verdict);
        let mut finding = cx.finding(given.span, format!("{} ignores `{}`", cx.label_of_driver(), given.key));
        if let Some(whose) = whose(&verdict) {
            finding = finding.here(whose);
        }
        if let Some(loss) = loss(setting, &given.value) {
            finding = finding.severity(Severity::Warning).note(loss);
        }
        out.push(remedied(cx, given, setting, finding));
    }
}

/// What is lost, when it matters.
fn loss(setting: Option<Setting>, value: &str) -> Option<&'static str> {
    match setting? {
        Setting::TlsMode if !matches!(value, "disable" | "prefer" | "allow" | "false" | "0") => {
            Some("TLS is what it would be without the parameter")
        }
        Setting::TlsRootCertificate => Some("the certificate is not verified with this authority"),
        Setting::SearchPath if value != "public" => Some("tables are looked for in the schema `public`"),
        Setting::Host | Setting::HostAddress => Some("the connection goes elsewhere"),
        _ => None,
    }
}
