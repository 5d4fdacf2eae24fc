//! Whether what answers is what the string leads one to expect, and what that means for its driver.

use connlint_core::diag::{Finding, Severity};
use connlint_core::drivers::DriverAt;
use connlint_core::endpoints::{EndpointAt, Mode as Claimed, NamedStatements};
use connlint_core::{Options, rules};
use serde::Serialize;

use super::mode::Mode;
use super::pooler::Pooler;
use super::statements::Statements;

/// What the string says.
pub struct Claim<'a> {
    /// The string.
    pub text: &'a str,
    /// Who reads it.
    pub driver: DriverAt,
    /// Who answers, as far as host, port, user and database tell.
    pub endpoint: &'a EndpointAt,
    /// Whether a comment says that code turns named statements off.
    pub statements_off: bool,
}

/// Claim and finding, side by side.
#[derive(Clone, Debug, Serialize)]
pub struct Agreement {
    /// Who the string leads one to expect, as core calls it.
    pub claimed: String,
    /// Why.
    pub because: Vec<String>,
    /// Where that and what was found differ, or the string and what was found.
    pub disagreements: Vec<Disagreement>,
}

impl Agreement {
    /// Whether the driver fails for it.
    pub fn is_outage(&self) -> bool {
        self.disagreements.iter().any(|it| it.is_outage)
    }
}

/// A difference.
#[derive(Clone, Debug, Serialize)]
pub struct Disagreement {
    /// What differs.
    pub what: String,
    /// What to do.
    pub advice: Option<String>,
    /// Whether this driver fails for it.
    pub is_outage: bool,
}

/// What was found of the other end.
pub struct Found<'a> {
    /// Who is in between.
    pub pooler: &'a Pooler,
    /// How connections are shared.
    pub mode: Mode,
    /// What becomes of named statements.
    pub statements: Option<Statements>,
}

/// Rules that a pooler's mode decides.
const RULES: &[&str] = &[
    "named-statements-behind-pooler",
    "pgbouncer-flag-without-need",
    "statement-cache-disabled-without-pooler",
];

/// Drivers that open a transaction by themselves, before the first statement.
const OPEN_TRANSACTIONS: &[&str] = &["pg8000", "psycopg", "psycopg2"];

/// Compares.
pub fn agreement(claim: &Claim<'_>, found: &Found<'_>) -> Agreement {
    let mut disagreements: Vec<Disagreement> = mode_differs(claim, found).into_iter().collect();
    disagreements.extend(judged(claim, found).iter().map(|finding| of_rule(finding, claim, found)));
    Agreement {
        claimed: claim.endpoint.display(),
        because: claim.endpoint.evidence.iter().map(|(_, why)| why.replace('`', "")).collect(),
        disagreements,
    }
}

fn mode_differs(claim: &Claim<'_>, found: &Found<'_>) -> Option<Disagreement> {
    let claimed = claim.endpoint.endpoint.mode;
    let name = claim.driver.driver.name;
    let (advice, is_outage) = match (claimed, found.mode) {
        (_, Mode::Statement) => (
            "connect to a pool in transaction mode or session mode",
            name.starts_with("sqlalchemy") || OPEN_TRANSACTIONS.contains(&name),
        ),
        (Claimed::Direct | Claimed::Session, Mode::Transaction) => (
            "what belongs to a session (`SET`, `LISTEN`, advisory locks, temporary tables) does not outlive a \
             transaction: connect to the server itself for that, and for migrations",
            false,
        ),
        (Claimed::Transaction | Claimed::Pinning, Mode::Session) => (
            "each client keeps a server connection here: hold all pools of clients together below the size of the \
             pooler's, or connect to its port for transaction mode",
            false,
        ),
        (Claimed::Transaction | Claimed::Pinning, Mode::Direct) => (
            "no pooler is there: each client connection is a process of the server, up to `max_connections`",
            false,
        ),
        _ => return None,
    };
    let met = match (found.mode, found.pooler.kind) {
        (Mode::Direct, _) => "the server itself answers".to_owned(),
        (mode, "unknown" | "none") => format!("a pooler in {} answers", mode.label()),
        (mode, _) => format!("{} in {} answers", found.pooler.label, mode.label()),
    };
    let evidence = claim.endpoint.evidence.first();
    let what = match (evidence, claimed) {
        _ if found.mode == Mode::Statement => {
            format!("{met}, and refuses every transaction of several statements")
        }
        (Some((_, why)), _) => format!("{why}, which suggests {}, but {met}", suggested(claim.endpoint)),
        (None, Claimed::Direct) => format!("nothing in the string tells that {met}"),
        (None, _) => format!("{} was expected, but {met}", suggested(claim.endpoint)),
    };
    Some(Disagreement { what, advice: Some(advice.to_owned()), is_outage })
}

fn suggested(endpoint: &EndpointAt) -> String {
    let label = endpoint.endpoint.label;
    match endpoint.endpoint.mode {
        Claimed::Transaction if !label.contains("transaction") => format!("{label} in transaction mode"),
        Claimed::Session if !label.contains("session") => format!("{label} in session mode"),
        _ => label.to_owned(),
    }
}

