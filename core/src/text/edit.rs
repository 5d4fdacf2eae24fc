//! Changes to a text.

use serde::{Deserialize, Serialize};

use super::{Position, sort_by_key};

/// Replaces the bytes of a file from `start` to `end` by `text`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// The first byte that goes.
    pub start: Position,
    /// Just after the last byte that goes.
    pub end: Position,
    /// What takes their place.
    pub text: String,
}

impl Edit {
    fn key(&self) -> (usize, usize) {
        (self.start.offset, self.end.offset)
    }
}

/// The text after `edits`, or `None` when two of them touch the same bytes or one does not fit the text. Two
/// insertions at one place count as touching.
pub fn apply_edits<'a>(text: &str, edits: impl IntoIterator<Item = &'a Edit>) -> Option<String> {
    let mut edits: Vec<&Edit> = edits.into_iter().collect();
    sort_by_key(&mut edits, |edit| edit.key());
    edits.dedup();
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    let mut insertion = None;
    for edit in edits {
        let (start, end) = edit.key();
        if insertion == Some(start) && start == end {
            return None;
        }
        out.push_str(text.get(done..start)?);
        out.push_str(&edit.text);
        text.get(start..end)?;
        insertion = (start == end).then_some(start);
        done = end;
    }
    out.push_str(text.get(done..)?);
    Some(out)
}
