//! Laws about text: masking, places, and that everything is total.

#![allow(clippy::disallowed_types)]

use std::time::Instant;

use connlint_core::diag::Safety;
use connlint_core::text::{LineIndex, Mapped, Span, mask_connection, secret_spans};
use connlint_core::{Options, fix, lint};
use proptest::prelude::*;

/// Text full of what the readers stumble over.
fn nasty() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "postgres://",
            "postgresql+asyncpg://",
            "jdbc:",
            "//",
            "://",
            "@",
            ":",
            "/",
            "?",
            "#",
            "=",
            "&",
            "%",
            "%4",
            "%00",
            "password",
            "PGPASSWORD=",
            "host=",
            " user=",
            " sslmode=",
            "sslmode=require",
            "'",
            "\"",
            "`",
            "\\",
            "$",
            "${",
            "}",
            "\n",
            "\r\n",
            "\r",
            "\t",
            " ",
            "\u{feff}",
            "\0",
            "[::1]",
            ",",
            "DATABASE_URL=",
            "A: ",
            "# connlint: ignore[",
            "# connlint: driver=",
            "é",
            "😀",
        ])
        .prop_map(str::to_owned),
        "[a-z0-9]{1,6}",
        ".{0,3}",
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\t')
}

proptest! {
    #[test]
    fn masking_keeps_the_shape_and_shows_nothing_new(text in nasty()) {
        let masked = mask_connection(&text);
        // What is masked once more may lose a mark that ended a secret before, and wins nothing back.
        for (text, masked) in [(&text, &masked), (&masked, &mask_connection(&masked))] {
            prop_assert_eq!(masked.chars().count(), text.chars().count());
            for (shown, was) in masked.chars().zip(text.chars()) {
                prop_assert!(shown == was || shown == '*' && !is_line_end(was));
            }
        }
    }

    /// Upper-case letters stand in the password alone.
    #[test]
    fn no_password_shows(
        password in "[A-Z@:/?#%&=\\[\\]!$ ]{0,10}[A-Z][@:/?#%&=!$]{0,2}",
        spelling in 0usize..7,
        around in prop::sample::select(vec!["", "'", "\"", "`"]),
        tail in "(/shop)?([?]sslmode=require)?",
    ) {
        let text = match spelling {
            0 => format!("{around}postgres://app:{password}@db.example.com{tail}{around}"),
            1 => format!("u={around}postgres://app:{password}@db.example.com:5432{tail}{around} # mail"),
            2 => format!("postgres://a:b@c/d postgresql://app:{password}@[::1]:5432{tail}"),
            3 => format!("host=h password='{password}' dbname=d"),
            4 => format!("export u_password={password}"),
            5 => format!("{{\"password\": \"{password}\", \"port\": 5432}}"),
            _ => format!("jdbc:postgresql://h/d?user=u&password={}", password.replace(['&', ' '], "")),
        };
        let masked = mask_connection(&text);
        prop_assert!(!masked.contains(|c: char| c.is_ascii_uppercase()), "{} -> {}", text, masked);
    }

}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn everything_is_total(text in nasty(), path in prop::sample::select(vec![None, Some(".env"), Some("a.txt")])) {
        let options = Options::default();
        let report = lint(&text, path, &options);
        prop_assert_eq!(report.masked.chars().count(), text.chars().count());
        for finding in &report.findings {
            prop_assert!(text.get(finding.start.offset..finding.end.offset).is_some());
            for edit in finding.fix.iter().flat_map(|fix| &fix.edits) {
                prop_assert!(text.get(edit.start.offset..edit.end.offset).is_some());
            }
        }
        let fixed = fix::fix(&text, path, &options, Safety::Unsafe);
        let again = fix::fix(&fixed.text, path, &options, Safety::Unsafe);
        prop_assert_eq!(again.text, fixed.text);
    }

    #[test]
    fn positions_count_characters(text in "(?s)(.|\n|é){0,40}", at in 0usize..200) {
        let text = text.repeat(20);
        let at = (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or_default();
        let position = LineIndex::new(&text).position(&text, at);
        let before = text.get(..at).unwrap_or_default();
        prop_assert_eq!(position.line, before.matches('\n').count() + 1);
        prop_assert_eq!(position.column, before.rsplit('\n').next().unwrap_or_default().chars().count() + 1);
    }
}

/// Seconds for linting `text` in both formats.
fn cost(text: &str) -> f64 {
    let start = Instant::now();
    for path in [".env", "a.txt"] {
        lint(text, Some(path), &Options::default());
    }
    start.elapsed().as_secs_f64()
}

/// A text four times as long costs about four times as much; were a path quadratic, it would be sixteen. A busy
/// machine can disturb one measurement, but not five in a row.
#[test]
fn long_lines_are_read_in_linear_time() {
    let pieces = [
        "a",
        "//",
        "// ",
        "://",
        "a://",
        "@",
        "//:",
        "//u:p@h ",
        "//'u:p@",
        "password=",
        "?password=",
        "pwd='",
        "pwd=\"\\\"",
        "pwd: ",
        "${",
        "${a-",
        "$a",
        "#",
        " #",
        "'",
        "\"",
        "`",
        "\\",
        "=",
        "A=\"",
        "A='\n",
        "A=`b\n",
        "\r",
        "postgres://u:p@h/d?a=b&",
        "host= ",
        "a=b&",
    ];
    for piece in pieces {
        // Longer than a connection string can be, so that its drivers are left out.
        let text = |len: usize| format!("A=postgres://u:{}", piece.repeat(len / piece.len()));
        let is_linear = || cost(&text(132_000)) < 9.0 * cost(&text(33_000));
        assert!((0..5).any(|_| is_linear()), "{piece:?}");
    }
}

#[test]
fn a_place_deep_in_a_long_value_is_found() {
    let text = "é".repeat(100_000);
    let value = Mapped::verbatim(&text, Span::new(0, text.len()));
    let lines = LineIndex::new(&text);
    for at in (0..text.len()).step_by(2) {
        assert_eq!(value.source(Span::at(at)).start, at);
        assert_eq!(lines.position(&text, at).column, at / 2 + 1);
    }
    assert!(secret_spans(&text).is_empty());
}
