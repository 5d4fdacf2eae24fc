//! The clients of Go.

use super::{CodeFile, Impossible, Plan, Snippet, needs_a_certificate};
use crate::model::Version;

const RUN: &str = "go mod tidy && go run .";

/// Through pgxpool, as most of its users connect.
pub(in crate::drivers) fn pgx(plan: &Plan) -> Result<Snippet, Impossible> {
    if plan.tls_in_code().is_some() {
        return Err(needs_a_certificate("pgx"));
    }
    let is_4 = plan.version < Version(5, 0, 0);
    let (module, version, connect) = if is_4 {
        ("github.com/jackc/pgx/v4", "v4.18.3", "Connect")
    } else {
        ("github.com/jackc/pgx/v5", "v5.10.0", "New")
    };
    let code = program(
        &["context", "fmt", "log", "os", "", &format!("{module}/pgxpool")],
        &format!(
            r#"	ctx := context.Background()
	pool, err := pgxpool.{connect}(ctx, os.Getenv("{}"))
	if err != nil {{
		log.Fatal(err)
	}}
	defer pool.Close()
	var user string
	if err := pool.QueryRow(ctx, "select current_user::text").Scan(&user); err != nil {{
		log.Fatal(err)
	}}
	fmt.Println(user)
"#,
            plan.variable
        ),
    );
    Ok(project(code, &[(module, version)], if is_4 { GET_PGX_4 } else { GET_PGX }))
}

const GET_PGX: &str = "go get github.com/jackc/pgx/v5";
const GET_PGX_4: &str = "go get github.com/jackc/pgx/v4";

/// A main function with these imports; an empty one is a blank line.
fn program(imports: &[&str], body: &str) -> String {
    let line =
        |import: &&str| if import.is_empty() { "\n".to_owned() } else { format!("\t{}\n", quoted(import)) };
    let imports: String = imports.iter().map(line).collect();
    format!("package main\n\nimport (\n{imports})\n\nfunc main() {{\n{body}}}\n")
}

/// An import; `_ "path"` is one for its effect.
fn quoted(import: &str) -> String {
    match import.strip_prefix("_ ") {
        Some(path) => format!("_ \"{path}\""),
        None => format!("\"{import}\""),
    }
}

fn project(code: String, modules: &[(&str, &str)], install: &'static str) -> Snippet {
    let mut out = Snippet::of("main.go", code, install, RUN);
    let requires: String =
        modules.iter().map(|(module, version)| format!("require {module} {version}\n")).collect();
    out.files.push(CodeFile { path: "go.mod", text: format!("module connect\n\ngo 1.25\n\n{requires}") });
    out
}
