//! Hiding secrets in text that is about to be shown, at the same width.
//!
//! Masking does not trust any reader: whatever stands between the first `:` and the last `@` of an authority is
//! hidden, because it is the broken strings that people look at.

use std::collections::{BTreeMap, BTreeSet};

use super::{Span, lowercase, sort_by_key};

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

/// `text` with every character at `spans` shown as `*`. The number of characters and lines stays, so columns stay
/// true.
pub fn mask_spans(text: &str, spans: &[Span]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut shown_to = 0;
    for span in union(spans) {
        out.push_str(Span::new(shown_to, span.start).of(text));
        out.extend(span.of(text).chars().map(|c| if matches!(c, '\n' | '\r' | '\t') { c } else { '*' }));
        shown_to = span.end;
    }
    out.push_str(text.get(shown_to..).unwrap_or_default());
    out
}

/// The same bytes as `spans`, in order and without overlaps.
fn union(spans: &[Span]) -> Vec<Span> {
    let mut sorted = spans.to_vec();
    sort_by_key(&mut sorted, |span| *span);
    let mut out: Vec<Span> = Vec::new();
    for span in sorted {
        match out.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => out.push(span),
        }
    }
    out
}

/// A text, one connection string or a whole file, with its secrets masked.
pub fn mask_connection(text: &str) -> String {
    mask_spans(text, &secret_spans(text))
}

/// Passwords that everybody knows. They are no secret, and hiding them would garble texts that use the word.
const NO_SECRETS: &[&str] =
    &["postgres", "postgresql", "password", "secret", "admin", "root", "test", "user", "pass"];

/// Secrets to be hidden in messages that may quote them: as written, percent-decoded or -encoded, in either letter
/// case (drivers fold hosts), whole or in the pieces into which a driver may have cut them at a reserved character.
#[derive(Debug, Default)]
pub struct Hider {
    /// The words, by their first two bytes and their length, so that a message is read once however many there are
    /// and however alike.
    words: BTreeMap<[u8; 2], BTreeMap<usize, BTreeSet<String>>>,
}

impl Hider {
    /// Hides `secrets` and their pieces.
    pub fn new<'a>(secrets: impl IntoIterator<Item = &'a str>) -> Self {
        let mut out = Self::default();
        for secret in secrets {
            out.add(secret);
            out.add(&percent_decoded(secret));
            out.add(&percent_encoded(secret));
        }
        out
    }

    fn add(&mut self, secret: &str) {
        let pieces =
            secret.split(['@', '/', ':', '?', '#', '[', ']', '%', '&', '=', '+', ' ', '.', ',', ';']);
        for word in pieces.chain([secret]).filter(|word| !NO_SECRETS.contains(word)) {
            let word = word.to_ascii_lowercase();
            if let (true, Some(first)) = (word.chars().count() > 1, first_bytes(&word, 0)) {
                self.words.entry(first).or_default().entry(word.len()).or_default().insert(word);
            }
        }
    }

    /// `message` with the secrets masked, and with those of any URL in it.
    pub fn hide(&self, message: &str) -> String {
        let mut spans = secret_spans(message);
        // Of the same length, so that places in it are places in the message.
        let folded = message.to_ascii_lowercase();
        for (at, _) in message.char_indices() {
            let words = first_bytes(&folded, at).and_then(|first| self.words.get(&first));
            let places = words.into_iter().flatten().filter_map(|(length, words)| {
                let place = Span::new(at, at + length);
                words.contains(place.of(&folded)).then_some(place)
            });
            spans.extend(places.filter(|place| stands_alone(&folded, *place)));
        }
        mask_spans(message, &spans)
    }
}

/// `text` with its percent-escapes decoded where they are sound; what is not UTF-8 then is replaced.
fn percent_decoded(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        out.extend_from_slice(before.as_bytes());
        let byte = after.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        out.push(byte.unwrap_or(b'%'));
        rest = if byte.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    out.extend_from_slice(rest.as_bytes());
    String::from_utf8_lossy(&out).into_owned()
}

/// `text` with every byte that is reserved somewhere written as a percent-escape.
fn percent_encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_alphanumeric() || "-._~".contains(c) {
            out.push(c);
        } else {
            out.extend(c.encode_utf8(&mut [0; 4]).bytes().map(|byte| format!("%{byte:02x}")));
        }
    }
    out
}

