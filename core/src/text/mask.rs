//! Hiding secrets in text that is about to be shown, at the same width.
//!
//! Masking does not trust any reader: whatever stands between the first `:` and the last `@` of an authority is
//! hidden, because it is the broken strings that people look at.

use super::Span;

/// Words that make the value after `=` (or `:`) a secret, in a query, in keyword/value text or in the name of a
/// variable. Compared without letter case, `-`, `_` and blanks.
const SECRET_WORDS: &[&str] = &[
    "password",
    "passwd",
    "passphrase",
    "pwd",
    "secret",
    "token",
    "apikey",
    "accesskey",
    "privatekey",
    "psw",
];

/// `text` with every character at `spans` shown as `*`. The number of characters stays, so columns stay true.
pub fn mask_spans(text: &str, spans: &[Span]) -> String {
    text.char_indices()
        .map(|(at, c)| match c {
            '\n' | '\r' | '\t' => c,
            _ if spans.iter().any(|span| span.start <= at && at < span.end) => '*',
            _ => c,
        })
        .collect()
}

/// One connection string, URI or keyword/value, with its secrets masked.
pub fn mask_connection(text: &str) -> String {
    mask_spans(text, &secret_spans(text))
}

/// Passwords that everybody knows. They are no secret, and hiding them would garble texts that use the word.
const NO_SECRETS: &[&str] =
    &["postgres", "postgresql", "password", "secret", "admin", "root", "test", "user", "pass"];

/// A message without the secrets that it may quote: URLs in it are masked, and every secret is, whole or in the
/// pieces into which a driver may have cut it at a reserved character.
pub fn hide(message: &str, secrets: &[&str]) -> String {
    let mut pieces: Vec<&str> = secrets
        .iter()
        .flat_map(|secret| secret.split(['@', '/', ':', '?', '#', '[', ']', '%', '&', '=']).chain([*secret]))
        .filter(|piece| piece.chars().count() > 1 && !NO_SECRETS.contains(piece))
        .collect();
    pieces.sort_by_key(|piece| std::cmp::Reverse(piece.len()));
    let masked = mask_connection(message);
    pieces.into_iter().fold(masked, |message, piece| hide_word(&message, piece))
}

/// Masks `word` where it stands by itself, so that a password `on` does not eat the middle of `connection`.
fn hide_word(message: &str, word: &str) -> String {
    let spans: Vec<Span> = message
        .match_indices(word)
        .map(|(at, _)| Span::new(at, at + word.len()))
        .filter(|span| {
            let before = message.get(..span.start).and_then(|it| it.chars().next_back());
            let after = message.get(span.end..).and_then(|it| it.chars().next());
            let joins = |neighbour: Option<char>, edge: Option<char>| {
                neighbour.is_some_and(char::is_alphanumeric) && edge.is_some_and(char::is_alphanumeric)
            };
            !joins(before, word.chars().next()) && !joins(after, word.chars().next_back())
        })
        .collect();
    mask_spans(message, &spans)
}

/// Where the secrets of a text stand: user-info passwords of anything that looks like a URL, and values of words
/// that name a secret. Sorted by start; may overlap.
pub fn secret_spans(text: &str) -> Vec<Span> {
    let mut out = Vec::new();
    let mut from = 0;
    for line in text.split_inclusive('\n') {
        secrets_of_line(line, from, &mut out);
        from += line.len();
    }
    out.retain(|span| !is_placeholder(span.of(text)));
    out.sort();
    out
}

fn secrets_of_line(line: &str, base: usize, out: &mut Vec<Span>) {
    let mut at = 0;
    while let Some(found) = line.get(at..).and_then(|rest| rest.find("//")) {
        let start = at + found + 2;
        let rest = line.get(start..).unwrap_or_default();
        if let Some(span) = password_of_authority(rest) {
            out.push(span.shift(base + start));
        }
        // A second URL on the line begins after a blank, a quote or a comma.
        at = start + rest.find([' ', '\t', '"', '\'', '`']).unwrap_or(rest.len()).max(1);
        if line.get(at..).is_none() {
            break;
        }
    }
    for (at, _) in line.match_indices('=') {
        if names_a_secret(word_before(line, at)) {
            out.push(value_after(line, at + 1).shift(base));
        }
    }
    // `name: value`, as YAML and error texts write it.
    for (at, _) in line.match_indices(": ") {
        if names_a_secret(word_before(line, at)) {
            out.push(value_after(line, at + 1).shift(base));
        }
    }
}

