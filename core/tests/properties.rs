//! What holds of every driver's reader, whatever it is given: it comes to an end, reads the same every time, and speaks
//! of places that are in the text and cut no character.

#![allow(clippy::expect_used)]

use connlint_core::drivers::{DRIVERS, DriverAt};
use connlint_core::model::{Reading, Version};
use connlint_core::parse::Spelling;
use connlint_core::text::Span;
use proptest::prelude::*;

const SPELLINGS: [Spelling; 4] = [Spelling::Uri, Spelling::KeywordValue, Spelling::Jdbc, Spelling::Parts];

/// Every place that a reading speaks of.
fn spans(reading: &Reading) -> Vec<Span> {
    let mut out: Vec<Span> = reading.refusal.iter().map(|refusal| refusal.span).collect();
    for host in &reading.hosts {
        out.extend(host.name.as_ref().and_then(|name| name.span));
        out.extend(host.port.as_ref().and_then(|port| port.span));
    }
    out.extend([&reading.user, &reading.dbname].into_iter().flatten().filter_map(|it| it.span));
    out.extend(reading.password.as_ref().and_then(|password| password.span));
    out.extend(reading.params.iter().flat_map(|given| [given.span, given.key_span, given.value_span]));
    out.extend(reading.startup.iter().filter_map(|(_, value)| value.span));
    out.extend(reading.tls.span);
    out.extend(reading.prepared.span);
    out
}

fn check(text: &str) {
    for driver in DRIVERS {
        let oldest = DriverAt { driver, version: Version(0, 0, 0), version_known: true };
        for at in [DriverAt::newest(driver), oldest] {
            for spelling in SPELLINGS {
                let reading = at.read(text, spelling);
                assert_eq!(reading, at.read(text, spelling), "{} reads {text:?} anew", at.display());
                for span in spans(&reading) {
                    let inside = text.get(span.start..span.end).is_some();
                    assert!(inside, "{} reads {text:?} as {spelling:?} with {span:?}", at.display());
                }
            }
        }
    }
}

/// Pieces that readers look for, so that random strings get past the first check.
fn piece() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "postgresql://",
        "postgres://",
        "postgresql+asyncpg://",
        "postgresql+psycopg2://",
        "postgresql+pg8000://",
        "jdbc:postgresql://",
        "@",
        ":",
        "/",
        "?",
        "&",
        "=",
        "#",
        ",",
        ";",
        "[",
        "]",
        "[::1]",
        "%",
        "%40",
        "%00",
        "%E4",
        "%2C",
        "+",
        " ",
        "\t",
        "\n",
        "'",
        "\"",
        "\\",
        "host",
        "hostaddr",
        "port",
        "user",
        "password",
        "dbname",
        "database",
        "sslmode",
        "ssl",
        "require",
        "verify-full",
        "system",
        "5432",
        "0",
        "-1",
        "99999999999999999999",
        "ü",
        "пароль",
        "\u{feff}",
        "options",
        "host=a",
        "port=1,2",
        "application_name",
        "connect_timeout=x",
        "statement_cache_size=0",
        "service=x",
    ]);
    prop_oneof![4 => known.prop_map(str::to_owned), 1 => any::<char>().prop_map(String::from), 1 => "[a-z0-9]{1,6}"]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_with_places_inside_it(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn anything_like_a_connection_is_read_with_places_inside_it(pieces in prop::collection::vec(piece(), 0..14)) {
        check(&pieces.concat());
    }
}
