//! Every rule's examples, executed.

#![allow(clippy::expect_used)]

use connlint_core::diag::{Safety, Severity};
use connlint_core::drivers::DriverAt;
use connlint_core::endpoints::EndpointAt;
use connlint_core::rules::{Example, Outcome, RULES, Rule};
use connlint_core::{Options, fix, lint};

fn options(example: &Example) -> Options {
    Options {
        driver: (!example.driver.is_empty())
            .then(|| DriverAt::parse(example.driver).expect("a driver's name")),
        endpoint: (!example.endpoint.is_empty())
            .then(|| EndpointAt::parse(example.endpoint).expect("an endpoint's name")),
        ..Options::default()
    }
}

fn path(example: &Example) -> Option<&'static str> {
    (!example.path.is_empty()).then_some(example.path)
}

/// What is wrong with an example; empty when it does what it says.
fn complaints(rule: &Rule, example: &Example) -> Vec<String> {
    let mut out = Vec::new();
    let options = options(example);
    let report = lint(example.text, path(example), &options);
    let (own, others): (Vec<_>, Vec<_>) =
        report.findings.iter().partition(|finding| finding.rule == rule.name);
    let expected = usize::from(example.outcome != Outcome::Good);
    if own.len() != expected {
        out.push(format!("{} findings of its own, expected {expected}: {:?}", own.len(), messages(&own)));
    }
    let loud: Vec<_> = others.into_iter().filter(|finding| finding.severity > Severity::Hint).collect();
    if !loud.is_empty() {
        out.push(format!("errors or warnings of other rules: {:?}", messages(&loud)));
    }
    if let (Outcome::Fixed(after), Some(finding)) = (example.outcome, own.first()) {
        out.extend(fix_complaints(rule, example, finding, after, &options));
    }
    out
}

fn fix_complaints(
    rule: &Rule,
    example: &Example,
    finding: &connlint_core::diag::Finding,
    after: &str,
    options: &Options,
) -> Vec<String> {
    let Some(fix) = &finding.fix else { return vec!["no fix".to_owned()] };
    let Some(fixed) = connlint_core::text::apply_edits(example.text, &fix.edits) else {
        return vec!["the edits of its fix do not fit the text".to_owned()];
    };
    let mut out = Vec::new();
    if fixed != after {
        out.push(format!("its fix gives {fixed:?}, expected {after:?}"));
    }
    let report = lint(&fixed, path(example), options);
    if report.findings.iter().any(|it| it.rule == rule.name) {
        out.push("its fix does not silence it".to_owned());
    }
    let loud: Vec<_> = report.findings.iter().filter(|it| it.severity > Severity::Hint).collect();
    if !loud.is_empty() {
        out.push(format!("its fix brings new findings: {:?}", messages(&loud)));
    }
    if fix.safety != Safety::Shown {
        let all = fix::fix(example.text, path(example), options, fix.safety);
        let again = fix::fix(&all.text, path(example), options, fix.safety);
        if !again.applied.is_empty() {
            out.push(format!("fixing again changes more: {:?}", again.applied));
        }
    }
    out
}

fn messages(findings: &[&connlint_core::diag::Finding]) -> Vec<String> {
    findings.iter().map(|it| format!("{}[{}]: {}", it.severity.name(), it.rule, it.message)).collect()
}

#[test]
fn every_example_does_what_it_says() {
    let mut failures = Vec::new();
    for rule in RULES {
        for example in rule.examples {
            for complaint in complaints(rule, example) {
                failures.push(format!("{}: {:?} ({}): {complaint}", rule.name, example.text, example.driver));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_rule_shows_a_good_and_a_bad_example() {
    for rule in RULES {
        let good = rule.examples.iter().any(|example| example.outcome == Outcome::Good);
        let bad = rule.examples.iter().any(|example| example.outcome != Outcome::Good);
        assert!(good && bad, "{} needs both", rule.name);
    }
}
