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
        query(plan, "client"),
    );
    Ok(project(code, &tls.dependencies(&[]), "cargo add tokio tokio-postgres").with(tls.settings(plan)))
}

pub(in crate::drivers) fn deadpool_postgres(plan: &Plan) -> Result<Snippet, Impossible> {
    let tls = Connector::of(plan);
    let (uses, configuration) = deadpool_configuration(plan);
    let time = duration(&plan.pool);
    let (begin, query, commit) = match plan.pool.is_empty() {
        true => ("    let client = pool.get().await?;\n", query(plan, "client"), ""),
        false => (
            "    let mut client = pool.get().await?;\n    let transaction = client.transaction().await?;\n",
            query(plan, "transaction"),
            "    transaction.commit().await?;\n    pool.close();\n",
        ),
    };
    let code = format!(
        r#"use std::error::Error;
{time}
use deadpool_postgres::{{{uses}}};
{}
#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {{
    let mut config = Config::new();
    config.url = Some(std::env::var("{}")?);
{configuration}{}    let pool = config.create_pool(Some(Runtime::Tokio1), tls)?;
{begin}    let row = {query}
{commit}    println!("{{}}", row.get::<_, &str>(0));
    Ok(())
}}
"#,
        tls.uses, plan.variable, tls.code,
    );
    let dependencies = tls.dependencies(&["deadpool-postgres = \"0.14\""]);
    let calls = plan.pool_arguments("deadpool_postgres::Config");
    Ok(project(code, &dependencies, "cargo add tokio deadpool-postgres tokio-postgres")
        .with([calls, tls.settings(plan)].concat()))
}

/// What is imported, and the lines that tell deadpool what is asked of it.
fn deadpool_configuration(plan: &Plan) -> (String, String) {
    let groups = [("limits", "PoolConfig", "pool"), ("manager", "ManagerConfig", "manager")];
    let mut lines = String::new();
    for (name, class, field) in groups {
        let own: Vec<&String> = plan.pool.iter().filter(|it| it.starts_with(name)).collect();
        if own.is_empty() {
            continue;
        }
        lines.push_str(&format!("    let mut {name} = {class}::default();\n"));
        lines.extend(own.iter().map(|it| format!("    {it};\n")));
        lines.push_str(&format!("    config.{field} = Some({name});\n"));
    }
    let is_used = |name: &&str| ["Config", "Runtime"].contains(name) || lines.contains(&format!("{name}::"));
    let uses = ["Config", "ManagerConfig", "PoolConfig", "RecyclingMethod", "Runtime"];
    let uses: Vec<&str> = uses.into_iter().filter(is_used).collect();
    (uses.join(", "), lines)
}

/// The import that settings need.
pub(super) fn duration(settings: &[String]) -> &'static str {
    let is_needed = settings.iter().any(|it| it.contains("Duration::"));
    if is_needed { "use std::time::Duration;\n" } else { "" }
}

/// The query, as an unnamed statement in one round trip if nothing may be named.
fn query(plan: &Plan, client: &str) -> String {
    if plan.settings.is_empty() {
        format!("{client}.query_one(\"select current_user::text\", &[]).await?;")
    } else {
        format!("{client}.query_typed(\"select current_user::text\", &[]).await?.remove(0);")
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
    let time = duration(&plan.pool);
    let setters = setters(&plan.pool);
    let line = if plan.pool.is_empty() { "" } else { "\n        " };
    let query = "let user: String = sqlx::query_scalar(\"select current_user::text\")";
    let query = match plan.pool.is_empty() {
        true => format!("    {query}.fetch_one(&pool).await?;\n"),
        false => format!(
            "    let mut transaction = pool.begin().await?;\n    {query}\n        .fetch_one(&mut *transaction)\n        \
             .await?;\n    transaction.commit().await?;\n    pool.close().await;\n"
        ),
    };
    let code = format!(
        r#"use std::error::Error;
{time}
use sqlx::postgres::PgPoolOptions;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {{
    let pool = PgPoolOptions::new(){setters}.connect(&std::env::var("{}")?){line}.await?;
{query}    println!("{{user}}");
    Ok(())
}}
"#,
        plan.variable
    );
    let dependencies = [
        "sqlx = { version = \"0.8\", default-features = false, features = [\"postgres\", \"runtime-tokio\", \"tls-rustls-ring-native-roots\"] }",
        "tokio = { version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }",
    ];
    Ok(project(code, &dependencies, "cargo add tokio sqlx").with(methods(&plan.pool, "PgPoolOptions")))
}

/// Calls on a builder, a line each; the call that follows has a line of its own then.
pub(super) fn setters(settings: &[String]) -> String {
    match settings {
        [] => String::new(),
        _ => settings.iter().map(|it| format!("\n        .{it}")).chain(["\n        ".to_owned()]).collect(),
    }
}

/// Calls as settings of `place`.
pub(super) fn methods(settings: &[String], place: &'static str) -> Vec<Argument> {
    settings.iter().map(|it| Argument::new(place, it, "").kind("method")).collect()
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
