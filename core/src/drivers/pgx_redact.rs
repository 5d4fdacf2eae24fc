//! The string as pgx quotes it in its errors: with its password hidden, as far as it finds one.

use crate::parse::{GoUrl, Piece};
use crate::text::Span;

/// `redactPW` of pgconn's errors.go. A URL that could be parsed is written anew, with every part encoded as net/url
/// does; in anything else `password=` and what looks like user information is hidden.
pub(super) fn redacted(text: &str, url: Option<&GoUrl>) -> String {
    match url {
        Some(url) => of_url(text, url),
        None => {
            let text = hide_words(text, "password='", |rest| rest.find('\'').map(|end| end + 1));
            let text = hide_words(&text, "password=", |rest| Some(rest.find(' ').unwrap_or(rest.len())));
            hide_between_colon_and_at(&text)
        }
    }
}

fn of_url(text: &str, url: &GoUrl) -> String {
    let mut out = text.split_inclusive("://").next().unwrap_or_default().to_owned();
    if let Some(user) = &url.user {
        out.push_str(&escaped(&user.value, USER));
        out.push_str(if url.password.is_some() { ":xxxxx@" } else { "@" });
    }
    out.push_str(&escaped(&url.host.value, HOST));
    out.push_str(&path(text, &url.path));
    let end = url.path.span.end;
    let query = Span::new(end, text.find('#').unwrap_or(text.len()));
    out.push_str(query.of(text));
    let fragment = text.split_once('#').map_or("", |(_, fragment)| fragment);
    if !fragment.is_empty() {
        out.push('#');
        out.push_str(fragment);
    }
    out
}

/// What net/url leaves as it is besides letters, digits and `-_.~`.
const USER: &str = "$&+,;=";
const HOST: &str = "!$&'()*+,;=:[]<>\"";
const PATH: &str = "$&+,/:;=@";

/// The path as written if nothing in it has to be encoded.
fn path(text: &str, path: &Piece) -> String {
    let raw = path.span.of(text);
    let is_valid = |byte: u8| is_plain(byte, PATH) || b"!'()*[]%".contains(&byte);
    if raw.bytes().all(is_valid) { raw.to_owned() } else { escaped(&path.value, PATH) }
}

fn is_plain(byte: u8, plain: &str) -> bool {
    byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) || plain.as_bytes().contains(&byte)
}

fn escaped(text: &str, plain: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if is_plain(byte, plain) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// Every `start` with what `length` says belongs to it becomes `password=xxxxx`.
fn hide_words(text: &str, start: &str, length: impl Fn(&str) -> Option<usize>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(start) {
        let Some(behind) = length(after).and_then(|length| after.get(length..)) else { break };
        out.push_str(before);
        out.push_str("password=xxxxx");
        rest = behind;
    }
    out + rest
}

/// Every `:` that reaches an `@` without another of either, and not at once.
fn hide_between_colon_and_at(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(':') {
        out.push_str(before);
        let end = after.find([':', '@']).filter(|end| *end > 0 && after.as_bytes().get(*end) == Some(&b'@'));
        rest = match end.and_then(|end| after.get(end + 1..)) {
            Some(behind) => {
                out.push_str(":xxxxxx@");
                behind
            }
            None => {
                out.push(':');
                after
            }
        };
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::{Brackets, read_go_url};

    #[test]
    fn a_url_is_written_anew() {
        let text = "postgres://a!b:s%40@h/a b?x=y z#f";
        let (url, bad) = read_go_url(text, Brackets::Address);
        assert_eq!(bad, None);
        assert_eq!(redacted(text, Some(&url)), "postgres://a%21b:xxxxx@h/a%20b?x=y z#f");
    }

    #[test]
    fn anything_else_is_searched_for_passwords() {
        assert_eq!(redacted("a=1 password='x y' b", None), "a=1 password=xxxxx b");
        assert_eq!(redacted("password=x junk", None), "password=xxxxx junk");
        assert_eq!(redacted("postgres://u:p@ss:w/rd@h", None), "postgres://u:xxxxxx@ss:xxxxxx@h");
        assert_eq!(redacted("a:@b", None), "a:@b");
    }
}
