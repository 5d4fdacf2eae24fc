//! JDBC and R2DBC.

use super::{Argument, CodeFile, Impossible, Plan, Snippet, needs_a_certificate};
use crate::model::Version;

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
    Ok(match is_of_debian(plan) {
        true => Snippet::of(
            "Connect.java",
            code,
            "apt install libpostgresql-jdbc-java",
            "java -cp /usr/share/java/postgresql.jar Connect.java",
        ),
        false => with_jars(code, &[pgjdbc_jar(plan)]),
    })
}

/// Whether the version is one that Debian 12 or an older release brings; that of another version would behave otherwise.
fn is_of_debian(plan: &Plan) -> bool {
    plan.version < Version(42, 6, 0)
}

/// A jar of Maven's: group, artifact and version.
type Jar = [String; 3];

fn pgjdbc_jar(plan: &Plan) -> Jar {
    ["org.postgresql".to_owned(), "postgresql".to_owned(), plan.version.to_string()]
}

/// A program beside jars that Maven fetches, with what they need.
fn with_jars(code: String, jars: &[Jar]) -> Snippet {
    let dependency = |[group, artifact, version]: &Jar| {
        format!(
            "    <dependency>\n      <groupId>{group}</groupId>\n      <artifactId>{artifact}</artifactId>\n      \
             <version>{version}</version>\n    </dependency>\n"
        )
    };
    let dependencies: String = jars.iter().map(dependency).collect();
    let project = format!(
        "<project>\n  <modelVersion>4.0.0</modelVersion>\n  <groupId>example</groupId>\n  \
         <artifactId>connect</artifactId>\n  <version>1</version>\n  <dependencies>\n{dependencies}  \
         </dependencies>\n</project>\n"
    );
    let install = "mvn dependency:copy-dependencies -DoutputDirectory=lib";
    let mut out = Snippet::of("Connect.java", code, install, "java -cp 'lib/*' Connect.java");
    out.files.push(CodeFile { path: "pom.xml", text: project });
    out
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
    let hikaricp = ["com.zaxxer", "HikariCP", "6.2.1"].map(str::to_owned);
    let snippet = match is_of_debian(plan) {
        true => Snippet::of(
            "Connect.java",
            code,
            "apt install libhikaricp-java libpostgresql-jdbc-java",
            "java -cp '/usr/share/java/*' Connect.java",
        ),
        false => with_jars(code, &[hikaricp, pgjdbc_jar(plan)]),
    };
    Ok(snippet.with(calls.collect()))
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
