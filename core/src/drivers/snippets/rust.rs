//! The clients of Rust.

use super::{Argument, CodeFile, Impossible, Plan, Snippet, needs_a_certificate};
use crate::model::{Encryption, Tls, Verification};

const RUN: &str = "cargo run";

pub(in crate::drivers) fn tokio_postgres(plan: &Plan) -> Result<Snippet, Impossible> {
    let tls = Connector::of(plan);
    let code = format!(
        r#"use std::error::Error;

{}
#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {{
{}    let (client, connection) = tokio_postgres::connect(&std::env::var("{}")?, tls).await?;
    tokio::spawn(connection);
    let row = {}
    println!("{{}}", row.get::<_, &str>(0));
    Ok(())
}}
"#,
        tls.uses,
        tls.code,
        plan.variable,
        query(plan),
    );
    Ok(project(code, &tls.dependencies(&[]), "cargo add tokio tokio-postgres").with(tls.settings(plan)))
}

pub(in crate::drivers) fn deadpool_postgres(plan: &Plan) -> Result<Snippet, Impossible> {
    let tls = Connector::of(plan);
    let code = format!(
        r#"use std::error::Error;

use deadpool_postgres::{{Config, Runtime}};
{}
#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {{
    let mut config = Config::new();
    config.url = Some(std::env::var("{}")?);
{}    let pool = config.create_pool(Some(Runtime::Tokio1), tls)?;
    let client = pool.get().await?;
    let row = {}
    println!("{{}}", row.get::<_, &str>(0));
    Ok(())
}}
"#,
        tls.uses,
        plan.variable,
        tls.code,
        query(plan),
    );
    let dependencies = tls.dependencies(&["deadpool-postgres = \"0.14\""]);
    Ok(project(code, &dependencies, "cargo add tokio deadpool-postgres tokio-postgres")
        .with(tls.settings(plan)))
}

/// The query, as an unnamed statement in one round trip if nothing may be named.
fn query(plan: &Plan) -> &'static str {
    if plan.settings.is_empty() {
        "client.query_one(\"select current_user::text\", &[]).await?;"
    } else {
        "client.query_typed(\"select current_user::text\", &[]).await?.remove(0);"
    }
}

/// The TLS connector that tokio-postgres is handed in code, and what its code uses.
struct Connector {
    uses: &'static str,
    code: String,
    options: Vec<Argument>,
    is_tls: bool,
}

impl Connector {
    fn of(plan: &Plan) -> Self {
        match plan.tls.filter(|tls| tls.encryption != Encryption::Never) {
            None => Self {
                uses: "use tokio_postgres::NoTls;\n",
                code: "    let tls = NoTls;\n".to_owned(),
                options: Vec::new(),
                is_tls: false,
            },
            Some(tls) => {
                let options = connector_options("TlsConnector::builder()", tls, plan);
                Self {
                    uses: "use native_tls::TlsConnector;\nuse postgres_native_tls::MakeTlsConnector;\n",
                    code: connector(&options),
                    options,
                    is_tls: true,
                }
            }
        }
    }

    fn dependencies(&self, more: &[&'static str]) -> Vec<&'static str> {
        let tls: &[&str] =
            if self.is_tls { &["native-tls = \"0.2\"", "postgres-native-tls = \"0.5\""] } else { &[] };
        let tokio = "tokio = { version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }";
        [&[tokio, "tokio-postgres = \"0.7\""], more, tls].concat()
    }

    fn settings(self, plan: &Plan) -> Vec<Argument> {
        let methods =
            plan.settings.iter().map(|setting| Argument::new("the query", setting, "").kind("method"));
        self.options.into_iter().chain(methods).collect()
    }
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

pub(super) fn project(code: String, dependencies: &[&str], install: &'static str) -> Snippet {
    let mut out = Snippet::of("src/main.rs", code, install, RUN);
    let text = format!(
        "[package]\nname = \"connect\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n{}\n",
        dependencies.join("\n")
    );
    out.files.push(CodeFile { path: "Cargo.toml", text });
    out
}
