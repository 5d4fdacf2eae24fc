//! Applying fixes: choose, order, apply, verify.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::diag::{Finding, Fix, Safety, Severity};
use crate::rules::{Options, check};
use crate::text::{Edit, Position, apply_edits, sort_by_key};

/// A text after its fixes.
#[derive(Clone, Debug, Serialize)]
pub struct Fixed {
    /// The text. Equal to the input when nothing could be fixed.
    pub text: String,
    /// Titles of the fixes made, in order, with the rule of each.
    pub applied: Vec<(String, String)>,
}

/// Rounds after which fixing stops. A round applies all fixes that do not stand in each other's way, so that only
/// fixes that undo each other would need more.
const ROUNDS: usize = 50;

/// Applies every fix up to `up_to` that proves itself: its finding is gone afterwards, and no error or warning has
/// come that was not there. Fixes that only can be shown are never applied.
pub fn fix(text: &str, path: Option<&str>, options: &Options, up_to: Safety) -> Fixed {
    fix_with(text, up_to.min(Safety::Unsafe), |text| check(text, path, options).findings)
}

fn fix_with(text: &str, up_to: Safety, mut lint: impl FnMut(&str) -> Vec<Finding>) -> Fixed {
    let mut out = Fixed { text: text.to_owned(), applied: Vec::new() };
    let mut findings = lint(text);
    for _ in 0..ROUNDS {
        let Some(round) = round(&out.text, &findings, up_to, &mut lint) else { break };
        out.text = round.text;
        out.applied.extend(round.applied);
        findings = round.findings;
    }
    out
}

/// What a round came to.
struct Round {
    text: String,
    applied: Vec<(String, String)>,
    /// The findings of the new text.
    findings: Vec<Finding>,
}

/// A finding with a fix that may be applied.
#[derive(Clone, Copy)]
struct Candidate<'a> {
    /// Its place among the findings.
    index: usize,
    finding: &'a Finding,
    fix: &'a Fix,
}

impl Candidate<'_> {
    /// Whether it is about this line or changes it.
    fn touches(&self, line: usize) -> bool {
        self.finding.start.line == line
            || self.fix.edits.iter().any(|edit| (edit.start.line..=edit.end.line).contains(&line))
    }
}

/// Applies as many fixes as prove themselves together; `None` when there is none.
fn round(
    text: &str,
    findings: &[Finding],
    up_to: Safety,
    lint: &mut impl FnMut(&str) -> Vec<Finding>,
) -> Option<Round> {
    let mut refused = BTreeSet::new();
    loop {
        let mut batch = choose(findings, up_to, &refused);
        if batch.is_empty() {
            return None;
        }
        while !batch.is_empty() {
            match attempt(text, findings, &batch, lint) {
                Ok(round) => return Some(round),
                Err(lines) => refused.extend(leave_out(&mut batch, &lines)),
            }
        }
    }
}

/// The fixes that do not overlap, in order; of those that do the first one.
fn choose<'a>(findings: &'a [Finding], up_to: Safety, refused: &BTreeSet<usize>) -> Vec<Candidate<'a>> {
    let mut taken = BTreeMap::new();
    let mut out = Vec::new();
    for (index, finding) in findings.iter().enumerate() {
        let fix = finding.fix.as_ref().filter(|fix| fix.safety <= up_to && !refused.contains(&index));
        let Some(fix) = fix.filter(|fix| fix.edits.iter().all(|edit| is_free(&taken, edit))) else {
            continue;
        };
        taken.extend(fix.edits.iter().map(|edit| (edit.start.offset, edit.end.offset)));
        out.push(Candidate { index, finding, fix });
    }
    out
}

/// Whether nothing of `taken`, ends by starts, overlaps `edit` or begins where it does.
fn is_free(taken: &BTreeMap<usize, usize>, edit: &Edit) -> bool {
    let (start, end) = (edit.start.offset, edit.end.offset);
    let before = taken.range(..start).next_back();
    before.is_none_or(|(_, before_end)| *before_end <= start)
        && taken.range(start..end.max(start + 1)).next().is_none()
}

