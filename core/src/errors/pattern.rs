//! Finding a text with holes in a pasted message.

use std::ops::Range;

/// Bytes that a hole may take: names are short, and the words of one error stand together.
const HOLE: usize = 300;

/// What may stand right before the beginning of a message, besides a line break.
const OPENERS: &[char] = &[':', '"', '\'', '`', '(', ')', '[', ']', '>', '|', '-', '=', '{'];

/// What may stand right behind the end of a message, besides a line break.
const CLOSERS: &[char] = &['"', '\'', '`', '(', ')', '[', ']', '<', ',', ';', '|', '\\', '}'];

/// A message without what differs between a log, a terminal, a traceback and a page: letter case, runs of blanks and
/// line breaks, backslashes before quotes, curly quotes, colours.
pub(super) struct Folded {
    /// The text, with single blanks.
    pub text: String,
    /// Where a blank of the text is a line break, in order.
    breaks: Vec<usize>,
}

/// Where a pattern stands, and what its holes hold.
pub(super) struct Place<'a> {
    /// The bytes of its fixed words.
    pub words: Vec<Range<usize>>,
    /// What varies.
    pub holes: Vec<&'a str>,
}

impl Place<'_> {
    /// From its first byte to its last.
    pub fn span(&self) -> Range<usize> {
        self.words.first().map_or(0, |it| it.start)..self.words.last().map_or(0, |it| it.end)
    }

    /// How particular it is: the bytes of its fixed words.
    pub fn weight(&self) -> usize {
        self.words.iter().map(ExactSizeIterator::len).sum()
    }

    /// Whether each of its words lies inside a word of `other`.
    pub fn is_part_of(&self, other: &Place<'_>) -> bool {
        let is_inside = |word: &Range<usize>| {
            word.is_empty() || other.words.iter().any(|it| it.start <= word.start && word.end <= it.end)
        };
        self.words.iter().all(is_inside)
    }
}

/// `text` without what does not count.
pub(super) fn fold(text: &str) -> Folded {
    let mut out = Folded { text: String::with_capacity(text.len()), breaks: Vec::new() };
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, chars.peek()) {
            ('\\', Some('"' | '\'')) => {}
            // How logs in JSON and representations spell a line break.
            ('\\', Some('n' | 'r' | 't')) => out.blank(chars.next() == Some('n')),
            ('\u{1b}', Some('[')) => while chars.next().is_some_and(|it| !it.is_ascii_alphabetic()) {},
            (c, _) if c.is_whitespace() => out.blank(c == '\n'),
            ('\u{201c}' | '\u{201d}', _) => out.text.push('"'),
            ('\u{2018}' | '\u{2019}', _) => out.text.push('\''),
            (c, _) => out.text.push(c.to_ascii_lowercase()),
        }
    }
    out
}

impl Folded {
    fn blank(&mut self, is_break: bool) {
        if !self.text.ends_with(' ') {
            self.text.push(' ');
        }
        let at = self.text.len() - 1;
        if is_break && self.breaks.last() != Some(&at) {
            self.breaks.push(at);
        }
    }

    /// Whether a message may begin at `at`.
    fn begins(&self, at: usize) -> bool {
        let before = self.text.get(..at).unwrap_or_default();
        let is_behind_break = before.ends_with(' ') && self.breaks.binary_search(&(at - 1)).is_ok();
        let before = before.trim_end();
        is_behind_break || before.is_empty() || before.ends_with(OPENERS)
    }

    /// Whether a message may end at `at`.
    fn ends(&self, at: usize) -> bool {
        let after = self.text.get(at..).unwrap_or_default();
        let rest = after.trim_start_matches('.');
        let at = at + after.len() - rest.len();
        let is_before_break = rest.starts_with(' ') && self.breaks.binary_search(&at).is_ok();
        let rest = rest.trim_start();
        is_before_break || rest.is_empty() || rest.starts_with(CLOSERS)
    }
}

