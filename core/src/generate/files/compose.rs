//! `docker-compose.yml`: the application with its variables, and where the server is one's own machine, a server beside
//! it.

use super::super::env;
use super::{FileForm, Source, double_quoted};
use crate::drivers::Impossible;
use crate::endpoints::Mode;
use crate::generate::{Request, choose};
use crate::parse::Spelling;
use crate::text::Secret;

pub(super) static COMPOSE: FileForm = FileForm {
    name: "docker-compose.yml",
    what: "the application in a container, beside a server where that is local",
    fits: |_| true,
    write: |source| {
        let request = &source.own.request;
        let is_here = ["localhost", "127.0.0.1", "::1"].contains(&request.host.as_str())
            || request.host.starts_with('/');
        if is_here && request.endpoint().endpoint.mode == Mode::Direct {
            beside_a_server(source)
        } else {
            Ok(elsewhere(source))
        }
    },
};

/// The variables come from `.env`, which Compose reads.
fn elsewhere(source: &Source<'_>) -> String {
    let variables = source
        .own
        .connection
        .variables
        .iter()
        .chain(source.around.iter().flat_map(|around| &around.connection.variables));
    let lines: String = variables
        .map(|it| format!("      {}: \"${{{}:?is to be set in .env}}\"\n", it.name, it.name))
        .collect();
    format!("services:\n  app:\n    build: .\n    environment:\n{lines}")
}

/// The password of the server, from `.env`.
const FROM_ENV: &str = "\"${POSTGRES_PASSWORD:?is to be set in .env}\"";
/// The same in the middle of a text.
const INSIDE: &str = "${POSTGRES_PASSWORD:?is to be set in .env}";
/// What stands for the password until the text is quoted; every spelling leaves it as it is.
const MARK: &str = "POSTGRES0PASSWORD";

fn beside_a_server(source: &Source<'_>) -> Result<String, Impossible> {
    let request = &source.own.request;
    let user = request.user.clone().unwrap_or_else(|| "postgres".to_owned());
    let dbname = request.dbname.clone().unwrap_or_else(|| user.clone());
    let password = source.password().map_or(FROM_ENV.to_owned(), literal);
    Ok(format!(
        r#"services:
  app:
    build: .
    depends_on:
      db:
        condition: service_healthy
    environment:
{variables}  db:
    image: postgres:18
    environment:
      POSTGRES_USER: {}
      POSTGRES_PASSWORD: {password}
      POSTGRES_DB: {}
    healthcheck:
      test: ["CMD-SHELL", "pg_isready --username \"$$POSTGRES_USER\" --dbname \"$$POSTGRES_DB\""]
      interval: 5s
      timeout: 5s
      retries: 10
    volumes:
      - data:/var/lib/postgresql

volumes:
  data:
"#,
        literal(&user),
        literal(&dbname),
        variables = variables(source, user.clone(), dbname.clone())?,
    ))
}

/// The variables of the application, which finds the server under the name of its service.
fn variables(source: &Source<'_>, user: String, dbname: String) -> Result<String, Impossible> {
    let reads_password = source.driver().variables.iter().any(|it| it.0 == "PGPASSWORD");
    let in_parts = source.own.choice.spelling == Spelling::Parts;
    // A driver that looks for the password itself needs none in a string, where it would have to be encoded.
    let is_apart = source.password().is_none() && reads_password && !in_parts;
    let password = match source.password() {
        Some(password) => Some(password),
        None if is_apart => None,
        None => Some(MARK),
    };
    let request = Request {
        host: "db".to_owned(),
        port: Some(5432),
        endpoint: Some(source.own.request.endpoint()),
        user: Some(user),
        dbname: Some(dbname),
        password: password.map(Secret::new),
        ..source.own.request.clone()
    };
    let choice = choose::choose(&request)?;
    let mut out = String::new();
    if password == Some(MARK) && !in_parts {
        out += "      # Compose puts the password in as it is: letters and digits need no encoding.\n";
    }
    out += &format!("      # connlint: driver={}\n", request.driver.display());
    for it in env::variables(&request, &choice) {
        out += &format!("      {}: {}\n", it.name, literal(it.value.expose()).replace(MARK, INSIDE));
    }
    if is_apart {
        out += &format!("      PGPASSWORD: {FROM_ENV}\n");
    }
    Ok(out)
}

/// A text that Compose leaves as it is.
fn literal(text: &str) -> String {
    double_quoted(&text.replace('$', "$$"))
}
