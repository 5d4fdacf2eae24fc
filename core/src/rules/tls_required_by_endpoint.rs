//! `tls-required-by-endpoint`: no encryption towards an endpoint that refuses to go without.

use super::prelude::*;
use super::tls::{decided_at, endpoint_requires, is_off, is_up_to_code, remedy, remote_host, silent_at};

pub(super) static RULE: Rule = Rule {
    name: "tls-required-by-endpoint",
    group: Group::Tls,
    severity: Severity::Warning,
    divided: Divided::Hint,
    summary: "no encryption towards an endpoint that refuses to go without",
    docs: "Neon and others answer an unencrypted connection with an error. libpq and what is built on it ask for TLS by \
           themselves; node-postgres and postgres.js do so only when the string or their options say it.",
    sources: &[
        "measured: what each driver asks the server for, 2026-11-23",
        "documentation of the endpoints",
    ],
    examples: &[
        Example::good(
            "node-postgres",
            "postgresql://app@ep-cool-sun-123456.eu-central-1.aws.neon.tech/shop?sslmode=verify-full",
        ),
        Example::good("asyncpg", "postgresql://app@ep-cool-sun-123456.eu-central-1.aws.neon.tech/shop"),
        Example::fixed(
            "node-postgres",
            "postgresql://app@ep-cool-sun-123456.eu-central-1.aws.neon.tech/shop",
            "postgresql://app@ep-cool-sun-123456.eu-central-1.aws.neon.tech/shop?sslmode=verify-full",
        ),
        Example::bad(
            "libpq",
            "postgresql://app@ep-cool-sun-123456.eu-central-1.aws.neon.tech/shop?sslmode=disable",
        ),
    ],
    check: Check::Connection(check),
};

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    let Some(host) = remote_host(cx) else { return };
    if !is_off(cx) || !endpoint_requires(cx) {
        return;
    }
    let (endpoint, driver) = (cx.endpoint.endpoint.label, cx.label_of_driver());
    let decided = decided_at(cx);
    let (help, edit) = remedy(cx);
    let finding = match decided {
        // Written in the string, it wins over what code may say.
        Some(span) => cx
            .finding(span, format!("{driver} does not encrypt, and {endpoint} demands it"))
            .severity(Severity::Error),
        None if is_up_to_code(cx) => cx
            .finding(host, format!("{endpoint} demands encryption, and {driver} has to be told so in code"))
            .severity(Severity::Hint),
        None => cx
            .finding(
                silent_at(cx, host),
                format!("{driver} does not encrypt by itself, and {endpoint} demands it"),
            )
            .note("unless its options in code turn TLS on"),
    };
    out.push(finding.about(cx.endpoint).note("the connection is refused").fix(Safety::Shown, help, [edit]));
}
