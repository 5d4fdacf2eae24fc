//! `suppression-without-reason`: a comment that silences a rule and does not say why.

use super::prelude::*;
use super::suppress::suppressions;

pub(super) static RULE: Rule = Rule {
    name: "suppression-without-reason",
    group: Group::Files,
    severity: Severity::Hint,
    divided: Divided::Hint,
    summary: "a comment that silences a rule and does not say why",
    docs: "What stands behind the brackets of `connlint: ignore[rule-name]` is the reason. Without one nobody can tell \
           later whether the comment is still right.",
    sources: &["connlint"],
    examples: &[
        Example::good(
            "libpq",
            "# connlint: ignore[tls-not-required] the database is in the same network\nDATABASE_URL=postgresql://app@db.example.com/shop\n",
        )
        .in_file(".env"),
        Example::bad(
            "libpq",
            "# connlint: ignore[tls-not-required]\nDATABASE_URL=postgresql://app@db.example.com/shop\n",
        )
        .in_file(".env"),
    ],
    check: Check::FileLast(check),
};

fn check(cx: &FileCx<'_>, out: &mut Vec<Finding>) {
    let mut told = None;
    for suppression in suppressions(cx.document, cx.text, cx.lines) {
        let is_needed = cx.found.iter().any(|finding| suppression.silences(finding));
        // One comment may name several rules. What silences nothing is to be removed, not to be explained.
        if suppression.reason.is_some() || !is_needed || told == Some(suppression.comment) {
            continue;
        }
        told = Some(suppression.comment);
        let message = format!("`{}` is silenced without a reason", suppression.name);
        out.push(cx.finding(suppression.span, message).help("write the reason behind the brackets"));
    }
}
