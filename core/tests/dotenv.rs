//! `.env` lines as the loaders read them, and edits that go through quoting.

#![allow(clippy::expect_used)]

use connlint_core::diag::Safety;
use connlint_core::drivers::DriverAt;
use connlint_core::formats::{Document, format_of};
use connlint_core::text::Span;
use connlint_core::{Options, fix};
use proptest::prelude::*;

fn read(text: &str) -> Document {
    (format_of(Some(".env"), text).read)(text)
}

fn values(document: &Document) -> Vec<(&str, &str)> {
    document
        .entries
        .iter()
        .map(|entry| (entry.name.as_ref().map_or("", |name| name.0.as_str()), entry.value.text()))
        .collect()
}

/// python-dotenv 1.2.4 and Node's `dotenv` 18.0.10 gave exactly these on 2026-11-24.
#[test]
fn lines_on_which_the_loaders_agree() {
    let table: &[(&str, &[(&str, &str)])] = &[
        ("A=b", &[("A", "b")]),
        ("A = b", &[("A", "b")]),
        ("A=\tb\t", &[("A", "b")]),
        ("export A=b", &[("A", "b")]),
        ("\texport\tA=b", &[("A", "b")]),
        ("export=b", &[("export", "b")]),
        ("export export A=b", &[]),
        ("A b=c", &[]),
        ("=b", &[]),
        ("A=b # c", &[("A", "b")]),
        ("A=b\t#c", &[("A", "b")]),
        ("A= #c", &[("A", "")]),
        ("A=", &[("A", "")]),
        ("A=\nB=c", &[("A", ""), ("B", "c")]),
        ("A = \nB=c", &[("A", ""), ("B", "c")]),
        ("A=\"b # c\" # d", &[("A", "b # c")]),
        ("A='b' # it's", &[("A", "b")]),
        ("A=\"\"", &[("A", "")]),
        ("A=\"b\\nc\\rd\"", &[("A", "b\nc\rd")]),
        ("A=\"b\\xc\"", &[("A", "b\\xc")]),
        ("A='b\\nc'", &[("A", "b\\nc")]),
        ("A=b\\nc", &[("A", "b\\nc")]),
        ("A=\"b\nC=d\"", &[("A", "b\nC=d")]),
        ("A='x\ny' # z\nB=1", &[("A", "x\ny"), ("B", "1")]),
        ("A=b\"c\"d", &[("A", "b\"c\"d")]),
        ("A=it's", &[("A", "it's")]),
        ("A=b\r\nC=d\r\n", &[("A", "b"), ("C", "d")]),
        ("A=b\rC=d", &[("A", "b"), ("C", "d")]),
        ("\u{feff}A=b", &[("A", "b")]),
        ("A=b\0c", &[("A", "b\0c")]),
        ("A=\u{a0}b\u{a0}", &[("A", "b")]),
        ("A.b=c", &[("A.b", "c")]),
        ("1A=b", &[("1A", "b")]),
        ("A=“b”", &[("A", "“b”")]),
        ("A=b;C=d", &[("A", "b;C=d")]),
        ("A==b", &[("A", "=b")]),
        ("A=b\\\nC=d", &[("A", "b\\"), ("C", "d")]),
        ("A=b\u{2028}C=d", &[("A", "b\u{2028}C=d")]),
    ];
    for (text, expected) in table {
        let document = read(text);
        assert_eq!(&values(&document), expected, "{text:?}");
        assert!(document.problems.is_empty(), "{text:?}");
    }
}

/// Where they disagree, the difference is on record.
#[test]
fn lines_on_which_they_differ_say_so() {
    let document = read("A=postgres://u:p#w@h/d");
    let [entry] = document.entries.as_slice() else { panic!("one entry") };
    assert_eq!(entry.cut.map(|cut| cut.of("A=postgres://u:p#w@h/d")), Some("#w@h/d"));

    let expanded = |text: &str| -> Vec<String> {
        let document = read(text);
        let entry = document.entries.first().expect("an entry");
        entry.expansions.iter().map(|span| span.of(text).to_owned()).collect()
    };
    assert_eq!(expanded("A=p$w0rd"), ["$w0rd"]);
    assert_eq!(expanded("A=\"${b:-d}${c}\""), ["${b:-d}", "${c}"]);
    assert_eq!(expanded("A='${b}'"), ["${b}"]);
    for kept in ["A='p$w'", "A=a$", "A=a$1", "A=$$b", "A=b\\$c", "A=${b", "A=${}"] {
        assert!(expanded(kept).is_empty(), "{kept}");
    }

    let problem = |text: &str| read(text).problems.into_iter().map(|it| it.message).collect::<Vec<_>>();
    let never_closed = ["the quote that opens the value of `A` is never closed"];
    assert_eq!(problem("A=\"b"), never_closed);
    assert_eq!(problem("A=\"b\nC=\"d\""), never_closed);
    assert_eq!(problem("A=\"b\" c"), ["text behind the closing quote of the value of `A`"]);
    assert_eq!(
        problem("A: postgres://h/d"),
        ["`A` is assigned with `:`, which only some loaders take for `=`"]
    );
}

