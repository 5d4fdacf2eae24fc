//! PDO, which takes a DSN without credentials, made of separate variables.

use super::{Argument, Impossible, Plan, Snippet, needs_a_certificate, sslmode};
use crate::model::Verification;

pub(in crate::drivers) fn pdo(plan: &Plan) -> Result<Snippet, Impossible> {
    const DSN: &str = "the DSN";
    let mut words = Vec::new();
    if let Some(tls) = plan.tls_in_code() {
        words.push(Argument::new(DSN, "sslmode", sslmode(tls)));
        if tls.verification > Verification::None {
            let root = plan.root_certificate.as_ref().ok_or_else(|| needs_a_certificate("PDO"))?;
            words.push(Argument::new(DSN, "sslrootcert", root.clone()));
        }
    }
    words.extend(
        plan.application_name.as_ref().map(|name| Argument::new(DSN, "application_name", quoted(name))),
    );
    let extra: String = words.iter().map(|it| format!(";{}={}", it.name, it.value)).collect();
    let attributes = plan.arguments("attributes of new PDO()");
    let attribute_lines: String =
        attributes.iter().map(|it| format!("        {} => {},\n", it.name, it.value)).collect();
    let code = format!(
        r#"<?php

$dsn = sprintf(
    "pgsql:host=%s;port=%s;dbname=%s{}",
    getenv("{}"),
    getenv("{}"),
    getenv("{}"),
);
$connection = new PDO(
    $dsn,
    getenv("{}"),
    getenv("{}"),
    [
        PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION,
{attribute_lines}    ],
);
$statement = $connection->prepare("select current_user");
$statement->execute();
echo $statement->fetchColumn(), "\n";
"#,
        extra.replace('%', "%%"),
        plan.part("HOST"),
        plan.part("PORT"),
        plan.part("DATABASE"),
        plan.part("USER"),
        plan.part("PASSWORD"),
    );
    let arguments = words.into_iter().chain(attributes).collect();
    Ok(Snippet::of("connect.php", code, "apt install php-pgsql", "php connect.php").with(arguments))
}

/// A value of the DSN: libpq's quoting, inside a text of PHP in double quotes.
fn quoted(value: &str) -> String {
    let libpq = value.replace('\\', "\\\\").replace('\'', "\\'");
    format!("'{}'", libpq.replace('\\', "\\\\").replace('"', "\\\"").replace('$', "\\$"))
}
