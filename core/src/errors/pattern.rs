//! Finding a text with holes in a pasted message.

/// Bytes that a hole may take: names are short, and the words of one error stand together.
const HOLE: usize = 300;

/// `text` without what differs between a log, a terminal and a traceback: letter case, runs of blanks and line breaks,
/// backslashes before quotes.
pub(super) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let is_escape = c == '\\' && chars.peek().is_some_and(|next| matches!(next, '"' | '\''));
        if c.is_whitespace() {
            if !out.ends_with(' ') {
                out.push(' ');
            }
        } else if !is_escape {
            out.push(c.to_ascii_lowercase());
        }
    }
    out
}

/// What stands in the holes of `pattern` where it first occurs in `folded`; `None` when it does not.
pub(super) fn find<'a>(pattern: &str, folded: &'a str) -> Option<Vec<&'a str>> {
    let pattern = fold(pattern);
    let mut words = pattern.split("{}");
    let first = words.next()?;
    let rest: Vec<&str> = words.collect();
    folded.match_indices(first).find_map(|(at, _)| holes(&rest, folded.get(at + first.len()..)?))
}

fn holes<'a>(words: &[&str], mut text: &'a str) -> Option<Vec<&'a str>> {
    let mut out = Vec::new();
    for word in words {
        // A pattern that ends in a hole: up to the next blank.
        let at = if word.is_empty() { text.find(' ').unwrap_or(text.len()) } else { find_near(text, word)? };
        out.push(text.get(..at)?);
        text = text.get(at + word.len()..)?;
    }
    Some(out)
}

fn find_near(text: &str, word: &str) -> Option<usize> {
    let limit = (0..=text.len().min(HOLE + word.len())).rev().find(|at| text.is_char_boundary(*at))?;
    text.get(..limit)?.find(word)
}

/// How particular a pattern is: the number of its fixed characters.
pub(super) fn weight(pattern: &str) -> usize {
    pattern.split("{}").map(|word| word.chars().count()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holes_hold_what_varies() {
        let folded = fold("ERROR:  prepared statement\n \\\"s0\\\" already EXISTS (x)");
        assert_eq!(find("prepared statement \"{}\" already exists", &folded), Some(vec!["s0"]));
        assert_eq!(find("prepared statement \"{}\" does not exist", &folded), None);
        assert_eq!(find("parameter: {}", "unsupported parameter: a b"), Some(vec!["a"]));
    }
}
