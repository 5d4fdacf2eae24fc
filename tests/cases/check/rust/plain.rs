use deadpool_postgres::Config as PoolConfig;
use diesel::pg::PgConnection;
use tokio_postgres::NoTls;

async fn open() -> Result<(), Box<dyn std::error::Error>> {
    let (client, connection) =
        tokio_postgres::connect("host=db.example.com user=app dbname=shop sslmode=verify-full", NoTls).await?;
    let mut config = PoolConfig::new();
    config.url = Some("postgres://app@db.example.com/shop?connection_limit=5".into());
    let plain = PgConnection::establish("postgres://app@db.example.com/shop?pool_size=5")?;
    Ok(())
}