/// Where `pattern` first stands in `folded`; `None` when it does not.
///
/// `{}` is a hole. A pattern that begins with `^` stands only where a message begins, one that ends with `$` only where
/// one ends; both are for words so common that anybody may write them inside a sentence.
pub(super) fn find<'a>(pattern: &str, folded: &'a Folded) -> Option<Place<'a>> {
    let pattern = fold(pattern).text;
    let (begins, rest) = pattern.strip_prefix('^').map_or((false, pattern.as_str()), |rest| (true, rest));
    let (ends, bare) = rest.strip_suffix('$').map_or((false, rest), |rest| (true, rest));
    let words: Vec<&str> = bare.split("{}").collect();
    let (first, others) = words.split_first()?;
    folded.text.match_indices(first).find_map(|(at, _)| {
        let place = place(first, others, at, &folded.text)?;
        let span = place.span();
        let is_whole = is_word_edge(&folded.text, span.start) && is_word_edge(&folded.text, span.end);
        let is_there = (!begins || folded.begins(span.start)) && (!ends || folded.ends(span.end));
        (is_whole && is_there).then_some(place)
    })
}

fn place<'a>(first: &str, others: &[&str], at: usize, text: &'a str) -> Option<Place<'a>> {
    let mut before = first;
    let mut end = at + first.len();
    let mut out = Place { words: Vec::new(), holes: Vec::new() };
    out.words.push(at..end);
    for word in others {
        let rest = text.get(end..)?;
        // A pattern that ends in a hole: up to the next blank.
        let taken =
            if word.is_empty() { rest.find(' ').unwrap_or(rest.len()) } else { find_near(rest, word)? };
        let hole = rest.get(..taken)?;
        if leaves_its_quotes(hole, before, word) {
            return None;
        }
        out.holes.push(hole);
        out.words.push(end + taken..end + taken + word.len());
        end += taken + word.len();
        before = word;
    }
    Some(out)
}

fn find_near(text: &str, word: &str) -> Option<usize> {
    let limit = (0..=text.len().min(HOLE + word.len())).rev().find(|at| text.is_char_boundary(*at))?;
    text.get(..limit)?.find(word)
}

/// Whether a hole between quotes holds the end of the quoted text, and more: it reaches into another sentence.
fn leaves_its_quotes(hole: &str, before: &str, after: &str) -> bool {
    ["\"", "'", "`"].iter().any(|quote| {
        before.ends_with(quote) && after.starts_with(quote) && hole.contains(&format!("{quote} "))
    })
}

/// Whether no word goes on across `at`.
fn is_word_edge(text: &str, at: usize) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let (before, after) = text.split_at_checked(at).unwrap_or_default();
    !(before.ends_with(is_part) && after.starts_with(is_part))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holes(pattern: &str, text: &str) -> Option<Vec<String>> {
        let folded = fold(text);
        find(pattern, &folded).map(|it| it.holes.into_iter().map(str::to_owned).collect())
    }

    #[test]
    fn holes_hold_what_varies() {
        let text = "ERROR:  prepared statement\n \\\"s0\\\" already EXISTS (x)";
        assert_eq!(holes("prepared statement \"{}\" already exists", text), Some(vec!["s0".to_owned()]));
        assert_eq!(holes("prepared statement \"{}\" does not exist", text), None);
        assert_eq!(holes("parameter: {}", "unsupported parameter: a b"), Some(vec!["a".to_owned()]));
    }

    #[test]
    fn a_hole_stays_between_its_quotes() {
        let text = "prepared statement \"a\" already exists, relation \"b\" does not exist";
        assert_eq!(holes("prepared statement \"{}\" does not exist", text), None);
        let text = "missing \"=\" after \"\"postgresql://db/shop\"\" in connection info string";
        assert!(holes("missing \"=\" after \"{}\" in connection info string", text).is_some());
    }

    #[test]
    fn common_words_stand_alone() {
        for text in [
            "FATAL:  out of memory",
            "FATAL: out of memory (SQLSTATE 53200)",
            "{\"message\":\"out of memory\"}",
            "out of memory\nDETAIL: failed",
            "\u{1b}[31merror\u{1b}[0m: out of memory",
            "app: FATAL:  out of memory\\n",
        ] {
            assert!(holes("^out of memory$", text).is_some(), "{text}");
        }
        for text in ["the build ran out of memory", "FATAL: out of memory cards", "soft out of memory"] {
            assert_eq!(holes("^out of memory$", text), None, "{text}");
        }
    }

    #[test]
    fn words_are_whole() {
        assert_eq!(holes("query_timeout", "my_query_timeout"), None);
        assert_eq!(holes("no such user", "no such username"), None);
    }
}
