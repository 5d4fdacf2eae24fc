//! Which server it is, and where it runs.

use serde::Serialize;

use super::Failure;
use super::peer::{BACKEND, Backend, Peer};
use super::told::Told;

/// A server.
#[derive(Clone, Debug, Serialize)]
pub struct Server {
    /// Product and version: `PostgreSQL 15.18`.
    pub product: String,
    /// The version that it gives itself towards drivers.
    pub version: String,
    /// Who runs it.
    pub platform: Option<&'static str>,
}

/// Products that speak PostgreSQL's protocol, by a word in their `version()`.
const PRODUCTS: &[(&str, &str)] = &[
    ("CockroachDB", "CockroachDB"),
    ("-YB-", "YugabyteDB"),
    ("Greenplum", "Greenplum"),
    ("Redshift", "Amazon Redshift"),
    ("EnterpriseDB", "EDB Postgres"),
];

/// Platforms, by a setting that their servers alone have.
const PLATFORMS: &[(&str, &str)] = &[
    ("neon.timeline_id", "Neon"),
    ("rds.extensions", "Amazon RDS or Aurora"),
    ("azure.extensions", "Azure"),
    ("alloydb.enable_pgaudit", "AlloyDB"),
    ("cloudsql.iam_authentication", "Google Cloud SQL"),
];

/// What one question tells of the server and the way to it.
pub struct Facts {
    /// The server.
    pub server: Told<Server>,
    /// The process that answered.
    pub backend: Option<Backend>,
    /// The port that the server sees this client at.
    pub port: Option<u16>,
    /// `application_name` of the session.
    pub application_name: String,
}

/// Asks.
pub fn facts(peer: &mut Peer) -> Result<Facts, Failure> {
    let settings: Vec<String> = PLATFORMS
        .iter()
        .map(|(setting, _)| format!("coalesce(current_setting('{setting}', true), '')"))
        .collect();
    let row = peer.row(&format!(
        "select {BACKEND}, inet_client_port(), current_setting('application_name'), version(), {}",
        settings.join(", ")
    ))?;
    let text = |at: usize| row.get(at).map_or("", String::as_str);
    let mut platforms = PLATFORMS.iter().enumerate();
    let platform = platforms.find(|(nth, _)| !text(5 + nth).is_empty()).map(|(_, (_, platform))| *platform);
    let words = text(4);
    let product = PRODUCTS.iter().find(|(word, _)| words.contains(word)).map(|(_, product)| *product);
    let version = peer.session().welcome.parameters.get("server_version").cloned().unwrap_or_default();
    let number = version.split(' ').next().unwrap_or_default().to_owned();
    let own = words.split(" on ").next().unwrap_or(words).split(" (").next().unwrap_or_default();
    let product = match product {
        Some(product) => format!("{product}, as PostgreSQL {number}"),
        None => own.to_owned(),
    };
    let server = Server { product, version: number, platform };
    let server = Told::seen(server, format!("`version()` says {words}"));
    Ok(Facts {
        server,
        backend: Backend::of(&row),
        port: text(2).parse().ok(),
        application_name: text(3).to_owned(),
    })
}
