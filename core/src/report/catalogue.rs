//! Everything that connlint knows, for lists, pages and completions.

use serde::Serialize;

use crate::drivers::DRIVERS;
use crate::endpoints::{ENDPOINTS, Limit};
use crate::rules::RULES;

/// All tables, in a shape that can be written out.
#[derive(Clone, Debug, Serialize)]
pub struct Catalogue {
    /// Rules.
    pub rules: Vec<Topic>,
    /// Drivers.
    pub drivers: Vec<Topic>,
    /// Endpoints.
    pub endpoints: Vec<Topic>,
}

/// One entry of a table.
#[derive(Clone, Debug, Serialize)]
pub struct Topic {
    /// Name on the command line.
    pub name: &'static str,
    /// What people call it; for rules the summary.
    pub label: &'static str,
    /// The paragraph about it.
    pub docs: &'static str,
    /// For endpoints, what they bound.
    #[serde(skip_serializing_if = "<[Limit]>::is_empty")]
    pub limits: &'static [Limit],
}

/// All tables.
pub fn catalogue() -> Catalogue {
    let topic = |name, label, docs| Topic { name, label, docs, limits: &[] };
    Catalogue {
        rules: RULES.iter().map(|rule| topic(rule.name, rule.summary, rule.docs)).collect(),
        drivers: DRIVERS.iter().map(|driver| topic(driver.name, driver.label, driver.docs)).collect(),
        endpoints: ENDPOINTS
            .iter()
            .map(|it| Topic { limits: it.limits, ..topic(it.name, it.label, it.docs) })
            .collect(),
    }
}