/// The password in `rest`, the text after `//`: from the first `:` to the last `@`.
fn password_of_authority(rest: &str) -> Option<Span> {
    let last_at = rest.trim_end().rfind('@')?;
    let colon = rest.find(':')?;
    (colon < last_at).then(|| Span::new(colon + 1, last_at))
}

fn word_before(line: &str, at: usize) -> &str {
    let before = line.get(..at).unwrap_or_default().trim_end();
    let start = before
        .char_indices()
        .rev()
        .take_while(|(_, c)| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
        .last()
        .map_or(before.len(), |(at, _)| at);
    before.get(start..).unwrap_or_default()
}

fn names_a_secret(word: &str) -> bool {
    let folded: String = word.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    SECRET_WORDS.iter().any(|secret| folded.contains(secret))
        || folded == "pass"
        || folded.ends_with("dbpass")
}

/// The value that begins at `from`: a quoted one up to its closing quote, otherwise up to what ends a query value or
/// a keyword/value pair.
fn value_after(line: &str, from: usize) -> Span {
    let rest = line.get(from..).unwrap_or_default();
    let start = from + (rest.len() - rest.trim_start_matches([' ', '\t']).len());
    let rest = line.get(start..).unwrap_or_default();
    match rest.chars().next() {
        Some(quote @ ('"' | '\'' | '`')) => {
            let inner = rest.get(1..).unwrap_or_default();
            let end = closing_quote(inner, quote).unwrap_or(inner.trim_end().len());
            Span::new(start + 1, start + 1 + end)
        }
        // A variable holds its value to the end of the line; inside a query `&` ends it. Hiding too much is safe.
        _ if line.get(..from).is_some_and(|before| !before.contains('?') && !before.contains(' ')) => {
            Span::new(start, start + rest.trim_end().len())
        }
        _ => {
            Span::new(start, start + rest.find(['&', ' ', '\t', '"', '\'', '\n', '\r']).unwrap_or(rest.len()))
        }
    }
}

fn closing_quote(inner: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    inner.char_indices().find_map(|(at, c)| {
        let ends = c == quote && !escaped;
        escaped = c == '\\' && !escaped;
        ends.then_some(at)
    })
}

/// Whether `text` stands for a password that is yet to be filled in, so that showing it tells nothing.
pub(crate) fn is_placeholder(text: &str) -> bool {
    let wrapped = |open: char, close: char| {
        text.strip_prefix(open).and_then(|inner| inner.strip_suffix(close)).is_some_and(|inner| {
            !inner.is_empty() && inner.chars().all(|c| c.is_ascii_alphabetic() || "-_ ".contains(c))
        })
    };
    let named = text.to_ascii_uppercase().replace(['-', '_', ' '], "");
    wrapped('[', ']')
        || wrapped('<', '>')
        || text.strip_prefix('$').is_some_and(|inner| wrapped_in(inner, '{', '}'))
        || matches!(
            named.as_str(),
            "YOURPASSWORD" | "PASSWORD" | "YOURDBPASSWORD" | "DBPASSWORD" | "CHANGEME"
        ) && text.chars().all(|c| c.is_ascii_uppercase() || "-_".contains(c))
}

fn wrapped_in(text: &str, open: char, close: char) -> bool {
    text.strip_prefix(open).and_then(|inner| inner.strip_suffix(close)).is_some_and(|inner| {
        !inner.is_empty() && inner.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    })
}

#[cfg(test)]
mod tests {
    use super::mask_connection as mask;

    #[test]
    fn hides_up_to_the_last_at() {
        assert_eq!(mask("postgres://app:p@ss@db/x"), "postgres://app:****@db/x");
        assert_eq!(mask("A='postgres://u:s@h/d' # b"), "A='postgres://u:*@h/d' # b");
    }

    #[test]
    fn hides_values_of_secret_words() {
        assert_eq!(mask("host=h password='a b' dbname=d"), "host=h password='***' dbname=d");
        assert_eq!(mask("DB_PASSWORD=hunter2"), "DB_PASSWORD=*******");
        assert_eq!(
            mask("postgres://h/d?password=x&sslmode=require"),
            "postgres://h/d?password=*&sslmode=require"
        );
    }

    #[test]
    fn shows_placeholders() {
        assert_eq!(mask("postgres://u:[YOUR-PASSWORD]@h/d"), "postgres://u:[YOUR-PASSWORD]@h/d");
        assert_eq!(mask("postgres://u:${DB_PASSWORD}@h/d"), "postgres://u:${DB_PASSWORD}@h/d");
    }
}
