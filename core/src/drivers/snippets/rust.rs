//! The clients of Rust.

use super::{Argument, CodeFile, Impossible, Plan, Snippet, needs_a_certificate};
use crate::model::{Encryption, Tls, Verification};

const RUN: &str = "cargo run";

pub(in crate::drivers) fn tokio_postgres(plan: &Plan) -> Result<Snippet, Impossible> {
    const PLACE: &str = "TlsConnector::builder()";
    let encrypted = plan.tls.filter(|tls| tls.encryption != Encryption::Never);
    let arguments: Vec<Argument> = encrypted.map_or(Vec::new(), |tls| connector_options(PLACE, tls, plan));
    let (uses, connector) = match encrypted {
        None => ("use tokio_postgres::NoTls;\n", "    let tls = NoTls;\n".to_owned()),
        Some(_) => (
            "use native_tls::TlsConnector;\nuse postgres_native_tls::MakeTlsConnector;\n",
            connector(&arguments),
        ),
    };
    let query = if plan.settings.is_empty() {
        "client.query_one(\"select current_user::text\", &[]).await?;"
    } else {
        // An unnamed statement, parsed and executed in one round trip.
        "client.query_typed(\"select current_user::text\", &[]).await?.remove(0);"
    };
    let code = format!(
        r#"use std::error::Error;

{uses}
#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {{
{connector}    let (client, connection) = tokio_postgres::connect(&std::env::var("{}")?, tls).await?;
    tokio::spawn(connection);
    let row = {query}
    println!("{{}}", row.get::<_, &str>(0));
    Ok(())
}}
"#,
        plan.variable
    );
    let mut dependencies = vec![
        "tokio = { version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }",
        "tokio-postgres = \"0.7\"",
    ];
    if encrypted.is_some() {
        dependencies.extend(["native-tls = \"0.2\"", "postgres-native-tls = \"0.5\""]);
    }
    let mut settings = arguments;
    settings
        .extend(plan.settings.iter().map(|setting| Argument::new("the query", *setting, "").kind("method")));
    Ok(project(code, &dependencies, "cargo add tokio tokio-postgres").with(settings))
}

fn connector_options(place: &'static str, tls: Tls, plan: &Plan) -> Vec<Argument> {
    let mut out = Vec::new();
    if let Some(file) = &plan.root_certificate {
        out.push(Argument::new(place, "add_root_certificate", format!("{file:?}")).kind("Certificate"));
    }
    match tls.verification {
        Verification::Full => {}
        Verification::Authority => out.push(Argument::new(place, "danger_accept_invalid_hostnames", "true")),
        Verification::None => out.push(Argument::new(place, "danger_accept_invalid_certs", "true")),
    }
    out
}

fn connector(options: &[Argument]) -> String {
    let calls: String = options
        .iter()
        .map(|it| match it.kind {
            "Certificate" => format!(
                "\n        .{}(native_tls::Certificate::from_pem(&std::fs::read({})?)?)",
                it.name, it.value
            ),
            _ => format!("\n        .{}({})", it.name, it.value),
        })
        .collect();
    format!("    let tls = MakeTlsConnector::new(TlsConnector::builder(){calls}.build()?);\n")
}

pub(in crate::drivers) fn sqlx(plan: &Plan) -> Result<Snippet, Impossible> {
    if plan.tls_in_code().is_some() {
        return Err(needs_a_certificate("sqlx"));
    }
    let code = format!(
        r#"use std::error::Error;

use sqlx::postgres::PgPoolOptions;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {{
    let pool = PgPoolOptions::new().connect(&std::env::var("{}")?).await?;
    let user: String = sqlx::query_scalar("select current_user::text").fetch_one(&pool).await?;
    println!("{{user}}");
    Ok(())
}}
"#,
        plan.variable
    );
    let dependencies = [
        "sqlx = { version = \"0.8\", default-features = false, features = [\"postgres\", \"runtime-tokio\", \"tls-rustls-ring-native-roots\"] }",
        "tokio = { version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }",
    ];
    Ok(project(code, &dependencies, "cargo add tokio sqlx"))
}

fn project(code: String, dependencies: &[&str], install: &'static str) -> Snippet {
    let mut out = Snippet::of("src/main.rs", code, install, RUN);
    let text = format!(
        "[package]\nname = \"connect\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n{}\n",
        dependencies.join("\n")
    );
    out.files.push(CodeFile { path: "Cargo.toml", text });
    out
}
