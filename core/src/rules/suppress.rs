//! Comments that silence rules: `# connlint: ignore[rule-name, other-rule] reason`.

use crate::diag::Finding;
use crate::formats::Document;
use crate::text::{LineIndex, Span};

/// One name in one comment.
pub(super) struct Suppression {
    /// The rule.
    pub name: String,
    /// Where its name stands in the file.
    pub span: Span,
    /// The comment.
    pub comment: Span,
    /// Where the words behind the brackets stand; `None` without any.
    pub reason: Option<Span>,
    line: usize,
    /// A comment alone on its line speaks for the next line too.
    alone: bool,
}

impl Suppression {
    /// Whether it is about this finding: of its rule, and on its line or the one below.
    pub fn silences(&self, finding: &Finding) -> bool {
        let here = finding.start.line == self.line || self.alone && finding.start.line == self.line + 1;
        here && finding.rule == self.name
    }
}

/// All suppressions of a file.
pub(super) fn suppressions(document: &Document, text: &str, lines: &LineIndex) -> Vec<Suppression> {
    let behind = document.entries.iter().filter_map(|entry| entry.comment).map(|comment| (comment, false));
    let alone = document.comments.iter().map(|comment| (*comment, true));
    let mut out = Vec::new();
    for (comment, alone) in alone.chain(behind) {
        let line = lines.position(text, comment.start).line;
        let (names, reason) = parts(comment.of(text));
        let reason = reason.map(|span| span.shift(comment.start));
        for span in names {
            let name = span.of(comment.of(text)).to_owned();
            out.push(Suppression { name, span: span.shift(comment.start), comment, reason, line, alone });
        }
    }
    out
}

/// Where the names stand in a comment, and the reason.
fn parts(comment: &str) -> (Vec<Span>, Option<Span>) {
    let none = (Vec::new(), None);
    let after = |from: usize, word: &str| {
        let rest = comment.get(from..)?;
        let at = rest.find(word)?;
        Some((from + at, from + at + word.len()))
    };
    let Some((_, said)) = after(0, "connlint:") else { return none };
    let Some((start, open)) = after(said, "ignore[") else { return none };
    let Some((close, behind)) = after(open, "]") else { return none };
    if !Span::new(said, start).of(comment).trim().is_empty() {
        return none;
    }
    let mut at = open;
    let names = Span::new(open, close)
        .of(comment)
        .split(',')
        .map(|name| {
            let start = at + (name.len() - name.trim_start().len());
            at += name.len() + 1;
            Span::new(start, start + name.trim().len())
        })
        .filter(|span| !span.is_empty())
        .collect();
    let rest = Span::new(behind, comment.len());
    // What ends a comment is no reason.
    let says = rest.of(comment).chars().any(char::is_alphanumeric);
    (names, says.then_some(rest))
}
