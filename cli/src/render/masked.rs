//! Source lines as they may be shown: secrets masked, places and changes carried over.

use std::ops::Range;

use connlint_core::text::{Edit, LineIndex, Position, apply_edits, mask_connection};

/// A text and the same text masked, character for character.
pub struct Masked<'a> {
    text: &'a str,
    masked: &'a str,
    lines: LineIndex,
}

/// Some lines, masked.
pub struct Lines {
    /// Their text.
    pub text: String,
    first: usize,
    starts: Vec<usize>,
}

/// Lines with changes to be made in them.
pub struct Patched {
    /// The lines, masked, cut to what is near the changes.
    pub text: String,
    /// Number of the first line.
    pub line: usize,
    /// What to replace by what, in bytes of `text`.
    pub patches: Vec<(Range<usize>, String)>,
}

impl<'a> Masked<'a> {
    /// `masked` has the same characters as `text`, except for the secrets.
    pub fn new(text: &'a str, masked: &'a str) -> Self {
        Self { text, masked, lines: LineIndex::new(masked) }
    }

    /// The lines from `first` to `last`.
    pub fn lines(&self, first: usize, last: usize) -> Lines {
        let spans: Vec<_> = (first..=last).map(|line| self.lines.line(self.masked, line)).collect();
        let base = spans.first().map_or(0, |span| span.start);
        let end = spans.last().map_or(base, |span| span.end);
        let text = self.masked.get(base..end).unwrap_or_default().to_owned();
        Lines { text, first, starts: spans.iter().map(|span| span.start - base).collect() }
    }

    /// The lines that `edits` touch, and the edits as they may be shown; `None` when they do not fit the text.
    pub fn patched(&self, edits: &[Edit], width: usize) -> Option<Patched> {
        let mut edits: Vec<&Edit> = edits.iter().collect();
        edits.sort_by_key(|edit| (edit.start.offset, edit.end.offset));
        let (first, last) = (edits.first()?.start.line, edits.iter().map(|edit| edit.end.line).max()?);
        let lines = self.lines(first, last);
        let (before, edits) = self.excerpt(&edits)?;
        // Secrets are told line by line, so that these lines alone are masked as the whole text would be.
        let shown = mask_connection(&apply_edits(before, &edits)?);
        // Characters, and not bytes, are what masking keeps.
        let mut done = (0, 0);
        let patches = edits.iter().map(|edit| {
            done.1 += before.get(done.0..edit.start.offset).unwrap_or_default().chars().count();
            let length = edit.text.chars().count();
            let new: String = shown.chars().skip(done.1).take(length).collect();
            done = (edit.end.offset, done.1 + length);
            (lines.range(edit.start, edit.end), new)
        });
        let patches: Vec<(Range<usize>, String)> = patches.collect();
        let place = patches.first()?.0.start..patches.last()?.0.end;
        let grown = patches.iter().map(|(_, new)| new.chars().count()).sum::<usize>();
        let cut = Cut::new(&lines.text, place, 0, room(last, width).saturating_sub(grown));
        let patches = patches.into_iter().map(|(range, new)| (cut.moved(range), new)).collect();
        Some(Patched { text: cut.text, line: first, patches })
    }

    /// The lines of the text that `edits` touch, and the edits with their offsets in those.
    fn excerpt(&self, edits: &[&Edit]) -> Option<(&'a str, Vec<Edit>)> {
        let (start, end) = (edits.first()?.start.offset, edits.iter().map(|edit| edit.end.offset).max()?);
        let start = self.text.get(..start)?.rfind('\n').map_or(0, |at| at + 1);
        let end = self.text.get(end..)?.find('\n').map_or(self.text.len(), |at| end + at);
        let moved = |place: Position| Position { offset: place.offset - start, ..place };
        let edits = edits.iter().map(|edit| Edit {
            start: moved(edit.start),
            end: moved(edit.end),
            text: edit.text.clone(),
        });
        Some((self.text.get(start..end)?, edits.collect()))
    }
}

impl Lines {
    /// The bytes of `text` from one place to another; inside the text, whatever is asked for.
    pub fn range(&self, start: Position, end: Position) -> Range<usize> {
        let (start, end) = (self.offset(start), self.offset(end));
        start..end.max(start)
    }

    fn offset(&self, place: Position) -> usize {
        let line = place.line.saturating_sub(self.first);
        let Some(start) = self.starts.get(line) else { return self.text.len() };
        let rest = self.text.get(*start..).unwrap_or_default();
        let end = rest.find('\n').unwrap_or(rest.len());
        let column = rest.char_indices().nth(place.column.saturating_sub(1)).map_or(end, |(at, _)| at);
        start + column.min(end)
    }
}

/// The columns that are left for a source line behind its number and the mark of a change.
pub fn room(last_line: usize, width: usize) -> usize {
    width.saturating_sub(last_line.to_string().len() + 3)
}

/// A long line, cut down to what is near a place in it.
pub struct Cut {
    /// What is left, with dots where something went.
    pub text: String,
    first: usize,
    dots: usize,
}

impl Cut {
    const DOTS: &str = "...";

    /// `text` with at most `room` columns, so that `place` is in sight and `tail` columns are left behind it. A text
    /// of several lines stays as it is.
    pub fn new(text: &str, place: Range<usize>, tail: usize, room: usize) -> Self {
        let dots = Self::DOTS.len();
        let offsets = |text: &str, from: usize| text.char_indices().map(|it| it.0 + from).collect::<Vec<_>>();
        let before = offsets(text.get(..place.start).unwrap_or_default(), 0);
        let after = offsets(text.get(place.end..).unwrap_or_default(), place.end);
        let marked = text.get(place.clone()).unwrap_or_default().chars().count();
        if text.contains('\n') || before.len() + marked + after.len().max(tail) <= room {
            return Self { text: text.to_owned(), first: 0, dots: 0 };
        }
        // What one side does not need the other one gets.
        let around = room.saturating_sub(marked + 2 * dots);
        let right = after.len().min((around / 2).max(around.saturating_sub(before.len())));
        let left = before.len().min(around.saturating_sub(right.max(tail)));
        let first = before.get(before.len() - left).copied().unwrap_or(place.start);
        let end = after.get(right).copied().unwrap_or(text.len());
        let mut shown = text.get(first..end).unwrap_or_default().to_owned();
        if end < text.len() {
            shown.push_str(Self::DOTS);
        }
        if first == 0 {
            return Self { text: shown, first, dots: 0 };
        }
        shown.insert_str(0, Self::DOTS);
        Self { text: shown, first, dots }
    }

    /// The column, from 1 and in its line, of an offset of the whole text, in what is left of it.
    pub fn column(&self, offset: usize) -> usize {
        let before = self.text.get(..self.moved(offset..offset).start).unwrap_or_default();
        before.rsplit('\n').next().unwrap_or_default().chars().count() + 1
    }

    /// A range of the whole text, in what is left of it.
    pub fn moved(&self, range: Range<usize>) -> Range<usize> {
        let at = |offset: usize| (offset.saturating_sub(self.first) + self.dots).min(self.text.len());
        at(range.start)..at(range.end)
    }
}
