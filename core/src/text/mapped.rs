//! Decoded text that remembers where each piece of it stands in the file.

use super::Span;

/// A stretch of decoded text and the bytes of the file it came from. Either both have the same bytes, or the
/// stretch is the decoding of an escape and is never split.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    decoded: Span,
    source: Span,
}

/// A decoded value with a map back to the file: what a driver gets to see, and where each byte of it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapped {
    text: String,
    pieces: Vec<Piece>,
    /// Where an empty value stands.
    anchor: usize,
}

impl Mapped {
    /// A value that stands in the file at `span` exactly as it is.
    pub fn verbatim(file: &str, span: Span) -> Self {
        let mut out = Mapper::default();
        out.out.anchor = span.start;
        out.copy(file, span);
        out.finish()
    }

    /// The decoded text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The bytes of the file that `span` of the decoded text came from. An empty span maps to an empty span; an
    /// escape is taken whole.
    pub fn source(&self, span: Span) -> Span {
        if span.is_empty() {
            return Span::at(self.source_offset(span.start));
        }
        let after = |offset: usize| self.pieces.partition_point(|piece| piece.decoded.end <= offset);
        let Some(first) = self.pieces.get(after(span.start)).filter(|it| it.decoded.overlaps(span)) else {
            return Span::at(self.source_offset(span.start));
        };
        let last = self.pieces.get(after(span.end - 1)).or(self.pieces.last()).unwrap_or(first);
        Span::new(
            first.source_of(span.start.max(first.decoded.start), false),
            last.source_of(span.end.min(last.decoded.end), true),
        )
    }

    /// The piece of it at `span`, with its map.
    pub fn part(&self, span: Span) -> Self {
        let mut out = Mapper::default();
        out.out.anchor = self.source_offset(span.start);
        for piece in &self.pieces {
            let decoded = Span::new(piece.decoded.start.max(span.start), piece.decoded.end.min(span.end));
            if !decoded.is_empty() {
                out.push(decoded.of(&self.text), self.source(decoded));
            }
        }
        out.finish()
    }

    /// The same, `by` bytes further on in the file.
    pub fn shifted(mut self, by: usize) -> Self {
        self.anchor += by;
        for piece in &mut self.pieces {
            piece.source = piece.source.shift(by);
        }
        self
    }

    /// Whether `span` was written in the file just as it reads, so that it can be edited byte by byte.
    pub fn is_verbatim(&self, file: &str, span: Span) -> bool {
        self.source(span).of(file) == span.of(&self.text)
    }

    /// Whether the bytes of the file that `span` came from stand side by side and hold nothing else, so that replacing
    /// them replaces `span` and no more.
    pub fn is_whole(&self, span: Span) -> bool {
        let mut end = None;
        self.pieces.iter().filter(|piece| piece.decoded.overlaps(span)).all(|piece| {
            let is_cut = piece.decoded.start < span.start || span.end < piece.decoded.end;
            let is_verbatim = piece.decoded.len() == piece.source.len();
            let follows = end.is_none_or(|end| end == piece.source.start);
            end = Some(piece.source.end);
            follows && (is_verbatim || !is_cut)
        })
    }

    fn source_offset(&self, offset: usize) -> usize {
        let inside = self.pieces.get(self.pieces.partition_point(|piece| piece.decoded.end <= offset));
        match inside {
            Some(piece) => piece.source_of(offset, false),
            None => self.pieces.last().map_or(self.anchor, |piece| piece.source.end),
        }
    }
}

impl Piece {
    fn source_of(&self, offset: usize, is_end: bool) -> usize {
        if self.decoded.len() == self.source.len() {
            self.source.start + (offset - self.decoded.start)
        } else if is_end {
            self.source.end
        } else {
            self.source.start
        }
    }
}

/// Builds a [`Mapped`] from left to right.
#[derive(Debug, Default)]
pub struct Mapper {
    out: Mapped,
}

impl Mapper {
    /// Adds the bytes of `file` at `span` as they are.
    pub fn copy(&mut self, file: &str, span: Span) {
        self.push(span.of(file), span);
    }

    /// Adds `decoded`, which the file spells as the bytes at `source`.
    pub fn push(&mut self, decoded: &str, source: Span) {
        if decoded.is_empty() {
            return;
        }
        let start = self.out.text.len();
        self.out.text.push_str(decoded);
        let piece = Piece { decoded: Span::new(start, start + decoded.len()), source };
        match self.out.pieces.last_mut() {
            Some(last) if last.continues_with(&piece) => {
                last.decoded.end = piece.decoded.end;
                last.source.end = piece.source.end;
            }
            _ => self.out.pieces.push(piece),
        }
    }

    /// Adds all of `other`, which stands in the same file.
    pub fn append(&mut self, other: &Mapped) {
        for piece in &other.pieces {
            self.push(piece.decoded.of(&other.text), piece.source);
        }
    }

    /// The text so far, with its map. An empty text maps everything to offset 0 of the file; give it at least one
    /// piece, or place it yourself.
    pub fn finish(self) -> Mapped {
        self.out
    }
}

impl Piece {
    fn continues_with(&self, next: &Piece) -> bool {
        self.decoded.len() == self.source.len()
            && next.decoded.len() == next.source.len()
            && self.source.end == next.source.start
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_escape_maps_to_all_of_its_bytes() {
        let file = r#"A="x\"y""#;
        let mut out = Mapper::default();
        out.copy(file, Span::new(3, 4));
        out.push("\"", Span::new(4, 6));
        out.copy(file, Span::new(6, 7));
        let mapped = out.finish();
        assert_eq!(mapped.text(), "x\"y");
        assert_eq!(mapped.source(Span::new(1, 2)), Span::new(4, 6));
        assert_eq!(mapped.source(Span::new(0, 3)), Span::new(3, 7));
        assert_eq!(mapped.source(Span::at(3)), Span::at(7));
        assert!(!mapped.is_verbatim(file, Span::new(0, 3)));
        assert!(mapped.is_verbatim(file, Span::new(0, 1)));
        assert!(mapped.is_whole(Span::new(0, 3)));
    }

    #[test]
    fn what_stands_apart_or_is_encoded_is_not_whole() {
        let file = "a--b c2Q=";
        let mut out = Mapper::default();
        out.copy(file, Span::new(0, 1));
        out.copy(file, Span::new(3, 5));
        out.push("sd", Span::new(5, 9));
        let mapped = out.finish();
        assert_eq!(mapped.text(), "ab sd");
        assert!(mapped.is_whole(Span::new(1, 3)));
        assert!(mapped.is_whole(Span::new(1, 5)));
        assert!(!mapped.is_whole(Span::new(0, 2)));
        assert!(!mapped.is_whole(Span::new(3, 4)));
    }
}
