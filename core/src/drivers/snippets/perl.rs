//! DBI, which takes a DSN, and user and password beside it.

use super::{Argument, Impossible, Plan, Snippet, sslmode};
use crate::model::Verification;
use crate::parse::Spelling;

pub(in crate::drivers) fn dbd_pg(plan: &Plan) -> Result<Snippet, Impossible> {
    const DSN: &str = "the DSN";
    // What DBI is told is written with `=>`, what libpq is told stands in the DSN.
    let is_attribute = |it: &Argument| plan.settings.contains(&format!("{} => {}", it.name, it.value));
    let (attributes, mut words): (Vec<_>, Vec<_>) =
        plan.arguments("attributes of DBI->connect()").into_iter().partition(is_attribute);
    for word in &mut words {
        word.place = DSN;
    }
    if let Some(tls) = plan.tls_in_code() {
        words.push(Argument::new(DSN, "sslmode", sslmode(tls)));
        if tls.verification > Verification::None {
            // The authorities of the system, unless a file is named.
            let root = plan.root_certificate.as_deref().map_or("system".to_owned(), quoted);
            words.push(Argument::new(DSN, "sslrootcert", root));
        }
    }
    words.extend(
        plan.application_name.as_ref().map(|name| Argument::new(DSN, "application_name", quoted(name))),
    );
    let extra: String = words.iter().map(|it| format!(";{}={}", it.name, it.value)).collect();
    let attribute_lines: String =
        attributes.iter().map(|it| format!(", {} => {}", it.name, it.value)).collect();
    let variable = |name: &str| format!("$ENV{{{name}}}");
    let part = |name: &str| variable(&plan.part(name));
    let (dsn, [user, password]) = if plan.spelling == Spelling::Parts {
        let (dbname, host, port) = (part("DATABASE"), part("HOST"), part("PORT"));
        (format!("dbi:Pg:dbname='{dbname}';host={host};port={port}"), [part("USER"), part("PASSWORD")])
    } else {
        (variable(&plan.variable), ["undef", "undef"].map(str::to_owned))
    };
    let code = format!(
        r#"use strict;
use warnings;
use DBI;

my $connection = DBI->connect(
    "{dsn}{extra}",
    {user},
    {password},
    {{ RaiseError => 1, AutoCommit => 1{attribute_lines} }},
);
print $connection->selectrow_array("select current_user"), "\n";
$connection->disconnect;
"#
    );
    let arguments = words.into_iter().chain(attributes).collect();
    Ok(Snippet::of("connect.pl", code, "cpanm DBD::Pg", "perl connect.pl").with(arguments))
}

/// A value of the DSN: libpq's quoting, inside a text of Perl in double quotes.
fn quoted(value: &str) -> String {
    let libpq = value.replace('\\', "\\\\").replace('\'', "\\'");
    let escape = |c: char| if "\\\"$@".contains(c) { format!("\\{c}") } else { c.to_string() };
    format!("'{}'", libpq.chars().map(escape).collect::<String>())
}
