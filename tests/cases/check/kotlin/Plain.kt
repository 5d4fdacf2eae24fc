package store

import org.jetbrains.exposed.sql.Database

fun open(secret: String): Database {
    val url = System.getenv("JDBC_URL")
        ?: "jdbc:postgresql://aws-0-eu-west-2.pooler.supabase.com:6543/postgres?sslmode=verify-full"
    return Database.connect(url, user = "app.qxwvutsrqponmlkjihgf", password = secret)
}

// The user is given beside the string.
fun reactive(secret: String) = R2dbcDatabase.connect(
    url = "r2dbc:postgresql://localhost:5432/shop",
    driver = "postgresql",
    user = "app",
    password = secret,
)