fn first_bytes(text: &str, at: usize) -> Option<[u8; 2]> {
    text.as_bytes().get(at..at + 2).and_then(|bytes| bytes.try_into().ok())
}

/// Whether the word at `place` stands by itself, so that a password `on` does not eat the middle of `connection`.
fn stands_alone(message: &str, place: Span) -> bool {
    let word = place.of(message);
    let before = message.get(..place.start).and_then(|before| before.chars().next_back());
    let behind = message.get(place.end..).and_then(|behind| behind.chars().next());
    let joins = |neighbour: Option<char>, edge: Option<char>| {
        neighbour.is_some_and(char::is_alphanumeric) && edge.is_some_and(char::is_alphanumeric)
    };
    !joins(before, word.chars().next()) && !joins(behind, word.chars().next_back())
}

/// Where the secrets of a text stand: user-info passwords of anything that looks like a URL, and values of words
/// that name a secret. Sorted by start; may overlap.
pub fn secret_spans(text: &str) -> Vec<Span> {
    let mut out = Vec::new();
    let mut from = 0;
    for line in text.split_inclusive('\n') {
        let urls = passwords_of_urls(line).into_iter().chain(passwords_of_words(line));
        let others = strings_in_base64(line).into_iter().chain(password_of_fields(line));
        let line_spans = urls.chain(values_of_secret_words(line)).chain(others);
        out.extend(line_spans.map(|span| span.shift(from)));
        from += line.len();
    }
    out.retain(|span| !span.is_empty() && !is_placeholder(span.of(text)));
    sort_by_key(&mut out, |span| *span);
    out
}

/// How `postgres` and `jdbc:postgres` begin in base64, as secrets of Kubernetes have them.
const IN_BASE64: &[&str] = &["cG9zdGdyZX", "amRiYzpwb3N0Z3Jlc3"];

/// Connection strings that are written in base64, all of them.
fn strings_in_base64(line: &str) -> Vec<Span> {
    let is_digit = |c: char| c.is_ascii_alphanumeric() || "+/=".contains(c);
    let starts = IN_BASE64.iter().flat_map(|start| line.match_indices(start).map(|it| it.0));
    starts
        .map(|at| {
            let rest = line.get(at..).unwrap_or_default();
            Span::new(at, at + rest.find(|c| !is_digit(c)).unwrap_or(rest.len()))
        })
        .collect()
}

/// The password of `host:port:database:user:password`, a line of libpq's password file, wherever such a line stands.
fn password_of_fields(line: &str) -> Option<Span> {
    let is_port =
        |field: &str| field == "*" || !field.is_empty() && field.chars().all(|c| c.is_ascii_digit());
    let is_name = |field: &str| !field.is_empty() && !field.contains(|c: char| c.is_whitespace() || c == '/');
    let is_address = |field: &str| field.chars().all(|c| c.is_ascii_hexdigit());
    let fields: Vec<&str> = line.splitn(LONGEST_VALUE, ':').collect();
    let mut start = 0;
    for window in fields.windows(5) {
        let [host, port, dbname, user, password] = window else { break };
        let before = start + host.len() + port.len() + dbname.len() + user.len() + 4;
        let is_host = host.ends_with(|c: char| !c.is_whitespace());
        if is_host
            && is_port(port)
            && is_name(dbname)
            && is_name(user)
            && !window.iter().all(|it| is_address(it))
        {
            let end = line.trim_end_matches(['\n', '\r']).len();
            let quoted = password.find(['"', '\'']).filter(|_| host.contains(['"', '\'']));
            return Some(Span::new(before, quoted.map_or(end, |length| before + length)));
        }
        start += host.len() + 1;
    }
    None
}

/// For each `//` of a line what stands between the next `:` and the last `@`. If a quote stands before the URL, the
/// last `@` inside the quotes counts, as long as there is one.
fn passwords_of_urls(line: &str) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    let Some(last_at) = line.rfind('@') else { return out };
    let mut colon = 0;
    for (slashes, _) in line.match_indices("//") {
        let start = slashes + 2;
        // What is hidden already needs no second look, which keeps this linear.
        let is_hidden = out.last().is_some_and(|span| start < span.end);
        if start > last_at || is_hidden || line.get(start..).is_some_and(|it| it.starts_with([' ', '\t'])) {
            continue;
        }
        if colon < start {
            let Some(next) = line.get(start..).and_then(|rest| rest.find(':')) else { break };
            colon = start + next;
        }
        let end = at_inside_quotes(line, slashes, colon).unwrap_or(last_at);
        if colon < end {
            out.push(Span::new(colon + 1, end));
        }
    }
    out
}

