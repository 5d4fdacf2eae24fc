use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{PgPool, Error};

struct Row<'a> {
    name: &'a str,
}

// A parameter of Prisma says nothing to sqlx.
async fn with_default(row: Row<'_>) -> Result<PgPool, Error> {
    let quote = '"';
    let url = std::env::var("DATABASE_URL")
        .unwrap_or_else(|_| "postgres://app:R7mNq2xYbT@localhost/shop?sslmode=mandatory".to_string());
    PgPoolOptions::new().max_connections(5).connect(&url).await
}

async fn pooled() -> Result<PgPool, Error> {
    PgPool::connect(r#"postgres://app.qxwvutsrqponmlkjihgf:R7mNq2xYbT@aws-0-eu-west-2.pooler.supabase.com:6543/postgres?sslmode=verify-full"#).await
}

// What is filled in is not known, what is written is.
async fn filled(user: &str, secret: &str, host: &str) -> Result<PgPool, Error> {
    PgPool::connect(&format!("postgres://{user}:{}@{host}:{}/shop?sslmode=mandatory", secret, 5432)).await
}

fn separate() -> PgConnectOptions {
    PgConnectOptions::new()
        .host("aws-0-eu-west-2.pooler.supabase.com")
        .port(6543)
        .username("app")
        .database("postgres")
}
