package store

import com.zaxxer.hikari.HikariConfig
import com.zaxxer.hikari.HikariDataSource
import org.jetbrains.exposed.sql.Database

object Store {
    // The property turns named statements off.
    val unnamed = HikariDataSource(HikariConfig().apply {
        jdbcUrl = "jdbc:postgresql://aws-0-eu-west-2.pooler.supabase.com:6543/postgres?sslmode=verify-full"
        username = "app.qxwvutsrqponmlkjihgf"
        password = System.getenv("SECRET") ?: ""
        addDataSourceProperty("prepareThreshold", 0)
    })

    // What is filled in is not known, what is written is.
    fun connect(host: String, port: Int, secret: String) = Database.connect(
        "jdbc:postgresql://$host:$port/${name()}?sslmode=mandatory",
        driver = "org.postgresql.Driver", user = "app", password = secret,
    )
}