/// What is not quite a URL, or not one any more: `user:password@host`, `scheme:/user:password@host`, and
/// `scheme://user:password` with nothing behind it.
fn passwords_of_words(line: &str) -> Vec<Span> {
    let mut out = Vec::new();
    let mut at = 0;
    for word in line.split(|c: char| c.is_whitespace() || "\"'`".contains(c)) {
        let authority = word.find("//").map(|slashes| slashes + 2);
        let colon = word.find(':').filter(|_| authority.is_none());
        if let (Some(colon), Some(last_at)) = (colon, word.rfind('@')) {
            out.push(Span::new(colon + 1, last_at).shift(at));
        } else if let Some(start) = authority.filter(|_| !word.contains('@')) {
            out.extend(password_at_the_end(word, start).map(|span| span.shift(at)));
        }
        at += word.len()
            + line.get(at + word.len()..).and_then(|it| it.chars().next()).map_or(0, char::len_utf8);
    }
    out
}

/// What stands behind the `:` of an authority from `start` on that ends the word, unless it is a port or a variable.
fn password_at_the_end(word: &str, start: usize) -> Option<Span> {
    let colon = start + word.get(start..)?.find(':')?;
    let rest = word.get(colon + 1..)?;
    let is_password =
        !rest.starts_with(|c: char| c.is_ascii_digit() || "$<[{%".contains(c)) && !rest.contains('/');
    (is_password && !word.get(start..)?.starts_with('[')).then(|| Span::new(colon + 1, word.len()))
}

/// The last `@` between `colon` and the quote that closes the one in front of the URL whose `//` is at `slashes`.
fn at_inside_quotes(line: &str, slashes: usize, colon: usize) -> Option<usize> {
    let before = line.get(..slashes)?;
    let scheme = before.len()
        - before.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || "+-._:".contains(c)).len();
    let quote = before.get(..slashes - scheme)?.chars().next_back().filter(|c| "\"'`".contains(*c))?;
    let inner = line.get(colon + 1..)?;
    let inner = inner.get(..closing_quote(inner, quote)?)?;
    inner.rfind('@').map(|at| colon + 1 + at)
}

/// The values of `name=value`, `name: value`, `"name": "value"` and `name => value` whose name says that they are
/// secret.
fn values_of_secret_words(line: &str) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    let line_end = line.trim_end().len();
    let has_semicolon = line.contains(';');
    let first_mark = line.find(['=', '?']).unwrap_or(line.len());
    for (at, mark) in line.match_indices(['=', ':']) {
        let from = at + 1;
        let is_hidden = out.last().is_some_and(|span| at < span.end);
        let is_yaml = || line.get(from..).is_some_and(|rest| rest.starts_with([' ', '\t', '"', '\'']));
        if is_hidden || mark == ":" && !is_yaml() || !names_a_secret(word_before(line, at)) {
            continue;
        }
        // The first value of a line goes on to its end, as in a file of variables; one inside a query, behind other
        // keywords or in a sentence does not. Hiding too much is safe.
        let word = word_before(line, at);
        let is_first = if mark == "=" { first_mark == at } else { line.trim_start().starts_with(word) };
        let is_variable = is_first && !ADO_NET_PASSWORDS.iter().any(|name| name.eq_ignore_ascii_case(word));
        let semicolon =
            if is_variable || !has_semicolon { None } else { end_before_semicolon(line, at, line_end) };
        let end = semicolon.or_else(|| is_first.then_some(line_end));
        out.push(value_after(line, from, end));
    }
    out
}

fn word_before(line: &str, at: usize) -> &str {
    let before = line.get(..at).unwrap_or_default().trim_end().trim_end_matches(['"', '\'']);
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    before.get(before.trim_end_matches(is_part).len()..).unwrap_or_default()
}

fn names_a_secret(word: &str) -> bool {
    let folded: String = lowercase(word).chars().filter(|c| c.is_alphanumeric()).collect();
    let last = word.rsplit(['_', '-', '.']).next().unwrap_or_default();
    SECRET_WORDS.iter().any(|secret| folded.contains(secret))
        || ["pass", "pw"].iter().any(|short| last.eq_ignore_ascii_case(short))
        || ["dbpass", "dbpw"].iter().any(|short| folded.ends_with(short))
}