/// A `.env` file whose text is quoted in one of the ways there are.
fn quoted_value() -> impl Strategy<Value = (char, String)> {
    let quote = prop::sample::select(vec!['"', '\'', '`', ' ']);
    (quote, "[a-zA-Z0-9é😀%@:/?#=&.\\\\\"'` $-]{0,30}")
}

proptest! {
    #[test]
    fn reading_is_total_and_spans_fit(text in "(?s)([A-Z]{1,3} ?= ?|export |['\"`#$\\\\{}\n\r\t ]|[a-z:/@é\u{feff}]|.){0,60}") {
        let document = read(&text);
        for entry in &document.entries {
            let value = entry.value.text();
            prop_assert!(text.get(entry.span.start..entry.span.end).is_some());
            for (at, c) in value.char_indices() {
                let source = entry.value.source(Span::new(at, at + c.len_utf8()));
                prop_assert!(text.get(source.start..source.end).is_some_and(|it| !it.is_empty()));
                prop_assert!(entry.span.contains(source));
            }
            let pieces = entry.expansions.iter().chain(&entry.cut).chain(&entry.comment);
            for span in pieces {
                prop_assert!(text.get(span.start..span.end).is_some());
            }
        }
        for span in document.comments.iter().chain(document.problems.iter().map(|it| &it.span)) {
            prop_assert!(text.get(span.start..span.end).is_some());
        }
    }

    /// What an edit writes into a value is read back, whatever the quotes around it.
    #[test]
    fn an_edit_reads_back((quote, value) in quoted_value(), new in "[a-zA-Z0-9%@:/?#=&.\\\\\"'` $é]{1,12}", at in 0usize..30) {
        let quote = quote.to_string();
        let text = format!("A={quote}{value}{quote}\nB=c\n");
        let document = read(&text);
        let Some(entry) = document.entries.first().filter(|_| document.problems.is_empty()) else { return Ok(()) };
        let decoded = entry.value.text();
        let start = decoded.char_indices().map(|(at, _)| at).chain([decoded.len()]).nth(at).unwrap_or(decoded.len());
        let format = format_of(Some(".env"), &text);
        let Some(encoded) = (format.encode)(&new, entry) else { return Ok(()) };
        let source = entry.value.source(Span::at(start));
        // Behind a backslash anything could become an escape, and an empty value has no place of its own.
        prop_assume!(start > 0 && !decoded.get(..start).is_some_and(|before| before.ends_with('\\')));
        let with = |text: &str, at: Span, new: &str| {
            let (before, after) = (text.get(..at.start), text.get(at.end..));
            format!("{}{new}{}", before.unwrap_or_default(), after.unwrap_or_default())
        };
        let after = with(&text, source, &encoded);
        let expected = with(decoded, Span::at(start), &new);
        let again = read(&after);
        prop_assert_eq!(again.entries.first().map(|entry| entry.value.text()), Some(expected.as_str()));
        prop_assert_eq!(again.entries.len(), document.entries.len());
    }
}

/// The fix of a scheme goes through any quoting and leaves the rest of the file alone.
#[test]
fn a_fix_goes_through_quotes() {
    for (before, after) in [
        ("A='postgresql+asyncpg://u@h/d' # x", "A='postgresql://u@h/d' # x"),
        ("A=\"postgresql+asyncpg://u:a\\\"b@h/d\"\r\nB=c", "A=\"postgresql://u:a\\\"b@h/d\"\r\nB=c"),
        ("export A = postgresql+asyncpg://u@h/d", "export A = postgresql://u@h/d"),
    ] {
        let options = Options { driver: DriverAt::parse("libpq"), ..Options::default() };
        assert_eq!(fix::fix(before, Some(".env"), &options, Safety::Safe).text, after);
    }
}
