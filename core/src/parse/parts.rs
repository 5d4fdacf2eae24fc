//! The parts of a connection as a dialect splits them.

use compact_str::CompactString;

use crate::text::Span;

/// A part: where it stands, and what it says once decoded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Piece {
    /// Where it stands, in bytes of the string.
    pub span: Span,
    /// What it says.
    pub value: CompactString,
}

impl Piece {
    /// The bytes `part` of the value, and where they stand in `text`, the text that this is a piece of. Their place
    /// reaches to the start or the end of the whole where nobody can tell: decoding changed something on both sides.
    pub fn part(&self, text: &str, part: Span) -> Piece {
        self.part_at(self.places(text), part)
    }

    fn part_at(&self, places: Places, part: Span) -> Piece {
        Piece { span: places.of(part), value: part.of(&self.value).into() }
    }

    /// The places of the parts of the value, found in `text` once for all of them.
    pub fn places(&self, text: &str) -> Places {
        let (written, value) = (self.span.of(text), self.value.as_str());
        let (before, behind) = if written == value {
            (value.len(), value.len())
        } else {
            let alike = |(one, other): &(u8, u8)| one == other;
            (
                written.bytes().zip(value.bytes()).take_while(alike).count(),
                written.bytes().rev().zip(value.bytes().rev()).take_while(alike).count(),
            )
        };
        Places { span: self.span, length: value.len(), before, behind }
    }

    /// The part before the first `mark`, a character of ASCII, and the one behind it.
    pub fn split_once(&self, text: &str, mark: u8) -> Option<(Piece, Piece)> {
        let at = self.value.bytes().position(|byte| byte == mark)?;
        let (places, behind) = (self.places(text), Span::new(at + 1, self.value.len()));
        Some((self.part_at(places, Span::new(0, at)), self.part_at(places, behind)))
    }

    /// The piece without the first character of its value.
    pub fn without_first(&self, text: &str) -> Piece {
        let first = self.value.chars().next().map_or(0, char::len_utf8);
        self.part(text, Span::new(first, self.value.len()))
    }
}

/// Where the bytes of a decoded value stand.
#[derive(Clone, Copy, Debug)]
pub struct Places {
    span: Span,
    length: usize,
    /// Bytes at the start that are as they are written.
    before: usize,
    /// The same at the end.
    behind: usize,
}

impl Places {
    /// Where the bytes `part` of the value stand.
    pub fn of(&self, part: Span) -> Span {
        let start = self.place(part.start).unwrap_or(self.span.start);
        Span::new(start, self.place(part.end).unwrap_or(self.span.end))
    }

    fn place(&self, at: usize) -> Option<usize> {
        let left = self.length.checked_sub(at)?;
        if at <= self.before {
            Some(self.span.start + at)
        } else {
            (left <= self.behind).then(|| self.span.end - left)
        }
    }
}

/// One host of the authority.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostPort {
    /// Host; empty when left out.
    pub host: Piece,
    /// Port, as text; `None` when there is no `:`.
    pub port: Option<Piece>,
}

/// One pair of a query or of keyword/value text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The whole pair, without separators.
    pub span: Span,
    /// Name.
    pub key: Piece,
    /// Value; `None` when there is no `=`.
    pub value: Option<Piece>,
}

/// A string, split.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// Scheme without `://`.
    pub scheme: Option<Piece>,
    /// User.
    pub user: Option<Piece>,
    /// Password.
    pub password: Option<Piece>,
    /// Hosts of the authority.
    pub hosts: Vec<HostPort>,
    /// Database.
    pub dbname: Option<Piece>,
    /// Pairs, in the order written.
    pub pairs: Vec<Pair>,
}

/// The dialect cannot split the string any further.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// What is wrong, in the words of the dialect's owner.
    pub text: String,
    /// Where.
    pub span: Span,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(text: &str, value: &str) -> Piece {
        Piece { span: Span::new(0, text.len()), value: value.into() }
    }

    #[test]
    fn a_part_stands_where_one_side_of_it_is_as_written() {
        let text = "a:%C3%BC:b";
        let (a, behind) = piece(text, "a:\u{fc}:b").split_once(text, b':').expect("a colon");
        assert_eq!((a.value.as_str(), a.span.of(text)), ("a", "a"));
        assert_eq!((behind.value.as_str(), behind.span.of(text)), ("\u{fc}:b", "%C3%BC:b"));
        let text = "%41:b:%41";
        let whole = piece(text, "A:b:A");
        assert_eq!(whole.part(text, Span::new(2, 3)).span.of(text), text);
    }

    #[test]
    fn a_first_character_that_was_not_written_takes_no_place() {
        assert_eq!(piece("\u{fc}", "/%C3%BC").without_first("\u{fc}").span, Span::new(0, 2));
        assert_eq!(piece("/db", "/db").without_first("/db").span, Span::new(1, 3));
        assert_eq!(piece("", "").without_first("").span, Span::at(0));
    }
}