/// What ADO.NET's providers call the password.
const ADO_NET_PASSWORDS: [&str; 3] = ["password", "pwd", "psw"];

/// Where the value behind the `=` at `equals` ends if it is one of ADO.NET's or of PDO's, `a=b;password=c d;e=f`, in
/// which a blank ends nothing; `None` when it is none of them.
fn end_before_semicolon(line: &str, equals: usize, line_end: usize) -> Option<usize> {
    let before = line.get(..equals)?;
    let start = before.rfind(|c: char| ";\"'`=?&".contains(c));
    let mark = start.and_then(|start| before.get(start..)?.chars().next());
    let name = before.get(start.map_or(0, |start| start + 1)..)?.trim();
    let rest = line.get(equals + 1..line_end)?;
    let longest = LONGEST_VALUE.min(rest.len());
    let near = (0..4).find_map(|back| rest.get(..longest.checked_sub(back)?))?;
    let tail = near.trim_end_matches([';', ' ', '"', '\'', ',']).len();
    let first = |is_name: fn(&str) -> bool| {
        let mut at = 0;
        let mut pieces = near.split(';').peekable();
        while let Some(piece) = pieces.next() {
            at += piece.len();
            let name = pieces.peek()?.split_once('=').map(|(name, _)| name.trim());
            if at >= tail || name.is_some_and(is_name) {
                return Some(equals + 1 + at);
            }
            at += 1;
        }
        None
    };
    match mark {
        Some(';') => first(is_name).or(Some(line_end)),
        Some('?' | '&') => None,
        _ if name.contains(char::is_whitespace) => None,
        _ => first(names_a_part),
    }
}

/// Bytes in which the `;` behind a value is looked for; it keeps the search linear.
const LONGEST_VALUE: usize = 256;

fn is_name(name: &str) -> bool {
    name.chars().all(|c| c.is_alphanumeric() || "_- ".contains(c))
}

/// Whether `name` is that of a part of a connection, or nearly.
fn names_a_part(name: &str) -> bool {
    let folded = name.to_ascii_lowercase();
    ["host", "server", "port", "database", "db", "dbname", "user", "username", "user id", "user name", "uid"]
        .contains(&folded.as_str())
        || ["ssl", "pool", "timeout"].iter().any(|word| folded.contains(word))
}

/// The value that begins at `from`: a quoted one up to its closing quote, otherwise up to `end`, or when there is
/// none up to what ends a query value or a keyword/value pair.
fn value_after(line: &str, from: usize, end: Option<usize>) -> Span {
    let rest = line.get(from..).unwrap_or_default();
    let value = rest.strip_prefix('>').unwrap_or(rest).trim_start_matches([' ', '\t']);
    let start = from + (rest.len() - value.len());
    match (value.chars().next(), end) {
        (Some(quote @ ('"' | '\'' | '`')), _) => {
            let inner = value.get(1..).unwrap_or_default();
            Span::new(start + 1, start + 1 + closing_quote(inner, quote).unwrap_or(inner.trim_end().len()))
        }
        (_, Some(end)) => Span::new(start, end),
        (_, None) => Span::new(start, start + bare_value(value)),
    }
}

/// Length of a value without quotes; a blank behind a backslash belongs to it.
fn bare_value(rest: &str) -> usize {
    let mut escaped = false;
    let end = rest.find(|c: char| {
        let ends = !escaped && matches!(c, '&' | ' ' | '\t' | '"' | '\'' | '\n' | '\r');
        escaped = c == '\\' && !escaped;
        ends
    });
    end.unwrap_or(rest.len())
}

