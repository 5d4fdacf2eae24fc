//! `ssl-word-not-known`: a word for `ssl` that is neither yes nor no to node-postgres.

use super::prelude::*;
use crate::model::{Encryption, Setting};

pub(super) static RULE: Rule = Rule {
    name: "ssl-word-not-known",
    group: Group::Tls,
    severity: Severity::Error,
    divided: Divided::Hint,
    summary: "a word for `ssl` that node-postgres takes for its options",
    docs: "node-postgres knows `ssl=true`, `1`, `0` and `no-verify`. Any other word, `require` of postgres.js and of \
           libpq's `sslmode` too, stays text where an object of options belongs: as soon as the server agrees to TLS, \
           the connection ends with a `TypeError`, and a server without TLS is refused.",
    sources: &["run: pg 8.23.1 with eight words against PostgreSQL 15 with TLS, 2026-11-29"],
    examples: &[
        Example::good("node-postgres", "postgresql://app@db.example.com/shop?ssl=true"),
        Example::good("postgres-js", "postgresql://app@localhost/shop?ssl=require"),
        Example::bad("node-postgres", "postgresql://app@db.example.com/shop?ssl=require"),
        Example::bad("drizzle", "postgresql://app@localhost/shop?ssl=True"),
    ],
    check: Check::Connection(check),
};

/// Words that it knows, and those of `ssl-false-enables-tls`.
const KNOWN: &[&str] = &["", "true", "1", "0", "no-verify", "false", "off", "no", "disable", "disabled"];

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    let Some(given) = cx.reading.given(Setting::TlsMode).filter(|_| cx.reading.accepted()) else { return };
    let is_on = cx.reading.tls.value.encryption == Encryption::Required;
    let is_text = given.key == "ssl" && is_on && cx.driver.driver.stands_on("node-postgres");
    if !is_text || KNOWN.contains(&given.value.as_str()) || super::reference::has_reference(&given.value) {
        return;
    }
    let word = cx.shown(given.value_span);
    out.push(
        cx.finding(given.span, format!("{} does not know `ssl={word}`", cx.label_of_driver()))
            .note(format!("a server with TLS ends the connection: `Cannot use 'in' operator to search for 'key' in {word}`"))
            .help("write `ssl=true` to verify the server, or `ssl=no-verify` to encrypt alone"),
    );
}
