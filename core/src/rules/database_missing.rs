//! `database-missing`: a string that does not say which database.

use super::prelude::*;
use super::reference::has_reference;
use crate::parse::Spelling;

pub(super) static RULE: Rule = Rule {
    name: "database-missing",
    group: Group::Syntax,
    severity: Severity::Hint,
    divided: Divided::Silent,
    summary: "a string that names no database",
    docs: "The server then takes the database that is called like the user; some drivers take the name of the user \
           of the operating system.",
    sources: &["the description of the startup message in PostgreSQL's documentation"],
    examples: &[
        Example::good("libpq", "postgresql://app@db.example.com/shop?sslmode=verify-full"),
        Example::bad("libpq", "postgresql://app@db.example.com?sslmode=verify-full"),
    ],
    check: Check::Connection(check),
};

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    let Some((host, port)) = cx.written().hosts.last() else { return };
    let is_whole = cx.subject.spelling != Spelling::Parts;
    let named = cx.reading.dbname.is_some() || cx.written().dbname.is_some_and(|span| !span.is_empty());
    if named || !is_whole || !cx.reading.accepted() || has_reference(cx.text()) {
        return;
    }
    out.push(
        cx.plain_finding(port.unwrap_or(*host).join(*host), "the string names no database")
            .note("the server takes the database that is called like the user")
            .help("add the name of the database"),
    );
}
