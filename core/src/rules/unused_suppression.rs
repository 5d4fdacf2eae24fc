//! `unused-suppression`: a comment that silences nothing.

use super::prelude::*;
use super::suppress::suppressions;

pub(super) static RULE: Rule = Rule {
    name: "unused-suppression",
    group: Group::Files,
    severity: Severity::Hint,
    divided: Divided::Hint,
    summary: "a comment that silences a rule that has nothing to say",
    docs: "A comment `connlint: ignore[rule-name]` holds for the rest of its line, or alone on a line for the next \
           one. When the rule finds nothing there, the comment is left over, or the name is misspelled.",
    sources: &["connlint"],
    examples: &[
        Example::good(
            "libpq",
            "# connlint: ignore[unknown-parameter] an experiment\nDATABASE_URL=postgresql://app@db.example.com/shop?sslmode=verify-full&pgbouncer=true\n",
        )
        .in_file(".env"),
        Example::bad(
            "libpq",
            "# connlint: ignore[unknown-parameter] an experiment\nDATABASE_URL=postgresql://app@db.example.com/shop?sslmode=verify-full\n",
        )
        .in_file(".env"),
    ],
    check: Check::FileLast(check),
};

fn check(cx: &FileCx<'_>, out: &mut Vec<Finding>) {
    for suppression in suppressions(cx.document, cx.text, cx.lines) {
        if cx.found.iter().any(|finding| suppression.silences(finding)) {
            continue;
        }
        let message = if super::by_name(&suppression.name).is_some() {
            format!("`{}` has nothing to say here", suppression.name)
        } else {
            format!("there is no rule `{}`", suppression.name)
        };
        out.push(cx.finding(suppression.span, message).help("remove the comment"));
    }
}
