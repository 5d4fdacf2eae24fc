//! Scripts of a shell, and the variables of Dockerfiles: what is assigned, and what commands get.

use super::defaults::with_defaults;
use super::{Consumer, Document, Entry, Format, Quote, Scope, dotenv, plain};
use crate::parse::spelling_of;
use crate::text::{Mapped, Mapper, Span};

pub(super) static FORMAT: Format = Format {
    name: "shell",
    label: "shell script",
    // direnv has a shell read its file.
    has_name: |name| {
        name == ".envrc" || [".sh", ".bash", ".zsh", ".ksh"].iter().any(|ending| name.ends_with(ending))
    },
    looks_like: |_| false,
    read: |text| read(text, false),
    encode,
};

pub(super) static DOCKERFILE: Format = Format {
    name: "dockerfile",
    label: "Dockerfile",
    has_name: |name| {
        matches!(name, "Dockerfile" | "Containerfile")
            || name.starts_with("Dockerfile.")
            || name.to_ascii_lowercase().ends_with(".dockerfile")
    },
    looks_like: |_| false,
    read: |text| read(text, true),
    encode,
};

/// Commands that read a connection string as libpq does.
const LIBPQ: &[&str] = &[
    "psql",
    "pg_dump",
    "pg_dumpall",
    "pg_restore",
    "pg_isready",
    "pg_basebackup",
    "pgbench",
    "createdb",
    "dropdb",
    "createuser",
    "vacuumdb",
    "reindexdb",
    "pg_recvlogical",
    "pg_receivewal",
];

/// A word of a command, as the shell hands it on.
struct Word {
    value: Mapped,
    /// Its place, inside its quotes when it is quoted as a whole or behind an assignment.
    span: Span,
    quote: Quote,
    /// Where the value begins, when it is `NAME=value`, and the name.
    name: Option<(String, Span)>,
}

fn read(text: &str, is_dockerfile: bool) -> Document {
    // What a shell makes of all that is not followed to its end.
    let mut out = Document { in_other_text: true, ..Document::default() };
    out.scopes = vec![
        Scope::default(),
        Scope {
            consumer: Some(Consumer {
                drivers: &["libpq"],
                why: "the command that gets it".to_owned(),
                is_guess: false,
            }),
            has_more: true,
            ..Scope::default()
        },
    ];
    let mut at = 0;
    while at < text.len() {
        let mut words = Vec::new();
        let marks = if is_dockerfile && is_instruction(text, at) { "" } else { MARKS };
        let (end, heredoc) = command(text, at, marks, &mut words, &mut out.comments);
        follow(text, &words, &mut out);
        note(text, words, is_dockerfile, &mut out);
        at = match heredoc {
            Some(mark) => behind_heredoc(text, end, &mark),
            None => end,
        };
    }
    out
}

/// What ends a word of a shell.
const MARKS: &str = ";|&()<>";

/// Whether the line at `start` is one of Docker's own, which no shell reads.
fn is_instruction(text: &str, start: usize) -> bool {
    let word = text.get(start..).and_then(|rest| rest.split_ascii_whitespace().next()).unwrap_or_default();
    ["ENV", "ARG", "LABEL"].iter().any(|name| word.eq_ignore_ascii_case(name))
}

/// Reads one command; its words end at `marks`. Where it ends, and the word that ends the text behind it, if one follows.
fn command(
    text: &str,
    start: usize,
    marks: &str,
    out: &mut Vec<Word>,
    comments: &mut Vec<Span>,
) -> (usize, Option<String>) {
    let mut at = start;
    let mut heredoc = None;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = text.get(at..).unwrap_or_default();
        match c {
            '\n' => return (at + 1, heredoc),
            ';' | '|' | '&' | '(' | ')' | '{' | '}' if heredoc.is_none() && !marks.is_empty() => {
                return (at + 1, None);
            }
            '\\' if rest.starts_with("\\\n") || rest.starts_with("\\\r\n") => {
                at += rest.find('\n').map_or(rest.len(), |end| end + 1);
            }
            '#' => {
                let end = at + rest.find('\n').unwrap_or(rest.len());
                comments.push(Span::new(at + 1, end));
                at = end;
            }
            '<' if rest.starts_with("<<") && !rest.starts_with("<<<") => {
                let line = rest.lines().next().unwrap_or_default();
                let mark = line.trim_start_matches(['<', '-', '~', ' ']);
                let mark = mark.split([' ', ';', '|', '>', ')']).next().unwrap_or_default();
                heredoc = Some(mark.trim_matches(['"', '\'', '\\']).to_owned());
                at += 2;
            }
            _ if c.is_whitespace() || matches!(c, '<' | '>' | ';' | '|' | '&' | '(' | ')' | '{' | '}') => {
                at += c.len_utf8();
            }
            _ => {
                let (word, end) = word(text, at, marks);
                out.push(word);
                at = end;
            }
        }
    }
    (at, heredoc)
}

