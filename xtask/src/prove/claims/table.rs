//! The claims: `tests/prove/claims/RULE.toml`.

use std::fs;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use crate::lab::families::FAMILIES;
use crate::workspace::root;

/// A configuration in which a rule finds something, and what comes of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// The rule; the name of the file says it.
    #[serde(default)]
    pub rule: String,
    /// Who reads it, as on the command line.
    pub driver: String,
    /// Where it leads: an endpoint of the lab.
    #[serde(default = "direct")]
    pub at: String,
    /// The name of the file in which the text stands.
    #[serde(default = "dotenv")]
    pub path: String,
    /// What is linted and run, with `{user}`, `{password}`, `{host}`, `{port}` and `{dbname}` for what the lab has.
    pub text: String,
    /// What runs, where that is neither the text nor what is generated for the driver.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub program: String,
    /// What the generated program asks the server: an expression.
    #[serde(default = "who", skip_serializing_if = "is_who")]
    pub ask: String,
    /// How it ends.
    pub outcome: Outcome,
    /// A piece of what is printed then.
    pub said: String,
    /// What is printed once the rule's fix is made, where it is not enough, or too much, that it works.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub fixed: String,
    /// Whether it is tried with all tests.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub quick: bool,
}

fn direct() -> String {
    crate::lab::DIRECT.to_owned()
}

fn dotenv() -> String {
    ".env".to_owned()
}

fn who() -> String {
    "current_user".to_owned()
}

fn is_who(ask: &str) -> bool {
    ask == who()
}

/// How a program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// The driver stops, and says the same where nobody listens.
    Refused,
    /// It ends with an error.
    Fails,
    /// It does not end.
    Hangs,
    /// It works, and not as it was meant.
    Otherwise,
}

impl Outcome {
    /// For people.
    pub fn words(self) -> &'static str {
        match self {
            Self::Refused => "the driver refuses it",
            Self::Fails => "it fails",
            Self::Hangs => "it hangs",
            Self::Otherwise => "it works otherwise than meant",
        }
    }
}

/// What stands for the names in braces.
pub type Names = Vec<(&'static str, String)>;

impl Claim {
    /// The family of the lab that runs its driver.
    pub fn family(&self) -> &'static str {
        let name = |driver: &'static str| driver.split('@').next().unwrap_or_default();
        let known = self.driver.split('@').next().unwrap_or_default();
        let found = FAMILIES.iter().find(|family| family.drivers.iter().any(|driver| name(driver) == known));
        found.map_or("", |family| family.name)
    }

    /// The text with `names` put in.
    pub fn filled(&self, names: &Names) -> String {
        fill(&self.text, names)
    }

    /// Names of a server far away, for the linter, which leaves this machine's own alone.
    pub fn elsewhere(&self) -> Names {
        let names = [
            ("user", "app"),
            ("password", "secret"),
            ("host", "db.example.com"),
            ("port", "5433"),
            ("dbname", "shop"),
            ("authority", "authority.crt"),
            ("stranger", "stranger.crt"),
        ];
        names.into_iter().map(|(name, value)| (name, value.to_owned())).collect()
    }
}

/// `text` with a value for each name in braces.
pub fn fill(text: &str, names: &Names) -> String {
    names.iter().fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}

/// A file of claims.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    claim: Vec<Claim>,
}

/// All claims, by rule.
pub fn read() -> Result<Vec<Claim>> {
    let mut paths: Vec<_> =
        fs::read_dir(root().join("tests/prove/claims"))?.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let mut claims = Vec::new();
    for path in paths {
        let rule = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let table: Table = toml::from_str(&fs::read_to_string(&path)?).with_context(|| rule.clone())?;
        claims.extend(table.claim.into_iter().map(|claim| Claim { rule: rule.clone(), ..claim }));
    }
    Ok(claims)
}
