//! Applying fixes: choose, order, apply, verify.

use serde::Serialize;

use crate::diag::{Finding, Safety, Severity};
use crate::rules::{Options, check};
use crate::text::{Edit, apply_edits};

/// A text after its fixes.
#[derive(Clone, Debug, Serialize)]
pub struct Fixed {
    /// The text. Equal to the input when nothing could be fixed.
    pub text: String,
    /// Titles of the fixes made, in order, with the rule of each.
    pub applied: Vec<(String, String)>,
}

/// Rounds after which fixing stops. Each round applies at least one fix, so that only fixes that undo each other
/// would need more.
const ROUNDS: usize = 50;

/// Applies every fix up to `up_to` that proves itself: its finding is gone afterwards, and no error or warning has
/// come that was not there. Fixes that only can be shown are never applied.
pub fn fix(text: &str, path: Option<&str>, options: &Options, up_to: Safety) -> Fixed {
    let up_to = up_to.min(Safety::Unsafe);
    let mut out = Fixed { text: text.to_owned(), applied: Vec::new() };
    let mut refused: Vec<(String, Vec<Edit>)> = Vec::new();
    for _ in 0..ROUNDS {
        let findings = check(&out.text, path, options).findings;
        let next = findings.iter().find_map(|finding| {
            let fix = finding.fix.as_ref().filter(|fix| fix.safety <= up_to)?;
            let key = (finding.rule.clone(), fix.edits.clone());
            (!refused.contains(&key)).then_some((finding, fix, key))
        });
        let Some((finding, fix, key)) = next else { break };
        match apply_edits(&out.text, &fix.edits)
            .filter(|after| proves_itself(finding, &findings, after, path, options))
        {
            Some(after) => {
                out.applied.push((finding.rule.clone(), fix.title.clone()));
                out.text = after;
                refused.clear();
            }
            None => refused.push(key),
        }
    }
    out
}

fn proves_itself(
    fixed: &Finding,
    before: &[Finding],
    after: &str,
    path: Option<&str>,
    options: &Options,
) -> bool {
    let now = check(after, path, options).findings;
    let count = |findings: &[Finding], rule: &str, severity: Severity| {
        findings.iter().filter(|it| it.rule == rule && it.severity >= severity).count()
    };
    let gone = count(&now, &fixed.rule, Severity::Hint) < count(before, &fixed.rule, Severity::Hint);
    let nothing_new = now
        .iter()
        .filter(|it| it.severity > Severity::Hint)
        .all(|it| count(&now, &it.rule, it.severity) <= count(before, &it.rule, it.severity));
    gone && nothing_new
}
