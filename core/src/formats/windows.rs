//! Scripts of Windows: `set NAME=value` in batch files, `$env:NAME = "value"` in PowerShell.

use super::{Document, Entry, Format, Quote};
use crate::text::{Mapped, Mapper, Span};

pub(super) static BATCH: Format = Format {
    name: "batch",
    label: "batch file",
    has_name: |name| [".bat", ".cmd"].iter().any(|ending| name.to_ascii_lowercase().ends_with(ending)),
    looks_like: |_| false,
    read: |text| read(text, batch_line),
    encode: |text, _| is_plain(text).then(|| text.replace('%', "%%")),
};

pub(super) static POWERSHELL: Format = Format {
    name: "powershell",
    label: "PowerShell script",
    has_name: |name| [".ps1", ".psm1"].iter().any(|ending| name.to_ascii_lowercase().ends_with(ending)),
    looks_like: |_| false,
    read: |text| read(text, powershell_line),
    encode: |text, _| is_plain(text).then(|| text.to_owned()),
};

/// Text that neither of them changes, but for `%`.
fn is_plain(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii_alphanumeric() || "%-._~/:@+,=?".contains(c))
}

/// What a line is to a script.
enum Line {
    Comment(Span),
    Assignment(Box<Entry>),
}

/// Only assignments are looked at; what else a script does with its text is not known.
fn read(text: &str, line_of: fn(&str, Span) -> Option<Line>) -> Document {
    let mut out = Document { in_other_text: true, ..Document::default() };
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim_start_matches(['\u{feff}', ' ', '\t', '@']);
        let start = at + line.len() - content.len();
        match line_of(text, Span::new(start, start + content.trim_end().len())) {
            Some(Line::Comment(span)) => out.comments.push(span),
            Some(Line::Assignment(entry)) => out.entries.push(*entry),
            None => {}
        }
        at += line.len();
    }
    out
}

/// `set NAME=value`, `set "NAME=value"` and `setx NAME "value"`.
fn batch_line(text: &str, line: Span) -> Option<Line> {
    let content = line.of(text);
    let (command, rest) = content.split_once([' ', '\t']).unwrap_or((content, ""));
    let rest = rest.trim_start();
    let start = line.end - rest.len();
    let mark = match command.to_ascii_lowercase().as_str() {
        "rem" | "::" => return Some(Line::Comment(Span::new(start, line.end))),
        "set" if !rest.starts_with('/') => '=',
        "setx" if !rest.starts_with('/') => ' ',
        _ => return None,
    };
    let is_quoted = mark == '=' && rest.starts_with('"');
    let start = start + usize::from(is_quoted);
    let inner = Span::new(start, line.end).of(text);
    let end = if is_quoted { inner.rfind('"')? } else { inner.len() };
    assignment(text, Span::new(start, start + end), mark)
}

/// `$env:NAME = "value"` and `$name = 'value'`.
fn powershell_line(text: &str, line: Span) -> Option<Line> {
    let content = line.of(text);
    if content.starts_with('#') {
        return Some(Line::Comment(Span::new(line.start + 1, line.end)));
    }
    let name = content.strip_prefix('$')?;
    let colon = name.get(..4).filter(|scope| scope.eq_ignore_ascii_case("env:")).map_or(0, str::len);
    let behind = name.split_once('=')?.1.trim_start();
    let is_text = behind.starts_with(['"', '\'']) && !behind.starts_with("\"\"") && !behind.contains('`');
    if !is_text {
        return None;
    }
    assignment(text, Span::new(line.start + 1 + colon, line.end), '=')
}

/// A name, `mark`, and a value in quotes or without.
fn assignment(text: &str, span: Span, mark: char) -> Option<Line> {
    let (name, rest) = span.of(text).split_once(mark)?;
    let name_span = Span::new(span.start, span.start + name.trim_end().len());
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let name = name_span.of(text).to_owned();
    if name.is_empty() || !name.chars().all(is_name) {
        return None;
    }
    let value = rest.trim_start();
    let start = span.end - value.len();
    let quote = match value.chars().next() {
        Some('"') => Quote::Double,
        Some('\'') => Quote::Single,
        _ => Quote::None,
    };
    let place = match value.get(1..).filter(|_| quote != Quote::None) {
        Some(inner) => {
            let close = inner.find(if quote == Quote::Double { '"' } else { '\'' })?;
            Span::new(start + 1, start + 1 + close)
        }
        None => Span::new(start, start + value.trim_end().len()),
    };
    let value =
        if quote == Quote::Single { Mapped::verbatim(text, place) } else { without_doubled(text, place) };
    Some(Line::Assignment(Box::new(Entry {
        name: Some((name, name_span)),
        quote,
        ..Entry::new(value, place)
    })))
}

/// `%%` of a batch file stands for one `%`; elsewhere two of them stand side by side in no string.
fn without_doubled(text: &str, span: Span) -> Mapped {
    let mut out = Mapper::default();
    let mut at = span.start;
    while let Some(found) = Span::new(at, span.end).of(text).find("%%").map(|found| at + found) {
        out.copy(text, Span::new(at, found));
        out.push("%", Span::new(found, found + 2));
        at = found + 2;
    }
    if at == span.start {
        return Mapped::verbatim(text, span);
    }
    out.copy(text, Span::new(at, span.end));
    out.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(format: &Format, text: &str) -> Vec<(String, String)> {
        let entries = (format.read)(text).entries.into_iter();
        entries.map(|it| (it.name.unwrap_or_default().0, it.value.text().to_owned())).collect()
    }

    fn said(all: &[(&str, &str)]) -> Vec<(String, String)> {
        all.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn batch_files_set_variables() {
        let text = "@echo off\r\nrem no=1\r\nSET A=b%%40c\r\nset \"B=d e\"\r\nsetx C \"f\"\r\nset /p D=g\r\nif x set E=h\r\nset\r\n";
        assert_eq!(found(&BATCH, text), said(&[("A", "b%40c"), ("B", "d e"), ("C", "f")]));
    }

    #[test]
    fn powershell_sets_variables() {
        let text = "# no\n$env:A = \"b\"\n$Env:B='c' # d\n$url = \"e\"\n$x = Get-Item\n$env:Path += \"f\"\n$env:é = \"g\n";
        assert_eq!(found(&POWERSHELL, text), said(&[("A", "b"), ("B", "c"), ("url", "e")]));
    }
}
