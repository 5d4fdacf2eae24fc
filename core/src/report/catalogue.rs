//! Everything that connlint knows, for lists, pages and completions.

use serde::Serialize;

use crate::drivers::DRIVERS;
use crate::endpoints::ENDPOINTS;
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
}

/// All tables.
pub fn catalogue() -> Catalogue {
    let topic = |name, label, docs| Topic { name, label, docs };
    Catalogue {
        rules: RULES.iter().map(|rule| topic(rule.name, rule.summary, rule.docs)).collect(),
        drivers: DRIVERS.iter().map(|driver| topic(driver.name, driver.label, driver.docs)).collect(),
        endpoints: ENDPOINTS.iter().map(|it| topic(it.name, it.label, it.docs)).collect(),
    }
}
