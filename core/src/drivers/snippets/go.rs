//! The clients of Go.

use super::{Argument, CodeFile, Impossible, Plan, Snippet, needs_a_certificate};
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

/// Through database/sql.
pub(in crate::drivers) fn lib_pq(plan: &Plan) -> Result<Snippet, Impossible> {
    if plan.tls_in_code().is_some() {
        return Err(needs_a_certificate("lib/pq"));
    }
    let (time, setters, calls) = of_pool(plan, "db");
    let query = match plan.pool.is_empty() {
        true => DB_QUERY,
        false => DB_TRANSACTION,
    };
    let imports = [&["database/sql", "fmt", "log", "os"], time, &["", "_ github.com/lib/pq"]].concat();
    let code = program(
        &imports,
        &format!(
            r#"	db, err := sql.Open("postgres", os.Getenv("{}"))
	if err != nil {{
		log.Fatal(err)
	}}
	defer db.Close()
{setters}{query}	fmt.Println(user)
"#,
            plan.variable
        ),
    );
    Ok(project(code, &[("github.com/lib/pq", "v1.12.3")], "go get github.com/lib/pq").with(calls))
}

const DB_QUERY: &str = r#"	var user string
	if err := db.QueryRow("select current_user::text").Scan(&user); err != nil {
		log.Fatal(err)
	}
"#;

const DB_TRANSACTION: &str = r#"	tx, err := db.Begin()
	if err != nil {
		log.Fatal(err)
	}
	defer tx.Rollback()
	var user string
	if err := tx.QueryRow("select current_user::text").Scan(&user); err != nil {
		log.Fatal(err)
	}
	if err := tx.Commit(); err != nil {
		log.Fatal(err)
	}
"#;

/// What is told to a pool of database/sql: the import that it needs, the lines, and the settings.
fn of_pool(plan: &Plan, name: &str) -> (&'static [&'static str], String, Vec<Argument>) {
    let needs_time = plan.pool.iter().any(|it| it.contains("time."));
    let lines = plan.pool.iter().map(|it| format!("\t{name}.{it}\n")).collect();
    let calls = plan.pool.iter().map(|it| Argument::new("sql.DB", it, "").kind("method")).collect();
    (if needs_time { &["time"] } else { &[] }, lines, calls)
}

pub(in crate::drivers) fn gorm(plan: &Plan) -> Result<Snippet, Impossible> {
    if plan.tls_in_code().is_some() {
        return Err(needs_a_certificate("GORM"));
    }
    let (time, setters, calls) = of_pool(plan, "pool");
    let query = match plan.pool.is_empty() {
        true => GORM_QUERY,
        false => GORM_TRANSACTION,
    };
    let imports = [&["fmt", "log", "os"], time, &["", "gorm.io/driver/postgres", "gorm.io/gorm"]].concat();
    let code = program(
        &imports,
        &format!(
            r#"	db, err := gorm.Open(postgres.Open(os.Getenv("{}")), &gorm.Config{{}})
	if err != nil {{
		log.Fatal(err)
	}}
	pool, err := db.DB()
	if err != nil {{
		log.Fatal(err)
	}}
	defer pool.Close()
{setters}	var user string
{query}	fmt.Println(user)
"#,
            plan.variable
        ),
    );
    let modules = [("gorm.io/driver/postgres", "v1.6.0"), ("gorm.io/gorm", "v1.31.1")];
    Ok(project(code, &modules, "go get gorm.io/gorm gorm.io/driver/postgres").with(calls))
}

const GORM_QUERY: &str = r#"	if err := db.Raw("select current_user::text").Scan(&user).Error; err != nil {
		log.Fatal(err)
	}
"#;

const GORM_TRANSACTION: &str = r#"	err = db.Transaction(func(tx *gorm.DB) error {
		return tx.Raw("select current_user::text").Scan(&user).Error
	})
	if err != nil {
		log.Fatal(err)
	}
"#;

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
