//! What may stand in `connlint.toml`. Its JSON schema (docs/connlint.schema.json) is derived from these types.

use std::collections::BTreeMap;
use std::path::PathBuf;

use connlint_core::diag::Severity;
use connlint_core::drivers::DriverAt;
use connlint_core::endpoints::EndpointAt;
use connlint_core::rules::RULES;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use toml::Spanned;

use crate::args::{self, Threshold};

/// Settings of connlint for a project. Paths are relative to the folder of this file.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
#[schemars(title = "connlint.toml")]
pub struct File {
    /// Files and folders that are not linted, as patterns of a .gitignore.
    #[schemars(with = "Vec<String>")]
    pub exclude: Vec<Spanned<String>>,
    /// Rules to run; all when it is absent. `--select` replaces it.
    #[schemars(with = "Vec<RuleName>")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub select: Option<Spanned<Vec<RuleName>>>,
    /// Rules not to run. `--ignore` adds to it.
    #[schemars(with = "Vec<RuleName>")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ignore: Option<Spanned<Vec<RuleName>>>,
    /// The least severity that makes the exit code 1; `warning` when it is absent.
    #[schemars(with = "Threshold")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fail_on: Option<Spanned<Threshold>>,
    /// A report of `check --output-format json`, whose findings are known and not shown again.
    #[schemars(with = "String")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub baseline: Option<Spanned<PathBuf>>,
    /// How bad the findings of a rule are, by its name.
    #[schemars(with = "BTreeMap<RuleName, Level>")]
    pub severity: BTreeMap<RuleName, Spanned<Level>>,
    /// Who reads which strings; the first that speaks of a string decides.
    #[schemars(with = "Vec<Reader>")]
    pub reader: Vec<Spanned<Reader>>,
    /// Who answers at which hosts; the first that speaks of a host decides.
    #[schemars(with = "Vec<Endpoint>")]
    pub endpoint: Vec<Spanned<Endpoint>>,
}

/// Who reads the strings of some variables or files.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reader {
    /// The drivers, each of which reads the strings: `["prisma@6", "psycopg"]`.
    pub drivers: Vec<DriverName>,
    /// The variables or keys that hold the strings, `*` for any characters; all when it is absent.
    #[serde(default)]
    pub variables: Vec<String>,
    /// The files that hold the strings, as patterns of a .gitignore; all when it is absent.
    #[serde(default)]
    pub paths: Vec<String>,
}

/// Who answers at some hosts.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Endpoint {
    /// The server or pooler: `pgbouncer@1.18`.
    pub name: EndpointName,
    /// The hosts, `*` for any characters.
    pub hosts: Vec<String>,
    /// The ports; all when it is absent.
    #[serde(default)]
    pub ports: Vec<u16>,
}

/// How bad the findings of a rule are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// The driver or the endpoint refuses it, or it connects to something else than what is written.
    Error,
    /// It works, but it is unsafe or fragile.
    Warning,
    /// Advice.
    Hint,
    /// The rule does not run.
    Off,
}

impl Level {
    /// The severity; `None` for a rule that does not run.
    pub fn severity(self) -> Option<Severity> {
        match self {
            Level::Error => Some(Severity::Error),
            Level::Warning => Some(Severity::Warning),
            Level::Hint => Some(Severity::Hint),
            Level::Off => None,
        }
    }

    /// Its name in the file.
    pub fn name(self) -> &'static str {
        self.severity().map_or("off", Severity::name)
    }
}

/// The name of a rule.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub struct RuleName(pub String);

impl TryFrom<String> for RuleName {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        args::rule(&text).map(Self)
    }
}

impl JsonSchema for RuleName {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "RuleName".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let names: Vec<&str> = RULES.iter().map(|rule| rule.name).collect();
        json_schema!({ "type": "string", "enum": names })
    }
}

/// The name of a driver, with or without a version.
#[derive(Clone, Deserialize)]
#[serde(try_from = "String")]
pub struct DriverName(pub DriverAt);

impl TryFrom<String> for DriverName {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        args::driver(&text).map(Self)
    }
}

impl JsonSchema for DriverName {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "DriverName".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        name_with_version(args::names_of_drivers())
    }
}

/// The name of an endpoint, with or without a version.
#[derive(Clone, Deserialize)]
#[serde(try_from = "String")]
pub struct EndpointName(pub EndpointAt);

impl TryFrom<String> for EndpointName {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        args::endpoint(&text).map(Self)
    }
}

impl JsonSchema for EndpointName {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "EndpointName".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        name_with_version(args::names_of_endpoints())
    }
}

/// One of `names`, or one of them with `@` and a version.
fn name_with_version<'a>(names: impl Iterator<Item = &'a str>) -> Schema {
    let mut names: Vec<&str> = names.collect();
    names.sort_unstable();
    json_schema!({
        "anyOf": [
            { "type": "string", "enum": names },
            { "type": "string", "pattern": format!("^({})@[0-9]+(\\.[0-9]+)*$", names.join("|")) },
        ]
    })
}

/// The JSON schema of the file.
pub fn schema() -> String {
    let schema = schemars::schema_for!(File);
    serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n"
}
