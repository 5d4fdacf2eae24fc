//! `channel-binding-unsupported`: channel binding required where nobody offers it.

use super::prelude::*;
use crate::model::{Fate, Setting};

pub(super) static RULE: Rule = Rule {
    name: "channel-binding-unsupported",
    group: Group::Endpoints,
    severity: Severity::Error,
    divided: Divided::Hint,
    summary: "channel binding required where the endpoint has none",
    docs: "Channel binding ties the password exchange to the TLS connection. A pooler that ends TLS itself and offers \
           plain SCRAM cannot do it: PgBouncer, Supabase's shared pooler and RDS Proxy do not. Neon's proxy does, \
           which is why its strings carry `channel_binding=require`, and why they fail elsewhere.",
    sources: &[
        "source of PgBouncer 1.25.2 (scram.c) and of Supavisor 2.9.7, 2026-11-23",
        "user guides of AWS, 2026-11-23; not run",
    ],
    examples: &[
        Example::good(
            "libpq",
            "postgresql://app@db.example.com/shop?sslmode=verify-full&channel_binding=require",
        ),
        Example::fixed(
            "libpq",
            "postgresql://app@db.example.com/shop?sslmode=verify-full&channel_binding=require",
            "postgresql://app@db.example.com/shop?sslmode=verify-full",
        )
        .at("pgbouncer"),
    ],
    check: Check::Connection(check),
};

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    let Some(given) = cx.reading.given(Setting::ChannelBinding) else { return };
    if cx.endpoint.endpoint.channel_binding || given.fate != Fate::Client || given.value != "require" {
        return;
    }
    let finding = cx
        .finding(given.span, format!("{} has no channel binding", cx.endpoint.label()))
        .severity(cx.severity_of_refusal())
        .about(cx.endpoint)
        .labelled(cx.label_of_endpoint())
        .note(
            "libpq says `channel binding is required, but server did not offer an authentication method that supports \
             channel binding`",
        )
        .fix(Safety::Unsafe, format!("remove `{}`", given.key), [cx.remove_pair(given.span)]);
    out.push(finding);
}
