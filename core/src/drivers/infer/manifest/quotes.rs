//! What stands between quotes, in languages where both kinds of quotes make a text.

/// What stands between quotes.
pub(super) fn quoted(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let open = rest.find(['"', '\''])?;
        let quote = rest.get(open..)?.chars().next()?;
        let (inner, after) = rest.get(open + 1..)?.split_once(quote)?;
        rest = after;
        Some(inner)
    })
}

/// The line up to a `#` that begins a comment: one that no quotes surround.
pub(super) fn without_comment(line: &str) -> &str {
    let mut quote = None;
    let end = line.find(|c| match (quote, c) {
        (None, '#') => true,
        (None, '"' | '\'') => {
            quote = Some(c);
            false
        }
        (Some(open), _) if open == c => {
            quote = None;
            false
        }
        _ => false,
    });
    line.get(..end.unwrap_or(line.len())).unwrap_or(line)
}
