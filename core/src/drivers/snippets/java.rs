//! JDBC.

use super::{Impossible, Plan, Snippet, needs_a_certificate};

pub(in crate::drivers) fn pgjdbc(plan: &Plan) -> Result<Snippet, Impossible> {
    if plan.tls_in_code().is_some() {
        return Err(needs_a_certificate("pgjdbc"));
    }
    let code = format!(
        r#"import java.sql.DriverManager;

class Connect {{
    public static void main(String[] args) throws Exception {{
        try (var connection = DriverManager.getConnection(System.getenv("{}"));
                var statement = connection.prepareStatement("select current_user");
                var rows = statement.executeQuery()) {{
            rows.next();
            System.out.println(rows.getString(1));
        }}
    }}
}}
"#,
        plan.variable
    );
    Ok(Snippet::of(
        "Connect.java",
        code,
        "apt install libpostgresql-jdbc-java",
        "java -cp /usr/share/java/postgresql.jar Connect.java",
    ))
}

pub(in crate::drivers) fn hikaricp(plan: &Plan) -> Result<Snippet, Impossible> {
    if plan.tls_in_code().is_some() {
        return Err(needs_a_certificate("pgjdbc"));
    }
    let code = format!(
        r#"import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

class Connect {{
    public static void main(String[] args) throws Exception {{
        var config = new HikariConfig();
        config.setJdbcUrl(System.getenv("{}"));
        try (var pool = new HikariDataSource(config);
                var connection = pool.getConnection();
                var statement = connection.prepareStatement("select current_user");
                var rows = statement.executeQuery()) {{
            rows.next();
            System.out.println(rows.getString(1));
        }}
    }}
}}
"#,
        plan.variable
    );
    Ok(Snippet::of(
        "Connect.java",
        code,
        "apt install libhikaricp-java libpostgresql-jdbc-java",
        "java -cp '/usr/share/java/*' Connect.java",
    ))
}
