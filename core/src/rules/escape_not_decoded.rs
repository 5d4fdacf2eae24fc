//! `escape-not-decoded`: percent-encoding that the driver takes as it is written.

use super::prelude::*;
use super::reference::has_reference;
use crate::model::Reading;
use crate::parse::{Percent, decode, escapes};
use crate::text::{Edit, Span, is_placeholder};

pub(super) static RULE: Rule = Rule {
    name: "escape-not-decoded",
    group: Group::Syntax,
    severity: Severity::Warning,
    divided: Divided::Silent,
    summary: "percent-encoding that the driver does not decode",
    docs: "In a URL `%40` is an `@`, but not every driver decodes every part: Peewee decodes none, postgres.js leaves \
           the database alone, and Tortoise ORM the host. The server is then asked for a database called \
           `my%2Dshop`, or told a password that is not the user's.",
    sources: &["measured: escapes in each part of a URL against the installed drivers, 2026-11-24"],
    examples: &[
        Example::good("libpq", "postgresql://app@db.example.com/my%2Dshop?sslmode=verify-full"),
        Example::fixed(
            "postgres-js",
            "postgresql://app@db.example.com/my%2Dshop?sslmode=verify-full",
            "postgresql://app@db.example.com/my-shop?sslmode=verify-full",
        ),
    ],
    check: Check::Connection(check),
};

/// The parts of a login, in the order of [`values`].
const PARTS: [&str; 4] = ["user name", "password", "host", "database"];

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    if !cx.subject.spelling.is_url() || !cx.reading.accepted() {
        return;
    }
    let written = cx.written();
    let [(host, _)] = written.hosts.as_slice() else { return };
    let places = [written.user, written.password, Some(*host), written.dbname];
    let read = values(cx.reading);
    for (index, (place, what)) in places.into_iter().zip(PARTS).enumerate() {
        let Some(span) = place else { continue };
        let raw = span.of(cx.text());
        let meant = decode(raw, Percent::JavaScript).unwrap_or_else(|_| raw.into());
        let is_literal = read.get(index).is_some_and(|it| *it == Some(raw)) && meant != raw;
        if !is_literal || has_reference(raw) || is_placeholder(raw) {
            continue;
        }
        let message = format!("{} does not decode the {what}", cx.label_of_driver());
        let mut finding = cx.finding(span, message).note(match what {
            "password" => "it sends the escapes as they are written".to_owned(),
            _ => format!("it takes `{}` as it is written", cx.shown(span)),
        });
        let mut wanted = read;
        if let Some(part) = wanted.get_mut(index) {
            *part = Some(&meant);
        }
        let plain = cx.read_with(&[(span, meant.to_string())]);
        finding = if plain.accepted() && values(&plain) == wanted {
            let help = format!("write the {what} without percent-encoding");
            finding.fix(Safety::Unsafe, help, edits(cx, span, what))
        } else {
            finding
                .help(format!("give the {what} apart from the string, or choose one that needs no encoding"))
        };
        out.push(finding);
    }
}

/// An edit for each escape, so that none holds more of a password than one character; none at all where one would hold
/// a letter or a digit of it.
fn edits(cx: &Cx<'_>, span: Span, what: &str) -> Vec<Option<Edit>> {
    let escapes = escapes(span.of(cx.text()));
    if what == "password" && escapes.iter().any(|(_, meant)| meant.is_alphanumeric()) {
        return Vec::new();
    }
    escapes
        .into_iter()
        .map(|(escape, meant)| cx.edit(escape.shift(span.start), meant.encode_utf8(&mut [0; 4])))
        .collect()
}

/// User, password, first host and database.
fn values(reading: &Reading) -> [Option<&str>; 4] {
    let host = reading.hosts.first().and_then(|host| host.name.as_ref());
    [
        reading.user.as_ref().map(|it| it.value.as_str()),
        reading.password.as_ref().map(|it| it.value.expose()),
        host.map(|it| it.value.as_str()),
        reading.dbname.as_ref().map(|it| it.value.as_str()),
    ]
}
