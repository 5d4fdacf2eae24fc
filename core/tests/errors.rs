//! Every error text's example, and a log with each of its wordings, explained.

#![allow(clippy::disallowed_methods)]

use std::path::Path;

use connlint_core::errors::EMITTERS;
use connlint_core::explain_error;
use connlint_core::rules::by_name;
use proptest::prelude::*;

/// The message as it is pasted: in the middle of a traceback, broken into lines, with escaped quotes.
fn pasted(example: &str) -> [String; 3] {
    [
        example.to_owned(),
        format!(
            "Traceback (most recent call last):\n  File \"/app/db.py\", line 3, in <module>\n{example}\n[SQL: SELECT 1]\n"
        ),
        example.replace(' ', "\n    ").replace('"', "\\\""),
    ]
}

/// A wording without its marks of where a message begins and ends.
fn words(text: &str) -> &str {
    text.trim_start_matches('^').trim_end_matches('$')
}

#[test]
fn every_example_is_explained_by_its_text_first() {
    let mut wrong = Vec::new();
    for emitter in EMITTERS {
        for text in emitter.texts {
            for message in pasted(text.example) {
                let first = explain_error(&message, None).into_iter().next().map(|it| (it.emitter, it.text));
                if !first.is_some_and(|(name, said)| {
                    name == emitter.name && text.texts.iter().any(|it| words(it) == said)
                }) {
                    wrong.push(format!("{message:?}: {first:?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// `tests/excerpts/EMITTER.txt`: logs and tracebacks, each behind a line `== ` with the wording that explains it.
fn excerpts(emitter: &str) -> Vec<(String, String)> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/excerpts").join(format!("{emitter}.txt"));
    let text = std::fs::read_to_string(&file).unwrap_or_default();
    let blocks = text.strip_prefix("== ").unwrap_or_default().split("\n== ");
    blocks.filter_map(|it| it.split_once('\n')).map(|(text, log)| (text.to_owned(), log.to_owned())).collect()
}

#[test]
fn every_wording_is_found_in_a_log() {
    let mut wrong = Vec::new();
    for emitter in EMITTERS {
        let excerpts = excerpts(emitter.name);
        for (wording, log) in &excerpts {
            let first = explain_error(log, None).into_iter().next().map(|it| (it.emitter, it.text));
            if first != Some((emitter.name, words(wording))) {
                wrong.push(format!("{}: {wording:?}: {first:?}", emitter.name));
            }
        }
        let wordings = emitter.texts.iter().flat_map(|error| error.texts);
        let missing = wordings.filter(|text| !excerpts.iter().any(|(wording, _)| wording == *text));
        wrong.extend(missing.map(|text| format!("{}: {text:?} has no excerpt", emitter.name)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_named_exists() {
    for text in EMITTERS.iter().flat_map(|emitter| emitter.texts) {
        for rule in text.rules {
            assert!(by_name(rule).is_some(), "`{rule}` of {:?}", text.texts);
        }
    }
}

#[test]
fn the_name_of_a_statement_names_the_client() {
    let first = |message: &str| {
        explain_error(message, None).into_iter().next().map(|it| it.statement_of).unwrap_or_default()
    };
    let clients = first("ERROR: prepared statement \"__asyncpg_stmt_2a__\" does not exist");
    assert!(
        clients
            .iter()
            .any(|(client, off)| client.contains("asyncpg") && off.contains("statement_cache_size"))
    );
    assert!(first("ERROR: prepared statement \"mine\" does not exist").is_empty());
}

#[test]
fn no_password_comes_back() {
    let message =
        "invalid dsn: missing \"=\" after \"postgresql+x://app:GEHEIM@db/shop\" in connection info string";
    let told = serde_json::to_string(&explain_error(message, None)).unwrap_or_default();
    assert!(!told.is_empty() && !told.contains("GEHEIM"));
}

proptest! {
    #[test]
    fn explaining_is_total(message in "(?s)(prepared statement \"|\" already exists|parameter: |.|\n|é){0,40}") {
        let _ = explain_error(&message, None);
    }
}
