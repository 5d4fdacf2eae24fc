//! JDBC and R2DBC.

use super::{Argument, CodeFile, Impossible, Plan, Snippet, needs_a_certificate};

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
    let setters: String = plan.pool.iter().map(|setter| format!("        config.{setter};\n")).collect();
    let (begin, commit) = match plan.pool.is_empty() {
        true => ("", ""),
        false => (
            "        config.setAutoCommit(false); // a transaction ends with commit(), else it is rolled back\n",
            "            connection.commit();\n",
        ),
    };
    let code = format!(
        r#"import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

class Connect {{
    public static void main(String[] args) throws Exception {{
        var config = new HikariConfig();
        config.setJdbcUrl(System.getenv("{}"));
{setters}{begin}        try (var pool = new HikariDataSource(config);
                var connection = pool.getConnection();
                var statement = connection.prepareStatement("select current_user");
                var rows = statement.executeQuery()) {{
            rows.next();
            System.out.println(rows.getString(1));
{commit}        }}
    }}
}}
"#,
        plan.variable
    );
    let calls = plan.pool.iter().map(|setter| Argument::new("HikariConfig", setter, "").kind("method"));
    Ok(Snippet::of(
        "Connect.java",
        code,
        "apt install libhikaricp-java libpostgresql-jdbc-java",
        "java -cp '/usr/share/java/*' Connect.java",
    )
    .with(calls.collect()))
}

pub(in crate::drivers) fn r2dbc_postgresql(plan: &Plan) -> Result<Snippet, Impossible> {
    if plan.tls_in_code().is_some() {
        return Err(needs_a_certificate("r2dbc-postgresql"));
    }
    let code = format!(
        r#"import io.r2dbc.spi.ConnectionFactories;
import reactor.core.publisher.Flux;

class Connect {{
    public static void main(String[] args) {{
        var factory = ConnectionFactories.get(System.getenv("{}"));
        var user = Flux.usingWhen(
                factory.create(),
                connection -> Flux.from(connection.createStatement("select current_user").execute())
                        .flatMap(result -> result.map((row, metadata) -> row.get(0, String.class))),
                connection -> connection.close());
        System.out.println(user.blockFirst());
    }}
}}
"#,
        plan.variable
    );
    const PROJECT: &str = r"<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>example</groupId>
  <artifactId>connect</artifactId>
  <version>1</version>
  <properties>
    <maven.compiler.release>17</maven.compiler.release>
  </properties>
  <dependencies>
    <dependency>
      <groupId>org.postgresql</groupId>
      <artifactId>r2dbc-postgresql</artifactId>
      <version>1.1.2.RELEASE</version>
    </dependency>
  </dependencies>
</project>
";
    let files = vec![
        CodeFile { path: "src/main/java/Connect.java", text: code },
        CodeFile { path: "pom.xml", text: PROJECT.to_owned() },
    ];
    Ok(Snippet {
        connect_args: Vec::new(),
        files,
        install: "mvn compile",
        run: "mvn exec:java -Dexec.mainClass=Connect",
    })
}
