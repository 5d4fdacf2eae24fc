//! YAML files as their programs read them, and edits that go through quoting.

#![allow(clippy::expect_used)]

use connlint_core::diag::Safety;
use connlint_core::drivers::DriverAt;
use connlint_core::formats::{Document, format_of};
use connlint_core::text::Span;
use connlint_core::{Options, fix, lint};
use proptest::prelude::*;

const URL: &str = "postgresql://app@db.example.com/shop";

fn read(text: &str) -> Document {
    (format_of(Some("compose.yml"), text).read)(text)
}

/// The connection strings with their names, each read where it stands.
fn found(text: &str) -> Vec<(String, String)> {
    let name = |name: Option<(String, Span)>| name.map_or(String::new(), |it| it.0);
    let strings = read(text).entries.into_iter().filter(|it| it.value.text().contains("postgresql://"));
    strings.map(|it| (name(it.name), it.value.text().to_owned())).collect()
}

/// `@` stands for the string.
#[test]
fn a_connection_string_is_found_wherever_it_stands() {
    let table: &[(&str, &str)] = &[
        ("environment:\n  DATABASE_URL: @\n", "DATABASE_URL"),
        ("environment:\n  DATABASE_URL: \"@\" # behind\n", "DATABASE_URL"),
        ("environment:\n  - DATABASE_URL=@\n", "DATABASE_URL"),
        ("environment: ['DATABASE_URL=@', \"A=b\"]\n", "DATABASE_URL"),
        ("environment: {A: b, DATABASE_URL: '@'}\n", "DATABASE_URL"),
        ("env:\n  - name: DATABASE_URL\n    value: @\n", "DATABASE_URL"),
        ("\u{feff}url: @\n", "url"),
        ("# größe\nname: größe\nurl: @\r\n", "url"),
        ("? [a, b]\n: c\nurl: @\n", "url"),
        ("a: &x @\nb: *x\n", "a"),
        ("run: psql @ -c 'select 1'\n", ""),
        ("run: |\n  export A=b\n  psql \"@\"\n", ""),
        ("a: 1\n{{- if .Values.x }}\nurl: @\n{{- end }}\n", ""),
        ("a: [1, 2\nb: }\nurl: @\n", ""),
        ("@", ""),
    ];
    for (text, name) in table {
        let text = text.replace('@', URL);
        assert_eq!(found(&text), [((*name).to_owned(), URL.to_owned())], "{text:?}");
        for entry in read(&text).entries.into_iter().filter(|it| it.value.text() == URL) {
            assert_eq!(entry.value.source(Span::new(0, URL.len())).of(&text), URL, "{text:?}");
        }
    }
}

#[test]
fn what_is_commented_out_or_folded_over_lines_is_not_found() {
    for text in ["# url: @\n", "a: b # @\n", "a:\n  # @\n  b: c\n", "a: \"host=a\n  @\"\n", "@: a\n"] {
        assert_eq!(found(&text.replace('@', URL)), [], "{text:?}");
    }
}

#[test]
fn a_comment_names_the_driver() {
    for text in [
        "a: b\nurl: postgresql://db.example.com/shop?pgbouncer=true # connlint: driver=asyncpg\n",
        "a: b # other\n# connlint: driver=asyncpg\nurl: postgresql://db.example.com/shop?pgbouncer=true\n",
    ] {
        let report = lint(text, Some("compose.yml"), &Options::default());
        let finding = report.findings.iter().find(|it| it.rule == "unknown-parameter").expect(text);
        assert!(finding.driver.as_deref().is_some_and(|it| it.starts_with("asyncpg")), "{finding:?}");
    }
}

proptest! {
    /// However the string is quoted: the password is encoded in place, and the program gets what the author meant.
    #[test]
    fn a_fix_is_read_back_as_meant(password in "[a-z]{1,4}[@/'\"][a-z]{1,4}", quote in 0..3) {
        let url = |password: &str| format!("postgresql://app:{password}@db.example.com/shop?sslmode=verify-full");
        let written = match quote {
            0 => url(&password),
            1 => format!("'{}'", url(&password).replace('\'', "''")),
            _ => format!("\"{}\"", url(&password).replace('"', "\\\"")),
        };
        let text = format!("a:\n  DATABASE_URL: {written}\n  other: 1\n");
        prop_assert_eq!(&found(&text), &[("DATABASE_URL".to_owned(), url(&password))]);
        let options = Options { driver: DriverAt::parse("libpq"), ..Options::default() };
        let fixed = fix::fix(&text, Some("compose.yml"), &options, Safety::Unsafe);
        let (name, value) = found(&fixed.text).into_iter().next().expect("still there");
        prop_assert_eq!(name, "DATABASE_URL");
        let encoded = |c, code| password.replace(c, code);
        let meant = [password.clone(), encoded('@', "%40"), encoded('/', "%2F"), encoded('"', "%22"), encoded('\'', "%27")];
        prop_assert!(meant.iter().any(|it| value == url(it)), "{}", value);
        if password.contains(['@', '/']) {
            prop_assert!(value != url(&password), "{}", value);
        }
    }

    /// Broken files too: every value has a place in the file, in order.
    #[test]
    fn any_text_is_read(parts in prop::collection::vec(
        prop::sample::select(vec!["a: ", "- ", "\n", "  ", "'", "\"", "\\", "{", "}", "[", "]", "|\n", ">\n", "&x ", "*x", "#",
            " # c", "ü", "\t", "---\n", "? ", ": ", "!t ", "{{ x }}", "A=", "\r\n", URL, "host=a user=b"]), 0..40)) {
        let text: String = parts.concat();
        let document = read(&text);
        for entry in &document.entries {
            let value = entry.value.text();
            let place = entry.value.source(Span::new(0, value.len()));
            prop_assert!(text.get(place.start..place.end).is_some(), "{text:?}");
            prop_assert!(entry.span.contains(place), "{text:?}");
        }
        for comment in &document.comments {
            prop_assert!(text.get(comment.start..comment.end).is_some(), "{text:?}");
        }
        lint(&text, Some("a.yaml"), &Options::default());
    }
}
