//! From byte offsets to lines and columns.

use serde::{Deserialize, Serialize};

use super::Span;

/// A place in a file as people and editors count it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// Offset in bytes, from 0.
    pub offset: usize,
}

/// Where the lines of a text begin. A line ends with `\n`; a `\r` before it belongs to the line end.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<usize>,
    /// Characters that begin before each multiple of [`BLOCK`] bytes, so that a column costs the same wherever it
    /// is, in a line of any length.
    chars: Vec<usize>,
    len: usize,
}

const BLOCK: usize = 1024;

/// How many characters begin in `bytes` of UTF-8.
fn count_chars(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| (**byte & 0xc0) != 0x80).count()
}

impl LineIndex {
    /// Reads `text` once.
    pub fn new(text: &str) -> Self {
        let after_breaks = text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(at, _)| at + 1);
        let mut before = 0;
        let chars = text.as_bytes().chunks(BLOCK).map(|block| {
            before += count_chars(block);
            before
        });
        Self {
            starts: std::iter::once(0).chain(after_breaks).collect(),
            chars: std::iter::once(0).chain(chars).collect(),
            len: text.len(),
        }
    }

    /// The place of `offset`; an offset past the end counts as the end.
    pub fn position(&self, text: &str, offset: usize) -> Position {
        let offset = offset.min(self.len);
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or_default();
        let column = self.chars_before(text, offset) - self.chars_before(text, start) + 1;
        Position { line, column, offset }
    }

    fn chars_before(&self, text: &str, offset: usize) -> usize {
        let block = offset / BLOCK;
        let in_block = text.as_bytes().get(block * BLOCK..offset).map_or(0, count_chars);
        self.chars.get(block).copied().unwrap_or_default() + in_block
    }

    /// The bytes of line `line` (from 1) without its line end; empty for a line that is not there.
    pub fn line(&self, text: &str, line: usize) -> Span {
        let Some(&start) = line.checked_sub(1).and_then(|at| self.starts.get(at)) else {
            return Span::at(self.len);
        };
        let end = self.starts.get(line).map_or(self.len, |next| next - 1);
        let trimmed = Span::new(start, end).of(text).trim_end_matches('\r').len();
        Span::new(start, start + trimmed)
    }

    /// How many lines there are; a text without a line break has one.
    pub fn lines(&self) -> usize {
        self.starts.len()
    }
}
