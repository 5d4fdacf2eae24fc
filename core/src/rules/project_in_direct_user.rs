//! `project-in-direct-user`: the shared pooler's form of a user at a host that belongs to one project.

use super::prelude::*;
use crate::endpoints::UserForm;

pub(super) static RULE: Rule = Rule {
    name: "project-in-direct-user",
    group: Group::Endpoints,
    severity: Severity::Error,
    divided: Divided::Hint,
    summary: "a user with a project at a host that knows plain roles only",
    docs: "`postgres.` and the identifier of a project is how Supabase's shared pooler wants the user. The direct host \
           of a project and its dedicated pooler pass the user on to PostgreSQL as it stands, where no role has that \
           name.",
    sources: &["documentation of Supabase, 2026-11-23"],
    examples: &[
        Example::good(
            "libpq",
            "postgresql://postgres@db.abcdefghijklmnopqrst.supabase.co:5432/postgres?sslmode=verify-full&sslrootcert=prod.crt",
        ),
        Example::fixed(
            "libpq",
            "postgresql://postgres.abcdefghijklmnopqrst@db.abcdefghijklmnopqrst.supabase.co:5432/postgres?sslmode=verify-full&sslrootcert=prod.crt",
            "postgresql://postgres@db.abcdefghijklmnopqrst.supabase.co:5432/postgres?sslmode=verify-full&sslrootcert=prod.crt",
        ),
    ],
    check: Check::Connection(check),
};

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    if cx.endpoint.endpoint.user != UserForm::WithoutProject {
        return;
    }
    let Some((span, user)) = cx.user() else { return };
    let Some((role, project)) = user.rsplit_once('.') else { return };
    let host = cx.host().to_ascii_lowercase();
    if role.is_empty() || !(is_reference(project) || is_label_of(&host, project)) {
        return;
    }
    let label = cx.endpoint.label();
    let finding = cx
        .plain_finding(span, format!("`{user}` is a user of the shared pooler, not of {label}"))
        .about(cx.endpoint)
        .labelled(cx.label_of_endpoint())
        .note(format!("the server says `password authentication failed for user \"{user}\"`"))
        .fix(Safety::Unsafe, format!("write `{role}`"), [cx.edit(span, role)]);
    out.push(finding);
}

/// Twenty lower-case letters and digits, as Supabase names projects, or something in brackets that stands for it.
fn is_reference(project: &str) -> bool {
    let bare = project.trim_matches(['[', ']', '<', '>']);
    let identifier = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    project.len() == 20 && project.chars().all(identifier) || bare.len() + 2 == project.len()
}

fn is_label_of(host: &str, project: &str) -> bool {
    host.split('.').skip(1).any(|label| label == project.to_ascii_lowercase())
}
