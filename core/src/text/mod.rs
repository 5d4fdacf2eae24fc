//! Places in text: spans, lines and columns, decoded text with a map back to its file, edits, secrets.

mod edit;
mod line_index;
mod lowercase;
mod mapped;
mod mask;
mod secret;
mod sort;
mod span;
mod wildcard;

pub use edit::{Edit, apply_edits};
pub use line_index::{LineIndex, Position};
pub use lowercase::lowercase;
pub use mapped::{Mapped, Mapper};
pub(crate) use mask::is_placeholder;
pub use mask::{Hider, mask_connection, mask_spans, secret_spans};
pub use secret::Secret;
pub use sort::{order_by, sort_by, sort_by_key};
pub use span::Span;
pub use wildcard::Wildcard;

/// Whether `is` says yes to a byte of `text`. All of them are looked at, many in one step: the answer is nearly always
/// no, and the texts are short.
pub fn has_byte(text: &str, is: impl Fn(u8) -> bool) -> bool {
    text.bytes().fold(false, |found, byte| found | is(byte))
}

/// `1 error`, `2 errors`, `2 safe fixes`.
pub fn counted(number: usize, noun: &str) -> String {
    let plural = match number {
        1 => "",
        _ if noun.ends_with('x') => "es",
        _ => "s",
    };
    format!("{number} {noun}{plural}")
}

/// The Levenshtein distance between two words, in characters; stops being exact above `limit`
/// (any larger number then means "further than `limit`").
pub fn edit_distance(a: &str, b: &str, limit: usize) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > limit {
        return limit + 1;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        let mut next = vec![left];
        for (y, &above) in b.iter().zip(row.iter().skip(1)) {
            left = (diagonal + usize::from(x != y)).min(above + 1).min(left + 1);
            diagonal = above;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or(limit + 1)
}

/// The entry of `names` nearest to `word`, if it is near enough to be a slip of the fingers: one edit up to five
/// letters, two beyond. Letter case and `-` against `_` count as no distance, but an equal word is no slip.
pub fn nearest<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let fold = |s: &str| s.to_ascii_lowercase().replace('-', "_");
    let (folded, length) = (fold(word), word.chars().count());
    let limit = if length <= 5 { 1 } else { 2 };
    names
        .into_iter()
        // Most names are told apart by their length alone.
        .filter(|name| *name != word && name.chars().count().abs_diff(length) <= limit)
        .map(|name| (edit_distance(&folded, &fold(name), limit), name))
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}
