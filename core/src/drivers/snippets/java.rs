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
