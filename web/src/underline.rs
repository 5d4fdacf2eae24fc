//! The text cut into pieces that are underlined and pieces that are not.

use connlint_core::diag::{Finding, Severity};
use connlint_core::text::sort_by_key;

/// A piece of the text, masked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Its characters.
    pub text: String,
    /// The worst finding that touches it.
    pub severity: Option<Severity>,
    /// Byte of the real text at which it starts.
    pub offset: usize,
}

/// Cuts `masked`, which has the characters of `text` with secrets replaced, at the places of `findings`. A finding
/// about nothing underlines the character after it, or the last one.
pub fn segments(text: &str, masked: &str, findings: &[Finding]) -> Vec<Segment> {
    let places: Vec<(usize, usize, Severity)> = findings
        .iter()
        .map(|it| {
            let (start, end) = visible(text, it.start.offset, it.end.offset);
            (start, end, it.severity)
        })
        .collect();
    let worst = |from: usize| {
        places.iter().filter(|(start, end, _)| *start <= from && from < *end).map(|it| it.2).max()
    };
    let mut cuts: Vec<usize> = places.iter().flat_map(|(start, end, _)| [*start, *end]).collect();
    sort_by_key(&mut cuts, |at| *at);
    cuts.dedup();
    let mut cuts = cuts.into_iter().peekable();
    let mut out: Vec<Segment> = Vec::new();
    for ((at, _), shown) in text.char_indices().zip(masked.chars()) {
        let mut fresh = out.is_empty();
        while cuts.next_if(|cut| *cut <= at).is_some() {
            fresh = true;
        }
        if fresh {
            out.push(Segment { text: String::new(), severity: worst(at), offset: at });
        }
        if let Some(last) = out.last_mut() {
            last.text.push(shown);
        }
    }
    out
}

fn visible(text: &str, start: usize, end: usize) -> (usize, usize) {
    if start < end {
        return (start, end);
    }
    let after = text.get(start..).and_then(|rest| rest.chars().next()).filter(|c| *c != '\n');
    match after {
        Some(next) => (start, start + next.len_utf8()),
        None => {
            let before = text.get(..start).and_then(|rest| rest.chars().next_back());
            (start - before.map_or(0, char::len_utf8), start)
        }
    }
}

/// How many UTF-16 units stand before byte `offset`: what text areas count in.
pub fn utf16(text: &str, offset: usize) -> u32 {
    let units = text.get(..offset).unwrap_or(text).encode_utf16().count();
    u32::try_from(units).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use connlint_core::text::Position;

    fn finding(start: usize, end: usize, severity: Severity) -> Finding {
        let at = |offset| Position { line: 1, column: offset + 1, offset };
        Finding {
            rule: String::new(),
            severity,
            message: String::new(),
            path: None,
            start: at(start),
            end: at(end),
            driver: None,
            endpoint: None,
            variable: None,
            labels: Vec::new(),
            notes: Vec::new(),
            help: None,
            fix: None,
        }
    }

    fn cut(text: &str, findings: &[Finding]) -> Vec<(String, Option<Severity>)> {
        segments(text, text, findings).into_iter().map(|it| (it.text, it.severity)).collect()
    }

    #[test]
    fn overlapping_findings_show_the_worse_one() {
        let out = cut("abcdef", &[finding(1, 4, Severity::Hint), finding(3, 5, Severity::Error)]);
        let expected = [
            ("a", None),
            ("bc", Some(Severity::Hint)),
            ("d", Some(Severity::Error)),
            ("e", Some(Severity::Error)),
            ("f", None),
        ];
        assert_eq!(out, expected.map(|(text, severity)| (text.to_owned(), severity)));
    }

    #[test]
    fn a_finding_about_nothing_is_visible() {
        let out = cut("ab", &[finding(2, 2, Severity::Hint)]);
        assert_eq!(out, [("a".to_owned(), None), ("b".to_owned(), Some(Severity::Hint))]);
    }

    #[test]
    fn masked_text_may_have_other_bytes() {
        let out = segments("é:é=x", "é:*=x", &[finding(6, 7, Severity::Error)]);
        assert_eq!(out.last().map(|it| it.text.as_str()), Some("x"));
        assert_eq!(utf16("é😀x", 6), 3);
    }
}
