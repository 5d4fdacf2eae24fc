//! `pooler-user-without-project`: a plain role where the pooler of many projects wants to know which one.

use super::prelude::*;
use crate::endpoints::UserForm;
use crate::model::Setting;

pub(super) static RULE: Rule = Rule {
    name: "pooler-user-without-project",
    group: Group::Endpoints,
    severity: Severity::Error,
    divided: Divided::Hint,
    summary: "a user without the project that a shared pooler needs to know",
    docs: "Supavisor serves many projects behind one host name and tells them apart by the user: `postgres.` and the \
           identifier of the project. A plain `postgres` belongs to no project and is refused. The direct host and \
           the dedicated pooler of a project want the plain role.",
    sources: &["documentation of Supabase and source of Supavisor 2.9.7, 2026-11-23"],
    examples: &[
        Example::good(
            "libpq",
            "postgresql://postgres.abcdefghijklmnopqrst@aws-0-eu-west-1.pooler.supabase.com:5432/postgres?sslmode=verify-full&sslrootcert=prod.crt",
        ),
        Example::bad(
            "libpq",
            "postgresql://postgres@aws-0-eu-west-1.pooler.supabase.com:5432/postgres?sslmode=verify-full&sslrootcert=prod.crt",
        ),
    ],
    check: Check::Connection(check),
};

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    if cx.endpoint.endpoint.user != UserForm::WithProject || names_project_elsewhere(cx) {
        return;
    }
    let Some((span, user)) = cx.user().filter(|(_, user)| is_plain_role(user)) else { return };
    let label = cx.endpoint.label();
    let finding = cx
        .plain_finding(span, format!("`{user}` names no project, and {label} needs one in the user"))
        .about(cx.endpoint)
        .labelled(cx.label_of_endpoint())
        .note(
            "the pooler says `(ENOIDENTIFIER) no tenant identifier provided`, in versions before 2.9 `Tenant or user \
             not found`",
        )
        .help(format!("write `{user}.` and the identifier of the project, as its Connect dialog shows it"));
    out.push(finding);
}

/// Whether `options` says `reference=...`, the other way to name the project.
fn names_project_elsewhere(cx: &Cx<'_>) -> bool {
    cx.reading.given(Setting::Options).is_some_and(|given| given.value.contains("reference="))
}

/// Something that is written out and has no `.`; variables and words to be filled in may hold anything.
fn is_plain_role(user: &str) -> bool {
    let filled_in = user.chars().any(|c| c.is_lowercase())
        && !user.contains(['$', '<', '>', '{', '}', '[', ']', '%', '*']);
    filled_in && !user.contains('.')
}