fn behind_heredoc(text: &str, from: usize, mark: &str) -> usize {
    let mut at = from;
    for line in text.get(from..).unwrap_or_default().split_inclusive('\n') {
        at += line.len();
        if line.trim() == mark {
            break;
        }
    }
    at
}

/// The word that begins at `start`, and its end: a blank, or one of `marks`.
fn word(text: &str, start: usize, marks: &str) -> (Word, usize) {
    let mut value = Mapper::default();
    let mut quote = Quote::None;
    let mut from = start;
    let mut name = None;
    let mut at = start;
    let mut last = start;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let place = Span::new(at, at + c.len_utf8());
        match c {
            '\'' | '"' => {
                let is_first = at == from;
                let end = quoted(text, at, c, &mut value);
                if is_first {
                    quote = if c == '"' { Quote::Double } else { Quote::Single };
                    from += 1;
                }
                last = end.saturating_sub(1).max(at + 1);
                at = end;
                continue;
            }
            '\\' => {
                let escaped =
                    text.get(at + 1..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
                let behind = Span::new(at + 1, at + 1 + escaped);
                value.push(behind.of(text), Span::new(at, behind.end));
                at = behind.end;
                last = at;
                continue;
            }
            '$' if text.get(at..).is_some_and(|rest| rest.starts_with("${") || rest.starts_with("$(")) => {
                at = substitution(text, at, &mut value);
                last = at;
                continue;
            }
            '=' if name.is_none() && is_name(Span::new(start, at).of(text)) => {
                name = Some((Span::new(start, at).of(text).to_owned(), Span::new(start, at)));
                value = Mapper::default();
                from = at + 1;
                at = from;
                last = at;
                continue;
            }
            _ if c.is_whitespace() || marks.contains(c) => break,
            _ => value.copy(text, place),
        }
        at = place.end;
        last = at;
    }
    let span = Span::new(from.min(last), last);
    let value = value.finish();
    let value = if value.text().is_empty() { Mapped::verbatim(text, Span::at(span.start)) } else { value };
    (Word { value, span, quote, name }, at.max(start + 1))
}

/// Adds what stands in quotes; the offset behind them.
fn quoted(text: &str, open: usize, mark: char, out: &mut Mapper) -> usize {
    let mut at = open + 1;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let place = Span::new(at, at + c.len_utf8());
        let rest = text.get(place.end..).unwrap_or_default();
        match c {
            _ if c == mark => return place.end,
            '\\' if mark == '"' && rest.starts_with(['"', '\\', '$', '`', '\n']) => {
                let escaped = Span::new(place.end, place.end + 1);
                if !rest.starts_with('\n') {
                    out.push(escaped.of(text), Span::new(at, escaped.end));
                }
                at = escaped.end;
            }
            '$' if mark == '"' && rest.starts_with(['{', '(']) => at = substitution(text, at, out),
            _ => {
                out.copy(text, place);
                at = place.end;
            }
        }
    }
    at
}

/// Adds `${...}` or `$(...)` as it stands; the offset behind it.
fn substitution(text: &str, at: usize, out: &mut Mapper) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let (open, close) = if rest.starts_with("${") { ('{', '}') } else { ('(', ')') };
    let mut depth = 0usize;
    let mut end = at + 2.min(rest.len());
    for (offset, c) in rest.char_indices().take_while(|(_, c)| *c != '\n') {
        if c == open {
            depth += 1;
        } else if c == close {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                end = at + offset + 1;
                break;
            }
        }
    }
    let span = Span::new(at, end);
    // What a command prints is not known.
    if open == '(' {
        out.push("${value}", span)
    } else {
        out.copy(text, span)
    }
    end
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// The name of the command, without folders.
fn called(words: &[Word]) -> &str {
    let first = words.iter().find(|word| word.name.is_none());
    first.map_or("", |word| word.value.text()).rsplit('/').next().unwrap_or_default()
}

/// Notes that a command reads the string in a variable of the script. What is exported others may read as well.
fn follow(text: &str, words: &[Word], out: &mut Document) {
    if !LIBPQ.contains(&called(words)) {
        return;
    }
    for word in words.iter().filter(|word| word.name.is_none()) {
        let given = word.value.text();
        let Some(name) = given.strip_prefix("--dbname=").unwrap_or(given).strip_prefix('$') else { continue };
        let name = name.strip_prefix('{').and_then(|name| name.strip_suffix('}')).unwrap_or(name);
        let is_it = |entry: &&mut Entry| entry.name.as_ref().is_some_and(|it| it.0 == name);
        let is_exported = |entry: &Entry| {
            let start = entry.name.as_ref().map_or(0, |it| it.1.start);
            text.get(..start).is_some_and(|before| before.trim_end().ends_with("export"))
        };
        if let Some(entry) = out.entries.iter_mut().rev().find(is_it).filter(|it| !is_exported(it)) {
            entry.scope = 1;
        }
    }
}

