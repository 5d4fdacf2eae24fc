//! The ORMs of Rust.

use super::rust::{duration, methods, project, setters};
use super::{Impossible, Plan, Snippet, needs_a_certificate};

pub(in crate::drivers) fn diesel(plan: &Plan) -> Result<Snippet, Impossible> {
    if plan.tls_in_code().is_some() {
        return Err(needs_a_certificate("Diesel"));
    }
    Ok(if plan.pool.is_empty() { diesel_connection(plan) } else { diesel_pool(plan) })
}

fn diesel_connection(plan: &Plan) -> Snippet {
    let code = format!(
        r#"use std::error::Error;

{}use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Text;

fn main() -> Result<(), Box<dyn Error>> {{
    let mut connection = PgConnection::establish(&std::env::var("{}")?)?;
{}    let user: String = diesel::select(sql::<Text>("current_user::text")).get_result(&mut connection)?;
    println!("{{user}}");
    Ok(())
}}
"#,
        cache_size(plan),
        plan.variable,
        statements(plan, "    ")
    );
    let dependencies = ["diesel = { version = \"2.3\", features = [\"postgres\"] }"];
    project(code, &dependencies, "cargo add diesel --features postgres")
        .with(methods(&plan.settings, "PgConnection"))
}

/// What is told to a connection has to be told before the pool tries it.
fn diesel_pool(plan: &Plan) -> Snippet {
    let (class, customizer, given) = match plan.settings.is_empty() {
        true => ("", String::new(), ""),
        false => (
            ", CustomizeConnection, Error as PoolError",
            customizer(plan),
            ".connection_customizer(Box::new(OnAcquire))\n        ",
        ),
    };
    let code = format!(
        r#"use std::error::Error;
{}
{}use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::r2d2::{{ConnectionManager{class}, Pool}};
use diesel::sql_types::Text;

{customizer}fn main() -> Result<(), Box<dyn Error>> {{
    let manager = ConnectionManager::<PgConnection>::new(std::env::var("{}")?);
    let pool = Pool::builder(){}{given}.build(manager)?;
    let mut connection = pool.get()?;
    let user: String = connection.transaction::<_, diesel::result::Error, _>(|connection| {{
        diesel::select(sql::<Text>("current_user::text")).get_result(connection)
    }})?;
    println!("{{user}}");
    Ok(())
}}
"#,
        duration(&plan.pool),
        cache_size(plan),
        plan.variable,
        setters(&plan.pool)
    );
    let dependencies = ["diesel = { version = \"2.3\", features = [\"postgres\", \"r2d2\"] }"];
    let calls = [methods(&plan.pool, "Pool::builder()"), methods(&plan.settings, "PgConnection")].concat();
    project(code, &dependencies, "cargo add diesel --features postgres,r2d2").with(calls)
}

fn customizer(plan: &Plan) -> String {
    format!(
        r#"#[derive(Debug)]
struct OnAcquire;

impl CustomizeConnection<PgConnection, PoolError> for OnAcquire {{
    fn on_acquire(&self, connection: &mut PgConnection) -> Result<(), PoolError> {{
{}        Ok(())
    }}
}}

"#,
        statements(plan, "        ")
    )
}

/// The import that the settings need.
fn cache_size(plan: &Plan) -> &'static str {
    if plan.settings.is_empty() { "" } else { "use diesel::connection::CacheSize;\n" }
}

/// The settings of a connection, a line each.
fn statements(plan: &Plan, indent: &str) -> String {
    plan.settings.iter().map(|setting| format!("{indent}{setting};\n")).collect()
}

pub(in crate::drivers) fn sea_orm(plan: &Plan) -> Result<Snippet, Impossible> {
    if plan.tls_in_code().is_some() {
        return Err(needs_a_certificate("SeaORM"));
    }
    let is_short = plan.pool.is_empty();
    let time = duration(&plan.pool);
    let (uses, connect) = match is_short {
        true => {
            let connect = format!("Database::connect(std::env::var(\"{}\")?)", plan.variable);
            ("ConnectionTrait, Database, DbBackend, Statement", connect)
        }
        false => (
            "ConnectOptions, ConnectionTrait, Database, DbBackend, Statement, TransactionTrait",
            "Database::connect(options)".to_owned(),
        ),
    };
    let build: String = match is_short {
        true => String::new(),
        false => {
            let calls: String = plan.pool.iter().map(|it| format!("\n        .{it}")).collect();
            format!(
                "    let mut options = ConnectOptions::new(std::env::var(\"{}\")?);\n    options{calls};\n",
                plan.variable
            )
        }
    };
    let (begin, on, commit) = match is_short {
        true => ("", "database", ""),
        false => (
            "    let transaction = database.begin().await?;\n",
            "transaction",
            "    transaction.commit().await?;\n    database.close().await?;\n",
        ),
    };
    let code = format!(
        r#"use std::error::Error;
{time}
use sea_orm::{{{uses}}};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {{
{build}    let database = {connect}.await?;
{begin}    let query = Statement::from_string(DbBackend::Postgres, "select current_user::text");
    let row = {on}.query_one_raw(query).await?.ok_or("no row")?;
{commit}    println!("{{}}", row.try_get_by_index::<String>(0)?);
    Ok(())
}}
"#
    );
    let dependencies = [
        "sea-orm = { version = \"2\", default-features = false, features = [\"runtime-tokio-rustls\", \"sqlx-postgres\"] }",
        "tokio = { version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }",
    ];
    Ok(project(code, &dependencies, "cargo add tokio sea-orm").with(methods(&plan.pool, "ConnectOptions")))
}
