import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

public final class Pool {
    // The property turns named statements off.
    static HikariDataSource open(String secret) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:postgresql://aws-0-eu-west-2.pooler.supabase.com:6543/postgres?sslmode=verify-full");
        config.setUsername("app.qxwvutsrqponmlkjihgf");
        config.setPassword(secret);
        config.addDataSourceProperty("prepareThreshold", "0");
        return new HikariDataSource(config);
    }

    static String text() {
        return """
            jdbc:postgresql://localhost:5432/shop
            """;
    }
}
