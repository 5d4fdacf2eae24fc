import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;

public final class Warehouse {
    private static final String POOLER =
        "jdbc:postgresql://aws-0-eu-west-2.pooler.supabase.com:6543/postgres?sslmode=verify-full";
    private static final String LOGIN = "app.qxwvutsrqponmlkjihgf";
    private static final char QUOTE = '"';

    // Named statements, which the pooler loses.
    static Connection named(String secret) throws SQLException {
        return DriverManager.getConnection(POOLER, LOGIN, secret);
    }

    // Migrations need the server itself.
    static void migrate(String secret) {
        Flyway.configure().dataSource(POOLER + "&prepareThreshold=0", LOGIN, secret).load().migrate();
        Flyway.configure()
            .dataSource("jdbc:postgresql://aws-0-eu-west-2.pooler.supabase.com:6543/shop?sslmode=verify-full&prepareThreshold=0", LOGIN, secret)
            .load();
    }

    // Not a URL of JDBC.
    static Connection url(String secret) throws SQLException {
        return DriverManager.getConnection("postgresql://db.example.com:5432/shop", "app", secret);
    }

    // What is filled in is not known, what is written is.
    static Connection filled(String host, int port, String secret) throws SQLException {
        String url = String.format("jdbc:postgresql://%s:%d/shop?sslmode=%s&ssl=true", host, port, "mandatory");
        String other = "jdbc:postgresql://" + host + ":" + port + "/shop?sslmode=mandatory";
        return DriverManager.getConnection(url.isEmpty() ? url : other, "app", secret);
    }
}