/// Applies `batch` and lints once; the lines of `text` where it made something worse, or nothing better, otherwise.
fn attempt(
    text: &str,
    findings: &[Finding],
    batch: &[Candidate<'_>],
    lint: &mut impl FnMut(&str) -> Vec<Finding>,
) -> Result<Round, BTreeSet<usize>> {
    let mut edits: Vec<&Edit> = batch.iter().flat_map(|it| &it.fix.edits).collect();
    sort_by_key(&mut edits, |edit| (edit.start.offset, edit.end.offset));
    let after = apply_edits(text, edits.iter().copied()).ok_or_else(BTreeSet::new)?;
    let now = lint(&after);
    let lines = unproven(findings, batch, &now, &edits);
    if !lines.is_empty() {
        return Err(lines);
    }
    let applied = batch.iter().map(|it| (it.finding.rule.clone(), it.fix.title.clone())).collect();
    Ok(Round { text: after, applied, findings: now })
}

/// The lines of the text before `edits` where there is an error or warning more afterwards, or where a finding of
/// `batch` is not gone. Each line is judged by itself, so that what one fix mends does not hide what another breaks.
fn unproven(
    before: &[Finding],
    batch: &[Candidate<'_>],
    now: &[Finding],
    edits: &[&Edit],
) -> BTreeSet<usize> {
    let old = tally(before, |finding| finding.start.line);
    let new = tally(now, |finding| line_before(finding.start, edits));
    let count = |of: &Tally<'_>, key| of.get(&key).copied().unwrap_or_default();
    let came = new.iter().filter(|((_, _, severity), _)| *severity > Severity::Hint);
    let came = came.filter(|(key, found)| **found > count(&old, **key)).map(|((line, ..), _)| *line);

    let mut mended: Tally<'_> = BTreeMap::new();
    for it in batch {
        *mended.entry((it.finding.start.line, &it.finding.rule, Severity::Hint)).or_default() += 1;
    }
    let stayed = mended.iter().filter(|(key, mended)| count(&new, **key) + **mended > count(&old, **key));
    came.chain(stayed.map(|((line, ..), _)| *line)).collect()
}

/// How many findings of a rule a line has that are at least so severe.
type Tally<'a> = BTreeMap<(usize, &'a str, Severity), usize>;

fn tally(findings: &[Finding], line: impl Fn(&Finding) -> usize) -> Tally<'_> {
    let mut out = Tally::new();
    for finding in findings {
        let line = line(finding);
        let levels = [Severity::Hint, Severity::Warning, Severity::Error].into_iter();
        for severity in levels.filter(|severity| *severity <= finding.severity) {
            *out.entry((line, &finding.rule, severity)).or_default() += 1;
        }
    }
    out
}

/// The line of the text before `edits`, which are in order, where `place` of the text after them comes from.
fn line_before(place: Position, edits: &[&Edit]) -> usize {
    // Bytes and lines that came and went before the place.
    let (mut came, mut went) = ((0, 0), (0, 0));
    for edit in edits {
        let start = edit.start.offset + came.0 - went.0;
        if place.offset < start {
            break;
        }
        if place.offset < start + edit.text.len() {
            return edit.start.line;
        }
        came = (came.0 + edit.text.len(), came.1 + edit.text.matches('\n').count());
        went = (went.0 + edit.end.offset - edit.start.offset, went.1 + edit.end.line - edit.start.line);
    }
    place.line + went.1 - came.1
}

