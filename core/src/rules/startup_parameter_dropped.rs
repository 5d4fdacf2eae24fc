//! `startup-parameter-dropped`: a setting at startup that never reaches the server.

use super::prelude::*;
use crate::endpoints::Others;
use crate::model::Setting;

pub(super) static RULE: Rule = Rule {
    name: "startup-parameter-dropped",
    group: Group::Endpoints,
    severity: Severity::Warning,
    divided: Divided::Hint,
    summary: "a setting sent at startup that the endpoint drops",
    docs: "Supabase's shared pooler takes every setting at startup and passes on `application_name` and `search_path` \
           only; Neon passes on what stands in `options` and drops settings beside it. There is no error: the server \
           runs with its own value, and a `statement_timeout` that was to protect it is not in force.",
    sources: &["source of Supavisor 2.9.7 and of Neon's proxy, 2026-03-25; not run"],
    examples: &[
        Example::good(
            "libpq",
            "postgresql://postgres.abcdefghijklmnopqrst@aws-0-eu-west-1.pooler.supabase.com:5432/postgres?sslmode=verify-full&sslrootcert=prod.crt&options=-c%20search_path%3Dapp",
        ),
        Example::bad(
            "libpq",
            "postgresql://postgres.abcdefghijklmnopqrst@aws-0-eu-west-1.pooler.supabase.com:5432/postgres?sslmode=verify-full&sslrootcert=prod.crt&options=-c%20statement_timeout%3D5s",
        )
        .at("supavisor-session"),
    ],
    check: Check::Connection(check),
};

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    for sent in cx.sent_at_startup() {
        // What a driver sends unasked, or does not know, was not meant to do anything.
        let Some(given) = sent.given.filter(|given| given.setting.is_some()) else { continue };
        if sent.fate != Others::Dropped || given.setting == Some(Setting::ClientEncoding) {
            continue;
        }
        let finding = cx
            .finding(given.span, format!("{} drops the setting `{}`", cx.endpoint.label(), sent.setting))
            .severity(if cx.endpoint.certain { Severity::Warning } else { Severity::Hint })
            .about(cx.endpoint)
            .labelled(cx.label_of_endpoint())
            .note("there is no error; the server's own value stays in force")
            .help(format!("set it for the role: `ALTER ROLE ... SET {} = ...`", sent.setting));
        out.push(finding);
    }
}