/// What the rules find in the string once it is known who answers.
fn judged(claim: &Claim<'_>, found: &Found<'_>) -> Vec<Finding> {
    let name = match (found.mode, found.pooler.version.as_deref()) {
        (Mode::Direct, _) => "postgresql",
        (Mode::Session, _) => "pgbouncer-session",
        (_, Some("before 1.20")) => "pgbouncer@1.18",
        _ => "pgbouncer",
    };
    let Some(mut endpoint) = EndpointAt::parse(name) else { return Vec::new() };
    endpoint.settings.named_statements = found.statements.map(|it| match it {
        Statements::Kept if found.mode.is_shared() => NamedStatements::Tracked,
        Statements::Kept => NamedStatements::Kept,
        Statements::Lost | Statements::Refused => NamedStatements::Lost,
    });
    let options = Options {
        driver: Some(claim.driver),
        endpoint: Some(endpoint),
        select: RULES.iter().map(|&rule| rule.to_owned()).collect(),
        ..Options::default()
    };
    let is_said = |finding: &Finding| claim.statements_off && finding.rule == RULES[0];
    let mut findings = rules::check(claim.text, None, &options).findings;
    findings.retain(|finding| !is_said(finding));
    findings
}

fn of_rule(finding: &Finding, claim: &Claim<'_>, found: &Found<'_>) -> Disagreement {
    let is_statements = finding.rule == RULES[0];
    let what = match (is_statements, found.statements) {
        (true, Some(Statements::Lost)) if finding.message.contains("named") => {
            format!("{} prepares named statements, which are lost here", claim.driver.driver.label)
        }
        _ => finding.message.clone(),
    };
    let advice = finding.help.clone().or(finding.fix.as_ref().map(|fix| fix.title.clone()));
    Disagreement { what, advice, is_outage: is_statements && finding.severity >= Severity::Warning }
}

#[cfg(test)]
mod tests {
    use connlint_core::endpoints::Target;

    use super::*;

    /// What differs when `driver` reads `text`, which leads to `port`, and this is found.
    fn differs(driver: &str, text: &str, port: u16, mode: Mode, statements: Statements) -> Agreement {
        let target = Target { host: "db.example.com", port: Some(port), ..Target::default() };
        let endpoint = EndpointAt::of(&target);
        let driver = DriverAt::parse(driver).unwrap();
        let pooler = Pooler { kind: "pgbouncer", label: "PgBouncer", version: None };
        let claim = Claim { text, driver, endpoint: &endpoint, statements_off: false };
        agreement(&claim, &Found { pooler: &pooler, mode, statements: Some(statements) })
    }

    #[test]
    fn a_port_that_suggests_another_mode_is_told() {
        let text = "postgresql://app@db.example.com:6543/shop?sslmode=verify-full";
        let found = differs("psycopg", text, 6543, Mode::Session, Statements::Kept);
        assert_eq!(
            found.disagreements[0].what,
            "6543 is the usual port of a transaction pooler, which suggests PgBouncer in transaction mode, but PgBouncer \
             in session mode answers"
        );
        assert!(!found.is_outage());
        let text = "postgresql://app@db.example.com:5432/shop?sslmode=verify-full";
        let found = differs("libpq", text, 5432, Mode::Transaction, Statements::Lost);
        assert_eq!(
            found.disagreements[0].what,
            "nothing in the string tells that PgBouncer in transaction mode answers"
        );
        assert!(!found.is_outage(), "libpq prepares nothing by itself");
        assert!(differs("libpq", text, 5432, Mode::Direct, Statements::Kept).disagreements.is_empty());
    }

    #[test]
    fn statements_that_are_lost_fail_those_who_name_them() {
        let text = "postgresql://app@db.example.com:6432/shop?ssl=verify-full";
        let found = differs("postgres-js", text, 6432, Mode::Transaction, Statements::Lost);
        assert_eq!(found.disagreements.len(), 1);
        assert_eq!(found.disagreements[0].what, "postgres.js prepares named statements, which are lost here");
        assert_eq!(found.disagreements[0].advice.as_deref(), Some("add `prepare=false`"));
        assert!(found.is_outage());
        let found = differs("postgres-js", text, 6432, Mode::Transaction, Statements::Kept);
        assert!(found.disagreements.is_empty());
        let off = format!("{text}&prepare=false");
        assert!(!differs("postgres-js", &off, 6432, Mode::Transaction, Statements::Lost).is_outage());
    }

    #[test]
    fn a_switch_for_a_pooler_that_is_not_there_is_told() {
        let text = "postgresql://app@db.example.com:5432/shop?pgbouncer=true";
        let found = differs("prisma@6", text, 5432, Mode::Direct, Statements::Kept);
        assert!(found.disagreements[0].what.starts_with("`pgbouncer=true` is for poolers"), "{found:?}");
        assert!(!found.is_outage());
    }

    #[test]
    fn a_pool_by_statements_fails_those_who_open_transactions() {
        let text = "postgresql://app@db.example.com:6432/shop?sslmode=verify-full";
        assert!(differs("psycopg", text, 6432, Mode::Statement, Statements::Kept).is_outage());
        assert!(!differs("node-postgres", text, 6432, Mode::Statement, Statements::Kept).is_outage());
    }
}
