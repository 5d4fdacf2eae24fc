//! `tls-mode-means-more`: a mode that verifies although its name does not say so, until the next major version.

use super::prelude::*;
use crate::drivers::tls_mode;
use crate::model::{Setting, Tls};

pub(super) static RULE: Rule = Rule {
    name: "tls-mode-means-more",
    group: Group::Tls,
    severity: Severity::Hint,
    divided: Divided::Silent,
    summary: "a TLS mode that means more than its name says, until the driver's next major version",
    docs: "node-postgres 8 reads `prefer`, `require` and `verify-ca` as `verify-full`: certificate and host name are \
           verified, and nothing falls back to an unencrypted connection. It prints a warning that pg 9 will read them \
           as libpq does, which verifies less. A string that says `verify-full` means the same in both.",
    sources: &[
        "measured: pg 8.23.1 against a server with a self-signed certificate, 2026-11-23",
        "the warning that pg 8.23.1 prints",
    ],
    examples: &[
        Example::good("node-postgres", "postgresql://app@db.example.com/shop?sslmode=verify-full"),
        Example::good(
            "node-postgres",
            "postgresql://app@db.example.com/shop?sslmode=require&uselibpqcompat=true",
        ),
        Example::good("libpq", "postgresql://app@db.example.com/shop?sslmode=require"),
        Example::fixed(
            "node-postgres",
            "postgresql://app@db.example.com/shop?sslmode=require",
            "postgresql://app@db.example.com/shop?sslmode=verify-full",
        ),
    ],
    check: Check::Connection(check),
};

fn check(cx: &Cx<'_>, out: &mut Vec<Finding>) {
    let Some(given) = cx.reading.given(Setting::TlsMode).filter(|_| cx.reading.accepted()) else { return };
    // Where `prefer` verifies, the names do not mean what libpq means by them.
    let is_stricter = tls_mode(cx.driver.driver.tls_modes, "prefer") == Some(Tls::VERIFY_FULL);
    let is_weak_word = matches!(given.value.as_str(), "prefer" | "require" | "verify-ca");
    if !is_stricter || !is_weak_word || given.key != "sslmode" || cx.reading.tls.value != Tls::VERIFY_FULL {
        return;
    }
    let driver = cx.label_of_driver();
    out.push(
        cx.finding(given.span, format!("{driver} reads `sslmode={}` as `verify-full`", given.value))
            .note("it verifies certificate and host name now; from pg 9 on it means what libpq means by it, which is less")
            .fix(Safety::Unsafe, "write `sslmode=verify-full`, which means the same now and then", [
                cx.edit(given.value_span, "verify-full"),
            ]),
    );
}
