//! The ORMs of Rust.

use super::rust::project;
use super::{Argument, Impossible, Plan, Snippet, needs_a_certificate};

pub(in crate::drivers) fn diesel(plan: &Plan) -> Result<Snippet, Impossible> {
    if plan.tls_in_code().is_some() {
        return Err(needs_a_certificate("Diesel"));
    }
    let (uses, settings) = match plan.settings.as_slice() {
        [] => ("", String::new()),
        settings => (
            "use diesel::connection::CacheSize;\n",
            settings.iter().map(|setting| format!("    {setting};\n")).collect(),
        ),
    };
    let code = format!(
        r#"use std::error::Error;

{uses}use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Text;

fn main() -> Result<(), Box<dyn Error>> {{
    let mut connection = PgConnection::establish(&std::env::var("{}")?)?;
{settings}    let user: String = diesel::select(sql::<Text>("current_user::text")).get_result(&mut connection)?;
    println!("{{user}}");
    Ok(())
}}
"#,
        plan.variable
    );
    let dependencies = ["diesel = { version = \"2.3\", features = [\"postgres\"] }"];
    let calls = plan.settings.iter().map(|setting| Argument::new("PgConnection", setting, "").kind("method"));
    Ok(project(code, &dependencies, "cargo add diesel --features postgres").with(calls.collect()))
}

pub(in crate::drivers) fn sea_orm(plan: &Plan) -> Result<Snippet, Impossible> {
    if plan.tls_in_code().is_some() {
        return Err(needs_a_certificate("SeaORM"));
    }
    let code = format!(
        r#"use std::error::Error;

use sea_orm::{{ConnectionTrait, Database, DbBackend, Statement}};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {{
    let database = Database::connect(std::env::var("{}")?).await?;
    let query = Statement::from_string(DbBackend::Postgres, "select current_user::text");
    let row = database.query_one_raw(query).await?.ok_or("no row")?;
    println!("{{}}", row.try_get_by_index::<String>(0)?);
    Ok(())
}}
"#,
        plan.variable
    );
    let dependencies = [
        "sea-orm = { version = \"2\", default-features = false, features = [\"runtime-tokio-rustls\", \"sqlx-postgres\"] }",
        "tokio = { version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }",
    ];
    Ok(project(code, &dependencies, "cargo add tokio sea-orm"))
}