/// Notes what a command assigns and gets.
fn note(text: &str, words: Vec<Word>, is_dockerfile: bool, out: &mut Document) {
    let called = called(&words).to_owned();
    let scope = usize::from(LIBPQ.contains(&called.as_str()));
    let is_env = is_dockerfile && matches!(called.to_ascii_uppercase().as_str(), "ENV" | "ARG");
    // `ENV NAME value`
    let old_form = is_env && words.len() == 3 && words.iter().all(|word| word.name.is_none());
    let given_name = words.get(1).filter(|_| old_form).map(|word| (word.value.text().to_owned(), word.span));
    for (index, word) in words.into_iter().enumerate() {
        let name = word.name.or_else(|| given_name.clone().filter(|_| index == 2));
        let value = with_defaults(word.value);
        let expansions = match word.quote {
            Quote::Single => Vec::new(),
            quote => dotenv::expansions(text, word.span, quote),
        };
        let scope = if name.is_some() { 0 } else { scope };
        let is_string = spelling_of(value.text()).is_some();
        if name.is_some() || is_string {
            let quote = word.quote;
            let cut = cut(text, &word.span).filter(|_| is_string && quote == Quote::None && !is_dockerfile);
            out.entries.push(Entry { name, scope, quote, cut, expansions, ..Entry::new(value, word.span) });
            continue;
        }
        let urls = plain::urls(value.text()).into_iter();
        let entry = |url| {
            let span = value.source(url);
            let inside = expansions.iter().copied().filter(|it| span.contains(*it)).collect();
            Entry { scope, quote: word.quote, expansions: inside, ..Entry::new(value.part(url), span) }
        };
        out.entries.extend(urls.map(entry));
    }
}

/// What stands behind a word and its `&`, with the `&`, when it looks like a part of the word: `?a=1&b=2`.
fn cut(text: &str, word: &Span) -> Option<Span> {
    let rest = text.get(word.end..)?;
    let rest = rest.get(..rest.find(char::is_whitespace).unwrap_or(rest.len()))?;
    let name = rest.strip_prefix('&')?.split_once('=')?.0;
    is_name(name).then(|| Span::new(word.end, word.end + rest.len()))
}

/// Text that means itself, in quotes and without.
fn encode(text: &str, entry: &Entry) -> Option<String> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "%-._~/:@+,=".contains(c);
    let is_quoted = |c: char| c.is_ascii_graphic() && !"\"'`$\\!".contains(c);
    let is_kept = |c: char| if entry.quote == Quote::None { is_plain(c) } else { is_quoted(c) };
    text.chars().all(is_kept).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{DOCKERFILE, FORMAT};
    use crate::formats::Format;

    fn found(format: &Format, text: &str) -> Vec<(String, String, usize)> {
        let entries = (format.read)(text).entries.into_iter();
        entries.map(|it| (it.name.unwrap_or_default().0, it.value.text().to_owned(), it.scope)).collect()
    }

    fn said(all: &[(&str, &str, usize)]) -> Vec<(String, String, usize)> {
        all.iter().map(|(name, value, scope)| ((*name).to_owned(), (*value).to_owned(), *scope)).collect()
    }

    #[test]
    fn assignments_and_words_of_commands_are_found() {
        let text = "#!/bin/sh\nexport A='b c' # said\nB=\"postgresql://$U:${P:-x}@h/d\" psql \"postgresql://a@h/d\" -c 'select 1'\n\
                    cat <<EOF\nC=d\nEOF\nE=f\\&g\npg_dump \\\n  postgresql://a@h/e | psql\n";
        assert_eq!(
            found(&FORMAT, text),
            said(&[
                ("A", "b c", 0),
                ("B", "postgresql://$U:x@h/d", 0),
                ("", "postgresql://a@h/d", 1),
                ("E", "f&g", 0),
                ("", "postgresql://a@h/e", 1),
            ])
        );
    }

    #[test]
    fn a_variable_is_followed_to_the_command_that_reads_it() {
        let text = "A=postgresql://a@h/d\nexport B=postgresql://a@h/e\npsql \"$A\" -c x\npg_dump --dbname=\"${B}\"\n";
        let expected = said(&[("A", "postgresql://a@h/d", 1), ("B", "postgresql://a@h/e", 0)]);
        assert_eq!(found(&FORMAT, text), expected);
    }

    #[test]
    fn a_dockerfile_sets_variables() {
        let text = "FROM x\nENV A=b C=\"d\"\nENV URL postgresql://a@h/d\nARG E\nRUN echo # no\n";
        assert_eq!(
            found(&DOCKERFILE, text),
            said(&[("A", "b", 0), ("C", "d", 0), ("URL", "postgresql://a@h/d", 0)])
        );
    }

    #[test]
    fn any_text_is_read() {
        for text in ["A=", "A=\"", "'", "\\", "${", "$(", "<<", "<<<a", "A='\\", "A=$(b \"c\")\n", "ü=ä \"ö"]
        {
            for format in [&FORMAT, &DOCKERFILE] {
                for entry in (format.read)(text).entries {
                    assert!(text.get(entry.span.start..entry.span.end).is_some(), "{text:?}");
                }
            }
        }
    }
}
