//! `tls-not-required`: a connection to another network that may stay unencrypted.

use super::prelude::*;
use super::tls::{decided_at, endpoint_requires, is_off, remedy, remote_host, silent_at, with_authority};
use crate::model::Encryption;

pub(super) static RULE: Rule = Rule {
    name: "tls-not-required",
    group: Group::Tls,
    severity: Severity::Hint,
    divided: Divided::Hint,
    summary: "encryption that a remote server may decline, or that the driver does not ask for by itself",
    docs: "libpq, psycopg, asyncpg, pg8000 and pgx ask for TLS and go on without when the server declines, so that \
           whoever sits in between can decline for it. node-postgres and postgres.js do not even ask unless they are \
           told to.",
    sources: &["measured: what each driver asks the server for when nothing is said, 2026-11-23"],
    examples: &[
        Example::good("libpq", "postgresql://app@db.example.com/shop?sslmode=verify-full"),
        Example::good("libpq", "postgresql://app@localhost/shop"),
        Example::good("node-postgres", "postgresql://app@db:5432/shop"),
        Example::fixed(
            "libpq",
            "postgresql://app@db.example.com/shop",
            "postgresql://app@db.example.com/shop?sslmode=verify-full",
        ),
        Example::bad("node-postgres", "postgresql://app@db.example.com/shop"),
        Example::bad("sqlalchemy-pg8000", "postgresql+pg8000://app@db.example.com/shop"),
    ],
    check: Check::Connection(check),
};

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    let Some(host) = remote_host(cx) else { return };
    let decided = decided_at(cx);
    let is_open = cx.reading.tls.value.encryption == Encryption::IfOffered || is_off(cx) && decided.is_none();
    if !is_open || is_off(cx) && endpoint_requires(cx) {
        return;
    }
    let driver = cx.label_of_driver();
    let (message, note) = if is_off(cx) {
        (
            format!("{driver} does not encrypt unless it is told to"),
            "nothing in the string tells it; settings in code may",
        )
    } else {
        (
            format!("{driver} encrypts only if the server offers it"),
            "whoever sits in between can decline for the server, and the connection goes on unencrypted",
        )
    };
    let (help, edit) = remedy(cx);
    let span = decided.unwrap_or_else(|| silent_at(cx, host));
    out.push(with_authority(cx, cx.finding(span, message).note(note)).fix(Safety::Shown, help, [edit]));
}
