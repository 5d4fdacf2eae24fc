//! PDO, which takes a DSN: whole, or made of separate variables.

use super::{Argument, Impossible, Plan, Snippet, needs_a_certificate, sslmode};
use crate::model::Verification;
use crate::parse::Spelling;

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
    let (dsn, [user, password]) = if plan.spelling == Spelling::Parts {
        (
            from_parts(plan, &extra),
            ["USER", "PASSWORD"].map(|part| format!("getenv(\"{}\")", plan.part(part))),
        )
    } else {
        (from_string(plan, &extra), ["null", "null"].map(str::to_owned))
    };
    let code = format!(
        r#"<?php

$dsn = {dsn};
$connection = new PDO(
    $dsn,
    {user},
    {password},
    [
        PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION,
{attribute_lines}    ],
);
$statement = $connection->prepare("select current_user");
$statement->execute();
echo $statement->fetchColumn(), "\n";
"#,
    );
    let arguments = words.into_iter().chain(attributes).collect();
    Ok(Snippet::of("connect.php", code, "apt install php-pgsql", "php connect.php").with(arguments))
}

fn from_parts(plan: &Plan, extra: &str) -> String {
    let [host, port, dbname] =
        ["HOST", "PORT", "DATABASE"].map(|part| format!("    getenv(\"{}\"),\n", plan.part(part)));
    let format = format!("pgsql:host=%s;port=%s;dbname=%s{}", extra.replace('%', "%%"));
    format!("sprintf(\n    \"{format}\",\n{host}{port}{dbname})")
}

fn from_string(plan: &Plan, extra: &str) -> String {
    let rest = if extra.is_empty() { String::new() } else { format!(" . \"{extra}\"") };
    format!("getenv(\"{}\"){rest}", plan.variable)
}

/// A value of the DSN: libpq's quoting, inside a text of PHP in double quotes.
fn quoted(value: &str) -> String {
    let libpq = value.replace('\\', "\\\\").replace('\'', "\\'");
    format!("'{}'", libpq.replace('\\', "\\\\").replace('"', "\\\"").replace('$', "\\$"))
}

pub(in crate::drivers) fn laravel(plan: &Plan) -> Result<Snippet, Impossible> {
    let mut config = vec![Argument::new("the connection", "'driver'", "'pgsql'")];
    if plan.spelling == Spelling::Parts {
        let parts = [("host", "HOST"), ("port", "PORT"), ("database", "DATABASE"), ("username", "USER")];
        for (name, part) in parts.into_iter().chain([("password", "PASSWORD")]) {
            let value = format!("getenv(\"{}\")", plan.part(part));
            config.push(Argument::new("the connection", format!("'{name}'"), value));
        }
    } else {
        config.push(Argument::new("the connection", "'url'", format!("getenv(\"{}\")", plan.variable)));
    }
    config.push(Argument::new("the connection", "'charset'", "'utf8'"));
    let mut said = Vec::new();
    if let Some(tls) = plan.tls_in_code() {
        said.push(Argument::new("the connection", "sslmode", sslmode(tls)));
        if tls.verification > Verification::None {
            let root = plan.root_certificate.as_ref().ok_or_else(|| needs_a_certificate("Laravel"))?;
            said.push(Argument::new("the connection", "sslrootcert", root.clone()));
        }
    }
    said.extend(
        plan.application_name.iter().map(|it| Argument::new("the connection", "application_name", it)),
    );
    let quote = |text: &str| format!("'{}'", text.replace('\\', "\\\\").replace('\'', "\\'"));
    config.extend(said.iter().map(|it| Argument::new(it.place, quote(&it.name), quote(&it.value))));
    let mut lines: String = config.iter().map(|it| format!("    {} => {},\n", it.name, it.value)).collect();
    let options = plan.arguments("the connection's `options`");
    if !options.is_empty() {
        let pairs: Vec<String> = options.iter().map(|it| format!("{} => {}", it.name, it.value)).collect();
        lines.push_str(&format!("    'options' => [{}],\n", pairs.join(", ")));
    }
    let code = format!(
        r#"<?php

require 'vendor/autoload.php';

$database = new Illuminate\Database\Capsule\Manager();
$database->addConnection([
{lines}]);
echo $database->getConnection()->selectOne('select current_user as name')->name, "\n";
"#
    );
    let arguments = said.into_iter().chain(options).collect();
    Ok(Snippet::of("connect.php", code, "composer require illuminate/database", "php connect.php")
        .with(arguments))
}

pub(in crate::drivers) fn doctrine(plan: &Plan) -> Result<Snippet, Impossible> {
    if plan.tls_in_code().is_some() {
        return Err(needs_a_certificate("Doctrine DBAL"));
    }
    let options = plan.arguments("driverOptions");
    let parameters = match options.as_slice() {
        [] => format!("$parser->parse(getenv(\"{}\"))", plan.variable),
        options => {
            let pairs: Vec<String> =
                options.iter().map(|it| format!("{} => {}", it.name, it.value)).collect();
            format!(
                "[\n    ...$parser->parse(getenv(\"{}\")),\n    'driverOptions' => [{}],\n]",
                plan.variable,
                pairs.join(", ")
            )
        }
    };
    let code = format!(
        r#"<?php

require 'vendor/autoload.php';

use Doctrine\DBAL\DriverManager;
use Doctrine\DBAL\Tools\DsnParser;

$parser = new DsnParser(['postgresql' => 'pdo_pgsql', 'postgres' => 'pdo_pgsql', 'pgsql' => 'pdo_pgsql']);
$connection = DriverManager::getConnection({parameters});
echo $connection->fetchOne('select current_user'), "\n";
"#
    );
    Ok(Snippet::of("connect.php", code, "composer require doctrine/dbal", "php connect.php").with(options))
}