fn closing_quote(inner: &str, quote: char) -> Option<usize> {
    let mut escaped = false;
    let mut chars = inner.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        // A doubled one belongs to the value, but for two that hold nothing.
        let is_doubled = at > 0 && chars.peek().is_some_and(|(_, next)| *next == quote);
        match c == quote && !escaped {
            true if is_doubled => escaped = true,
            true => return Some(at),
            false => escaped = c == '\\' && !escaped,
        }
    }
    None
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
        assert_eq!(mask("A='postgres://u:s@h/d' # b@c"), "A='postgres://u:*@h/d' # b@c");
        assert_eq!(mask("A='postgres://u:s's@h/d'"), "A='postgres://u:***@h/d'");
    }

    #[test]
    fn hides_passwords_of_what_is_no_url() {
        assert_eq!(mask("URL=app:p@ss@db/x"), "URL=app:****@db/x");
        assert_eq!(mask("é app:pw@db"), "é app:**@db");
        assert_eq!(mask("postgres:/app:pw@db/x"), "postgres:*******@db/x");
        assert_eq!(mask("postgres://app:pw"), "postgres://app:**");
        for shown in ["postgres://db:5432", "postgres://db:port/x", "postgres://[::1]", "postgres://db:$PORT"]
        {
            assert_eq!(mask(shown), shown);
        }
    }

    #[test]
    fn hides_lines_of_password_files() {
        for (text, shown) in [
            ("a.b:5432:c:d:p:w", "a.b:5432:c:d:***"),
            ("echo 'a:*:*:b:p' > c", "echo 'a:*:*:b:*' > c"),
            ("127.0.0.1:5432:5432", "127.0.0.1:5432:5432"),
            ("2001:67:1:2:3:4:5:6", "2001:67:1:2:3:4:5:6"),
            ("psql:x.sql:12: ERROR: a: b:c", "psql:x.sql:12: ERROR: a: b:c"),
        ] {
            assert_eq!(mask(text), shown);
        }
    }

    #[test]
    fn hides_what_a_driver_decoded_and_cut() {
        let hider = super::Hider::new(["a%40bc%2Fde%zz"]);
        assert_eq!(hider.hide("host `bc`, database `de%zz`"), "host `**`, database `**%**`");
        assert_eq!(
            hider.hide("host `BC`, value 'a%2540bc%252Fde%25zz'"),
            "host `**`, value '********************'"
        );
    }

    #[test]
    fn hides_values_of_secret_words() {
        assert_eq!(mask("host=h password='a b' dbname=d"), "host=h password='***' dbname=d");
        assert_eq!(mask("DB_PASSWORD=hunter2"), "DB_PASSWORD=*******");
        for short in ["DB_PW", "pw", "POSTGRES_PASS", "dbPw"] {
            assert_eq!(mask(&format!("{short}=hunter2")), format!("{short}=*******"));
        }
        assert_eq!(mask("COMPASS=north"), "COMPASS=north");
        assert_eq!(
            mask("postgres://h/d?password=x&sslmode=require"),
            "postgres://h/d?password=*&sslmode=require"
        );
        assert_eq!(mask(r"host=h password=a\ b dbname=d"), r"host=h password=**** dbname=d");
        assert_eq!(mask(r#"{"password": "x", "user": "y"}"#), r#"{"password": "*", "user": "y"}"#);
        assert_eq!(mask("export DB_PASSWORD=my word"), "export DB_PASSWORD=*******");
        assert_eq!(mask("password => 'x', user => 'y'"), "password => '*', user => 'y'");
    }

    #[test]
    fn hides_values_between_semicolons() {
        for (text, shown) in [
            ("A=Host=h;Password=my word;Database=d", "A=Host=h;Password=*******;Database=d"),
            ("Host=h; Pwd=x y", "Host=h; Pwd=***"),
            ("Host=h;Password=\"a\"\"b;c\";Database=d", "Host=h;Password=\"******\";Database=d"),
            ("'Password=a\"b c;Host=h'", "'Password=*****;Host=h'"),
            ("A='Host=h;Ssl Password=s;Password=p=q;'", "A='Host=h;Ssl Password=*;Password=***;'"),
            ("pgsql:host=h;user=u;password=a b;dbname=d", "pgsql:host=h;user=u;password=***;dbname=d"),
            ("dbi:Pg:host=h;password='a;b';db=d", "dbi:Pg:host=h;password='***';db=d"),
            ("host=h password=a;b=c dbname=d", "host=h password=***** dbname=d"),
        ] {
            assert_eq!(mask(text), shown);
        }
    }

    #[test]
    fn shows_placeholders() {
        assert_eq!(mask("postgres://u:[YOUR-PASSWORD]@h/d"), "postgres://u:[YOUR-PASSWORD]@h/d");
        assert_eq!(mask("postgres://u:${DB_PASSWORD}@h/d"), "postgres://u:${DB_PASSWORD}@h/d");
    }
}
