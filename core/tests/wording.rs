//! How findings are worded, over the findings of all examples; and that the list of rules is in order.

#![allow(clippy::expect_used, clippy::disallowed_methods)]

use std::path::Path;

use connlint_core::diag::Finding;
use connlint_core::drivers::{DRIVERS, DriverAt};
use connlint_core::endpoints::EndpointAt;
use connlint_core::rules::RULES;
use connlint_core::{Options, lint};

/// Columns that a title may take.
const WIDTH: usize = 100;

/// Words with which advice begins when it is not an instruction.
const NO_INSTRUCTIONS: &[&str] = &["it", "the", "this", "you", "there", "please", "consider", "maybe"];

/// Findings of every example, for its own driver and for every driver.
fn findings() -> Vec<Finding> {
    let mut out = Vec::new();
    for example in RULES.iter().flat_map(|rule| rule.examples) {
        let own = (!example.driver.is_empty()).then(|| DriverAt::parse(example.driver).expect("a driver"));
        let everyone = DRIVERS.iter().map(|driver| Some(DriverAt::newest(driver)));
        for driver in everyone.chain([own, None]) {
            let endpoint = (!example.endpoint.is_empty())
                .then(|| EndpointAt::parse(example.endpoint).expect("an endpoint"));
            let options = Options { driver, endpoint, ..Options::default() };
            let path = (!example.path.is_empty()).then_some(example.path);
            out.extend(lint(example.text, path, &options).findings);
        }
    }
    out
}

/// What is wrong with the words of a finding.
fn complaints(finding: &Finding) -> Vec<String> {
    let mut out = Vec::new();
    let texts = finding.notes.iter().chain(&finding.help).chain([&finding.message]);
    let texts = texts.chain(finding.labels.iter().map(|label| &label.text));
    for text in texts.chain(finding.fix.iter().map(|fix| &fix.title)) {
        let bare = outside_of_backticks(text);
        if text.trim() != text || text.is_empty() {
            out.push(format!("blanks around it: {text:?}"));
        }
        if bare.ends_with(['.', '!']) || bare.contains('?') {
            out.push(format!("a full stop, or a question: {text:?}"));
        }
    }
    if finding.message.chars().count() > WIDTH {
        out.push(format!("longer than {WIDTH}: {:?}", finding.message));
    }
    if begins_with_capital(&finding.message) {
        out.push(format!("begins with a capital: {:?}", finding.message));
    }
    let first = finding.help.as_deref().unwrap_or_default().split([' ', ',']).next().unwrap_or_default();
    if NO_INSTRUCTIONS.contains(&first) || first.starts_with(|c: char| c.is_uppercase()) {
        out.push(format!("not an instruction: {:?}", finding.help));
    }
    out.into_iter().map(|it| format!("{}: {it}", finding.rule)).collect()
}

/// A capital is right where a name begins the sentence.
fn begins_with_capital(text: &str) -> bool {
    let names = DRIVERS.iter().map(|driver| driver.label);
    let others = connlint_core::endpoints::ENDPOINTS.iter().map(|endpoint| endpoint.label);
    let is_name =
        names.chain(others).chain(["JDBC", "SQLAlchemy", "Supabase", "PgBouncer", "PostgreSQL", "Prisma"]);
    text.starts_with(|c: char| c.is_uppercase()) && !is_name.into_iter().any(|name| text.starts_with(name))
}

fn outside_of_backticks(text: &str) -> String {
    text.split('`').step_by(2).collect()
}

#[test]
fn findings_are_worded_alike() {
    let mut failures: Vec<String> = findings().iter().flat_map(complaints).collect();
    failures.sort();
    failures.dedup();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn rules_are_listed_by_name_and_live_in_a_file_of_that_name() {
    assert!(RULES.is_sorted_by_key(|rule| rule.name), "not by name");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rules");
    for rule in RULES {
        let file = folder.join(format!("{}.rs", rule.name.replace('-', "_")));
        let text = std::fs::read_to_string(&file).expect("the file of a rule");
        assert!(text.starts_with(&format!("//! `{}`: ", rule.name)), "{}", file.display());
        assert!(
            rule.name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'),
            "{}",
            rule.name
        );
    }
}
