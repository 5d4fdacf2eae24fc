//! `compose-account-differs`: a user or a password that the database's container does not make.

use super::composed::{Connection, connections};
use super::prelude::*;
use crate::formats::Service;
use crate::text::Span;

pub(super) static RULE: Rule = Rule {
    name: "compose-account-differs",
    group: Group::Files,
    severity: Severity::Warning,
    divided: Divided::Hint,
    summary: "a user, password or database that the container does not make",
    docs: "The image of PostgreSQL makes one user with one password and one database when it starts for the first \
           time: `POSTGRES_USER`, `POSTGRES_PASSWORD` and `POSTGRES_DB`, or `postgres` and the user's name where they \
           are left out. Whoever connects with others is refused, unless a script makes them too.",
    sources: &["the documentation of the image `postgres`"],
    examples: &[
        Example::good(
            "libpq",
            "services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_USER: shop\n      POSTGRES_PASSWORD: local\n  app:\n    image: shop\n    environment:\n      DATABASE_URL: postgresql://shop:local@db:5432/shop\n",
        )
        .in_file("compose.yml"),
        Example::bad(
            "libpq",
            "services:\n  db:\n    image: postgres:17\n    environment:\n      POSTGRES_USER: shop\n      POSTGRES_PASSWORD: local\n  app:\n    image: shop\n    environment:\n      DATABASE_URL: postgresql://store:local@db:5432/shop\n",
        )
        .in_file("compose.yml"),
    ],
    check: Check::File(check),
};

fn check(cx: &FileCx<'_>, out: &mut Vec<Finding>) {
    for connection in connections(cx) {
        let target = connection.target().filter(|it| it.is_postgres() && !it.image.contains("bitnami"));
        let Some(target) = target.filter(|it| !it.has_init_scripts) else { continue };
        let written = &connection.subject.written;
        let Some(made) = made(cx, target, "POSTGRES_USER", Some("postgres")) else { continue };
        let name = &target.name.0;
        match written.user.and_then(|span| Some((span, literal(cx, &connection, span)?))) {
            Some((span, user)) if user != made.text => out.push(
                said(cx, &connection, span, &made, format!("`{name}` has no user `{user}`"))
                    .note(format!("PostgreSQL says `{}`", refusal(target, user)))
                    .help(format!("write `{}`, or set `POSTGRES_USER`", made.text)),
            ),
            Some(_) => {
                out.extend(password(cx, &connection, target));
                out.extend(database(cx, &connection, target, &made.text));
            }
            None => {}
        }
    }
}

/// What a user hears that is not there. Whoever is asked for a password is not told which of the two is wrong.
fn refusal(target: &Service, user: &str) -> String {
    match target.variable("POSTGRES_HOST_AUTH_METHOD") {
        Some(method) if method.text() == "trust" => format!("role \"{user}\" does not exist"),
        _ => format!("password authentication failed for user \"{user}\""),
    }
}

fn password(cx: &FileCx<'_>, connection: &Connection<'_>, target: &Service) -> Option<Finding> {
    if target.variable("POSTGRES_HOST_AUTH_METHOD").is_some() {
        return None;
    }
    let made = made(cx, target, "POSTGRES_PASSWORD", None)?;
    let span = connection.subject.written.password?;
    let given = literal(cx, connection, span)?;
    (given != made.text).then(|| {
        said(cx, connection, span, &made, format!("this password is not that of `{}`", target.name.0))
            .note("PostgreSQL says `password authentication failed`")
            .help("write the same password in both places")
    })
}

fn database(cx: &FileCx<'_>, connection: &Connection<'_>, target: &Service, user: &str) -> Option<Finding> {
    let made = made(cx, target, "POSTGRES_DB", Some(user))?;
    let span = connection.subject.written.dbname?;
    let given = literal(cx, connection, span)?;
    let is_there = given == made.text || matches!(given, "postgres" | "template1");
    (!is_there).then(|| {
        said(cx, connection, span, &made, format!("`{}` makes no database `{given}`", target.name.0))
            .severity(Severity::Hint)
            .note(format!("without another step PostgreSQL says `database \"{given}\" does not exist`"))
            .help(format!("write `{}`, set `POSTGRES_DB`, or see that something creates it", made.text))
    })
}

/// A value that the container sets up, and where that is written.
struct Made {
    text: String,
    span: Span,
}

/// The value of `variable`, or what the image takes without it; `None` when it is not known.
fn made(cx: &FileCx<'_>, service: &Service, variable: &str, default: Option<&str>) -> Option<Made> {
    match service.variable(variable) {
        Some(value) => {
            let span = value.source(Span::new(0, value.text().len()));
            (!value.text().is_empty() && !span.of(cx.text).contains('$'))
                .then(|| Made { text: value.text().to_owned(), span })
        }
        None if service.has_more_environment || service.variable(&format!("{variable}_FILE")).is_some() => {
            None
        }
        None => default.map(|text| Made { text: text.to_owned(), span: service.name.1 }),
    }
}

/// A piece of the string, if it says in letters what the server gets.
fn literal<'a>(cx: &FileCx<'_>, connection: &Connection<'a>, span: Span) -> Option<&'a str> {
    let text = connection.text(span);
    (!text.is_empty() && connection.is_fixed(cx, span) && !text.contains(['%', '\\', '+'])).then_some(text)
}

fn said(cx: &FileCx<'_>, connection: &Connection<'_>, span: Span, made: &Made, message: String) -> Finding {
    cx.finding(connection.place(span), message).labelled(cx.label(made.span, "made here"))
}
