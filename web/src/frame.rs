//! The lines around a finding with marks under them, as compilers draw it, and what a fix would change.

use connlint_core::diag::Finding;
use connlint_core::text::{Edit, apply_edits, mask_spans, secret_spans, sort_by_key};

/// A line of the text with marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrameLine {
    /// Its number, from 1.
    pub number: usize,
    /// The piece of it that is shown, masked; `…` stands for what was cut off at its start.
    pub text: String,
    /// Marks under it, from left to right.
    pub marks: Vec<FrameMark>,
}

/// A mark under a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrameMark {
    /// Characters of the shown piece left of it.
    pub indent: usize,
    /// Characters that it covers, at least one.
    pub width: usize,
    /// A few words; may be empty.
    pub text: String,
    /// Whether it marks the finding's own place.
    pub primary: bool,
}

/// Characters shown left of the first mark when the start of a line is cut off.
const BEFORE: usize = 18;

/// The lines that `finding` is about. `masked` is the text with its secrets hidden, character for character.
pub fn frame(masked: &str, finding: &Finding) -> Vec<FrameLine> {
    let own = (finding.start, finding.end);
    let mut places: Vec<_> =
        finding.labels.iter().map(|label| (label.start, label.end, label.text.as_str())).collect();
    if !places.iter().any(|(start, end, _)| (*start, *end) == own) {
        places.push((own.0, own.1, ""));
    }
    sort_by_key(&mut places, |(start, end, _)| (start.line, start.column, end.column));
    places
        .chunk_by(|a, b| a.0.line == b.0.line)
        .filter_map(|places| {
            let (first, _, _) = places.first()?;
            let line = masked.lines().nth(first.line - 1).unwrap_or_default();
            let hidden = hidden_before(first.column - 1);
            let marks = places.iter().map(|(start, end, text)| {
                let to = if end.line > start.line { line.chars().count() + 1 } else { end.column };
                FrameMark {
                    indent: start.column - 1 - hidden + usize::from(hidden > 0),
                    width: to.saturating_sub(start.column).max(1),
                    text: (*text).to_owned(),
                    primary: (*start, *end) == own,
                }
            });
            let shown: String = line.chars().skip(hidden).collect();
            Some(FrameLine {
                number: first.line,
                marks: marks.collect(),
                text: if hidden > 0 { format!("…{shown}") } else { shown },
            })
        })
        .collect()
}

/// How many characters of a line are cut off when its first mark stands at `column`, from 0.
fn hidden_before(column: usize) -> usize {
    if column > BEFORE + 12 { column - BEFORE } else { 0 }
}

/// What a fix takes away and what it puts there: whole lines, masked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// Lines before, with their numbers.
    pub removed: Vec<(usize, String)>,
    /// Lines after, with their numbers.
    pub added: Vec<(usize, String)>,
}

/// What `edits` change in `text`; `None` when they do not fit it.
pub fn change(text: &str, edits: &[Edit]) -> Option<Change> {
    let after = apply_edits(text, edits)?;
    let mask = |text: &str| mask_spans(text, &secret_spans(text));
    // Compared as they are, shown masked: a change inside a password shows as a line that looks the same.
    let (masked_before, masked_after) = (mask(text), mask(&after));
    let (before, after): (Vec<&str>, Vec<&str>) = (text.lines().collect(), after.lines().collect());
    let same_start = before.iter().zip(&after).take_while(|(a, b)| a == b).count();
    let most = before.len().min(after.len()) - same_start;
    let same_end = before.iter().rev().zip(after.iter().rev()).take(most).take_while(|(a, b)| a == b).count();
    let lines = |masked: &str, len: usize| {
        let numbered = masked.lines().enumerate().take(len - same_end).skip(same_start);
        numbered.map(|(at, line)| (at + 1, line.to_owned())).collect()
    };
    Some(Change { removed: lines(&masked_before, before.len()), added: lines(&masked_after, after.len()) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use connlint_core::{Options, lint};

    const TEXT: &str = "A=1\nURL=postgresql://app:hunter2@db.example.com/shop?pgbouncer=true\n";

    fn finding() -> (String, Finding) {
        let driver = connlint_core::drivers::DriverAt::parse("libpq");
        let report = lint(TEXT, Some(".env"), &Options { driver, ..Options::default() });
        let finding = report.findings.into_iter().find(|it| it.rule == "unknown-parameter");
        (report.masked, finding.expect("a finding"))
    }

    #[test]
    fn marks_stand_under_what_they_mark() {
        let (masked, finding) = finding();
        let lines = frame(&masked, &finding);
        let [line] = lines.as_slice() else { panic!("{lines:?}") };
        assert_eq!(line.number, 2);
        let mark = line.marks.iter().find(|mark| mark.primary).expect("its own mark");
        let marked: String = line.text.chars().skip(mark.indent).take(mark.width).collect();
        assert!(marked.starts_with("pgbouncer"), "{marked}");
        assert!(line.text.starts_with('…') && line.text.chars().count() < 60, "{}", line.text);
    }

    #[test]
    fn a_change_shows_whole_lines_and_no_password() {
        let (_, finding) = finding();
        let change = change(TEXT, &finding.fix.expect("a fix").edits).expect("it fits");
        assert_eq!(change.removed.len(), 1);
        let (number, line) = change.added.first().expect("a line");
        assert_eq!((*number, line.as_str()), (2, "URL=postgresql://app:*******@db.example.com/shop"));
    }
}