/// Takes out of `batch` what may be to blame for `lines`, so that the rest can be tried: the last fix on each of them,
/// or half of the batch when none is there. The result says which of those were alone, and thereby refused.
fn leave_out(batch: &mut Vec<Candidate<'_>>, lines: &BTreeSet<usize>) -> Vec<usize> {
    let on = |line: usize| batch.iter().filter(move |it| it.touches(line)).map(|it| it.index);
    let blamed: Vec<Vec<usize>> = lines
        .iter()
        .map(|line| on(*line).collect())
        .filter(|on_line: &Vec<usize>| !on_line.is_empty())
        .collect();
    if blamed.is_empty() {
        let left_out = batch.split_off(batch.len() / 2);
        return if batch.is_empty() { left_out.iter().map(|it| it.index).collect() } else { Vec::new() };
    }
    let last: BTreeSet<usize> = blamed.iter().filter_map(|on_line| on_line.last().copied()).collect();
    batch.retain(|it| !last.contains(&it.index));
    let alone = blamed.into_iter().filter(|on_line| on_line.len() == 1).flatten();
    alone.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::LineIndex;

    /// The findings of a made-up linter: every `word` is an error of the rule of that name, and becomes `to`.
    fn lint_words(text: &str, words: &[(&str, &str)]) -> Vec<Finding> {
        let lines = LineIndex::new(text);
        let mut out = Vec::new();
        for (word, to) in words {
            for (at, _) in text.match_indices(word) {
                let (start, end) = (lines.position(text, at), lines.position(text, at + word.len()));
                let edits = vec![Edit { start, end, text: (*to).to_owned() }];
                let fix = Fix { title: format!("write {to}"), safety: Safety::Safe, edits };
                out.push(Finding {
                    rule: (*word).to_owned(),
                    severity: Severity::Error,
                    message: String::new(),
                    path: None,
                    start,
                    end,
                    driver: None,
                    endpoint: None,
                    variable: None,
                    labels: Vec::new(),
                    notes: Vec::new(),
                    help: None,
                    fix: Some(fix).filter(|_| !to.is_empty()),
                });
            }
        }
        sort_by_key(&mut out, |finding| finding.start);
        out
    }

    /// The fixed text, and how often it was linted.
    fn fixed(text: &str, words: &[(&str, &str)]) -> (String, usize) {
        let mut passes = 0;
        let fixed = fix_with(text, Safety::Safe, |text| {
            passes += 1;
            lint_words(text, words)
        });
        let again = fix_with(&fixed.text, Safety::Safe, |text| lint_words(text, words));
        assert_eq!((again.text.as_str(), again.applied.len()), (fixed.text.as_str(), 0));
        (fixed.text, passes)
    }

    #[test]
    fn a_fix_that_breaks_something_is_left_out_and_the_others_stay() {
        let words = [("good", "fine"), ("bad", "broken"), ("broken", "")];
        let text = "good\nbad good\n".repeat(100);
        let (text, passes) = fixed(&text, &words);
        assert_eq!(text, "fine\nbad fine\n".repeat(100));
        assert!(passes < 10, "{passes}");
    }

    #[test]
    fn what_one_fix_mends_does_not_hide_what_another_breaks() {
        let words = [("bad", "worse"), ("worse", "fine")];
        assert_eq!(fixed("worse\nbad\n", &words).0, "fine\nbad\n");
    }

    #[test]
    fn lines_that_come_and_go_do_not_shift_the_blame() {
        let words = [("lo\nng", "fine"), ("short", "fi\nne"), ("bad", "broken"), ("broken", "")];
        assert_eq!(fixed("lo\nng short\nbad\nlo\nng\n", &words).0, "fine fi\nne\nbad\nfine\n");
    }

    #[test]
    fn a_fix_that_breaks_another_line_is_found_by_halving() {
        let words = [("good", "fine"), ("bad", "end")];
        let text = format!("{}bad\n{}last\n", "good\n".repeat(20), "good\n".repeat(20));
        let mut passes = 0;
        let fixed = fix_with(&text, Safety::Safe, |text| {
            passes += 1;
            let last = if text.contains("end") { ("last", "") } else { ("none", "") };
            lint_words(text, &[words.as_slice(), &[last]].concat())
        });
        assert_eq!(fixed.text, text.replace("good", "fine"));
        assert!(passes < 30, "{passes}");
    }

    #[test]
    fn a_fix_that_mends_nothing_is_left_out() {
        assert_eq!(fixed("same good\n", &[("same", "same"), ("good", "fine")]).0, "same fine\n");
    }

    #[test]
    fn fixes_that_undo_each_other_come_to_an_end() {
        let mut passes = 0;
        fix_with("a", Safety::Safe, |text| {
            passes += 1;
            let mut findings = lint_words(text, &[("a", "b"), ("b", "a")]);
            findings.iter_mut().for_each(|finding| finding.severity = Severity::Hint);
            findings
        });
        assert_eq!(passes, ROUNDS + 1);
    }

    #[test]
    fn many_strings_are_fixed_in_few_passes() {
        let line = |at: usize| {
            format!(
                "URL_{at}=postgresql+asyncpg://app:p@ss@db.example.com:5432/shop?pgbouncer=true&sslmode=require\n"
            )
        };
        let text: String = (0..300).map(line).collect();
        let (options, mut passes) = (Options::default(), 0);
        let fixed = fix_with(&text, Safety::Unsafe, |text| {
            passes += 1;
            check(text, Some(".env"), &options).findings
        });
        assert_eq!(fixed.text.matches("app:p%40ss@db.example.com:5432/shop?ssl=require\n").count(), 300);
        assert!(fixed.applied.len() >= 900, "{}", fixed.applied.len());
        assert!(passes < 10, "{passes}");
    }
}
