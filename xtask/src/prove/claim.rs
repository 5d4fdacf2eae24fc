//! What the rules say of a connection, against what came out.

use connlint_core::diag::Severity;
use connlint_core::drivers::DriverAt;
use connlint_core::endpoints::EndpointAt;
use connlint_core::generate::Connection;
use connlint_core::rules::{Group, RULES};
use connlint_core::{Options, lint};

use super::crowd::lines;
use super::record::{Outcome, Row};

/// How a row contradicts the rules: they warn of a default that works, they are silent about one that does not, or what
/// is generated does not work.
pub fn contradictions(row: &Row, plain: &Connection, known_as: &str) -> Vec<String> {
    let mut out = Vec::new();
    let here = format!("{} at {}", row.driver, row.endpoint);
    let works = row.default.outcome == Outcome::Works;
    match worst(&row.driver, plain, known_as) {
        Some((rule, Severity::Error | Severity::Warning)) if works => {
            out.push(format!("{here}: `{rule}` warns of a default that works"));
        }
        None if !works => out.push(format!("{here}: no rule says that the default {}", row.default)),
        _ => {}
    }
    match row.generated.outcome {
        Outcome::Works => {}
        Outcome::Refused if works => out.push(format!("{here}: the generator refuses what works")),
        Outcome::Refused => {}
        _ => out.push(format!("{here}: what is generated {}", row.generated)),
    }
    match &row.verified {
        Some(trial) if !matches!(trial.outcome, Outcome::Works | Outcome::Refused) => {
            out.push(format!("{here}: what is generated with TLS verified {trial}"));
        }
        _ => {}
    }
    out
}

/// The worst that the rules about endpoints say of a connection.
fn worst(driver: &str, connection: &Connection, known_as: &str) -> Option<(String, Severity)> {
    let text: String = lines(connection).flat_map(|line| [line, "\n"]).collect();
    let options = Options {
        driver: DriverAt::parse(driver),
        endpoint: EndpointAt::parse(known_as),
        ..Options::default()
    };
    let is_about_endpoints =
        |name: &str| RULES.iter().any(|rule| rule.name == name && rule.group == Group::Endpoints);
    let findings = lint(&text, Some(".env"), &options).findings.into_iter();
    let about = findings.filter(|it| is_about_endpoints(&it.rule));
    about.map(|it| (it.rule, it.severity)).max_by_key(|(_, severity)| *severity)
}
